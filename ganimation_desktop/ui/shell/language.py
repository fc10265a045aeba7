"""Another language for the window that is open: every text changes at once, in dialogs too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.retranslation import Retranslation, read_catalog
from ganimation_desktop.ui.widgets.shown_texts import change_texts
from ganimation_desktop.ui.widgets.translation import install_translation, language_in_force


class LanguageSwitch(QObject):
    """Switches the language of a window.

    Parameters
    ----------
    parts
        The window and what is in it; dialogs are its children.
    refresh
        Called one after the other afterwards, to show texts again that consist of several ones.
    """

    def __init__(self, parts: WindowParts, refresh: Sequence[Callable[[], object]]) -> None:
        super().__init__(parts.window)
        self._window, self._settings, self._actions, self._refresh = parts.window, parts.settings, parts.actions, refresh

    def choose(self, language: str) -> None:
        """Speak a language from now on, a key of `LANGUAGES`, or that of the system for an empty text."""
        application = QApplication.instance()
        assert application is not None
        self._settings.language = language
        before = language_in_force()
        shown = read_catalog(before)
        after = install_translation(application, language)
        if after == before:
            return
        retranslation = Retranslation(shown, read_catalog(after))
        change_texts(self._window, retranslation.text)
        self._actions.retranslate(self._settings.shortcuts)
        for refresh in self._refresh:
            refresh()
