"""What the dialogs share that describe a job which is then done behind the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout
from shiboken6 import isValid

from ganimation_desktop.ui.widgets.job_dialog import JobDialog


class Job(JobDialog):
    """Counts how often it was handed on."""

    def __init__(self):
        super().__init__()
        self.n_handed_on = 0
        self._build_job("Begin")
        self._lay_out_job(QVBoxLayout(self))

    def hand_on(self):
        self.n_handed_on += 1


@pytest.fixture
def open_job(qtbot):
    dialogs = []

    def open_job():
        dialogs.append(Job())
        dialogs[-1].open()
        return dialogs[-1]

    yield open_job
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()


@pytest.fixture
def german(speak):
    speak("de")


@pytest.mark.parametrize("begin", [lambda job: job.start_button.click(), lambda job: QTest.keyClick(job, Qt.Key.Key_Return)])
def test_it_hands_the_job_on_and_leaves_the_window_free(qtbot, open_job, begin):
    job = open_job()
    assert job.start_button.text() == "Begin"
    assert job.isModal()
    with qtbot.waitSignal(job.accepted):
        begin(job)
    assert job.n_handed_on == 1
    assert not job.isVisible()


@pytest.mark.parametrize("leave", [lambda job: job.close_button.click(), lambda job: QTest.keyClick(job, Qt.Key.Key_Escape)])
def test_it_can_be_left_without_a_job(qtbot, open_job, leave):
    job = open_job()
    with qtbot.waitSignal(job.rejected):
        leave(job)
    assert job.n_handed_on == 0


def test_its_buttons_speak_the_language_in_every_dialog_that_has_them(german, open_job):
    assert open_job().close_button.text() == "Abbrechen"
