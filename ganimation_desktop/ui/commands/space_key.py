"""The space bar: a key of the window that must not be taken from buttons and lists."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QWidget


class SpaceKey(QObject):
    """Gives the keys of an action up while the focus is on something that the space bar operates.

    Parameters
    ----------
    action
        The action, whose keys hold in the whole window otherwise; it becomes the parent.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__(action)  # ends with it: focus still moves while a window is taken apart
        self._action = action
        self._watching = False

    def watch(self, watch: bool) -> None:
        """Look where the focus goes, or do so no longer."""
        application = QApplication.instance()
        if watch == self._watching or not isinstance(application, QApplication):
            return
        self._watching = watch
        if watch:
            application.focusChanged.connect(self._on_focus)
            self._on_focus(None, application.focusWidget())
        else:
            application.focusChanged.disconnect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        takes_space = isinstance(now, QAbstractButton | QComboBox | QAbstractItemView)
        context = Qt.ShortcutContext.WidgetShortcut if takes_space else Qt.ShortcutContext.WindowShortcut
        self._action.setShortcutContext(context)
