"""One face of a result as a small picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animation import Animation

AROUND = 0.2
"""Shares of the face box that are shown on each side of it."""


def face_rgb(animation: Animation, index: int, around: float = AROUND) -> NDArray[np.uint8]:
    """The edited pixels in and around a face box, (h, w, 3) uint8; without any where the box lies outside the picture.

    Parameters
    ----------
    animation
        The result.
    index
        Which face.
    around
        Shares of the box that are shown on each side of it.
    """
    box, scale = animation.faces[index].face.box, animation.scale
    margin = around * box.width
    height, width = animation.frame.rgb.shape[:2]
    left, top = max(round((box.left - margin) * scale), 0), max(round((box.top - margin) * scale), 0)
    right, bottom = min(round((box.right + margin) * scale), width), min(round((box.bottom + margin) * scale), height)
    part_rgb = animation.frame.rgb[top:bottom, left:right].copy()
    for patch in (face.patch for face in animation.faces):
        if patch is not None and part_rgb.size:
            rows = slice(max(patch.top, top), min(patch.top + patch.rgb.shape[0], bottom))
            columns = slice(max(patch.left, left), min(patch.left + patch.rgb.shape[1], right))
            if rows.start < rows.stop and columns.start < columns.stop:
                inside = patch.rgb[rows.start - patch.top : rows.stop - patch.top, columns.start - patch.left : columns.stop - patch.left]
                part_rgb[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = inside
    return part_rgb


def face_picture(animation: Animation, index: int, side_px: int) -> QImage:
    """A face of a result, reduced to fit a square; null where it lies outside the picture."""
    part_rgb = face_rgb(animation, index)
    if not part_rgb.size:
        return QImage()
    share = side_px / max(part_rgb.shape[:2])
    size = (max(round(part_rgb.shape[1] * share), 1), max(round(part_rgb.shape[0] * share), 1))
    interpolation = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    return qimage_from_rgb(np.asarray(cv2.resize(part_rgb, size, interpolation=interpolation), np.uint8))
