"""Head pose from landmarks: scaled orthographic projection of points that expressions hardly move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT

DEPTH_UNIT: NDArray[np.float64] = np.array(
    [0.1024, 0.0737, 0.0737, 0.1024, -0.0007, -0.0385, -0.0766, -0.1135, -0.0073, -0.0338, -0.0409, -0.0338, -0.0073]
)
"""Depths of `STABLE_POINTS` behind their mean, (13,), in crop sides: those of the mean face of ICT-FaceKit (MIT licence), laid over the
template."""

_POINTS = np.column_stack([TEMPLATE_UNIT, DEPTH_UNIT])
_POINTS_FROM_MEAN = _POINTS - _POINTS.mean(axis=0)


def rotation_of(landmarks_px: NDArray[np.floating]) -> NDArray[np.float64]:
    """Find the rotation from a frontal head to a head in a picture, axes to the right, down and into the picture.

    Parameters
    ----------
    landmarks_px
        The 68 landmarks, (68, 2).

    Returns
    -------
    NDArray
        (3, 3), the rotation nearest to the best affine map in least squares.
    """
    stable_px = np.asarray(landmarks_px, np.float64)[list(STABLE_POINTS)]
    affine = np.linalg.lstsq(_POINTS_FROM_MEAN, stable_px - stable_px.mean(axis=0), rcond=None)[0].T
    u, _, vt = np.linalg.svd(affine, full_matrices=False)
    across, down = u @ vt
    return np.vstack([across, down, np.cross(across, down)])


def pose_of(landmarks_px: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return pitch, yaw and roll in radians, (3,), as OpenFace's `pose_Rx`, `pose_Ry` and `pose_Rz` (rotation Rx Ry Rz).

    Above 0 the head looks down, to the left in the picture (the person's own right), and is tilted clockwise in the picture. 0 is a frontal
    head as seen from where it is, whatever the camera's angle of view.
    """
    rotation = rotation_of(landmarks_px)
    return np.array(
        [
            np.arctan2(-rotation[1, 2], rotation[2, 2]),
            np.arcsin(np.clip(rotation[0, 2], -1, 1)),
            np.arctan2(-rotation[0, 1], rotation[0, 0]),
        ]
    )
