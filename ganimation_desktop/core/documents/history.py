"""The steps that were done to a document: each can be taken back and done again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection import Protection

MOST_VALUES = 20_000
"""So many expressions, those of keyframes among them, are kept of the steps of a document."""
BYTES_OF_A_VALUE = 300
"""So many bytes of what is painted count as an expression."""
VALUES_OF_A_PICTURE = 1000
"""Another picture counts as so many expressions."""


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


@dataclass(frozen=True, eq=False)
class PictureSide:
    """A picture with its faces, before or after something else took its place.

    Attributes
    ----------
    pixels
        Name of the copy of the picture, as in `Document.pixels`; empty for the document's own file.
    boxes
        Where its faces are; None where they are still to be searched for.
    targets, origins, protections
        By the index of a face: the targets of those that are edited, what these were made from, and what may not change.
    selected_face
        The face whose sliders were shown.
    """

    pixels: str
    boxes: tuple[FaceBox, ...] | None = None
    targets: Mapping[int, FaceTarget] = field(default_factory=dict)
    origins: Mapping[int, ExpressionOrigin] = field(default_factory=dict)
    protections: Mapping[int, Protection] = field(default_factory=dict)
    selected_face: int = 0


@dataclass(frozen=True, eq=False)
class PictureChange:
    """Another picture for a photo, or its faces elsewhere: a result became the new source, a face was drawn, moved or removed."""

    before: PictureSide
    after: PictureSide

    @property
    def leads_elsewhere(self) -> bool:
        """Whether there are different pictures on both sides."""
        return self.before.pixels != self.after.pixels


Change = FaceChange | TrackChange | ProtectionChange | PictureChange


@dataclass(frozen=True)
class StepName:
    """What a step is called, in any language.

    Attributes
    ----------
    context, text
        The translation context and the text in the source's language, with fields such as `{file}`.
    values
        What the fields stand for.
    """

    context: str
    text: str
    values: Mapping[str, str | StepName] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Step:
    """What one undo takes back.

    Attributes
    ----------
    label
        What was done, as the user read it.
    changes
        What it consists of, in this order.
    name
        What the label was made from; None where no language changes it.
    """

    label: str
    changes: tuple[Change, ...]
    name: StepName | None = None

    @property
    def n_values(self) -> int:
        """How many expressions it holds, or what takes as much room."""
        return sum(map(_n_values, self.changes))

    def picture(self, *, after: bool) -> PictureSide | None:
        """The picture that it leads to when it is redone, or undone; None where the picture stays."""
        changes = self.changes if after else self.changes[::-1]
        sides = (change.after if after else change.before for change in changes if isinstance(change, PictureChange))
        return next(sides, None)


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

    @property
    def pictures(self) -> frozenset[str]:
        """Names of the copies of pictures that its steps lead to."""
        sides = (step.picture(after=after) for step in self.steps for after in (False, True))
        return frozenset(side.pixels for side in sides if side is not None and side.pixels)

    def without(self, pixels: str) -> History:
        """Return the history without the steps that lead to a picture, and those beyond them."""

        def n_possible(steps: Sequence[Step], *, after: bool) -> int:
            sides = [step.picture(after=after) for step in steps]
            return next((number for number, side in enumerate(sides) if side is not None and side.pixels == pixels), len(steps))

        n_before = n_possible(self.steps[: self.n_done][::-1], after=False)
        n_after = n_possible(self.steps[self.n_done :], after=True)
        return History(self.steps[self.n_done - n_before : self.n_done + n_after], n_before)

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
    if isinstance(change, PictureChange):
        sides = change.before, change.after
        painted = sum(len(protection.png) for side in sides for protection in side.protections.values())
        copies = VALUES_OF_A_PICTURE if change.leads_elsewhere else 0
        return 2 + copies + sum(len(side.targets) for side in sides) + painted // BYTES_OF_A_VALUE
    return 2


def _n_fitting(steps: Sequence[Step], most_values: int) -> int:
    """How many steps, from the first on, hold at most so many expressions."""
    total = 0
    for number, step in enumerate(steps):
        total += step.n_values
        if total > most_values:
            return number
    return len(steps)
