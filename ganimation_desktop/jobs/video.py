"""Edits videos: the target of a moving face, and the file with every frame edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.atomic_file import check_can_write
from ganimation_desktop.core.base.face_target import GAZE_CONTROLS, FaceTarget, control_vector, named_controls
from ganimation_desktop.core.base.progress import Progress
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.live_request import BLINKS, Expression, LiveMode
from ganimation_desktop.core.faces.face_choice import FaceChoice
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.video.formats import video_format
from ganimation_desktop.core.video.reader import VideoReader
from ganimation_desktop.core.video.video_request import VideoRequest
from ganimation_desktop.jobs.expression import EditRequest

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.video.face_edit import FaceVideoExport
    from ganimation_desktop.core.video.frame_editor import TargetAt

_SHUT = 0.1


@dataclass(frozen=True, eq=False)
class VideoEdit:
    """A video and the edit of its faces.

    Attributes
    ----------
    source
        The video.
    target_at
        Target of a face that shows certain AUs at a moment.
    face
        Which faces.
    protection
        What may not change of them.
    eye_contact
        How far their eyes are turned towards the camera, 0..1.
    """

    source: Path
    target_at: TargetAt
    face: FaceChoice = "largest"
    protection: Protection = UNPROTECTED
    eye_contact: float = 0.0


@dataclass(frozen=True)
class VideoOutput:
    """The output file of an edited video.

    Attributes
    ----------
    path
        The file.
    part
        Start and end of the part that is written, in seconds; the end is None for the end of the video.
    sound
        Whether to copy the sound.
    quality
        Constant rate factor, 0..51; None for the default.
    overwrite
        Whether a file of that name may be replaced.
    deterministic
        Whether it is encoded in one thread, to the same bytes on every run.
    """

    path: Path
    part: tuple[float, float | None] = (0.0, None)
    sound: bool = True
    quality: int | None = None
    overwrite: bool = False
    deterministic: bool = False

    def check(self) -> None:
        """Check early whether it can be written. Raises `ExportError`."""
        video_format(self.path)
        check_can_write(self.path, overwrite=self.overwrite)


def write_video(
    edit: VideoEdit,
    output: VideoOutput,
    animator: Animator,
    *,
    n_threads: int | None = None,
    on_progress: Callable[[Progress], object] = lambda progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> FaceVideoExport:
    """Write an edited video; `n_threads` is that of `edit_faces`.

    Raises
    ------
    ValueError
        If the video cannot be read or the file cannot be written; nothing is left behind then.
    Cancelled
        If `is_cancelled` returned true; nothing is left behind either.
    """
    from ganimation_desktop.core.video.face_edit import edit_faces  # imports torch, which the window avoids at start

    output.check()
    return edit_faces(
        edit.source,
        output.path,
        animator,
        edit.target_at,
        edit.face,
        edit.protection,
        eye_contact=edit.eye_contact,
        start_s=output.part[0],
        end_s=output.part[1],
        sound=output.sound,
        quality=output.quality,
        overwrite=output.overwrite,
        deterministic=output.deterministic,
        n_threads=n_threads,
        on_progress=on_progress,
        is_cancelled=is_cancelled,
    )


def target_of_request(request: EditRequest, mode: LiveMode, gain: float, baseline: AuVector, track: KeyframeTrack) -> TargetAt:
    """Return the target of a face at a time.

    Parameters
    ----------
    request
        The expression.
    mode
        How it combines with the face's own expression: added, held (the face may blink unless the blink itself is set), or amplified.
    gain
        Of AMPLIFY, 0..2.
    baseline
        The neutral baseline, (17,).
    track
        Expressions over time; a track with keyframes replaces the request.
    """
    if track.keyframes:
        return track.target if mode is LiveMode.ABSOLUTE else VideoRequest(FaceTarget.of(baseline), baseline, mode, gain, track).target
    if mode is LiveMode.ABSOLUTE:
        return _held(request)
    added = request.strength * request.base.target(np.zeros(N_AUS, np.float32)).vector()
    for index, intensity in named_controls(request.aus).items():
        added[index] = intensity
    if request.gaze is not None:
        added[list(GAZE_CONTROLS)] = request.gaze
    expression = Expression(mode, added, gain)
    return lambda source, time_s: expression.target(source, baseline)


def measured_baseline(video: Path, time_s: float, animator: Animator) -> AuVector:
    """Read the AUs of the largest face at a time, (17,). Raises `ValueError` if there is no face."""
    with VideoReader(video) as reader:
        faces = animator.set_frame(reader.frame_at(time_s))
    if not faces:
        raise ValueError(f"{video}: no face was found at {time_s:g} s, where it should be neutral")
    return faces[0].aus


def protection_at(video: Path, time_s: float, request: EditRequest, animator: Animator) -> Protection:
    """What may not change of the face that the mask of a request is painted on, in the frame at a time.

    Raises
    ------
    ValueError
        If the mask has another size, or is painted on no face.
    """
    if request.mask is None:
        return UNPROTECTED.with_only(request.only)
    with VideoReader(video) as reader:
        frame = reader.frame_at(time_s)
    request.mask.check_fits(frame, "video")
    found = request.protections(frame, dict(enumerate(animator.set_frame(frame)))).values()
    painted = [protection for protection in found if protection.painted is not None]
    if not painted:
        raise ValueError(f"{request.mask.path}: there is no face at {time_s:g} s of {video} where it is painted white")
    return max(painted, key=lambda protection: 0 if protection.painted is None else int(protection.painted.sum()))


def _held(request: EditRequest) -> TargetAt:
    """Hold an expression; an eye that it does not ask to close may blink."""
    shut = request.target(np.zeros(N_AUS, np.float32)).vector()[BLINKS] > _SHUT
    named = named_controls(request.aus)
    may_blink = [index for index, is_shut in zip(BLINKS, shut, strict=True) if not is_shut and index not in named]

    def target_at(source: AuVector, _time_s: float) -> FaceTarget:
        held = request.target(source).vector()
        held[may_blink] = control_vector(source)[may_blink]
        return FaceTarget.from_vector(held)

    return target_at
