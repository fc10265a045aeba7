"""The grabber thread: opens, reads and releases a source, and keeps its newest frame.

A camera may take seconds to open, stop answering or be unplugged. All of that happens in the thread of a `Grabber`, for which nobody waits:
its state can be read at any time, and the newest frame is in a one-place mailbox.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from enum import Enum

from ganimation_desktop.core.base.latest import Mailbox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.live.capture import CameraError, FrameSource, Picture, wait_until

TIMEOUT_S = 5.0
RETRY_S = 1.0
LOST_AFTER_S = 1.0
"""A camera may skip a frame now and then; after this long without one it counts as disconnected."""

_READ_AGAIN_S = 0.02
_RATE_WINDOW_S = 2.0

log = logging.getLogger(__name__)


class CameraState(Enum):
    """State of a source."""

    OPENING = "opening"
    RUNNING = "running"
    SILENT = "silent"
    """It has not answered within the time-out; it may recover."""
    LOST = "lost"
    """It is missing, busy or unplugged; the grabber tries again."""
    ENDED = "ended"
    """A file that is not looped has ended."""
    CLOSED = "closed"


@dataclass(frozen=True)
class CameraStatus:
    """The status of a source.

    Attributes
    ----------
    state
        The state.
    sentence
        Message for the user; empty without a problem.
    width, height
        Size of the newest frame in pixels, 0 before the first.
    fps
        Frames per second, over the last two seconds.
    n_frames
        Frames since the start.
    """

    state: CameraState
    sentence: str = ""
    width: int = 0
    height: int = 0
    fps: float = 0.0
    n_frames: int = 0


class Grabber:
    """Reads a source in its own thread and keeps the newest frame. `start`, `stop` and `status` never wait for the device.

    Frames are numbered in order of arrival, so that gaps are frames that nobody took; their `time_s` is the time of arrival by
    `time.perf_counter()`.

    Attributes
    ----------
    frames
        Mailbox of the newest frame; closed by `stop`.

    Parameters
    ----------
    source
        What to read; owned by the grabber's thread from now on.
    max_fps
        Frames beyond this rate are dropped; None keeps all.
    timeout_s
        How long opening or reading may take before the state becomes silent.
    retry_s
        How long to wait before a lost source is opened again.
    """

    def __init__(
        self, source: FrameSource, *, max_fps: float | None = None, timeout_s: float = TIMEOUT_S, retry_s: float = RETRY_S
    ) -> None:
        self.frames: Mailbox[Frame] = Mailbox()
        self._source = source
        self._min_interval_s = 0.0 if max_fps is None else 1 / max_fps
        self._timeout_s = timeout_s
        self._retry_s = retry_s
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._status = CameraStatus(CameraState.OPENING)
        self._busy_since_s: float | None = None
        self._arrivals: deque[float] = deque(maxlen=512)
        self._thread = threading.Thread(target=self._run, name="grabber", daemon=True)

    def start(self) -> None:
        """Begin to open and read."""
        self._thread.start()

    def stop(self, timeout_s: float = 1.0) -> bool:
        """End the thread and close `frames`.

        A thread that hangs inside a driver is abandoned; it releases the device as soon as the driver answers.

        Returns
        -------
        bool
            Whether the thread ended within the time.
        """
        self._stopping.set()
        self.frames.close()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def status(self) -> CameraStatus:
        """The current status of the source."""
        now_s = time.perf_counter()
        with self._lock:
            status, busy_since_s = self._status, self._busy_since_s
            recent = [arrival_s for arrival_s in self._arrivals if now_s - arrival_s <= _RATE_WINDOW_S]
        if len(recent) > 1:
            status = replace(status, fps=(len(recent) - 1) / max(recent[-1] - recent[0], 1e-6))
        if busy_since_s is not None and now_s - busy_since_s > self._timeout_s:
            waiting_s = now_s - busy_since_s
            sentence = f"The {self._source.name} has not answered for {waiting_s:.0f} s. Unplug it and plug it in again, or choose another."
            return replace(status, state=CameraState.SILENT, sentence=sentence)
        return status

    def _run(self) -> None:
        """Open and read until stopped; every failure becomes a state, followed by another attempt."""
        while not self._stopping.is_set():
            try:
                if self._read_until_lost():
                    self._notify(CameraState.ENDED, f"{self._source.name} has ended.")
                    return
                sentence = f"The {self._source.name} no longer delivers pictures. The live picture resumes as soon as it is back."
            except CameraError as error:
                sentence = str(error)
            except Exception as error:  # a driver may raise anything; the thread must survive
                log.exception("reading the %s failed", self._source.name)
                sentence = f"The {self._source.name} failed: {error}"
            if not self._stopping.is_set():
                self._notify(CameraState.LOST, sentence)
                self._stopping.wait(self._retry_s)
        self._notify(CameraState.CLOSED)

    def _read_until_lost(self) -> bool:
        """Open the source and read it. Return whether it has ended; False for a disconnected camera or when stopped."""
        paced = False
        try:
            self._busy(True)
            self._source.open()
            opened_s = last_s = time.perf_counter()
            while not self._stopping.is_set():
                self._busy(True)
                picture = self._source.read()
                self._busy(False)
                now_s = time.perf_counter()
                if picture is not None:
                    last_s, paced = now_s, picture.due_s is not None
                    if picture.due_s is not None:
                        wait_until(picture.due_s, opened_s, self._stopping.wait)
                    self._put(picture)
                elif paced:
                    return True
                elif now_s - last_s > LOST_AFTER_S:
                    return False
                else:
                    self._stopping.wait(_READ_AGAIN_S)
            return False
        finally:
            self._busy(False)
            self._source.close()

    def _put(self, picture: Picture) -> None:
        now_s = time.perf_counter()
        # A frame that arrives a little early because of jitter is not dropped.
        if self._arrivals and now_s - self._arrivals[-1] < 0.8 * self._min_interval_s:
            return
        height, width = picture.rgb.shape[:2]
        with self._lock:
            index = self._status.n_frames
            self._arrivals.append(now_s)
            self._status = CameraStatus(CameraState.RUNNING, "", width, height, 0.0, index + 1)
        self.frames.put(Frame(picture.rgb, index, now_s))

    def _notify(self, state: CameraState, sentence: str = "") -> None:
        with self._lock:
            known = self._status.sentence
            self._status = replace(self._status, state=state, sentence=sentence)
        if sentence and sentence != known:
            log.warning(sentence)

    def _busy(self, busy: bool) -> None:
        with self._lock:
            self._busy_since_s = time.perf_counter() if busy else None
