"""Editing the faces in a video file, in two passes: first all faces are tracked, then every frame is edited and written."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget, blend
from ganimation_desktop.core.base.progress import Cancelled, Progress
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.expressions.eye_contact import EyeContact
from ganimation_desktop.core.faces.detection import Detections, InlineDetections
from ganimation_desktop.core.faces.face_choice import FaceChoice, rank_of
from ganimation_desktop.core.faces.following import FaceTimeline, follow_faces
from ganimation_desktop.core.faces.holding import FollowedFace
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.video.edit import VideoExport, edit_video, frames_of_part
from ganimation_desktop.core.video.frame_editor import TargetAt
from ganimation_desktop.core.video.reader import VideoReader

FOLLOWING_SHARE = 0.3
"""Share of the first pass in the time of a video, for the progress bar; an estimate."""


@dataclass(frozen=True)
class FaceVideoExport(VideoExport):
    """A video that was written with edited faces.

    Attributes
    ----------
    n_with_face
        Frames with a face that was edited.
    """

    n_with_face: int = 0


class FollowedFaceEditor:
    """Edits the frames of a video in order, with tracked faces.

    Attributes
    ----------
    n_with_face
        Frames so far with a face that was edited.

    Parameters
    ----------
    animator
        Edits.
    timeline
        The faces, with the boxes and readings to use.
    target_at
        The target AUs.
    face
        "largest", "all", or the number of a person, from 1, by how much of the video their face fills.
    protection
        What may not change of these faces.
    eye_contact
        How far the eyes are turned towards the camera, 0..1.
    """

    def __init__(
        self,
        animator: Animator,
        timeline: FaceTimeline,
        target_at: TargetAt,
        face: FaceChoice = "largest",
        protection: Protection = UNPROTECTED,
        eye_contact: float = 0.0,
    ) -> None:
        self.n_with_face = 0
        self._eye_contact = eye_contact
        self._contacts: defaultdict[int, EyeContact] = defaultdict(EyeContact)
        self._animator = animator
        self._timeline = timeline
        self._target_at = target_at
        self._protection = protection
        people = timeline.people()
        rank = rank_of(face)
        chosen = people if rank is None else people[rank : rank + 1]
        self._weights = {person: timeline.weights(person) for person in chosen}

    def __call__(self, frame: Frame) -> NDArray[np.uint8]:
        """Edit the next frame; return a picture of its size, (H, W, 3) uint8."""
        faces = [face for face in self._timeline.faces[frame.index] if face.person in self._weights]
        if not faces:
            return frame.rgb
        self.n_with_face += 1
        self._animator.set_frame(frame, boxes=[face.box for face in faces], readings=[face.reading for face in faces])
        targets = {number: self._target(face, frame) for number, face in enumerate(faces)}
        return self._animator.animate(targets, protect=self._protection).composite()

    def _target(self, face: FollowedFace, frame: Frame) -> FaceTarget:
        source = np.zeros(N_AUS, np.float32) if face.reading is None else face.reading.aus
        target = self._target_at(source, frame.time_s)
        if self._animator.moves_gaze:
            target = self._contacts[face.person].towards_camera(target, face.reading, frame.time_s, self._eye_contact)
        return blend(source, target, float(self._weights[face.person][frame.index]))


def edit_faces(
    source: str | Path,
    path: str | Path,
    animator: Animator,
    target_at: TargetAt,
    face: FaceChoice = "largest",
    protection: Protection = UNPROTECTED,
    *,
    eye_contact: float = 0.0,
    start_s: float = 0.0,
    end_s: float | None = None,
    sound: bool = True,
    quality: int | None = None,
    overwrite: bool = False,
    deterministic: bool = False,
    detections: Detections | None = None,
    on_progress: Callable[[Progress], object] = lambda progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> FaceVideoExport:
    """Edit the faces in every frame of a video.

    Parameters
    ----------
    animator, target_at, face, protection, eye_contact
        As of `FollowedFaceEditor`.
    detections
        Where detections come from; None detects at intervals of the video's time.
    source, path, start_s, end_s, sound, quality, overwrite, deterministic, on_progress, is_cancelled
        As of `edit_video`; its exceptions are raised here too. Progress covers both passes; its frames are those of one.
    """
    with VideoReader(source) as reader:
        duration_s = reader.info.duration_s
    clock = _Clock(start_s, min(duration_s, duration_s if end_s is None else end_s), on_progress, is_cancelled)
    editor: FollowedFaceEditor | None = None

    def edit(frame: Frame) -> NDArray[np.uint8]:
        """Track the faces before the first frame is edited: only then is it known that the file can be written."""
        nonlocal editor
        if editor is None:
            with contextlib.closing(frames_of_part(source, start_s, end_s)) as frames:
                timeline = follow_faces(frames, animator, detections or InlineDetections(), on_frame=clock.followed)
            editor = FollowedFaceEditor(animator, timeline.steadied(), target_at, face, protection, eye_contact)
        return editor(frame)

    export = edit_video(
        source,
        path,
        edit,
        start_s=start_s,
        end_s=end_s,
        sound=sound,
        quality=quality,
        overwrite=overwrite,
        deterministic=deterministic,
        on_progress=clock.edited,
        is_cancelled=is_cancelled,
    )
    return FaceVideoExport(**vars(export), n_with_face=0 if editor is None else editor.n_with_face)


class _Clock:
    """Combines the progress of both passes."""

    def __init__(self, start_s: float, end_s: float, on_progress: Callable[[Progress], object], is_cancelled: Callable[[], bool]) -> None:
        self._start_s, self._length_s = start_s, end_s - start_s
        self._on_progress, self._is_cancelled = on_progress, is_cancelled
        self._n_followed = 0
        self._began_s = time.monotonic()

    def followed(self, frame: Frame) -> None:
        if self._is_cancelled():
            raise Cancelled
        self._n_followed += 1
        share = (frame.time_s - self._start_s) / self._length_s if self._length_s > 0 else 0.0
        self._report(self._n_followed, FOLLOWING_SHARE * min(max(share, 0.0), 1.0))

    def edited(self, progress: Progress) -> None:
        self._report(progress.n_done, FOLLOWING_SHARE + (1 - FOLLOWING_SHARE) * progress.share if progress.share else 0.0)

    def _report(self, n_done: int, share: float) -> None:
        elapsed_s = time.monotonic() - self._began_s
        self._on_progress(Progress(n_done, share, elapsed_s, elapsed_s * (1 - share) / share if share else None))
