"""Measures for pictures and estimates: landmark geometry, rank correlation, responses, sharpness."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.faces.eye_cutout import EyeCutout, cut_out_eye, find_iris

Floats = NDArray[np.float64]

_LEAST_MOUTH_PX, _LEAST_IRIS_PX = 300, 40


def level_landmarks(landmarks: NDArray[np.floating]) -> Floats:
    """Normalise landmarks to the face's own frame.

    Parameters
    ----------
    landmarks
        (..., 68, 2), xy, y downwards, any unit.

    Returns
    -------
    ndarray
        (..., 68, 2): the middle of the outer eye corners is the origin, their distance 1, the line between them level.
    """
    points = landmarks.astype(np.float64)
    left, right = points[..., 36, :], points[..., 45, :]
    axis = (right - left) / np.square(right - left).sum(axis=-1, keepdims=True)
    centred = points - ((left + right) / 2)[..., None, :]
    x = (centred * axis[..., None, :]).sum(axis=-1)
    y = centred[..., 1] * axis[..., None, 0] - centred[..., 0] * axis[..., None, 1]
    return np.stack((x, y), axis=-1)


def _height(*indices: int) -> Callable[[Floats], Floats]:
    return lambda points: -points[..., indices, 1].mean(axis=-1)


def _gap(upper: tuple[int, ...], lower: tuple[int, ...]) -> Callable[[Floats], Floats]:
    return lambda points: points[..., lower, 1].mean(axis=-1) - points[..., upper, 1].mean(axis=-1)


def _width(left: int, right: int) -> Callable[[Floats], Floats]:
    return lambda points: points[..., right, 0] - points[..., left, 0]


def _minus(measure: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    return lambda points: -measure(points)


_EYE_OPENING = _gap((37, 38, 43, 44), (41, 40, 47, 46))
_CORNERS_OVER_LIPS = _gap((48, 54), (51, 57))

GEOMETRY: Mapping[str, Callable[[Floats], Floats]] = {
    "AU01": _height(21, 22),
    "AU02": _height(17, 18, 25, 26),
    "AU04": _minus(_height(20, 21, 22, 23)),
    "AU05": _EYE_OPENING,
    "AU06": _minus(_EYE_OPENING),
    "AU07": _minus(_EYE_OPENING),
    "AU09": _minus(_gap((33,), (51,))),
    "AU10": _minus(_gap((33,), (50, 51, 52))),
    "AU12": _CORNERS_OVER_LIPS,
    "AU14": _width(48, 54),
    "AU15": _minus(_CORNERS_OVER_LIPS),
    "AU17": _height(8, 57),
    "AU20": _width(48, 54),
    "AU23": _minus(_gap((50, 51, 52), (56, 57, 58))),
    "AU25": _gap((61, 62, 63), (67, 66, 65)),
    "AU26": _gap((33,), (8,)),
    "AU45": _minus(_EYE_OPENING),
}
"""For each AU a length in outer-eye distances that grows with it, from level landmarks (..., 68, 2)."""


def rank_correlation(x: NDArray[np.floating], y: NDArray[np.floating]) -> float:
    """Spearman's correlation of two series; 0 if one of them is constant."""
    from scipy.stats import rankdata  # slow to import

    return correlation(rankdata(x), rankdata(y))


def correlation(x: NDArray[np.floating], y: NDArray[np.floating]) -> float:
    """Pearson's correlation of two series; 0 if one of them is constant."""
    a, b = np.asarray(x, np.float64) - np.mean(x), np.asarray(y, np.float64) - np.mean(y)
    norm = np.sqrt((a**2).sum() * (b**2).sum())
    return float((a * b).sum() / norm) if norm > 0 else 0.0


def response_matrix(wanted: NDArray[np.floating], measured: NDArray[np.floating], ridge: float = 1e-2) -> Floats:
    """Regress measured changes on target changes.

    Parameters
    ----------
    wanted, measured
        (M, 17) target changes, (M, K) measured changes.
    ridge
        Regularises AUs that hardly vary; share of the mean diagonal.

    Returns
    -------
    ndarray
        (17, K): change of each measure per unit of each AU, by ridge regression through the origin.
    """
    a, b = np.asarray(wanted, np.float64), np.asarray(measured, np.float64)
    gram = a.T @ a
    return np.linalg.solve(gram + np.eye(len(gram)) * ridge * max(np.trace(gram) / len(gram), 1e-9), a.T @ b)


