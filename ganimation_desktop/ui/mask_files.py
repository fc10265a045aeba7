"""One mask of one face as a PNG of 8 or 16 bits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.atomic_file import new_file
from ganimation_desktop.ui.mask_pictures import MaskKind, crop_change

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import FaceAnimation

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
    if share.ndim == 3:
        share = share[..., ::-1]
    encodable: NDArray[np.uint8 | np.uint16]
    encodable = np.rint(share * 65_535).astype(np.uint16) if bits == 16 else np.rint(share * 255).astype(np.uint8)
    done, encoded = cv2.imencode(".png", encodable)
    if not done:
        raise ValueError(f"{path}: the mask cannot be encoded as PNG")
    with new_file(path, overwrite=True) as file:
        file.write(encoded.tobytes())
    return path
