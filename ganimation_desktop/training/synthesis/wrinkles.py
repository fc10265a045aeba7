"""Expression wrinkles of the re-rendering: folds of the photo that an AU smooths where it falls, and lines of a forehead that deepen.

New folds are not drawn: at this size a model learns no more than their mean, a smear. The program draws them at the photo's own resolution
(`core/edit/creases.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.training.synthesis.face_model import FloatArray


@dataclass(frozen=True)
class _Fold:
    """A polyline on the face: Face Mesh points, each a blend of two, and how much of the fold each AU smooths when it falls from 1 to 0."""

    points: tuple[tuple[int, int, float], ...]
    share_by_au: Mapping[str, float]
    width: float = 1.0


def _line(*indices: int) -> tuple[tuple[int, int, float], ...]:
    return tuple((index, index, 0.0) for index in indices)


_NASOLABIAL = {"AU12": 0.484, "AU09": 0.286, "AU10": 0.286, "AU06": 0.264}
_CROWS_FOOT = {"AU06": 0.66, "AU07": 0.132}


_FOLDS: tuple[_Fold, ...] = (
    _Fold(_line(129, 203, 206, 216), _NASOLABIAL, 1.8),
    _Fold(_line(358, 423, 426, 436), _NASOLABIAL, 1.8),
    _Fold(((9, 107, 0.42), (8, 55, 0.42), (168, 193, 0.35)), {"AU04": 0.792}, 1.1),
    _Fold(((9, 336, 0.42), (8, 285, 0.42), (168, 417, 0.35)), {"AU04": 0.792}, 1.1),
    _Fold(((193, 168, 0.1), (168, 168, 0.0), (417, 168, 0.1)), {"AU09": 0.528, "AU04": 0.132}, 1.3),
    _Fold(((122, 6, 0.25), (6, 6, 0.0), (351, 6, 0.25)), {"AU09": 0.572}, 1.3),
    _Fold(((33, 226, 0.7), (226, 35, 0.3), (35, 143, 0.5)), _CROWS_FOOT, 1.0),
    _Fold(((33, 130, 1.6), (130, 226, 1.2), (226, 156, 0.45)), _CROWS_FOOT, 1.0),
    _Fold(((33, 130, 1.8), (226, 143, 0.35), (143, 156, 0.25)), _CROWS_FOOT, 1.0),
    _Fold(((263, 446, 0.7), (446, 265, 0.3), (265, 372, 0.5)), _CROWS_FOOT, 1.0),
    _Fold(((263, 359, 1.6), (359, 446, 1.2), (446, 383, 0.45)), _CROWS_FOOT, 1.0),
    _Fold(((263, 359, 1.8), (446, 372, 0.35), (372, 383, 0.25)), _CROWS_FOOT, 1.0),
    _Fold(_line(110, 24, 23, 22, 26), {"AU06": 0.308, "AU07": 0.352}, 0.9),
    _Fold(_line(339, 254, 253, 252, 256), {"AU06": 0.308, "AU07": 0.352}, 0.9),
    _Fold(((61, 57, 0.6), (61, 43, 0.8)), {"AU14": 0.88, "AU12": 0.176}, 1.4),
    _Fold(((291, 287, 0.6), (291, 273, 0.8)), {"AU14": 0.88, "AU12": 0.176}, 1.4),
    _Fold(((61, 202, 0.5), (202, 202, 0.0), (202, 210, 0.6)), {"AU15": 0.352}, 1.6),
    _Fold(((291, 422, 0.5), (422, 422, 0.0), (422, 430, 0.6)), {"AU15": 0.352}, 1.6),
    _Fold(_line(106, 182, 83, 18, 313, 406, 335), {"AU17": 0.748, "AU15": 0.176}, 1.5),
)
_FOREHEAD = (105, 66, 107, 9, 336, 296, 334, 333, 299, 337, 151, 108, 69, 104)
_OVER_BROWS, _TO_HAIRLINE = 0.5, 1.5
"""The forehead whose lines deepen: from brows to hairline, each point between the first and the last of its column, and beyond the last."""
_FOREHEAD_AUS: FloatArray = np.array([{"AU01": 1.0, "AU02": 0.8}.get(code, 0.0) for code in AU_CODES])
_DEEPER, _DEEPEST = 1.1, 0.14
"""How much deeper fully raised brows make the lines that a forehead has, and the deepest one, as a share of the skin's brightness."""
_SHARES: FloatArray = np.array([[fold.share_by_au.get(code, 0.0) for code in AU_CODES] for fold in _FOLDS])
_LEAST, _SMOOTHEST = 0.022, 0.85


