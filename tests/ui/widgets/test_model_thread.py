"""A thread with a model of its own: one job at a time, the newest."""

from __future__ import annotations

import threading

import pytest

from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.widgets.ending_threads import EndingThreads
from ganimation_desktop.ui.widgets.model_thread import ModelThread
from tests.patience import WAIT_MS, WAIT_S
from tests.ui.fakes import FakeAnimator, FakeLoader


@pytest.fixture
def loader():
    return FakeLoader(FakeAnimator())


@pytest.fixture
def thread(qapp, loader):
    thread = ModelThread[FakeAnimator]("test", ModelChoice(None, "cpu"), loader)
    yield thread
    thread.close()
    assert thread.wait(WAIT_MS)


class Held:
    """A job that goes on until it is cancelled."""

    def __init__(self):
        self.begun, self.ended = threading.Event(), threading.Event()

    def __call__(self, animator, report, is_cancelled):
        self.begun.set()
        while not is_cancelled():
            self.ended.wait(0.001)
        self.ended.set()
        raise Cancelled


def said(thread):
    """What the thread says, in order."""
    news: list[object] = []
    thread.progressed.connect(news.append)
    thread.done.connect(lambda result: news.append(("done", result)))
    thread.failed.connect(lambda sentence: news.append(("failed", sentence)))
    return news


def test_a_job_gets_the_model_and_reports(qtbot, thread, loader):
    news = said(thread)

    def job(animator, report, is_cancelled):
        report("half")
        return animator

    with qtbot.waitSignal(thread.done):
        thread.do(job)
    assert news == ["half", ("done", loader.animator)]
    with qtbot.waitSignal(thread.done):
        thread.do(lambda animator, report, is_cancelled: None)
    assert len(loader.loaded) == 1


def test_another_job_ends_the_one_in_work_of_which_nothing_is_reported(qtbot, thread):
    news, held = said(thread), Held()
    thread.do(held)
    assert held.begun.wait(WAIT_S)
    with qtbot.waitSignal(thread.done):
        thread.do(lambda animator, report, is_cancelled: "second")
    assert held.ended.is_set()
    assert news == [("done", "second")]


def test_a_cancelled_job_fails_without_a_sentence(qtbot, thread):
    news, held = said(thread), Held()
    thread.do(held)
    assert held.begun.wait(WAIT_S)
    with qtbot.waitSignal(thread.failed):
        thread.cancel()
    assert news == [("failed", "")]


def test_what_goes_wrong_is_a_sentence_and_the_next_job_is_done(qtbot, thread):
    news = said(thread)

    def broken(animator, report, is_cancelled):
        raise ValueError("photo.jpg has no face")

    with qtbot.waitSignal(thread.failed):
        thread.do(broken)
    with qtbot.waitSignal(thread.done):
        thread.do(lambda animator, report, is_cancelled: 1)
    assert news == [("failed", "photo.jpg has no face"), ("done", 1)]


def test_a_model_that_cannot_be_loaded_is_reported(qtbot, qapp):
    def load(model, device):
        raise ValueError("model.safetensors is damaged")

    thread = ModelThread("test", ModelChoice(None, "cpu"), load)
    news = said(thread)
    with qtbot.waitSignal(thread.finished):
        thread.do(lambda animator, report, is_cancelled: 1, last=True)
    assert thread.wait(WAIT_MS)
    assert news == [("failed", "model.safetensors is damaged")]


def test_it_ends_with_the_last_job(qtbot, thread):
    with qtbot.waitSignals([thread.done, thread.finished]):
        thread.do(lambda animator, report, is_cancelled: 1, last=True)


def test_closed_before_its_first_job_it_has_ended(thread):
    thread.close()
    ending = EndingThreads()
    ending.keep(thread)
    assert ending.wait(0)
