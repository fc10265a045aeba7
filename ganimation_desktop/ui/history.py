"""Undo: one command per finished change of an expression."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QUndoCommand

from ganimation_desktop.core.action_units import AuVector, checked_au_vector


class ExpressionHolder(Protocol):
    """Whatever keeps the expression wanted on each face: `PhotoSession` in the window."""

    def set_targets(self, face_index: int, aus: AuVector) -> None:
        """Want other AUs on a face."""


class ExpressionCommand(QUndoCommand):
    """A finished change of the expression of one face: a drag, a preset, a random draw, a reset.

    Two commands never merge, so that one undo takes back one thing the user did.

    Parameters
    ----------
    session
        Keeper of the expression; redo and undo call its `set_targets`.
    face_index
        The face.
    before, after
        AU intensities, shape (17,), of which copies are kept.
    label
        What was done, already translated; the menu says "Undo <label>".
    """

    def __init__(self, session: ExpressionHolder, face_index: int, before: AuVector, after: AuVector, label: str) -> None:
        super().__init__(label)
        self._session = session
        self._face_index = face_index
        self._before = checked_au_vector(before)
        self._after = checked_au_vector(after)

    def undo(self) -> None:
        """Want the AUs of before."""
        self._session.set_targets(self._face_index, self._before.copy())

    def redo(self) -> None:
        """Want the AUs of after; also called once when the command enters the stack."""
        self._session.set_targets(self._face_index, self._after.copy())
