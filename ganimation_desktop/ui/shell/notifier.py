"""Says on the desktop that a long job has ended while another program is in use."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.exports.item import ExportItem, ExportState
from ganimation_desktop.ui.exports.queue import ExportQueue
from ganimation_desktop.ui.widgets.icons import app_icon

LONG_S = 10.0
"""Exports that took less, all together, end without a notification."""
SHOWN_MS = 10_000


class Notifier(QObject):
    """Notifies by a message of the system's tray where there is one, else by marking the window in the task bar.

    Parameters
    ----------
    window
        The window, which a click on the message brings to the front.
    settings
        Whether the user wants that.
    queue
        Exports, which are reported together once there is none left.
    """

    def __init__(self, window: QWidget, settings: AppSettings, queue: ExportQueue) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._tray: QSystemTrayIcon | None = None
        self._ended: list[ExportItem] = []
        queue.ended.connect(self._on_ended)
        queue.emptied.connect(self._on_emptied)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.applicationStateChanged.connect(self._on_state)

    @Slot(str, str)
    def notify(self, title: str, text: str) -> None:
        """Notify the user that something has ended, unless it is seen anyway or notifications are off."""
        if not self._settings.notifications or QApplication.activeWindow() is not None:
            return
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._shown_tray().showMessage(title, text, app_icon(), SHOWN_MS)
        else:
            QApplication.alert(self._window)

    def _shown_tray(self) -> QSystemTrayIcon:
        """The icon that messages come from; it is there only until the window is used again."""
        if self._tray is None:
            self._tray = QSystemTrayIcon(app_icon(), self)
            self._tray.setToolTip(QApplication.applicationDisplayName())
            self._tray.messageClicked.connect(self._show_window)
            self._tray.activated.connect(self._show_window)
        self._tray.show()
        return self._tray

    @Slot(object)
    def _on_ended(self, item: ExportItem) -> None:
        self._ended.append(item)

    @Slot()
    def _on_emptied(self) -> None:
        ended, took_s = tuple(self._ended), sum(item.seconds for item in self._ended)
        self._ended.clear()
        finished = [item for item in ended if item.state is not ExportState.CANCELLED]
        if not finished or took_s < LONG_S:
            return
        if len(finished) == 1:
            self.notify(finished[0].title, finished[0].text)
            return
        n_failed = sum(item.state is ExportState.FAILED for item in finished)
        text = self.tr("%n export(s) ended", "", len(finished))
        self.notify(
            QApplication.applicationDisplayName(), f"{text}{self.tr(', {count} failed').format(count=n_failed) if n_failed else ''}."
        )

    @Slot()
    def _show_window(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()

    @Slot()
    def _on_state(self) -> None:
        if self._tray is not None and QApplication.activeWindow() is not None:
            self._tray.hide()
