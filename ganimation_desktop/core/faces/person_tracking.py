"""People followed in a video while it plays: what `following` does for files, as far as it goes without knowing what comes."""

from __future__ import annotations

from dataclasses import dataclass

from ganimation_desktop.core.faces.detection import Detections
from ganimation_desktop.core.faces.holding import FADE_S, HOLD_S, FaceHolder, FollowedFace
from ganimation_desktop.core.faces.people import People
from ganimation_desktop.core.faces.tracking import FaceTracker, Reader, TrackedFace
from ganimation_desktop.core.imaging.frames import Frame


@dataclass(frozen=True, eq=False)
class TrackedPerson:
    """A person in the newest frame.

    Attributes
    ----------
    person
        Number of the person, from 0 in the order in which people appear; kept over gaps.
    face
        Where the face is and what it shows.
    weight
        How much of an edit the face takes, 0..1: it comes and goes smoothly, but not with a scene.
    """

    person: int
    face: TrackedFace
    weight: float


class PersonTracker:
    """Follows all people of a video, frame by frame. It belongs to one thread.

    Parameters
    ----------
    reader
        Reads landmarks and AUs.
    detections
        Where detections come from; closed with the tracker.
    """

    def __init__(self, reader: Reader, detections: Detections) -> None:
        self._tracker = FaceTracker(reader, detections)
        self._people = People()
        self._holder = FaceHolder(reader)
        self._before: dict[int, TrackedPerson] = {}
        self._lost_s: dict[int, float] = {}
        self._time_s = 0.0

    @property
    def is_new_scene(self) -> bool:
        """Whether the newest frame has nothing to do with the one before."""
        return self._tracker.is_new_scene

    def update(self, frame: Frame) -> tuple[TrackedPerson, ...]:
        """Find the people of the next frame; those that detection has lost for a moment come last."""
        tracked = self._tracker.update(frame)
        if self.is_new_scene:
            self._holder.forget()
            self._before = {}
        numbers = self._people.assign(tracked, frame.time_s)
        found = {number: face for number, face in zip(numbers, tracked, strict=True) if number is not None}
        held = self._holder.take(frame, {number: FollowedFace(number, face.box, face.reading) for number, face in found.items()})
        self._lost_s = {face.person: self._lost_s.get(face.person, self._time_s) for face in held}
        step = (frame.time_s - self._time_s) / FADE_S
        people = [TrackedPerson(number, face, self._weight(number, step)) for number, face in found.items()]
        for face in held:
            # An edit starts to fade out in time, and recovers from there if the face is detected again.
            goes = frame.time_s - self._lost_s[face.person] > HOLD_S - FADE_S
            weight = self._weight(face.person, -step if goes else 0.0)
            people.append(TrackedPerson(face.person, TrackedFace(self._before[face.person].face.id, face.box, face.reading), weight))
        self._before, self._time_s = {person.person: person for person in people}, frame.time_s
        return tuple(people)

    def close(self) -> None:
        """Stop detecting faces."""
        self._tracker.close()

    def _weight(self, number: int, step: float) -> float:
        if self.is_new_scene:
            return 1.0
        before = self._before.get(number)
        return min(1.0, max(0.0, step + (0.0 if before is None else before.weight)))
