from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS, au_index
from ganimation_desktop.core.models.networks import LEFT, RIGHT
from ganimation_desktop.training.reading.labels import LABELS_FILE, measured_labels, read_labels, sided_labels, write_labels
from ganimation_desktop.training.synthesis.labels import unbiased_scores
from ganimation_desktop.training.synthesis.photos import Portrait, photo_from_level_picture
from tests.training.reading.reading_faces import face_labels, landmarks

BLINK = au_index("AU45")
SHAPES = ("eyeBlink", "eyeLookIn", "eyeLookOut", "eyeLookUp", "eyeLookDown", "browDown", "browOuterUp", "eyeWide", "eyeSquint", "noseSneer")
MOUTH = ("mouthSmile", "mouthUpperUp", "mouthDimple", "mouthFrown", "mouthStretch", "mouthPress")
ALONE = ("browInnerUp", "mouthShrugLower", "jawOpen")


def portrait(**scores):
    blendshapes = {f"{shape}{side}": 0.0 for shape in (*SHAPES, *MOUTH) for side in ("Left", "Right")} | dict.fromkeys(ALONE, 0.0)
    rng = np.random.default_rng(0)
    return Portrait(Path("a.jpg"), rng.uniform(20, 200, (478, 2)), unbiased_scores(blendshapes | scores))


def test_a_wink_of_the_left_eye_is_the_persons_own_left():
    labels = measured_labels(portrait(eyeBlinkLeft=1.0), 176, 128)

    assert labels.sided_aus[LEFT, BLINK] > 0.9
    assert labels.sided_aus[RIGHT, BLINK] == 0


@pytest.mark.parametrize(
    ("scores", "gaze"),
    [
        ({"eyeLookOutLeft": 0.8, "eyeLookInRight": 0.8}, (0.8, 0)),
        ({"eyeLookInLeft": 0.8, "eyeLookOutRight": 0.8}, (-0.8, 0)),
        ({"eyeLookUpLeft": 0.5, "eyeLookUpRight": 0.5}, (0, 0.5)),
        ({"eyeLookDownLeft": 0.5, "eyeLookDownRight": 0.5}, (0, -0.5)),
    ],
)
def test_gaze_is_towards_the_persons_left_and_up(scores, gaze):
    np.testing.assert_allclose(measured_labels(portrait(**scores), 176, 128).gaze, [gaze, gaze], atol=1e-6)


def test_irises_are_measured_in_the_stored_picture():
    measured = portrait()
    photo_from_picture = photo_from_level_picture(measured, 176, 128)
    ring = np.array([[0, 0], [4, 0], [0, 4], [-4, 0], [0, -4]])
    for first, middle in ((473, (100, 60)), (468, (50, 60))):
        measured.landmarks_px[first : first + 5] = (ring + middle) @ photo_from_picture[:, :2].T + photo_from_picture[:, 2]

    labels = measured_labels(measured, 176, 128)

    np.testing.assert_allclose(labels.iris_px, [(100, 60), (50, 60)], atol=1e-3)
    np.testing.assert_allclose(labels.iris_radius_px, 4, atol=1e-3)


def test_the_sides_of_the_photo_stay_apart_as_far_as_its_expression_stays():
    sided = np.zeros((2, N_AUS), np.float32)
    sided[LEFT, BLINK] = 0.8
    photo = sided.mean(axis=0)

    same, gone = (sided_labels(face_labels(sided), photo, aus, landmarks()) for aus in (photo, np.zeros(N_AUS, np.float32)))

    np.testing.assert_allclose(same[:, BLINK], (0.8, 0), atol=1e-6)
    np.testing.assert_allclose(gone[:, BLINK], 0, atol=1e-6)


def test_without_measurements_both_sides_are_as_the_folder_says():
    aus = np.linspace(0, 1, N_AUS).astype(np.float32)

    assert np.array_equal(sided_labels(None, aus, aus, landmarks()), [aus, aus])


def test_labels_come_back_from_disk(tmp_path):
    labels = measured_labels(portrait(eyeBlinkLeft=1.0), 176, 128)
    write_labels(tmp_path, {"a": labels, "b": face_labels()})

    found = read_labels(tmp_path)

    assert list(found) == ["a", "b"]
    assert np.array_equal(found["a"].sided_aus, labels.sided_aus)
    assert np.array_equal(found["b"].iris_px, face_labels().iris_px)


def test_a_folder_without_labels_has_none(tmp_path):
    assert read_labels(tmp_path) == {}


@pytest.mark.parametrize("shape", [(2, len(AU_CODES) - 1), (1, N_AUS)])
def test_labels_of_a_wrong_shape_are_refused(shape, tmp_path):
    eyes, sided = np.zeros((1, 2, 2)), np.zeros((1, *shape))
    np.savez(tmp_path / LABELS_FILE, sided_aus=sided, iris_px=eyes, iris_radius_px=eyes[..., 0], gaze=eyes, stems=np.array(["a"]))

    with pytest.raises(ValueError, match=r"reading\.npz: holds labels of a wrong shape"):
        read_labels(tmp_path)


def test_labels_that_are_no_labels_are_refused(tmp_path):
    (tmp_path / LABELS_FILE).write_bytes(b"no archive")

    with pytest.raises(ValueError, match=r"reading\.npz cannot be read"):
        read_labels(tmp_path)
