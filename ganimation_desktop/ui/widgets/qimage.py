"""Pictures between NumPy and Qt; the only module that knows the memory layout of a QImage."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage
from qimage2ndarray import array2qimage, rgb_view


def qimage_from_rgb(rgb: NDArray[np.uint8]) -> QImage:
    """A QImage of its own from RGB pixels, (H, W, 3) uint8, in the format that is drawn fastest (32 bits a pixel)."""
    height, width = _checked(rgb, channels=3)
    bgra = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA)
    return QImage(bgra.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def qimage_view(rgb: NDArray[np.uint8]) -> QImage:
    """A QImage that reads RGB pixels, (H, W, 3) uint8, where they are: keep the array alive and unchanged as long as the image."""
    height, width = _checked(rgb, channels=3)
    if not rgb.flags.c_contiguous:
        raise ValueError("only pixels that lie in memory line after line can be viewed")
    return QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)


def qimage_from_rgba(rgba: NDArray[np.uint8]) -> QImage:
    """A QImage of its own from RGBA pixels with straight alpha, (H, W, 4) uint8."""
    height, width = _checked(rgba, channels=4)
    contiguous = np.ascontiguousarray(rgba)
    image = QImage(contiguous.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def qimage_of_shares(shares: NDArray[np.uint8], color: QColor, opacity: float) -> QImage:
    """A QImage of one color that reads its opacity, (H, W) uint8, where it is: keep the array alive; it may change."""
    if shares.ndim != 2 or shares.dtype != np.uint8 or not shares.flags.c_contiguous:
        raise ValueError(f"shares are (height, width) uint8 and lie in memory line after line, not {shares.shape} {shares.dtype}")
    height, width = shares.shape
    image = QImage(shares.data, width, height, width, QImage.Format.Format_Indexed8)
    red, green, blue = color.red(), color.green(), color.blue()
    image.setColorTable([QColor(red, green, blue, round(opacity * level)).rgba() for level in range(256)])
    return image


def qimage_from_mask(mask: NDArray[np.float32]) -> QImage:
    """A grey QImage from a mask, (H, W) in 0..1."""
    if mask.ndim != 2:
        raise ValueError(f"a mask has the shape (height, width), not {mask.shape}")
    image: QImage = array2qimage(mask, normalize=(0, 1))
    return image


def rgb_from_qimage(image: QImage) -> NDArray[np.uint8]:
    """RGB pixels of a QImage, (H, W, 3) uint8, as an array of its own; transparent parts become white."""
    if image.isNull():
        raise ValueError("the picture is empty")
    if image.hasAlphaChannel():
        rgba = image.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied)
        pixels = _rows(rgba, channels=4).astype(np.uint16)
        return np.asarray(np.minimum(pixels[..., :3] + (255 - pixels[..., 3:]), 255), np.uint8)
    opaque = image.convertToFormat(QImage.Format.Format_RGB32)  # rgb_view does not keep the image it views
    return np.array(rgb_view(opaque), np.uint8)


def _rows(image: QImage, *, channels: int) -> NDArray[np.uint8]:
    """The pixels of an 8-bit image without the padding at the end of its lines."""
    memory: Any = image.constBits()
    lines = np.frombuffer(memory, np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : channels * image.width()].reshape(image.height(), image.width(), channels)


def _checked(pixels: NDArray[np.uint8], *, channels: int) -> tuple[int, int]:
    if pixels.ndim != 3 or pixels.shape[2] != channels or pixels.dtype != np.uint8:
        raise ValueError(f"pixels have the shape (height, width, {channels}) and are uint8, not {pixels.shape} {pixels.dtype}")
    return pixels.shape[0], pixels.shape[1]
