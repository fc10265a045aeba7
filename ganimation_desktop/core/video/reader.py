"""Videos as frames: upright, in RGB, with the times at which they are shown, one after the other or at a moment."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ganimation_desktop.core.base.foreign_file import UnreadableError, read_start
from ganimation_desktop.core.imaging.frames import Frame

VIDEO_SUFFIXES = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm", ".wmv"})

MAX_PIXELS = 1 << 26
"""8192 x 8192. Above this a video is refused: decoding and editing need about 40 bytes per pixel."""
LIKELY_FPS = 25

_LONGEST_S = 1e7
_TEXT_FORMATS = frozenset({"adf", "bin", "idf", "tty", "xbin"})
"""FFmpeg's names for texts that it draws on a terminal, among them every file whose name ends in .txt."""


class VideoError(ValueError):
    """A video cannot be read: one sentence that names the file and the reason."""


@dataclass(frozen=True)
class VideoInfo:
    """Properties of a video file.

    Attributes
    ----------
    path
        The file.
    width, height
        Size of its upright frames in pixels.
    fps
        Average rate.
    duration_s
        Length; measured if the file does not state it.
    n_frames
        Number of frames, an estimate for formats that do not store it; 0 if unknown.
    rotation_deg
        By how much its stored pictures are turned to stand upright, counterclockwise; a multiple of 90.
    has_audio
        Whether it has sound.
    """

    path: Path
    width: int
    height: int
    fps: float
    duration_s: float
    n_frames: int
    rotation_deg: int
    has_audio: bool


@dataclass(frozen=True, eq=False)
class DecodedFrame:
    """A decoded frame before color conversion, so that late frames can be skipped cheaply.

    Attributes
    ----------
    time_s
        When it is shown.
    index
        Its number, as far as known.
    stored
        The frame as it is stored.
    """

    time_s: float
    index: int
    stored: VideoFrame

    def frame(self) -> Frame:
        """Convert to a picture."""
        return Frame(upright_rgb(self.stored), self.index, self.time_s)


