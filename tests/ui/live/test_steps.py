"""Undo outlasts the faces that steps are about."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.ui.commands.history import ExpressionCommand, ProtectionCommand
from ganimation_desktop.ui.live.steps import LiveStack
from tests.ui.live.test_faces import AU12, BASELINES, Room
from tests.ui.live_stage import GREY, LEFT, RIGHT

AU04 = au_index("AU04")
EYES = Protection(only=frozenset({Region.EYES}))


class UndoRoom(Room):
    def __init__(self) -> None:
        super().__init__()
        self.stack = LiveStack(self.session)
        self.stack.begin(self.faces)

    def step(self, unit: int, value: float, face: int) -> None:
        before = self.session.target(face)
        self.move(unit, value, face)
        self.stack.push(ExpressionCommand(self.session, face, before, self.session.target(face), "step"))

    def single(self) -> None:
        self.faces.set_everyone(everyone=False)
        self.stack.take_note()


@pytest.fixture
def room(qapp):
    return UndoRoom()


def test_a_step_on_every_face_is_undone_on_those_that_came_since(room):
    room.show(0)
    room.step(AU12, 0.6, 0)
    room.show(1, 2)
    assert room.added() == [0.5, 0.5]
    room.stack.undo()
    assert room.added() == [0.0, 0.0]
    assert [round(float(room.session.target(index).aus[AU12]), 3) for index in (0, 1)] == [BASELINES[1], BASELINES[2]]
    room.show(0, 2)
    room.stack.redo()
    assert room.added() == [0.5, 0.5]


def test_it_can_be_undone_while_nobody_is_in_view(room):
    room.show(0)
    room.step(AU12, 0.6, 0)
    room.show()
    room.stack.undo()
    room.show(1)
    assert room.added() == [0.0]


def test_steps_of_a_face_out_of_view_are_passed_over_with_one_that_is_seen(room):
    room.show(0, 1)
    room.single()
    room.step(AU12, 0.4, 0)
    room.step(AU12, 0.6, 1)
    room.step(AU12, 0.9, 1)
    room.show(0)
    room.stack.undo()
    assert room.stack.index() == 0
    assert room.added() == [0.0]
    room.show(0, 1)
    assert room.added() == [0.0, 0.0]
    room.stack.redo()
    room.stack.redo()
    room.stack.redo()
    assert room.added() == [0.3, 0.7]


def test_where_none_can_be_seen_undo_says_so_and_keeps_them(room, qtbot):
    room.show(0, 1)
    room.single()
    room.step(AU12, 0.6, 1)
    room.show(0)
    with qtbot.waitSignal(room.stack.outOfView):
        room.stack.undo()
    assert room.stack.index() == 1
    room.show(0, 1)
    assert room.added() == [0.0, 0.4]
    room.stack.undo()
    assert room.added() == [0.0, 0.0]
    with qtbot.assertNotEmitted(room.stack.outOfView):
        room.stack.undo()


def test_a_face_at_another_index_and_one_that_came_since_keep_theirs(room):
    room.show(0, 1)
    room.single()
    room.step(AU12, 0.6, 1)
    room.show(1, 2)
    room.move(AU12, 0.5, 1)
    room.stack.undo()
    assert room.added() == [0.0, 0.2]


def test_undo_comes_back_to_whom_the_sliders_edited(room):
    room.show(0, 1)
    room.step(AU12, 0.6, 0)
    room.single()
    room.step(AU12, 0.9, 1)
    room.stack.undo()
    assert (room.added(), room.faces.everyone) == ([0.5, 0.5], False)
    room.stack.undo()
    assert (room.added(), room.faces.everyone) == ([0.0, 0.0], True)
    room.stack.redo()
    room.stack.redo()
    assert (room.added(), room.faces.everyone) == ([0.5, 0.7], False)


def test_the_same_step_after_the_neutral_face_was_learnt_again_takes_back_what_was_added(room, monkeypatch):
    room.show(0)
    room.step(AU12, 0.6, 0)
    monkeypatch.setattr("tests.ui.live.test_faces.BASELINES", (0.3, 0.2, 0.3))
    room.show(0)
    assert room.added() == [0.5]
    room.stack.undo()
    assert room.added() == [0.0]
    assert room.session.target(0).aus[AU12] == pytest.approx(0.3)


def test_protections_are_undone_on_their_face_too(room):
    room.show(0, 1)
    room.single()
    room.stack.push(ProtectionCommand(room.session.protections, 1, room.session.protections.of(1), EYES, "step"))
    room.show(1, 2)
    room.stack.undo()
    assert not room.session.protections.of(0)
    room.stack.redo()
    assert room.session.protections.of(0) == EYES
    assert not room.session.protections.of(1)


def test_before_a_camera_undo_is_kept_when_faces_come_and_go(stage):
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    stage.detector.boxes = (RIGHT,)
    stage.until(lambda: len(stage.window.session.faces) == 1 and stage.green(RIGHT) > 150)
    stage.detector.boxes = (LEFT, RIGHT)
    stage.until(lambda: len(stage.window.session.faces) == 2 and stage.green(LEFT) > 150)
    undo = stage.actions["undo"]
    assert undo.isEnabled()
    undo.trigger()
    stage.until(lambda: stage.green(LEFT) == stage.green(RIGHT) == GREY)
    stage.actions["redo"].trigger()
    stage.until(lambda: min(stage.green(LEFT), stage.green(RIGHT)) > 150)


def test_before_a_camera_undo_says_when_its_face_is_not_in_view(stage):
    stage.start((LEFT, RIGHT))
    stage.actions["next_face"].trigger()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green(RIGHT) > 150)
    stage.detector.boxes = (LEFT,)
    stage.until(lambda: len(stage.window.session.faces) == 1)
    stage.actions["undo"].trigger()
    assert "not in view" in stage.window.status.texts["message"]
    assert stage.actions["undo"].isEnabled()


def test_another_camera_keeps_undo_and_the_end_of_live_mode_ends_it(stage):
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.window.live.menu.chosen.emit(stage.window.live.menu.detect_cameras()[1])
    stage.until(lambda: bool(stage.window.session.faces) and stage.green() > 150)
    stage.actions["undo"].trigger()
    stage.until(lambda: stage.green() == GREY)
    stage.actions["camera"].trigger()
    stage.start()
    assert not stage.actions["undo"].isEnabled()
    assert not stage.actions["redo"].isEnabled()


def test_a_click_in_the_list_of_steps_goes_there(stage):
    stage.start()
    for value in (0.5, 0.8):
        stage.set_au(AU12, value)
    steps = stage.window.history.steps
    stage.window.history.parentWidget().show()
    stage.qtbot.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=steps.visualRect(steps.model().index(0, 0)).center())
    stage.until(lambda: stage.green() == GREY)
