"""A brush on the canvas, which still shows and zooms the photo: says where it was drawn, and shows what is protected."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform, QWheelEvent
from PySide6.QtWidgets import QWidget

from ganimation_desktop.core.base.geometry import Affine, Rectangle, affine_scale
from ganimation_desktop.ui.canvas.canvas import Canvas
from ganimation_desktop.ui.canvas.overlays import draw_chip, photo_from_crop, photo_to_canvas
from ganimation_desktop.ui.widgets.qimage import qimage_of_shares

STEP_PX: Final = 8.0
"""Device pixels that an arrow key moves the brush; an eighth of it with Shift."""
_COLOR = QColor(84, 208, 222)
_ALLOWING = QColor(255, 176, 66)
_SHADE = QColor(0, 0, 0, 150)
_OPACITY: Final = 0.55


class BrushTool(QWidget):
    """Covers a canvas while it is active.

    Signals
    -------
    pressed(object), dragged(object)
        The brush was put down, or drawn on to, this photo position (QPointF).
    released()
        The brush was lifted.
    sizeStepped(float), softnessStepped(float)
        The user wants the brush so many steps larger or softer.
    switched()
        The user wants to allow instead of to protect, or the other way round.
    finished()
        The user wants no more of this.
    """

    pressed = Signal(object)
    dragged = Signal(object)
    released = Signal()
    sizeStepped = Signal(float)
    softnessStepped = Signal(float)
    switched = Signal()
    finished = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._protected: NDArray[np.uint8] | None = None
        self._image = QImage()
        self._frame_from_map: Affine | None = None
        self._radius_px, self._softness, self._protects = 1.0, 0.0, True
        self._pointer: QPointF | None = None
        self._drawing = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Protection brush"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        canvas.installEventFilter(self)
        canvas.viewChanged.connect(self.update)
        self.hide()

    def set_active(self, active: bool) -> None:
        """Cover the canvas, or give it back."""
        self._drawing = False
        self.setGeometry(self._canvas.rect())
        self.setVisible(active)
        (self if active else self._canvas).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_face(self, frame_from_map: Affine | None, protected: NDArray[np.uint8] | None) -> None:
        """Show what is protected of a face.

        Parameters
        ----------
        frame_from_map
            Map from the pixels of a protection map to the photo's; None without a face.
        protected
            The map, (512, 512), which is shown as it is at every painting; None for nothing.
        """
        self._frame_from_map = frame_from_map
        if protected is not self._protected:
            self._protected = protected
            self._image = QImage() if protected is None else qimage_of_shares(protected, _COLOR, _OPACITY)
        self.update()

    @property
    def shown(self) -> QImage:
        """What is shown over the face: null for nothing, or while the brush is away."""
        return QImage() if self.isHidden() else self._image

    def show_brush(self, radius_px: float, softness: float, *, protects: bool) -> None:
        """Show the size of the brush, in pixels of the map, its softness, 0..1, and what it does."""
        self._radius_px, self._softness, self._protects = radius_px, softness, protects
        self.update()

    def show_change(self, changed: Rectangle) -> None:
        """Repaint a changed part of the map."""
        if self._frame_from_map is not None:
            part = QRectF(changed.left, changed.top, changed.right - changed.left, changed.bottom - changed.top)
            self.update(self._widget_from_map().mapRect(part).toAlignedRect().adjusted(-2, -2, 2, 2))

    # -- where things are

    @property
    def _unit(self) -> float:
        return self.devicePixelRatioF()

    def photo_point(self, position: QPointF) -> QPointF:
        """Photo position under a widget position."""
        return self._canvas.view.photo_point(position * self._unit)

    def widget_point(self, photo_point: QPointF) -> QPointF:
        """Widget position of a photo position."""
        return self._canvas.view.canvas_point(photo_point) / self._unit

    def _widget_from_map(self) -> QTransform:
        assert self._frame_from_map is not None
        scaled = QTransform.fromScale(1 / self._unit, 1 / self._unit)
        return photo_from_crop(self._frame_from_map) * photo_to_canvas(self._canvas.view) * scaled

    def _radius(self) -> float:
        """Of the brush, in widget pixels."""
        if self._frame_from_map is None:
            return 0.0
        return max(self._radius_px * affine_scale(self._frame_from_map) * self._canvas.view.zoom / self._unit, 1.0)

    def _around_pointer(self) -> QRect:
        if self._pointer is None:
            return QRect()
        reach = self._radius() + 6
        return QRectF(self._pointer.x() - reach, self._pointer.y() - reach, 2 * reach, 2 * reach).toAlignedRect()

    def _move_pointer(self, position: QPointF | None) -> None:
        self.update(self._around_pointer())
        self._pointer = position
        self.update(self._around_pointer())

    # -- Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._move_pointer(event.position())
        self._drawing = True
        self.pressed.emit(self.photo_point(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move_pointer(event.position())
        if self._drawing:
            self.dragged.emit(self.photo_point(event.position()))
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._drawing or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._drawing = False
        self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._move_pointer(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the size with Ctrl, the softness with Shift; without, the canvas zooms."""
        steps = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sizeStepped.emit(steps)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.softnessStepped.emit(steps)
        else:
            event.ignore()
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Take the brackets, which are commands elsewhere, as sizes of the brush."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._has_meaning(event):
            event.accept()
            return True
        return super().event(event)

    def _has_meaning(self, event: QKeyEvent) -> bool:
        return event.text() in ("[", "]", "{", "}") or (event.key() == Qt.Key.Key_X and event.modifiers() == Qt.KeyboardModifier.NoModifier)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Brackets change the size, with Shift the softness; X exchanges protect and allow; arrows and Enter paint; Esc ends."""
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        step = steps.get(Qt.Key(event.key()))
        if event.text() in ("[", "]"):
            self.sizeStepped.emit(1.0 if event.text() == "]" else -1.0)
        elif event.text() in ("{", "}"):
            self.softnessStepped.emit(1.0 if event.text() == "}" else -1.0)
        elif event.key() == Qt.Key.Key_X:
            self.switched.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit(self.photo_point(self._at()))
            self.released.emit()
        elif step is not None:
            length = STEP_PX / (8 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            self._move_pointer(self._at() + QPointF(*step) * length)
        else:
            super().keyPressEvent(event)

    def _at(self) -> QPointF:
        """Where the brush is; in the middle of the face when it is nowhere."""
        if self._pointer is not None or self._frame_from_map is None:
            return self._pointer or QPointF(self.rect().center())
        return self._widget_from_map().map(QPointF(256, 256))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._frame_from_map is not None:
            painter.save()
            painter.setTransform(self._widget_from_map(), combine=True)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if not self._image.isNull():
                painter.drawImage(0, 0, self._image)
            painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._pointer is not None:
            self._paint_brush(painter, self._pointer)
        if self._protects:
            text = self.tr("Protect: paint over what must not change. X switches to Allow, [ and ] change the size; press Esc to finish.")
        else:
            text = self.tr("Allow: paint over what may change again. X switches to Protect, [ and ] change the size; press Esc to finish.")
        draw_chip(painter, QPointF(10, 10), text, 1.0, room=self.width() - 20.0, wrap=True)

    def _paint_brush(self, painter: QPainter, middle: QPointF) -> None:
        radius, color = self._radius(), _COLOR if self._protects else _ALLOWING
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(_SHADE, 3.5), QPen(color, 1.5)):
            painter.setPen(pen)
            painter.drawEllipse(middle, radius, radius)
            if not self._protects:
                painter.drawLine(middle - QPointF(4, 0), middle + QPointF(4, 0))
        painter.setPen(QPen(color, 1, Qt.PenStyle.DotLine))
        painter.drawEllipse(middle, radius * (1 - self._softness), radius * (1 - self._softness))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return super().eventFilter(watched, event)
