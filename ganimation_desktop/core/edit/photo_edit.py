"""Patches merged into a photo's own pixels, in its depth and color space, changing nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.imaging.color_profiles import (
    ColorMode,
    SourcePixels,
    srgb_view,
    transform_from_srgb,
    transform_to_srgb,
    transformed,
)
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.core.imaging.provenance import with_digital_source_type


def apply_patches(photo: Photo, patches: Sequence[Patch]) -> Photo:
    """Apply patches to a photo.

    In an 8-bit sRGB photo a changed pixel takes the patch's value. Elsewhere it takes the difference that the patch makes, converted
    to the photo's color space and scaled to its depth, so that detail beyond the 8-bit sRGB view is kept. A grey photo stays
    grey: it takes the difference in lightness. Pixels outside the patches keep their values.

    Parameters
    ----------
    photo
        The photo whose frame the patches were made for, at full size.
    patches
        Applied in this order.

    Returns
    -------
    Photo
        The changed photo, whose XMP packet states so; the same photo when the patches change nothing.

    Raises
    ------
    ValueError
        If a patch is not inside the frame.
    """
    edited_rgb: NDArray[np.uint8] | None = None
    edited_pixels: SourcePixels | None = None
    for patch in patches:
        region = _region(photo, patch)
        before_rgb = photo.frame.rgb[region]
        after_rgb = _composite(photo, patches, region)
        changed = (after_rgb != before_rgb).any(axis=2)
        if not changed.any():
            continue
        if edited_rgb is None or edited_pixels is None:
            edited_rgb = photo.frame.rgb.copy()
            edited_pixels = edited_rgb if photo.source_pixels is photo.frame.rgb else photo.source_pixels.copy()
        moved = _moved(photo, photo.source_pixels[region], before_rgb, after_rgb)
        np.copyto(edited_pixels[region], moved, where=changed if photo.grey else changed[..., None])
        if edited_pixels is not edited_rgb:
            np.copyto(edited_rgb[region], srgb_view(moved, photo.metadata.icc_profile), where=changed[..., None])
    if edited_rgb is None or edited_pixels is None:
        return photo
    return replace(
        photo,
        frame=replace(photo.frame, rgb=edited_rgb),
        source_pixels=edited_pixels,
        metadata=replace(photo.metadata, xmp=with_digital_source_type(photo.metadata.xmp)),
        edited=True,
    )


def _region(photo: Photo, patch: Patch) -> tuple[slice, slice]:
    height, width = patch.rgb.shape[:2]
    if patch.left < 0 or patch.top < 0 or patch.left + width > photo.frame.width or patch.top + height > photo.frame.height:
        raise ValueError(
            f"a patch of {width}x{height} at ({patch.left}, {patch.top}) is not inside a frame of {photo.frame.width}x{photo.frame.height}"
        )
    return slice(patch.top, patch.top + height), slice(patch.left, patch.left + width)


def _composite(photo: Photo, patches: Sequence[Patch], region: tuple[slice, slice]) -> NDArray[np.uint8]:
    """A region of the frame under all patches; those of faces side by side overlap."""
    rows, columns = region
    composite_rgb = photo.frame.rgb[region].copy()
    for patch in patches:
        patch_rows, patch_columns = _region(photo, patch)
        top, bottom = max(rows.start, patch_rows.start), min(rows.stop, patch_rows.stop)
        left, right = max(columns.start, patch_columns.start), min(columns.stop, patch_columns.stop)
        if top < bottom and left < right:
            composite_rgb[top - rows.start : bottom - rows.start, left - columns.start : right - columns.start] = patch.rgb[
                top - patch.top : bottom - patch.top, left - patch.left : right - patch.left
            ]
    return composite_rgb


def _moved(photo: Photo, pixels: SourcePixels, before_rgb: NDArray[np.uint8], after_rgb: NDArray[np.uint8]) -> SourcePixels:
    """Source pixels moved by the difference between two sRGB views."""
    if photo.source_pixels is photo.frame.rgb:
        return after_rgb
    difference = _own_colors(photo, after_rgb).astype(np.int32) - _own_colors(photo, before_rgb)
    largest = np.iinfo(pixels.dtype).max
    return np.clip(pixels + difference * (largest // 255), 0, largest).astype(pixels.dtype)


def _own_colors(photo: Photo, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """An sRGB region in the photo's color space, 8 bits."""
    mode: ColorMode = "L" if photo.grey else "RGB"
    if transform_to_srgb(photo.metadata.icc_profile, mode) is not None:
        transform = transform_from_srgb(photo.metadata.icc_profile, mode)
        if transform is not None:
            return transformed(rgb, transform)
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False) if photo.grey else rgb
