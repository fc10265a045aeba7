"""The steps that were done to a document: each can be taken back and done again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.protection import Protection

MOST_VALUES = 20_000
"""So many expressions, those of keyframes among them, are kept of the steps of a document."""
BYTES_OF_A_VALUE = 300
"""So many bytes of what is painted count as an expression."""


@dataclass(frozen=True, eq=False)
class FaceChange:
    """Another expression for a face.

    Attributes
    ----------
    face
        Its index.
    before, after
        The old and the new target.
    origin_before, origin_after
        What they were made from, None where nothing is known about that; both None where it stays as it is.
    """

    face: int
    before: FaceTarget
    after: FaceTarget
    origin_before: ExpressionOrigin | None = None
    origin_after: ExpressionOrigin | None = None


@dataclass(frozen=True, eq=False)
class TrackChange:
    """Other keyframes for a video."""

    before: KeyframeTrack
    after: KeyframeTrack


@dataclass(frozen=True, eq=False)
class ProtectionChange:
    """Another protection for a face, by its index."""

    face: int
    before: Protection
    after: Protection


Change = FaceChange | TrackChange | ProtectionChange


@dataclass(frozen=True, eq=False)
class Step:
    """What one undo takes back.

    Attributes
    ----------
    label
        What was done, as the user read it.
    changes
        What it consists of, in this order.
    """

    label: str
    changes: tuple[Change, ...]

    @property
    def n_values(self) -> int:
        """How many expressions it holds, or what takes as much room."""
        return sum(map(_n_values, self.changes))


@dataclass(frozen=True, eq=False)
class History:
    """Steps in the order in which they were done.

    Attributes
    ----------
    steps
        The steps.
    n_done
        How many of them are done; the others were taken back and can be done again.
    """

    steps: tuple[Step, ...] = ()
    n_done: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.n_done <= len(self.steps):
            raise ValueError(f"{self.n_done} of {len(self.steps)} steps cannot be done")

    def bounded(self, most_values: int = MOST_VALUES) -> History:
        """Return the history without the steps that lead too far away from now, so that it holds at most so many expressions."""
        n_before = _n_fitting(self.steps[: self.n_done][::-1], most_values)
        n_left = most_values - sum(step.n_values for step in self.steps[self.n_done - n_before : self.n_done])
        n_after = _n_fitting(self.steps[self.n_done :], n_left)
        return History(self.steps[self.n_done - n_before : self.n_done + n_after], n_before)


def _n_values(change: Change) -> int:
    if isinstance(change, TrackChange):
        return 2 + len(change.before.keyframes) + len(change.after.keyframes)
    if isinstance(change, ProtectionChange):
        return 2 + (len(change.before.png) + len(change.after.png)) // BYTES_OF_A_VALUE
    return 2


def _n_fitting(steps: Sequence[Step], most_values: int) -> int:
    """How many steps, from the first on, hold at most so many expressions."""
    total = 0
    for number, step in enumerate(steps):
        total += step.n_values
        if total > most_values:
            return number
    return len(steps)
