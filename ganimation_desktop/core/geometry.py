"""Affine maps between frame and crop, (2, 3) float64, in pixels with centres at integers, x before y."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Affine = NDArray[np.float64]


def scaling_affine(x_factor: float, y_factor: float | None = None) -> Affine:
    """Make the map from a resized picture's pixels to the original's, which is `x_factor` by `y_factor` times as large.

    The pictures' outer borders lie on each other, so that pixel centres move by half of the difference.
    """
    y_factor = x_factor if y_factor is None else y_factor
    return np.array([[x_factor, 0.0, (x_factor - 1) / 2], [0.0, y_factor, (y_factor - 1) / 2]])


def compose_affine(outer: Affine, inner: Affine) -> Affine:
    """Make the map that applies `inner` first, then `outer`."""
    return np.hstack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2:] + outer[:, 2:]])


def inverse_affine(matrix: Affine) -> Affine:
    """Turn a map round."""
    linear = np.linalg.inv(matrix[:, :2])
    return np.hstack([linear, -linear @ matrix[:, 2:]])


def apply_affine(matrix: Affine, points: NDArray[np.floating | np.integer]) -> NDArray[np.float64]:
    """Map points (N, 2)."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float64)


def affine_scale(matrix: Affine) -> float:
    """How many times longer a map makes lengths, as the square root of how it changes areas."""
    return math.sqrt(abs(float(np.linalg.det(matrix[:, :2]))))


def fit_similarity(source: NDArray[np.floating], target: NDArray[np.floating]) -> Affine:
    """Fit the rotation, uniform scale and shift that bring points closest to others, in least squares (Umeyama 1991).

    Parameters
    ----------
    source, target
        Corresponding points, (N, 2).

    Raises
    ------
    ValueError
        If the target points all lie on one spot.
    """
    source_mean, target_mean = source.mean(axis=0), target.mean(axis=0)
    source_offsets, target_offsets = source - source_mean, target - target_mean
    # In the plane, rotation and scale are one complex factor.
    cos = float((source_offsets * target_offsets).sum())
    sin = float((source_offsets[:, 0] * target_offsets[:, 1] - source_offsets[:, 1] * target_offsets[:, 0]).sum())
    norm = float((source_offsets**2).sum())
    if not math.hypot(cos, sin) > 1e-9 * norm:
        raise ValueError("the points all lie on one spot: no similarity leads there")
    linear = np.array([[cos, -sin], [sin, cos]]) / norm
    return np.hstack([linear, (target_mean - linear @ source_mean)[:, None]])


def frame_rectangle(frame_from_crop: Affine, size_px: int, frame_shape: tuple[int, ...], margin_px: int) -> tuple[int, int, int, int]:
    """Find the part of a frame that a crop covers, with a margin: left, top, right, bottom, the last two exclusive.

    It holds at least one pixel, also for a crop beside the frame.
    """
    height, width = frame_shape[:2]
    last = size_px - 0.5
    corners = apply_affine(frame_from_crop, np.array([[-0.5, -0.5], [last, -0.5], [last, last], [-0.5, last]]))
    low = np.floor(corners.min(axis=0)).astype(int) - margin_px
    high = np.ceil(corners.max(axis=0)).astype(int) + margin_px + 1
    left, top = (int(np.clip(edge, 0, extent - 1)) for edge, extent in zip(low, (width, height), strict=True))
    right, bottom = (int(np.clip(edge, 1, extent)) for edge, extent in zip(high, (width, height), strict=True))
    return left, top, max(right, left + 1), max(bottom, top + 1)
