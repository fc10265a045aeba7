"""The white of an eye: which of its visible pixels show it as it is, and its light and tint.

A narrow eye shows a sliver of white, in the shadow of lid and lashes, and mixed with the skin beside it. An eyeball completed from that
alone is brown once it turns.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

_WHITE_AT_REST = np.array([196.0, 186.0, 180.0], np.float32)
"""Color of the white where a photo shows none of it."""
_SPREAD_PX = 4.0
_OVER_SKIN, _BRIGHTEST, _MOST_LIFT = 1.2, 200.0, 1.6
"""How bright the white is at least, over the skin beside the eye and at most in 8-bit units, and by which factor it is made so at most.

In 40 eyes of 20 varied people it is 1.3 times as bright as the skin on median, and less than 1.2 times in 15, most of them narrow,
shaded or behind glasses.
"""
_TINT = 0.45
"""How saturated it is at most, as a share of the skin's saturation: both are in one light, and the white has hardly a color."""


def brighter_half(photo: FloatArray, known: FloatArray, width_px: float) -> FloatArray:
    """Of the known white, (h, w) in 0..1, the half that lashes, the corner's flesh and the lids' rims do not darken.

    Nothing where too little is visible of an eye `width_px` wide in `photo`, (h, w, 3).
    """
    if float(known.sum()) <= 0.004 * width_px**2:
        return np.zeros_like(known)
    luma = photo.mean(axis=2)
    middle = np.median(luma[known > 0.5]) if (known > 0.5).any() else 0.0
    return np.asarray(known * (luma >= middle), np.float32)


def as_bright(photo: FloatArray, white: FloatArray, width_px: float) -> FloatArray:
    """Where the photo, (h, w, 3), is about as bright as the white, and so are the pixels around: no lash, rim or shadow, (h, w) in 0..1."""
    ratio = photo.mean(axis=2) / np.maximum(white.mean(axis=2), 1.0)
    alike = np.asarray(np.clip((ratio - 0.75) / 0.15, 0, 1), np.float32)
    side = 2 * max(1, round(0.012 * width_px)) + 1
    alone = cv2.erode(alike, np.ones((side, side), np.uint8))
    return np.asarray(cv2.GaussianBlur(alone, (0, 0), max(0.5, 0.012 * width_px)), np.float32)


def in_usual_light(white_rgb: FloatArray, between: FloatArray, skin: FloatArray) -> FloatArray:
    """Lift a white that is darker beside this skin than the white of most eyes, and take away what it has of the skin's color.

    Parameters
    ----------
    white_rgb
        The completed white, (h, w, 3) in 8-bit units.
    between
        Its colors between the lids, (N, 3).
    skin
        Colors of the skin beside the eye, (M, 3).

    Returns
    -------
    NDArray
        (h, w, 3) float32; the white itself where nothing is known of the eye or its skin.
    """
    if not len(between) or not len(skin):
        return white_rgb
    white, beside = np.median(between, axis=0), np.median(skin, axis=0)
    tint, most = _saturation(white), _TINT * _saturation(beside)
    pure = 1 - most / tint if tint > most else 0.0
    lift = np.clip(min(_OVER_SKIN * float(beside.mean()), _BRIGHTEST) / max(float(white.mean()), 1.0), 1.0, _MOST_LIFT)
    grey = white_rgb.mean(axis=2, keepdims=True)
    return np.asarray(np.minimum(lift * (white_rgb + pure * (grey - white_rgb)), 255.0), np.float32)


def carried_on(photo: NDArray[np.float32], known: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Extend the known pixels smoothly over the rectangle, (h, w, 3); where there are none, the white of an eye in the picture's light."""
    if float(known.sum()) > 0:
        mean = (photo * known[..., None]).sum(axis=(0, 1)) / known.sum()
    else:
        mean = _WHITE_AT_REST * np.clip(np.percentile(photo.mean(axis=2), 75) / 200.0, 0.12, 0.9)
    # Something this smooth can be computed at low resolution.
    height, width = known.shape
    factor = max(1, int(sigma / _SPREAD_PX))
    size = (math.ceil(width / factor), math.ceil(height / factor))
    few_known = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
    few_colors = cv2.resize(photo * known[..., None], size, interpolation=cv2.INTER_AREA)
    weight, colors = (cv2.GaussianBlur(values, (0, 0), sigma / factor) for values in (few_known, few_colors))
    spread = np.asarray((colors + 0.03 * mean) / (np.asarray(weight)[..., None] + 0.03), np.float32)
    return np.asarray(cv2.resize(spread, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _saturation(color: FloatArray) -> float:
    return float(color.max() - color.min()) / max(float(color.max()), 1.0)
