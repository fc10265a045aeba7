from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.photo.close_ups import CloseUpRequest
from ganimation_desktop.ui.photo.edit_engine import EditEngine, RenderRequest, Stage
from tests.ui.fakes import HIDDEN_FACE, FakeAnimator, FakeLoader

MODEL = ModelChoice(None, "cpu")


def _frame(width=40, height=30):
    return Frame(np.zeros((height, width, 3), np.uint8))


def _last(engine: EditEngine, request: RenderRequest) -> Any:
    return list(engine.step(request))[-1]


@pytest.fixture
def animator():
    return FakeAnimator()


@pytest.fixture
def engine(animator):
    return EditEngine(FakeLoader(animator))


def test_detection_runs_once_per_frame_and_editing_for_every_request(engine, animator):
    frame = _frame()
    for value in (0.2, 0.4, 0.6):
        outcome = _last(engine, RenderRequest(MODEL, frame, targets={0: FaceTarget.of(np.full(17, value, np.float32))}))
        assert outcome.animation.faces[0].target_aus[0] == np.float32(value)
    assert animator.calls == ["set_frame", "animate", "animate", "animate"]


def test_an_outcome_has_everything_known_so_far(engine):
    outcomes = list(engine.step(RenderRequest(MODEL, _frame(), measure=True)))
    assert [outcome.metadata is not None for outcome in outcomes] == [True] * 4
    assert [outcome.faces is not None for outcome in outcomes] == [False, True, True, True]
    assert [outcome.animation is not None for outcome in outcomes] == [False, False, True, True]
    assert [outcome.measured is not None for outcome in outcomes] == [False, False, False, True]


def test_a_failing_edit_is_reported_and_the_next_frame_works(engine, animator):
    frame = _frame()
    _last(engine, RenderRequest(MODEL, frame))
    animator.fail_next = RuntimeError("the graphics card is tired")
    failed = _last(engine, RenderRequest(MODEL, frame))
    assert (failed.failure.stage, failed.failure.sentence) == (Stage.EDIT, "the graphics card is tired")
    assert _last(engine, RenderRequest(MODEL, _frame())).animation is not None


def test_a_frame_that_failed_is_not_edited_as_the_one_before(engine, animator):
    _last(engine, RenderRequest(MODEL, _frame(40, 30)))
    broken = _frame(10, 10)
    animator.fail_next = RuntimeError("no")
    assert _last(engine, RenderRequest(MODEL, broken)).failure.stage is Stage.FRAME
    retried = _last(engine, RenderRequest(MODEL, broken))
    assert retried.animation.frame.rgb.shape == (10, 10, 3)


def test_a_model_that_cannot_be_loaded_is_reported_in_every_outcome_and_not_tried_again(animator):
    loader = FakeLoader(animator)
    engine = EditEngine(loader)
    missing = ModelChoice(Path("/nowhere/model.safetensors"), "cpu")
    for _ in range(2):
        outcome = _last(engine, RenderRequest(missing, _frame()))
        assert "does not exist" in outcome.model_problem
        assert outcome.metadata is None
    assert len(loader.loaded) == 1


def test_without_a_model_there_is_no_idle_work(engine):
    missing = ModelChoice(Path("/nowhere/model.safetensors"), "cpu")
    frame = _frame()
    close_ups = CloseUpRequest(frame, 0, (FaceTarget.of(np.ones(17)),), 32)
    _last(engine, RenderRequest(missing, frame, close_ups=close_ups))
    assert not engine.has_idle_work
    _last(engine, RenderRequest(MODEL, frame, close_ups=close_ups))
    assert engine.has_idle_work


def test_the_model_before_stays_when_another_one_cannot_be_loaded(animator):
    engine = EditEngine(FakeLoader(animator))
    frame = _frame()
    _last(engine, RenderRequest(MODEL, frame))
    outcome = _last(engine, RenderRequest(ModelChoice(Path("/nowhere/model.safetensors"), "cpu"), frame))
    assert outcome.model_problem
    assert outcome.animation is not None


def test_another_model_reads_the_frame_again(animator):
    loader = FakeLoader(animator)
    engine = EditEngine(loader)
    frame = _frame()
    _last(engine, RenderRequest(MODEL, frame))
    _last(engine, RenderRequest(ModelChoice(None, "cpu"), frame))
    assert len(loader.loaded) == 2
    assert animator.calls.count("set_frame") == 2


def test_a_probe_is_read_and_the_open_frame_set_again(engine, animator):
    frame, probe = _frame(40, 30), _frame(8, 8)
    _last(engine, RenderRequest(MODEL, frame))
    outcome = _last(engine, RenderRequest(MODEL, frame, probe=probe))
    assert outcome.probe_faces[0].box.right == 6.0
    assert outcome.animation.frame.rgb.shape == (30, 40, 3)
    assert animator.calls == ["set_frame", "animate", "set_frame", "set_frame", "animate"]


