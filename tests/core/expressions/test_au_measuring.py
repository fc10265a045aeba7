import numpy as np
import pytest
import torch

from ganimation_desktop.core.expressions.au_measuring import GAZE_UNIT_RAD, AuMeasurer, gaze_of
from ganimation_desktop.core.expressions.au_table import ColumnGroup
from ganimation_desktop.core.faces.eyes import EyeReading
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceBox, FaceCrop
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.models.checkpoint import CheckpointError, describe, save_checkpoint
from ganimation_desktop.core.models.networks import FaceEstimator
from tests.core.faces.test_head_pose import turned_landmarks
from tests.core.fakes import FakeDetector, FakeEstimator

BOX, OTHER = FaceBox(30, 30, 80, 80, 1.5), FaceBox(120, 40, 160, 80, 0.5)


def measurer(*boxes, columns=()):
    return AuMeasurer(FakeEstimator(), FakeDetector(boxes), torch.device("cpu"), columns)


def frames(n):
    return [Frame(np.full((128, 192, 3), 90, np.uint8), index, index / 10) for index in range(n)]


def test_a_photo_has_a_row_for_every_face():
    first, second = measurer(BOX, OTHER).photo(frames(1)[0], "photo.jpg")
    assert (first.file, first.frame, first.face_id, first.confidence, first.success) == ("photo.jpg", 1, 0, 1.0, True)
    assert (second.face_id, second.confidence) == (1, 0.5)


def test_a_photo_is_searched_for_all_faces():
    small = FaceBox(160, 90, 185, 115, 0.6)
    searching = AuMeasurer(FakeEstimator(), FakeDetector([BOX], scanned=[small]), torch.device("cpu"))
    assert [row.confidence for row in searching.photo(frames(1)[0], "photo.jpg")] == pytest.approx([1.0, 0.6])


def test_a_video_has_a_row_for_every_person_and_frame():
    rows = measurer(BOX, OTHER).video(frames(3), "clip.mp4")
    assert [(row.frame, row.face_id, row.time_s) for row in rows] == [(n + 1, who, n / 10) for n in range(3) for who in (0, 1)]


def test_a_frame_without_a_face_is_a_row_without_success():
    for rows in (measurer().photo(frames(1)[0], "photo.jpg"), measurer().video(frames(1), "clip.mp4")):
        (row,) = rows
        assert not row.success
        assert not row.aus.any()


def test_further_columns_are_measured():
    groups = [ColumnGroup.POSE, ColumnGroup.LANDMARKS]
    (row,) = measurer(BOX, columns=groups).photo(frames(1)[0], "photo.jpg")
    assert row.others.shape == (3 + 136,)
    assert 30 < row.others[3:].min() < row.others[3:].max() < 90


def reading(gaze, pose=(0.0, 0.0, 0.0)):
    eyes = EyeReading(np.zeros((2, 2), np.float32), np.zeros(2, np.float32), np.tile(np.float32(gaze), (2, 1)))
    crop = FaceCrop(np.zeros((8, 8, 3), np.uint8), np.eye(2, 3))
    return FaceReading(turned_landmarks(*pose), np.zeros(17, np.float32), crop, np.zeros((2, 17), np.float32), eyes)


def test_gaze_is_to_the_right_in_the_picture_and_down_as_openface_has_it():
    assert gaze_of(reading((1.0, 0.0))) == pytest.approx([GAZE_UNIT_RAD, 0], abs=1e-3)
    assert gaze_of(reading((0.0, 1.0))) == pytest.approx([0, -GAZE_UNIT_RAD], abs=1e-3)


def test_gaze_turns_with_the_head():
    assert gaze_of(reading((0.0, 0.0), (0.2, 0.0, 0.0))) == pytest.approx([0, 0.2], abs=1e-3)
    assert gaze_of(reading((0.0, 0.0), (0.0, 0.3, 0.0))) == pytest.approx([-0.3, 0], abs=1e-3)


def test_gaze_needs_an_estimator_that_reads_it(tmp_path):
    network = FaceEstimator()
    save_checkpoint(tmp_path / "face.safetensors", network, describe(network, training={}))
    with pytest.raises(CheckpointError, match=r"face\.safetensors: cannot read the gaze"):
        AuMeasurer.load(tmp_path / "face.safetensors", "cpu", [ColumnGroup.GAZE])
