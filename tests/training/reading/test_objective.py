from __future__ import annotations

import dataclasses

import pytest
import torch

from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions, SidedFaceEstimator
from ganimation_desktop.training.augmentation import step_rng
from ganimation_desktop.training.config import ESTIMATOR_AUGMENTATION
from ganimation_desktop.training.reading.batches import draw_reading_batch, reading_data
from ganimation_desktop.training.reading.objective import WEIGHTS, ReadingObjective, reading_terms
from tests.training.critic_setup import SIZE, slope_found
from tests.training.test_loop import ESTIMATOR

CPU = torch.device("cpu")


@pytest.mark.parametrize("network_class", [FaceEstimator, SidedFaceEstimator])
def test_the_loss_falls_along_its_gradient(network_class, train_data, held_out):
    torch.manual_seed(0)
    objective = ReadingObjective(ESTIMATOR, train_data, held_out)
    network = network_class(FaceEstimatorOptions(image_size=SIZE, width=4))
    torch.nn.init.normal_(network.au_head[2].weight, std=0.05)

    slope = slope_found(network.parameters(), lambda: objective.step_loss(network, 0, 0, CPU).total, 1e-2)

    assert slope == pytest.approx(1, abs=0.2)


def test_an_estimator_is_taught_what_it_reads(train_data, held_out):
    objective = ReadingObjective(ESTIMATOR, train_data, held_out)
    first, second = (network(FaceEstimatorOptions(image_size=SIZE, width=4)) for network in (FaceEstimator, SidedFaceEstimator))

    assert set(objective.step_loss(first, 0, 0, CPU).terms) == {"landmarks", "aus"}
    assert set(objective.step_loss(second, 0, 0, CPU).terms) == set(WEIGHTS)


def test_crops_without_a_face_count_only_as_such(train_data, tmp_path):
    data = reading_data(train_data, tmp_path, "train")
    batch = draw_reading_batch(data, 8, SIZE, ESTIMATOR_AUGMENTATION, step_rng(0, 0))
    batch = dataclasses.replace(batch, is_face=torch.zeros(8), aus_seen=torch.zeros(8, 17), eyes_ok=torch.zeros(8, 2, dtype=torch.bool))
    network = SidedFaceEstimator(FaceEstimatorOptions(image_size=SIZE, width=4))

    terms = reading_terms(network(batch.image), batch)

    assert {name for name, term in terms.items() if term.item() != 0} == {"face"}


def test_a_check_tells_faces_from_none(train_data, held_out):
    objective = ReadingObjective(ESTIMATOR, train_data, held_out)
    network = SidedFaceEstimator(FaceEstimatorOptions(image_size=SIZE, width=4)).eval()

    with torch.no_grad():
        figures = objective.check(network, CPU)

    assert {"point_error", "au_mae", "au_correlation", "faces_told"} <= set(figures)
    assert 0 <= figures["faces_told"] <= 1
