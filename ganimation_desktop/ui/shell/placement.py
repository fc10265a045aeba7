"""Where the window stands: at first as large as is of use, always with its frame on the screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QSize, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from ganimation_desktop.ui.widgets.fitting_dialog import available_size

FIRST_SIZE = QSize(1280, 800)
FIRST_SHARE = 0.7
FRAME_AFTER_MS = 250
"""The window manager has put its frame around the window by then."""


def kept_on_screen(frame: QRect, inner: QRect, available: QRect) -> QRect:
    """Return where the inside of a window belongs so that its frame is on the screen.

    Parameters
    ----------
    frame, inner
        The window with its frame, and without.
    available
        The part of the screen that windows may cover.
    """
    around = frame.size() - inner.size()
    size = inner.size().boundedTo(available.size() - around)
    outer = QRect(frame.topLeft(), size + around)
    outer.moveLeft(max(min(outer.left(), available.right() - outer.width() + 1), available.left()))
    outer.moveTop(max(min(outer.top(), available.bottom() - outer.height() + 1), available.top()))
    return QRect(outer.topLeft() + QPoint(inner.left() - frame.left(), inner.top() - frame.top()), size)


class WindowPlacement(QObject):
    """Gives a window its size of the last time, or its first one, and keeps its frame on the screen."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._given = window.size()
        self._framed = QTimer(self)
        self._framed.setSingleShot(True)
        self._framed.setInterval(FRAME_AFTER_MS)
        self._framed.timeout.connect(self.keep_on_screen)

    def restore(self, geometry: QByteArray | None) -> None:
        """Place the window before it is shown."""
        if geometry is None or not self._window.restoreGeometry(geometry):
            available = available_size(self._window)
            self._window.resize(FIRST_SIZE.expandedTo(available * FIRST_SHARE).boundedTo(available))
        self._given = self._window.size()
        self._framed.start()

    @Slot()
    def keep_on_screen(self) -> None:
        """Bring a window back that is partly beyond the screen, now that the size of its frame is known.

        A window that was resized meanwhile is as somebody wants it.
        """
        window = self._window
        if window.isMaximized() or window.isFullScreen() or window.size() != self._given:
            return
        inner = window.geometry()
        kept = kept_on_screen(window.frameGeometry(), inner, window.screen().availableGeometry())
        if kept != inner:
            window.setGeometry(kept)
