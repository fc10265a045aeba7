from __future__ import annotations

import threading
import time
from functools import partial

import pytest

from ganimation_desktop.ui.widgets.background import Background
from tests.patience import WAIT_S


@pytest.fixture
def background(qapp):
    background = Background()
    yield background
    background.close()


def _fail():
    raise ValueError("the file\n is odd")


def test_the_function_runs_elsewhere_and_its_outcome_arrives_here(qtbot, background):
    threads: dict[str, threading.Thread] = {}

    def work():
        threads["work"] = threading.current_thread()
        return 42

    outcomes = []

    def then(outcome):
        threads["then"] = threading.current_thread()
        outcomes.append(outcome)

    background.run(work, then, pytest.fail)
    qtbot.waitUntil(lambda: outcomes == [42])
    assert threads["then"] is threading.main_thread()
    assert threads["work"] is not threading.main_thread()


def test_an_exception_becomes_a_sentence(qtbot, background):
    sentences: list[str] = []
    background.run(_fail, pytest.fail, sentences.append)
    qtbot.waitUntil(lambda: sentences == ["the file is odd"])


def test_busy_is_reported_once_for_many_jobs(qtbot, background):
    told: list[bool] = []
    background.busyChanged.connect(told.append)
    done: list[int] = []
    for number in range(3):
        background.run(partial(int, number), done.append, pytest.fail)
    qtbot.waitUntil(lambda: len(done) == 3)
    assert told == [True, False]
    assert not background.busy


def test_closing_delivers_nothing_more_but_finishes_what_was_asked_for(qtbot, qapp):
    background = Background(n_threads=1)
    finished: list[int] = []
    delivered: list[None] = []

    def work(number):
        time.sleep(0.02)
        finished.append(number)

    for number in range(4):
        background.run(partial(work, number), delivered.append, pytest.fail)
    background.close(drop_waiting=False)
    assert finished == [0, 1, 2, 3]
    qtbot.wait(WAIT_S)
    assert delivered == []


def test_closing_can_drop_what_has_not_begun(qapp):
    background = Background(n_threads=1)
    begun, go_on = threading.Event(), threading.Event()
    finished = []

    def slow():
        begun.set()
        go_on.wait(WAIT_S)
        finished.append("slow")

    def waiting():
        finished.append("waiting")

    background.run(slow, pytest.fail, pytest.fail)
    background.run(waiting, pytest.fail, pytest.fail)
    assert begun.wait(WAIT_S)
    threading.Timer(0.05, go_on.set).start()
    background.close()
    assert finished == ["slow"]