def move_wrinkles(image: NDArray[np.float32], landmarks_px: FloatArray, au_change: FloatArray) -> NDArray[np.float32]:
    """The picture with the folds that are left after an AU change.

    Parameters
    ----------
    image
        Shape (S, S, 3), the face already deformed.
    landmarks_px
        Shape (478, 2), Face Mesh landmarks where they are after the deformation.
    au_change
        Shape (17,), target minus source.
    """
    size = image.shape[0]
    unit = float(np.linalg.norm(landmarks_px[263] - landmarks_px[33])) / 76.0
    image = _deepen_forehead(image, landmarks_px, float(_FOREHEAD_AUS @ au_change), unit)
    flatten = np.zeros((size, size), np.float32)
    for fold, shares in zip(_FOLDS, _SHARES, strict=True):
        smoothed = -float(shares @ au_change)
        if smoothed > _LEAST:
            points = np.array([landmarks_px[a] * (1 - t) + landmarks_px[b] * t for a, b, t in fold.points])
            line = cv2.GaussianBlur(_stroke(points, size, fold.width * unit), (0, 0), 2.5 * unit)
            np.maximum(flatten, min(smoothed, _SMOOTHEST) * 1.6 * line, out=flatten)
    if not flatten.any():
        return image
    flat = np.minimum(flatten, _SMOOTHEST)[..., None]
    return np.asarray(image * (1 - flat) + cv2.GaussianBlur(image, (0, 0), 4.0 * unit) * flat, np.float32)


def _deepen_forehead(image: NDArray[np.float32], landmarks_px: FloatArray, raised: float, unit: float) -> NDArray[np.float32]:
    """Deepen the lines across the forehead that the photo shows, or smooth them where brows fall; smooth skin stays smooth.

    Where lines would form on smooth skin, nothing in the photo tells: drawn ones would teach a model their mean, which is a smear.
    """
    if abs(raised) < 0.02:
        return image
    brows, above = (landmarks_px[list(part)] for part in (_FOREHEAD[:7], _FOREHEAD[:6:-1]))
    low, high = brows + _OVER_BROWS * (above - brows), brows + _TO_HAIRLINE * (above - brows)
    region = np.zeros(image.shape[:2], np.float32)
    cv2.fillPoly(region, [np.vstack([low, high[::-1]]).round().astype(np.int32)], 1.0)
    blurred = np.asarray(cv2.GaussianBlur(region, (0, 0), 2.0 * unit), np.float32)[..., None]
    fine, coarse = (cv2.GaussianBlur(image, (0, 0), sigmaX=1.5 * unit, sigmaY=sigma * unit) for sigma in (0.5, 2.2))
    lines = np.clip(fine - coarse, -_DEEPEST * coarse, 0.15 * _DEEPEST * coarse)
    share = _DEEPER * min(raised, 1.2) if raised > 0 else max(raised, -0.8)
    return np.asarray(image + blurred * share * lines, np.float32)


def _stroke(points: FloatArray, size: int, width_px: float) -> NDArray[np.float32]:
    """A soft line that fades out at its ends, peak 1, shape (S, S)."""
    steps = np.linspace(0, len(points) - 1, 24)
    path = np.stack([np.interp(steps, np.arange(len(points)), points[:, k]) for k in range(2)], axis=1)
    path = np.vstack([path[:1], (path[:-2] + path[1:-1] + path[2:]) / 3, path[-1:]])
    canvas = np.zeros((size, size), np.float32)
    fade = np.sin(np.linspace(0.12, np.pi - 0.12, len(path) - 1)) ** 0.7
    fixed = np.round(path * 16).astype(np.int32)
    for start, end, strength in zip(fixed[:-1], fixed[1:], fade, strict=True):
        cv2.line(canvas, start.tolist(), end.tolist(), float(strength), 1, cv2.LINE_8, 4)
    sigma = max(1.25 * width_px, 0.7)
    return np.asarray(np.minimum(cv2.GaussianBlur(canvas, (0, 0), sigma) * sigma * 2.4, 1.0), np.float32)
