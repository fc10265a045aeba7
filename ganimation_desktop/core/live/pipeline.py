"""Live pictures: newest frame -> tracked faces -> edit -> result with timings, free of Qt.

`LivePipeline.prepare` tracks the faces of one frame after the other; what it returns edits that frame, while others are edited and the next
one is tracked. `core/live/loop.py` runs both in threads on a grabber's newest frames.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.edit.animator import Animation, Animator
from ganimation_desktop.core.edit.conditions import MovingConditions
from ganimation_desktop.core.expressions.eye_contact import EyeContact
from ganimation_desktop.core.expressions.live_request import LiveRequest
from ganimation_desktop.core.faces.detection import BackgroundDetections, Detections
from ganimation_desktop.core.faces.face_slots import FaceSlots
from ganimation_desktop.core.faces.neutral_baseline import NeutralBaseline
from ganimation_desktop.core.faces.tracking import FaceTracker, TrackedFace
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.imaging.opencv_threads import SingleThreaded
from ganimation_desktop.core.live.live_edit import EditedFrame, LiveEdit, TrackedFrame

LIVE_STAGES = ("track", "encode", "generate", "composite")
"""Keys of `LiveResult.timings_ms` that add up to its "total"; "detect" is separate, as it runs in its own thread."""

MEASURE_EVERY_S = 0.25
_RATE_WINDOW_S = 2.0


@dataclass(frozen=True, eq=False)
class LiveResult:
    """The result for one live frame.

    Attributes
    ----------
    frame
        The frame.
    tracked
        The faces, in the order of `animation.faces`.
    animation
        The edit with its masks.
    timings_ms
        Milliseconds by stage, `LIVE_STAGES` and "total", waits between the stages left out; "detect" is how long the newest detection
        took, in its own thread.
    latency_s
        From the frame's arrival to this result, for frames whose time is a moment of `time.perf_counter()`.
    fps
        Results per second, over the last two seconds.
    n_dropped
        Frames so far that were replaced by newer ones.
    slots
        A number for each face, kept when the face is lost for a while.
    baselines
        The neutral baseline of each face; None while it is being estimated.
    measured
        The last measured AUs of the edited faces, by slot; empty unless requested.
    """

    frame: Frame
    tracked: tuple[TrackedFace, ...]
    animation: Animation
    timings_ms: Mapping[str, float]
    latency_s: float
    fps: float
    n_dropped: int
    slots: tuple[int, ...] = ()
    baselines: tuple[AuVector | None, ...] = ()
    measured: Mapping[int, AuVector] = field(default_factory=dict)

    @cached_property
    def rgb(self) -> NDArray[np.uint8]:
        """The edited picture at the frame's size, read-only; the frame's own pixels when nothing was edited.

        It is composited on first access: painting the frame and its patches does not need it.
        """
        if all(face.patch is None for face in self.animation.faces):
            return self.frame.rgb
        rgb = self.animation.composite()
        rgb.setflags(write=False)
        return rgb

    @property
    def reads_gaze(self) -> bool:
        """Whether it was read where the eyes of a face look; some estimators do not say."""
        return any(face.reading is not None and face.reading.eyes is not None for face in self.tracked)

    def picture(self) -> NDArray[np.uint8]:
        """Return the picture to record or send."""
        return self.rgb

    @property
    def slowest_stage(self) -> str:
        """The slowest of the stages that the result had to wait for."""
        return max(LIVE_STAGES, key=lambda stage: self.timings_ms[stage])


class LivePipeline:
    """Tracks live faces from frame to frame and edits them.

    `prepare`, `prepare_again` and `calibrate` belong to one thread, and to the frames in their order; detection has its own thread. The
    edits that they return may run in other threads, several at a time. `finish` takes these in the order of the frames.

    Parameters
    ----------
    animator
        Edits; owned by the pipeline from now on.
    detections
        Source of detections; None detects in the background. Closed with the pipeline.
    """

    def __init__(self, animator: Animator, detections: Detections | None = None) -> None:
        animator.trace()
        self.animator = animator
        self._threads = SingleThreaded()
        self.tracker = FaceTracker(animator, BackgroundDetections() if detections is None else detections)
        self._slots = FaceSlots()
        self._baselines: defaultdict[int, NeutralBaseline] = defaultdict(NeutralBaseline)
        self._eye_contact: defaultdict[int, EyeContact] = defaultdict(EyeContact)
        self._moments: deque[float] = deque(maxlen=512)
        self._last_index: int | None = None
        self._n_dropped = 0
        self._last: TrackedFrame | None = None
        self._measured: Mapping[int, AuVector] = {}
        self._measured_s = -math.inf
        self._conditions = MovingConditions()

    def process(self, frame: Frame, request: LiveRequest) -> LiveResult:
        """Edit the next frame at once."""
        return self.finish(self.prepare(frame, request)())

    def reprocess(self, request: LiveRequest) -> LiveResult | None:
        """Edit the last frame again at once; None before the first."""
        edit = self.prepare_again(request)
        return None if edit is None else self.finish(edit())

    def prepare(self, frame: Frame, request: LiveRequest) -> LiveEdit:
        """Track the faces of the next frame; return its edit, which may run in any thread."""
        started_s = time.perf_counter()
        faces = self.tracker.update(frame)
        slots = self._slots.assign(faces)
        for face, slot in zip(faces, slots, strict=True):
            if face.aus is not None:
                self._baselines[slot].learn(face.aus, frame.time_s)
        conditions = self._conditions.of([face.id for face in faces], frame.time_s, is_new_scene=self.tracker.is_new_scene)
        if self._last_index is not None:
            self._n_dropped += max(0, frame.index - self._last_index - 1)
        self._last_index = frame.index
        animator, detect_ms = self.animator.beside(), self.tracker.detect_ms
        self._last = TrackedFrame(frame, faces, slots, animator, conditions, self._n_dropped, detect_ms)
        measure = request.measure and started_s - self._measured_s > MEASURE_EVERY_S
        return self._edit_of(self._last, request, frame.time_s, started_s, measure=measure)

    def prepare_again(self, request: LiveRequest) -> LiveEdit | None:
        """Return another edit of the last frame, with other settings, as for a frozen picture; None before the first frame.

        The frame's edits before must have ended.
        """
        if self._last is None:
            return None
        self._last_index = None
        now_s = time.perf_counter()
        return self._edit_of(self._last, request, now_s, now_s, measure=request.measure)

    def finish(self, edited: EditedFrame) -> LiveResult:
        """Return the result of the next frame, which is shown now."""
        now_s = time.perf_counter()
        self._moments.append(now_s)
        if edited.measured is not None:
            self._measured = edited.measured
        frame = edited.tracked
        return LiveResult(
            frame=frame.frame,
            tracked=frame.faces,
            animation=edited.animation,
            timings_ms=edited.timings_ms,
            latency_s=now_s - edited.due_s,
            fps=self._fps(now_s),
            n_dropped=frame.n_dropped,
            slots=frame.slots,
            baselines=edited.baselines,
            measured=self._measured,
        )

    def calibrate(self) -> None:
        """Estimate the neutral baselines of the faces again, from which AMPLIFY starts."""
        for baseline in self._baselines.values():
            baseline.forget()

    def close(self) -> None:
        """End the thread of the detection."""
        self.tracker.close()
        self._threads.close()

    def _edit_of(self, tracked: TrackedFrame, request: LiveRequest, due_s: float, started_s: float, *, measure: bool) -> LiveEdit:
        """Settle everything that depends on the frames before; tracking began at `started_s`."""
        baselines = tuple(self._baselines[slot].aus for slot in tracked.slots)
        targets = {}
        if request.edit:
            for index, (face, slot) in enumerate(zip(tracked.faces, tracked.slots, strict=True)):
                source = np.zeros(N_AUS, np.float32) if face.aus is None else face.aus
                target = request.by_slot.get(slot, request.everyone).target(source, baselines[index])
                if self.animator.moves_gaze:
                    target = self._eye_contact[slot].towards_camera(target, face.reading, tracked.frame.time_s, request.eye_contact)
                targets[index] = target
        protect = {index: request.protections.get(slot, request.protection) for index, slot in enumerate(tracked.slots)}
        if measure:
            self._measured_s = started_s
        return LiveEdit(tracked, targets, protect, baselines, due_s, 1000 * (time.perf_counter() - started_s), measure)

    def _fps(self, now_s: float) -> float:
        while now_s - self._moments[0] > _RATE_WINDOW_S:
            self._moments.popleft()
        if len(self._moments) < 2:
            return 0.0
        return (len(self._moments) - 1) / max(self._moments[-1] - self._moments[0], 1e-6)
