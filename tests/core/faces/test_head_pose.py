import numpy as np
import pytest

from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.head_pose import DEPTH_UNIT, pose_of


def turned_landmarks(pitch, yaw, roll, size_px=180.0):
    """Landmarks of the template head, turned as OpenFace says: Rx Ry Rz, axes to the right, down and into the picture."""
    (cx, cy, cz), (sx, sy, sz) = np.cos([pitch, yaw, roll]), np.sin([pitch, yaw, roll])
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    points = np.column_stack([TEMPLATE_UNIT, DEPTH_UNIT]) @ (about_x @ about_y @ about_z).T
    landmarks = np.zeros((68, 2), np.float32)
    landmarks[list(STABLE_POINTS)] = size_px * points[:, :2] + (70, 40)
    return landmarks


@pytest.mark.parametrize("pose", [(0, 0, 0), (0.3, 0, 0), (0, -0.5, 0), (0, 0, 0.4), (-0.2, 0.4, -0.3)])
def test_a_turned_head_is_measured(pose):
    assert pose_of(turned_landmarks(*pose)) == pytest.approx(pose, abs=1e-3)


def test_a_head_that_looks_down_or_to_the_left_in_the_picture_is_above_zero():
    landmarks = turned_landmarks(0, 0, 0)
    nose_tip = 30
    lowered, aside = landmarks.copy(), landmarks.copy()
    lowered[nose_tip, 1] += 8
    aside[nose_tip, 0] -= 8
    assert pose_of(lowered)[0] > 0.05
    assert pose_of(aside)[1] > 0.05


def test_size_and_place_do_not_matter():
    near, far = turned_landmarks(0.1, 0.2, 0.3), turned_landmarks(0.1, 0.2, 0.3, size_px=20.0)
    assert pose_of(near) == pytest.approx(pose_of(far - 500), abs=1e-3)
