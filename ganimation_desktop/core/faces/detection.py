"""When faces are detected in videos and live pictures: at intervals, because the tracker follows them in between."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Protocol

from ganimation_desktop.core.base.latest import Mailbox, MailboxClosed
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame

INTERVAL_S = 0.5
"""Interval between detections while every face is tracked."""
URGENT_S = 0.1
"""Interval while there is no face, or one may be lost."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Detection:
    """The result of one detection.

    Attributes
    ----------
    boxes
        The faces, the largest first.
    shape
        Height and width of the frame.
    took_ms
        Duration of the detection.
    index
        Number of the frame.
    """

    boxes: tuple[FaceBox, ...]
    shape: tuple[int, int]
    took_ms: float
    index: int = 0


class Detections(Protocol):
    """Source of a tracker's detections."""

    def offer(self, frame: Frame, *, urgent: bool) -> None:
        """Offer a frame; faces are detected in it if a detection is due."""

    def newest(self) -> Detection | None:
        """Return a detection that was not returned before, or None."""

    def close(self) -> None:
        """Stop detecting."""


def detect(detector: FaceDetector, frame: Frame) -> Detection:
    """Detect faces in a frame."""
    started_s = time.perf_counter()
    boxes = detector.detect(frame.rgb)
    return Detection(boxes, (frame.height, frame.width), 1000 * (time.perf_counter() - started_s), frame.index)


class InlineDetections:
    """Detects at once, at intervals of the video's own time, so that every run gives the same result. For exports."""

    def __init__(self, detector: FaceDetector | None = None, interval_s: float = INTERVAL_S, urgent_s: float = URGENT_S) -> None:
        self._detector = detector or FaceDetector()
        self._interval_s = interval_s
        self._urgent_s = urgent_s
        self._last_s: float | None = None
        self._newest: Detection | None = None

    def offer(self, frame: Frame, *, urgent: bool) -> None:
        """Detect if the last detection is long enough ago."""
        waited_s = None if self._last_s is None else frame.time_s - self._last_s
        if waited_s is None or waited_s < 0 or waited_s >= (self._urgent_s if urgent else self._interval_s) - 1e-6:
            self._last_s = frame.time_s
            self._newest = detect(self._detector, frame)

    def newest(self) -> Detection | None:
        """Return the detection of this frame, if there was one."""
        newest, self._newest = self._newest, None
        return newest

    def close(self) -> None:
        """Do nothing: there is no thread to stop."""


class BackgroundDetections:
    """Detects in its own thread, at intervals, in the newest frame; live pictures never wait for it."""

    def __init__(self, detector: FaceDetector | None = None, interval_s: float = INTERVAL_S, urgent_s: float = URGENT_S) -> None:
        self._detector = detector
        self._interval_s = interval_s
        self._urgent_s = urgent_s
        self._requested: Mailbox[Frame] = Mailbox()
        self._found: Mailbox[Detection] = Mailbox()
        self._ready_s = 0.0
        self._looking = threading.Event()
        self._thread = threading.Thread(target=self._run, name="face detection", daemon=True)
        self._thread.start()

    def offer(self, frame: Frame, *, urgent: bool) -> None:
        """Hand the frame to the thread if a detection is due and the thread is idle."""
        waited_s = time.perf_counter() - self._ready_s
        if not self._looking.is_set() and waited_s >= (self._urgent_s if urgent else self._interval_s):
            self._looking.set()
            self._requested.put(frame)

    def newest(self) -> Detection | None:
        """Return what the thread has found since."""
        return self._found.poll()

    def close(self) -> None:
        """Stop the thread; waits for a running detection, a fraction of a second."""
        self._requested.close()
        self._found.close()
        self._thread.join(5.0)

    def _run(self) -> None:
        detector = self._detector or FaceDetector()
        while True:
            try:
                frame = self._requested.take()
            except MailboxClosed:
                return
            try:
                self._found.put(detect(detector, frame))
            except Exception:  # the thread must survive any frame; the tracker continues without this detection
                log.exception("face detection failed")
            self._ready_s = time.perf_counter()
            self._looking.clear()
