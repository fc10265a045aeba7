from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QToolBar, QToolButton

from ganimation_desktop.ui.commands.tool_labels import SHARE, ToolLabels

WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = QToolBar(window)
    window.addToolBar(bar)
    for name in ("open", "undo", "randomize", "split"):
        bar.addAction(name.title()).setObjectName(name)
    ToolLabels(window, bar, ("open",))
    window.show()
    return window


def labelled(window, width):
    window.resize(width, 300)
    QApplication.processEvents()
    (bar,) = window.findChildren(QToolBar)
    buttons = [(action.objectName(), bar.widgetForAction(action)) for action in bar.actions()]
    assert all(isinstance(button, QToolButton) for _, button in buttons)
    return [name for name, button in buttons if button.toolButtonStyle() == WORDS]


def test_all_have_words_where_they_leave_room_and_some_always(window):
    assert labelled(window, 2000) == ["open", "undo", "randomize", "split"]
    (bar,) = window.findChildren(QToolBar)
    enough = bar.sizeHint().width() / SHARE
    assert labelled(window, round(0.7 * enough)) == ["open"]
    assert labelled(window, round(1.3 * enough)) == ["open", "undo", "randomize", "split"]
