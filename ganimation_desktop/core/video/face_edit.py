"""Editing the faces in a video file, in two passes: first all faces are tracked, then every frame is edited and written.

The second pass chooses the targets of one frame after the other, and edits two frames at once.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget, blend
from ganimation_desktop.core.base.lanes import usable_cores
from ganimation_desktop.core.base.progress import Cancelled, Progress
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.expressions.eye_contact import EyeContact
from ganimation_desktop.core.faces.detection import Detections, InlineDetections
from ganimation_desktop.core.faces.face_choice import FaceChoice, rank_of
from ganimation_desktop.core.faces.following import FaceTimeline, follow_faces
from ganimation_desktop.core.faces.holding import FollowedFace
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.imaging.opencv_threads import SingleThreaded
from ganimation_desktop.core.video.edit import FrameWork, VideoExport, edit_video, frames_of_part
from ganimation_desktop.core.video.frame_editor import TargetAt
from ganimation_desktop.core.video.reader import VideoReader

FOLLOWING_SHARE = 0.3
"""Share of the first pass in the time of a video, for the progress bar; an estimate."""

_N_THREADS = 2
"""Threads that edit: a third would wait for reading, encoding and the window."""


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

    def __call__(self, frame: Frame) -> FrameWork:
        """Choose the targets of the next frame; return the work that makes its picture, (H, W, 3) uint8, in any thread."""
        faces = [face for face in self._timeline.faces[frame.index] if face.person in self._weights]
        if not faces:
            return lambda: frame.rgb
        self.n_with_face += 1
        targets = {number: self._target(face, frame) for number, face in enumerate(faces)}
        return partial(self._edited, frame, faces, targets)

    def _edited(self, frame: Frame, faces: Sequence[FollowedFace], targets: Mapping[int, FaceTarget]) -> NDArray[np.uint8]:
        animator = self._animator.beside()
        animator.set_frame(frame, boxes=[face.box for face in faces], readings=[face.reading for face in faces])
        return animator.animate(targets, protect=self._protection).composite()

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
    n_threads: int | None = None,
    detections: Detections | None = None,
    on_progress: Callable[[Progress], object] = lambda progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> FaceVideoExport:
    """Edit the faces in every frame of a video.

    Parameters
    ----------
    animator, target_at, face, protection, eye_contact
        As of `FollowedFaceEditor`.
    n_threads
        How many frames are edited at once, with the same result; None for two where there are two cores. Networks on another device than
        the processor edit one.
    detections
        Where detections come from; None detects at intervals of the video's time.
    source, path, start_s, end_s, sound, quality, overwrite, deterministic, on_progress, is_cancelled
        As of `edit_video`; its exceptions are raised here too. Progress covers both passes; its frames are those of one.
    """
    with VideoReader(source) as reader:
        duration_s = reader.info.duration_s
    clock = _Clock(start_s, min(duration_s, duration_s if end_s is None else end_s), on_progress, is_cancelled)
    editor: FollowedFaceEditor | None = None

    def edit(frame: Frame) -> FrameWork:
        """Track the faces before the first frame is edited: only then is it known that the file can be written."""
        nonlocal editor
        if editor is None:
            with contextlib.closing(frames_of_part(source, start_s, end_s)) as frames:
                timeline = follow_faces(frames, animator, detections or InlineDetections(), on_frame=clock.followed)
            editor = FollowedFaceEditor(animator, timeline.steadied(), target_at, face, protection, eye_contact)
        return editor(frame)

    if animator.device.type != "cpu":
        n_threads = 1
    elif n_threads is None:
        n_threads = min(_N_THREADS, usable_cores())
    if n_threads > 1:
        animator.trace()
    with _shared_cores(n_threads) as begin_thread:
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
            n_threads=n_threads,
            begin_thread=begin_thread,
            on_progress=clock.edited,
            is_cancelled=is_cancelled,
        )
    return FaceVideoExport(**vars(export), n_with_face=0 if editor is None else editor.n_with_face)


@contextlib.contextmanager
def _shared_cores(n_threads: int) -> Iterator[Callable[[], object]]:
    """Divide the threads of torch and OpenCV among those that edit; what this returns is to be called in each of these."""
    n_before = torch.get_num_threads()
    if n_threads == 1:
        yield lambda: None
        return
    opencv = SingleThreaded()
    try:
        yield partial(torch.set_num_threads, max(1, n_before // n_threads))
    finally:
        opencv.close()
        torch.set_num_threads(n_before)  # what a thread sets is also where later ones begin


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
