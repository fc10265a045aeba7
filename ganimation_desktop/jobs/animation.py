"""Animates a photo: its faces go to an expression and back, through presets or along keyframes, as a file or for a preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.atomic_file import check_can_write
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.core.edit.photo_animation import PhotoAnimation, way_through, way_to
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.faces.face_choice import FaceChoice, search_for
from ganimation_desktop.core.video.animated_picture import (
    STRIP_SUFFIX,
    check_animation_name,
    check_animation_quality,
    default_side_px,
    frame_times_s,
    reduced_frame,
    write_animation,
    write_strip,
)
from ganimation_desktop.jobs.animation_limits import FPS, N_STRIP_PICTURES
from ganimation_desktop.jobs.expression import faces_chosen

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.faces.faces import Face, FaceBox
    from ganimation_desktop.core.faces.protection import Protection
    from ganimation_desktop.core.imaging.frames import Frame


class Way(Enum):
    """What the face does."""

    TO_EXPRESSION = "to the expression"
    THROUGH_PRESETS = "through presets"
    ALONG_TRACK = "along a track"


@dataclass(frozen=True, eq=False)
class AnimatedPhoto:
    """The photo to animate.

    Attributes
    ----------
    name
        The file that it was read from, for messages.
    frame
        Its picture.
    target
        Target expression of a face, from its own AUs.
    face
        Which faces move.
    boxes
        Its faces, if known already.
    protections
        What may not change of the faces that move, by index, in the frame at another size.
    """

    name: Path
    frame: Frame
    target: Callable[[AuVector], FaceTarget]
    face: FaceChoice = "largest"
    boxes: tuple[FaceBox, ...] | None = None
    protections: Callable[[Frame, Mapping[int, Face]], Mapping[int, Protection]] = lambda frame, faces: {}


@dataclass(frozen=True, eq=False)
class AnimationPlan:
    """How to animate it.

    Attributes
    ----------
    way
        What the face does.
    from_neutral
        Whether it starts and ends neutral, instead of as in the photo.
    hold_s
        How long to hold the expression.
    presets
        Those that it goes through.
    track
        The track that it goes along.
    seconds
        Length; None for two seconds and the hold, one and a half for each preset, or the length of the track.
    fps
        Frames per second.
    side_px
        Longest side at most; None for what suits the format.
    """

    way: Way = Way.TO_EXPRESSION
    from_neutral: bool = False
    hold_s: float = 0.0
    presets: tuple[Preset, ...] = ()
    track: KeyframeTrack = field(default_factory=KeyframeTrack)
    seconds: float | None = None
    fps: float = FPS
    side_px: int | None = None

    def track_for(self, face: Face, target: FaceTarget) -> KeyframeTrack:
        """Make the track of a face that goes to `target`. Raises `ValueError` if it cannot do that in the time."""
        start = FaceTarget.of(np.zeros_like(face.aus) if self.from_neutral else face.aus)
        if self.way is Way.TO_EXPRESSION:
            return way_to(start, target, self.seconds, self.hold_s)
        if self.way is Way.THROUGH_PRESETS:
            return way_through(start, self.presets, face.aus, self.seconds)
        return self.track


@dataclass(frozen=True)
class AnimationOutput:
    """The file of an animation.

    Attributes
    ----------
    path
        The file, whose ending determines the format.
    n_strip_pictures
        Pictures of a strip.
    quality
        Of WebP 1 to 100, of videos the constant rate factor 0 to 51; None for the default.
    overwrite
        Whether a file of that name may be replaced.
    deterministic
        Whether videos are encoded in one thread, to the same bytes on every run.
    """

    path: Path
    n_strip_pictures: int = N_STRIP_PICTURES
    quality: int | None = None
    overwrite: bool = False
    deterministic: bool = False

    @property
    def is_strip(self) -> bool:
        """Whether it is a strip of pictures instead of an animation."""
        return self.path.suffix.lower() == STRIP_SUFFIX

    def check(self) -> None:
        """Check early whether it can be written. Raises `ValueError`."""
        check_animation_name(self.path)
        check_can_write(self.path, overwrite=self.overwrite)
        check_animation_quality(self.path, self.quality)


@dataclass(frozen=True)
class WrittenAnimation:
    """What was written: the file, its pictures, its length, its size in pixels, and how many faces move."""

    path: Path
    n_pictures: int
    seconds: float
    size_px: tuple[int, int]
    n_faces: int


def prepare(photo: AnimatedPhoto, plan: AnimationPlan, animator: Animator, side_px: int) -> PhotoAnimation:
    """Prepare an animator to make the pictures at a size, in pixels of the longest side.

    Raises
    ------
    ValueError
        If there is no such face, or the expressions do not fit into the time.
    """
    frame = reduced_frame(photo.frame, side_px)
    boxes = None
    if photo.boxes is not None:
        x, y = frame.width / photo.frame.width, frame.height / photo.frame.height
        boxes = [replace(box, left=box.left * x, top=box.top * y, right=box.right * x, bottom=box.bottom * y) for box in photo.boxes]
    faces = animator.set_frame(frame, boxes=boxes, search=search_for(photo.face))
    chosen = faces_chosen(photo.name, faces, photo.face)
    tracks = {index: plan.track_for(face, photo.target(face.aus)) for index, face in chosen.items()}
    return PhotoAnimation(animator, frame, faces, tracks, plan.seconds, photo.protections(frame, chosen))


def write_photo_animation(
    photo: AnimatedPhoto,
    plan: AnimationPlan,
    output: AnimationOutput,
    animator: Animator,
    *,
    on_picture: Callable[[int, int], object] = lambda n_done, n_pictures: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> WrittenAnimation:
    """Write an animation.

    Parameters
    ----------
    photo, plan, output
        What moves, how, and the file.
    animator
        Makes the pictures.
    on_picture
        Called after each picture with the number done and the total.
    is_cancelled
        Called after each picture.

    Raises
    ------
    ExportError
        If the file cannot be written.
    ValueError
        If there is no such face, or the expressions do not fit into the time.
    Cancelled
        If `is_cancelled` returned true. After every exception nothing is left behind.
    """
    output.check()
    animation = prepare(photo, plan, animator, plan.side_px or default_side_px(output.path))
    seconds = animation.seconds or 1 / plan.fps
    n_pictures = output.n_strip_pictures if output.is_strip else len(frame_times_s(seconds, plan.fps))

    def report(n_done: int) -> None:
        if is_cancelled():
            raise Cancelled
        on_picture(n_done, n_pictures)

    if output.is_strip:
        pictures = []
        for number, time_s in enumerate(np.linspace(0, seconds, n_pictures).tolist(), start=1):
            pictures.append(animation.picture_at(time_s))
            report(number)
        write_strip(output.path, pictures, overwrite=output.overwrite)
    else:
        write_animation(
            output.path,
            animation.picture_at,
            seconds,
            plan.fps,
            quality=output.quality,
            overwrite=output.overwrite,
            deterministic=output.deterministic,
            on_picture=report,
        )
    return WrittenAnimation(output.path, n_pictures, seconds, (animation.frame.width, animation.frame.height), animation.n_moving)
