"""The gaze: a pad whose middle is the gaze of the photo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE, Gaze
from ganimation_desktop.ui.widgets.colors import mixed
from ganimation_desktop.ui.widgets.mouse_drag import MouseDrag

STEP, LARGE_STEP = 0.05, 0.2
"""How far an arrow key turns the eyes, alone and with Shift."""
NEAR_MIDDLE = 0.04
"""A drag that ends so near the middle brings the gaze of the photo back exactly."""

_MARGIN = 8.0
_DOT = 5.0


class GazePad(QWidget):
    """A pad to drag the gaze on: right in the picture is right on the pad.

    The arrow keys turn the eyes, too; a double click, Delete or Backspace restores the gaze of the photo.

    Attributes
    ----------
    mirrored
        Whether the picture is shown mirrored, so that right in the picture is left on the pad.

    Signals
    -------
    edited(object)
        The user wants this `Gaze`.
    dragEnded(bool)
        The mouse button was released; with whether the gaze had been dragged.
    resetRequested()
        The user wants the gaze of the photo.
    """

    edited = Signal(object)
    dragEnded = Signal(bool)
    resetRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mirrored = False
        self._gaze: Gaze = UNCHANGED_GAZE
        self._drag = MouseDrag(self._drag_to, self._drag_to, self.dragEnded.emit, self.resetRequested.emit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Gaze"))
        self.set_reason("")

    @property
    def gaze(self) -> Gaze:
        """What the pad shows."""
        return self._gaze

    @property
    def is_changed(self) -> bool:
        """Whether the gaze is changed."""
        return self._gaze != UNCHANGED_GAZE

    @property
    def is_dragging(self) -> bool:
        """Whether the mouse button is down."""
        return self._drag.pressed

    def set_gaze(self, gaze: Gaze) -> None:
        """Show a gaze without emitting signals."""
        if gaze != self._gaze:
            self._gaze = gaze
            self.setAccessibleDescription(self._description())
            self.update()

    def set_mirrored(self, mirrored: bool) -> None:
        """Set whether the picture is shown mirrored."""
        self.mirrored = mirrored
        self.update()

    def set_reason(self, reason: str) -> None:
        """Disable the pad and show why; enable it where there is no reason."""
        self.setEnabled(not reason)
        self.setToolTip(reason or self.tr("Drag or use the arrow keys to turn the eyes. Double-click to restore the gaze of the photo."))
        self.setAccessibleDescription(reason or self._description())

    def position_of(self, gaze: Gaze) -> QPointF:
        """Where a gaze lies on the pad, in widget pixels."""
        field = self._field()
        x = -gaze[0] if self.mirrored else gaze[0]
        return QPointF(field.center().x() + x * field.width() / 2, field.center().y() - gaze[1] * field.height() / 2)

    def sizeHint(self) -> QSize:
        """Room to aim."""
        return QSize(150, 84)

    def minimumSizeHint(self) -> QSize:
        """Room to aim a little."""
        return QSize(90, 84)

    # -- the user moves it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the gaze here."""
        self._drag.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the gaze along."""
        self._drag.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the gaze go."""
        self._drag.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Request the gaze of the photo."""
        self._drag.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the eyes by arrow keys, further with Shift."""
        directions = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        key = Qt.Key(event.key())
        if key in directions:
            step = LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
            right, up = directions[key]
            self._edit(_within(self._gaze[0] + step * (-right if self.mirrored else right), self._gaze[1] + step * up))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.resetRequested.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _gaze_at(self, point: QPointF) -> Gaze:
        field = self._field()
        x = 2 * (point.x() - field.center().x()) / field.width()
        y = 2 * (field.center().y() - point.y()) / field.height()
        if max(abs(x), abs(y)) < NEAR_MIDDLE:
            return UNCHANGED_GAZE
        return _within(-x if self.mirrored else x, y)

    def _drag_to(self, point: QPointF) -> bool:
        return self._edit(self._gaze_at(point))

    def _edit(self, gaze: Gaze) -> bool:
        """Show a gaze that the user chose; return whether it is another one."""
        if gaze == self._gaze:
            return False
        self.set_gaze(gaze)
        self.edited.emit(gaze)
        return True

    # -- looks

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)

    def _description(self) -> str:
        x, y = (QLocale().toString(part, "f", 2) for part in self._gaze)
        return self.tr("{x} to the right, {y} up").format(x=x, y=y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field with its middle, and the gaze as a pupil."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
        accent = palette.color(QPalette.ColorRole.Highlight) if self.isEnabled() else mixed(text, ground, 0.7)
        frame = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(mixed(ground, text, 0.04))
        painter.setPen(QPen(accent, 2) if self.hasFocus() else QPen(mixed(text, ground, 0.7), 1))
        painter.drawRoundedRect(frame, 6, 6)
        middle, place = self._field().center(), self.position_of(self._gaze)
        painter.setPen(QPen(mixed(text, ground, 0.8), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(frame.left() + 4, middle.y()), QPointF(frame.right() - 4, middle.y()))
        painter.drawLine(QPointF(middle.x(), frame.top() + 4), QPointF(middle.x(), frame.bottom() - 4))
        painter.setPen(QPen(accent, 2))
        painter.drawLine(middle, place)
        painter.setPen(QPen(mixed(text, ground, 0.35), 1.2))
        painter.setBrush(accent if self.is_changed else mixed(QColor(Qt.GlobalColor.white), ground, 0.2))
        painter.drawEllipse(place, _DOT, _DOT)

    def changeEvent(self, event: QEvent) -> None:
        """Draw again when enabled or disabled."""
        super().changeEvent(event)
        self.update()


def _within(x: float, y: float) -> Gaze:
    """The nearest gaze that there is, in hundredths."""
    return round(min(max(x, -1.0), 1.0), 2), round(min(max(y, -1.0), 1.0), 2)
