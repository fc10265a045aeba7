"""Widgets alone on the screen, as tests of them need it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)


def shown(qtbot: QtBot, widget: W, width: int | None = None, height: int | None = None) -> W:
    """Show a widget, at a size or at its own, until the end of the test."""
    qtbot.addWidget(widget)
    hint = widget.sizeHint()
    widget.resize(width or hint.width(), height or hint.height())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget
