import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.geometry import affine_scale, apply_affine
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS, EyeReading
from ganimation_desktop.core.faces.face_reading import FaceReader
from ganimation_desktop.core.faces.faces import FaceBox, crop_from_box
from ganimation_desktop.core.models.networks import LEFT, FaceEstimator, FaceEstimatorOptions, SidedFaceEstimator
from tests.core.fakes import textured_frame

CPU = torch.device("cpu")
BOX = FaceBox(120, 100, 280, 260)
SIZES = FaceEstimatorOptions(image_size=64, width=4)


def read(estimator):
    torch.manual_seed(0)
    for parameter in estimator.parameters():
        parameter.data += 0.05 * torch.randn_like(parameter)
    with torch.inference_mode():
        (reading,) = FaceReader(estimator).read(textured_frame().rgb, [BOX], CPU)
    return reading


@pytest.fixture
def reading():
    return read(SidedFaceEstimator(SIZES))


def test_the_second_estimator_tells_sides_eyes_and_faces(reading):
    np.testing.assert_allclose(reading.sided_aus.mean(axis=0), reading.aus, atol=1e-6)
    assert reading.sided_aus.shape == (2, 17)
    assert 0 < reading.face_score < 1
    assert reading.eyes.gaze.shape == (2, 2)


def test_the_first_estimator_reads_both_sides_alike_and_no_eyes():
    reading = read(FaceEstimator(SIZES))

    assert np.array_equal(reading.sided_aus, [reading.aus, reading.aus])
    assert reading.eyes is None
    assert reading.face_score is None


def test_irises_are_in_frame_pixels(monkeypatch):
    estimator = SidedFaceEstimator(SIZES)
    forward = estimator.forward

    def with_known_irises(image):
        iris = torch.tensor([[[0.5, -0.25], [-0.5, -0.25]]])
        return forward(image)._replace(iris=iris, iris_radius=torch.full((1, 2), 0.125))

    monkeypatch.setattr(estimator, "forward", with_known_irises)
    reading = read(estimator)

    to_frame = reading.crop.frame_from_crop
    np.testing.assert_allclose(reading.eyes.iris_px, apply_affine(to_frame, np.array([(47.5, 23.5), (15.5, 23.5)])), rtol=1e-5)
    np.testing.assert_allclose(reading.eyes.iris_radius_px, 4 * affine_scale(to_frame), rtol=1e-5)


def test_readings_are_read_only(reading):
    arrays = (reading.landmarks_px, reading.aus, reading.sided_aus, *vars(reading.eyes).values())

    assert not any(array.flags.writeable for array in arrays)


def test_a_steadied_reading_carries_sides_and_irises_along(reading):
    steadied = reading.steadied(reading.landmarks_px + np.float32(2), np.clip(reading.aus + np.float32(0.1), 0, 1))

    np.testing.assert_allclose(steadied.eyes.iris_px, reading.eyes.iris_px + 2, rtol=1e-4)
    inside = (reading.sided_aus < 0.85).all(axis=0) & (reading.aus < 0.85)
    np.testing.assert_allclose((steadied.sided_aus - reading.sided_aus)[:, inside], 0.1, atol=1e-5)
    assert not steadied.landmarks_px.flags.writeable


def test_irises_go_with_the_landmarks_of_their_own_eye():
    before = np.zeros((68, 2))
    after = before.copy()
    after[list(EYE_LANDMARKS[LEFT])] = 3, 1
    eyes = EyeReading(np.full((2, 2), 10, np.float32), np.ones(2, np.float32), np.zeros((2, 2), np.float32))

    assert np.array_equal(eyes.moved(before, after).iris_px, [(13, 11), (10, 10)])


def test_a_crop_of_the_estimators_size_is_read(reading):
    assert reading.crop.size_px == crop_from_box(textured_frame().rgb, BOX, 64).size_px == 64
