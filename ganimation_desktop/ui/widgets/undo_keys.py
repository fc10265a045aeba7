"""The keys of undo in a number field: they undo what is being typed, and the window's steps when nothing is."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence


def undoes_outside(event: QEvent, text: str, applied_text: str) -> bool:
    """Whether an event of a field is a key of undo that the window's shortcut takes, and ignore it then.

    Qt's fields claim these keys even when the number that was typed has been applied, so that nothing was undone after Enter.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if not (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)):
        return False
    if text != applied_text:
        return False
    event.ignore()
    return True
