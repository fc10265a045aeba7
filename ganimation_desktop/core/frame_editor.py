"""One edit for all frames of a video: faces are followed, the chosen ones keep their edit from frame to frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector
from ganimation_desktop.core.animator import Animation, Animator
from ganimation_desktop.core.detection import Detections, InlineDetections
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.tracking import FaceTracker, TrackedFace

TargetAt = Callable[[AuVector, float], AuVector]
"""Target AUs of a face that shows these AUs at this moment."""


@dataclass(frozen=True, eq=False)
class EditedFrame:
    """A frame with its edit.

    Attributes
    ----------
    frame
        The frame.
    tracked
        Its faces, in the order of `animation.faces`.
    chosen
        Indices of the faces that are edited.
    animation
        The edit with its masks.
    """

    frame: Frame
    tracked: tuple[TrackedFace, ...]
    chosen: tuple[int, ...]
    animation: Animation


class FrameEditor:
    """Edits the frames of one video in their order.

    Attributes
    ----------
    target_at
        What is wanted; may be changed between frames.
    n_with_face
        Frames so far with a face that was edited.

    Parameters
    ----------
    animator
        Edits.
    target_at
        What is wanted.
    face
        "largest", "all", or the number of a face by size, from 1. A face that was chosen stays chosen as long as it is followed.
    detections
        Where detections come from; None looks at intervals of the video's time.
    """

    def __init__(self, animator: Animator, target_at: TargetAt, face: str | int = "largest", detections: Detections | None = None) -> None:
        self.target_at = target_at
        self.n_with_face = 0
        self._animator = animator
        self._tracker = FaceTracker(animator, InlineDetections() if detections is None else detections)
        self._chosen_id: int | None = None
        self._last: tuple[Frame, tuple[TrackedFace, ...]] | None = None
        self.choose(face)

    def __call__(self, frame: Frame) -> NDArray[np.uint8]:
        """Edit the next frame; return a picture of its size, (H, W, 3) uint8."""
        edited = self.edit(frame)
        self.n_with_face += bool(edited.chosen)
        return edited.animation.composite() if edited.chosen else frame.rgb

    def choose(self, face: str | int) -> None:
        """Edit other faces, from the next frame on; see the parameter `face`."""
        self._rank = None if face == "all" else 0 if face == "largest" else int(face) - 1
        self._chosen_id = None

    def edit(self, frame: Frame, scale: float = 1.0) -> EditedFrame:
        """Edit the next frame; `scale` is that of `Animator.animate`."""
        tracked = self._tracker.update(frame)
        self._animator.set_frame(frame, boxes=[face.box for face in tracked], readings=[face.reading for face in tracked])
        self._last = frame, tracked
        return self._edited(frame, tracked, scale)

    def again(self, scale: float = 1.0) -> EditedFrame | None:
        """Edit the last frame once more, because something else is wanted. None before the first."""
        return None if self._last is None else self._edited(*self._last, scale)

    def close(self) -> None:
        """Stop looking for faces."""
        self._tracker.close()

    def _edited(self, frame: Frame, tracked: tuple[TrackedFace, ...], scale: float) -> EditedFrame:
        chosen = self._choose(tracked)
        targets = {}
        for index in chosen:
            source = tracked[index].aus
            targets[index] = self.target_at(np.zeros(N_AUS, np.float32) if source is None else source, frame.time_s)
        return EditedFrame(frame, tracked, chosen, self._animator.animate(targets, scale=scale))

    def _choose(self, tracked: Sequence[TrackedFace]) -> tuple[int, ...]:
        if self._rank is None:
            return tuple(range(len(tracked)))
        ids = [face.id for face in tracked]
        if self._chosen_id not in ids:
            by_size = sorted(tracked, key=lambda face: face.box.width, reverse=True)
            self._chosen_id = by_size[self._rank].id if self._rank < len(by_size) else None
        return () if self._chosen_id is None else (ids.index(self._chosen_id),)
