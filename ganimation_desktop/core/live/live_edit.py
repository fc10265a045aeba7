"""One live frame on its way from tracked faces to their edit, in whatever thread has time for it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.animator import Animation, Animator
from ganimation_desktop.core.edit.conditions import FaceConditions
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.faces.tracking import TrackedFace
from ganimation_desktop.core.imaging.frames import Frame


class TrackedFrame:
    """A frame whose faces are known, with an animator that knows no other frame. It is edited in one thread at a time.

    Attributes
    ----------
    frame, faces, slots, n_dropped
        As `frame`, `tracked`, `slots` and `n_dropped` of `core.live.pipeline.LiveResult`.
    detect_ms
        How long the newest detection took.

    Parameters
    ----------
    animator
        Edits this frame alone.
    conditions
        What frames that follow closely share of their surroundings, by face.
    """

    def __init__(
        self,
        frame: Frame,
        faces: tuple[TrackedFace, ...],
        slots: tuple[int, ...],
        animator: Animator,
        conditions: tuple[FaceConditions, ...],
        n_dropped: int,
        detect_ms: float,
    ) -> None:
        self.frame, self.faces, self.slots = frame, faces, slots
        self.n_dropped, self.detect_ms = n_dropped, detect_ms
        self._animator, self._conditions = animator, conditions
        self._is_encoded = False

    def animate(self, targets: Mapping[int, FaceTarget], protect: Mapping[int, Protection]) -> Animation:
        """Edit the faces, which are encoded once."""
        if not self._is_encoded:
            readings = [face.reading for face in self.faces]
            self._animator.set_frame(self.frame, boxes=[face.box for face in self.faces], readings=readings, conditions=self._conditions)
            self._is_encoded = True
        return self._animator.animate(targets, protect=protect)

    def measure(self, animation: Animation) -> dict[int, AuVector]:
        """Measure the AUs of the edited faces, by slot."""
        return dict(zip(self.slots, self._animator.measure(animation), strict=False))


@dataclass(frozen=True, eq=False)
class EditedFrame:
    """The edit of a frame, before its result is due.

    Attributes
    ----------
    tracked
        The frame.
    animation, baselines, timings_ms
        As of `core.live.pipeline.LiveResult`.
    due_s
        Since when the result is waited for, by `time.perf_counter()`.
    measured
        The AUs of the edited faces, by slot; None if they were not measured.
    """

    tracked: TrackedFrame
    animation: Animation
    baselines: tuple[AuVector | None, ...]
    timings_ms: Mapping[str, float]
    due_s: float
    measured: Mapping[int, AuVector] | None


@dataclass(frozen=True, eq=False)
class LiveEdit:
    """What is to become of a frame: everything that depends on the frames before is settled.

    Attributes
    ----------
    tracked
        The frame.
    targets, protect
        The targets of its faces, and what may not change of them, by index.
    baselines, due_s
        As of `EditedFrame`.
    track_ms
        How long its faces were tracked for this edit.
    measure
        Whether to measure the edited faces.
    """

    tracked: TrackedFrame
    targets: Mapping[int, FaceTarget]
    protect: Mapping[int, Protection]
    baselines: tuple[AuVector | None, ...]
    due_s: float
    track_ms: float
    measure: bool

    def __call__(self) -> EditedFrame:
        """Edit the frame."""
        started_s = time.perf_counter()
        animation = self.tracked.animate(self.targets, self.protect)
        edit_ms = 1000 * (time.perf_counter() - started_s)
        stages_ms = animation.timings_ms
        encode_ms, generate_ms, composite_ms = (stages_ms[stage] for stage in ("encode", "generate", "composite"))
        timings_ms = {
            "track": self.track_ms,
            "encode": encode_ms,
            "generate": generate_ms,
            "composite": stages_ms["prepare"] + composite_ms,
            "total": self.track_ms + edit_ms,
            "detect": self.tracked.detect_ms,
        }
        measured = self.tracked.measure(animation) if self.measure else None
        return EditedFrame(self.tracked, animation, self.baselines, timings_ms, self.due_s, measured)
