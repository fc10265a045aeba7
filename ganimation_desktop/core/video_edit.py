"""The same edit on every frame of a video file: no frame lost, their times kept, the sound untouched."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ganimation_desktop.core.atomic_file import ExportError, check_can_write
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.video import VideoError, VideoReader, open_video, quarter_turns, upright_rgb, video_stream
from ganimation_desktop.core.video_writer import ColorTags, add_video_stream, encodable, new_video, video_format

_UNSPECIFIED = 2
_FULL_RANGE = 2
_LIKELY_FPS = Fraction(25)
_MOMENT_S = 1e-4
_FRAMES = -1


class Cancelled(Exception):
    """The user wanted no more of it; nothing is left behind."""


@dataclass(frozen=True)
class Progress:
    """How far a video is.

    Attributes
    ----------
    n_done
        Frames done.
    share
        Of the whole, 0..1; 0 when the length is not known.
    elapsed_s
        Since the start.
    remaining_s
        Estimated until the end; None when the length is not known.
    """

    n_done: int
    share: float
    elapsed_s: float
    remaining_s: float | None


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
    """

    path: Path
    n_frames: int
    has_audio: bool


def edit_video(
    source: str | Path,
    path: str | Path,
    edit: Callable[[Frame], NDArray[np.uint8]],
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    sound: bool = True,
    quality: int | None = None,
    overwrite: bool = False,
    on_progress: Callable[[Progress], object] = lambda progress: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> VideoExport:
    """Edit every frame of a video and write it with the times of its frames and its sound unchanged.

    Rotated videos come out upright. The file states that it was edited with a trained model.

    Parameters
    ----------
    source
        The video to read.
    path
        The file to write: .mp4, .m4v, .mov, .mkv or .webm.
    edit
        Turns a frame into a picture of the same size, (H, W, 3) uint8; called once for every frame, in order. Times of frames count
        from the start of the source.
    start_s, end_s
        The part to write: frames from `start_s` on and before `end_s`, None for the end. The first of them becomes the start.
    sound
        Whether the sound comes along, packet by packet as it is.
    quality
        Constant rate factor, 0 (lossless) to 51; None for 18.
    overwrite
        Whether a file of that name may be replaced.
    on_progress
        Told after every frame.
    is_cancelled
        Asked before every frame.

    Raises
    ------
    ValueError
        If the part ends before it begins.
    VideoError
        If the source cannot be read to its end, or has no frame in that part.
    ExportError
        If the file cannot be written, or cannot hold the kind of sound.
    Cancelled
        If `is_cancelled` said so. After every exception nothing is left behind.
    """
    source, path = Path(source), Path(path)
    codec = video_format(path).codec
    check_can_write(path, overwrite=overwrite)
    with VideoReader(source) as reader:
        info = reader.info
    with open_video(source) as video, new_video(path, overwrite=overwrite) as out:
        # The header is written with the first packet, so every stream must be known before.
        frames_in = video_stream(video, source)
        time_base = frames_in.time_base or 1 / _LIKELY_FPS
        fps = frames_in.average_rate or frames_in.guessed_rate or _LIKELY_FPS
        first = _first_frame(source)
        tags = _color_tags(first)
        frames_out = add_video_stream(out, codec, (info.width, info.height), fps, quality, tags)
        frames_out.codec_context.time_base = time_base
        frames_out.codec_context.sample_aspect_ratio = _aspect(frames_in, first)
        sounds = _add_sounds(video, out, path) if sound else {}
        start_pts, n_done, started_s = first.pts or 0, 0, time.monotonic()
        part = _Part(start_s, end_s, start_pts * time_base)
        part.seek(video, frames_in)
        length_s = min(part.end_s, info.duration_s) - part.start_s
        for item in part.items(_items(video, frames_in, [*sounds], source), set(sounds)):
            if isinstance(item, Packet):
                item.stream = sounds[item.stream.index]
                out.mux(item)
                continue
            if is_cancelled():
                raise Cancelled
            pts = n_done if item.pts is None else item.pts
            frame = Frame(upright_rgb(item), n_done, float((pts - start_pts) * time_base))
            edited = encodable(_checked(edit(frame), frame), frames_out, tags)
            edited.pts, edited.time_base = part.moved(pts, time_base), time_base
            out.mux(frames_out.encode(edited))
            n_done += 1
            on_progress(_progress(n_done, frame.time_s - part.start_s + 1 / info.fps, length_s, time.monotonic() - started_s))
        if not n_done:
            raise VideoError(f"{source} has no frame between {part.start_s:g} s and {min(part.end_s, info.duration_s):g} s")
        out.mux(frames_out.encode(None))
    return VideoExport(path, n_done, bool(sounds))


class _Part:
    """The part of a video that is written; its start becomes the start of the new one.

    Parameters
    ----------
    start_s, end_s
        From the first frame on; None for the end.
    zero_s
        Time of the first frame in the file.
    """

    def __init__(self, start_s: float, end_s: float | None, zero_s: Fraction) -> None:
        self.start_s, self.end_s = max(0.0, start_s), math.inf if end_s is None else end_s
        if self.end_s <= self.start_s:
            raise ValueError(f"a part from {self.start_s:g} s to {self.end_s:g} s has no length")
        self._zero_s = zero_s

    def seek(self, video: InputContainer, frames: VideoStream) -> None:
        """Go to the last key frame before the part; a file that cannot be sought in is read from its start."""
        if self.start_s > 0 and frames.time_base:
            with contextlib.suppress(av.FFmpegError):
                video.seek(int((float(self._zero_s) + self.start_s) / frames.time_base), stream=frames)

    def moved(self, pts: int, time_base: Fraction) -> int:
        """Where a moment of the source lies in the new video; the source's own start is not moved to 0."""
        if self.start_s <= 0:
            return pts
        return max(0, pts - round((self._zero_s + Fraction(self.start_s)) / time_base))

    def items(self, items: Iterator[VideoFrame | Packet[Any]], sounds: set[int]) -> Iterator[VideoFrame | Packet[Any]]:
        """Leave out what lies outside, and end when every stream has come to the end of the part."""
        going = {_FRAMES, *sounds}
        for item in items:
            time_base = item.time_base or 1 / _LIKELY_FPS
            moment_s = float((item.pts or 0) * time_base - self._zero_s)
            if moment_s >= self.end_s - _MOMENT_S:
                going.discard(item.stream.index if isinstance(item, Packet) else _FRAMES)
                if not going:
                    return
            elif self.start_s <= 0:
                yield item
            elif moment_s >= self.start_s - _MOMENT_S:
                if isinstance(item, Packet):
                    item.pts, item.dts = (self.moved(ticks or 0, time_base) for ticks in (item.pts, item.dts))
                yield item


def _first_frame(source: Path) -> VideoFrame:
    with open_video(source) as video:
        for frame in video.decode(video_stream(video, source)):
            return frame
    raise VideoError(f"{source} has no frame that can be decoded")


def _add_sounds(video: InputContainer, out: OutputContainer, path: Path) -> dict[int, AudioStream]:
    """Make place for every sound of the source, by its number there."""
    sounds: dict[int, AudioStream] = {}
    for sound in video.streams.audio:
        name = sound.codec_context.codec.canonical_name
        try:
            if name not in out.supported_codecs:
                raise ValueError
            sounds[sound.index] = out.add_stream_from_template(sound)
        except ValueError:
            raise ExportError(f"{path} cannot be written: {path.suffix} cannot hold sound of the kind {name}; .mkv can") from None
        sounds[sound.index].metadata.update(sound.metadata)
    return sounds


def _items(video: InputContainer, frames: VideoStream, sounds: list[int], source: Path) -> Iterator[VideoFrame | Packet[Any]]:
    """Decoded frames, and packets of sound as they are, in the order of the file."""
    try:
        for packet in video.demux(frames, *(stream for stream in video.streams.audio if stream.index in sounds)):
            if packet.stream.index == frames.index:
                yield from (frame for frame in packet.decode() if isinstance(frame, VideoFrame))
            elif packet.dts is not None:
                yield packet
    except av.FFmpegError as error:
        raise VideoError(f"{source} is damaged or cut short ({error.strerror or error})") from None


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
