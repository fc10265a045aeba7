"""One mask picture, and the zoom and pointer that all panes share."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from ganimation_desktop.ui.canvas.overlays import draw_chip

MAX_ZOOM = 12.0
MIN_SIDE = 72
KEY_STEP = 1 / 64


class MaskLink(QObject):
    """Zoom, middle and pointer of all panes, in crop positions 0..1.

    Attributes
    ----------
    zoom
        1: the whole crop.
    center
        Crop position in the middle of every pane.
    pointer
        Crop position under the pointer, None when it is nowhere on the face.
    drawing
        Whether a drag draws on the face; otherwise it moves what is shown.
    overlay
        Laid over the whole crop in every pane while something is drawn; null for nothing.

    Signals
    -------
    viewChanged()
        `zoom` or `center` changed.
    pointerChanged()
        `pointer` changed.
    pressed(object), dragged(object)
        While `drawing`: a pane was pressed, or drawn on, at this crop position (QPointF).
    released()
        The button was let go.
    """

    viewChanged = Signal()
    pointerChanged = Signal()
    pressed = Signal(object)
    dragged = Signal(object)
    released = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.zoom = 1.0
        self.center = QPointF(0.5, 0.5)
        self.pointer: QPointF | None = None
        self.drawing = False
        self.overlay = QImage()

    def set_drawing(self, *, drawing: bool) -> None:
        """Say whether a drag draws on the face."""
        self.drawing = drawing

    def show_overlay(self, overlay: QImage) -> None:
        """Lay a picture over the crop, which is shown as it is at every painting."""
        self.overlay = overlay
        self.viewChanged.emit()

    @property
    def window(self) -> QRectF:
        """The part of the crop that is shown."""
        side = 1 / self.zoom
        return QRectF(self.center.x() - side / 2, self.center.y() - side / 2, side, side)

    def point_at(self, position: QPointF | None) -> None:
        """Move the pointer; a position outside the crop counts as none."""
        inside = position is not None and 0 <= position.x() < 1 and 0 <= position.y() < 1
        pointer = position if inside else None
        if pointer != self.pointer:
            self.pointer = pointer
            self.pointerChanged.emit()

    def zoom_at(self, position: QPointF, factor: float) -> None:
        """Zoom and keep a crop position where it is."""
        zoom = min(max(self.zoom * factor, 1.0), MAX_ZOOM)
        center = position + (self.center - position) * (self.zoom / zoom)
        self.zoom = zoom
        self.move_to(center)

    def move_to(self, center: QPointF) -> None:
        """Bring a crop position into the middle, as far as the crop reaches."""
        reach = 0.5 / self.zoom
        self.center = QPointF(min(max(center.x(), reach), 1 - reach), min(max(center.y(), reach), 1 - reach))
        self.viewChanged.emit()

    def reset(self) -> None:
        """Show the whole crop."""
        self.zoom = 1.0
        self.move_to(QPointF(0.5, 0.5))


class MaskView(QWidget):
    """Paints one mask, square, with a cross under the shared pointer.

    Signals
    -------
    menuRequested(QPoint)
        A context menu is requested at this screen position.
    enlargeRequested()
        The mask was double-clicked, or Enter was pressed on it.
    """

    menuRequested = Signal(object)
    enlargeRequested = Signal()

    def __init__(self, link: MaskLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._image = QImage()
        self._hint = ""
        self._badge = ""
        self._drag_from: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(MIN_SIDE, MIN_SIDE)
        link.viewChanged.connect(self.update)
        link.pointerChanged.connect(self.update)

    def show_image(self, image: QImage, hint: str = "") -> None:
        """Show a picture, or a hint in its place when it is null."""
        self._image, self._hint = image, hint
        self.update()

    def set_badge(self, text: str) -> None:
        """Write a fact into the lower left corner; empty for none."""
        self._badge = text
        self.update()

    @property
    def badge(self) -> str:
        """What is written into the corner."""
        return self._badge

    @property
    def image(self) -> QImage:
        """The picture shown; null for none."""
        return self._image

    @property
    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _crop_position(self, position: QPointF) -> QPointF:
        square, window = self._square, self._link.window
        share_x = (position.x() - square.left()) / square.width()
        share_y = (position.y() - square.top()) / square.height()
        return QPointF(window.left() + share_x * window.width(), window.top() + share_y * window.height())

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(150, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square, window = self._square, self._link.window
        painter.fillRect(square, self.palette().color(QPalette.ColorRole.Dark))
        if self._image.isNull():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(square.adjusted(8, 8, -8, -8), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)
        else:
            for image in (self._image, self._link.overlay):
                width, height = image.width(), image.height()
                part = QRectF(window.left() * width, window.top() * height, window.width() * width, window.height() * height)
                painter.drawImage(square, image, part)
            if self._link.pointer is not None and window.contains(self._link.pointer):
                self._paint_cross(painter, square, self._link.pointer)
            if self._badge:
                draw_chip(painter, square.bottomLeft() + QPointF(4, -4), self._badge, 0.9, above=True, room=square.width() - 8)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(square.adjusted(1, 1, -1, -1))

    def _paint_cross(self, painter: QPainter, square: QRectF, pointer: QPointF) -> None:
        window = self._link.window
        x = square.left() + (pointer.x() - window.left()) / window.width() * square.width()
        y = square.top() + (pointer.y() - window.top()) / window.height() * square.height()
        for color, width in ((QColor(0, 0, 0, 160), 3.0), (QColor(255, 255, 255), 1.0)):
            painter.setPen(QPen(color, width))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(QPointF(x + 3 * dx, y + 3 * dy), QPointF(x + 8 * dx, y + 8 * dy))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._link.zoom_at(self._crop_position(event.position()), 1.0015 ** event.angleDelta().y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = event.position()
            if self._link.drawing:
                self._link.pressed.emit(self._crop_position(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None and self._link.drawing:
            self._link.dragged.emit(self._crop_position(event.position()))
        elif self._drag_from is not None:
            moved = (event.position() - self._drag_from) / self._square.width() / self._link.zoom
            self._drag_from = event.position()
            self._link.move_to(self._link.center - moved)
        self._link.point_at(self._crop_position(event.position()) if not self._image.isNull() else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self._link.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._link.drawing:
            self.mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.enlargeRequested.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._link.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        step = steps.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enlargeRequested.emit()
            return
        if step is None or self._image.isNull():
            super().keyPressEvent(event)
            return
        start = self._link.pointer or self._link.center
        self._link.point_at(QPointF(start.x() + step[0] * KEY_STEP, start.y() + step[1] * KEY_STEP))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menuRequested.emit(event.globalPos())
