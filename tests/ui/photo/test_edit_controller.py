from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.photo.edit_controller import EditController
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.state import State
from tests.patience import WAIT_MS
from tests.ui.fakes import HIDDEN_FACE, TWO_FACES, FakeAnimator, FakeLoader, open_photo


def _photo(width=120, height=80):
    return photo_from_rgb(np.full((height, width, 3), 80, np.uint8))


def _state(edits: EditController) -> State:
    return edits.state


def _vector(value):
    return np.full(17, value, np.float32)


@pytest.fixture
def animator():
    return FakeAnimator(TWO_FACES)


@pytest.fixture
def loader(animator):
    return FakeLoader(animator)


@pytest.fixture
def session(qapp):
    return PhotoSession()


@pytest.fixture
def edits(session, loader):
    edits = EditController(session, ModelChoice(None, "cpu"), load=loader)
    yield edits
    assert edits.close(WAIT_MS)


@pytest.fixture
def ready(qtbot, session, edits):
    """A controller whose photo has faces and a first result, which is measured, so that the worker has nothing left to do."""
    edits.start()
    open_photo(session, _photo())
    qtbot.waitUntil(lambda: session.animation is not None and not session.searching and bool(session.measured))
    return edits


def test_teeth_that_are_chosen_are_shown(qtbot, ready, animator):
    animator.n_teeth = 3
    ready.choose_teeth(2)
    qtbot.waitUntil(lambda: animator.teeth == 2 and ready.metadata is not None)
    ready.choose_model(None, "cuda")
    assert ready.model.teeth == 2


def test_states_from_start_to_ready(qtbot, session, edits):
    assert _state(edits) is State.LOADING_MODEL
    edits.start()
    qtbot.waitUntil(lambda: _state(edits) is State.NO_PHOTO)
    seen: list[State] = []
    edits.stateChanged.connect(lambda: seen.append(edits.state))
    open_photo(session, _photo())
    qtbot.waitUntil(lambda: _state(edits) is State.READY)
    assert seen[0] is State.LOOKING_FOR_FACES
    assert len(session.faces) == 2


def test_a_photo_opened_before_the_model_is_loaded_is_edited_as_soon_as_it_is(qtbot, session, edits):
    open_photo(session, _photo())
    edits.start()
    qtbot.waitUntil(lambda: session.animation is not None and _state(edits) is State.READY)


def test_no_face_is_a_state(qtbot, session, edits, animator):
    animator.places = ()
    edits.start()
    open_photo(session, _photo())
    qtbot.waitUntil(lambda: _state(edits) is State.NO_FACE)


def test_both_faces_are_edited_in_one_pass(qtbot, session, ready, animator):
    session.set_target(0, _vector(0.5))
    session.set_target(1, _vector(0.9))
    qtbot.waitUntil(lambda: session.animation.faces[1].target_aus[0] == np.float32(0.9))
    assert session.animation.faces[0].target_aus[0] == np.float32(0.5)
    assert all(face.patch is not None for face in session.animation.faces)


def test_edits_are_made_at_the_size_of_the_view(qtbot, session, ready):
    ready.set_view_scale(0.25)
    qtbot.waitUntil(lambda: session.animation.scale == 0.25)
    ready.set_view_scale(3.0)
    qtbot.waitUntil(lambda: session.animation.scale == 1.0)


def test_a_slow_machine_edits_smaller_while_a_slider_moves_and_in_full_when_it_rests(qtbot, session, ready, animator):
    animator.composite_ms = 400.0
    session.set_target(0, _vector(0.2))
    qtbot.waitUntil(lambda: session.animation.faces[0].patch is not None)
    ready.set_dragging(True)
    for value in (0.3, 0.4, 0.5):
        session.set_target(0, _vector(value))
        qtbot.waitUntil(lambda value=value: session.animation.faces[0].target_aus[0] == np.float32(value))
    assert session.animation.scale == 0.25
    ready.set_dragging(False)
    qtbot.waitUntil(lambda: session.animation.scale == 1.0)


def test_a_draft_is_nothing_to_export(qtbot, session, ready):
    ready.set_dragging(True)
    session.set_target(0, _vector(0.3))
    qtbot.waitUntil(lambda: session.animation.draft)
    assert (session.animation.scale, session.animation.visible) == (1.0, None)
    made: list[Any] = []
    ready.with_full_size(made.append)
    assert made == []
    ready.set_dragging(False)
    qtbot.waitUntil(lambda: len(made) == 1 and not session.animation.draft)
    assert not made[0].draft


