from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.exports.job import ExportJob, ExportKind, Written
from ganimation_desktop.ui.shell.running_jobs import may_end_jobs
from tests.ui.answers import answer_boxes
from tests.ui.fakes import FakeLoader


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


def _until_cancelled(_animator, _report, is_cancelled):
    while not is_cancelled():
        pass
    return Written("cancelled", is_whole=False)


def test_without_a_running_export_nothing_is_asked(window, queue, monkeypatch):
    queue.note(ExportKind.PHOTO, "photo.jpg")  # written before the window closes
    monkeypatch.setattr(QMessageBox, "exec", lambda _: pytest.fail("asked"))
    assert may_end_jobs(window, queue)


@pytest.mark.parametrize(("role", "ends"), [(QMessageBox.ButtonRole.RejectRole, False), (QMessageBox.ButtonRole.DestructiveRole, True)])
def test_running_and_waiting_exports_are_named_in_one_question(window, queue, monkeypatch, role, ends):
    for title in ("clip-edited.mp4", "3 photos: Joy"):
        queue.add(ExportJob(ExportKind.VIDEO, title, ModelChoice(None, "cpu"), FakeLoader(), _until_cancelled))
    said = answer_boxes(monkeypatch, role)
    assert may_end_jobs(window, queue) is ends
    assert len(said) == 1
    assert "clip-edited.mp4, 3 photos: Joy" in said[0]
