"""Re-identification in a video: numbers that stay with a person when the tracker loses a face or confuses two.

People are distinguished by position and by the coarse look of their level crops: enough within one video, not face recognition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.tracking import TrackedFace, is_same_face

GAP_S = 2.0
"""Somebody who was away for longer counts as a new person."""

# Similarities of 90 portraits with changed lighting, size, roll and expression: 95 % lie above 0.97, of two persons 99 % below 0.71.
SURELY_SAME, MAYBE_SAME = 0.75, 0.45
"""Similarity that suffices anywhere in the picture, and near the place where the person was last."""
STRANGER_S = 0.5
"""A track that has not resembled its person for this long now follows somebody new."""
_OWN_BONUS = 0.1
_NEAR_WIDTHS, _NEAR_SIZES = 1.0, 1.6
_SIDE_PX = 16
_MEMORY = 30


Appearance = NDArray[np.float32]
"""Appearance of a level crop, (768,), a unit vector; zeros if it has no features."""


def appearance_of(reading: FaceReading) -> Appearance:
    """Describe a face by the logarithms of its crop's colors at 16 x 16 pixels, without their mean: invariant to exposure and tint."""
    small = cv2.resize(reading.crop.rgb, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    logarithms = np.log(small / 255 + 0.05)
    return _normalised((logarithms - logarithms.mean(axis=(0, 1))).ravel())


def similarity(first: Appearance, second: Appearance) -> float:
    """Return the cosine similarity of two appearances, -1..1; two without features are alike."""
    if not first.any() or not second.any():
        return float(first.any() == second.any())
    return float(first @ second)


@dataclass(eq=False)
class _Person:
    """A person: where and when last seen, and the mean appearance so far."""

    number: int
    box: FaceBox
    last_s: float
    appearance: Appearance | None
    n_seen: int = 1

    def see(self, box: FaceBox, time_s: float, appearance: Appearance | None) -> None:
        self.box, self.last_s = box, time_s
        if appearance is None:
            return
        if self.appearance is None:
            self.appearance = appearance
            return
        weight = min(self.n_seen, _MEMORY)
        self.appearance = _normalised(np.float32(weight) * self.appearance + appearance)
        self.n_seen += 1

    def is_near(self, box: FaceBox) -> bool:
        """Whether the person could have moved there since."""
        step = np.hypot(*np.subtract(box.center, self.box.center)) / max(box.width, self.box.width)
        return bool(step < _NEAR_WIDTHS) and 1 / _NEAR_SIZES < box.width / self.box.width < _NEAR_SIZES


class People:
    """Gives every tracked face the number of its person, from 0 in the order in which people appear."""

    def __init__(self) -> None:
        self._people: list[_Person] = []
        self._person_of: dict[int, _Person] = {}
        self._strange_since_s: dict[int, float] = {}

    def assign(self, faces: Sequence[TrackedFace], time_s: float) -> tuple[int | None, ...]:
        """Return the numbers of a frame's faces, in their order; None where a track no longer shows its person.

        A new track goes to a missing person of similar appearance, or of roughly similar appearance nearby. The same holds for a track that
        no longer looks like its person, as when faces pass one another; if nobody fits, it becomes a new person after a while.
        """
        looks = {face.id: None if face.reading is None else appearance_of(face.reading) for face in faces}
        self._person_of = {track: person for track, person in self._person_of.items() if track in looks}
        covered = {face.id for pair in combinations(faces, 2) if is_same_face(pair[0].box, pair[1].box) for face in pair}
        strange = {face.id for face in faces if not self._is_own(face.id, looks[face.id])}
        self._strange_since_s = {track: self._strange_since_s.get(track, time_s) for track in strange - covered}
        self._decide([face for face in faces if face.id in strange], looks, time_s)
        numbers: list[int | None] = []
        for face in faces:
            person = self._person_of[face.id]
            is_seen = self._is_own(face.id, looks[face.id])
            if is_seen:
                person.see(face.box, time_s, None if face.id in covered else looks[face.id])
            numbers.append(person.number if is_seen else None)
        return tuple(numbers)

    def _is_own(self, track: int, look: Appearance | None) -> bool:
        """Whether a track still looks like its person."""
        person = self._person_of.get(track)
        if person is None:
            return False
        return look is None or person.appearance is None or similarity(look, person.appearance) >= MAYBE_SAME

    def _decide(self, faces: Sequence[TrackedFace], looks: dict[int, Appearance | None], time_s: float) -> None:
        """Assign faces to missing people, the best fit first; a face that fits nobody is a new person."""
        undecided = {face.id: face for face in sorted(faces, key=lambda face: face.box.width, reverse=True)}
        own = {track: self._person_of.pop(track) for track in undecided if track in self._person_of}
        taken = list(self._person_of.values())
        missing = [person for person in self._people if person not in taken and time_s - person.last_s <= GAP_S]
        fits = [
            (self._fit(person, face, looks[track], own.get(track)), person, track)
            for person in missing
            for track, face in undecided.items()
        ]
        for fit, person, track in sorted(fits, key=lambda entry: entry[0], reverse=True):
            if fit > 0 and track in undecided and person in missing:
                missing.remove(person)
                self._person_of[track] = person
                del undecided[track]
        for track, face in undecided.items():
            before = own.get(track)
            waited_s = time_s - self._strange_since_s.get(track, time_s)
            if before is not None and before in missing and waited_s <= STRANGER_S:
                missing.remove(before)
                self._person_of[track] = before
            else:
                self._person_of[track] = _Person(len(self._people), face.box, time_s, looks[track])
                self._people.append(self._person_of[track])

    def _fit(self, person: _Person, face: TrackedFace, look: Appearance | None, own: _Person | None) -> float:
        """How well a face fits a person; 0 if it cannot be the one."""
        near = person.is_near(face.box)
        if look is None or person.appearance is None:
            return float(near)
        alike = similarity(look, person.appearance)
        if alike < (MAYBE_SAME if near else SURELY_SAME):
            return 0.0
        return alike + _OWN_BONUS * (person is own)


def _normalised(values: NDArray[np.float32]) -> Appearance:
    length = float(np.linalg.norm(values))
    return np.zeros_like(values) if length < 1e-3 else values / np.float32(length)
