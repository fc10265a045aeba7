from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganimation_desktop.core.frames import Frame
from ganimation_desktop.ui.animation_worker import AnimationWorker, EditEngine, ModelChoice, Stage, Wanted
from tests.ui.fakes import FakeAnimator, FakeLoader

MODEL = ModelChoice(None, "cpu")


def _frame(width=40, height=30):
    return Frame(np.zeros((height, width, 3), np.uint8))


def _last(engine: EditEngine, wanted: Wanted) -> Any:
    return list(engine.step(wanted))[-1]


@pytest.fixture
def animator():
    return FakeAnimator()


@pytest.fixture
def engine(animator):
    return EditEngine(FakeLoader(animator))


def test_detection_runs_once_per_frame_and_editing_for_every_wish(engine, animator):
    frame = _frame()
    for value in (0.2, 0.4, 0.6):
        outcome = _last(engine, Wanted(MODEL, frame, targets={0: np.full(17, value, np.float32)}))
        assert outcome.animation.faces[0].target_aus[0] == np.float32(value)
    assert animator.calls == ["set_frame", "animate", "animate", "animate"]


def test_an_outcome_tells_everything_known_so_far(engine):
    outcomes = list(engine.step(Wanted(MODEL, _frame(), measure=True)))
    assert [outcome.metadata is not None for outcome in outcomes] == [True] * 4
    assert [outcome.faces is not None for outcome in outcomes] == [False, True, True, True]
    assert [outcome.animation is not None for outcome in outcomes] == [False, False, True, True]
    assert [outcome.measured is not None for outcome in outcomes] == [False, False, False, True]


def test_a_failing_edit_is_told_and_the_next_frame_works(engine, animator):
    frame = _frame()
    _last(engine, Wanted(MODEL, frame))
    animator.fail_next = RuntimeError("the graphics card is tired")
    failed = _last(engine, Wanted(MODEL, frame))
    assert (failed.failure.stage, failed.failure.sentence) == (Stage.EDIT, "the graphics card is tired")
    assert _last(engine, Wanted(MODEL, _frame())).animation is not None


def test_a_frame_that_failed_is_not_edited_as_the_one_before(engine, animator):
    _last(engine, Wanted(MODEL, _frame(40, 30)))
    broken = _frame(10, 10)
    animator.fail_next = RuntimeError("no")
    assert _last(engine, Wanted(MODEL, broken)).failure.stage is Stage.FRAME
    retried = _last(engine, Wanted(MODEL, broken))
    assert retried.animation.frame.rgb.shape == (10, 10, 3)


def test_a_model_that_cannot_be_loaded_is_told_in_every_outcome_and_not_tried_again(animator):
    loader = FakeLoader(animator)
    engine = EditEngine(loader)
    missing = ModelChoice(Path("/nowhere/model.safetensors"), "cpu")
    for _ in range(2):
        outcome = _last(engine, Wanted(missing, _frame()))
        assert "does not exist" in outcome.model_problem
        assert outcome.metadata is None
    assert len(loader.loaded) == 1


def test_the_model_before_stays_when_another_one_cannot_be_loaded(animator):
    engine = EditEngine(FakeLoader(animator))
    frame = _frame()
    _last(engine, Wanted(MODEL, frame))
    outcome = _last(engine, Wanted(ModelChoice(Path("/nowhere/model.safetensors"), "cpu"), frame))
    assert outcome.model_problem
    assert outcome.animation is not None


def test_another_model_looks_at_the_frame_anew(animator):
    loader = FakeLoader(animator)
    engine = EditEngine(loader)
    frame = _frame()
    _last(engine, Wanted(MODEL, frame))
    _last(engine, Wanted(ModelChoice(None, "cpu"), frame))
    assert len(loader.loaded) == 2
    assert animator.calls.count("set_frame") == 2


def test_a_probe_is_looked_at_and_the_open_frame_set_again(engine, animator):
    frame, probe = _frame(40, 30), _frame(8, 8)
    _last(engine, Wanted(MODEL, frame))
    outcome = _last(engine, Wanted(MODEL, frame, probe=probe))
    assert outcome.probe_faces[0].box.right == 6.0
    assert outcome.animation.frame.rgb.shape == (30, 40, 3)
    assert animator.calls == ["set_frame", "animate", "set_frame", "set_frame", "animate"]


def test_targets_of_faces_that_are_not_there_are_left_out(engine):
    outcome = _last(engine, Wanted(MODEL, _frame(), targets={5: np.zeros(17, np.float32)}))
    assert outcome.failure is None


def test_of_wishes_in_a_row_only_the_newest_is_answered(qtbot, animator):
    animator.delay_s = 0.02
    worker = AnimationWorker(FakeLoader(animator))
    frame = _frame()
    worker.start()
    try:
        worker.want(Wanted(MODEL, frame))
        qtbot.waitUntil(lambda: "animate" in animator.calls)
        for value in np.linspace(0, 1, 200, dtype=np.float32):
            worker.want(Wanted(MODEL, frame, targets={0: np.full(17, value, np.float32)}))
        newest: list[Any] = []

        def answered():
            outcome = worker.newest()
            newest.extend([outcome] if outcome is not None and outcome.animation is not None else [])
            return bool(newest) and newest[-1].animation.faces[0].target_aus[0] == 1.0

        qtbot.waitUntil(answered)
        assert animator.calls.count("animate") < 20
    finally:
        assert worker.close()


def test_results_are_announced_in_the_gui_thread_and_made_in_another(qtbot, animator):
    worker = AnimationWorker(FakeLoader(animator))
    with qtbot.waitSignal(worker.resultReady):
        worker.start()
        worker.want(Wanted(MODEL, _frame()))
    qtbot.waitUntil(lambda: "animate" in animator.calls)
    assert worker.close()
    assert threading.current_thread().name not in animator.threads


def test_closing_ends_the_thread_within_a_second_even_while_it_works(qtbot, animator):
    animator.delay_s = 0.2
    worker = AnimationWorker(FakeLoader(animator))
    worker.start()
    worker.want(Wanted(MODEL, _frame()))
    qtbot.waitUntil(lambda: "animate" in animator.calls)
    start = time.perf_counter()
    assert worker.close()
    assert time.perf_counter() - start < 1.0
    worker.want(Wanted(MODEL, _frame()))
    assert worker.newest() is None


def test_a_failure_is_also_a_signal(qtbot, animator):
    worker = AnimationWorker(FakeLoader(animator))
    animator.fail_next = ValueError("broken")
    with qtbot.waitSignal(worker.failed) as told:
        worker.start()
        worker.want(Wanted(MODEL, _frame()))
    assert told.args == ["broken"]
    assert worker.close()


def test_the_model_is_loaded_without_the_compiler_of_torch_and_runs_in_one_thread():
    """Both cost the first edit or every slider move more than everything of ours; in a process of its own, because imports stay."""
    program = """
import sys
from ganimation_desktop.ui.animation_worker import load_animator
load_animator(None, "cpu")
import torch
print([name for name in ("torch._dynamo", "sympy") if name in sys.modules], torch.get_num_threads())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split("\n")[0] == "[] 1"
