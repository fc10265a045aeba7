"""An animation of the open photo: what the dialog decides on, and the making of it, which runs in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.animated_picture import reduced_frame, write_animation
from ganimation_desktop.core.keyframes import KeyframeTrack
from ganimation_desktop.core.presets import Preset
from ganimation_desktop.ui.animation_worker import ModelChoice

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.faces import FaceBox
    from ganimation_desktop.core.frames import Frame
    from ganimation_desktop.core.photo_animation import PhotoAnimation


class Way(Enum):
    """Which way the face goes."""

    TO_EXPRESSION = "to the expression"
    THROUGH_PRESETS = "through presets"
    ALONG_TRACK = "along a track"


@dataclass(frozen=True, eq=False)
class AnimationSource:
    """The photo that is to move.

    Attributes
    ----------
    frame
        Its picture.
    boxes
        Its faces.
    face
        Which of them moves.
    source, target
        What that face shows, and what the sliders want of it, (17,).
    model
        The checkpoint.
    """

    frame: Frame
    boxes: tuple[FaceBox, ...]
    face: int
    source: AuVector
    target: AuVector
    model: ModelChoice


@dataclass(frozen=True, eq=False)
class AnimationPlan:
    """How it is to move.

    Attributes
    ----------
    way
        The way.
    from_neutral
        Whether it begins and ends neutral, instead of as the photo is.
    hold_s
        How long to stay at the expression.
    presets
        Those that the way goes through.
    track
        The track that it goes along.
    seconds
        Length.
    fps
        Pictures per second.
    side_px
        Longest side at most.
    """

    way: Way
    from_neutral: bool
    hold_s: float
    presets: tuple[Preset, ...]
    track: KeyframeTrack
    seconds: float
    fps: float
    side_px: int

    @property
    def n_pictures(self) -> int:
        """Pictures of the animation."""
        return max(1, round(self.seconds * self.fps))


class Ended(Exception):
    """The user wanted no more of it, or something else instead; nothing is left behind."""


def prepare(source: AnimationSource, plan: AnimationPlan, animator: Animator, side_px: int) -> PhotoAnimation:
    """Get an animator ready to make the pictures at a size, in pixels of the longest side.

    Raises
    ------
    ValueError
        If the way cannot be gone in that time.
    """
    from ganimation_desktop.core.photo_animation import PhotoAnimation, way_through, way_to

    frame = reduced_frame(source.frame, side_px)
    x, y = frame.width / source.frame.width, frame.height / source.frame.height
    boxes = [replace(box, left=box.left * x, top=box.top * y, right=box.right * x, bottom=box.bottom * y) for box in source.boxes]
    faces = animator.set_frame(frame, boxes=boxes)
    # What the sliders said was said of the photo's own size, where the face may read a little differently.
    shown = faces[source.face].aus
    start = np.zeros_like(shown) if plan.from_neutral else shown
    if plan.way is Way.TO_EXPRESSION:
        target = (shown + source.target - source.source).clip(0, 1).astype(np.float32)
        track = way_to(start, target, plan.seconds, plan.hold_s)
    elif plan.way is Way.THROUGH_PRESETS:
        track = way_through(start, plan.presets, shown, plan.seconds)
    else:
        track = plan.track
    return PhotoAnimation(animator, faces, {source.face: track}, plan.seconds)


def write(
    source: AnimationSource,
    plan: AnimationPlan,
    path: Path,
    animator: Animator,
    *,
    overwrite: bool,
    on_picture: Callable[[int], object],
    is_ended: Callable[[], bool],
) -> Path:
    """Write the animation in the format of the file name.

    Raises
    ------
    ExportError
        If it cannot be written.
    Ended
        If `is_ended` said so. After every exception nothing is left behind.
    """
    animation = prepare(source, plan, animator, plan.side_px)

    def tell(n_done: int) -> None:
        if is_ended():
            raise Ended
        on_picture(n_done)

    return write_animation(path, animation.picture_at, plan.seconds, plan.fps, overwrite=overwrite, on_picture=tell)
