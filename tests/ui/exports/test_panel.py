"""What is seen of exports: the panel with a row for each, and the button in the status bar."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.exports import row as row_module
from ganimation_desktop.ui.exports.job import ExportJob, ExportKind, Step, Written
from ganimation_desktop.ui.exports.panel import ExportPanel
from ganimation_desktop.ui.exports.status_button import ExportStatusButton
from tests.ui.fakes import FakeLoader
from tests.ui.test_accessibility import check


@pytest.fixture
def panel(qtbot, queue):
    panel = ExportPanel(queue)
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    panel.show()
    return panel


@pytest.fixture
def shown(qtbot, panel):
    """The row of an export, once it is seen."""

    def shown(item):
        row = panel.row_of(item)
        qtbot.waitUntil(row.isVisible)
        return row

    return shown


def test_a_row_shows_how_far_an_export_is(queue, panel, shown):
    item = queue.note(ExportKind.PHOTO, "photo.jpg")
    row = shown(item)
    assert (row.title.text(), row.text.text()) == ("photo.jpg", "Waiting")
    assert not row.progress.isVisible()
    item.begin("Writing…")
    assert row.progress.isVisible()
    assert row.progress.maximum() == 0
    item.advance(Step("3 of 4", 0.75))
    assert row.progress.value() == row.progress.maximum() * 3 // 4
    assert row.text.text() == "3 of 4"
    check(panel)


def test_what_can_be_done_depends_on_how_far_it_is(qtbot, queue, shown, monkeypatch):
    folders: list[Path] = []

    def show(path: Path) -> bool:
        folders.append(path)
        return True

    monkeypatch.setattr(row_module, "show_folder_of", show)
    item = queue.note(ExportKind.PHOTO, "photo.jpg")
    row = shown(item)
    assert row.cancel_button.isVisible()
    assert not row.remove_button.isVisible()
    assert not row.folder_button.isVisible()
    item.begin("Writing…")
    item.finish(Written("Saved photo-edited.jpg", Path("photo-edited.jpg")))
    assert not row.cancel_button.isVisible()
    qtbot.mouseClick(row.folder_button, Qt.MouseButton.LeftButton)
    assert folders == [Path("photo-edited.jpg")]
    qtbot.mouseClick(row.remove_button, Qt.MouseButton.LeftButton)
    assert queue.items == []


def test_an_export_is_cancelled_in_its_row(qtbot, queue, panel, shown):
    item = queue.note(ExportKind.PHOTO, "photo.jpg")
    item.begin("Writing…")
    row = shown(item)
    qtbot.mouseClick(row.cancel_button, Qt.MouseButton.LeftButton)
    assert item.cancel_wanted
    assert row.text.text() == "Cancelling…"
    assert not row.cancel_button.isEnabled()


def test_details_are_offered_where_there_are_some(qtbot, queue, panel, shown):
    item = queue.note(ExportKind.BATCH, "3 photos")
    row = shown(item)
    item.begin("…")
    assert not row.details_button.isVisible()
    item.advance(Step("1 of 3", 0.3, "a photo"))
    with qtbot.waitSignal(panel.detailsWanted) as wanted:
        qtbot.mouseClick(row.details_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [item]


def test_the_newest_export_is_first_and_the_commands_know_what_there_is(queue, panel):
    assert not panel.cancel_button.isVisible()
    assert not panel.remove_button.isVisible()
    first, second = (queue.note(ExportKind.PHOTO, name) for name in ("a.jpg", "b.jpg"))
    assert panel.cancel_button.isVisible()
    first.fail("b.jpg: the disk is full")
    assert panel.remove_button.isVisible()
    panel.layout().activate()
    assert panel._list.indexOf(panel.row_of(second)) < panel._list.indexOf(panel.row_of(first))
    panel.cancel_button.click()
    assert not queue.active
    panel.remove_button.click()
    assert queue.items == []
    assert panel._nothing.isVisible()


def test_the_button_says_how_far_the_first_one_is_and_how_many_wait(qtbot, queue):
    button = ExportStatusButton(queue)
    qtbot.addWidget(button)
    assert button.isHidden()
    queue.note(ExportKind.PHOTO, "photo.jpg")  # nobody waits for a photo
    assert button.isHidden()
    go_on = threading.Event()

    def work(_animator, report, _is_cancelled):
        report(Step("a third", 1 / 3))
        assert go_on.wait(60)
        return Written("Saved")

    for title in ("a.mp4", "b.mp4"):
        queue.add(ExportJob(ExportKind.VIDEO, title, ModelChoice(None, "cpu"), FakeLoader(), work))
    assert button.text() == "… +1"
    qtbot.waitUntil(lambda: button.text() == "33 % +1")
    assert button.toolTip() == "a.mp4: a third"
    go_on.set()
    qtbot.waitUntil(button.isHidden)
