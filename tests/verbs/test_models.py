from __future__ import annotations

import json
import os

import pytest

from ganimation_desktop.cli import main
from ganimation_desktop.core.models import installed as models
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions


@pytest.fixture
def good(tmp_path, monkeypatch):
    monkeypatch.setattr(models, "models_dir", lambda: tmp_path)
    network = FaceEstimator(FaceEstimatorOptions(width=4))
    path = tmp_path / "face.safetensors"
    save_checkpoint(path, network, describe(network, training={"steps": 7}))
    return path


def test_models_are_listed(good, capsys):
    assert main(["models"]) == 0

    assert capsys.readouterr().out.split() == ["face", "estimator", "face-estimator-1", "128", "px", "bundled"]


def test_json_has_the_metadata(good, capsys):
    assert main(["models", "--json"]) == 0

    (model,) = json.loads(capsys.readouterr().out)
    assert model["path"] == str(good)
    assert model["metadata"]["training"] == {"steps": 7}


def test_files_are_verified(good, tmp_path, capsys):
    bad = tmp_path / "bad.safetensors"
    bad.write_bytes(good.read_bytes()[:-9])

    assert main(["models", str(good)]) == 0
    assert main(["models", str(good), str(bad)]) == 2

    assert "bad.safetensors: is truncated or damaged" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "listed"), [(b"line\nbreak", "line break"), (b"caf\xe9", "caf\\xe9"), (b"bell\a", "bell\\x07")])
def test_any_name_stays_in_its_row(tmp_path, capsys, name, listed):
    path = tmp_path / os.fsdecode(name + b".safetensors")
    path.write_bytes(b"no weights")

    assert main(["models", str(path)]) == 2

    (row,) = capsys.readouterr().out.splitlines()
    assert row.startswith(f"{listed:<20} cannot be used: ")
