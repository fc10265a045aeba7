"""What the mask panes show of one edited face: each mask as a picture, and its value at a point in words."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QImage

from ganimation_desktop.ui.canvas.overlays import heat_rgba
from ganimation_desktop.ui.widgets.qimage import qimage_from_mask, qimage_from_rgb

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import FaceAnimation

FULL_DIFFERENCE = 96.0
"""Change of a channel, of 255, that is drawn in the brightest color."""
_ARROWS = "→↘↓↙←↖↑↗"


class MaskKind(Enum):
    """The four panes."""

    ATTENTION = "attention"
    COLOR = "color"
    DIFFERENCE = "difference"
    FLOW = "flow"


class MaskPictures:
    """The masks of one face, turned into pictures when they are asked for.

    Parameters
    ----------
    face
        One face of a result.
    """

    def __init__(self, face: FaceAnimation) -> None:
        self._face = face
        self.size_px = int(face.attention.shape[0])
        self.share_edited = face.share_edited
        self.is_edited = face.patch is not None
        self._difference = crop_change(face)

    def image(self, kind: MaskKind, *, bright_is_edited: bool) -> QImage:
        """The picture of a mask; null for the flow of a model without one.

        Parameters
        ----------
        kind
            Which mask.
        bright_is_edited
            Show the attention as `1 - A` (bright: edited) instead of the paper's A (bright: kept).
        """
        if kind is MaskKind.ATTENTION:
            return qimage_from_mask(1.0 - self._face.attention if bright_is_edited else self._face.attention)
        if kind is MaskKind.COLOR:
            return qimage_from_rgb(self._face.color_rgb)
        if kind is MaskKind.DIFFERENCE:
            return qimage_from_rgb(_on_black(heat_rgba(self._difference / FULL_DIFFERENCE)))
        return QImage() if self._face.flow is None else qimage_from_rgb(flow_rgb(self._face.flow))

    def value(self, kind: MaskKind, x: float, y: float, *, bright_is_edited: bool) -> str:
        """The value of a mask at a crop position 0..1, in words; empty where there is none."""
        column, row = (min(max(int(place * self.size_px), 0), self.size_px - 1) for place in (x, y))
        if kind is MaskKind.ATTENTION:
            attention = float(self._face.attention[row, column])
            name, shown = ("1−A", 1 - attention) if bright_is_edited else ("A", attention)
            return f"{name} = {QLocale().toString(shown, 'f', 2)}"
        if kind is MaskKind.COLOR:
            red, green, blue = self._face.color_rgb[row, column].tolist()
            return f"{red} {green} {blue}"
        if kind is MaskKind.DIFFERENCE:
            return QCoreApplication.translate("MaskPictures", "{value:.0f} of 255").format(value=float(self._difference[row, column]))
        if self._face.flow is None:
            return ""
        across, down = self._face.flow[row, column].tolist()
        length = math.hypot(across, down)
        arrow = _ARROWS[round(math.atan2(down, across) / (math.pi / 4)) % 8] if length >= 0.05 else ""
        return f"{QLocale().toString(length, 'f', 1)} px {arrow}".rstrip()


def crop_change(face: FaceAnimation) -> NDArray[np.float32]:
    """How much the edit changes each crop pixel, (S, S) in 0..255: the largest of the three channels."""
    change = (1.0 - face.attention[..., None]) * (face.color_rgb.astype(np.float32) - face.face.crop.rgb)
    return np.asarray(np.abs(change).max(axis=2), np.float32)


def flow_rgb(flow: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A flow (S, S, 2) in pixels as colors (S, S, 3): hue is the direction, brightness the length, full at 1/16 of the side."""
    angle = np.arctan2(flow[..., 1], flow[..., 0])
    length = np.hypot(flow[..., 0], flow[..., 1]) / (flow.shape[0] / 16)
    hsv = np.dstack([np.mod(angle / np.pi * 90, 180), np.full_like(angle, 200), 255 * np.sqrt(np.clip(length, 0, 1))])
    return np.asarray(cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB), np.uint8)


def _on_black(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return (rgba[..., :3] * alpha).astype(np.uint8)
