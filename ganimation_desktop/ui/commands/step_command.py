"""Undo stacks as histories that can be written, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtGui import QUndoCommand, QUndoStack

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.documents.history import Change, FaceChange, History, PictureChange, PictureSide, ProtectionChange, Step
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.ui.commands.history import StepMaker
from ganimation_desktop.ui.widgets.kept_text import KeptText, NamedCommand


class Target(Protocol):
    """What steps change.

    Attributes
    ----------
    halted
        Whether a step could not be done: those after it do nothing.
    """

    halted: bool

    def set_target(self, face_index: int, target: FaceTarget) -> None:
        """Set the target of a face."""

    def set_origin(self, face_index: int, origin: ExpressionOrigin | None) -> None:
        """Set the origin of the targets of a face."""

    def set_track(self, track: KeyframeTrack) -> None:
        """Set the keyframes."""

    def set_protection(self, face_index: int, protection: Protection) -> None:
        """Set what may not change of a face."""

    def show_picture(self, side: PictureSide) -> None:
        """Show another picture with its faces; halt where that is not possible yet."""


class StepCommand(StepMaker):
    """A step that was done before and comes from a history: entering a stack does not do it again.

    Parameters
    ----------
    step
        The step.
    target
        What it changes.
    """

    def __init__(self, step: Step, target: Target) -> None:
        super().__init__(step.label if step.name is None else KeptText.of(step.name))
        self._step, self._target = step, target
        self.entering = True

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changes."""
        return self._step.changes

    def undo(self) -> None:
        """Undo the step."""
        if not self.entering and not self._target.halted:
            for change in reversed(self._step.changes):
                self._apply(change, after=False)

    def redo(self) -> None:
        """Redo the step."""
        if not self.entering and not self._target.halted:
            for change in self._step.changes:
                self._apply(change, after=True)

    def _apply(self, change: Change, *, after: bool) -> None:
        if isinstance(change, FaceChange):
            self._target.set_target(change.face, change.after if after else change.before)
            if change.origin_before is not None or change.origin_after is not None:
                self._target.set_origin(change.face, change.origin_after if after else change.origin_before)
        elif isinstance(change, PictureChange):
            self._target.show_picture(change.after if after else change.before)
        elif isinstance(change, ProtectionChange):
            self._target.set_protection(change.face, change.after if after else change.before)
        else:
            self._target.set_track(change.after if after else change.before)


def history_of(stack: QUndoStack) -> History:
    """The steps of a stack that can be written: those around now, up to the first that cannot."""
    commands = [stack.command(number) for number in range(stack.count())]
    done = list(_writable(reversed(commands[: stack.index()])))[::-1]
    undone = list(_writable(iter(commands[stack.index() :])))
    return History((*done, *undone), len(done))


def fill_stack(stack: QUndoStack, history: History, target: Target) -> None:
    """Give an empty stack the steps of a history, without doing them."""
    commands = [StepCommand(step, target) for step in history.steps]
    for command in commands:
        stack.push(command)
    stack.setIndex(history.n_done)
    for command in commands:
        command.entering = False


def _writable(commands: Iterator[QUndoCommand]) -> Iterator[Step]:
    for command in commands:
        changes = _changes_of(command)
        if changes is None:
            return
        yield Step(command.text(), changes, command.name if isinstance(command, NamedCommand) else None)


def _changes_of(command: QUndoCommand) -> tuple[Change, ...] | None:
    if isinstance(command, StepMaker):
        return command.changes
    children = [_changes_of(command.child(number)) for number in range(command.childCount())]
    if not children or None in children:
        return None
    return tuple(change for child in children if child is not None for change in child)
