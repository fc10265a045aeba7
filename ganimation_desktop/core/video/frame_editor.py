"""Editing a video while it plays: faces are tracked frame by frame, and the chosen ones keep their edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import FaceTarget, blend
from ganimation_desktop.core.edit.animator import Animation, Animator
from ganimation_desktop.core.edit.conditions import MovingConditions
from ganimation_desktop.core.expressions.eye_contact import EyeContact
from ganimation_desktop.core.faces.detection import Detections, InlineDetections
from ganimation_desktop.core.faces.face_choice import FaceChoice, rank_of
from ganimation_desktop.core.faces.people import GAP_S
from ganimation_desktop.core.faces.person_tracking import PersonTracker, TrackedPerson
from ganimation_desktop.core.faces.protection import UNPROTECTED
from ganimation_desktop.core.faces.tracking import TrackedFace
from ganimation_desktop.core.imaging.frames import Frame

TargetAt = Callable[[AuVector, float], FaceTarget]
"""Target of a face that shows these AUs at this moment."""


@dataclass(frozen=True, eq=False)
class EditedFrame:
    """A frame with its edit.

    Attributes
    ----------
    frame
        The frame.
    tracked
        Its faces, in the order of `animation.faces`.
    chosen
        Indices of the faces that are edited.
    animation
        The edit with its masks.
    people
        Number of the person, from 0, whose face each of `tracked` is; kept over gaps.
    """

    frame: Frame
    tracked: tuple[TrackedFace, ...]
    chosen: tuple[int, ...]
    animation: Animation
    people: tuple[int, ...]


class FrameEditor:
    """Edits the frames of one video in their order.

    Attributes
    ----------
    target_at
        The target AUs; may be changed between frames.
    eye_contact
        How far the eyes are turned towards the camera, 0..1; may be changed between frames.
    protection
        What may not change of the faces that are edited; may be changed, too.

    Parameters
    ----------
    animator
        Edits.
    target_at
        The target AUs.
    face
        "largest", "all", or the number of a face by size, from 1. A chosen person stays chosen, also over gaps of up to `GAP_S`.
    detections
        Where detections come from; None detects at intervals of the video's time.
    """

    def __init__(self, animator: Animator, target_at: TargetAt, face: FaceChoice = "largest", detections: Detections | None = None) -> None:
        self.target_at = target_at
        self.eye_contact = 0.0
        self._contacts: defaultdict[int, EyeContact] = defaultdict(EyeContact)
        self.protection = UNPROTECTED
        self._animator = animator
        self._tracker = PersonTracker(animator, InlineDetections() if detections is None else detections)
        self._conditions = MovingConditions()
        self._chosen: int | None = None
        self._chosen_s = 0.0
        self._last: tuple[Frame, tuple[TrackedPerson, ...]] | None = None
        self.choose(face)

    def choose(self, face: FaceChoice) -> None:
        """Edit other faces, from the next frame on; see the parameter `face`."""
        self._rank = rank_of(face)
        self._chosen = None

    def edit(self, frame: Frame, scale: float = 1.0, *, draft: bool = False) -> EditedFrame:
        """Edit the next frame; `scale` and `draft` are those of `Animator.animate`."""
        people = self._tracker.update(frame)
        faces = [person.face for person in people]
        numbers, readings = [person.person for person in people], [face.reading for face in faces]
        conditions = self._conditions.of(numbers, frame.time_s, is_new_scene=self._tracker.is_new_scene)
        self._animator.set_frame(frame, boxes=[face.box for face in faces], readings=readings, conditions=conditions)
        self._last = frame, people
        return self._edited(frame, people, scale, draft=draft)

    def reprocess(self, scale: float = 1.0, *, draft: bool = False) -> EditedFrame | None:
        """Edit the last frame again, with new settings. None before the first."""
        return None if self._last is None else self._edited(*self._last, scale, draft=draft)

    def close(self) -> None:
        """Stop detecting faces."""
        self._tracker.close()

    def _edited(self, frame: Frame, people: tuple[TrackedPerson, ...], scale: float, *, draft: bool) -> EditedFrame:
        chosen = self._choose(people, frame.time_s)
        targets = {index: self._target(people[index], frame.time_s) for index in chosen}
        animation = self._animator.animate(targets, scale=scale, protect=dict.fromkeys(chosen, self.protection), draft=draft)
        return EditedFrame(frame, tuple(each.face for each in people), chosen, animation, tuple(each.person for each in people))

    def _target(self, person: TrackedPerson, time_s: float) -> FaceTarget:
        source = np.zeros(N_AUS, np.float32) if person.face.aus is None else person.face.aus
        target = self.target_at(source, time_s)
        if self._animator.moves_gaze:
            target = self._contacts[person.person].towards_camera(target, person.face.reading, time_s, self.eye_contact)
        return blend(source, target, person.weight)

    def _choose(self, people: Sequence[TrackedPerson], time_s: float) -> tuple[int, ...]:
        if self._rank is None:
            return tuple(range(len(people)))
        numbers = [person.person for person in people]
        if self._chosen not in numbers and (self._chosen is None or self._tracker.is_new_scene or time_s - self._chosen_s > GAP_S):
            by_size = sorted(people, key=lambda person: person.face.box.width, reverse=True)
            self._chosen = by_size[self._rank].person if self._rank < len(by_size) else None
        if self._chosen not in numbers:
            return ()
        self._chosen_s = time_s
        return (numbers.index(self._chosen),)
