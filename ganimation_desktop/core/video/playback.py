"""Video playback: a thread decodes and delivers each frame when it is due; late frames are dropped.

Nothing waits for the thread: the newest request (play, seek, step) is handled before the next frame.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.video.reader import DecodedFrame, VideoReader

_LATE_S = 0.04
_SHOW_AT_LEAST_EVERY_S = 0.25
_GIVE_UP_S = 0.6
_NEVER_S = 1e9

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class PlayedFrame:
    """A frame to be shown now.

    Attributes
    ----------
    frame
        The frame.
    jumped
        Whether it does not follow the previous frame: faces have to be detected again.
    path
        The video that it belongs to.
    """

    frame: Frame
    jumped: bool
    path: Path


class Playback:
    """Plays a video. Its methods may be called from any thread and, but for `join`, return at once.

    Parameters
    ----------
    path
        The video.
    on_frame
        Called in the thread with each `PlayedFrame`; must return at once.
    on_end
        Called in the thread when the end is reached and playing stops; must return at once.
    on_problem
        Called in the thread with a message when the video cannot be read further; must return at once; the next request tries again.
    """

    def __init__(
        self,
        path: str | Path,
        on_frame: Callable[[PlayedFrame], object],
        on_end: Callable[[], object] = lambda: None,
        on_problem: Callable[[str], object] = lambda sentence: None,
    ) -> None:
        self._path = Path(path)
        self._on_frame, self._on_end, self._on_problem = on_frame, on_end, on_problem
        self._changed = threading.Condition()
        self._closed = self._playing = self._loop = self._ended = False
        self._speed = 1.0
        self._part = (0.0, _NEVER_S)
        self._wanted_s: float | None = 0.0
        self._steps = 0
        self._clock: tuple[float, float] | None = None
        self._coming: Iterator[DecodedFrame] = iter(())
        self._shown_s = 0.0
        self._shown_at_s = 0.0
        self._thread = threading.Thread(target=self._run, name="video decoder", daemon=True)

    # -- requests

    def start(self) -> None:
        """Start, paused at the first frame."""
        self._thread.start()

    def play(self, *, play: bool) -> None:
        """Play or pause; at the end of the part, play from its start."""
        with self._changed:
            self._playing, self._clock = play, None
            self._changed.notify()

    def seek(self, time_s: float) -> None:
        """Show the frame at a time."""
        with self._changed:
            self._wanted_s, self._steps = max(0.0, time_s), 0
            self._changed.notify()

    def step(self, n_frames: int) -> None:
        """Pause, one frame forward (1) or back (-1)."""
        with self._changed:
            self._playing = False
            self._steps += n_frames
            self._changed.notify()

    def set_speed(self, speed: float) -> None:
        """Play at a multiple of the video's own speed."""
        with self._changed:
            self._speed, self._clock = speed, None
            self._changed.notify()

    def set_part(self, start_s: float = 0.0, end_s: float | None = None, *, loop: bool) -> None:
        """Play only a part, once or in a loop."""
        with self._changed:
            self._part, self._loop = (start_s, _NEVER_S if end_s is None else end_s), loop
            self._changed.notify()

    def close(self) -> None:
        """Stop delivering frames; the thread ends, and closes the file, as soon as the decoder answers."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the thread, None without limit; return whether it has ended."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # -- the thread

    def _run(self) -> None:
        try:
            with VideoReader(self._path) as reader:
                while self._wait():
                    try:
                        self._turn(reader)
                    except Exception as error:  # a file that is damaged in the middle: the thread survives
                        log.info("%s cannot be played any further", self._path, exc_info=True)
                        self._stand_still()
                        self._notify(self._on_problem, str(error))
        except ValueError as error:
            self._notify(self._on_problem, str(error))

    def _wait(self) -> bool:
        """Wait for something to do; False after `close`."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._playing or self._steps or self._wanted_s is not None)
            return not self._closed

    def _turn(self, reader: VideoReader) -> None:
        """Do one thing: seek, step, or play the next frame."""
        with self._changed:
            wanted_s, steps, playing = self._wanted_s, self._steps, self._playing
            self._wanted_s, self._steps = None, 0
        if wanted_s is not None:
            self._go(reader, wanted_s)
        elif steps < 0:
            self._go(reader, reader.before(self._shown_s))
        elif steps > 0:
            decoded = next(self._coming, None)
            if decoded is not None:
                self._show(decoded, jumped=False)
        elif playing:
            self._play_on(reader)

    def _go(self, reader: VideoReader, time_s: float) -> None:
        self._coming = reader.decoded_from(time_s)
        self._clock, self._ended = None, False
        self._show(next(self._coming), jumped=True)

    def _play_on(self, reader: VideoReader) -> None:
        """Wait until the next frame is due and show it, unless it is late and another one follows soon."""
        start_s, end_s = self._part
        if self._ended or not start_s - 1e-3 <= self._shown_s < end_s:
            self._go(reader, start_s)
            return
        decoded = next(self._coming, None)
        if decoded is None or decoded.time_s >= end_s:
            self._coming = iter(()) if decoded is None else _before(decoded, self._coming)
            self._end(reader, start_s)
            return
        clock = self._clock or (time.perf_counter(), self._shown_s)
        self._clock = clock
        due_s = clock[0] + (decoded.time_s - clock[1]) / self._speed
        if self._interrupted(due_s - time.perf_counter(), clock):
            self._coming = _before(decoded, self._coming)
            return
        late_s = time.perf_counter() - due_s
        if late_s > _GIVE_UP_S:
            self._clock = None
        if late_s < _LATE_S or time.perf_counter() - self._shown_at_s > _SHOW_AT_LEAST_EVERY_S:
            self._show(decoded, jumped=False)
        else:
            self._shown_s = decoded.time_s

    def _end(self, reader: VideoReader, start_s: float) -> None:
        if self._loop:
            self._go(reader, start_s)
            return
        self._ended = True
        self._stand_still()
        self._notify(self._on_end)

    def _stand_still(self) -> None:
        with self._changed:
            self._playing = False

    def _interrupted(self, seconds: float, clock: tuple[float, float]) -> bool:
        """Wait until a frame is due, unless another request comes first."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._closed or not self._playing or self._wanted_s is not None or bool(self._steps) or self._clock is not clock,
                max(0.0, seconds),
            )

    def _show(self, decoded: DecodedFrame, *, jumped: bool) -> None:
        self._shown_s, self._shown_at_s = decoded.time_s, time.perf_counter()
        self._notify(self._on_frame, PlayedFrame(decoded.frame(), jumped, self._path))

    def _notify(self, listener: Callable[..., object], *news: object) -> None:
        """Deliver something, unless the request is outdated; `close` waits for this."""
        with self._changed:
            if not self._closed:
                listener(*news)


def _before(first: DecodedFrame, others: Iterator[DecodedFrame]) -> Iterator[DecodedFrame]:
    yield first
    yield from others
