"""The timeline of a video: the play head, keyframes, and in and out point."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ganimation_desktop.ui.widgets.colors import mixed

MARGIN = 14
RULER, LANE = 20, 24
DIAMOND = 6.0
REACH = 8
MANY = 120
STEPS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
LABEL_WIDTH = 64
BIG_STEP_S = 1.0


def time_text(time_s: float) -> str:
    """Format a time as minutes, seconds and hundredths, as the language writes them."""
    hundredths = round(100 * max(time_s, 0.0))
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes}:{rest // 100:02d}{QLocale().decimalPoint()}{rest % 100:02d}"


class Timeline(QWidget):
    """Shows a ruler with the play head above a lane of keyframes.

    Click or drag to go somewhere, drag a keyframe to move it, drag an end of the part; arrows step, Home and End go to the ends, Delete
    deletes the keyframe at the play head, Space plays.

    Attributes
    ----------
    duration_s, time_s, part, keyframes_s
        What is shown, in seconds.

    Signals
    -------
    seekRequested(float)
        Go to this moment.
    stepRequested(int)
        Step by this many frames, back if negative.
    keyframeMoved(float, float)
        Move the keyframe at the first moment to the second.
    keyframeAddRequested(), keyframeDeleteRequested(), playRequested()
        At the play head.
    partChanged(float, float)
        Take this part.
    """

    seekRequested = Signal(float)
    stepRequested = Signal(int)
    keyframeMoved = Signal(float, float)
    keyframeAddRequested = Signal()
    keyframeDeleteRequested = Signal()
    playRequested = Signal()
    partChanged = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.duration_s = self.time_s = 0.0
        self.part = (0.0, 0.0)
        self.keyframes_s: tuple[float, ...] = ()
        self._current_s: float | None = None
        self._drag = ""
        self._dragged_from = self._dragged_to = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Timeline"))

    def show_video(self, duration_s: float, part: tuple[float, float]) -> None:
        """Show a length and the part of it."""
        self.duration_s, self.part = max(duration_s, 0.0), part
        self._show_message()

    def show_time(self, time_s: float) -> None:
        """Move the play head."""
        self.time_s = time_s
        self._show_message()

    def show_keyframes(self, times_s: Sequence[float], current_s: float | None) -> None:
        """Show keyframes; the one at the play head stands out."""
        self.keyframes_s, self._current_s = tuple(times_s), current_s
        self.update()

    def x_of(self, time_s: float) -> float:
        """Position of a moment."""
        share = time_s / self.duration_s if self.duration_s > 0 else 0.0
        return MARGIN + min(max(share, 0.0), 1.0) * max(self.width() - 2 * MARGIN, 1)

    def time_at(self, x: float) -> float:
        """Moment at a position."""
        share = (x - MARGIN) / max(self.width() - 2 * MARGIN, 1)
        return min(max(share, 0.0), 1.0) * self.duration_s

    def keyframe_at(self, position: QPointF) -> float | None:
        """Moment of the keyframe under a position; None where there is none."""
        if position.y() < RULER:
            return None
        near = min(self.keyframes_s, key=lambda time_s: abs(self.x_of(time_s) - position.x()), default=None)
        return near if near is not None and abs(self.x_of(near) - position.x()) <= REACH else None

    def _show_message(self) -> None:
        self.setAccessibleDescription(f"{time_text(self.time_s)} / {time_text(self.duration_s)}")
        self.update()

    def _handle_at(self, position: QPointF) -> str:
        """Which end of the part is under a position, empty for none."""
        if position.y() >= RULER or self._whole:
            return ""
        start, end = (abs(self.x_of(time_s) - position.x()) for time_s in self.part)
        return "" if min(start, end) > REACH else "start" if start <= end else "end"

    @property
    def _whole(self) -> bool:
        return self.part[0] <= 0 and self.part[1] >= self.duration_s

    # -- painting

    def _paint_ruler(self, painter: QPainter) -> None:
        palette = self.palette()
        line = palette.color(QPalette.ColorRole.Mid)
        text = mixed(palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window), 0.35)
        step_s = next((step for step in STEPS_S if self.x_of(step) - self.x_of(0) >= LABEL_WIDTH), STEPS_S[-1])
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        number = 0
        while number * step_s <= self.duration_s + 1e-6:
            time_s = number * step_s
            x = self.x_of(time_s)
            painter.setPen(line)
            painter.drawLine(QPointF(x, RULER - 5), QPointF(x, RULER))
            painter.setPen(text)
            label = QLocale().toString(float(time_s), "g", 4) if self.duration_s < 60 else f"{int(time_s) // 60}:{int(time_s) % 60:02d}"
            painter.drawText(QRectF(x - LABEL_WIDTH / 2, 1, LABEL_WIDTH, RULER - 6), Qt.AlignmentFlag.AlignCenter, label)
            number += 1

    def _paint_part(self, painter: QPainter) -> None:
        palette = self.palette()
        lane = QRectF(MARGIN, RULER, self.width() - 2 * MARGIN, LANE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(lane, 4, 4)
        if self._whole:
            return
        accent = palette.color(QPalette.ColorRole.Highlight)
        left, right = self.x_of(self.part[0]), self.x_of(self.part[1])
        painter.setBrush(mixed(palette.color(QPalette.ColorRole.Base), accent, 0.28))
        painter.drawRect(QRectF(left, RULER, right - left, LANE))
        painter.setBrush(accent)
        for x, direction in ((left, 1), (right, -1)):
            painter.drawRect(QRectF(x - 1, RULER - 9, 2, LANE + 9))
            painter.drawPolygon(QPolygonF([QPointF(x, RULER - 9), QPointF(x + 8 * direction, RULER - 9), QPointF(x, RULER - 1)]))

    def _paint_keyframes(self, painter: QPainter) -> None:
        palette = self.palette()
        accent, text = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.WindowText)
        middle = RULER + LANE / 2
        many = len(self.keyframes_s) > MANY
        for time_s in self.keyframes_s:
            x = self.x_of(self._dragged_to if self._drag == "keyframe" and time_s == self._dragged_from else time_s)
            is_current = time_s == self._current_s
            if many and not is_current:
                painter.setPen(mixed(text, palette.color(QPalette.ColorRole.Base), 0.5))
                painter.drawLine(QPointF(x, middle - DIAMOND / 2), QPointF(x, middle + DIAMOND / 2))
                continue
            painter.setPen(QPen(text, 1))
            painter.setBrush(accent if is_current else mixed(text, palette.color(QPalette.ColorRole.Base), 0.55))
            corners = ((0, -DIAMOND), (DIAMOND, 0), (0, DIAMOND), (-DIAMOND, 0))
            painter.drawPolygon(QPolygonF([QPointF(x + dx, middle + dy) for dx, dy in corners]))

    # -- Qt

    def sizeHint(self) -> QSize:
        return QSize(480, RULER + LANE + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, RULER + LANE + 6)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_message()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            keyframe_s = self.keyframe_at(QPointF(event.pos()))
            text = self.tr("Click to seek, drag to move, double-click in the lane to add a keyframe")
            if keyframe_s is not None:
                text = self.tr("Keyframe at {time}: drag to move it").format(time=time_text(keyframe_s))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_part(painter)
        self._paint_ruler(painter)
        self._paint_keyframes(painter)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        x = self.x_of(self.time_s)
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(x, RULER - 4), QPointF(x, RULER + LANE + 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawPolygon(QPolygonF([QPointF(x - 6, RULER - 11), QPointF(x + 6, RULER - 11), QPointF(x, RULER - 2)]))
        if self.hasFocus():
            painter.setPen(QPen(accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.duration_s <= 0:
            return
        keyframe_s = self.keyframe_at(event.position())
        self._drag = self._handle_at(event.position())
        if keyframe_s is not None:
            self._drag = "keyframe"
            self._dragged_from = self._dragged_to = keyframe_s
            self.seekRequested.emit(keyframe_s)
        elif not self._drag:
            self._drag = "head"
            self.seekRequested.emit(self.time_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        time_s = self.time_at(event.position().x())
        if self._drag == "head":
            self.seekRequested.emit(time_s)
        elif self._drag == "keyframe":
            if self._dragged_to != self._dragged_from or abs(self.x_of(self._dragged_from) - event.position().x()) > 2:
                self._dragged_to = time_s
                self.seekRequested.emit(time_s)
                self.update()
        elif self._drag:
            self.partChanged.emit(*((time_s, self.part[1]) if self._drag == "start" else (self.part[0], time_s)))
        elif self._handle_at(event.position()):
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif self.keyframe_at(event.position()) is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, ""
        if drag == "keyframe" and self._dragged_to != self._dragged_from:
            self.keyframeMoved.emit(self._dragged_from, self._dragged_to)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().y() >= RULER and self.keyframe_at(event.position()) is None:
            self.keyframeAddRequested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        seconds = BIG_STEP_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0.0
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            direction = 1 if key == Qt.Key.Key_Right else -1
            if seconds:
                self.seekRequested.emit(self.time_s + direction * seconds)
            else:
                self.stepRequested.emit(direction)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.seekRequested.emit(0.0 if key == Qt.Key.Key_Home else self.duration_s)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.keyframeDeleteRequested.emit()
        elif key == Qt.Key.Key_Space:
            self.playRequested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
