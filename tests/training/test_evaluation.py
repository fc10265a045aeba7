from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS
from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions, FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.training.evaluation import edit, evaluate_estimator, evaluate_generator, limited
from ganimation_desktop.training.evaluation_report import EXPRESSIONS, au_sheet, estimator_table, expression_sheet, generator_table
from tests.training.pair_folder import N_VARIANTS, first_variant


@pytest.fixture(scope="module")
def generator() -> FlowGenerator:
    return FlowGenerator(FlowGeneratorOptions(image_size=32, width=8, n_blocks=1)).eval()


@pytest.fixture(scope="module")
def estimator() -> FaceEstimator:
    torch.manual_seed(0)
    network = FaceEstimator(FaceEstimatorOptions(image_size=32, width=8))
    for parameter in network.au_head.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return network.eval()


def test_a_generator_that_changes_nothing_is_as_good_as_copying(generator, estimator, held_out):
    figures = evaluate_generator(generator, estimator, held_out)

    assert (figures.n_faces, figures.n_pairs) == (2, 2 * (N_VARIANTS - 1))
    assert figures.error == pytest.approx(figures.error_copying, abs=1e-3) != 0
    assert figures.face_error == pytest.approx(figures.face_error_copying, abs=1e-3)
    assert figures.no_change_error < 1e-3
    assert figures.sharpness == pytest.approx(1, abs=0.02)
    assert [response.code for response in figures.responses] == list(AU_CODES)
    assert all(abs(response.change) < 1e-3 and response.edited == 0 for response in figures.responses)


def test_a_generator_that_paints_by_one_action_unit_answers_to_it_alone(estimator, held_out):
    class Painter(FlowGenerator):
        def decode(self, features, image, aus):
            output = super().decode(features, image, aus)
            shade = aus[:, 8, None, None, None].expand_as(image)
            return output._replace(attention=torch.zeros_like(output.attention), color=image + shade)

    figures = evaluate_generator(Painter(FlowGeneratorOptions(image_size=32, width=8, n_blocks=1)).eval(), estimator, held_out)
    moved = [response.leakage + abs(response.change) for response in figures.responses]

    assert int(np.argmax(moved)) == 8
    assert max(moved[:8] + moved[9:]) < 1e-3
    assert all(response.edited == 1 for response in figures.responses)


def test_photos_without_pairs_are_measured_by_their_sliders_alone(generator, estimator, held_out):
    photos = dataclasses.replace(held_out, faces=[first_variant(face) for face in held_out.faces])

    figures = evaluate_generator(generator, estimator, photos)
    table = generator_table(figures)

    assert (figures.n_faces, figures.n_pairs) == (2, 0)
    assert np.isnan(figures.error)
    assert len(figures.responses) == N_AUS
    assert "nan" not in table
    assert "teacher's picture" not in table


def test_editing_towards_many_targets_equals_editing_towards_each(generator, held_out):
    network = FlowGenerator(generator.options)
    torch.nn.init.normal_(network.heads.weight, std=0.05)
    rgb = held_out.faces[0].images_rgb[0, 6:38, 6:38]
    targets = np.random.default_rng(0).random((40, N_AUS)).astype(np.float32)

    attention, results = edit(network.eval(), rgb, targets[0], targets)
    _, single = edit(network, rgb, targets[0], targets[37:38])

    assert attention.shape == (40, 32, 32)
    assert np.abs(results[37].astype(int) - single[0]).max() <= 1


def test_an_estimator_without_skill_is_reported_so(estimator, held_out):
    figures = evaluate_estimator(estimator, held_out)

    assert (figures.n_faces, figures.n_pictures) == (2, 2 * N_VARIANTS)
    assert figures.point_error > 0.1
    assert figures.au_correlation.keys() == set(AU_CODES)
    assert np.mean(list(figures.au_mae_of.values())) == pytest.approx(figures.au_mae)


def test_the_judge_sees_crops_of_its_own_size(estimator, held_out):
    seen = []
    handle = estimator.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].shape[-1]))
    small = FlowGenerator(FlowGeneratorOptions(image_size=16, width=8, n_blocks=1)).eval()

    figures = evaluate_generator(small, estimator, held_out)
    handle.remove()

    assert set(seen) == {32}
    assert figures.error == pytest.approx(figures.error_copying, abs=1e-3)


def test_limiting_spreads_over_the_faces(train_data):
    assert [face.stem for face in limited(train_data, 2).faces] == [train_data.faces[0].stem, train_data.faces[2].stem]
    assert limited(train_data, 99) is train_data
    assert limited(train_data, None) is train_data


def test_the_tables_name_every_action_unit(generator, estimator, held_out):
    table = generator_table(evaluate_generator(generator, estimator, held_out))

    assert all(f"| {code} |" in table for code in AU_CODES)
    assert all(f"| {code} |" in estimator_table(evaluate_estimator(estimator, held_out)) for code in AU_CODES)


def test_the_sheets_show_every_expression_and_action_unit(generator, held_out):
    one = dataclasses.replace(held_out, faces=held_out.faces[:1])

    assert expression_sheet(generator, one).shape == (16 + 32, 32 * (1 + len(EXPRESSIONS)), 3)
    assert au_sheet(generator, held_out).shape == (16 + 2 * 32, 32 * (1 + N_AUS), 3)
