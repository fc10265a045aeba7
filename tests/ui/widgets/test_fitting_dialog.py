from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout

from ganimation_desktop.ui.widgets import fitting_dialog
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog

SENTENCE = "A sentence that is long enough to need several lines in a dialog as narrow as this one is. " * 4


@pytest.fixture
def screen(monkeypatch):
    def screen(width, height):
        monkeypatch.setattr(fitting_dialog, "available_size", lambda _: QSize(width, height))

    return screen


class Dialog(FittingDialog):
    """A field, a sentence that comes later, and a button."""

    def __init__(self):
        super().__init__()
        self.field, self.late, self.button = QLineEdit(self), QLabel(SENTENCE, self), QPushButton("Go", self)
        self.late.setWordWrap(True)
        self.late.hide()
        layout = QVBoxLayout(self)
        for widget in (self.field, self.late, self.button):
            layout.addWidget(widget)


@pytest.fixture
def dialog(qtbot):
    dialog = Dialog()
    qtbot.addWidget(dialog)
    return dialog


def test_it_grows_when_a_sentence_appears(qtbot, dialog, screen):
    screen(600, 500)
    dialog.resize(240, 80)
    dialog.show()
    dialog.late.show()
    qtbot.waitUntil(lambda: dialog.late.height() >= dialog.late.heightForWidth(dialog.late.width()))
    assert dialog.button.geometry().bottom() < dialog.height()


def test_it_opens_no_larger_than_the_screen(dialog, screen):
    screen(300, 200)
    dialog.resize(800, 700)
    dialog.show()
    assert (dialog.width(), dialog.height()) == (300, 200)


def test_what_the_screen_has_no_room_for_is_scrolled_to_and_keeps_the_focus(qtbot, dialog, screen):
    screen(220, 90)
    dialog.resize(220, 80)
    dialog.show()
    dialog.activateWindow()
    dialog.field.setFocus()
    dialog.late.show()
    qtbot.waitUntil(lambda: dialog.findChild(QScrollArea) is not None)
    assert dialog.height() <= 90
    assert dialog.focusWidget() is dialog.field
    assert dialog.button.window() is dialog
    area = dialog.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    dialog.late.setText(SENTENCE * 2)
    assert dialog.height() <= 90


def test_one_that_is_only_too_high_gets_no_scroll_bar_below(qtbot, dialog, screen):
    screen(600, 90)
    dialog.button.setMinimumSize(300, 120)
    dialog.show()
    scroll = dialog.findChild(QScrollArea)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().isVisible() and not scroll.horizontalScrollBar().isVisible())
