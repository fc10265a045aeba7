"""Pictures as a video file: codecs, sizes, colors, and the statement of provenance that every such file carries."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from ganimation_desktop import __version__
from ganimation_desktop.core.base.atomic_file import ExportError, new_file
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA, with_digital_source_type
from ganimation_desktop.core.video.formats import BT709, DEFAULT_QUALITY, ColorTags, video_format
from ganimation_desktop.core.video.hardware import HARDWARE_ENCODERS, hardware_encoder

_XMP_BOX_ID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""The uuid box that holds XMP in MP4 and QuickTime files (XMP specification part 3, 1.2.7 and 2.2)."""


@contextlib.contextmanager
def new_video(path: Path, *, overwrite: bool) -> Iterator[OutputContainer]:
    """Open a video for atomic writing: complete, with its provenance, if the block ends without an exception, otherwise no file.

    Raises
    ------
    ExportError
        If the file exists and may not be replaced, its ending is not known, or it cannot be written or encoded.
    """
    kind = video_format(path)
    with new_file(path, overwrite=overwrite) as file:
        disk = _Disk(file)
        try:
            container = av.open(disk, "w", format=kind.container)
            try:
                container.metadata["comment"] = f"Edited with a trained model: {COMPOSITE_WITH_TRAINED_MEDIA}"
                container.metadata["software"] = f"GANimation Desktop {__version__}"
                yield container
            finally:
                container.close()
        except av.FFmpegError as error:
            if disk.error is not None:
                raise disk.error from None
            raise ExportError(f"{path} cannot be written: {error.strerror or error}") from None
        if disk.error is not None:
            raise disk.error
        if kind.has_boxes:
            _append_xmp(file)


class _Disk:
    """Writes FFmpeg's output and keeps the first disk error, of which FFmpeg loses the reason.

    Attributes
    ----------
    error
        The error, or None.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, content: bytes) -> int:
        """Write; does nothing after an error."""
        if self.error is None:
            try:
                return self._file.write(content)
            except OSError as error:
                self.error = error
        raise self.error

    def seek(self, offset: int, whence: int = 0) -> int:
        """Seek; flushes first."""
        try:
            return self._file.seek(offset, whence)
        except OSError as error:
            self.error = self.error or error
            return 0

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()


def add_video_stream(
    container: OutputContainer,
    codec: str,
    size_px: tuple[int, int],
    fps: Fraction,
    quality: int | None,
    tags: ColorTags,
    *,
    at_once: bool = False,
    deterministic: bool = False,
) -> VideoStream:
    """Add the video stream to a new file.

    Parameters
    ----------
    container
        The file.
    codec
        FFmpeg's name of the encoder.
    size_px
        Width and height. Odd ones are possible, but not every player shows them.
    fps
        The rate; frames may have other times.
    quality
        Constant rate factor, 0 (lossless) to 51; None for 18.
    tags
        What the colors mean.
    at_once
        Whether speed matters more than the size of the file, as for recording a camera.
    deterministic
        Whether to encode in one thread, so that every run on every machine writes the same bytes; it uses one core.
    """
    # Subsampled colors need even sides.
    even = not (size_px[0] % 2 or size_px[1] % 2)
    crf = str(DEFAULT_QUALITY if quality is None else quality)
    options = {"crf": crf, "preset": "veryfast" if at_once else "medium"}
    if codec == "libvpx-vp9":
        options = {"crf": crf, "deadline": "realtime" if at_once else "good", "cpu-used": "8" if at_once else "4", "row-mt": "1"}
    stream = container.add_stream(codec, rate=fps, options={} if codec in HARDWARE_ENCODERS else options)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size_px
    stream.pix_fmt = "yuv420p" if even else "yuv444p"
    context = stream.codec_context
    if deterministic:
        context.thread_count = 1
    if codec == "libvpx-vp9":
        context.bit_rate = 0  # else the rate factor is only an upper bound
    context.colorspace = tags.matrix
    context.color_primaries = tags.primaries
    context.color_trc = tags.transfer
    context.color_range = ColorRange.JPEG if tags.full_range else ColorRange.MPEG
    return stream


def encodable(rgb: NDArray[np.uint8], stream: VideoStream, tags: ColorTags) -> av.VideoFrame:
    """Convert a picture, (H, W, 3) uint8 RGB, to the stream's pixel format."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
    matrix = Colorspace.ITU709 if tags.matrix == BT709 else Colorspace.BT2020 if tags.matrix in (9, 10) else Colorspace.ITU601
    return frame.reformat(
        format=stream.pix_fmt,
        dst_colorspace=matrix,
        dst_color_range=ColorRange.JPEG if tags.full_range else ColorRange.MPEG,
    )


