"""Skin that a flow stretches far: a lid that comes down, or the skin under a raised brow.

There one row of the photo becomes many, and whatever is dark or bright in it, a lash, a hair of the brow, a pore, becomes a stripe. Such
skin is taken from the photo softened along the row, so that no stripe is left. It gets the pores of the skin below the eyes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, Rectangle, affine_scale

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
_PORES_BELOW, _PORE_SIZE, _DEEPEST_PORE = 26.0, 0.8, 0.05
"""How far below their place pores are taken, what is finer than which standard deviation is one, both in crop pixels of a side of 128, and
how much darker or brighter than the skin it may be: a rim of glasses is no pore."""
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
    pores
        What it gets instead of its stripes.
    """

    share: FloatArray
    softening: RowSoftening
    pores: Pores


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


@dataclass(frozen=True, eq=False)
class Pores:
    """The pores and grain of skin elsewhere in a frame.

    Attributes
    ----------
    offset_px
        Where that skin lies, xy in frame pixels from the place where its pores are needed.
    size_px
        Standard deviation in frame pixels of what is no longer fine.
    """

    offset_px: tuple[int, int]
    size_px: float

    @classmethod
    def below_eyes(cls, frame_from_crop: Affine, side_px: int) -> Pores:
        """For skin around the eyes, in a crop of a side of `side_px` with the map from its pixels to the frame's."""
        crop_px = side_px / _SIDE_PX
        right, down = (round(float(value)) for value in frame_from_crop[:, 1] * _PORES_BELOW * crop_px)
        return cls((right, down), max(0.5, _PORE_SIZE * crop_px * affine_scale(frame_from_crop)))

    def factors(self, frame_rgb: NDArray[np.uint8], part: Rectangle) -> FloatArray:
        """Factors on the brightness of a part of the frame, (H, W, 3) uint8 -> (h, w); beyond the frame its border is repeated."""
        reach_px = math.ceil(4 * self.size_px)
        right, down = self.offset_px
        height, width = frame_rgb.shape[:2]
        columns, rows = (
            np.clip(np.arange(first - reach_px, end + reach_px) + offset, 0, extent - 1)
            for first, end, offset, extent in ((part.left, part.right, right, width), (part.top, part.bottom, down, height))
        )
        grey = cv2.cvtColor(np.ascontiguousarray(frame_rgb[np.ix_(rows, columns)]), cv2.COLOR_RGB2GRAY).astype(np.float32)
        side = 2 * reach_px + 1
        smooth = cv2.GaussianBlur(grey, (side, side), self.size_px, borderType=cv2.BORDER_REPLICATE)
        inside = slice(reach_px, -reach_px), slice(reach_px, -reach_px)
        differs = grey[inside] / np.maximum(smooth[inside], 1.0) - 1
        return np.asarray(1 + np.clip(differs, -_DEEPEST_PORE, _DEEPEST_PORE), np.float32)
