"""Sharpness, grain, light and tint of a photo around the openings of a face.

What appears behind an opening must look as if taken by the same camera. All measures are taken on the face alone: a photo may be sharp
behind a blurred face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, affine_scale, apply_affine
from ganimation_desktop.core.imaging.gradients import steepness
from ganimation_desktop.core.imaging.tone_curve import LUMA

_FACE = (0.22, 0.25, 0.78, 0.85)
"""Left, top, right and bottom of the part of a level crop that holds eyes, nose and mouth, in crop sides."""
_CHEEKS = ((0.25, 0.54, 0.38, 0.72), (0.62, 0.54, 0.75, 0.72))
"""The skin beside the mouth."""
_SKIN = (0.27, 0.37, 0.73, 0.58)
"""Cheeks and nose."""

_EDGE_REACH = 0.013
"""Distance in crop sides within which an edge rises from its darkest to its brightest."""
_SHARPEST_SHARE = 5.0
_STRONG_SHARE = 10.0
_SOBEL_BLUR = 0.8
"""The measured blur of an ideal step: that of the derivative filter itself."""

_NOISE_BLOCK_PX = 8
_SKIN_TEXTURE = 0.5
_MOST_NOISE = 12.0
_TEETH_OVER_SKIN = 1.06
"""Brightness of teeth over the brightest hundredth of the skin: median 1.04, quartiles 0.99 and 1.10 in 148 portraits with open mouths."""
_DARKEST_LIMIT = 24.0
_TEETH_BY_SKIN = np.array([[0.36, 0.05], [-0.13, 0.16]])
"""Logarithms of red and blue over green of teeth, from those of skin: least squares over the same portraits, residuals 0.05 and 0.06."""
_MOST_TINT = 1.25
_TEXTURE_WHITE = np.array([1.036, 1.0, 0.98])
"""The color that bright teeth have in the textures, over green."""


@dataclass(frozen=True)
class Surroundings:
    """Sharpness, grain, light and tint around the openings of a face.

    Attributes
    ----------
    blur_px
        Standard deviation of the blur of its sharpest edges, in its pixels; 0 for one as sharp as pixels allow.
    noise
        Standard deviation of its grain in 8-bit units, in single pixels and in pairs of pixels.
    brightest
        Luma that teeth can have in its light, 0..255.
    tint
        Factors that give white teeth the color of its light, red, green and blue, without making them brighter.
    """

    blur_px: float
    noise: tuple[float, float]
    brightest: float
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)


def measure_surroundings(frame_rgb: NDArray[np.uint8], frame_from_crop: Affine, crop_rgb: NDArray[np.uint8]) -> Surroundings:
    """Measure a photo around one face.

    Parameters
    ----------
    frame_rgb
        The photo, (H, W, 3) uint8.
    frame_from_crop
        Map from the pixels of a level crop of the face to the photo's, (2, 3).
    crop_rgb
        This crop, (S, S, 3) uint8.
    """
    size_px = crop_rgb.shape[0]

    def grey(window: tuple[float, float, float, float]) -> NDArray[np.uint8]:
        part = frame_rgb[_slices(window, frame_from_crop, size_px, frame_rgb.shape)]
        return np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY) if part.size else np.zeros((1, 1)), np.uint8)

    reach_px = _EDGE_REACH * size_px * affine_scale(frame_from_crop)
    noise = np.median([noise_levels(grey(window)) for window in _CHEEKS], axis=0)
    left, top, right, bottom = (round(edge * size_px) for edge in _SKIN)
    skin_rgb = crop_rgb[top:bottom, left:right].reshape(-1, 3)
    bright = float(np.percentile(skin_rgb @ LUMA, 99))
    return Surroundings(
        edge_blur_px(grey(_FACE), reach_px),
        (round(float(noise[0]), 1), round(float(noise[1]), 1)),
        max(_DARKEST_LIMIT, _TEETH_OVER_SKIN * bright),
        light_tint(np.median(skin_rgb, axis=0)),
    )


def light_tint(skin_rgb: NDArray[np.floating]) -> tuple[float, float, float]:
    """Estimate from the color of a face's skin (3,), in 8-bit units, what color white teeth have in its light: `Surroundings.tint`."""
    red, green, blue = np.maximum(skin_rgb.astype(np.float64), 1.0)
    log_red, log_blue = _TEETH_BY_SKIN @ np.log([red / green, blue / green])
    tint = np.clip(np.array([math.exp(log_red), 1.0, math.exp(log_blue)]) / _TEXTURE_WHITE, 1 / _MOST_TINT, _MOST_TINT)
    tint /= float(tint @ LUMA)
    return float(tint[0]), float(tint[1]), float(tint[2])


