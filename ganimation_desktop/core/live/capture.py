"""Sources of live pictures: a camera, or a video file or folder of pictures in place of one.

`open_capture` is the one place that calls OpenCV's capture, and `CameraSource` the one where BGR becomes RGB.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.imaging.frames import Frame, PhotoError, read_photo
from ganimation_desktop.core.imaging.photo_encoding import FORMAT_BY_SUFFIX
from ganimation_desktop.core.video.reader import VIDEO_SUFFIXES, VideoError, read_video

FOLDER_FPS = 25.0
PHOTO_SUFFIXES = frozenset({*FORMAT_BY_SUFFIX, ".bmp", ".gif", ".heic", ".heif"})

_MJPG_FROM_PX = 640 * 480
"""USB 2 cameras deliver larger pictures at full rate only when compressed."""


class CameraError(ValueError):
    """A camera, or a file in place of one, delivers no picture; the message has the reason and what to do."""


class Capture(Protocol):
    """The used part of `cv2.VideoCapture`; tests replace it by a fake."""

    def isOpened(self) -> bool:
        """Whether the device is open."""

    def read(self) -> tuple[bool, NDArray[Any] | None]:
        """Wait for the next picture, BGR."""

    def get(self, property_id: int, /) -> float:
        """Value of a `CAP_PROP_*`."""

    def set(self, property_id: int, value: float, /) -> bool:
        """Ask for a value of a `CAP_PROP_*`."""

    def release(self) -> None:
        """Release the device."""


OpenCapture = Callable[[int | str], Capture]


def open_capture(device: int | str) -> Capture:
    """Open a camera with OpenCV: by its number, or by its device path on Linux. Blocks, for seconds with some drivers."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # silence the warnings that OpenCV prints on every attempt
    if isinstance(device, int):
        return cv2.VideoCapture(device)
    return cv2.VideoCapture(device, cv2.CAP_V4L2)


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture of a source.

    Attributes
    ----------
    rgb
        Pixels, (H, W, 3) uint8.
    due_s
        When to show it, in seconds after the source's first picture; None for a camera, whose pictures are due at once.
    """

    rgb: NDArray[np.uint8]
    due_s: float | None = None


class FrameSource(Protocol):
    """Delivers pictures to the thread that opened it. Every method may block.

    Attributes
    ----------
    name : str
        Its name in messages.
    """

    name: str

    def open(self) -> None:
        """Get ready to read. Raises `CameraError` when it is missing, busy or forbidden."""

    def read(self) -> Picture | None:
        """Return the next picture; None if there was none this time."""

    def close(self) -> None:
        """Release the device or file; it can be opened again."""


class CameraSource:
    """A camera through OpenCV.

    Parameters
    ----------
    device
        Its number, or its device path such as /dev/video0.
    size_px
        Width and height to ask for; None takes the camera's default. It may deliver another size.
    fps
        Rate to ask for.
    opener
        What opens the device.
    name
        Its name in messages; None makes a name of the device.
    """

    def __init__(
        self,
        device: int | str,
        size_px: tuple[int, int] | None = None,
        fps: float | None = None,
        opener: OpenCapture = open_capture,
        name: str | None = None,
    ) -> None:
        self.name = f"camera {device}" if name is None else name
        self._device = device
        self._size_px = size_px
        self._fps = fps
        self._opener = opener
        self._capture: Capture | None = None

    def open(self) -> None:
        """Open the camera and ask for size and rate."""
        try:
            capture = self._opener(self._device)
        except cv2.error as error:
            raise CameraError(f"The {self.name} cannot be opened: {error.err or error}") from None
        if not capture.isOpened():
            capture.release()
            raise CameraError(f"The {self.name} cannot be opened: it is missing, or another program uses it. {permission_hint()}")
        self._capture = capture
        if self._size_px is not None:
            if self._size_px[0] * self._size_px[1] > _MJPG_FROM_PX:
                capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._size_px[0])
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size_px[1])
        if self._fps is not None:
            capture.set(cv2.CAP_PROP_FPS, self._fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def read(self) -> Picture | None:
        """Wait for the next picture, whatever its size and number of channels is."""
        if self._capture is None:
            return None
        try:
            done, pixels = self._capture.read()
        except cv2.error:
            return None
        return Picture(rgb_of_capture(pixels)) if done and pixels is not None and pixels.size else None

    def close(self) -> None:
        """Release the camera."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()


