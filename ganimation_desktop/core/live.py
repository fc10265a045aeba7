"""Live pictures: newest frame -> tracked faces -> edit -> result, with what it took, free of Qt.

`LivePipeline.process` does one frame; `core/live_loop.py` runs it in a thread on a grabber's newest frames.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector
from ganimation_desktop.core.animator import Animation, Animator
from ganimation_desktop.core.detection import BackgroundDetections, Detections
from ganimation_desktop.core.face_slots import FaceSlots
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.live_wish import LiveWish
from ganimation_desktop.core.rest_pose import RestPose
from ganimation_desktop.core.tracking import FaceTracker, TrackedFace

LIVE_STAGES = ("track", "encode", "generate", "composite")
"""Keys of `LiveResult.timings_ms` that add up to its "total"; besides there is "detect", which runs in a thread of its own."""

MEASURE_EVERY_S = 0.25
_RATE_WINDOW_S = 2.0


@dataclass(frozen=True, eq=False)
class LiveResult:
    """The outcome for one live frame.

    Attributes
    ----------
    frame
        The frame.
    rgb
        The edited picture at the frame's size, read-only; the frame's own pixels when nothing was edited.
    tracked
        The faces, in the order of `animation.faces`.
    animation
        The edit with its masks.
    timings_ms
        Milliseconds by stage, `LIVE_STAGES` and "total"; "detect" is how long the newest detection took, in its own thread.
    latency_s
        From the frame's arrival to this result, for frames whose time is a moment of `time.perf_counter()`.
    fps
        Results per second, over the last two seconds.
    n_dropped
        Frames so far that came and were overtaken by newer ones.
    slots
        A number for each face that it keeps, or gets back after it was lost for a while.
    rest
        What each face shows at rest; None while that is being learnt.
    measured
        The AUs of the edited faces as they were measured last, by slot; empty unless that is wished.
    """

    frame: Frame
    rgb: NDArray[np.uint8]
    tracked: tuple[TrackedFace, ...]
    animation: Animation
    timings_ms: Mapping[str, float]
    latency_s: float
    fps: float
    n_dropped: int
    slots: tuple[int, ...] = ()
    rest: tuple[AuVector | None, ...] = ()
    measured: Mapping[int, AuVector] = field(default_factory=dict)

    def picture(self) -> NDArray[np.uint8]:
        """Return what goes to a file or another program."""
        return self.rgb

    @property
    def slowest_stage(self) -> str:
        """The stage that took longest, of those that the result had to wait for."""
        return max(LIVE_STAGES, key=lambda stage: self.timings_ms[stage])


class LivePipeline:
    """Edits live frames one after the other. It belongs to one thread; only detection has a thread of its own.

    Parameters
    ----------
    animator
        Edits; from now on it belongs to the pipeline.
    detections
        Where detections come from; None looks in the background. Closed with the pipeline.
    """

    def __init__(self, animator: Animator, detections: Detections | None = None) -> None:
        self.animator = animator
        self.tracker = FaceTracker(animator, BackgroundDetections() if detections is None else detections)
        self._slots = FaceSlots()
        self._rest: defaultdict[int, RestPose] = defaultdict(RestPose)
        self._moments: deque[float] = deque(maxlen=512)
        self._last_index: int | None = None
        self._n_dropped = 0
        self._last: tuple[Frame, tuple[TrackedFace, ...], tuple[int, ...]] | None = None
        self._measured: dict[int, AuVector] = {}
        self._measured_s = 0.0

    def process(self, frame: Frame, wish: LiveWish) -> LiveResult:
        """Edit the next frame."""
        started_s = time.perf_counter()
        tracked = self.tracker.update(frame)
        slots = self._slots.assign(tracked)
        for face, slot in zip(tracked, slots, strict=True):
            if face.aus is not None:
                self._rest[slot].learn(face.aus, frame.time_s)
        self.animator.set_frame(frame, boxes=[face.box for face in tracked], readings=[face.reading for face in tracked])
        set_s = time.perf_counter()
        if self._last_index is not None:
            self._n_dropped += max(0, frame.index - self._last_index - 1)
        self._last_index = frame.index
        self._last = frame, tracked, slots
        measure = wish.measure and set_s - self._measured_s > MEASURE_EVERY_S
        return self._edited(wish, 1000 * (set_s - started_s), started_s, frame.time_s, measure=measure)

    def again(self, wish: LiveWish) -> LiveResult | None:
        """Edit the last frame once more, with another wish: what a frozen picture shows. None before the first frame."""
        if self._last is None:
            return None
        self._last_index = None
        started_s = time.perf_counter()
        return self._edited(wish, 0.0, started_s, started_s, measure=wish.measure)

    def calibrate(self) -> None:
        """Learn anew what the faces show at rest, which AMPLIFY goes out from."""
        for rest in self._rest.values():
            rest.forget()

    def close(self) -> None:
        """End the thread of the detection."""
        self.tracker.close()

    def _edited(self, wish: LiveWish, set_ms: float, started_s: float, due_s: float, *, measure: bool) -> LiveResult:
        assert self._last is not None
        frame, tracked, slots = self._last
        rest = tuple(self._rest[slot].aus for slot in slots)
        targets = {}
        if wish.edit:
            for index, (face, slot) in enumerate(zip(tracked, slots, strict=True)):
                source = np.zeros(N_AUS, np.float32) if face.aus is None else face.aus
                targets[index] = wish.by_slot.get(slot, wish.everyone).target(source, rest[index])
        animation = self.animator.animate(targets)
        laid_s = time.perf_counter()
        rgb = animation.composite() if any(face.patch is not None for face in animation.faces) else frame.rgb
        rgb.setflags(write=False)
        now_s = time.perf_counter()
        stages = animation.timings_ms
        timings_ms = {
            "track": max(0.0, set_ms - stages["encode"]),
            "encode": stages["encode"],
            "generate": stages["generate"],
            "composite": stages["composite"] + 1000 * (now_s - laid_s),
            "total": 1000 * (now_s - started_s),
            "detect": self.tracker.detect_ms,
        }
        self._moments.append(now_s)
        fps, latency_s = self._fps(now_s), now_s - due_s
        if measure:
            self._measured = dict(zip(slots, self.animator.measure(rgb), strict=False))
            self._measured_s = now_s
        return LiveResult(frame, rgb, tracked, animation, timings_ms, latency_s, fps, self._n_dropped, slots, rest, dict(self._measured))

    def _fps(self, now_s: float) -> float:
        while now_s - self._moments[0] > _RATE_WINDOW_S:
            self._moments.popleft()
        if len(self._moments) < 2:
            return 0.0
        return (len(self._moments) - 1) / max(self._moments[-1] - self._moments[0], 1e-6)
