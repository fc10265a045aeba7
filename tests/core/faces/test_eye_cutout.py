import math

import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.faces.eye_cutout import USUAL_RADIUS, IrisCircle, cut_out_eye, find_iris
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS
from tests.core.drawn_eyes import EYE_WIDTH, drawn_face


@pytest.mark.parametrize("angle", [0, -25, 40])
@pytest.mark.parametrize("side", [0, 1])
def test_an_eye_is_cut_out_level_with_its_lids(angle, side):
    rgb, landmarks, _ = drawn_face(angle)
    eye = cut_out_eye(rgb, landmarks, side)
    assert eye is not None
    assert eye.width_px == pytest.approx(EYE_WIDTH, abs=2)
    corners = apply_affine(eye.cutout_from_frame, landmarks[[EYE_LANDMARKS[side][0], EYE_LANDMARKS[side][3]]])
    assert corners[0, 1] == pytest.approx(corners[1, 1], abs=0.01)
    assert (eye.lower_px - eye.upper_px).max() == pytest.approx(0.43 * EYE_WIDTH, rel=0.05)
    # Skin above the upper lid, eyeball below it.
    middle = len(eye.columns) // 2
    column, upper = int(eye.columns[middle]), eye.upper_px[middle]
    assert eye.rgb[round(upper - 6), column, 1] == pytest.approx(140, abs=12)


def test_a_level_eye_keeps_the_pixels_of_the_photo():
    rgb, landmarks, _ = drawn_face()
    eye = cut_out_eye(rgb, landmarks, 0)
    assert eye is not None
    left, top = (-eye.cutout_from_frame[:, 2]).astype(int)
    height, width = eye.rgb.shape[:2]
    np.testing.assert_array_equal(eye.rgb, rgb[top : top + height, left : left + width])


@pytest.mark.parametrize("angle", [0, 20])
@pytest.mark.parametrize("iris", [(0.5, -0.03), (0.38, -0.05), (0.64, 0.0)])
@pytest.mark.parametrize("scale", [0.3, 1.0])
def test_the_circle_of_the_iris_is_found(angle, iris, scale):
    rgb, landmarks, centres = drawn_face(angle, scale, iris)
    for side in (0, 1):
        eye = cut_out_eye(rgb, landmarks, side)
        assert eye is not None
        found = find_iris(eye)
        true = apply_affine(eye.cutout_from_frame, np.array([centres[side]]))[0]
        assert math.hypot(found.x - true[0], found.y - true[1]) < 0.06 * eye.width_px
        assert found.radius == pytest.approx(USUAL_RADIUS * eye.width_px, rel=0.12)


def test_an_iris_that_was_read_is_refined_nearby():
    rgb, landmarks, centres = drawn_face(iris=(0.42, -0.02), radius=0.2)
    eye = cut_out_eye(rgb, landmarks, 0)
    assert eye is not None
    true = eye.circle(centres[0], 0.2 * EYE_WIDTH)
    found = find_iris(eye, IrisCircle(true.x + 4, true.y - 3, 0.215 * EYE_WIDTH))
    assert math.hypot(found.x - true.x, found.y - true.y) < 2
    assert found.radius == pytest.approx(true.radius, rel=0.06)


def test_a_closed_eye_has_an_iris_of_the_usual_size_in_its_middle():
    rgb, landmarks, _ = drawn_face()
    for eye in EYE_LANDMARKS:
        landmarks[list(eye[4:])] = landmarks[[eye[2], eye[1]]]
    cutout = cut_out_eye(rgb, landmarks, 0)
    assert cutout is not None
    found = find_iris(cutout)
    assert found.radius == pytest.approx(USUAL_RADIUS * cutout.width_px)
    assert found.x == pytest.approx(cutout.columns.mean())


def test_an_eye_of_a_few_pixels_or_from_the_side_is_none():
    rgb, landmarks, _ = drawn_face(scale=0.03)
    assert cut_out_eye(rgb, landmarks, 0) is None
    landmarks[list(EYE_LANDMARKS[0])] = landmarks[EYE_LANDMARKS[0][0]]
    assert cut_out_eye(rgb, landmarks, 0) is None


def test_an_eye_outside_the_frame_is_no_error():
    rgb, landmarks, _ = drawn_face()
    eye = cut_out_eye(rgb, landmarks + 5000, 1)
    assert eye is not None
    assert math.isfinite(find_iris(eye).x)
