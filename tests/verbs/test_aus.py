import cv2
import numpy as np
import pytest

from ganimation_desktop import cli
from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.expressions.au_table_reading import read_au_table
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.face_search import FaceFinder
from ganimation_desktop.core.models import installed as models
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator, FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.paths import demo_portrait
from tests.core.fakes import FakeEstimator


@pytest.fixture(autouse=True)
def estimator(monkeypatch, tmp_path):
    """A checkpoint of an untrained estimator, which answers as the fake one does."""
    network = FaceEstimator()
    path = tmp_path / "models" / "face.safetensors"
    save_checkpoint(path, network, describe(network, training={}))
    monkeypatch.setattr(models, "default_estimator_path", lambda: path)
    fake = FakeEstimator()
    monkeypatch.setattr(FaceEstimator, "forward", lambda self, image: FakeEstimator.forward(fake, image))
    monkeypatch.setattr(FaceFinder, "search", lambda self, rgb, known=(): iter(()))  # the fake takes all proposals for faces
    monkeypatch.setattr(FaceEstimator, "find_landmarks", lambda self, image: FakeEstimator.find_landmarks(fake, image))
    return path


def aus(*arguments):
    return cli.main(["aus", *map(str, arguments)])


def table(tmp_path, text):
    (tmp_path / "table.csv").write_text(text)
    return read_au_table(tmp_path / "table.csv")


def test_photo_to_standard_output(tmp_path, capsys):
    assert aus(demo_portrait()) == 0
    (row,) = table(tmp_path, capsys.readouterr().out)
    assert row.success
    assert row.confidence == 1.0
    assert row.file == str(demo_portrait())
    assert 0.2 < row.aus[au_index("AU25")] < 0.9


def test_photo_without_a_face_is_a_row_without_success(tmp_path, capsys):
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((60, 60, 3), 128, np.uint8))
    assert aus(tmp_path / "grey.png") == 0
    (row,) = table(tmp_path, capsys.readouterr().out)
    assert not row.success
    assert not row.aus.any()


def test_video_has_a_row_per_frame(tmp_path, monkeypatch):
    monkeypatch.setattr(FaceDetector, "detect", lambda self, rgb: ())
    writer = cv2.VideoWriter(str(tmp_path / "clip.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (64, 48))
    for _ in range(3):
        writer.write(np.zeros((48, 64, 3), np.uint8))
    writer.release()
    assert aus(tmp_path / "clip.avi", "-o", tmp_path / "out.csv") == 0
    assert [row.frame for row in read_au_table(tmp_path / "out.csv")] == [1, 2, 3]


def test_some_fail(tmp_path, capsys):
    assert aus(demo_portrait(), tmp_path / "gone.jpg", "-o", tmp_path / "out.csv") == 2
    assert len(read_au_table(tmp_path / "out.csv")) == 1
    assert "gone.jpg" in capsys.readouterr().err


def test_bad_input_leaves_nothing_behind(tmp_path, capsys):
    assert aus(tmp_path / "gone.jpg", "-o", tmp_path / "out.csv") == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out.csv").exists()


def test_existing_table_is_kept(tmp_path, capsys):
    (tmp_path / "out.csv").write_text("mine")
    assert aus(demo_portrait(), "-o", tmp_path / "out.csv") == 2
    assert (tmp_path / "out.csv").read_text() == "mine"
    assert aus(demo_portrait(), "-o", tmp_path / "out.csv", "--overwrite") == 0


def test_a_generator_is_no_estimator(tmp_path, capsys):
    generator = FlowGenerator(FlowGeneratorOptions(width=8))
    save_checkpoint(tmp_path / "generator.safetensors", generator, describe(generator, training={}))
    assert aus(demo_portrait(), "--model", tmp_path / "generator.safetensors") == 2
    assert "not a face estimator" in capsys.readouterr().err


def test_columns_of_openface(capsys):
    assert aus(demo_portrait(), "--columns", "pose, landmarks") == 0
    header, values = capsys.readouterr().out.splitlines()
    cells = dict(zip(header.split(","), values.split(","), strict=True))
    assert abs(float(cells["pose_Rz"])) < 0.3
    assert 0 < float(cells["x_30"]) < 512


def test_columns_that_there_are_none_of_are_refused(capsys):
    with pytest.raises(SystemExit):
        aus(demo_portrait(), "--columns", "mood")
    assert "there are no columns 'mood'; there are gaze, pose, landmarks" in capsys.readouterr().err
