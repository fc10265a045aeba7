"""The words beside the icons of the tool bar: as long as they leave room for the presets."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QMainWindow, QToolBar, QToolButton

SHARE = 0.55
"""Part of the window's width that the tools may take with their words."""

_ICON, _WORDS = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class ToolLabels(QObject):
    """Writes the names of all commands in a tool bar, or, in a narrow window, of some.

    Parameters
    ----------
    named
        Names of the actions that always have theirs.
    """

    def __init__(self, window: QMainWindow, bar: QToolBar, named: Collection[str]) -> None:
        super().__init__(window)
        self._window, self._bar, self._named = window, bar, frozenset(named)
        window.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        """Write what there is room for."""
        buttons = [button for action in self._bar.actions() if isinstance(button := self._bar.widgetForAction(action), QToolButton)]
        words = sum(self._width(button, _WORDS) for button in buttons)
        style = _WORDS if words <= SHARE * self._window.width() else _ICON
        for button in buttons:
            button.setToolButtonStyle(_WORDS if button.defaultAction().objectName() in self._named else style)

    def _width(self, button: QToolButton, style: Qt.ToolButtonStyle) -> int:
        before = button.toolButtonStyle()
        button.setToolButtonStyle(style)
        width = button.sizeHint().width()
        button.setToolButtonStyle(before)
        return width

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the window."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
