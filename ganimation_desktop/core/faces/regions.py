"""Regions of a face, from its landmarks: what an edit of the eyes, the brows or the mouth alone may reach."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, apply_affine, inverse_affine
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS


class Region(Enum):
    """A part of the face; the value is its name on the command line and in files."""

    EYES = "eyes"
    """Both eyes with their lids."""
    BROWS = "brows"
    """Both brows and the forehead above them."""
    MOUTH = "mouth"
    """Lips and chin."""


_BROW_LANDMARKS = ((17, 18, 19, 20, 21), (22, 23, 24, 25, 26))
_NOSE_TIP = (31, 32, 33, 34, 35)
_LIPS = tuple(range(48, 60))
_CHIN = (6, 7, 8, 9, 10)

# Distances in the distance between the eyes. Between two regions the border lies in the middle, a soft step `_BORDER` wide.
_EYE_REACH = (0.30, 0.46)
_GLASSES_REACH = (0.36, 0.56)
_BROW_REACH = (0.16, 0.34)
_FOREHEAD = 0.55
_MOUTH_REACH = (0.24, 0.46)
_BORDER = 0.10
_FAR_PX = 1e6


def region_shares(
    landmarks_px: NDArray[np.floating], frame_from_map: Affine, size_px: int, regions: Collection[Region]
) -> NDArray[np.float32]:
    """How much of each pixel of a map belongs to one of the regions, (size, size) in 0..1, with soft edges.

    Parameters
    ----------
    landmarks_px
        The 68 landmarks in frame pixels, (68, 2).
    frame_from_map
        Map from the map's pixels to the frame's.
    size_px
        Side of the map.
    regions
        The regions.
    """
    points = apply_affine(inverse_affine(frame_from_map), landmarks_px)
    left_eye, right_eye = (points[list(eye)].mean(axis=0) for eye in EYE_LANDMARKS)
    unit_px = max(float(np.hypot(*(left_eye - right_eye))), 1.0)
    up = np.array([(left_eye - right_eye)[1], -(left_eye - right_eye)[0]])  # as long as the eyes are apart
    eyes = _distance([points[list(eye)] for eye in EYE_LANDMARKS], size_px) / unit_px
    foreheads = [np.vstack([points[list(brow)], points[list(brow)] + _FOREHEAD * up]) for brow in _BROW_LANDMARKS]
    both = np.vstack([points[list(_BROW_LANDMARKS[0][2:])], points[list(_BROW_LANDMARKS[1][:3])]])
    brows = _distance([*foreheads, np.vstack([both, both + _FOREHEAD * up])], size_px) / unit_px
    shares = []
    if Region.EYES in regions:
        shares.append(_fall(eyes, *_EYE_REACH) * _fall(eyes - brows, -_BORDER / 2, _BORDER / 2))
    if Region.BROWS in regions:
        shares.append(_fall(brows, *_BROW_REACH) * _fall(brows - eyes, -_BORDER / 2, _BORDER / 2))
    if Region.MOUTH in regions:
        mouth = _distance([points[[*_LIPS, *_CHIN]]], size_px) / unit_px
        nose = _distance([points[list(_NOSE_TIP)]], size_px) / unit_px
        shares.append(_fall(mouth, *_MOUTH_REACH) * (1 - _fall(nose, 0.02, 0.02 + _BORDER)))
    return np.max(shares, axis=0) if shares else np.zeros((size_px, size_px), np.float32)


def around_eyes(landmarks_px: NDArray[np.floating], frame_from_map: Affine, size_px: int) -> NDArray[np.float32]:
    """How much of each pixel of a map lies where glasses sit, (size, size) in 0..1, with a soft edge; parameters as of `region_shares`."""
    points = apply_affine(inverse_affine(frame_from_map), landmarks_px)
    left_eye, right_eye = (points[list(eye)].mean(axis=0) for eye in EYE_LANDMARKS)
    unit_px = max(float(np.hypot(*(left_eye - right_eye))), 1.0)
    return _fall(_distance([points[list(eye)] for eye in EYE_LANDMARKS], size_px) / unit_px, *_GLASSES_REACH)


def _distance(shapes: list[NDArray[np.floating]], size_px: int) -> NDArray[np.float32]:
    """Distance of each pixel to the nearest of several convex hulls, in pixels; 0 inside."""
    outside = np.full((size_px, size_px), 255, np.uint8)
    for shape in shapes:
        hull = cv2.convexHull(np.asarray(shape, np.float32))
        cv2.fillConvexPoly(outside, np.rint(hull).astype(np.int32), 0)
    if outside.all():  # beside the map
        return np.full((size_px, size_px), _FAR_PX, np.float32)
    distance = np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE), np.float32)
    # A squared distance between pixels is a whole number. While OpenCV has one thread it leaves the root to IPP, with another last bit.
    return np.asarray(np.sqrt(np.rint(distance * distance)), np.float32)


def _fall(values: NDArray[np.float32], start: float, end: float) -> NDArray[np.float32]:
    """1 up to `start`, 0 from `end` on, level at both."""
    share = np.clip((end - values) / (end - start), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
