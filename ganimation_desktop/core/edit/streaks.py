"""Skin that a flow stretches far: a lid that comes down, or the skin under a raised brow.

There one row of the photo becomes many, and whatever is dark or bright in it, a lash, a hair of the brow, a pore, becomes a stripe. Such
skin is taken from the photo softened along the row, so that no stripe is left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine

FloatArray = NDArray[np.float32]

_STRETCHED, _STRETCHED_FAR = 0.5, 0.25
"""Source rows per row of the result, from which on skin is softened, and wholly."""
_SOFTNESS_PX = 1.6
"""Standard deviation of the softening along the row, in crop pixels of a side of 128: lashes are narrower than twice this."""
_MOVED_PX = 0.5
"""From which movement on it is softened wholly: what stays keeps its pixels."""
_ACROSS_PX = 0.5
_REACH = 2.5
"""Where the softening ends, in standard deviations."""
_SIDE_PX = 128


def stretched_share(flow: FloatArray, share: FloatArray) -> FloatArray | None:
    """Where skin is stretched far down the rows, (S, S) in 0..1; None if nowhere.

    Parameters
    ----------
    flow
        Pixel p takes the source at p + flow, (S, S, 2) xy in crop pixels.
    share
        The share of the flow that is applied, (S, S) in 0..1.
    """
    moved_px = share * flow[..., 1]
    source_rows_per_row = 1 + np.gradient(moved_px, axis=0)
    stretched = np.clip((_STRETCHED - source_rows_per_row) / (_STRETCHED - _STRETCHED_FAR), 0, 1)
    stretched *= share * np.clip(np.abs(moved_px) / _MOVED_PX, 0, 1)
    return np.asarray(stretched, np.float32) if stretched.any() else None


@dataclass(frozen=True, eq=False)
class StretchedSkin:
    """Skin of a face that is stretched far.

    Attributes
    ----------
    share
        Where it is softened, (H, W) in 0..1.
    softening
        How.
    """

    share: FloatArray
    softening: RowSoftening


@dataclass(frozen=True, eq=False)
class RowSoftening:
    """Softens a frame along the rows of a crop.

    Attributes
    ----------
    kernel
        (k, k) float32 of sum 1.
    """

    kernel: FloatArray

    @classmethod
    def along_rows(cls, frame_from_crop: Affine, side_px: int) -> RowSoftening:
        """For a crop of a side of `side_px`, with the map from its pixels to the frame's."""
        along = frame_from_crop[:, 0]
        length = max(float(np.hypot(*along)), 1e-6)
        deviation_px = max(_SOFTNESS_PX * side_px / _SIDE_PX * length, _ACROSS_PX)
        radius = math.ceil(_REACH * deviation_px)
        xs, ys = np.meshgrid(np.arange(-radius, radius + 1), np.arange(-radius, radius + 1))
        on_row, off_row = (xs * along[0] + ys * along[1]) / length, (ys * along[0] - xs * along[1]) / length
        weights = np.exp(-0.5 * ((on_row / deviation_px) ** 2 + (off_row / _ACROSS_PX) ** 2))
        return cls(np.asarray(weights / weights.sum(), np.float32))

    @property
    def reach_px(self) -> int:
        """How far around a pixel of the frame others are mixed into it."""
        return len(self.kernel) // 2

    def sampled(self, rgb: NDArray[np.uint8], columns: FloatArray, rows: FloatArray) -> NDArray[np.uint8]:
        """The softened picture, (H, W, 3), at positions, (h, w) each; only what lies around these is softened."""
        height, width = rgb.shape[:2]
        left, right = (int(np.clip(side, 0, width)) for side in (columns.min() - self.reach_px - 1, columns.max() + self.reach_px + 3))
        top, bottom = (int(np.clip(side, 0, height)) for side in (rows.min() - self.reach_px - 1, rows.max() + self.reach_px + 3))
        left, top = min(left, width - 1), min(top, height - 1)
        part = rgb[top : max(bottom, top + 1), left : max(right, left + 1)]
        soft = cv2.filter2D(part, -1, self.kernel, borderType=cv2.BORDER_REPLICATE)
        return np.asarray(cv2.remap(soft, columns - left, rows - top, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)