class TestSearch:
    @pytest.fixture
    def animator(self):
        return FakeAnimator(hidden=(HIDDEN_FACE,))

    def searched(self, engine):
        news = []
        while engine.searching:
            outcome = engine.search()
            news += [outcome] if outcome is not None else []
        return news

    def test_the_first_answer_does_not_wait_for_it(self, engine, animator):
        outcome = _last(engine, RenderRequest(MODEL, _frame(), search=True))
        assert (len(outcome.faces), outcome.searching) == (1, True)
        assert "search" not in animator.calls

    def test_only_new_faces_and_the_end_are_reported(self, engine):
        _last(engine, RenderRequest(MODEL, _frame(), search=True))
        assert [(len(outcome.faces), outcome.searching) for outcome in self.searched(engine)] == [(2, True), (2, False)]
        assert engine.search() is None

    def test_a_wish_in_between_is_answered_and_keeps_what_was_found(self, engine, animator):
        request = RenderRequest(MODEL, _frame(), search=True)
        _last(engine, request)
        assert engine.search() is None
        assert len(engine.search().faces) == 2
        outcome = _last(engine, request)
        assert (len(outcome.faces), len(outcome.animation.faces), outcome.searching) == (2, 2, True)
        assert animator.calls.count("set_frame") == 1

    def test_another_frame_or_model_ends_it(self, engine):
        for other in (RenderRequest(MODEL, _frame()), RenderRequest(ModelChoice(None, "cpu"))):
            _last(engine, RenderRequest(MODEL, _frame(), search=True))
            assert engine.searching
            _last(engine, other)
            assert not engine.searching

    def test_it_goes_on_after_another_picture_was_looked_at(self, engine):
        frame = _frame()
        faces = _last(engine, RenderRequest(MODEL, frame, search=True)).faces
        boxes = tuple(face.box for face in faces)
        _last(engine, RenderRequest(MODEL, frame, boxes=boxes, search=True, probe=_frame(8, 8)))
        assert len(self.searched(engine)[-1].faces) == 2

    def test_one_that_fails_leaves_the_faces_that_are_known(self, engine, animator):
        _last(engine, RenderRequest(MODEL, _frame(), search=True))
        animator.fail_next = RuntimeError("no memory")
        (outcome,) = self.searched(engine)
        assert (len(outcome.faces), outcome.searching, outcome.failure) == (1, False, None)


class TestPreparation:
    SCALES = (1.0, 0.5, 0.25)

    def made(self, engine):
        while engine.has_idle_work:
            engine.idle_step()

    def test_what_edits_at_other_scales_need_is_made_while_idle_a_step_at_a_time(self, engine, animator):
        _last(engine, RenderRequest(MODEL, _frame(), prepare=self.SCALES))
        assert animator.prepared == []
        engine.idle_step()
        assert animator.prepared == [1.0]
        self.made(engine)
        assert animator.prepared == [1.0, 0.5, 0.25]

    def test_nothing_is_made_while_a_slider_moves(self, engine, animator):
        frame = _frame()
        _last(engine, RenderRequest(MODEL, frame, prepare=self.SCALES))
        _last(engine, RenderRequest(MODEL, frame, prepare=self.SCALES, dragging=True))
        assert not engine.has_idle_work
        _last(engine, RenderRequest(MODEL, frame, prepare=self.SCALES))
        assert engine.has_idle_work

    def test_a_failure_ends_it(self, engine, animator, monkeypatch):
        def fail(scale):
            yield
            raise MemoryError

        monkeypatch.setattr(animator, "prepare", fail)
        _last(engine, RenderRequest(MODEL, _frame(), prepare=self.SCALES))
        self.made(engine)
        assert _last(engine, RenderRequest(MODEL, _frame())).failure is None

    def test_without_a_frame_there_is_nothing_to_make(self, engine):
        _last(engine, RenderRequest(MODEL, prepare=self.SCALES))
        assert not engine.has_idle_work


def test_targets_of_faces_that_are_not_there_are_left_out(engine):
    outcome = _last(engine, RenderRequest(MODEL, _frame(), targets={5: FaceTarget.of(np.zeros(17, np.float32))}))
    assert outcome.failure is None


def test_the_model_is_loaded_without_the_compiler_of_torch_and_runs_in_one_thread():
    """Both cost the first edit or every slider move more than everything of ours; in a process of its own, because imports stay."""
    program = """
import sys
from ganimation_desktop.ui.photo.edit_engine import load_animator
load_animator(None, "cpu")
import torch
print([name for name in ("torch._dynamo", "sympy") if name in sys.modules], torch.get_num_threads())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split("\n")[0] == "[] 1"
