"""When faces are looked for in moving pictures: seldom, because between detections the tracker carries them."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Protocol

from ganimation_desktop.core.faces import FaceBox, FaceDetector
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.latest import Mailbox, MailboxClosed

INTERVAL_S = 0.5
"""Between detections while every face is being followed."""
URGENT_S = 0.1
"""The same while there is none, or one may have gone."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Detection:
    """What one look found.

    Attributes
    ----------
    boxes
        The faces, the largest first.
    shape
        Height and width of the frame.
    took_ms
        How long the look took.
    index
        Number of the frame.
    """

    boxes: tuple[FaceBox, ...]
    shape: tuple[int, int]
    took_ms: float
    index: int = 0


class Detections(Protocol):
    """Where a tracker gets its detections from."""

    def offer(self, frame: Frame, *, urgent: bool) -> None:
        """Hand over a frame, which is looked at if it is time."""

    def newest(self) -> Detection | None:
        """Return a detection that was not returned before; None when there is none."""

    def close(self) -> None:
        """Stop looking."""


def look(detector: FaceDetector, frame: Frame) -> Detection:
    """Look for faces in a frame."""
    started_s = time.perf_counter()
    boxes = detector.detect(frame.rgb)
    return Detection(boxes, (frame.height, frame.width), 1000 * (time.perf_counter() - started_s), frame.index)


class InlineDetections:
    """Looks at once, at intervals of the video's own time: every run finds the same. For exports, which may take their time."""

    def __init__(self, detector: FaceDetector | None = None, interval_s: float = INTERVAL_S, urgent_s: float = URGENT_S) -> None:
        self._detector = detector or FaceDetector()
        self._interval_s = interval_s
        self._urgent_s = urgent_s
        self._last_s: float | None = None
        self._newest: Detection | None = None

    def offer(self, frame: Frame, *, urgent: bool) -> None:
        """Look if the last look is long enough ago."""
        waited_s = None if self._last_s is None else frame.time_s - self._last_s
        if waited_s is None or waited_s < 0 or waited_s >= (self._urgent_s if urgent else self._interval_s) - 1e-6:
            self._last_s = frame.time_s
            self._newest = look(self._detector, frame)

    def newest(self) -> Detection | None:
        """Return the detection of this frame, if there was one."""
        newest, self._newest = self._newest, None
        return newest

    def close(self) -> None:
        """Nothing runs that would have to stop."""


class BackgroundDetections:
    """Looks in a thread of its own, at intervals, always at the newest frame: live pictures never wait for it."""

    def __init__(self, detector: FaceDetector | None = None, interval_s: float = INTERVAL_S, urgent_s: float = URGENT_S) -> None:
        self._detector = detector
        self._interval_s = interval_s
        self._urgent_s = urgent_s
        self._wanted: Mailbox[Frame] = Mailbox()
        self._found: Mailbox[Detection] = Mailbox()
        self._ready_s = 0.0
        self._looking = threading.Event()
        self._thread = threading.Thread(target=self._run, name="face detection", daemon=True)
        self._thread.start()

    def offer(self, frame: Frame, *, urgent: bool) -> None:
        """Let the thread have the frame if it is time and it is not at work."""
        waited_s = time.perf_counter() - self._ready_s
        if not self._looking.is_set() and waited_s >= (self._urgent_s if urgent else self._interval_s):
            self._looking.set()
            self._wanted.put(frame)

    def newest(self) -> Detection | None:
        """Return what the thread found meanwhile."""
        try:
            return self._found.take(0)
        except (TimeoutError, MailboxClosed):
            return None

    def close(self) -> None:
        """End the thread; waits for a look that is going on, a fraction of a second."""
        self._wanted.close()
        self._found.close()
        self._thread.join(5.0)

    def _run(self) -> None:
        detector = self._detector or FaceDetector()
        while True:
            try:
                frame = self._wanted.take()
            except MailboxClosed:
                return
            try:
                self._found.put(look(detector, frame))
            except Exception:  # the thread must outlive any frame; the tracker goes on without this look
                log.exception("looking for faces failed")
            self._ready_s = time.perf_counter()
            self._looking.clear()
