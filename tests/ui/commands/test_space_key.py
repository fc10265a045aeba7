from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import delete

from ganimation_desktop.ui.commands.space_key import SpaceKey


class Window(QWidget):
    """A field and a button."""

    def __init__(self):
        super().__init__()
        self.field, self.button = QLineEdit(self), QPushButton(self)
        layout = QVBoxLayout(self)
        for child in (self.field, self.button):
            layout.addWidget(child)


@pytest.fixture
def window(qtbot):
    window = Window()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def _takes(action):
    return action.shortcutContext().name == "WindowShortcut"


def test_a_button_keeps_its_space_bar(window):
    action = QAction(window)
    key = SpaceKey(action)
    window.field.setFocus()
    key.watch(True)
    assert _takes(action)
    window.button.setFocus()
    assert not _takes(action)
    window.field.setFocus()
    assert _takes(action)
    key.watch(False)
    window.button.setFocus()
    assert _takes(action)


def test_focus_that_moves_after_the_action_is_gone_does_no_harm(window):
    window.field.setFocus()
    action = QAction(window)
    key = SpaceKey(action)
    key.watch(True)
    delete(action)
    window.button.setFocus()
    assert QApplication.focusWidget() is window.button
