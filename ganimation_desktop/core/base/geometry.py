"""Affine maps between frame and crop, (2, 3) float64, in pixels with centres at integers, x before y; rectangles of whole pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Affine = NDArray[np.float64]


def scaling_affine(x_factor: float, y_factor: float | None = None) -> Affine:
    """Make the map from a resized picture's pixels to the original's, which is `x_factor` by `y_factor` times as large.

    The outer borders of both coincide, so that pixel centres shift by half of the difference.
    """
    y_factor = x_factor if y_factor is None else y_factor
    return np.array([[x_factor, 0.0, (x_factor - 1) / 2], [0.0, y_factor, (y_factor - 1) / 2]])


def compose_affine(outer: Affine, inner: Affine) -> Affine:
    """Make the map that applies `inner` first, then `outer`."""
    # A frame composes dozens of maps: in plain numbers this takes a third of the time of matrix products.
    (a, b, c), (d, e, f) = outer.tolist()
    (g, h, i), (j, k, m) = inner.tolist()
    return np.array([[a * g + b * j, a * h + b * k, a * i + b * m + c], [d * g + e * j, d * h + e * k, d * i + e * m + f]])


def inverse_affine(matrix: Affine) -> Affine:
    """Invert a map.

    Raises
    ------
    np.linalg.LinAlgError
        If it maps everything to a line.
    """
    (a, b, c), (d, e, f) = matrix.tolist()
    area = a * e - b * d
    if area == 0:
        raise np.linalg.LinAlgError("the map has no inverse")
    return np.array([[e / area, -b / area, (b * f - c * e) / area], [-d / area, a / area, (c * d - a * f) / area]])


def apply_affine(matrix: Affine, points: NDArray[np.floating | np.integer]) -> NDArray[np.float64]:
    """Map points (N, 2)."""
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2], np.float64)


def affine_scale(matrix: Affine) -> float:
    """Scale factor of a map: the square root of its factor for areas."""
    return math.sqrt(abs(float(matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0])))


def fit_similarity(source: NDArray[np.floating], target: NDArray[np.floating]) -> Affine:
    """Fit the rotation, uniform scale and shift that bring points closest to others, in least squares (Umeyama 1991).

    Parameters
    ----------
    source, target
        Corresponding points, (N, 2).

    Raises
    ------
    ValueError
        If the target points coincide.
    """
    source_mean, target_mean = source.mean(axis=0), target.mean(axis=0)
    source_offsets, target_offsets = source - source_mean, target - target_mean
    # In the plane, rotation and scale together are one complex factor.
    cos = float((source_offsets * target_offsets).sum())
    sin = float((source_offsets[:, 0] * target_offsets[:, 1] - source_offsets[:, 1] * target_offsets[:, 0]).sum())
    norm = float((source_offsets**2).sum())
    if not math.hypot(cos, sin) > 1e-9 * norm:
        raise ValueError("the points coincide: no similarity maps to them")
    linear = np.array([[cos, -sin], [sin, cos]]) / norm
    return np.hstack([linear, (target_mean - linear @ source_mean)[:, None]])


def frame_rectangle(frame_from_crop: Affine, size_px: int, frame_shape: tuple[int, ...], margin_px: int) -> tuple[int, int, int, int]:
    """Find the part of a frame that a crop covers, with a margin: left, top, right, bottom, the last two exclusive.

    It contains at least one pixel, even for a crop outside the frame.
    """
    height, width = frame_shape[:2]
    last = size_px - 0.5
    corners = apply_affine(frame_from_crop, np.array([[-0.5, -0.5], [last, -0.5], [last, last], [-0.5, last]]))
    low = np.floor(corners.min(axis=0)).astype(int) - margin_px
    high = np.ceil(corners.max(axis=0)).astype(int) + margin_px + 1
    left, top = (min(max(edge, 0), extent - 1) for edge, extent in zip(low.tolist(), (width, height), strict=True))
    right, bottom = (min(max(edge, 1), extent) for edge, extent in zip(high.tolist(), (width, height), strict=True))
    return left, top, max(right, left + 1), max(bottom, top + 1)


@dataclass(frozen=True)
class Rectangle:
    """Whole pixels of a picture, from `left` and `top` up to, but without, `right` and `bottom`."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: Rectangle) -> bool:
        """Whether both have pixels in common."""
        across = min(self.right, other.right) > max(self.left, other.left)
        return across and min(self.bottom, other.bottom) > max(self.top, other.top)

    def scaled(self, factor: float) -> Rectangle:
        """The rectangle in the same picture at another size, and no pixel less."""
        return Rectangle(
            math.floor(self.left * factor), math.floor(self.top * factor), math.ceil(self.right * factor), math.ceil(self.bottom * factor)
        )

    @property
    def is_empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.right <= self.left or self.bottom <= self.top

    def grown(self, margin_px: int) -> Rectangle:
        """The rectangle with a margin at every side."""
        return Rectangle(self.left - margin_px, self.top - margin_px, self.right + margin_px, self.bottom + margin_px)

    def within(self, other: Rectangle) -> Rectangle:
        """What both have in common; empty if they do not meet."""
        return Rectangle(max(self.left, other.left), max(self.top, other.top), min(self.right, other.right), min(self.bottom, other.bottom))

    def slices(self, whole: Rectangle) -> tuple[slice, slice]:
        """Its rows and columns in an array that holds `whole`."""
        return slice(self.top - whole.top, self.bottom - whole.top), slice(self.left - whole.left, self.right - whole.left)

    @classmethod
    def around(cls, others: Sequence[Rectangle]) -> Rectangle:
        """The smallest rectangle that holds all of several."""
        return cls(
            min(other.left for other in others),
            min(other.top for other in others),
            max(other.right for other in others),
            max(other.bottom for other in others),
        )