def edge_blur_px(grey: NDArray[np.uint8], reach_px: float) -> float:
    """Measure how blurred the sharpest edges of a picture are.

    A step of height h under a Gaussian blur s is `h / (s sqrt(2 pi))` steep. At the steepest points, s follows from how far brightness
    differs around them.

    Parameters
    ----------
    grey
        Brightness, (H, W) uint8.
    reach_px
        Distance around an edge within which the two brightnesses are searched; larger blurs are underestimated.

    Returns
    -------
    float
        Standard deviation in pixels, 0 for an ideal step or a picture without edges.
    """
    if min(grey.shape) < 8:
        return 0.0
    side = 2 * max(2, round(reach_px)) + 1
    around = np.ones((side, side), np.uint8)
    height = cv2.dilate(grey, around).astype(np.float32) - cv2.erode(grey, around)
    steep = steepness(grey)
    is_edge = (steep >= cv2.dilate(steep, np.ones((3, 3), np.uint8))) & (steep > 1)
    is_edge &= height >= np.percentile(height, 100 - _STRONG_SHARE)
    if not is_edge.any():
        return 0.0
    blur = float(np.percentile(height[is_edge] / steep[is_edge], _SHARPEST_SHARE)) / math.sqrt(2 * math.pi)
    return math.sqrt(max(0.0, blur**2 - _SOBEL_BLUR**2))


def noise_levels(grey: NDArray[np.uint8]) -> tuple[float, float]:
    """Measure the grain of a picture where it is smoothest (Immerkaer 1996, in blocks).

    Returns
    -------
    tuple of float
        Standard deviations in 8-bit units: of single pixels, and of pairs of pixels beyond what single pixels explain.
    """
    fine = _noise_level(grey.astype(np.float32))
    if min(grey.shape) < 4 * _NOISE_BLOCK_PX:
        return fine, 0.0
    halved = cv2.resize(grey.astype(np.float32), (grey.shape[1] // 2, grey.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return fine, math.sqrt(max(0.0, _noise_level(np.asarray(halved, np.float32)) ** 2 - (fine / 2) ** 2))


def _noise_level(grey: NDArray[np.float32]) -> float:
    height, width = (extent // _NOISE_BLOCK_PX for extent in grey.shape)
    if not height or not width:
        return 0.0
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
    squared = np.square(cv2.filter2D(grey, cv2.CV_32F, kernel, borderType=cv2.BORDER_REFLECT_101))
    blocks = cv2.resize(squared[: height * _NOISE_BLOCK_PX, : width * _NOISE_BLOCK_PX], (width, height), interpolation=cv2.INTER_AREA)
    level = math.sqrt(float(np.percentile(blocks, 25)))
    return min(_MOST_NOISE, max(0.0, level - _SKIN_TEXTURE))


def _slices(
    window: tuple[float, float, float, float], frame_from_crop: Affine, size_px: int, shape: tuple[int, ...]
) -> tuple[slice, slice]:
    """Rows and columns of the frame around a window of the crop."""
    left, top, right, bottom = (edge * size_px - 0.5 for edge in window)
    corners = apply_affine(frame_from_crop, np.array([[left, top], [right, top], [right, bottom], [left, bottom]]))
    low, high = corners.min(axis=0).round().astype(int), corners.max(axis=0).round().astype(int)
    (first_x, first_y), (end_x, end_y) = np.clip(low, 0, None).tolist(), np.clip(high, 0, None).tolist()
    return slice(first_y, min(end_y, shape[0])), slice(first_x, min(end_x, shape[1]))
