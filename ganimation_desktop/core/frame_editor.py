"""One edit for all frames of a video: faces are followed, the chosen ones keep their edit from frame to frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector
from ganimation_desktop.core.animator import Animator
from ganimation_desktop.core.detection import Detections, InlineDetections
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.tracking import FaceTracker, TrackedFace

TargetAt = Callable[[AuVector, float], AuVector]
"""Target AUs of a face that shows these AUs at this moment."""


class FrameEditor:
    """Edits the frames of one video in their order.

    Attributes
    ----------
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
        self.n_with_face = 0
        self._animator = animator
        self._target_at = target_at
        self._rank = None if face == "all" else 0 if face == "largest" else int(face) - 1
        self._tracker = FaceTracker(animator, InlineDetections() if detections is None else detections)
        self._chosen_id: int | None = None

    def __call__(self, frame: Frame) -> NDArray[np.uint8]:
        """Edit the next frame; return a picture of its size, (H, W, 3) uint8."""
        tracked = self._tracker.update(frame)
        chosen = self._choose(tracked)
        if not chosen:
            return frame.rgb
        self.n_with_face += 1
        self._animator.set_frame(frame, boxes=[face.box for face in tracked], readings=[face.reading for face in tracked])
        targets = {}
        for index in chosen:
            source = tracked[index].aus
            targets[index] = self._target_at(np.zeros(N_AUS, np.float32) if source is None else source, frame.time_s)
        return self._animator.animate(targets).composite()

    def close(self) -> None:
        """Stop looking for faces."""
        self._tracker.close()

    def _choose(self, tracked: Sequence[TrackedFace]) -> list[int]:
        if self._rank is None:
            return list(range(len(tracked)))
        ids = [face.id for face in tracked]
        if self._chosen_id not in ids:
            by_size = sorted(tracked, key=lambda face: face.box.width, reverse=True)
            self._chosen_id = by_size[self._rank].id if self._rank < len(by_size) else None
        return [] if self._chosen_id is None else [ids.index(self._chosen_id)]