def test_what_a_slider_needs_at_the_scales_of_a_view_is_made_when_it_has_settled(qtbot, ready, animator):
    qtbot.waitUntil(lambda: animator.prepared[-1:] == [0.25])
    ready.set_view_scale(0.4)
    qtbot.waitUntil(lambda: animator.prepared[-6:] == [0.4, 0.4, 0.2, 0.2, 0.1, 0.1])


def test_a_slider_does_not_wait_for_a_measurement_of_the_edit_before(qtbot, session, ready):
    ready.set_visible(Rectangle(0, 0, 40, 40))
    ready._measure()
    ready.set_dragging(True)
    session.set_target(0, _vector(0.3))
    qtbot.waitUntil(lambda: session.animation.faces[0].target_aus[0] == np.float32(0.3))
    assert session.animation.visible is not None
    ready.set_dragging(False)
    qtbot.waitUntil(lambda: session.animation.visible is None and session.measured[0][0] == np.float32(0.3))


def test_what_is_visible_is_edited_first_and_the_rest_when_nothing_moves(qtbot, session, ready, animator):
    ready.set_visible(Rectangle(0, 0, 40, 40))
    ready.set_dragging(True)
    session.set_target(0, _vector(0.3))
    qtbot.waitUntil(lambda: session.animation.visible == Rectangle(0, 0, 40, 40))
    assert session.animation.faces[0].target_aus[0] == np.float32(0.3)
    ready.set_visible(Rectangle(40, 0, 80, 40))
    qtbot.waitUntil(lambda: session.animation.visible == Rectangle(40, 0, 80, 40))
    ready._measure()
    assert session.animation.visible is not None  # the slider is held
    ready.set_dragging(False)
    qtbot.waitUntil(lambda: session.animation.visible is None)
    assert len(session.measured) == len(session.faces)


def test_a_part_is_nothing_to_export(qtbot, session, ready):
    ready.set_visible(Rectangle(0, 0, 40, 40))
    ready.set_dragging(True)
    session.set_target(0, _vector(0.3))
    qtbot.waitUntil(lambda: session.animation.visible is not None)
    made: list[Any] = []
    ready.with_full_size(made.append)
    assert made == []
    qtbot.waitUntil(lambda: len(made) == 1)
    assert made[0].visible is None


def test_a_drag_that_ends_before_its_first_result_is_made_in_full(qtbot, session, ready, animator):
    animator.composite_ms = 100.0
    session.set_target(0, np.full(17, 0.5, np.float32))
    qtbot.waitUntil(lambda: session.animation.faces[0].patch is not None)
    animator.delay_s = 0.1
    ready.set_dragging(True)
    session.set_target(0, np.full(17, 0.6, np.float32))
    ready.set_dragging(False)
    assert session.animation.scale == 1.0
    qtbot.waitUntil(lambda: session.animation.faces[0].target_aus[0] == np.float32(0.6) and session.animation.scale == 1.0)
    qtbot.wait(250)
    assert session.animation.scale == 1.0


def test_what_needs_full_size_gets_it_and_the_canvas_keeps_its_own(qtbot, session, ready):
    ready.set_view_scale(0.25)
    qtbot.waitUntil(lambda: session.animation.scale == 0.25)
    session.set_target(0, _vector(0.7))
    made: list[Any] = []
    ready.with_full_size(made.append)
    qtbot.waitUntil(lambda: len(made) == 1)
    assert made[0].scale == 1.0
    assert made[0].faces[0].target_aus[0] == np.float32(0.7)
    qtbot.waitUntil(lambda: session.animation.faces[0].target_aus[0] == np.float32(0.7))
    assert session.animation.scale == 0.25


def test_full_size_that_is_there_is_given_at_once(qtbot, session, ready):
    made: list[Any] = []
    ready.with_full_size(made.append)
    assert made == [session.animation]


def test_waiting_for_full_size_ends_with_the_photo(qtbot, session, ready, animator):
    animator.delay_s = 0.05
    made: list[Any] = []
    session.set_target(0, _vector(0.7))
    ready.with_full_size(made.append)
    open_photo(session, _photo(50, 50))
    qtbot.waitUntil(lambda: session.animation is not None)
    qtbot.wait(150)
    assert made == []


def test_a_model_that_cannot_be_loaded_is_a_state_with_a_reason(qtbot, session, loader):
    edits = EditController(session, ModelChoice(Path("/nowhere/x.safetensors"), "cpu"), load=loader)
    with qtbot.waitSignal(edits.notice) as told:
        edits.start()
    assert "does not exist" in told.args[0]
    assert _state(edits) is State.NO_MODEL
    with qtbot.waitSignal(edits.stateChanged):
        edits.choose_model(None, "cpu")
    qtbot.waitUntil(lambda: _state(edits) is State.NO_PHOTO)
    assert edits.problem == ""
    assert edits.close(WAIT_MS)


