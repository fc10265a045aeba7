"""The same edit on every frame of a video file: no frame dropped, times kept, sound copied.

Frames are decoded and encoded in threads of their own, a few frames before and behind the edit. An edit may hand out work that can be done
for several frames at once, each in its thread.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ganimation_desktop.core.base.atomic_file import ExportError, check_can_write
from ganimation_desktop.core.base.progress import Cancelled, Progress
from ganimation_desktop.core.base.stages import ReadAhead, WorkBehind, side_by_side
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.video.formats import ColorTags, video_format
from ganimation_desktop.core.video.reader import VideoError, quarter_turns, upright_rgb
from ganimation_desktop.core.video.source import VideoSource
from ganimation_desktop.core.video.writer import add_video_stream, encodable, new_video

_N_WAITING = 3
_WAITING_BYTES = 96 << 20
"""Frames between two threads: at most so many, and of large ones fewer."""
_UNSPECIFIED = 2
_FULL_RANGE = 2
_UNKNOWN = "unknown"

FrameWork = Callable[[], NDArray[np.uint8]]
"""Makes the picture of a frame, (H, W, 3), in any thread."""


@dataclass(frozen=True)
class VideoExport:
    """A video that was written.

    Attributes
    ----------
    path
        The file.
    n_frames
        Its frames.
    has_audio
        Whether it has sound.
    problems
        Messages on what could not be read or kept of the source.
    is_complete
        Whether all frames and sounds of the source could be read.
    """

    path: Path
    n_frames: int
    has_audio: bool
    problems: tuple[str, ...] = ()
    is_complete: bool = True


def edit_video(
    source: str | Path,
    path: str | Path,
    edit: Callable[[Frame], NDArray[np.uint8] | FrameWork],
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    sound: bool = True,
    quality: int | None = None,
    overwrite: bool = False,
    deterministic: bool = False,
    n_threads: int = 1,
    begin_thread: Callable[[], object] = lambda: None,
    on_progress: Callable[[Progress], object] = lambda progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> VideoExport:
    """Edit every frame of a video and write it with the times of its frames and its sound unchanged.

    Rotated videos come out upright, and times begin with the first frame. Parts of the source that cannot be read, because it is damaged or
    cut short, are missing; the result reports that. The file states that it was edited with a trained model.

    Parameters
    ----------
    source
        The video to read.
    path
        The file to write: .mp4, .m4v, .mov, .mkv or .webm.
    edit
        Turns a frame into a picture of the same size, (H, W, 3) uint8, or into the work that makes it; called once for every frame, in
        order. Times of frames count from the start of the source.
    start_s, end_s
        The part to write: frames from `start_s` on and before `end_s`, None for the end. The first of them becomes the start.
    sound
        Whether to copy the sound, packet by packet. Subtitles are copied if the file can hold them.
    quality
        Constant rate factor, 0 (lossless) to 51; None for 18.
    overwrite
        Whether a file of that name may be replaced.
    deterministic
        Whether to encode in one thread, so that every run on every machine writes the same bytes; it uses one core.
    n_threads, begin_thread
        In how many threads such work is done, of large frames in one, and what is called first in each of them; one thread is the
        caller's, in which nothing is called first.
    on_progress
        Called after every frame.
    is_cancelled
        Called before every frame.

    Raises
    ------
    ValueError
        If the part ends before it begins.
    VideoError
        If the source cannot be read, or has no frame in that part.
    ExportError
        If the file cannot be written, or cannot hold the kind of sound.
    Cancelled
        If `is_cancelled` returned true. After every exception nothing is left behind.
    """
    source, path = Path(source), Path(path)
    check_part(start_s, end_s)
    codec = video_format(path).codec
    check_can_write(path, overwrite=overwrite)
    with VideoSource(source) as video, new_video(path, overwrite=overwrite) as out:
        # The header is written with the first packet, so every stream must be known before.
        info, time_base = video.info, video.time_base
        tags = _color_tags(video.first)
        frames_out = add_video_stream(out, codec, (info.width, info.height), video.fps, quality, tags, deterministic=deterministic)
        frames_out.codec_context.time_base = time_base
        frames_out.codec_context.sample_aspect_ratio = _aspect(video.frames, video.first)
        tracks = _Tracks(video, out, path, sound=sound)
        n_done, began_s = 0, time.monotonic()
        start = Fraction(max(0.0, start_s))
        length_s = min(info.duration_s, math.inf if end_s is None else end_s) - float(start)

        def write(item: tuple[NDArray[np.uint8], int] | Packet[Any]) -> None:
            if isinstance(item, Packet):
                _mux_from(item, tracks.by_number[item.stream.index], start, out)
                return
            edited_rgb, pts = item
            edited = encodable(edited_rgb, frames_out, tags)
            edited.pts, edited.time_base = max(0, pts - round(start / time_base)), time_base
            out.mux(frames_out.encode(edited))

        n_waiting = _n_waiting(info.width, info.height)
        items = _numbered(video.items(start_s, end_s, set(tracks.by_number)), time_base)
        being_edited: deque[tuple[Frame, int]] = deque()

        def tasks() -> Iterator[FrameWork]:
            for item in read:
                if isinstance(item, Packet):
                    written.put(item)
                    continue
                if is_cancelled():
                    raise Cancelled
                being_edited.append(item)
                edited = edit(item[0])
                yield edited if callable(edited) else partial(np.asarray, edited)

        with ReadAhead(items, n_waiting, "video reading") as read, WorkBehind(write, n_waiting, "video writing") as written:
            n_editing = min(n_threads, n_waiting)
            with contextlib.closing(side_by_side(tasks(), n_editing, "video editing", begin_thread)) as pictures:
                for edited_rgb in pictures:
                    frame, pts = being_edited.popleft()
                    written.put((_checked(edited_rgb, frame), pts))
                    n_done += 1
                    on_progress(_progress(n_done, frame.time_s - float(start) + 1 / info.fps, length_s, time.monotonic() - began_s))
        if not n_done:
            raise VideoError(f"{source} has no frame after {start_s:g} s" + (f" and before {end_s:g} s" if end_s is not None else ""))
        out.mux(frames_out.encode(None))
    return VideoExport(path, n_done, tracks.has_audio, (*video.problems, *tracks.problems), video.is_complete)


def frames_of_part(source: str | Path, start_s: float = 0.0, end_s: float | None = None) -> Generator[Frame, None, None]:
    """Read the frames that `edit_video` edits, as it hands them to `edit`, a few ahead in a thread; close it to end the thread.

    Raises
    ------
    ValueError
        If the part ends before it begins.
    VideoError
        If nothing of the source can be read.
    """
    check_part(start_s, end_s)
    with VideoSource(Path(source)) as video:
        items = _numbered(video.items(start_s, end_s, set()), video.time_base)
        with ReadAhead(items, _n_waiting(video.info.width, video.info.height), "video reading") as read:
            for item in read:
                if not isinstance(item, Packet):
                    yield item[0]


def check_part(start_s: float, end_s: float | None) -> None:
    """Raise `ValueError` if a part of a video ends before it begins."""
    if end_s is not None and end_s <= max(0.0, start_s):
        raise ValueError(f"a part from {start_s:g} s to {end_s:g} s has no length")


def _mux_from(packet: Packet[Any], track: Stream, start: Fraction, out: OutputContainer) -> None:
    """Write a packet of the source, its times shifted to the start of the part."""
    ticks = round(start / (packet.time_base or 1))
    if ticks and packet.pts is not None and packet.dts is not None:
        packet.pts, packet.dts = max(0, packet.pts - ticks), max(0, packet.dts - ticks)
    packet.stream = track
    out.mux(packet)


def _numbered(items: Iterator[VideoFrame | Packet[Any]], time_base: Fraction) -> Iterator[tuple[Frame, int] | Packet[Any]]:
    """Convert frames to pictures, each with its time in ticks; packets stay."""
    n_read = 0
    for item in items:
        if isinstance(item, Packet):
            yield item
            continue
        pts = item.pts or 0
        yield Frame(upright_rgb(item), n_read, float(pts * time_base)), pts
        n_read += 1


def _n_waiting(width: int, height: int) -> int:
    """How many frames of a size may wait between two threads."""
    return max(1, min(_N_WAITING, _WAITING_BYTES // (3 * width * height)))


class _Tracks:
    """The tracks of the source other than its frames, as far as the new file can hold them.

    Attributes
    ----------
    by_number
        Their new tracks, by their number in the source.
    problems
        A message for each track that is dropped.
    """

    def __init__(self, source: VideoSource, out: OutputContainer, path: Path, *, sound: bool) -> None:
        self.by_number: dict[int, Stream] = {}
        self.problems: list[str] = []
        for track in source.tracks:
            if track.type == "audio" and not sound:
                continue
            try:
                self.by_number[track.index] = _copied(track, out)
            except ValueError:
                self._leave_out(track, path)

    @property
    def has_audio(self) -> bool:
        """Whether one of them is sound."""
        return any(track.type == "audio" for track in self.by_number.values())

    def _leave_out(self, track: Stream, path: Path) -> None:
        name = _codec_name(track)
        if track.type == "audio":
            sentence = f"{path} cannot be written: {path.suffix} cannot hold sound of the kind {name}"
            has_way = name != _UNKNOWN and path.suffix.lower() != ".mkv"
            raise ExportError(f"{sentence}; .mkv can" if has_way else f"{sentence}: leave the sound out")
        kind = {"subtitle": "subtitles", "video": "second picture", "attachment": "attached file"}.get(track.type, "data track")
        self.problems.append(f"{path} does not have the {kind} of its source, of the kind {name}: {path.suffix} cannot hold them")


def _copied(track: Stream, out: OutputContainer) -> Stream:
    """Add a track like one of the source. Raises `ValueError` if the file cannot hold it."""
    if track.type not in ("audio", "subtitle") or _codec_name(track) not in out.supported_codecs:
        raise ValueError
    copied = out.add_stream_from_template(track)
    copied.metadata.update(track.metadata)
    return copied


def _codec_name(track: Stream) -> str:
    """FFmpeg's name of a codec, which may be one that it cannot decode."""
    context = getattr(track, "codec_context", None)
    return _UNKNOWN if context is None else str(context.codec.canonical_name)


