"""Outline of the inner lips as functions of the image column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray

INNER_LIPS_MESH = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
"""Face Mesh indices of the inner lip outline: the upper lip from corner to corner, then back along the lower."""

_ALONG = np.linspace(0.0, 1.0, 33)
_DEPTH = (1.0 - np.abs(2 * _ALONG - 1) ** 2.5) ** 0.95
"""Depth of the lower lip along the width: 0.53 at 1/8 and 0.83 at 1/4, where the median of 30 real mouths has 0.53 and 0.815."""


@dataclass(frozen=True)
class MouthOutline:
    """Inner lip outline as functions of the image column: rows of the upper and lower lip, shape (N,), at `columns`."""

    columns: FloatArray
    upper_px: FloatArray
    lower_px: FloatArray

    def rounded(self, share: float) -> MouthOutline:
        """Give the lower lip the depth of real mouths, a U where straight lines between few points make a V; by a share of 0..1."""
        along = (self.columns - self.columns[0]) / max(self.width_px, 1.0)
        corners = self.upper_px[0] + along * (self.upper_px[-1] - self.upper_px[0])
        deepest = float(np.max(self.lower_px - corners))
        round_px = corners + np.interp(along, _ALONG, _DEPTH) * max(deepest, 0.0)
        lower_px = self.lower_px + share * (np.maximum(round_px, self.lower_px) - self.lower_px)
        return MouthOutline(self.columns, self.upper_px, np.maximum(lower_px, self.upper_px))

    def mask(self, size_px: int) -> NDArray[np.float32]:
        """Where the mouth is open, shape (S, S) in 0..1, the share of each pixel that lies inside."""
        rows, columns = np.arange(size_px)[:, None], np.arange(size_px)
        upper, lower = (np.interp(columns, self.columns, edge) for edge in (self.upper_px, self.lower_px))
        within = (columns >= self.columns[0]) & (columns <= self.columns[-1])
        covered = np.minimum(rows + 0.5, lower) - np.maximum(rows - 0.5, upper)
        return np.asarray(np.clip(covered, 0.0, 1.0) * within, np.float32)

    @property
    def opening_px(self) -> float:
        """Largest distance of the lips."""
        return float(np.max(self.lower_px - self.upper_px))

    @property
    def width_px(self) -> float:
        """Distance of the corners."""
        return float(self.columns[-1] - self.columns[0])


def outline_from_points(upper: FloatArray, lower: FloatArray) -> MouthOutline:
    """Outline from the inner lip points, both shape (K, 2), corners included, ordered from left to right."""
    left, right = min(upper[0, 0], lower[0, 0]), max(upper[-1, 0], lower[-1, 0])
    columns = np.arange(np.floor(left), np.ceil(right) + 1.0)
    upper_px = np.interp(columns, np.maximum.accumulate(upper[:, 0]), upper[:, 1])
    lower_px = np.interp(columns, np.maximum.accumulate(lower[:, 0]), lower[:, 1])
    return MouthOutline(columns, upper_px, np.maximum(lower_px, upper_px))


def outline_from_landmarks(landmarks_px: FloatArray) -> MouthOutline:
    """Outline of the mouth in a photo from Face Mesh landmarks, shape (478, 2)."""
    loop = landmarks_px[list(INNER_LIPS_MESH)]
    return outline_from_points(loop[:11], np.vstack([loop[10:], loop[:1]])[::-1])
