"""One mask of one face as a PNG: the crop with 8 or 16 bits, or in its place in a picture of the photo's size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.geometry import affine_scale
from ganimation_desktop.ui.masks.pictures import MaskKind, crop_change

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import FaceAnimation

FLOW_REACH_PX = 16.0
"""A flow of this many crop pixels to the right or down is stored as the largest value, no flow as the middle one."""


def mask_pixels(face: FaceAnimation, kind: MaskKind, *, bright_is_edited: bool) -> NDArray[np.float32]:
    """A mask in 0..1, grey (S, S) or RGB (S, S, 3): the flow has x in red, y in green, nothing in blue.

    Raises
    ------
    ValueError
        If the model makes no such mask.
    """
    if kind is MaskKind.ATTENTION:
        return np.asarray(1 - face.attention if bright_is_edited else face.attention, np.float32)
    if kind is MaskKind.COLOR:
        return np.asarray(face.color_rgb / 255, np.float32)
    if kind is MaskKind.DIFFERENCE:
        return np.asarray(crop_change(face) / 255, np.float32)
    if face.flow is None:
        raise ValueError("this model has no flow to save")
    stored = np.zeros((*face.flow.shape[:2], 3), np.float32)
    stored[..., :2] = np.clip(0.5 + face.flow / (2 * FLOW_REACH_PX), 0, 1)
    return stored


def write_mask(path: Path, face: FaceAnimation, kind: MaskKind, *, bits: int, bright_is_edited: bool) -> Path:
    """Write one mask; an existing file is replaced, as the file dialog asked about that. Returns the path."""
    share = mask_pixels(face, kind, bright_is_edited=bright_is_edited)
    pixels = np.rint(share * 65_535).astype(np.uint16) if bits == 16 else np.rint(share * 255).astype(np.uint8)
    return _write_png(path, pixels)


def photo_sized_mask(face: FaceAnimation, kind: MaskKind, size_px: tuple[int, int], *, bright_is_edited: bool) -> NDArray[np.uint16]:
    """A mask laid where its face is in the photo, 16 bits a channel.

    Parameters
    ----------
    face
        One face of a result.
    kind
        Which mask. The directions of a flow are those of the photo; its lengths stay in crop pixels.
    size_px
        Width and height of the photo.
    bright_is_edited
        As in `mask_pixels`.

    Returns
    -------
    (H, W) or (H, W, 3) array; outside the crop nothing is edited, painted or moved.

    Raises
    ------
    ValueError
        If the model makes no such mask.
    """
    share, frame_from_crop = mask_pixels(face, kind, bright_is_edited=bright_is_edited), face.face.crop.frame_from_crop
    outside = 0.0
    if kind is MaskKind.ATTENTION:
        outside = 0.0 if bright_is_edited else 1.0
    elif kind is MaskKind.FLOW:
        turn = frame_from_crop[:, :2] / affine_scale(frame_from_crop)
        outside, share[..., :2] = 0.5, 0.5 + np.asarray(cv2.transform(share[..., :2] - np.float32(0.5), turn))
    pixels = np.rint(np.clip(share, 0, 1) * 65_535).astype(np.uint16)
    level = round(outside * 65_535)
    border = (level, level, 0) if kind is MaskKind.FLOW else level
    placed = cv2.warpAffine(pixels, frame_from_crop, size_px, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=border)
    return np.asarray(placed, np.uint16)


def write_photo_sized_mask(path: Path, face: FaceAnimation, kind: MaskKind, size_px: tuple[int, int], *, bright_is_edited: bool) -> Path:
    """Write a mask at the photo's size, as `photo_sized_mask` makes it; an existing file is replaced. Returns the path."""
    return _write_png(path, photo_sized_mask(face, kind, size_px, bright_is_edited=bright_is_edited))


def _write_png(path: Path, pixels: NDArray[np.uint8 | np.uint16]) -> Path:
    done, encoded = cv2.imencode(".png", pixels[..., ::-1] if pixels.ndim == 3 else pixels)
    if not done:
        raise ValueError(f"{path}: the mask cannot be encoded as PNG")
    with new_file(path, overwrite=True) as file:
        file.write(encoded.tobytes())
    return path
