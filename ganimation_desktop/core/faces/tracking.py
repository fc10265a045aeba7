"""Face tracking: detected at intervals, followed by landmarks in between, and smoothed.

Detection -> `FaceTracker.update` -> `TrackedFace` with a smoothed box and reading -> `Animator.set_frame`.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.geometry import Affine, affine_scale, apply_affine, compose_affine, inverse_affine
from ganimation_desktop.core.faces.detection import Detection, Detections
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.face_smoothing import FaceSmoother
from ganimation_desktop.core.faces.faces import FaceBox, FaceCrop, crop_from_box
from ganimation_desktop.core.imaging.frames import Frame

MAX_MISSES = 2
"""After this many detections in a row without the face its track ends; the second detection follows at once."""

_THUMBNAIL_PX = (32, 18)
_LINES = 72
_CUT = 45.0
_OVERLAP = 0.15
_DRIFT_SHIFT = 0.25
_DRIFT_SCALE = 1.6
_N_MOMENTS = 64


class Reader(Protocol):
    """What the tracker uses of `core.edit.animator.Animator`."""

    @property
    def reads_faces(self) -> bool:
        """Whether there is an estimator."""

    def read(self, frame: Frame, boxes: Sequence[FaceBox]) -> tuple[FaceReading | None, ...]:
        """Read faces in boxes."""

    def follow(self, frame: Frame, before: Sequence[FaceReading]) -> tuple[FaceReading, ...]:
        """Read faces near where they were."""


@dataclass(frozen=True, eq=False)
class TrackedFace:
    """A face in the newest frame.

    Attributes
    ----------
    id
        Stays the same as long as the face is followed; never used twice by a tracker.
    box
        Where the face is, smoothed.
    reading
        Its landmarks and AUs, smoothed; None without an estimator.
    """

    id: int
    box: FaceBox
    reading: FaceReading | None

    @property
    def aus(self) -> AuVector | None:
        """The smoothed AUs, (17,) float32 in 0..1."""
        return None if self.reading is None else self.reading.aus


class FaceTracker:
    """Follows all faces of moving pictures. It belongs to one thread.

    Attributes
    ----------
    detect_ms
        How long the newest detection took.
    is_new_scene
        Whether the newest frame starts a new scene: another size, or a cut.

    Parameters
    ----------
    reader
        Reads landmarks and AUs.
    detections
        Source of detections; closed with the tracker.
    steady
        Whether boxes, landmarks and AUs are smoothed; otherwise they are as read.
    """

    def __init__(self, reader: Reader, detections: Detections, *, steady: bool = True) -> None:
        self.detect_ms = 0.0
        self.is_new_scene = True
        self._steady = steady
        self._reader = reader
        self._detections = detections
        self._tracks: list[_Track] = []
        self._ids = itertools.count()
        self._shape: tuple[int, int] | None = None
        self._thumbnail: NDArray[np.float32] | None = None

    def update(self, frame: Frame) -> tuple[TrackedFace, ...]:
        """Find the faces of the next frame, in the order in which they appeared."""
        self.is_new_scene = self._begins_scene(frame)
        if self.is_new_scene:
            self._tracks.clear()
        self._follow(frame)
        for track in self._tracks:
            track.remember(frame.index)
        self._detections.offer(frame, urgent=not self._tracks or any(track.n_misses for track in self._tracks))
        detection = self._detections.newest()
        if detection is not None and detection.shape == self._shape:
            self.detect_ms = detection.took_ms
            self._merge(frame, detection)
        if not self._steady:
            return tuple(TrackedFace(track.id, track.box, track.reading) for track in self._tracks)
        return tuple(track.smoothed(frame.time_s) for track in self._tracks)

    def close(self) -> None:
        """Stop the detections."""
        self._detections.close()

    def _begins_scene(self, frame: Frame) -> bool:
        shape = (frame.height, frame.width)
        every = max(1, frame.height // _LINES)
        thumbnail = np.asarray(cv2.resize(frame.rgb[::every, ::every], _THUMBNAIL_PX, interpolation=cv2.INTER_AREA), np.float32)
        before, self._thumbnail = self._thumbnail, thumbnail
        same_size, self._shape = shape == self._shape, shape
        return not same_size or before is None or float(np.abs(thumbnail - before).mean()) > _CUT

    def _follow(self, frame: Frame) -> None:
        readings = [track.reading for track in self._tracks if track.reading is not None]
        if len(readings) < len(self._tracks) or not readings:
            return
        for track, reading in zip(self._tracks, self._reader.follow(frame, readings), strict=True):
            track.move(reading)
        middles = [track.box.center for track in self._tracks]
        self._tracks = [
            track for track, (x, y) in zip(self._tracks, middles, strict=True) if 0 <= x < frame.width and 0 <= y < frame.height
        ]

    def _merge(self, frame: Frame, detection: Detection) -> None:
        """Merge a detection: known faces are confirmed or missed, others are new, from left to right."""
        left = list(detection.boxes)
        stray: list[tuple[_Track, FaceBox]] = []
        for track in self._tracks:
            then = track.at(detection.index)
            then_box = track.box if then is None else then.box
            box = max(left, key=lambda other: _overlap(other, then_box), default=None)
            if box is None or not is_same_face(box, then_box):
                track.n_misses += 1
                continue
            left.remove(box)
            track.n_misses = 0
            if then is None or _contradicts(then.crop, box, frame):
                stray.append((track, box))
            else:
                track.anchor(box, then.crop)
                track.move_box()
        self._tracks = [track for track in self._tracks if track.n_misses < MAX_MISSES]
        stray += [(_Track(next(self._ids)), box) for box in sorted(left, key=lambda box: box.center[0])]
        readings = self._reader.read(frame, [box for _, box in stray])
        for (track, box), reading in zip(stray, readings, strict=True):
            track.reading = reading
            track.anchor(box, None if reading is None else reading.crop)
            if track not in self._tracks and not any(is_same_face(box, other.box) for other in self._tracks):
                self._tracks.append(track)


@dataclass(frozen=True, eq=False)
class _Moment:
    """Where a face was in the frame of a number."""

    index: int
    box: FaceBox
    crop: FaceCrop


class _Track:
    """One face over time: what was read last, where the detector's box lies relative to that, and the filters."""

    def __init__(self, track_id: int) -> None:
        self.id = track_id
        self.reading: FaceReading | None = None
        self.box = FaceBox(0, 0, 0, 0)
        self.n_misses = 0
        self._crop_from_anchor: Affine | None = None
        self._anchor_box = self.box
        self._smoother = FaceSmoother()
        self._moments: deque[_Moment] = deque(maxlen=_N_MOMENTS)

    def remember(self, index: int) -> None:
        """Remember where the face is now: a detection in this frame arrives some frames later."""
        if self.reading is not None:
            self._moments.append(_Moment(index, self.box, self.reading.crop))

    def at(self, index: int) -> _Moment | None:
        """Where the face was in a frame; the earliest known moment for a frame before that."""
        known = [moment for moment in self._moments if moment.index <= index]
        return known[-1] if known else next(iter(self._moments), None)

    def anchor(self, box: FaceBox, crop: FaceCrop | None) -> None:
        """Take the detector's box and remember its place relative to the crop of the frame in which it was detected."""
        self.box = self._anchor_box = box
        self._crop_from_anchor = None if crop is None else crop.crop_from_frame

    def move(self, reading: FaceReading) -> None:
        """Take the reading of the next frame, and move the box along."""
        self.reading = reading
        self.move_box()

    def move_box(self) -> None:
        """Move the box to where the face is now."""
        if self._crop_from_anchor is None or self.reading is None:
            return
        self.box = carried_box(self._anchor_box, compose_affine(self.reading.crop.frame_from_crop, self._crop_from_anchor))

    def smoothed(self, time_s: float) -> TrackedFace:
        """Return the face in the current frame, smoothed."""
        return TrackedFace(self.id, *self._smoother(self.box, self.reading, time_s))


