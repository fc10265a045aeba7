"""Toned photos: grey, sepia and the like, whose color is a function of brightness alone, also after an edit."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of red, green and blue in brightness (ITU-R BT.601), as in JPEG."""

_SPREAD_SHARE, _LEAST_SPREAD, _MOST_SPREAD = 0.13, 1.2, 3.0
"""Spread of colors around the curve up to which a photo is toned: a share of how colored it is, at least and at most so many of 255.

In sepia photos, clipped and saved as JPEG, the share is 0.05 to 0.12; in color portraits 0.17 and more.
"""
_TRANSITION = 1.25
_LEAST_RANGE = 16
"""Least number of brightness levels from which a curve can be fitted."""
_SMOOTHING = 5.0
_FEWEST = 0.002


@dataclass(frozen=True, eq=False)
class ToneCurve:
    """The color that a toned photo gives to each brightness.

    Attributes
    ----------
    colors_rgb
        (256, 3) float32 by luma.
    weight
        How far colors are moved onto the curve, 0..1.
    """

    colors_rgb: NDArray[np.float32]
    weight: float

    def apply(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Move colors (..., 3) onto the curve, keeping their brightness."""
        luma = np.rint(rgb @ LUMA).astype(np.int32)
        toned = np.asarray(self.colors_rgb[luma], np.float32)
        if self.weight < 1:
            toned = rgb + np.float32(self.weight) * (toned - rgb)
        return np.asarray(np.clip(np.rint(toned), 0, 255), np.uint8)

    def apply_to_changes(self, edited_rgb: NDArray[np.uint8], source_rgb: NDArray[np.uint8]) -> None:
        """Move the pixels of an edited picture (h, w, 3) that differ from its source onto the curve, in place."""
        changed = (edited_rgb != source_rgb).any(axis=2)
        if changed.any():
            edited_rgb[changed] = self.apply(edited_rgb[changed])


def fit_tone_curve(rgb: NDArray[np.uint8]) -> ToneCurve | None:
    """Find the curve of a toned picture.

    Parameters
    ----------
    rgb
        A face crop, (S, S, 3) uint8.

    Returns
    -------
    ToneCurve or None
        None for a picture whose colors differ at the same brightness, as those of skin, lips and eyes do, and for one of a single
        brightness.
    """
    pixels = rgb.reshape(-1, 3).astype(np.float32)
    luma = np.rint(pixels @ LUMA).astype(np.int32)
    if np.ptp(luma) < _LEAST_RANGE:
        return None
    tints = pixels - luma[:, None]

    # Mean tint by brightness, smoothed, and constant beyond the darkest and brightest levels.
    counts = np.bincount(luma, minlength=256).astype(np.float32)
    sums = np.stack([np.bincount(luma, weights=tints[:, channel], minlength=256) for channel in range(3)], axis=1)
    weights, weighted = (_smoothed(values) for values in (counts[:, None], sums.astype(np.float32)))
    known = np.flatnonzero(weights[:, 0] > _FEWEST * len(pixels) / _SMOOTHING)
    levels = np.arange(256)
    curve = np.stack([np.interp(levels, known, weighted[known, c] / weights[known, 0]) for c in range(3)], axis=1).astype(np.float32)
    spread = float(np.sqrt(np.square(tints - curve[luma]).mean()))
    most = float(np.clip(_SPREAD_SHARE * np.sqrt(np.square(tints).mean()), _LEAST_SPREAD, _MOST_SPREAD))
    weight = float(np.clip((_TRANSITION * most - spread) / ((_TRANSITION - 1) * most), 0, 1))
    return ToneCurve(curve + levels[:, None].astype(np.float32), weight) if weight > 0 else None


def _smoothed(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blur along the first axis of (256, C)."""
    blurred = (cv2.GaussianBlur(column, (1, 0), 0.1, sigmaY=_SMOOTHING) for column in np.ascontiguousarray(values.T)[..., None])
    return np.stack([np.asarray(column, np.float32).ravel() for column in blurred], axis=1)
