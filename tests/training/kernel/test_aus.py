from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.models.checkpoint import CheckpointError, load_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions
from ganimation_desktop.training.kernel.aus import (
    FORMAT,
    RIDGES,
    KernelAus,
    carriers,
    fit_kernel_aus,
    is_kernel_file,
    load_kernel_aus,
)
from ganimation_desktop.training.kernel.features import FaceFeatures, triangles_of
from ganimation_desktop.training.kernel.fitting import evaluate_kernel, face_table, fit_to_pairs, kernel_table
from ganimation_desktop.training.measures import correlation, level_landmarks
from tests.training.kernel.kernel_faces import FROWN, SMILE, drawn_faces, resting_landmarks

N_FIT, N_TEST = 160, 60


@pytest.fixture(scope="module")
def features() -> FaceFeatures:
    return FaceFeatures(triangles_of(level_landmarks(resting_landmarks())))


def table_of(features: FaceFeatures, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    crops, landmarks, aus = drawn_faces(n, seed)
    return np.stack([features.of_face(rgb, points) for rgb, points in zip(crops, landmarks, strict=True)]), aus


@pytest.fixture(scope="module")
def fitted(features) -> KernelAus:
    values, aus = table_of(features, N_FIT, 1)
    return fit_kernel_aus(features, values, aus, np.arange(N_FIT))


@pytest.fixture(scope="module")
def unseen(features) -> tuple[np.ndarray, np.ndarray]:
    return table_of(features, N_TEST, 2)


def test_what_shows_on_a_face_is_read_and_what_does_not_is_not_made_up(fitted, unseen):
    values, aus = unseen
    found = fitted.estimate(values)

    r = [correlation(found[:, au], aus[:, au]) for au in range(17)]
    hidden = [value for au, value in enumerate(r) if au not in (SMILE, FROWN)]
    assert r[SMILE] > 0.95
    assert r[FROWN] > 0.8
    assert np.abs(hidden).mean() < 0.25
    assert 0 <= found.min() <= found.max() <= 1


def test_what_shows_gets_a_weaker_ridge_than_what_does_not(fitted):
    assert fitted.ridges[SMILE] == min(RIDGES)
    assert fitted.ridges.max() == max(RIDGES)


def test_contributions_sum_to_the_estimate(fitted, unseen):
    values, _ = unseen

    whole = fitted.contributions(values).sum(axis=1) + fitted.offsets.numpy()

    assert np.clip(whole, 0, 1) == pytest.approx(fitted.estimate(values))


def test_a_smile_is_read_from_the_mouths_geometry_and_a_frown_from_shading_at_the_brows(fitted, unseen):
    found = carriers(fitted, unseen[0], n_groups=len(fitted.groups))

    smile, frown = found[AU_CODES[SMILE]], found[AU_CODES[FROWN]]
    geometry = sum(part.share for part in smile if part.group.startswith(("mouth", "jaw", "nose")) and not part.group.endswith("shading"))
    assert geometry > 0.8
    assert frown[0].group == "brows shading"
    shading = next(group for group in fitted.features.groups if (group.region, group.kind) == ("brows", "shading"))
    assert frown[0].feature in shading.names
    for parts in found.values():
        assert sum(part.share for part in parts) == pytest.approx(1, abs=1e-6)
        assert [part.share for part in parts] == sorted((part.share for part in parts), reverse=True)


def test_the_kernel_interpolates_its_own_faces_when_the_ridge_is_small(features, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.training.kernel.aus.RIDGES", (1e-6, 1e-6, 1e-6))
    values, aus = table_of(features, 20, 3)

    model = fit_kernel_aus(features, values, aus, np.arange(20))

    assert model.estimate(values) == pytest.approx(aus, abs=1e-3)


def test_what_is_saved_is_loaded(fitted, unseen, tmp_path):
    path = tmp_path / "new" / "kernel.safetensors"
    fitted.save(path)

    assert is_kernel_file(path)
    loaded = load_kernel_aus(path)

    assert loaded.estimate(unseen[0]) == pytest.approx(fitted.estimate(unseen[0]), abs=1e-3)
    assert [group.title for group in loaded.features.groups] == [group.title for group in fitted.features.groups]


def test_it_is_no_checkpoint_of_the_program_nor_a_checkpoint_one_of_it(fitted, tmp_path):
    fitted.save(tmp_path / "kernel.safetensors")
    (tmp_path / "other.safetensors").write_bytes(b"nonsense")

    with pytest.raises(CheckpointError, match=r"kernel\.safetensors: .*not a checkpoint"):
        load_checkpoint(tmp_path / "kernel.safetensors")
    assert not is_kernel_file(tmp_path / "other.safetensors")


def test_a_damaged_estimator_is_refused(fitted, tmp_path):
    path = tmp_path / "kernel.safetensors"
    fitted.save(path)
    tensors = load_file(path)
    tensors["mean"] = tensors["mean"][:-1]
    save_file(tensors, path, metadata={"format": FORMAT, "au_codes": '["' + '", "'.join(AU_CODES) + '"]'})

    with pytest.raises(CheckpointError, match=r"kernel\.safetensors: is not a kernel estimator"):
        load_kernel_aus(path)


def test_another_au_order_is_refused(fitted, tmp_path):
    path = tmp_path / "kernel.safetensors"
    fitted.save(path)
    save_file(load_file(path), path, metadata={"format": FORMAT, "au_codes": '["' + '", "'.join(reversed(AU_CODES)) + '"]'})

    with pytest.raises(CheckpointError, match="orders the Action Units differently"):
        load_kernel_aus(path)


@pytest.fixture(scope="module")
def network() -> FaceEstimator:
    torch.manual_seed(0)
    network = FaceEstimator(FaceEstimatorOptions(image_size=32, width=8))
    torch.nn.init.normal_(network.heat_head.weight, std=2.0)
    return network.eval()


def test_a_training_folder_is_fitted_and_compared_with_the_network(train_data, held_out, network):
    model = fit_to_pairs(train_data, network)
    figures = evaluate_kernel(model, network, held_out)
    table = kernel_table(figures)

    assert (figures.n_faces, figures.n_pictures) == (2, 6)
    assert figures.correlation.keys() == figures.network_au_mae_of.keys() == set(AU_CODES)
    assert all(f"| {code} |" in table for code in AU_CODES)


def test_some_renderings_of_each_face_beside_its_photo(train_data, network):
    table = face_table(train_data, network, 2)

    assert table.faces.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    for number, face in enumerate(train_data.faces):
        assert table.aus[2 * number] == pytest.approx(face.aus[0])
        assert any(table.aus[2 * number + 1] == pytest.approx(aus) for aus in face.aus[1:])