def test_full_size_without_a_model_is_refused_in_a_sentence(qtbot, session, loader):
    edits = EditController(session, ModelChoice(Path("/nowhere/x.safetensors"), "cpu"), load=loader)
    edits.start()
    open_photo(session, _photo())
    qtbot.waitUntil(lambda: _state(edits) is State.NO_MODEL)
    with qtbot.waitSignal(edits.notice):
        edits.with_full_size(lambda _: pytest.fail("there is no model"))
    assert edits.close(WAIT_MS)


def test_a_failing_edit_is_reported_and_the_next_one_works(qtbot, session, ready, animator):
    animator.fail_next = RuntimeError("out of luck")
    with qtbot.waitSignal(ready.notice) as told:
        session.set_target(0, _vector(0.3))
    assert told.args == ["out of luck"]
    session.set_target(0, _vector(0.4))
    qtbot.waitUntil(lambda: session.animation.faces[0].target_aus[0] == np.float32(0.4))


def test_a_frame_that_fails_counts_as_one_without_faces(qtbot, session, ready, animator):
    animator.fail_next = RuntimeError("cannot look at this")
    with qtbot.waitSignal(ready.notice):
        open_photo(session, _photo(33, 33))
    assert _state(ready) is State.NO_FACE


def test_results_of_a_photo_that_is_gone_are_not_shown(qtbot, session, ready, animator):
    animator.delay_s = 0.1
    session.set_target(0, _vector(0.9))
    open_photo(session, _photo(40, 40))
    qtbot.waitUntil(lambda: session.animation is not None)
    assert session.animation.frame.rgb.shape == (40, 40, 3)


def test_the_result_is_measured_after_the_last_move(qtbot, session, ready, animator):
    for value in (0.2, 0.4, 0.8):
        session.set_target(0, _vector(value))
    qtbot.waitUntil(lambda: bool(session.measured) and session.measured[0][0] == np.float32(0.8))
    assert animator.calls.count("measure") <= animator.calls.count("animate")


def test_another_photo_is_looked_at_without_leaving_the_open_one(qtbot, session, ready, animator):
    faces: list[Any] = []
    ready.find_faces_in(_photo(16, 16).frame, faces.extend)
    qtbot.waitUntil(lambda: len(faces) == 2)
    session.set_target(0, _vector(0.6))
    qtbot.waitUntil(lambda: session.animation.faces[0].target_aus[0] == np.float32(0.6))
    assert session.animation.frame.rgb.shape == (80, 120, 3)


def test_known_boxes_are_not_looked_for_again(qtbot, session, ready):
    boxes = [session.faces[1].box]
    open_photo(session, _photo(), boxes=boxes)
    qtbot.waitUntil(lambda: session.animation is not None and _state(ready) is State.READY)
    assert [face.box for face in session.faces] == boxes


def test_faces_appear_as_they_are_found(qtbot, session, edits, animator):
    animator.hidden = (HIDDEN_FACE,)
    edits.start()
    open_photo(session, _photo())
    qtbot.waitUntil(lambda: len(session.faces) == 3 and not session.searching)
    qtbot.waitUntil(lambda: session.animation is not None and len(session.animation.faces) == 3)
    assert session.selected_face == 0
    assert animator.calls.count("set_frame") == 1


def test_a_photo_counts_as_without_a_face_only_when_it_was_searched(qtbot, session, edits, animator):
    seen: list[State] = []
    edits.stateChanged.connect(lambda: seen.append(edits.state))
    edits.start()
    animator.places, animator.hidden = (), (HIDDEN_FACE,)
    open_photo(session, _photo())
    qtbot.waitUntil(lambda: len(session.faces) == 1)
    animator.hidden = ()
    assert State.NO_FACE not in seen
    open_photo(session, _photo())
    qtbot.waitUntil(lambda: _state(edits) is State.NO_FACE)


def test_pace_names_the_slowest_stage(qtbot, session, ready):
    session.set_target(0, _vector(0.6))
    qtbot.waitUntil(lambda: session.animation.faces[0].target_aus[0] == np.float32(0.6))
    assert ready.frame_stats.latency_ms > 0
    assert ready.frame_stats.slowest_stage[0] != "total"


def test_another_device_loads_the_model_again(qtbot, ready, loader):
    ready.choose_model(None, "cuda")
    qtbot.waitUntil(lambda: (None, "cuda") in loader.loaded and ready.metadata is not None)
