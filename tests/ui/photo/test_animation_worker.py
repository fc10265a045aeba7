from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.photo.animation_worker import AnimationWorker
from ganimation_desktop.ui.photo.edit_engine import RenderRequest
from tests.patience import WAIT_MS, WAIT_S
from tests.ui.fakes import HIDDEN_FACE, FakeAnimator, FakeLoader

MODEL = ModelChoice(None, "cpu")


def _frame(width=40, height=30):
    return Frame(np.zeros((height, width, 3), np.uint8))


@pytest.fixture
def animator():
    return FakeAnimator()


def test_the_thread_searches_while_idle(qtbot):
    worker = AnimationWorker(FakeLoader(FakeAnimator(hidden=(HIDDEN_FACE,))))
    worker.start()
    try:
        worker.submit(RenderRequest(MODEL, _frame(), search=True))
        newest: list[Any] = []

        def ended():
            outcome = worker.newest()
            newest.extend([outcome] if outcome is not None else [])
            return bool(newest) and newest[-1].faces is not None and not newest[-1].searching

        qtbot.waitUntil(ended)
        assert len(newest[-1].faces) == 2
    finally:
        assert worker.close(WAIT_MS)


def test_of_requests_in_a_row_only_the_newest_is_answered(qtbot, animator, monkeypatch):
    all_sent = threading.Event()
    animate = animator.animate

    def held(*arguments: Any, **options: Any) -> Any:
        result = animate(*arguments, **options)
        assert all_sent.wait(WAIT_S)
        return result

    monkeypatch.setattr(animator, "animate", held)
    worker = AnimationWorker(FakeLoader(animator))
    frame = _frame()
    worker.start()
    try:
        worker.submit(RenderRequest(MODEL, frame))
        qtbot.waitUntil(lambda: "animate" in animator.calls)
        for value in np.linspace(0, 1, 200, dtype=np.float32):
            worker.submit(RenderRequest(MODEL, frame, targets={0: FaceTarget.of(np.full(17, value, np.float32))}))
        all_sent.set()
        newest: list[Any] = []

        def answered():
            outcome = worker.newest()
            newest.extend([outcome] if outcome is not None and outcome.animation is not None else [])
            return bool(newest) and newest[-1].animation.faces[0].target_aus[0] == 1.0

        qtbot.waitUntil(answered)
        assert animator.calls.count("animate") == 2
    finally:
        assert worker.close(WAIT_MS)


def test_results_are_announced_in_the_gui_thread_and_made_in_another(qtbot, animator):
    worker = AnimationWorker(FakeLoader(animator))
    with qtbot.waitSignal(worker.resultReady):
        worker.start()
        worker.submit(RenderRequest(MODEL, _frame()))
    qtbot.waitUntil(lambda: "animate" in animator.calls)
    assert worker.close(WAIT_MS)
    assert threading.current_thread().name not in animator.threads


def test_closing_ends_the_thread_even_while_it_works(qtbot, animator):
    animator.delay_s = 0.2
    worker = AnimationWorker(FakeLoader(animator))
    worker.start()
    worker.submit(RenderRequest(MODEL, _frame()))
    qtbot.waitUntil(lambda: "animate" in animator.calls)
    assert worker.close(WAIT_MS)
    worker.submit(RenderRequest(MODEL, _frame()))
    assert worker.newest() is None