def gradient_energy(rgb: NDArray[np.uint8], weight: NDArray[np.floating]) -> float:
    """Return the weighted mean size of brightness differences between neighbours, a measure of sharpness.

    Parameters
    ----------
    rgb
        (S, S, 3) uint8.
    weight
        (S, S), weights of the pixels.
    """
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float64)
    across, down = np.diff(grey, axis=1)[:-1], np.diff(grey, axis=0)[:, :-1]
    inner = np.asarray(weight, np.float64)[:-1, :-1]
    return float((np.hypot(across, down) * inner).sum() / max(inner.sum(), 1e-9))


def face_region(landmarks_px: NDArray[np.floating], size_px: int, grow: float = 0.12) -> NDArray[np.bool_]:
    """Return the pixels of the face, (S, S): the hull of the landmarks (68, 2), grown upwards for the forehead and outwards."""
    center = landmarks_px.mean(axis=0)
    brows = landmarks_px[17:27] + (landmarks_px[17:27] - landmarks_px[[8]]) * 0.25
    points = np.concatenate((center + (landmarks_px - center) * (1 + grow), brows))
    region = np.zeros((size_px, size_px), np.uint8)
    cv2.fillConvexPoly(region, cv2.convexHull(points.round().astype(np.int32)), 1)
    return region.astype(bool)


def enlarged_face(
    rgb: NDArray[np.uint8], landmarks_px: NDArray[np.floating], eye_distance_px: float = 200.0
) -> tuple[NDArray[np.uint8], Floats]:
    """Resize a picture to a given distance of the outer eye corners; return it with its landmarks (68, 2)."""
    factor = eye_distance_px / max(float(np.linalg.norm(landmarks_px[36] - landmarks_px[45])), 1.0)
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    enlarged = np.asarray(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=interpolation), np.uint8)
    return enlarged, (landmarks_px.astype(np.float64) + 0.5) * factor - 0.5


def mouth_detail(rgb: NDArray[np.uint8], landmarks_px: NDArray[np.floating]) -> float:
    """Measure how much detail a picture shows between parted lips.

    Parameters
    ----------
    rgb
        (H, W, 3) uint8.
    landmarks_px
        (68, 2).

    Returns
    -------
    float
        Mean size of the gradient over the standard deviation of brightness, with the eyes 200 px apart: 0.05 in a smear, 0.22 in real
        open mouths. NaN if the lips are hardly parted.
    """
    picture, points = enlarged_face(rgb, landmarks_px)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    between = np.zeros(grey.shape, np.uint8)
    cv2.fillPoly(between, [points[60:68].round().astype(np.int32)], 1)
    inside = cv2.erode(between, np.ones((7, 7), np.uint8)).astype(bool)
    if inside.sum() < _LEAST_MOUTH_PX:
        return float("nan")
    across, down = (cv2.Sobel(grey, cv2.CV_32F, *order, scale=1 / 8) for order in ((1, 0), (0, 1)))
    return float(np.hypot(across, down)[inside].mean() / max(float(grey[inside].std()), 1.0))


def iris_aspect(rgb: NDArray[np.uint8], landmarks_px: NDArray[np.floating]) -> float:
    """Measure how tall the irises of a picture are over their width: 1 for a round one, less for one that lids cover.

    Parameters
    ----------
    rgb
        (H, W, 3) uint8.
    landmarks_px
        (68, 2).

    Returns
    -------
    float
        From the second moments of the dark pixels between the lids; mean of both eyes, NaN if neither is visible.
    """
    picture, points = enlarged_face(rgb, landmarks_px)
    aspects = [_aspect(eye) for eye in (cut_out_eye(picture, points, side) for side in (0, 1)) if eye is not None]
    aspects = [aspect for aspect in aspects if np.isfinite(aspect)]
    return float(np.mean(aspects)) if aspects else float("nan")


def _aspect(eye: EyeCutout) -> float:
    iris = find_iris(eye)
    grey = cv2.cvtColor(eye.rgb, cv2.COLOR_RGB2GRAY).astype(np.float64)
    rows, columns = np.mgrid[: grey.shape[0], : grey.shape[1]]
    upper, lower = (np.interp(columns, eye.columns, edge) for edge in (eye.upper_px, eye.lower_px))
    between = (rows > upper) & (rows < lower) & (columns > eye.columns[0]) & (columns < eye.columns[-1])
    if between.sum() < _LEAST_IRIS_PX:
        return float("nan")
    dark, bright = np.percentile(grey[between], (10, 90))
    near = np.hypot(rows - iris.y, columns - iris.x) < 1.35 * iris.radius
    weight = np.clip((bright - grey) / max(float(bright - dark), 1.0), 0, 1) ** 2 * (between & near)
    total = weight.sum()
    if total < 1:
        return float("nan")
    spreads = [np.sqrt((weight * np.square(places - (weight * places).sum() / total)).sum() / total) for places in (rows, columns)]
    return float(spreads[0] / max(spreads[1], 1e-6))
