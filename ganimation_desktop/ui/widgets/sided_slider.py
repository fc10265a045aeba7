"""A value slider that shows a handle for the left and for the right side of a face once they differ."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ganimation_desktop.core.base.face_target import Side
from ganimation_desktop.ui.widgets.colors import mixed
from ganimation_desktop.ui.widgets.value_slider import HANDLE_RADIUS, ValueSlider


class SidedSlider(ValueSlider):
    """A `ValueSlider` whose handle becomes two, L and R, while the sides differ.

    Pressing on one of the two moves that side alone. A press beside the handles, keys and the wheel move the value as without sides.

    Signals
    -------
    sideEdited(object, float)
        The user moved the handle of one `Side`.
    """

    sideEdited = Signal(object, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: dict[Side, float] | None = None
        self._front: Side | None = None
        self._held: Side | None = None

    @property
    def sides(self) -> dict[Side, float] | None:
        """The value of either side; None while they are one."""
        return self._values

    def set_sides(self, left: float, right: float, front: Side | None) -> None:
        """Show the values of both sides without emitting signals; `front` is the side that is worked on, None for both."""
        values = None if left == right else {Side.LEFT: left, Side.RIGHT: right}
        if (values, front) != (self._values, self._front):
            self._values, self._front = values, front
            self.update()
        shown = self._held or front
        self.set_exact_value((left + right) / 2 if shown is None else left if shown is Side.LEFT else right)

    def _side_at(self, x: float) -> Side | None:
        """The side whose handle is there, the nearer one of two."""
        if self._values is None:
            return None
        distances = {side: abs(x - self.position_of(value).x()) for side, value in self._values.items()}
        nearest = min(distances, key=lambda side: (distances[side], side is not self._front))
        return nearest if distances[nearest] <= HANDLE_RADIUS + 1 else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab a handle, or bring the value here."""
        side = self._side_at(event.position().x()) if event.button() == Qt.MouseButton.LeftButton else None
        if side is not None and self._values is not None:
            self._held = side
            self.set_exact_value(self._values[side])
        elif self._values is not None and self._front is None:
            self._exact = math.nan  # there is no handle between the two, so that every press brings them together
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the handle go."""
        super().mouseReleaseEvent(event)
        self._held = None
        if self._values is not None:
            self.set_sides(self._values[Side.LEFT], self._values[Side.RIGHT], self._front)

    def _report(self, value: float) -> None:
        if self._held is None:
            self.edited.emit(value)
        else:
            self.sideEdited.emit(self._held, value)

    def _paint_handle(self, painter: QPainter, middle: QPointF, accent: QColor, text: QColor, ground: QColor) -> None:
        if self._values is None:
            super()._paint_handle(painter, middle, accent, text, ground)
            return
        front = self._held or self._front
        for side in sorted(self._values, key=lambda side: side is front):
            place = self.position_of(self._values[side])
            chosen = front in (None, side) and self.isEnabled()
            painter.setBrush(mixed(accent, ground, 0.0 if chosen else 0.55))
            painter.setPen(QPen(mixed(text, ground, 0.2) if side is front else mixed(text, ground, 0.6), 1.2))
            painter.drawEllipse(place, HANDLE_RADIUS + 0.5, HANDLE_RADIUS + 0.5)
            font = painter.font()
            font.setPixelSize(9)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(Qt.GlobalColor.white) if accent.lightness() < 170 else QColor(Qt.GlobalColor.black))
            box = QRectF(place.x() - HANDLE_RADIUS, place.y() - HANDLE_RADIUS, 2 * HANDLE_RADIUS, 2 * HANDLE_RADIUS)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, side.value)
