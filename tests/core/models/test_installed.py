from __future__ import annotations

import hashlib

import pytest

from ganimation_desktop.core.models import installed as models
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions


@pytest.fixture
def folders(tmp_path, monkeypatch):
    bundled, own = tmp_path / "bundled", tmp_path / "own"
    monkeypatch.setattr(models, "models_dir", lambda: bundled)
    monkeypatch.setattr(models, "user_models_dir", lambda: own)
    network = FaceEstimator(FaceEstimatorOptions(width=4))
    save_checkpoint(bundled / "face.safetensors", network, describe(network, training={}))
    return bundled, own


def test_bundled_models_come_first(folders):
    bundled, own = folders
    own.mkdir()
    (own / "a.safetensors").write_bytes((bundled / "face.safetensors").read_bytes())

    assert [(model.name, model.bundled, model.problem) for model in models.list_models()] == [("face", True, None), ("a", False, None)]


def test_the_users_folder_need_not_exist(folders):
    assert [model.name for model in models.list_models()] == ["face"]


def test_an_unusable_file_is_listed_with_its_problem(folders):
    bundled, _ = folders
    (bundled / "broken.safetensors").write_bytes(b"")

    broken = models.list_models()[0]

    assert broken.metadata is None
    assert broken.problem is not None
    assert broken.problem.endswith("broken.safetensors: is empty")


def test_the_fingerprint_is_that_of_the_file(folders):
    bundled, _ = folders
    path = bundled / "face.safetensors"

    assert models.model_info(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_verifying_reads_the_weights(folders):
    bundled, _ = folders
    path = bundled / "face.safetensors"
    data = bytearray(path.read_bytes())
    data[-4:] = b"\x00\x00\xc0\x7f"  # not a number, little endian
    path.write_bytes(data)

    assert models.model_info(path).problem is None
    assert "not finite" in str(models.verified_model(path).problem)


def test_a_missing_file_has_a_problem(tmp_path):
    assert "does not exist" in str(models.verified_model(tmp_path / "none.safetensors").problem)
