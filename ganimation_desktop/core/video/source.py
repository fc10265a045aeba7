"""A video read once for an export: its frames decoded, its other tracks packet by packet, all in times that begin with the first frame.

Times in files begin anywhere, below zero too, and jump where recordings were joined. Files end early, and parts of them are damaged:
what can be read is read, and `problems` lists what could not.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import av
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame

from ganimation_desktop.core.video.reader import LIKELY_FPS, VideoError, VideoReader, open_video, video_stream

_JOINED_FORMATS: Final = frozenset({"mpegts", "mpeg", "mpegvideo", "vob"})
_LARGEST_GAP_S: Final = {True: Fraction(10), False: Fraction(3600)}
"""A longer gap is not a pause. Files of the first kind are concatenated without new times; a screen recording may pause for minutes."""
_SOUND_BEFORE_S: Final = Fraction(1, 5)
"""Sound encoders start slightly before the first frame; a longer lead is sound without pictures."""
_SHORTEST_LOSS_S: Final = 1.0
_SHORTEST_LOSS: Final = 0.02
_FASTEST_FPS: Final = 1000
_MOST_WITHOUT_TIME: Final = 500
_MOMENT_S: Final = Fraction(1, 10_000)
LONGEST_S: Final = 1e7


@dataclass(eq=False)
class _Clock:
    """Converts the times of one track into those of the export: from the file's zero, without jumps, increasing.

    Attributes
    ----------
    tick_s
        Its unit.
    zero_s
        The time that becomes 0.
    largest_gap_s
        Longer gaps are closed.
    jumps_s
        Lengths of the closed gaps.
    """

    tick_s: Fraction
    zero_s: Fraction
    largest_gap_s: Fraction
    jumps_s: list[Fraction] = field(default_factory=list)
    _offset: int = 0
    _next: int | None = None
    _last: int | None = None

    def moved(self, ticks: int, n_ticks: int) -> int:
        """Return the new time, in ticks, of what lasts `n_ticks`."""
        ticks -= round(self.zero_s / self.tick_s)
        if self._next is not None and self._last is not None:
            gap_s = (ticks + self._offset - self._next) * self.tick_s
            if abs(gap_s) > self.largest_gap_s:
                self.jumps_s.append(gap_s)
                self._offset = self._next - ticks
            elif ticks + self._offset <= self._last:
                return self._advance(self._last + 1, n_ticks)
        return self._advance(ticks + self._offset, n_ticks)

    def _advance(self, ticks: int, n_ticks: int) -> int:
        self._last, self._next = ticks, ticks + max(n_ticks, 1)
        return ticks


class VideoSource:
    """An open video. It belongs to one thread and is read once.

    Attributes
    ----------
    info
        Its properties.
    first
        Its first frame, undecoded in color.
    time_base, fps
        Unit of its frames' times, and approximate frames per second.
    problems
        Messages on what could not be read; complete once `items` has ended.
    is_complete
        Whether all of it could be read.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    VideoError
        If the file is missing or no video that can be decoded.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with VideoReader(path) as reader:
            self.info, self.first = reader.info, reader.first
        self._container = open_video(path)
        try:
            self.frames = video_stream(self._container, path)
            self.time_base = self.frames.time_base or Fraction(1, LIKELY_FPS)
            fps = self.frames.average_rate or self.frames.guessed_rate or Fraction(LIKELY_FPS)
            self.fps = fps if 0 < fps <= _FASTEST_FPS else Fraction(LIKELY_FPS)
        except BaseException:
            self._container.close()
            raise
        self.problems: list[str] = []
        self.is_complete = True
        self._is_joined = bool(_JOINED_FORMATS.intersection(self._container.format.name.split(",")))
        self._frame_ticks = max(1, round(1 / (self.fps * self.time_base)))
        self._first_pts = self._found_first_pts() if self.first.pts is None else self.first.pts
        self._zero_s = self._zero()
        self._n_damaged = 0
        self._last_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._container.close()

    @property
    def tracks(self) -> list[Stream]:
        """All tracks other than the frames, in the order of the file."""
        return [stream for stream in self._container.streams if stream.index != self.frames.index]

    def items(self, start_s: float, end_s: float | None, tracks: set[int]) -> Iterator[VideoFrame | Packet[Any]]:
        """Read a part, in the order of the file.

        Parameters
        ----------
        start_s, end_s
            From the first frame on; None for the end.
        tracks
            Numbers of the tracks whose packets are yielded.

        Yields
        ------
        VideoFrame or Packet
            Their times count from the first frame of the file.

        Raises
        ------
        VideoError
            If nothing can be decoded.
        """
        end = math.inf if end_s is None else end_s
        if start_s > LONGEST_S:
            return
        self._seek(start_s)
        going = {self.frames.index, *tracks}
        n_frames = 0
        for item in self._moved(tracks):
            index = item.stream.index if isinstance(item, Packet) else self.frames.index
            moment_s = (item.pts or 0) * (item.time_base or self.time_base)
            if moment_s >= end - float(_MOMENT_S):
                going.discard(index)
                if not going:
                    break
            elif moment_s >= Fraction(max(0.0, start_s)) - _MOMENT_S or start_s <= 0:
                if isinstance(item, VideoFrame):
                    n_frames += 1
                    self._n_damaged += item.is_corrupt
                yield item
        else:
            self._check_length(start_s)
        if self._n_damaged and not n_frames:
            raise VideoError(f"{self._path} is damaged: none of its frames can be decoded")
        if self._n_damaged:
            self._lose(f"{self._path} is damaged: {self._n_damaged} of its frames are missing or not as they were")

    def _found_first_pts(self) -> int:
        """Time of a first frame that has none, as those below zero in Matroska: so many frames before the first one that has a time."""
        with open_video(self._path) as container, contextlib.suppress(av.FFmpegError):
            for number, frame in enumerate(container.decode(video_stream(container, self._path))):
                if frame.pts is not None:
                    return frame.pts - number * self._frame_ticks
                if number == _MOST_WITHOUT_TIME:
                    break
        return 0

    def _zero(self) -> Fraction:
        """The first frame, or sound long before it."""
        first_s = self._first_pts * self.time_base
        sounds_s = [
            stream.start_time * stream.time_base
            for stream in self._container.streams.audio
            if stream.start_time is not None and stream.time_base is not None
        ]
        earliest_s = min([first_s, *sounds_s])
        largest_gap_s = _LARGEST_GAP_S[self._is_joined]
        return earliest_s if _SOUND_BEFORE_S < first_s - earliest_s <= largest_gap_s else first_s

    def _seek(self, start_s: float) -> None:
        """Go to the last key frame before the part; a file whose times may jump, or that cannot be sought in, is read from its start."""
        if start_s > 0 and not self._is_joined:
            with contextlib.suppress(av.FFmpegError):
                self._container.seek(int((self._zero_s + Fraction(start_s)) / self.time_base), stream=self.frames)

    def _moved(self, tracks: set[int]) -> Iterator[VideoFrame | Packet[Any]]:
        largest_gap_s = _LARGEST_GAP_S[self._is_joined]
        frames_clock = _Clock(self.time_base, self._zero_s, largest_gap_s)
        clocks: dict[int, _Clock] = {}
        next_pts = self._first_pts
        for item in self._decoded(tracks):
            if isinstance(item, VideoFrame):
                pts = next_pts if item.pts is None else item.pts
                next_pts = pts + self._frame_ticks
                item.pts, item.time_base = frames_clock.moved(pts, self._frame_ticks), self.time_base
            else:
                tick_s = item.time_base or item.stream.time_base or self.time_base
                gap_s = _LARGEST_GAP_S[self._is_joined and item.stream.type == "audio"]  # subtitles may be minutes apart
                clock = clocks.setdefault(item.stream.index, _Clock(tick_s, self._zero_s, gap_s))
                dts = item.dts or 0
                moved = clock.moved(dts, item.duration or 1)
                item.pts, item.dts = moved + max(0, (dts if item.pts is None else item.pts) - dts), moved
            yield item
        for jump_s in frames_clock.jumps_s:
            self.problems.append(f"{self._path} jumps by {float(jump_s):.0f} s where it was joined; the gap was closed")

    def _decoded(self, tracks: set[int]) -> Iterator[VideoFrame | Packet[Any]]:
        """Decode frames and pass packets on, skipping what is damaged."""
        size = (self.first.width, self.first.height)
        packets = self._container.demux()
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.FFmpegError:
                self._lose(f"{self._path} is damaged or cut short: nothing can be read after {self._last_s:.2f} s")
                return
            self._note_end(packet)
            if packet.stream.index == self.frames.index:
                try:
                    decoded = packet.decode()
                except av.FFmpegError:
                    self._n_damaged += 1
                    continue
                for frame in decoded:
                    if isinstance(frame, VideoFrame):
                        yield frame if (frame.width, frame.height) == size else _resized(frame, size)
            elif packet.stream.index in tracks and packet.dts is not None:
                yield packet

    def _note_end(self, packet: Packet[Any]) -> None:
        if packet.pts is not None and packet.stream.type in ("video", "audio"):
            self._last_s = max(self._last_s, float((packet.pts + (packet.duration or 0)) * packet.time_base - self._zero_s))

    def _check_length(self, start_s: float) -> None:
        """Report that a file ends before its stated length."""
        said_s = self.info.duration_s
        missing_s = said_s - self._last_s
        if self.is_complete and start_s < said_s <= LONGEST_S and missing_s > max(_SHORTEST_LOSS_S, _SHORTEST_LOSS * said_s):
            self._lose(f"{self._path} is cut short: it ends after {self._last_s:.2f} of {said_s:.2f} s")

    def _lose(self, sentence: str) -> None:
        self.is_complete = False
        self.problems.append(sentence)


def _resized(frame: VideoFrame, size: tuple[int, int]) -> VideoFrame:
    """Resize a frame of another size, as some recordings have them, to that of the first."""
    resized = frame.reformat(*size)
    resized.pts, resized.time_base = frame.pts, frame.time_base
    return resized
