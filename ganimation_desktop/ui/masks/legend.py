"""The strip of colors below a mask, with the meaning of its two ends."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QConicalGradient, QFont, QFontMetrics, QLinearGradient, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

HEIGHT = 18
FONT_PX = 11
LEAST_STRIP = 20
N_HUES = 12
GAP = 6


def paint_wheel(painter: QPainter, rect: QRectF) -> None:
    """Paint every direction in the hue that `flow_rgb` gives it."""
    gradient = QConicalGradient(rect.center(), 0)
    for number in range(N_HUES + 1):
        gradient.setColorAt(number / N_HUES, QColor.fromHsv((360 - 360 * number // N_HUES) % 360, 200, 235))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawEllipse(rect)
    painter.restore()


class Legend(QWidget):
    """A strip of the colors that a pane uses, with the meaning of its two ends; the value under the pointer takes its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors: list[QColor] = []
        self._ends = ("", "")
        self._value = ""
        self._has_wheel = False
        self.setFixedHeight(HEIGHT)

    @property
    def text(self) -> str:
        """Its text: the value under the pointer, else the meaning of both ends."""
        return self._value or " … ".join(filter(None, self._ends))

    @property
    def is_cut(self) -> bool:
        """Whether less than the whole text is shown."""
        return self.fitted(self.width()) != self._ends and not self._value

    def explain(self, colors: list[QColor], low: str, high: str) -> None:
        """Show colors from `low` to `high`."""
        self._colors, self._ends = colors, (low, high)
        self._show_message()

    def explain_wheel(self, text: str) -> None:
        """Show the wheel of directions, whose hues say where a pixel comes from."""
        self._has_wheel = True
        self.explain([], text, "")

    def set_value(self, value: str) -> None:
        """Show a value in place of the ends; empty for none."""
        if value != self._value:
            self._value = value
            self._show_message()

    def _show_message(self) -> None:
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.update()

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(FONT_PX)
        return font

    def fitted(self, width: int) -> tuple[str, str]:
        """The two ends as they are shown in a width: cut where they and a bit of the strip do not fit."""
        metrics, (low, high) = self._metrics(), self._ends
        room = width - (2 * GAP + LEAST_STRIP if self._colors else HEIGHT + GAP if self._has_wheel else GAP)
        lengths = [metrics.horizontalAdvance(text) for text in (low, high)]
        if sum(lengths) <= room:
            return low, high
        room_low = max(room // 2, room - lengths[1]) if high else room
        low = metrics.elidedText(low, Qt.TextElideMode.ElideRight, room_low)
        return low, metrics.elidedText(high, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(low))

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(96, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area, left = QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self._value:
            painter.drawText(area, left, self._metrics().elidedText(self._value, Qt.TextElideMode.ElideRight, self.width()))
            return
        low, high = self.fitted(self.width())
        if self._has_wheel:
            wheel = QRectF(0, 1, HEIGHT - 2, HEIGHT - 2)
            paint_wheel(painter, wheel)
            painter.drawText(area.adjusted(wheel.right() + GAP, 0, 0, 0), left, low)
            return
        painter.drawText(area, left, low)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, high)
        low_px, high_px = (painter.fontMetrics().horizontalAdvance(text) for text in (low, high))
        strip = QRectF(low_px + GAP, area.center().y() - 3, area.width() - low_px - high_px - 2 * GAP, 6)
        if strip.width() > 8 and self._colors:
            gradient = QLinearGradient(strip.topLeft(), strip.topRight())
            for number, color in enumerate(self._colors):
                gradient.setColorAt(number / (len(self._colors) - 1), color)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.setBrush(gradient)
            painter.drawRoundedRect(strip, 3, 3)
