"""Playback of the open video: position, speed, part, once or in a loop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.core.video.playback import Playback, PlayedFrame

if TYPE_CHECKING:
    from ganimation_desktop.core.documents.document import VideoState
    from ganimation_desktop.core.video.reader import VideoInfo

SPEEDS = (0.25, 0.5, 1.0, 2.0)
SHORTEST_PART_S = 0.04


class VideoPlayer(QObject):
    """Drives the decoder's thread.

    Attributes
    ----------
    info
        The open video; None when there is none.
    playing, loop, speed
        As they are.
    part
        Start and end of the part that is played and exported, in seconds; the end is None where it is that of the video.

    Parameters
    ----------
    show
        Gets each frame that is due, in the decoder's thread.

    Signals
    -------
    changed()
        `playing`, `loop`, `speed` or `part` changed, or another video is open.
    problem(str)
        The video cannot be read further; a sentence.
    """

    changed = Signal()
    problem = Signal(str)
    _ended = Signal()

    def __init__(self, show: Callable[[PlayedFrame], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._playback: Playback | None = None
        self._ending: list[Playback] = []
        self.info: VideoInfo | None = None
        self.playing = self.loop = False
        self.speed = 1.0
        self.part: tuple[float, float | None] = (0.0, None)
        self._ended.connect(self._on_ended)

    @property
    def duration_s(self) -> float:
        """Length of the video; 0 without one."""
        return 0.0 if self.info is None else self.info.duration_s

    @property
    def end_s(self) -> float:
        """End of the part."""
        return self.duration_s if self.part[1] is None else self.part[1]

    @property
    def path(self) -> Path:
        """The open video's file. Only while there is one."""
        assert self.info is not None
        return self.info.path

    def open(self, info: VideoInfo) -> None:
        """Show the first frame of a video."""
        self.close()
        self.info = info
        self._playback = Playback(info.path, self._show, self._ended.emit, self.problem.emit)
        self._playback.set_speed(self.speed)
        self._send_part()
        self._playback.start()
        self.changed.emit()

    def go_on(self, state: VideoState) -> None:
        """Stand still where a video was left, with its part and speed."""
        self.loop = state.loop
        self.set_speed(state.speed)
        self.set_part(*state.part)
        self.seek(state.time_s)

    def close(self) -> None:
        """Close the video. Its decoder may still be inside a file that does not answer: it is left to end by itself."""
        if self._playback is not None:
            self._playback.close()
            self._ending = [playback for playback in (*self._ending, self._playback) if not playback.join(0)]
        self._playback = self.info = None
        self.playing, self.part = False, (0.0, None)
        self.changed.emit()

    def wait(self) -> None:
        """Wait for the decoders of all videos that were closed, however long they take."""
        for playback in self._ending:
            playback.join()

    def play(self, *, play: bool) -> None:
        """Play or pause."""
        if self._playback is not None and play != self.playing:
            self.playing = play
            self._playback.play(play=play)
            self.changed.emit()

    def seek(self, time_s: float) -> None:
        """Seek to a time."""
        if self._playback is not None:
            self._playback.seek(min(max(time_s, 0.0), self.duration_s))

    def step(self, n_frames: int) -> None:
        """Pause one frame forward (1) or back (-1)."""
        if self._playback is not None:
            self.playing = False
            self._playback.step(n_frames)
            self.changed.emit()

    def set_speed(self, speed: float) -> None:
        """Play at a multiple of the video's own speed."""
        self.speed = speed
        if self._playback is not None:
            self._playback.set_speed(speed)
        self.changed.emit()

    def set_loop(self, *, loop: bool) -> None:
        """Play in a loop, or once."""
        self.loop = loop
        self._send_part()
        self.changed.emit()

    def set_part(self, start_s: float, end_s: float | None) -> None:
        """Take a part of the video; an end before the start moves the other of the two out of the way."""
        start_s = min(max(start_s, 0.0), max(0.0, self.duration_s - SHORTEST_PART_S))
        if end_s is not None and end_s >= self.duration_s - 1e-6:
            end_s = None
        if end_s is not None and end_s < start_s + SHORTEST_PART_S:
            start_s, end_s = (start_s, None) if start_s != self.part[0] else (0.0, max(end_s, SHORTEST_PART_S))
        self.part = (start_s, end_s)
        self._send_part()
        self.changed.emit()

    def _send_part(self) -> None:
        if self._playback is not None:
            self._playback.set_part(*self.part, loop=self.loop)

    @Slot()
    def _on_ended(self) -> None:
        if self._playback is not None and self.playing:
            self.playing = False
            self.changed.emit()
