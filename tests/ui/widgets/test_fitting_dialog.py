from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

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
        self.box = layout = QVBoxLayout(self)
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


class JobLike(Dialog):
    """With a preview, and a row of buttons at the end."""

    def __init__(self):
        super().__init__()
        self.preview, self.cancel, self.go = QLabel("preview", self), QPushButton("Cancel", self), QPushButton("OK", self)
        self.preview.setFixedSize(500, 40)
        end = QWidget(self)
        row = QHBoxLayout(end)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        self.box.addWidget(self.preview)
        self.box.addWidget(end)
        self.keep_in_sight(end)

    def be_narrow(self):
        self.preview.hide()


@pytest.fixture
def job_like(qtbot):
    dialog = JobLike()
    qtbot.addWidget(dialog)
    return dialog


def test_the_buttons_at_the_end_stay_in_sight_and_last_for_the_tab_key(qtbot, job_like, screen):
    screen(600, 90)
    job_like.show()
    scroll = job_like.findChild(QScrollArea)
    assert scroll.isAncestorOf(job_like.field)
    assert not scroll.isAncestorOf(job_like.go)
    qtbot.waitUntil(lambda: scroll.geometry().bottom() < job_like.go.mapTo(job_like, job_like.go.rect().topLeft()).y())
    job_like.field.setFocus()
    seen = []
    for _ in range(4):
        seen.append(job_like.focusWidget())
        job_like.focusNextChild()
    assert seen == [job_like.field, job_like.button, job_like.cancel, job_like.go]


def test_what_a_screen_has_no_width_for_is_given_up_first(job_like, screen):
    screen(300, 400)
    job_like.show()
    assert not job_like.preview.isVisible()
    assert job_like.findChild(QScrollArea) is None


def test_what_a_screen_has_width_for_is_shown(job_like, screen):
    screen(600, 400)
    job_like.show()
    assert job_like.preview.isVisible()


def test_it_opens_at_its_own_size_where_qt_would_give_two_thirds_of_the_screen(qtbot, dialog, screen):
    own = QSize(dialog.screen().size().width() - 20, 300)
    dialog.sizeHint = lambda: own
    screen(own.width() + 10, 500)
    dialog.show()
    assert dialog.size() == own