class FileSource:
    """A video, a folder of pictures or a single picture in place of a camera, looped, at its own frame rate.

    Parameters
    ----------
    path
        The video, picture or folder; pictures of a folder in the order of their names.
    fps
        Rate of a folder's pictures.
    loop
        Whether to repeat it.
    """

    def __init__(self, path: str | Path, fps: float = FOLDER_FPS, *, loop: bool = True) -> None:
        self.name = Path(path).name
        self._path = Path(path)
        self._fps = fps
        self._loop = loop
        self._frames: Iterator[Frame] | None = None
        self._round_start_s = 0.0
        self._last_due_s = 0.0
        self._interval_s = 1 / fps

    def open(self) -> None:
        """Begin with the first picture."""
        self._round_start_s = self._last_due_s = 0.0
        self._frames = self._new_round()

    def read(self) -> Picture | None:
        """Read the next picture; None at the end."""
        if self._frames is None:
            return None
        try:
            frame = next(self._frames, None)
            if frame is None and self._loop:
                self._round_start_s = self._last_due_s + self._interval_s
                self._frames = self._new_round()
                frame = next(self._frames, None)
        except (VideoError, PhotoError) as error:
            raise CameraError(str(error)) from None
        if frame is None:
            return None
        due_s = self._round_start_s + frame.time_s
        if due_s > self._last_due_s:
            self._interval_s = due_s - self._last_due_s
        self._last_due_s = due_s
        return Picture(frame.rgb, due_s)

    def close(self) -> None:
        """Close the file."""
        self._frames = None

    def _new_round(self) -> Iterator[Frame]:
        if self._path.suffix.lower() in VIDEO_SUFFIXES and not self._path.is_dir():
            return read_video(self._path)
        return self._pictures(_pictures_in(self._path))

    def _pictures(self, paths: list[Path]) -> Iterator[Frame]:
        for index, path in enumerate(paths):
            yield Frame(read_photo(path).frame.rgb, index, index / self._fps)


def source_named(text: str | int | Path, size_px: tuple[int, int] | None = None, fps: float | None = None) -> FrameSource:
    """Make a source from the user's text.

    Parameters
    ----------
    text
        The number of a camera, a device path, a video, a picture or a folder of pictures.
    size_px, fps
        What to ask a camera for; `fps` is also the rate of a folder.

    Raises
    ------
    CameraError
        If it is none of these.
    """
    if isinstance(text, int) or str(text).isdecimal():
        return CameraSource(int(str(text)), size_px, fps)
    path = Path(text)
    if path.is_char_device():
        return CameraSource(str(path), size_px, fps)
    if not path.exists():
        raise CameraError(f"{path} does not exist")
    if path.suffix.lower() not in VIDEO_SUFFIXES:
        _pictures_in(path)
    return FileSource(path, fps or FOLDER_FPS)


def rgb_of_capture(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Convert a captured picture (BGR, BGRA or grey, 8 or 16 bits) to RGB, (H, W, 3) uint8."""
    if pixels.dtype == np.uint16:
        pixels = pixels >> 8
    pixels = np.asarray(pixels, np.uint8)
    n_channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if n_channels not in (1, 3, 4):
        raise CameraError(f"The camera delivers pictures with {n_channels} channels, which are not supported.")
    code = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}[n_channels]
    return np.asarray(cv2.cvtColor(pixels, code), np.uint8)


def permission_hint(platform: str = sys.platform) -> str:
    """Return where camera access is allowed on this system."""
    if platform == "darwin":
        return "macOS asks once; later, allow it in System Settings > Privacy & Security > Camera."
    if platform == "win32":
        return "On Windows, allow it in Settings > Privacy & security > Camera > Let desktop apps access your camera."
    return "On Linux you need permission to read /dev/video*, usually as a member of the group video."


def wait_until(due_s: float, started_s: float, wait: Callable[[float], object]) -> None:
    """Wait until `due_s` seconds after `started_s`, a moment of `time.perf_counter()`."""
    left_s = started_s + due_s - time.perf_counter()
    if left_s > 0:
        wait(left_s)


def _pictures_in(path: Path) -> list[Path]:
    if path.is_file():
        if path.suffix.lower() not in PHOTO_SUFFIXES:
            raise CameraError(f"{path} is neither a video nor a picture")
        return [path]
    paths: list[Path] = []
    with contextlib.suppress(OSError):
        paths = sorted(file for file in path.iterdir() if file.suffix.lower() in PHOTO_SUFFIXES)
    if not paths:
        raise CameraError(f"{path} has no pictures")
    return paths
