"""Live pictures: newest frame -> tracked faces -> edit -> result, with what it took, free of Qt.

`LivePipeline.process` does one frame; `LiveLoop` is the thread that runs it on a grabber's newest frames and keeps the newest result.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector
from ganimation_desktop.core.animator import Animation, Animator
from ganimation_desktop.core.detection import BackgroundDetections, Detections
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.latest import Mailbox, MailboxClosed
from ganimation_desktop.core.tracking import FaceTracker, TrackedFace

LIVE_STAGES = ("track", "encode", "generate", "composite")
"""Keys of `LiveResult.timings_ms` that add up to its "total"; besides there is "detect", which runs in a thread of its own."""

MAX_GAIN = 2.0
_RATE_WINDOW_S = 2.0

log = logging.getLogger(__name__)


class LiveMode(Enum):
    """What the sliders mean for a face that moves by itself."""

    OFFSET = "offset"
    """Add to what the face does."""
    ABSOLUTE = "absolute"
    """Hold this expression."""
    AMPLIFY = "amplify"
    """Do more, or less, of what the face does."""


@dataclass(frozen=True, eq=False)
class Expression:
    """What is wanted of a live face.

    Attributes
    ----------
    mode
        What the values mean.
    aus
        (17,) float32: of OFFSET in -1..1, of ABSOLUTE in 0..1; AMPLIFY does not use it.
    gain
        Of AMPLIFY, 0..2: 0 holds the neutral face, 1 changes nothing.
    only
        Of ABSOLUTE, (17,) bool: the Action Units that are held; the others stay as they are on the face. None for all.
    """

    mode: LiveMode = LiveMode.OFFSET
    aus: NDArray[np.float32] = field(default_factory=lambda: np.zeros(N_AUS, np.float32))
    gain: float = 1.0
    only: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        low = -1.0 if self.mode is LiveMode.OFFSET else 0.0
        if self.aus.shape != (N_AUS,) or not bool(((self.aus >= low) & (self.aus <= 1)).all()):
            raise ValueError(f"{self.mode.value} takes {N_AUS} values in {low:g}..1, not {self.aus!r}")
        if not 0 <= self.gain <= MAX_GAIN:
            raise ValueError(f"the gain is {self.gain:g}, outside 0..{MAX_GAIN:g}")

    def target(self, source: AuVector, neutral: AuVector | None = None) -> AuVector:
        """Target AUs of a face.

        Parameters
        ----------
        source
            What it shows, (17,) in 0..1.
        neutral
            What it shows at rest; None for zeros.
        """
        if self.mode is LiveMode.OFFSET:
            target = source + self.aus
        elif self.mode is LiveMode.ABSOLUTE:
            target = self.aus if self.only is None else np.where(self.only, self.aus, source)
        else:
            rest = np.zeros(N_AUS, np.float32) if neutral is None else neutral
            target = rest + self.gain * (source - rest)
        return np.asarray(np.clip(target, 0, 1), np.float32)


@dataclass(frozen=True, eq=False)
class LiveWish:
    """What is wanted of all faces.

    Attributes
    ----------
    everyone
        The expression of faces that `by_id` does not name.
    by_id
        The expressions of single faces, by `TrackedFace.id`.
    edit
        Whether to edit at all; off, only faces and AUs are found.
    """

    everyone: Expression = field(default_factory=Expression)
    by_id: Mapping[int, Expression] = field(default_factory=dict)
    edit: bool = True


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
    """

    frame: Frame
    rgb: NDArray[np.uint8]
    tracked: tuple[TrackedFace, ...]
    animation: Animation
    timings_ms: Mapping[str, float]
    latency_s: float
    fps: float
    n_dropped: int

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
        self._neutral: dict[int, AuVector] = {}
        self._moments: deque[float] = deque(maxlen=512)
        self._last_index: int | None = None
        self._n_dropped = 0
        self._last: tuple[Frame, tuple[TrackedFace, ...]] | None = None

    def process(self, frame: Frame, wish: LiveWish) -> LiveResult:
        """Edit the next frame."""
        started_s = time.perf_counter()
        tracked = self.tracker.update(frame)
        self.animator.set_frame(frame, boxes=[face.box for face in tracked], readings=[face.reading for face in tracked])
        set_s = time.perf_counter()
        if self._last_index is not None:
            self._n_dropped += max(0, frame.index - self._last_index - 1)
        self._last_index = frame.index
        self._last = frame, tracked
        return self._edited(wish, 1000 * (set_s - started_s), started_s)

    def again(self, wish: LiveWish) -> LiveResult | None:
        """Edit the last frame once more, with another wish: what a frozen picture shows. None before the first frame."""
        return None if self._last is None else self._edited(wish, 0.0, time.perf_counter())

    def calibrate(self) -> bool:
        """Take what the faces show now for their neutral pose, which AMPLIFY goes out from. False when there is no face."""
        tracked = () if self._last is None else self._last[1]
        self._neutral = {face.id: face.aus for face in tracked if face.aus is not None}
        return bool(self._neutral)

    def close(self) -> None:
        """End the thread of the detection."""
        self.tracker.close()

    def _edited(self, wish: LiveWish, set_ms: float, started_s: float) -> LiveResult:
        assert self._last is not None
        frame, tracked = self._last
        targets = {}
        if wish.edit:
            for index, face in enumerate(tracked):
                source = np.zeros(N_AUS, np.float32) if face.aus is None else face.aus
                targets[index] = wish.by_id.get(face.id, wish.everyone).target(source, self._neutral.get(face.id))
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
        return LiveResult(frame, rgb, tracked, animation, timings_ms, now_s - frame.time_s, self._fps(now_s), self._n_dropped)

    def _fps(self, now_s: float) -> float:
        while now_s - self._moments[0] > _RATE_WINDOW_S:
            self._moments.popleft()
        if len(self._moments) < 2:
            return 0.0
        return (len(self._moments) - 1) / max(self._moments[-1] - self._moments[0], 1e-6)