class VideoReader:
    """An open video. It belongs to one thread.

    Attributes
    ----------
    info
        Its properties.
    first
        Its first frame, as it is stored.

    Raises
    ------
    VideoError
        If the file is missing, not a decodable video, or its frames are larger than `MAX_PIXELS`.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._container = open_video(self._path)
        try:
            self._stream = video_stream(self._container, self._path)
            self.first, self.info = self._inspect()
            self._start_pts = self.first.pts or 0
        except BaseException:
            self._container.close()
            raise

    def __enter__(self) -> VideoReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def frames(self) -> Iterator[Frame]:
        """Read all frames from the first one; times count from the first frame."""
        self._seek(self._start_pts)
        return (self._frame(decoded, index) for index, decoded in enumerate(self._decoded()))

    def frame_at(self, time_s: float) -> Frame:
        """Return the frame that is shown at a moment: the last one that begins by then, or the first one.

        Its index is an estimate from the average rate.
        """
        return next(self.decoded_from(time_s)).frame()

    def decoded_from(self, time_s: float) -> Iterator[DecodedFrame]:
        """Decode the frame that is shown at a moment and all that follow. Indices are estimates from the average rate."""
        wanted_pts = self._start_pts + min(max(0.0, time_s), _LONGEST_S) / self._tick_s
        self._seek(int(wanted_pts))
        shown: VideoFrame | None = None
        for decoded in self._decoded():
            if shown is not None and (decoded.pts is None or decoded.pts > wanted_pts + 0.5):
                yield self._moment(shown)
            shown = decoded
        assert shown is not None  # the first frame was decoded on opening, and seeking only goes back
        yield self._moment(shown)

    def before(self, time_s: float) -> float:
        """Return a moment at which the frame before the one that begins at `time_s` is shown."""
        return max(0.0, time_s - max(1e-3, 0.75 * self._tick_s))

    @property
    def _tick_s(self) -> float:
        return float(self._stream.time_base or 0) or 1e-6

    def _moment(self, decoded: VideoFrame) -> DecodedFrame:
        time_s = max(0.0, ((self._start_pts if decoded.pts is None else decoded.pts) - self._start_pts) * self._tick_s)
        return DecodedFrame(time_s, round(time_s * self.info.fps), decoded)

    def _inspect(self) -> tuple[VideoFrame, VideoInfo]:
        """Decode the first frame, which reveals the rotation and whether there is any frame."""
        first = next(self._decoded(), None)
        if first is None:
            raise VideoError(f"{self._path} has no frame that can be decoded")
        stream = self._stream
        rotation_deg = quarter_turns(first) * 90
        sideways = rotation_deg % 180 != 0
        fps = float(stream.average_rate or stream.guessed_rate or 0) or LIKELY_FPS
        duration_s = 0.0
        if stream.duration is not None and stream.time_base is not None:
            duration_s = float(stream.duration * stream.time_base)
        elif self._container.duration is not None:
            duration_s = self._container.duration / av.time_base
            if "matroska" in self._container.format.name:  # the time of the end, wherever the start is
                duration_s -= max(0.0, (self._container.start_time or 0) / av.time_base)
        if duration_s <= 0:
            duration_s = self._measured_s(first.pts or 0, 1 / fps)
        width, height = (first.height, first.width) if sideways else (first.width, first.height)
        n_frames = stream.frames or round(duration_s * fps)
        has_audio = bool(self._container.streams.audio)
        return first, VideoInfo(self._path, width, height, fps, duration_s, n_frames, rotation_deg, has_audio)

    def _measured_s(self, start_pts: int, frame_s: float) -> float:
        """Length of a file that does not state it, as browsers record them: read to its end, without decoding."""
        last_pts = start_pts
        with contextlib.suppress(av.FFmpegError):
            for packet in self._container.demux(self._stream):
                last_pts = max(last_pts, start_pts if packet.pts is None else packet.pts)
        return (last_pts - start_pts) * self._tick_s + frame_s

    def _seek(self, pts: int) -> None:
        """Seek to the last key frame before a time; some formats can only start over."""
        try:
            self._container.seek(pts, stream=self._stream)
        except av.FFmpegError:
            self._container.close()
            self._container = open_video(self._path)
            self._stream = video_stream(self._container, self._path)

    def _decoded(self) -> Iterator[VideoFrame]:
        try:
            yield from self._container.decode(self._stream)
        except av.FFmpegError as error:
            raise VideoError(f"{self._path} is damaged or cut short ({error.strerror or error})") from None

    def _frame(self, decoded: VideoFrame, index: int) -> Frame:
        time_s = index / self.info.fps if decoded.pts is None else (decoded.pts - self._start_pts) * self._tick_s
        return Frame(upright_rgb(decoded), index, max(0.0, time_s))


def read_video(path: str | Path) -> Iterator[Frame]:
    """Read all frames of a video in order, upright.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    VideoError
        If the file is missing or not a decodable video, when the first frame is requested.
    """
    with VideoReader(path) as reader:
        yield from reader.frames()


def open_video(path: Path) -> InputContainer:
    """Open a file. Raises `VideoError` if it is missing, empty, a photo, or no medium that FFmpeg knows."""
    try:
        if not read_start(path, 1):
            raise VideoError(f"{path} is empty: copy it again from its source")
        # With an explicit protocol, FFmpeg cannot mistake a name for a URL.
        container = av.open(f"file:{path}", "r", metadata_errors="replace")
    except UnreadableError as error:
        raise VideoError(f"{path} {error}") from None
    except PermissionError:
        raise VideoError(f"{path} may not be read by this user") from None
    except av.FFmpegError:
        raise VideoError(f"{path} is not a video that the program can read") from None
    kind = container.format.name
    is_still = kind == "image2" or kind.endswith("_pipe")
    if not is_still and kind not in _TEXT_FORMATS:
        return container
    # FFmpeg goes by the name alone here: what has no size is something else under the name of a picture.
    is_picture = is_still and any(stream.width for stream in container.streams.video)
    container.close()
    raise VideoError(f"{path} is a picture, not a video" if is_picture else f"{path} is not a video that the program can read")


def video_stream(container: InputContainer, path: Path) -> VideoStream:
    """Return the first video stream of a file. Raises `VideoError` if there is none."""
    for stream in container.streams.video:
        if stream.codec_context is not None:
            if stream.codec_context.width * stream.codec_context.height > MAX_PIXELS:
                size = f"{stream.codec_context.width}x{stream.codec_context.height}"
                raise VideoError(f"{path} has frames of {size}; the program takes up to {MAX_PIXELS / 1e6:.0f} megapixels")
            stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}  # the size may change within a file
            with contextlib.suppress(AttributeError):
                stream.thread_type = "AUTO"
            return stream
    raise VideoError(f"{path} has no picture" if container.streams.audio else f"{path} is not a video that the program can read")


def quarter_turns(decoded: VideoFrame) -> int:
    """By how many quarters a stored frame is turned counterclockwise to stand upright, 0 to 3."""
    return round(decoded.rotation / 90) % 4


def upright_rgb(decoded: VideoFrame) -> NDArray[np.uint8]:
    """Make an upright picture of a stored frame, (H, W, 3) uint8 RGB."""
    rgb = decoded.to_ndarray(format="rgb24")
    return np.ascontiguousarray(np.rot90(rgb, quarter_turns(decoded)), np.uint8)