def carried_box(box: FaceBox, moved: Affine) -> FaceBox:
    """Move a box by a map between frames: a square of its mean side."""
    x, y = map(float, apply_affine(moved, np.array([box.center]))[0])
    half_px = affine_scale(moved) * (box.width + box.height) / 4
    return replace(box, left=x - half_px, top=y - half_px, right=x + half_px, bottom=y + half_px)


def is_same_face(box: FaceBox, other: FaceBox) -> bool:
    """Whether two boxes overlap enough to be of one face."""
    return _overlap(box, other) >= _OVERLAP


def _overlap(box: FaceBox, other: FaceBox) -> float:
    """Intersection over union of two boxes."""
    width = min(box.right, other.right) - max(box.left, other.left)
    height = min(box.bottom, other.bottom) - max(box.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / (box.width * box.height + other.width * other.height - width * height)


def _contradicts(crop: FaceCrop, box: FaceBox, frame: Frame) -> bool:
    """Whether the tracked crop has drifted away from the detection."""
    size_px = crop.size_px
    expected = crop_from_box(frame.rgb, box, size_px).frame_from_crop
    middle = np.full((1, 2), (size_px - 1) / 2)
    in_expected = apply_affine(compose_affine(inverse_affine(expected), crop.frame_from_crop), middle)
    step = affine_scale(crop.frame_from_crop) / affine_scale(expected)
    shift = float(np.abs(in_expected - middle).max()) / size_px
    return not (1 / _DRIFT_SCALE < step < _DRIFT_SCALE and shift < _DRIFT_SHIFT)
