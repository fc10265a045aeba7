"""Exports behind the window: one after the other, listed with those that others carry out."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.exports.item import ExportState
from ganimation_desktop.ui.exports.job import ExportJob, ExportKind, Step, Written
from ganimation_desktop.ui.widgets.ending_threads import ending_threads
from tests.ui.fakes import FakeLoader

WAIT_S = 60


class Work:
    """An export that runs until it is released or cancelled."""

    def __init__(self, written: Written | None = None, *, free: bool = False, failure: str = "") -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.written, self.failure = written or Written("Saved"), failure
        if free:
            self.go_on.set()

    def __call__(self, animator, report, is_cancelled):
        self.begun.set()
        report(Step("half", 0.5, "first half"))
        while not self.go_on.wait(0.001):
            if is_cancelled():
                raise Cancelled
        if self.failure:
            raise ValueError(self.failure)
        return self.written


@pytest.fixture
def model():
    return ModelChoice(None, "cpu")


@pytest.fixture
def loader():
    return FakeLoader()


@pytest.fixture
def add(queue, model, loader):
    def add(work, title="job", target=None):
        return queue.add(ExportJob(ExportKind.VIDEO, title, model, loader, work, target))

    return add


def test_exports_run_one_after_the_other_with_one_model(qtbot, queue, add, loader):
    first, second = Work(), Work()
    items = [add(first), add(second)]
    qtbot.waitUntil(first.begun.is_set)
    qtbot.waitUntil(lambda: items[0].share == 0.5)
    assert items[0].text == "half"
    assert items[1].state is ExportState.WAITING
    assert not second.begun.is_set()
    assert queue.waiting == tuple(items)
    first.go_on.set()
    qtbot.waitUntil(second.begun.is_set)
    with qtbot.waitSignal(queue.emptied):
        second.go_on.set()
    assert [item.state for item in items] == [ExportState.DONE] * 2
    assert len(loader.loaded) == 1
    assert queue.waiting == ()


def test_another_model_is_loaded_where_one_is_wanted(qtbot, queue, add, loader):
    add(Work(free=True))
    other = ExportJob(ExportKind.BATCH, "other", ModelChoice(None, "cpu"), loader, Work(free=True))
    queue.add(other)
    qtbot.waitUntil(lambda: not queue.waiting)
    assert len(loader.loaded) == 2


def test_a_failure_is_reported_and_does_not_stop_the_others(qtbot, queue, add):
    failing, other = add(Work(free=True, failure="clip.mp4 is damaged")), add(Work(free=True))
    qtbot.waitUntil(lambda: other.state is ExportState.DONE)
    assert (failing.state, failing.text, failing.has_problem) == (ExportState.FAILED, "clip.mp4 is damaged", True)


def test_the_running_export_is_cancelled_and_the_next_one_begins(qtbot, queue, add):
    work, other = Work(), Work(free=True)
    running, next_one = add(work), add(other)
    qtbot.waitUntil(work.begun.is_set)
    queue.cancel(running)
    assert running.cancel_wanted
    qtbot.waitUntil(lambda: next_one.state is ExportState.DONE)
    assert running.state is ExportState.CANCELLED
    assert "nothing was saved" in running.text


def test_one_that_waits_is_cancelled_at_once_and_never_begins(qtbot, queue, add):
    work, other = Work(), Work()
    add(work)
    waiting = add(other)
    qtbot.waitUntil(work.begun.is_set)
    with qtbot.waitSignal(queue.ended):
        queue.cancel(waiting)
    assert waiting.state is ExportState.CANCELLED
    with qtbot.waitSignal(queue.emptied):
        work.go_on.set()
    assert not other.begun.is_set()


def test_all_are_cancelled(qtbot, queue, add):
    works = [Work(), Work(), Work()]
    items = [add(work) for work in works]
    qtbot.waitUntil(works[0].begun.is_set)
    queue.cancel_all()
    qtbot.waitUntil(lambda: not queue.active)
    assert [item.state for item in items] == [ExportState.CANCELLED] * 3
    assert not works[1].begun.is_set()


def test_one_that_was_partly_done_says_what_there_is(qtbot, queue, add, tmp_path):
    item = add(Work(Written("1 of 3 photos saved, cancelled.", tmp_path / "a.jpg", is_whole=False), free=True))
    qtbot.waitUntil(lambda: item.state.has_ended)
    assert item.state is ExportState.CANCELLED
    assert item.path == tmp_path / "a.jpg"


def test_what_ended_is_removed_and_what_runs_stays(qtbot, queue, add):
    work = Work()
    done = add(Work(free=True))
    running = add(work)
    qtbot.waitUntil(work.begun.is_set)
    assert done.details == ["first half"]
    queue.remove(running)
    queue.remove_ended()
    assert queue.items == [running]
    work.go_on.set()
    qtbot.waitUntil(lambda: running.state is ExportState.DONE)


def test_the_file_of_an_export_that_waits_is_taken(qtbot, queue, add, tmp_path):
    work = Work()
    item = add(work, target=tmp_path / "clip-edited.mp4")
    assert queue.will_write(tmp_path / "clip-edited.mp4")
    assert not queue.will_write(tmp_path / "other.mp4")
    work.go_on.set()
    qtbot.waitUntil(lambda: item.state.has_ended)
    assert not queue.will_write(tmp_path / "clip-edited.mp4")


def test_exports_of_others_are_listed_but_not_carried_out(queue):
    item = queue.note(ExportKind.PHOTO, "photo.jpg")
    assert queue.items == [item]
    assert queue.waiting == ()
    item.begin("Writing…")
    assert queue.active == (item,)
    item.finish(Written("Saved photo.jpg", Path("photo.jpg")))
    assert queue.active == ()
    item.fail("too late")
    assert item.state is ExportState.DONE


def test_closing_cancels_without_waiting_and_begins_nothing_more(qtbot, queue, add):
    work, other = Work(), Work()
    add(work)
    add(other)
    qtbot.waitUntil(work.begun.is_set)
    queue.close()
    assert ending_threads().wait(1000 * WAIT_S)
    assert not other.begun.is_set()
    assert queue.waiting == ()
