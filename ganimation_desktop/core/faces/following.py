"""The faces of a whole video, tracked before anything is edited or written: who is where in every frame.

A file can be read twice, so later frames are known: a face first found in the middle of a scene is tracked back to where it begins, one
that is lost for a moment is held, and a person keeps a number over gaps.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ganimation_desktop.core.faces.detection import Detections
from ganimation_desktop.core.faces.face_smoothing import FaceSmoother
from ganimation_desktop.core.faces.faces import FaceCrop
from ganimation_desktop.core.faces.holding import FADE_S, FaceHolder, FollowedFace, carried_face
from ganimation_desktop.core.faces.people import People
from ganimation_desktop.core.faces.tracking import FaceTracker, Reader, TrackedFace, is_same_face
from ganimation_desktop.core.imaging.frames import Frame

BACK_S = 1.0
"""How far back a face is tracked from where it was first found."""
_MOMENT_S = 1e-6
_MEMORY_BYTES = 256 << 20


@dataclass(frozen=True, eq=False)
class FaceTimeline:
    """The faces of a video.

    Attributes
    ----------
    times_s
        When each frame is shown.
    faces
        The faces of each frame, by the number of the person.
    scenes
        Indices of the frames with which scenes begin, the first frame among them.
    """

    times_s: tuple[float, ...]
    faces: tuple[tuple[FollowedFace, ...], ...]
    scenes: frozenset[int]

    def people(self) -> list[int]:
        """Return the people by how much of the video their faces fill, the most first."""
        areas: dict[int, float] = {}
        for face in (face for faces in self.faces for face in faces):
            areas[face.person] = areas.get(face.person, 0.0) + face.box.width * face.box.height
        return sorted(areas, key=lambda person: areas[person], reverse=True)

    def weights(self, person: int) -> list[float]:
        """Return the weight of the edit of a person's face in each frame, 0..1: it fades in and out, except at cuts."""
        n_frames, weights = len(self.faces), [0.0] * len(self.faces)
        for start, end in self._stays(person):
            begins = start in self.scenes
            ends = end == n_frames or end in self.scenes
            for index in range(start, end):
                since_s = np.inf if begins else self.times_s[index] - self._time_before(start)
                left_s = np.inf if ends else self.times_s[end] - self.times_s[index]
                weights[index] = float(min(1.0, since_s / FADE_S, left_s / FADE_S))
        return weights

    def steadied(self) -> FaceTimeline:
        """Return the same with boxes, landmarks and AUs smoothed along each stay of a person."""
        faces: list[list[FollowedFace]] = []
        smoothers: dict[int, FaceSmoother] = {}
        for index, in_frame in enumerate(self.faces):
            if index in self.scenes:
                smoothers.clear()
            smoothers = {face.person: smoothers.get(face.person) or FaceSmoother() for face in in_frame}
            steady = [(face.person, *smoothers[face.person](face.box, face.reading, self.times_s[index])) for face in in_frame]
            faces.append([FollowedFace(*parts) for parts in steady])
        return replace(self, faces=tuple(map(tuple, faces)))

    def _stays(self, person: int) -> list[tuple[int, int]]:
        """Spans of frames in which a person is seen without a break or a cut; the end is the first frame after."""
        seen = [any(face.person == person for face in faces) for faces in self.faces]
        stays: list[tuple[int, int]] = []
        for index in (index for index, is_seen in enumerate(seen) if is_seen):
            if stays and stays[-1][1] == index and index not in self.scenes:
                stays[-1] = (stays[-1][0], index + 1)
            else:
                stays.append((index, index + 1))
        return stays

    def _time_before(self, index: int) -> float:
        return self.times_s[index - 1] if index else -np.inf


def follow_faces(
    frames: Iterable[Frame], reader: Reader, detections: Detections, *, on_frame: Callable[[Frame], object] = lambda frame: None
) -> FaceTimeline:
    """Follow all faces of a video.

    Parameters
    ----------
    frames
        All frames in their order.
    reader
        Reads landmarks and AUs.
    detections
        Where detections come from; closed at the end.
    on_frame
        Called after every frame.
    """
    follower = _Follower(reader, detections)
    try:
        for frame in frames:
            follower.take(frame)
            on_frame(frame)
    finally:
        detections.close()
    return follower.timeline()


class _Follower:
    """Tracks frame by frame, and backwards through the frames that it has kept."""

    def __init__(self, reader: Reader, detections: Detections) -> None:
        self._reader = reader
        self._tracker = FaceTracker(reader, detections, steady=False)
        self._people = People()
        self._holder = FaceHolder(reader)
        self._known_tracks: set[int] = set()
        self._times_s: list[float] = []
        self._faces: list[dict[int, FollowedFace]] = []
        self._scenes: set[int] = set()
        self._memory: deque[tuple[int, Frame]] = deque()

    def take(self, frame: Frame) -> None:
        """Find the faces of the next frame."""
        index = len(self._times_s)
        numbered = replace(frame, index=index)
        tracked = self._tracker.update(numbered)
        if self._tracker.is_new_scene:
            self._scenes.add(index)
            self._memory.clear()
            self._holder.forget()
        numbers = self._people.assign(tracked, frame.time_s)
        seen = [(number, face) for number, face in zip(numbers, tracked, strict=True) if number is not None]
        found = {number: FollowedFace(number, face.box, face.reading) for number, face in seen}
        self._times_s.append(frame.time_s)
        self._faces.append({number: _without_pixels(face) for number, face in found.items()})
        self._faces[-1].update((face.person, _without_pixels(face)) for face in self._holder.take(numbered, found))
        self._carry_back([found[number] for number, face in seen if self._is_new(face)])
        self._remember(numbered)

    def timeline(self) -> FaceTimeline:
        """Return the tracked faces."""
        faces = tuple(tuple(in_frame[number] for number in sorted(in_frame)) for in_frame in self._faces)
        return FaceTimeline(tuple(self._times_s), faces, frozenset(self._scenes))

    def _is_new(self, face: TrackedFace) -> bool:
        is_new = face.id not in self._known_tracks
        self._known_tracks.add(face.id)
        return is_new

    def _carry_back(self, faces: Sequence[FollowedFace]) -> None:
        """Follow faces from where they were first found back to where they began."""
        for face in faces:
            carried: FollowedFace | None = face
            for index, frame in reversed(self._memory):
                there = self._faces[index]
                carried = None if face.person in there or carried is None else carried_face(self._reader, frame, carried, face)
                if carried is None or any(is_same_face(carried.box, other.box) for other in there.values()):
                    break
                there[face.person] = _without_pixels(carried)

    def _remember(self, frame: Frame) -> None:
        self._memory.append((len(self._times_s) - 1, frame))
        limit = max(1, _MEMORY_BYTES // frame.rgb.nbytes)
        while len(self._memory) > limit or frame.time_s - self._memory[0][1].time_s > BACK_S - _MOMENT_S:
            self._memory.popleft()


def _without_pixels(face: FollowedFace) -> FollowedFace:
    """Blacken the pixels of a face's crop, so that hours of video fit into memory."""
    if face.reading is None:
        return face
    black = np.broadcast_to(np.zeros(1, np.uint8), face.reading.crop.rgb.shape)
    return replace(face, reading=replace(face.reading, crop=FaceCrop(black, face.reading.crop.frame_from_crop)))
