from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtGui import QUndoCommand, QUndoStack

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.documents.history import FaceChange, History, PictureSide
from ganimation_desktop.core.documents.history_json import history_object, read_history
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.ui.commands.history import ExpressionCommand, JoinedCommand, OriginCommand, ProtectionCommand
from ganimation_desktop.ui.commands.step_command import fill_stack, history_of
from ganimation_desktop.ui.photo.protections import Protections

STEPS = [FaceTarget.of(au_vector({"AU12": value})) for value in (0.0, 0.25, 0.5, 1.0)]


@dataclass
class Holder:
    """Keeps what steps change, and how often it was told."""

    targets: dict[int, FaceTarget] = field(default_factory=dict)
    origins: dict[int, ExpressionOrigin | None] = field(default_factory=dict)
    protections: dict[int, Protection] = field(default_factory=dict)
    n_told: int = 0
    halted: bool = False

    def set_target(self, face_index: int, target: FaceTarget) -> None:
        self.targets[face_index] = target
        self.n_told += 1

    def set_origin(self, face_index: int, origin: ExpressionOrigin | None) -> None:
        self.origins[face_index] = origin

    def set_track(self, track: KeyframeTrack) -> None:
        raise AssertionError("no step is about keyframes")

    def set_protection(self, face_index: int, protection: Protection) -> None:
        self.protections[face_index] = protection

    def show_picture(self, side: PictureSide) -> None:
        raise AssertionError("no step is about pictures")


class Unwritable(QUndoCommand):
    pass


@pytest.fixture
def holder():
    return Holder()


@pytest.fixture
def stack(qapp, holder):
    """Three steps of which the last one was taken back; the second has a seed of its own."""
    stack = QUndoStack()
    origin = ExpressionOrigin(np.full(36, 0.75), 0.5, 9)
    stack.push(ExpressionCommand(holder, 0, STEPS[0], STEPS[1], "first"))
    stack.push(OriginCommand(holder, 0, ExpressionCommand(holder, 0, STEPS[1], STEPS[2], "second"), None, origin))
    stack.beginMacro("third")
    for face in range(2):
        stack.push(ExpressionCommand(holder, face, STEPS[2], STEPS[3], ""))
    stack.endMacro()
    stack.undo()
    return stack


def _again(history: History, holder: Holder) -> QUndoStack:
    stack = QUndoStack()
    fill_stack(stack, read_history(history_object(history)), holder)
    return stack


def test_a_stack_comes_back_with_its_labels_and_its_place(stack):
    holder = Holder()
    again = _again(history_of(stack), holder)
    assert [again.text(number) for number in range(again.count())] == ["first", "second", "third"]
    assert (again.index(), again.undoText(), again.redoText()) == (2, "second", "third")
    assert holder.n_told == 0, "filling a stack does nothing"
    assert history_object(history_of(again)) == history_object(history_of(stack))


def test_steps_that_are_joined_are_one(holder):
    stack = QUndoStack()
    stack.push(JoinedCommand([ExpressionCommand(holder, face, STEPS[0], STEPS[face + 1], "") for face in range(2)], "both"))
    assert (stack.count(), stack.undoText(), holder.targets) == (1, "both", {0: STEPS[1], 1: STEPS[2]})
    (step,) = history_of(stack).steps
    assert [change.face for change in step.changes if isinstance(change, FaceChange)] == [0, 1]
    stack.undo()
    assert holder.targets == {0: STEPS[0], 1: STEPS[0]}


def test_steps_that_came_back_are_undone_and_redone(stack, holder):
    again = _again(history_of(stack), holder)
    again.redo()
    for face in range(2):
        assert holder.targets[face] == STEPS[3]
    again.undo()
    again.undo()
    assert holder.targets[0] == STEPS[1]
    assert holder.origins[0] is None
    again.redo()
    origin = holder.origins[0]
    assert origin is not None
    assert origin.seed == 9
    again.undo()
    again.undo()
    assert holder.targets[0] == STEPS[0]
    assert not again.canUndo()


def test_new_steps_go_on_top_of_those_that_came_back(stack, holder):
    again = _again(history_of(stack), holder)
    again.push(ExpressionCommand(holder, 1, STEPS[2], STEPS[0], "fourth"))
    assert [step.label for step in history_of(again).steps] == ["first", "second", "fourth"]


def test_a_step_that_cannot_be_written_ends_the_history_on_both_sides(stack, holder):
    stack.push(Unwritable("baked"))
    stack.push(ExpressionCommand(holder, 0, STEPS[2], STEPS[0], "after"))
    assert [step.label for step in history_of(stack).steps] == ["after"]
    stack.setIndex(1)
    history = history_of(stack)
    assert ([step.label for step in history.steps], history.n_done) == (["first", "second"], 1)


def test_a_step_without_an_origin_leaves_the_origin_alone(holder):
    holder.origins[0] = ExpressionOrigin(np.zeros(36))
    fill_stack(stack := QUndoStack(), read_history(history_object(_one_step())), holder)
    stack.undo()
    assert holder.origins[0] is not None


def _one_step() -> History:
    stack, holder = QUndoStack(), Holder()
    stack.push(ExpressionCommand(holder, 0, STEPS[0], STEPS[1], "only"))
    history = history_of(stack)
    (change,) = history.steps[0].changes
    assert isinstance(change, FaceChange)
    return history


def test_a_protection_is_written_and_undone_after_it_came_back(holder):
    eyes = Protection(only=frozenset({Region.EYES}))
    protections, stack = Protections(), QUndoStack()
    stack.push(ProtectionCommand(protections, 1, UNPROTECTED, eyes, "Only eyes"))
    assert protections.all() == {1: eyes}
    again = QUndoStack()
    fill_stack(again, history_of(stack), holder)
    again.undo()
    assert holder.protections == {1: UNPROTECTED}
    again.redo()
    assert holder.protections == {1: eyes}
