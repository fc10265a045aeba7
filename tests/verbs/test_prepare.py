from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.cli import main
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FaceEstimatorOptions


@pytest.fixture
def estimator(tmp_path):
    """An estimator that learned nothing: it finds no landmarks anywhere."""
    path = tmp_path / "estimator.safetensors"
    network = FaceEstimator(FaceEstimatorOptions(width=8))
    save_checkpoint(path, network, describe(network, training={}))
    return path


def test_what_cannot_be_used_is_reported_and_ends_with_2(demo_portrait, estimator, tmp_path, capsys):
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "portrait.png").write_bytes(demo_portrait.read_bytes())
    Image.new("RGB", (200, 200)).save(photos / "black.png")

    assert main(["prepare", str(photos), "-o", str(tmp_path / "out"), "--estimator", str(estimator)]) == 2

    assert "0 faces" in capsys.readouterr().out
    assert json.loads((tmp_path / "out" / "rejected.json").read_text()) == {
        "black.png": "shows no face that the detector finds",
        "portrait.png": "shows a face whose landmarks are not found",
    }


def test_two_processes_make_what_one_makes(demo_portrait, tmp_path, capsys):
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in ("a.png", "b.png"):
        (photos / name).write_bytes(demo_portrait.read_bytes())
    (photos / "c.png").write_text("text")
    for jobs in ("1", "2"):
        assert main(["prepare", str(photos), "-o", str(tmp_path / jobs), "--jobs", jobs]) == 0
    assert capsys.readouterr().out.count("2 faces in") == 2
    for name in ("a", "b"):
        with np.load(tmp_path / "1" / "faces" / f"{name}.npz") as one, np.load(tmp_path / "2" / "faces" / f"{name}.npz") as two:
            assert one.keys() == two.keys()
            np.testing.assert_array_equal(one["images"], two["images"])
            np.testing.assert_allclose(one["aus"], two["aus"], atol=1e-5)
    assert (tmp_path / "1" / "rejected.json").read_text() == (tmp_path / "2" / "rejected.json").read_text()


@pytest.mark.parametrize("text", ["3", "0/2", "3/2", "a/b", "1/0"])
def test_a_share_that_there_is_not_is_refused(text, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["prepare", str(tmp_path), "-o", str(tmp_path / "out"), "--shard", text])
    assert "share" in capsys.readouterr().err


def test_the_published_layout_brings_its_own_action_units(estimator, tmp_path, capsys):
    folder = tmp_path / "published"
    (folder / "imgs").mkdir(parents=True)
    (folder / "train_ids.csv").write_text("a.jpg\n")
    (folder / "aus_openface.pkl").write_bytes(pickle.dumps({"a": np.zeros(17)}))

    assert main(["prepare", str(folder), "-o", str(tmp_path / "out"), "--estimator", str(estimator), "--aus", "x.csv"]) == 2
    assert "has its own" in capsys.readouterr().err
    assert main(["prepare", str(folder), "-o", str(tmp_path / "out"), "--estimator", str(estimator)]) == 2
    assert json.loads((tmp_path / "out" / "rejected.json").read_text()) == {"a.jpg": "does not exist"}


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_a_folder_without_photos_is_refused_in_one_line(name, estimator, tmp_path, capsys):
    (tmp_path / "empty").mkdir()

    assert main(["prepare", str(tmp_path / name), "-o", str(tmp_path / "out"), "--estimator", str(estimator)]) == 2

    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert str(tmp_path / name) in error
    assert not (tmp_path / "out").exists()
