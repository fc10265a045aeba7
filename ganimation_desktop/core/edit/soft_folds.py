"""Folds of cheeks, no deeper than they look on skin: a generator paints the mean of all folds, a dark smear on smooth, bright skin.

What lids uncover lies above, and what differs in tint from the skin, such as teeth, hair and lips, is left as the generator made it.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.edit.skin_tint import cheek_rgb, tint
from ganimation_desktop.core.imaging.tone_curve import LUMA

FloatArray = NDArray[np.float32]

_BELOW_EYES = (0.38, 0.44)
"""From where on folds are softened, and wholly."""
_BLUR = 1 / 160
"""Standard deviation by which the softening is blurred, as a share of the crop's side."""
_ALIKE = 0.035
"""Difference of the channels' shares that is still the same skin."""
_DEEPEST = 0.13
"""How much darker than the skin a fold is at most, as a share."""
_SHADOW, _SHADOWS = 0.45, 0.6
"""What is darker than the first share of the skin is no fold of it; lighter than the second it is one wholly."""


def softened_folds(source_rgb: FloatArray, moved_rgb: FloatArray, color_rgb: FloatArray) -> FloatArray:
    """What to add to a color mask so that folds are no deeper than they look on skin.

    Parameters
    ----------
    source_rgb
        The level crop, (S, S, 3) in 8-bit units.
    moved_rgb
        Its pixels where the flow moves them.
    color_rgb
        The color mask of the skin.

    Returns
    -------
    NDArray
        (S, S, 3) float32; 0 where there is no fold.
    """
    size_px = len(source_rgb)
    first = max(0, math.floor(_BELOW_EYES[0] * size_px) - math.ceil(4 * _BLUR * size_px) - 1)  # all that is not 0, blurred
    lighter_rgb = np.zeros_like(moved_rgb)
    moved_rgb, color_rgb = moved_rgb[first:], color_rgb[first:]
    differing = np.abs(tint(moved_rgb) - tint(cheek_rgb(source_rgb)))
    unlike = np.maximum(np.maximum(differing[..., 0], differing[..., 1]), differing[..., 2]) / _ALIKE
    ratio = (color_rgb @ LUMA) / np.maximum(moved_rgb @ LUMA, 1.0)
    depth = np.clip(1 - ratio, 0, 1)
    level = (np.arange(first, size_px, dtype=np.float32) / size_px)[:, None]
    weight = _rising(level, *_BELOW_EYES) * _rising(ratio, _SHADOW, _SHADOWS) * np.exp(-unlike * unlike)
    lighter = (depth - _DEEPEST * np.tanh(depth / _DEEPEST)) * cv2.GaussianBlur(np.asarray(weight, np.float32), (0, 0), _BLUR * size_px)
    np.multiply(moved_rgb, lighter[..., None], out=lighter_rgb[first:])
    return lighter_rgb


def _rising(values: NDArray[np.floating], low: float, high: float) -> FloatArray:
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
