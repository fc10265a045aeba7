"""Keeps the session's faces in sync with live pictures, and makes requests for the live loop.

In live mode the session has no photo. Its faces are those of the pictures, and the detected expression of a face is its neutral baseline:
the sliders set the target for the neutral face, and the difference applies to every frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import N_CONTROLS, ControlVector, FaceTarget, control_vector
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode, LiveRequest, held_expression
from ganimation_desktop.core.expressions.origin import ExpressionOrigin
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.ui.photo.photo_session import PhotoSession

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animation import Animation, FaceAnimation
    from ganimation_desktop.core.live.pipeline import LiveResult

GONE_AFTER_S = 1.0
"""A face that is lost for less time keeps its sliders."""


@dataclass(frozen=True, eq=False)
class AddedEdit:
    """What is added to live faces, whichever of them are in view.

    Attributes
    ----------
    everyone
        Whether all faces are edited alike.
    common
        What is added to all of them then, (36,) in -1..1.
    changes, origins, protections
        By slot: what is added to a face, what that was made from, and what may not change of it.
    only
        The regions that may change of all of them.
    """

    everyone: bool = True
    common: ControlVector = field(default_factory=lambda: np.zeros(N_CONTROLS, np.float32))
    changes: Mapping[int, ControlVector] = field(default_factory=dict)
    origins: Mapping[int, ExpressionOrigin] = field(default_factory=dict)
    protections: Mapping[int, Protection] = field(default_factory=dict)
    only: frozenset[Region] = frozenset()

    def with_everyone(self, *, everyone: bool) -> AddedEdit:
        """Return it for all faces alike, or for each its own."""
        return replace(self, everyone=everyone)

    def differs(self, other: AddedEdit, slot: int) -> bool:
        """Whether another edit does something else to the face of a slot."""
        none = np.zeros(N_CONTROLS, np.float32)
        same = np.array_equal(self.changes.get(slot, none), other.changes.get(slot, none))
        return not same or self.protections.get(slot, UNPROTECTED) != other.protections.get(slot, UNPROTECTED)


class LiveFaces:
    """The faces of the live pictures, in the order of their slots, in the session.

    Parameters
    ----------
    session
        Holds them.
    common
        What is added to all of them at first; nothing unless it has a value for each control.

    Attributes
    ----------
    slots
        The slots of the session's faces.
    revision
        Counts changes of the session's faces or baselines.
    common
        What is added to all of them, (36,) in -1..1.
    everyone
        Whether what is added to one face is added to all of them, also to those that come later.
    """

    def __init__(self, session: PhotoSession, common: Sequence[float] = ()) -> None:
        self.slots: tuple[int, ...] = ()
        self.revision = 0
        self.everyone = True
        self._session = session
        self.common: ControlVector = np.zeros(N_CONTROLS, np.float32)
        if len(common) == N_CONTROLS:
            self.common = np.asarray(common, np.float32)
        self._spreading = False
        self._seen_s: dict[int, float] = {}
        self._shown: dict[int, FaceAnimation] = {}
        self._baselines: dict[int, AuVector] = {}
        self._changes: dict[int, ControlVector] = {}
        self._only: frozenset[Region] = frozenset()
        self._protections: dict[int, Protection] = {}

    def take(self, result: LiveResult, shown: Animation) -> Animation:
        """Bring the session up to a result.

        Parameters
        ----------
        result
            The newest result.
        shown
            Its edit as it is shown, perhaps mirrored.

        Returns
        -------
        Animation
            `shown` with one entry for each face of the session, in its order.
        """
        now_s = result.frame.time_s
        news = False
        for index, slot in enumerate(result.slots):
            self._seen_s[slot] = now_s
            baseline = result.baselines[index]
            if slot not in self._baselines or (baseline is not None and baseline is not self._baselines[slot]):
                self._baselines[slot] = shown.faces[index].face.aus if baseline is None else baseline
                news = True
            face = replace(shown.faces[index].face, aus=self._baselines[slot])
            self._shown[slot] = replace(shown.faces[index], face=face)
        slots = tuple(sorted(slot for slot, seen_s in self._seen_s.items() if now_s - seen_s < GONE_AFTER_S))
        for slot in set(slots) - set(result.slots):
            self._shown[slot] = replace(self._shown[slot], patch=None)
        faces = tuple(self._shown[slot] for slot in slots)
        if news or slots != self.slots:
            self._set_faces(slots)
        else:
            self._session.move_faces([face.face for face in faces], numbers_of(slots))
        return replace(shown, faces=faces)

    def set_everyone(self, *, everyone: bool) -> None:
        """Edit every face as the selected one is, or from now on the selected one alone."""
        self.everyone = everyone
        if everyone:
            self.spread(max(self._session.selected_face, 0))

    def spread(self, index: int) -> None:
        """Add to every face what the user added to one, while all are edited."""
        if not self.everyone or self._spreading or not 0 <= index < len(self.slots):
            return
        self.common = self._change_of(index)
        self._spreading = True
        for other, slot in enumerate(self.slots):
            if other != index:
                self._session.set_target(other, _target(self._baselines[slot], self.common))
        self._spreading = False

    def spread_regions(self, index: int) -> None:
        """Change the same regions of every face, while all are edited; what was painted belongs to one face."""
        if not self.everyone or self._spreading or not 0 <= index < len(self.slots):
            return
        protections = self._session.protections
        self._only = protections.of(index).only
        self._spreading = True
        for other in range(len(self.slots)):
            protections.set(other, protections.of(other).with_only(self._only))
        self._spreading = False

    def edit(self) -> AddedEdit:
        """What is added to the faces, those that are out of view too."""
        self._remember()
        origins = ((slot, self._session.origin(index)) for index, slot in enumerate(self.slots))
        known = {slot: origin for slot, origin in origins if origin is not None}
        return AddedEdit(self.everyone, self.common, dict(self._changes), known, dict(self._protections), self._only)

    def show_edit(self, edit: AddedEdit) -> None:
        """Add to the faces what an edit says; faces that came since keep what they have, unless it is about all."""
        self._remember()
        self.everyone, self.common, self._only = edit.everyone, edit.common, edit.only
        changes, protections = self._changes | dict(edit.changes), self._protections | dict(edit.protections)
        if edit.everyone:
            changes = dict.fromkeys(changes, edit.common)
        self._spreading = True
        for index, slot in enumerate(self.slots):
            self._session.set_target(index, _target(self._baselines[slot], changes[slot]))
            protection = protections.get(slot, UNPROTECTED)
            self._session.protections.set(index, protection.with_only(edit.only) if edit.everyone else protection)
            self._session.set_origin(index, edit.origins.get(slot))
        self._spreading = False
        self._changes, self._protections = changes, protections

    def restart(self) -> None:
        """Forget the faces, but not what is added to them: another camera, or another size of its pictures, shows them again."""
        self._remember()
        self.slots = ()
        self._seen_s.clear()
        self._shown.clear()
        self._baselines.clear()

    def request(self, mode: LiveMode, gain: float, *, measure: bool) -> LiveRequest:
        """The request for the live faces, from the session's targets."""
        self._remember()
        amplify = mode is LiveMode.AMPLIFY
        added = self.common if self.everyone else np.zeros(N_CONTROLS, np.float32)
        known = {slot: change for slot, change in self._changes.items() if slot in self._baselines}
        by_slot = {slot: _expression(change, self._baselines[slot], mode, gain) for slot, change in known.items()}
        return LiveRequest(
            Expression(mode, added, gain) if amplify else Expression(controls=added),
            by_slot,
            measure=measure,
            protection=Protection(only=self._only) if self.everyone else UNPROTECTED,
            protections=dict(self._protections),
        )

    def _set_faces(self, slots: tuple[int, ...]) -> None:
        """Give the session other faces, or the same with another baseline; the added change of each stays."""
        session = self._session
        selected = self.slots[session.selected_face] if 0 <= session.selected_face < len(self.slots) else None
        changes = dict(self._changes)
        self.slots = ()
        session.set_faces([self._shown[slot].face for slot in slots], numbers_of(slots))
        for index, slot in enumerate(slots):
            change = self.common if self.everyone else changes.get(slot, np.zeros(N_CONTROLS, np.float32))
            session.set_target(index, _target(self._baselines[slot], change))
        self._restore_protections(slots)
        self.slots = slots
        self.revision += 1
        self._changes = changes
        if selected in slots:
            session.select_face(slots.index(selected))

    def _remember(self) -> None:
        """Take over what is added to each face of the session."""
        for index, slot in enumerate(self.slots):
            self._changes[slot] = self.common if self.everyone else self._change_of(index)
            self._protections[slot] = self._session.protections.of(index)

    def _restore_protections(self, slots: tuple[int, ...]) -> None:
        self._spreading = True
        for index, slot in enumerate(slots):
            known = self._protections.get(slot, UNPROTECTED)
            self._session.protections.set(index, known.with_only(self._only) if self.everyone else known)
        self._spreading = False

    def _change_of(self, index: int) -> ControlVector:
        change = self._session.target(index).vector() - control_vector(self._session.detected(index))
        return np.asarray(change.clip(-1, 1), np.float32)


def numbers_of(slots: Sequence[int]) -> tuple[int, ...]:
    """What the faces of these slots are called; each keeps its number while it is in view."""
    return tuple(slot + 1 for slot in slots)


def _target(baseline: AuVector, change: ControlVector) -> FaceTarget:
    return FaceTarget.from_vector(control_vector(baseline) + change)


def _expression(change: ControlVector, baseline: AuVector, mode: LiveMode, gain: float) -> Expression:
    """Make the expression of one face; a face with unmoved sliders is unchanged, and a held one may blink."""
    if mode is not LiveMode.ABSOLUTE:
        return Expression(mode, change, gain)
    return held_expression(_target(baseline, change), change != 0)
