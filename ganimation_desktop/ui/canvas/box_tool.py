"""Draws, moves, enlarges and turns a face box on the canvas, which still shows and zooms the photo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ganimation_desktop.ui.canvas.box_shape import SMALLEST_PX, BoxShape
from ganimation_desktop.ui.canvas.canvas import Canvas
from ganimation_desktop.ui.canvas.overlays import draw_chip

HANDLE = 5.0
REACH = 11.0
KNOB_DISTANCE = 26.0
STEP_PX, TURN_STEP_DEG, SNAP_DEG = 4.0, 3.0, 15.0
_LINE = QColor(84, 208, 222)
_SHADE = QColor(0, 0, 0, 150)


class BoxTool(QWidget):
    """Covers a canvas while it is active.

    Attributes
    ----------
    shape
        The square with handles; None while there is none.

    Signals
    -------
    boxDrawn(object)
        The user drew another face box (`FaceBox`).
    boxChanged(object)
        The user moved, enlarged or turned the one with handles.
    faceClicked(int)
        Another face was clicked.
    finished()
        The user wants no more of this.
    """

    boxDrawn = Signal(object)
    boxChanged = Signal(object)
    faceClicked = Signal(int)
    finished = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.shape: BoxShape | None = None
        self._others: tuple[BoxShape, ...] = ()
        self._before: BoxShape | None = None
        self._press: QPointF | None = None
        self._part = ""
        self._moved = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Draw face box"))
        canvas.installEventFilter(self)
        canvas.viewChanged.connect(self.update)
        self.hide()

    def set_active(self, active: bool) -> None:
        """Cover the canvas, or give it back."""
        self._press = None
        self.setGeometry(self._canvas.rect())
        self.setVisible(active)
        (self if active else self._canvas).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_boxes(self, shapes: Sequence[BoxShape], selected: int) -> None:
        """Give the selected one of some squares handles; the others can be clicked."""
        if self._press is None:
            self._others = tuple(shapes)
            self.shape = self._others[selected] if 0 <= selected < len(self._others) else None
            self.update()

    # -- where things are

    @property
    def _unit(self) -> float:
        return self.devicePixelRatioF()

    def _photo_point(self, position: QPointF) -> QPointF:
        return self._canvas.view.photo_point(position * self._unit)

    def _on_screen(self, photo_point: QPointF) -> QPointF:
        return self._canvas.view.canvas_point(photo_point) / self._unit

    def _knob(self, shape: BoxShape) -> QPointF:
        return shape.knob(KNOB_DISTANCE * self._unit / self._canvas.view.zoom)

    def part_at(self, position: QPointF) -> str:
        """What lies under a widget position: "knob", "corner", "inside", or "" for nothing."""
        if self.shape is None:
            return ""

        def near(photo_point: QPointF) -> bool:
            way = self._on_screen(photo_point) - position
            return max(abs(way.x()), abs(way.y())) <= REACH

        if near(self._knob(self.shape)):
            return "knob"
        if any(near(corner) for corner in self.shape.corners()):
            return "corner"
        return "inside" if self.shape.contains(self._photo_point(position)) else ""

    # -- Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._press, self._before, self._moved = event.position(), self.shape, False
        self._part = self.part_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            self._show_cursor(self.part_at(event.position()))
            event.ignore()
            return
        if not self._moved and (event.position() - self._press).manhattanLength() < 4:
            return
        self._moved = True
        start, point, before = self._photo_point(self._press), self._photo_point(event.position()), self._before
        if not self._part or before is None:
            self.shape = BoxShape.drawn(start, point)
        elif self._part == "inside":
            self.shape = before.moved(point - start)
        elif self._part == "corner":
            self.shape = before.with_corner_at(point)
        else:
            snap = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.shape = before.turned_to(point, SNAP_DEG if snap else 0.0)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._press = None
        shape = self.shape
        if not self._moved:
            self._click(self._photo_point(event.position()))
        elif shape is not None and (self._part or shape.side >= SMALLEST_PX):
            (self.boxChanged if self._part and self._before is not None else self.boxDrawn).emit(shape.face_box())
        else:
            self.shape = self._before
        self.update()

    def _click(self, point: QPointF) -> None:
        hit = [index for index, shape in enumerate(self._others) if shape.contains(point)]
        if hit:
            self.faceClicked.emit(min(hit, key=lambda index: self._others[index].side))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrows, enlarge and turn with them where Shift and Alt are held; Esc and Enter end it."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
            return
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        step = steps.get(Qt.Key(event.key()))
        if step is None or self.shape is None:
            super().keyPressEvent(event)
            return
        length = STEP_PX * self._unit / self._canvas.view.zoom
        x, y = step
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            shape = BoxShape(self.shape.middle, self.shape.side, self.shape.roll_deg + TURN_STEP_DEG * (x + y))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            shape = BoxShape(self.shape.middle, max(self.shape.side + length * (x - y), SMALLEST_PX), self.shape.roll_deg)
        else:
            shape = self.shape.moved(QPointF(x, y) * length)
        self.shape = shape
        self.update()
        self.boxChanged.emit(shape.face_box())

    def _show_cursor(self, part: str) -> None:
        cursors = {
            "knob": Qt.CursorShape.PointingHandCursor,
            "corner": Qt.CursorShape.SizeAllCursor,
            "inside": Qt.CursorShape.OpenHandCursor,
        }
        self.setCursor(cursors.get(part, Qt.CursorShape.CrossCursor))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.shape is not None:
            self._paint_shape(painter, self.shape)
        text = self.tr(
            "Drag a square around a face, from the brows to the chin. Use the handles to move, resize and rotate it; press Esc to finish."
        )
        draw_chip(painter, QPointF(10, 10), text, 1.0, room=self.width() - 20.0, wrap=True)

    def _paint_shape(self, painter: QPainter, shape: BoxShape) -> None:
        corners = [self._on_screen(corner) for corner in shape.corners()]
        knob, top = self._on_screen(self._knob(shape)), (corners[0] + corners[1]) / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((_SHADE, 4.0), (_LINE, 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawPolygon(QPolygonF(corners))
            painter.drawLine(top, knob)
        painter.setPen(QPen(_SHADE, 1))
        painter.setBrush(_LINE)
        painter.drawEllipse(knob, HANDLE + 1, HANDLE + 1)
        for corner in corners:
            painter.drawRect(int(corner.x() - HANDLE), int(corner.y() - HANDLE), int(2 * HANDLE), int(2 * HANDLE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return super().eventFilter(watched, event)
