"""Conversion between a photo's color space, as its ICC profile states it, and sRGB, in which faces are found and edited."""

from __future__ import annotations

import io
import logging
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

SourcePixels = NDArray[np.uint8 | np.uint16]
"""Grey (H, W) or RGB (H, W, 3) pixels in a photo's own color space, 8 or 16 bits a channel."""

logger = logging.getLogger(__name__)

ColorMode = Literal["L", "RGB", "CMYK"]

_STRIP_PIXELS = 1 << 21
_INVISIBLE_DIFFERENCE = 1
_GRID_STEPS = 17


def eight_bit(pixels: SourcePixels) -> NDArray[np.uint8]:
    """Pixels in 8 bits, rounded; the same array when they are already."""
    if pixels.dtype == np.uint8:
        return pixels.astype(np.uint8, copy=False)
    reduced = cv2.convertScaleAbs(pixels, alpha=1 / 257).astype(np.uint8, copy=False)
    reduced.setflags(write=False)
    return reduced


def srgb_view(pixels: SourcePixels, icc_profile: bytes | None) -> NDArray[np.uint8]:
    """Pixels as 8-bit sRGB, (H, W, 3); the same array when they are that already."""
    reduced = eight_bit(pixels)
    transform = transform_to_srgb(icc_profile, "L" if pixels.ndim == 2 else "RGB")
    if transform is not None:
        return transformed(reduced, transform)
    return np.repeat(reduced[..., None], 3, axis=2) if reduced.ndim == 2 else reduced


def transform_to_srgb(icc_profile: bytes | None, mode: ColorMode) -> ImageCms.ImageCmsTransform | None:
    """Build the transform from a profile's color space to sRGB.

    Returns
    -------
    ImageCmsTransform or None
        None when there is nothing to do: no profile, one that cannot be used with this mode, or one that is sRGB in effect
        (no color of a 17-step grid moves by more than one level). Such a photo's values are taken as sRGB.
    """
    profile = _opened(icc_profile)
    if profile is None:
        return None
    try:
        transform = _built(profile, _srgb_profile(), mode, "RGB")
    except ImageCms.PyCMSError as error:
        logger.info("color profile ignored: %s", error)
        return None
    if mode != "CMYK" and _changes_nothing(transform, mode):
        return None
    return transform


def transform_from_srgb(icc_profile: bytes | None, mode: ColorMode) -> ImageCms.ImageCmsTransform | None:
    """Build the transform from sRGB to a profile's color space; None if the profile has no inverse (a scanner's, for example)."""
    profile = _opened(icc_profile)
    if profile is None:
        return None
    try:
        return _built(_srgb_profile(), profile, "RGB", mode)
    except ImageCms.PyCMSError as error:
        logger.info("color profile without an inverse: %s", error)
        return None


def transformed(pixels: NDArray[np.uint8], transform: ImageCms.ImageCmsTransform) -> NDArray[np.uint8]:
    """Grey (H, W) or RGB (H, W, 3) pixels in the transform's output space, a few rows at a time to spare memory."""
    height, width = pixels.shape[:2]
    n_rows = max(1, _STRIP_PIXELS // width)
    strips = []
    for top in range(0, height, n_rows):
        strip = Image.fromarray(np.ascontiguousarray(pixels[top : top + n_rows]))
        strips.append(np.asarray(ImageCms.applyTransform(strip, transform)))
    return np.concatenate(strips) if len(strips) > 1 else strips[0]


def _opened(icc_profile: bytes | None) -> ImageCms.ImageCmsProfile | None:
    if not icc_profile:
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
    except (OSError, ImageCms.PyCMSError) as error:
        logger.info("color profile ignored: %s", error)
        return None


def _srgb_profile() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _built(
    source: ImageCms.ImageCmsProfile,
    target: ImageCms.ImageCmsProfile,
    source_mode: str,
    target_mode: str,
) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        source,
        target,
        source_mode,
        target_mode,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: ColorMode) -> bool:
    steps = np.linspace(0, 255, _GRID_STEPS).round().astype(np.uint8)
    if mode == "L":
        grid = steps[None]
        expected = np.repeat(grid[..., None], 3, axis=2)
    else:
        grid = expected = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    difference = transformed(grid, transform).astype(np.int16) - expected
    return bool(np.abs(difference).max() <= _INVISIBLE_DIFFERENCE)
