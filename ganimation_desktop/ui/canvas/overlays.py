"""What is painted over the photo: face boxes, the heat map of the attention, the split line, labels and picture facts.

Everything is drawn in device pixels; `unit` is the number of device pixels in one logical pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform

from ganimation_desktop.ui.canvas.view import CanvasView
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgba

if TYPE_CHECKING:
    from ganimation_desktop.core.faces.faces import Face, FaceBox

_CHIP_FILL = QColor(16, 18, 22, 200)
_CHIP_TEXT = QColor(245, 246, 248)
_SELECTED = QColor(84, 208, 222)
NUMBER_ROOM = 28
"""Logical pixels that the number of a face takes above its box."""
_RECORDING = QColor(235, 64, 52)
_HEAT_STOPS = np.array([[0, 60, 20, 90], [0.35, 190, 40, 90], [0.7, 250, 130, 40], [1, 255, 235, 130]])


def box_rect(box: FaceBox) -> QRectF:
    """A face box as a photo rectangle; the core counts from pixel centres, the canvas from the corner."""
    return QRectF(QPointF(box.left + 0.5, box.top + 0.5), QPointF(box.right + 0.5, box.bottom + 0.5))


def draw_face_boxes(
    painter: QPainter, view: CanvasView, faces: Sequence[Face], numbers: Sequence[int], selected: int, hovered: int, unit: float
) -> None:
    """Outline each face: the selected one solid and colored, the others dashed and white, each with its number."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for index, face in enumerate(faces):
        rect = view.canvas_rect(box_rect(face.box))
        is_selected = index == selected
        painter.save()
        painter.translate(rect.center())
        painter.rotate(face.box.roll_deg)
        outline = rect.translated(-rect.center())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 140), (4 if is_selected else 3) * unit))
        painter.drawRoundedRect(outline, 6 * unit, 6 * unit)
        pen = QPen(_SELECTED if is_selected else _CHIP_TEXT, (2.5 if is_selected or index == hovered else 1.5) * unit)
        pen.setStyle(Qt.PenStyle.SolidLine if is_selected else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(outline, 6 * unit, 6 * unit)
        painter.restore()
        if len(faces) > 1 or index == hovered:
            draw_number(painter, rect, str(numbers[index]), unit)


def draw_number(painter: QPainter, box: QRectF, number: str, unit: float) -> QRectF:
    """Draw the number of a face above its box, inside of it where the canvas ends there; return where."""
    if box.top() >= NUMBER_ROOM * unit or box.bottom() < 0:
        return draw_chip(painter, box.topLeft() + QPointF(0, -6 * unit), number, unit, above=True)
    return draw_chip(painter, QPointF(box.left() + 6 * unit, max(box.top(), 0) + 6 * unit), number, unit)


def draw_heat_map(painter: QPainter, view: CanvasView, attention: NDArray[np.float32], frame_from_crop: NDArray[np.float64]) -> None:
    """Lay the attention of one face over the photo: the brighter, the more of that pixel was edited; kept pixels stay clear."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(photo_from_crop(frame_from_crop) * photo_to_canvas(view), combine=True)
    painter.drawImage(0, 0, qimage_from_rgba(heat_rgba(1.0 - attention)))
    painter.restore()


def heat_rgba(edited: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Heat colors (H, W, 4) uint8 of the edited share 0..1; opacity grows with it."""
    share = np.clip(edited, 0, 1)
    channels = [np.interp(share, _HEAT_STOPS[:, 0], _HEAT_STOPS[:, 1 + channel]) for channel in range(3)]
    return np.dstack([*channels, 165 * np.sqrt(share) * (share > 0.02)]).astype(np.uint8)


def photo_from_crop(frame_from_crop: NDArray[np.float64]) -> QTransform:
    """The crop's transform for painters: pixel corners instead of pixel centres at whole numbers."""
    (a, b, c), (d, e, f) = frame_from_crop.tolist()
    return QTransform(a, d, b, e, c + 0.5 - 0.5 * (a + b), f + 0.5 - 0.5 * (d + e))


def photo_to_canvas(view: CanvasView) -> QTransform:
    """Photo pixels to device pixels of the canvas."""
    corner = view.photo_rect.topLeft()
    return QTransform(view.zoom, 0, 0, view.zoom, corner.x(), corner.y())


def draw_split(painter: QPainter, line_x: float, photo_rect: QRectF, canvas_height: float, labels: tuple[str, str], unit: float) -> None:
    """The line between before (left) and after (right) with its handle and labels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top, bottom = max(photo_rect.top(), 0.0), min(photo_rect.bottom(), canvas_height)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 4 * unit))
    painter.drawLine(QPointF(line_x, top), QPointF(line_x, bottom))
    painter.setPen(QPen(_CHIP_TEXT, 2 * unit))
    painter.drawLine(QPointF(line_x, top), QPointF(line_x, bottom))
    middle = QPointF(line_x, (top + bottom) / 2)
    painter.setBrush(_CHIP_FILL)
    painter.drawEllipse(middle, 14 * unit, 14 * unit)
    for side in (-1, 1):
        tip = middle + QPointF(side * 8 * unit, 0)
        painter.drawPolyline([tip + QPointF(-side * 4 * unit, -4 * unit), tip, tip + QPointF(-side * 4 * unit, 4 * unit)])
    draw_chip(painter, QPointF(line_x - 10 * unit, top + 10 * unit), labels[0], unit, right_aligned=True)
    draw_chip(painter, QPointF(line_x + 10 * unit, top + 10 * unit), labels[1], unit)


def inner_corner(view: CanvasView, unit: float) -> QPointF:
    """Where a chip begins in the upper left corner of what is seen of the photo."""
    corner = view.photo_rect.topLeft()
    return QPointF(max(corner.x(), 0.0) + 10 * unit, max(corner.y(), 0.0) + 10 * unit)


def draw_recording(painter: QPainter, corner: QPointF, text: str, unit: float) -> None:
    """A red dot and the length of the recording, left of a corner."""
    chip = draw_chip(painter, corner, f"     {text}", unit, right_aligned=True)
    middle = QPointF(chip.left() + 14 * unit, chip.center().y())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_RECORDING)
    painter.drawEllipse(middle, 5 * unit, 5 * unit)


def draw_chip(
    painter: QPainter,
    corner: QPointF,
    text: str,
    unit: float,
    *,
    right_aligned: bool = False,
    above: bool = False,
    room: float | None = None,
    wrap: bool = False,
) -> QRectF:
    """Draw text on a dark rounded ground that is readable on any picture, and return where.

    Without enough `room` lines end in "…", or go on in the next one with `wrap`.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setPixelSize(round(12 * unit))
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    lines = text.split("\n")
    if room is not None:
        if wrap:
            lines = [part for line in lines for part in _wrapped(line, metrics, room - 14 * unit)]
        lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room - 14 * unit) for line in lines]
    width = max(metrics.horizontalAdvance(line) for line in lines) + 14 * unit
    height = metrics.lineSpacing() * len(lines) + 6 * unit
    rect = QRectF(corner.x() - (width if right_aligned else 0), corner.y() - (height if above else 0), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_CHIP_FILL)
    painter.drawRoundedRect(rect, 5 * unit, 5 * unit)
    painter.setPen(_CHIP_TEXT)
    for number, line in enumerate(lines):
        place = QRectF(rect.left() + 7 * unit, rect.top() + 3 * unit + number * metrics.lineSpacing(), width, metrics.lineSpacing())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)
    painter.restore()
    return rect


def _wrapped(text: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """The lines of a text that are no wider than `room`, but for single words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