def write_video(
    path: str | Path,
    pictures: Iterator[NDArray[np.uint8]],
    fps: float,
    *,
    quality: int | None = None,
    overwrite: bool = False,
    deterministic: bool = False,
    on_picture: Callable[[int], object] = lambda n_done: None,
) -> Path:
    """Write pictures of one size as a video without sound, at a constant rate.

    Parameters
    ----------
    path
        The file to write.
    pictures
        (H, W, 3) uint8 RGB.
    fps
        Frames per second.
    quality
        Constant rate factor, 0 to 51.
    overwrite
        Whether a file of that name may be replaced.
    deterministic
        As of `add_video_stream`.
    on_picture
        Called after each picture with the number done; an exception that it raises ends the writing and leaves no file.

    Raises
    ------
    ExportError
        If the file cannot be written; nothing is left behind then.
    """
    path = Path(path)
    with contextlib.ExitStack() as stack:
        recorder: VideoRecorder | None = None
        for number, picture_rgb in enumerate(pictures, start=1):
            if recorder is None:
                height, width = picture_rgb.shape[:2]
                recorder = stack.enter_context(
                    VideoRecorder(
                        path,
                        (width, height),
                        fps,
                        quality=quality,
                        overwrite=overwrite,
                        at_once=False,
                        deterministic=deterministic,
                    )
                )
            recorder.add(picture_rgb)
            on_picture(number)
        if recorder is None:
            raise ExportError(f"{path} cannot be written: there is no picture")
    return path


class VideoRecorder(contextlib.AbstractContextManager["VideoRecorder"]):
    """Writes pictures to a video of constant rate as they arrive. The file appears when the block ends without an exception.

    Parameters
    ----------
    path
        The file.
    size_px
        Width and height of every picture; others are refused.
    fps
        Rate of the file.
    quality
        Constant rate factor, 0 to 51; hardware encoders choose for themselves.
    overwrite
        Whether a file of that name may be replaced.
    hardware
        Whether to use the graphics processor's encoder where there is one.
    at_once
        Whether speed matters more than the size of the file.
    deterministic
        As of `add_video_stream`.
    """

    def __init__(
        self,
        path: str | Path,
        size_px: tuple[int, int],
        fps: float,
        *,
        quality: int | None = None,
        overwrite: bool = False,
        hardware: bool = False,
        at_once: bool = True,
        deterministic: bool = False,
    ) -> None:
        self._path = Path(path)
        self._size_px = size_px
        self._fps = Fraction(fps).limit_denominator(1001)
        self._quality = quality
        self._overwrite = overwrite
        self._hardware = hardware
        self._at_once = at_once
        self._deterministic = deterministic
        self._stack = contextlib.ExitStack()
        self._tags = ColorTags()
        self._n_written = 0
        self._last: NDArray[np.uint8] | None = None

    def __enter__(self) -> VideoRecorder:
        codec = video_format(self._path).codec
        if self._hardware and codec == "libx264":
            codec = hardware_encoder(self._size_px) or codec
        self._container = self._stack.enter_context(new_video(self._path, overwrite=self._overwrite))
        self._stream = add_video_stream(
            self._container,
            codec,
            self._size_px,
            self._fps,
            self._quality,
            self._tags,
            at_once=self._at_once,
            deterministic=self._deterministic,
        )
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        with self._stack:
            if error is not None:
                raise error
            self._container.mux(self._stream.encode(None))

    def add(self, rgb: NDArray[np.uint8]) -> None:
        """Write the next picture."""
        height, width = rgb.shape[:2]
        if (width, height) != self._size_px:
            raise ValueError(f"a picture of {width}x{height} does not fit a video of {self._size_px[0]}x{self._size_px[1]}")
        frame = encodable(rgb, self._stream, self._tags)
        frame.pts = self._n_written
        frame.time_base = 1 / self._fps
        self._container.mux(self._stream.encode(frame))
        self._n_written += 1
        self._last = rgb

    def add_at(self, rgb: NDArray[np.uint8], time_s: float) -> None:
        """Write a camera picture taken at a time after the start; it is repeated or dropped to keep a constant rate."""
        due = round(time_s * self._fps)
        while self._last is not None and self._n_written < due:
            self.add(self._last)
        if self._n_written <= due:
            self.add(rgb)


def _append_xmp(file: BinaryIO) -> None:
    packet = with_digital_source_type(None)
    file.seek(0, 2)
    file.write(struct.pack(">I4s", 8 + len(_XMP_BOX_ID) + len(packet), b"uuid") + _XMP_BOX_ID + packet)
