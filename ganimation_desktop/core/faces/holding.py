"""People's faces in a video, carried by their landmarks from frame to frame where detection misses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ganimation_desktop.core.base.geometry import compose_affine
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.people import SURELY_SAME, appearance_of, similarity
from ganimation_desktop.core.faces.tracking import Reader, carried_box, is_same_face
from ganimation_desktop.core.imaging.frames import Frame

HOLD_S = 0.3
"""How long a face is kept that detection has lost but whose landmarks are still found."""
FADE_S = 0.25
"""Duration of the fade where a face appears or disappears in the middle of a scene."""
_MOMENT_S = 1e-6
_DOUBTFUL_SCORE = 0.5
"""Score below which there is no face."""


@dataclass(frozen=True, eq=False)
class FollowedFace:
    """A person's face in one frame.

    Attributes
    ----------
    person
        Number of the person, from 0 in the order in which people appear.
    box
        Where the face is.
    reading
        What it shows; None without an estimator. In a `FaceTimeline` the pixels of its crop are black, to save memory.
    """

    person: int
    box: FaceBox
    reading: FaceReading | None


@dataclass(frozen=True, eq=False)
class _Lost:
    """A face that is held: where it is now, as it was found last, and when that was."""

    face: FollowedFace
    found: FollowedFace
    since_s: float


class FaceHolder:
    """Keeps tracking faces that detection has lost, by their landmarks, for a while."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.forget()

    def forget(self) -> None:
        """Hold nothing from before, as after a cut."""
        self._found: Mapping[int, FollowedFace] = {}
        self._found_s = 0.0
        self._lost: dict[int, _Lost] = {}

    def take(self, frame: Frame, found: Mapping[int, FollowedFace]) -> list[FollowedFace]:
        """Return the faces that are held in the next frame, given those that were found in it, by the number of the person."""
        for number in self._found.keys() - found.keys() - self._lost.keys():
            self._lost[number] = _Lost(self._found[number], self._found[number], self._found_s)
        lost, self._lost = self._lost, {}
        for number, before in lost.items():
            if number in found or frame.time_s - before.since_s > HOLD_S + _MOMENT_S:
                continue
            face = carried_face(self._reader, frame, before.face, before.found)
            if face is not None and not any(is_same_face(face.box, other.box) for other in found.values()):
                self._lost[number] = _Lost(face, before.found, before.since_s)
        self._found, self._found_s = found, frame.time_s
        return [held.face for held in self._lost.values()]


def carried_face(reader: Reader, frame: Frame, face: FollowedFace, found: FollowedFace) -> FollowedFace | None:
    """Track a face into a neighbouring frame; None if it no longer looks as it did where it was found."""
    if face.reading is None or found.reading is None:
        return None
    (reading,) = reader.follow(frame, [face.reading])
    box = carried_box(face.box, compose_affine(reading.crop.frame_from_crop, face.reading.crop.crop_from_frame))
    x, y = box.center
    if not (0 <= x < frame.width and 0 <= y < frame.height):
        return None
    if reading.face_score is not None and reading.face_score < _DOUBTFUL_SCORE:
        return None
    if similarity(appearance_of(reading), appearance_of(found.reading)) < SURELY_SAME:
        return None
    return FollowedFace(face.person, box, reading)