def _color_tags(frame: VideoFrame) -> ColorTags:
    """The source's own tags; swscale takes BT.601 where the matrix is not known, and so it is written back."""
    known = frame.colorspace not in (0, _UNSPECIFIED)
    return ColorTags(
        matrix=int(frame.colorspace) if known else _UNSPECIFIED,
        primaries=int(frame.color_primaries),
        transfer=int(frame.color_trc),
        full_range=int(frame.color_range) == _FULL_RANGE,
    )


def _aspect(stream: VideoStream, frame: VideoFrame) -> Fraction:
    aspect = stream.sample_aspect_ratio
    if not aspect:
        return Fraction(1)
    return 1 / aspect if quarter_turns(frame) % 2 else aspect


def _checked(edited_rgb: NDArray[np.uint8], frame: Frame) -> NDArray[np.uint8]:
    if edited_rgb.shape != frame.rgb.shape:
        raise ValueError(f"the edit of a frame of {frame.rgb.shape} has the shape {edited_rgb.shape}")
    return edited_rgb


def _progress(n_done: int, done_s: float, duration_s: float, elapsed_s: float) -> Progress:
    if duration_s <= 0:
        return Progress(n_done, 0.0, elapsed_s, None)
    share = min(1.0, done_s / duration_s)
    return Progress(n_done, share, elapsed_s, elapsed_s * (1 - share) / share)
