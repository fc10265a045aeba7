"""Undo: one command per finished change of an expression."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.documents.history import Change, FaceChange, ProtectionChange
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.ui.widgets.abstract import AbstractQObject
from ganimation_desktop.ui.widgets.kept_text import NamedCommand

if TYPE_CHECKING:
    from ganimation_desktop.core.expressions.origin import ExpressionOrigin


class StepMaker(NamedCommand, metaclass=AbstractQObject):
    """A command that lists what it changes, so that it can be written as a step of a history."""

    @property
    @abstractmethod
    def changes(self) -> tuple[Change, ...]:
        """What it changes, in this order."""


class ExpressionHolder(Protocol):
    """Holder of the target expressions: `PhotoSession` in the window."""

    def set_target(self, face_index: int, target: FaceTarget) -> None:
        """Set the target of a face."""


class ExpressionCommand(StepMaker):
    """A finished change of the expression of one face: a drag, a preset, a random draw, a reset.

    Two commands never merge, so that one undo takes back one thing the user did.

    Parameters
    ----------
    session
        Keeper of the expression; redo and undo call its `set_target`.
    face_index
        The face.
    before, after
        The old and the new target.
    label
        What was done, already translated; the menu shows "Undo <label>".
    """

    def __init__(self, session: ExpressionHolder, face_index: int, before: FaceTarget, after: FaceTarget, label: str) -> None:
        super().__init__(label)
        self._session = session
        self._face_index = face_index
        self._before = before
        self._after = after

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changes."""
        return (FaceChange(self._face_index, self._before, self._after),)

    def undo(self) -> None:
        """Restore the old target."""
        self._session.set_target(self._face_index, self._before)

    def redo(self) -> None:
        """Set the new target; also called once when the command enters the stack."""
        self._session.set_target(self._face_index, self._after)


class JoinedCommand(StepMaker):
    """Several steps that are one for the user.

    Parameters
    ----------
    steps
        Done in this order, and undone in the opposite one.
    label
        What was done, already translated.
    """

    def __init__(self, steps: Sequence[StepMaker], label: str) -> None:
        super().__init__(label)
        self._steps = tuple(steps)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the steps change."""
        return tuple(change for step in self._steps for change in step.changes)

    def undo(self) -> None:
        """Undo all of them."""
        for step in reversed(self._steps):
            step.undo()

    def redo(self) -> None:
        """Do all of them; also called once when the command enters the stack."""
        for step in self._steps:
            step.redo()


class ProtectionHolder(Protocol):
    """Holder of what may not change of faces: `Protections` in the window."""

    def set(self, face_index: int, protection: Protection) -> None:
        """Protect something else of a face."""


class ProtectionCommand(StepMaker):
    """A finished change of what may not change of one face: a stroke of the brush, a region, a clearing.

    Parameters
    ----------
    protections
        Keeper of the protections; redo and undo call its `set`.
    face_index
        The face.
    before, after
        The old and the new protection.
    label
        What was done, already translated.
    """

    def __init__(self, protections: ProtectionHolder, face_index: int, before: Protection, after: Protection, label: str) -> None:
        super().__init__(label)
        self._protections, self._face_index = protections, face_index
        self._before, self._after = before, after

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changes."""
        return (ProtectionChange(self._face_index, self._before, self._after),)

    def undo(self) -> None:
        """Restore the old protection."""
        self._protections.set(self._face_index, self._before)

    def redo(self) -> None:
        """Set the new protection; also called once when the command enters the stack."""
        self._protections.set(self._face_index, self._after)


class OriginHolder(Protocol):
    """Holder of the origins of target expressions: `PhotoSession` in the window."""

    def set_origin(self, face_index: int, origin: ExpressionOrigin | None) -> None:
        """Set the origin of the targets of a face."""


class OriginCommand(StepMaker):
    """A change together with the strength and the seed that go with it.

    Parameters
    ----------
    session
        Keeper of strength and seed; redo and undo call its `set_origin` after the change itself.
    face_index
        The face.
    change
        What is done and undone.
    before, after
        What the expression was made from; None where nothing was known about it.
    """

    def __init__(
        self,
        session: OriginHolder,
        face_index: int,
        change: StepMaker,
        before: ExpressionOrigin | None,
        after: ExpressionOrigin | None,
    ) -> None:
        super().__init__(change.label)
        self._session, self._face_index, self._change = session, face_index, change
        self._before, self._after = before, after

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changes, with what the expressions were made from."""
        before, after = self._before, self._after
        return tuple(
            replace(change, origin_before=before, origin_after=after) if isinstance(change, FaceChange) else change
            for change in self._change.changes
        )

    def undo(self) -> None:
        """Undo the change, together with strength and seed."""
        self._change.undo()
        self._session.set_origin(self._face_index, self._before)

    def redo(self) -> None:
        """Make the change; also called once when the command enters the stack."""
        self._change.redo()
        self._session.set_origin(self._face_index, self._after)
