"""What the dialogs share that run a job behind the window."""

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout
from shiboken6 import isValid

from ganimation_desktop.ui.job_dialog import JobDialog
from ganimation_desktop.ui.translation import SOURCE_LANGUAGE, install_translation


class Job(JobDialog):
    """Its job runs from `start` until it is told to `end`."""

    def __init__(self):
        super().__init__()
        self._running = False
        self._build_job("Begin")
        self._lay_out_job(QVBoxLayout(self))
        self._show_job(can_start=True)

    @property
    def running(self):
        return self._running

    def start(self):
        self._running, self._cancelled = True, False
        self._show_job(can_start=True)

    def cancel(self):
        self._cancelled = True
        self._show_job(can_start=True)

    def end(self):
        self._running = False
        self._show_job(can_start=True)


@pytest.fixture
def open_job(qtbot):
    dialogs = []

    def open_job():
        dialogs.append(Job())
        dialogs[-1].show()
        return dialogs[-1]

    yield open_job
    for dialog in dialogs:
        if isValid(dialog):
            dialog.end()
            dialog.close()


@pytest.fixture
def job(open_job):
    return open_job()


@pytest.fixture
def german(qapp):
    before = QLocale()
    install_translation(qapp, "de")
    yield
    install_translation(qapp, SOURCE_LANGUAGE)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def test_it_can_begin_when_that_makes_sense(job):
    assert job.start_button.text() == "Begin"
    assert job.start_button.isEnabled()
    assert not job.progress.isVisible()
    job._show_job(can_start=False)
    assert not job.start_button.isEnabled()


def test_while_the_job_runs_it_shows_how_far_it_is_and_begins_no_other(job):
    job.start_button.click()
    assert job.progress.isVisible()
    assert not job.start_button.isEnabled()
    assert (job.close_button.text(), job.close_button.isEnabled()) == ("Cancel", True)


def test_escape_and_the_close_button_cancel_the_job_and_close_afterwards(qtbot, open_job):
    for leave in (lambda job: job.close_button.click(), lambda job: QTest.keyClick(job, Qt.Key.Key_Escape)):
        job = open_job()
        job.start()
        leave(job)
        assert job.isVisible()
        assert not job.close_button.isEnabled()
        job.end()
        assert (job.close_button.text(), job.close_button.isEnabled()) == ("Close", True)
        with qtbot.waitSignal(job.rejected):
            leave(job)


def test_the_enter_key_begins_the_job(job):
    QTest.keyClick(job, Qt.Key.Key_Return)
    assert job.running


def test_its_buttons_speak_the_language_in_every_dialog_that_has_them(german, job):
    assert job.close_button.text() == "Schließen"
    job.start()
    assert job.close_button.text() == "Abbrechen"
