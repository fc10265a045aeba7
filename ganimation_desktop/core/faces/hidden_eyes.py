"""Eyes behind dark glasses: they cannot be seen, and so nothing around them may be edited.

A visible eye has white in it, or skin beside its lids, as bright as much of the face. Behind dark lenses nothing is: the brightest tenth
around both eyes reaches less than half of the cheeks' brightness. On 937 portraits this is at most 0.46 for the six with dark glasses, and
at least 0.5 for all others, deep shadow and dark skin among them.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import apply_affine, compose_affine, scaling_affine
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.protection import MAP_PX, ProtectionMap, frame_from_map
from ganimation_desktop.core.faces.regions import around_eyes

HIDDEN, VISIBLE = 0.47, 0.5
"""Brightness around the eyes over that of the cheeks, up to which the eyes count as hidden, and from which they count as visible."""

_SMALL_PX = 128
_DARKEST_CHEEK = 12.0
_BRIGHT_PERCENTILE = 90
# Places beside the middle of an eye, in distances between the eyes: half width, and from where to where downwards.
_EYE = (0.2, -0.08, 0.08)
_CHEEK = (0.2, 0.5, 0.75)
_STEP = 0.02


def hidden_share(face: Face) -> float:
    """How surely the eyes of a face are hidden, 0..1; 0 without landmarks, or where the picture is too dark to tell."""
    if face.landmarks_px is None:
        return 0.0
    points = apply_affine(face.crop.crop_from_frame, face.landmarks_px.astype(np.float64))
    left, right = (points[list(eye)].mean(axis=0) for eye in EYE_LANDMARKS)
    across = left - right
    if not np.hypot(*across) > 1:
        return 0.0
    grey = np.asarray(cv2.cvtColor(face.crop.rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    brightest = 0.0
    for middle in (left, right):
        eye, cheek = (_place(grey, middle, across, *place) for place in (_EYE, _CHEEK))
        if np.median(cheek) < _DARKEST_CHEEK:
            return 0.0
        brightest = max(brightest, float(np.percentile(eye, _BRIGHT_PERCENTILE) / np.median(cheek)))
    share = float(np.clip((VISIBLE - brightest) / (VISIBLE - HIDDEN), 0, 1))
    return share * share * (3 - 2 * share)


def hidden_eyes_map(face: Face, share: float) -> ProtectionMap | None:
    """What may not be edited around eyes that are hidden by the share `share`; None for eyes that are seen."""
    if share == 0 or face.landmarks_px is None:
        return None
    map_from_small = scaling_affine(MAP_PX / _SMALL_PX)
    around = around_eyes(face.landmarks_px, compose_affine(frame_from_map(face), map_from_small), _SMALL_PX)
    small = np.rint(255 * share * around).astype(np.uint8)
    protected = np.asarray(cv2.resize(small, (MAP_PX, MAP_PX), interpolation=cv2.INTER_LINEAR), np.uint8)
    protected.setflags(write=False)
    return protected


def _place(
    grey: NDArray[np.uint8], middle: NDArray[np.floating], across: NDArray[np.floating], half_width: float, top: float, bottom: float
) -> NDArray[np.uint8]:
    """The pixels of a rectangle beside a point, turned as the line between the eyes, in steps of `_STEP`."""
    step_x, step_y = _STEP * across, _STEP * np.array([-across[1], across[0]])
    n_columns, n_rows = round(2 * half_width / _STEP) + 1, round((bottom - top) / _STEP) + 1
    corner = middle - half_width * across + step_y * round(top / _STEP)
    grey_from_place = np.stack([step_x, step_y, corner], axis=1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(grey, grey_from_place, (n_columns, n_rows), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)