class LiveLoop:
    """The thread that takes a grabber's newest frame, edits it as is wished at that moment, and keeps the newest result.

    Attributes
    ----------
    results
        Where the newest result lies; closed by `stop`. A result that nobody took is replaced.
    wish
        What is wanted; set it from any thread, it holds from the next frame on.

    Parameters
    ----------
    frames
        A grabber's mailbox; when it is closed, the thread ends.
    make_pipeline
        Makes the pipeline, in the thread: loading a model takes seconds.
    on_result
        Called in the thread after each result, without it. Must return at once.
    on_problem
        Called in the thread with a sentence when a frame, or making the pipeline, failed. After a frame the loop goes on.
    """

    def __init__(
        self,
        frames: Mailbox[Frame],
        make_pipeline: Callable[[], LivePipeline],
        on_result: Callable[[], object] = lambda: None,
        on_problem: Callable[[str], object] = lambda sentence: None,
    ) -> None:
        self.results: Mailbox[LiveResult] = Mailbox()
        self.wish = LiveWish()
        self._frames = frames
        self._make_pipeline = make_pipeline
        self._on_result = on_result
        self._on_problem = on_problem
        self._calibrate = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def calibrate(self) -> None:
        """Take what the faces show in the next frame for their neutral pose."""
        self._calibrate.set()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Close the frames and the results and end the thread; return whether it ended within the time."""
        self._frames.close()
        self.results.close()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            pipeline = self._make_pipeline()
        except Exception as error:  # told as a sentence; the thread has nothing else to do
            log.exception("the live pipeline cannot be made")
            self._on_problem(str(error))
            return
        try:
            while True:
                frame = self._frames.take()
                try:
                    self.results.put(pipeline.process(frame, self.wish))
                    if self._calibrate.is_set() and pipeline.calibrate():
                        self._calibrate.clear()
                except Exception as error:  # the thread must outlive any frame
                    log.exception("a live frame failed")
                    self._on_problem(str(error))
                    continue
                self._on_result()
        except MailboxClosed:
            pass
        finally:
            pipeline.close()
