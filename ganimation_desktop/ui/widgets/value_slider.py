"""A slider for a value in 0..1 that marks a reference value and colors the span up to the handle."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from ganimation_desktop.ui.widgets.colors import mixed
from ganimation_desktop.ui.widgets.mouse_drag import MouseDrag

STEPS = 100
"""Slider positions over 0..1: one arrow key moves by 0.01."""
LARGE_STEP = 10
"""Positions that Shift with an arrow key, or a page key, moves by: 0.1."""

HANDLE_RADIUS = 6.0
_FOCUS_MARGIN = 2.5


class ValueSlider(QSlider):
    """A slider over 0..1 in steps of 0.01 that keeps the exact value it was given.

    It marks `reference` (the detected intensity) with a tick; a user who comes back to the hundredth where the tick is gets
    the exact reference value. Pressing beside the handle moves it there; pressing on the handle does not move it. The mouse
    wheel is accepted only with focus, so that it scrolls the panel otherwise.

    Parameters
    ----------
    origin
        Where the colored span begins; None for the reference.

    Signals
    -------
    edited(float)
        The user moved the handle, by whatever means.
    dragEnded(bool)
        The mouse button was released; with whether the handle had been dragged.
    resetRequested()
        Double click, Delete or Backspace.
    numberRequested()
        Enter: the user wants to type a number.
    """

    edited = Signal(float)
    dragEnded = Signal(bool)
    resetRequested = Signal()
    numberRequested = Signal()

    def __init__(self, parent: QWidget | None = None, *, origin: float | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STEPS)
        self.setSingleStep(1)
        self.setPageStep(LARGE_STEP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._origin = origin
        self._reference = 0.0
        self._exact = 0.0
        self._grab_x = 0.0
        self._drag = MouseDrag(self._begin_drag, self._drag_to, self._end_drag, self.resetRequested.emit)
        self.actionTriggered.connect(self._on_action)
        self.valueChanged.connect(self._edit_to_position)  # only assistive technology sets the value with signals on

    @property
    def exact_value(self) -> float:
        """The value, not rounded to a position."""
        return self._exact

    @property
    def reference(self) -> float:
        """The value at the tick."""
        return self._reference

    def set_reference(self, value: float) -> None:
        """Move the tick."""
        if value != self._reference:
            self._reference = value
            self.update()

    def set_exact_value(self, value: float) -> None:
        """Move the handle without emitting signals, except to screen readers."""
        if value == self._exact and round(STEPS * value) == self.value():
            return
        self._exact = value
        blocked = self.blockSignals(True)
        self.setValue(round(STEPS * value))
        self.blockSignals(blocked)
        self.update()

    def position_of(self, value: float) -> QPointF:
        """Return the middle of the handle at a value, in widget pixels."""
        left, right = self._track()
        return QPointF(left + value * (right - left), self.height() / 2)

    def sizeHint(self) -> QSize:
        """Room for the handle, its focus ring and a track of useful length."""
        return QSize(160, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the handle, its focus ring and a short track."""
        return QSize(80, round(2 * (HANDLE_RADIUS + _FOCUS_MARGIN)))

    def _track(self) -> tuple[float, float]:
        margin = HANDLE_RADIUS + _FOCUS_MARGIN + 0.5
        return margin, max(margin + 1.0, self.width() - margin)

    # -- the user moves it

    def _edit_to_position(self, position: int) -> None:
        position = min(max(position, 0), STEPS)
        value = self._reference if position == round(STEPS * self._reference) else position / STEPS
        if value != self._exact:
            self.set_exact_value(value)
            self._report(value)

    def _report(self, value: float) -> None:
        self.edited.emit(value)

    def _on_action(self) -> None:
        """Keys and wheel only propose `sliderPosition`; take it here, where the exact value is known."""
        proposed = self.sliderPosition()
        self.setSliderPosition(self.value())
        self._edit_to_position(proposed)

    def _position_at(self, x: float) -> int:
        left, right = self._track()
        return round(STEPS * (x - left) / (right - left))

    def _begin_drag(self, point: QPointF) -> None:
        """Grab the handle, or bring it here."""
        handle_x = self.position_of(self._exact).x()
        on_handle = abs(point.x() - handle_x) <= HANDLE_RADIUS + 1
        self._grab_x = point.x() - handle_x if on_handle else 0.0
        self.setSliderDown(True)
        if not on_handle:
            self._edit_to_position(self._position_at(point.x()))

    def _drag_to(self, point: QPointF) -> bool:
        before = self._exact
        self._edit_to_position(self._position_at(point.x() - self._grab_x))
        return self._exact != before

    def _end_drag(self, dragged: bool) -> None:
        self.setSliderDown(False)
        self.dragEnded.emit(dragged)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the handle, or bring it here."""
        self._drag.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle."""
        self._drag.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the handle go."""
        self._drag.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Request the reference value."""
        self._drag.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add to QSlider's keys: Shift with arrows for large steps, Delete for the reference, Enter to type."""
        key = event.key()
        direction = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}.get(Qt.Key(key))
        if direction is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._edit_to_position(self.value() + direction * LARGE_STEP)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.resetRequested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.numberRequested.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move with focus; leave the event to the scrolled panel without."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    # -- looks

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, span, tick and handle in the palette's colors."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
        enabled = self.isEnabled()
        accent = palette.color(QPalette.ColorRole.Highlight) if enabled else mixed(text, ground, 0.7)
        left, right = self._track()
        middle = self.height() / 2

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(text, ground, 0.78 if enabled else 0.88))
        painter.drawRoundedRect(QRectF(left - 2, middle - 2, right - left + 4, 4), 2, 2)

        tick = self.position_of(self._reference)
        handle = self.position_of(self._exact)
        start_x = tick.x() if self._origin is None else self.position_of(self._origin).x()
        if enabled:
            painter.setBrush(accent)
            painter.drawRoundedRect(QRectF(QPointF(start_x, middle - 2), QPointF(handle.x(), middle + 2)).normalized(), 2, 2)
            painter.setBrush(mixed(text, ground, 0.3))
            painter.drawRoundedRect(QRectF(tick.x() - 1, middle - 7, 2, 14), 1, 1)
        self._paint_handle(painter, handle, accent, text, ground)

    def _paint_handle(self, painter: QPainter, middle: QPointF, accent: QColor, text: QColor, ground: QColor) -> None:
        button = self.palette().color(QPalette.ColorRole.Button)
        face = mixed(button, QColor(Qt.GlobalColor.white), 0.75 if ground.lightness() > 127 else 0.6)
        active = self.isEnabled() and (self.underMouse() or self.isSliderDown() or self.hasFocus())
        painter.setBrush(mixed(face, ground, 0.0 if self.isEnabled() else 0.6))
        painter.setPen(QPen(accent if active else mixed(text, ground, 0.45), 1.5))
        painter.drawEllipse(middle, HANDLE_RADIUS, HANDLE_RADIUS)
        if self.isSliderDown() or (self.isEnabled() and abs(self._exact - self._reference) > 1e-6):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(middle, 2.5, 2.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 2))
            painter.drawEllipse(middle, HANDLE_RADIUS + _FOCUS_MARGIN - 0.5, HANDLE_RADIUS + _FOCUS_MARGIN - 0.5)

    def changeEvent(self, event: QEvent) -> None:
        """Draw again when enabled or disabled."""
        super().changeEvent(event)
        self.update()
