"""The thread behind photo, camera and video: newest in, newest out."""

from __future__ import annotations

import threading

import pytest

from ganimation_desktop.core.base.latest import Mailbox, MailboxClosed
from ganimation_desktop.core.base.newest_loop import NewestLoop
from tests.patience import WAIT_S


class Recorder:
    """Writes down what it is asked; waits where a request is an event."""

    def __init__(self):
        self.steps: list[tuple[object, object]] = []
        self.n_idle = 0
        self.closed = threading.Event()

    @property
    def has_idle_work(self):
        return self.n_idle > 0

    def step(self, request, frame=None):
        self.steps.append((request, frame))
        if isinstance(request, Gate):
            request.begun.set()
            assert request.go_on.wait(WAIT_S)
        if request == "broken":
            raise ValueError("no edit today")
        yield request, frame

    def idle_step(self):
        self.n_idle -= 1
        return f"idle {self.n_idle}"

    def close(self):
        self.closed.set()


class Gate:
    def __init__(self):
        self.begun, self.go_on = threading.Event(), threading.Event()


@pytest.fixture
def engine():
    return Recorder()


@pytest.fixture
def frames():
    return Mailbox()


@pytest.fixture
def problems():
    return []


@pytest.fixture
def loop(engine, frames, problems):
    loop = NewestLoop("test", lambda: engine, frames, on_problem=lambda error: problems.append(str(error)))
    loop.start()
    yield loop
    loop.close()
    assert loop.join(WAIT_S)


def test_a_request_without_a_frame_is_worked_on_at_once(loop):
    loop.send("smile")
    assert loop.results.take(WAIT_S) == ("smile", None)


def test_a_frame_waits_for_the_first_request(loop, frames):
    frames.put(1)
    loop.send("smile")
    assert loop.results.take(WAIT_S) == ("smile", 1)


def test_the_request_holds_for_the_frames_that_follow_and_is_not_answered_twice(loop, frames, engine):
    loop.send("smile")
    loop.results.take(WAIT_S)
    frames.put(1)
    assert loop.results.take(WAIT_S) == ("smile", 1)
    frames.put(2)
    assert loop.results.take(WAIT_S) == ("smile", 2)
    assert engine.steps == [("smile", None), ("smile", 1), ("smile", 2)]


def test_what_comes_meanwhile_is_overtaken_by_the_newest(loop, frames, engine):
    gate = Gate()
    loop.send(gate)
    assert gate.begun.wait(WAIT_S)
    for number in range(9):
        frames.put(number)
        loop.send(f"request {number}")
    gate.go_on.set()
    while loop.results.take(WAIT_S) != ("request 8", 8):
        pass
    assert len(engine.steps) == 2


def test_frozen_the_last_frame_stays(loop, frames):
    loop.send("smile")
    frames.put(1)
    while loop.results.take(WAIT_S) != ("smile", 1):
        pass
    loop.frozen = True
    frames.put(2)
    loop.send("frown")
    assert loop.results.take(WAIT_S) == ("frown", None)
    loop.frozen = False
    assert loop.results.take(WAIT_S) == ("frown", 2)


def test_idle_work_is_done_step_by_step_while_nothing_is_requested(loop, engine):
    engine.n_idle = 3
    loop.send("smile")
    results: list[object] = []
    while not results or results[-1] != "idle 0":
        results.append(loop.results.take(WAIT_S))
    assert engine.steps == [("smile", None)]


def test_a_step_that_fails_is_reported_and_the_next_one_works(loop, problems):
    loop.send("broken")
    loop.send("smile")
    assert loop.results.take(WAIT_S) == ("smile", None)
    assert problems in ([], ["no edit today"])
    told = threading.Event()
    loop._on_problem = lambda error: told.set()
    loop.send("broken")
    assert told.wait(WAIT_S)


def test_an_engine_that_cannot_be_made_is_reported(frames):
    told: list[str] = []

    def no_engine():
        raise ValueError("model.safetensors is damaged")

    loop = NewestLoop("test", no_engine, frames, on_problem=lambda error: told.append(str(error)))
    loop.start()
    assert loop.join(WAIT_S)
    assert loop.failed
    assert told == ["model.safetensors is damaged"]


def test_outputs_get_every_result_in_order(engine):
    frames: Mailbox[int] = Mailbox()
    taken: list[object] = []
    done = threading.Event()
    loop = NewestLoop("test", lambda: engine, frames, on_result=lambda: done.set() if len(taken) == 3 else None)
    loop.outputs = (taken.append,)
    loop.start()
    for request in ("a", "b", "c"):
        n_before = len(taken)
        loop.send(request)
        while len(taken) == n_before:
            done.wait(0.001)
    assert done.wait(WAIT_S)
    assert taken == [("a", None), ("b", None), ("c", None)]
    loop.close()
    assert loop.join(WAIT_S)


@pytest.mark.parametrize("close", [lambda loop, frames: loop.close(), lambda loop, frames: frames.close()])
def test_closing_either_side_ends_the_thread_and_the_engine(loop, frames, engine, close):
    loop.send("smile")
    loop.results.take(WAIT_S)
    close(loop, frames)
    assert engine.closed.wait(WAIT_S)
    assert loop.join(WAIT_S)


def test_closed_nothing_comes_any_more(loop):
    gate = Gate()
    loop.send(gate)
    assert gate.begun.wait(WAIT_S)
    loop.close()
    gate.go_on.set()
    assert loop.join(WAIT_S)
    loop.send("smile")
    with pytest.raises(MailboxClosed):
        loop.results.take(0)
