"""Whether a detection is a face: its landmarks agree with those of a second, transformed view, and form a face.

`FaceReader.read_faces` joins this with what the estimator itself says of the crop (`FaceReading.face_score`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, affine_scale, apply_affine, fit_similarity, inverse_affine
from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.faces import FaceBox, FaceCrop
from ganimation_desktop.core.models.networks import MIRRORED_LANDMARKS

FACE_SCORE = 0.5
"""Least score of a face."""
CERTAIN_SCORE = 1.0
"""Detector score above which no second view is needed. The best false detection scored 0.7."""
MAX_ROLL_DIFFERENCE_DEG = 50.0
"""Between detection and landmarks: the detector tolerates 40 degrees to either side."""
MAX_UNSTEADINESS = ((-0.25, 0.5), (0.040, 0.055))
"""By the detector's score. Of 950 detections of faces 95 % were below 0.033, of 1500 false ones all but three above 0.042."""

_SECOND_TURN_DEG, _SECOND_SCALE, _SECOND_SHIFT = 12.0, 1.15, (0.06, -0.04)


def second_view(size_px: int) -> Affine:
    """Make the map from a second view's pixels to those of a level crop: mirrored, and turned, reduced and shifted a little."""
    turn = math.radians(_SECOND_TURN_DEG)
    linear = _SECOND_SCALE * np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]) @ np.diag([-1.0, 1.0])
    middle = np.full(2, (size_px - 1) / 2)
    offset = middle + np.array(_SECOND_SHIFT) * size_px - linear @ middle
    return np.hstack([linear, offset[:, None]])


def steady_score(box: FaceBox, crop: FaceCrop, landmarks_px: NDArray[np.float32], second_px: NDArray[np.float32]) -> float:
    """Confidence that a detection is a face, 0..1, from two readings of it.

    Parameters
    ----------
    box
        The find.
    crop
        The level crop that its landmarks were read from.
    landmarks_px
        The landmarks, (68, 2) in pixels of the frame.
    second_px
        The landmarks as read from the `second_view` of the crop, (68, 2) in pixels of the frame.
    """
    limit = float(np.interp(box.score, *MAX_UNSTEADINESS))
    return float(FACE_SCORE ** (unsteadiness(crop, landmarks_px, second_px) / limit))


def joint_score(steady: float, seen: float | None) -> float:
    """Join the score of the landmarks with that of the estimator; None without one.

    The landmarks decide where the estimator is not sure of a face, below 0.8. Where it is, as under a surgical mask, they need to be half
    as sure: of 20 pictures each, masks found rise from 11 to 19 and half faces at the border from 18 to 19, with no false detection among
    foliage, clothes, flags and heads without a face, where the estimator alone has two. It sees a face in a name badge with 0.7.
    """
    return steady if seen is None else max(steady, min(seen**3, 2 * steady))


def unsteadiness(crop: FaceCrop, landmarks_px: NDArray[np.float32], second_px: NDArray[np.float32]) -> float:
    """How far landmarks move from the first to the second view, and the steady ones lie from their template, in crop sides."""
    side_px = affine_scale(crop.frame_from_crop) * crop.size_px
    moved_px = np.linalg.norm(second_px[list(MIRRORED_LANDMARKS)] - landmarks_px, axis=1)
    steady_px = landmarks_px[list(STABLE_POINTS)].astype(np.float64)
    try:
        frame_from_template = fit_similarity(TEMPLATE_UNIT, steady_px)
    except ValueError:
        return math.inf
    misfit = apply_affine(inverse_affine(frame_from_template), steady_px) - TEMPLATE_UNIT
    return float(np.sqrt((moved_px**2).mean()) / side_px + np.sqrt((misfit**2).mean()))


def agrees(box: FaceBox, crop: FaceCrop) -> bool:
    """Whether the face in a level crop is as tilted as the detector found it."""
    return abs(signed_deg(roll_deg(crop) - box.roll_deg)) <= MAX_ROLL_DIFFERENCE_DEG


def roll_deg(crop: FaceCrop) -> float:
    """Tilt of the face in a level crop, clockwise, in degrees."""
    (cos, _, _), (sin, _, _) = crop.frame_from_crop.tolist()
    return math.degrees(math.atan2(sin, cos))


def signed_deg(angle_deg: float) -> float:
    """The same angle from -180 to 180."""
    return (angle_deg + 180) % 360 - 180
