"""Which cameras there are: by name through QtMultimedia, or by number where that is not available."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from ganimation_desktop.core.live.capture import CameraSource, FrameSource, source_named
from ganimation_desktop.ui.live.multimedia import load_multimedia

COMMON_SIZES_PX = ((640, 480), (1280, 720), (1920, 1080))
N_NUMBERED = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Camera:
    """A camera, or a file in place of one.

    Attributes
    ----------
    device
        Its number, its device path on Linux, or the path of a video, a picture or a folder.
    name
        Its name.
    sizes_px
        Widths and heights that it offers, as far as that is known.
    """

    device: int | str
    name: str
    sizes_px: tuple[tuple[int, int], ...] = COMMON_SIZES_PX

    @property
    def is_file(self) -> bool:
        """Whether it is a file in place of a camera."""
        return isinstance(self.device, str) and not Path(self.device).is_char_device() and not self.device.startswith("/dev/")


def list_cameras() -> tuple[tuple[Camera, ...], str]:
    """List the cameras of the system.

    Returns
    -------
    tuple of (tuple of Camera, str)
        The cameras, and why they have no names; empty when they have.
    """
    try:
        multimedia = load_multimedia()
    except ImportError as error:
        log.info("QtMultimedia cannot be had", exc_info=True)
        numbered = tuple(Camera(number, _tr("Camera {number}").format(number=number)) for number in range(N_NUMBERED))
        reason = _tr("Cameras cannot be listed by name here ({reason}); choose them by number.")
        return numbered, reason.format(reason=error)
    devices = multimedia.QMediaDevices.videoInputs()
    return tuple(_camera(number, device) for number, device in enumerate(devices)), ""


def camera_named(text: int | str) -> Camera:
    """Interpret a command-line argument, or a remembered one, as a camera: a number, a device path, or the path of a file or folder."""
    if isinstance(text, int) or text.isdecimal():
        return Camera(int(text), _tr("Camera {number}").format(number=text))
    return Camera(text, Path(text).name)


def source_of(camera: Camera, size_px: tuple[int, int] | None, fps: float | None) -> FrameSource:
    """Make what the grabber reads. Raises `CameraError` when a file that stands in for a camera cannot be one."""
    if camera.is_file:
        return source_named(camera.device)
    return CameraSource(camera.device, size_px, fps, name=_tr("camera “{name}”").format(name=camera.name))


def _camera(number: int, device: Any) -> Camera:
    """OpenCV knows a camera by its path on Linux, and elsewhere by its place in the system's list."""
    sizes = {(size.width(), size.height()) for size in (kind.resolution() for kind in device.videoFormats())}
    path = bytes(device.id().data()).decode(errors="replace") if sys.platform.startswith("linux") else ""
    found = tuple(sorted(size for size in sizes if min(size) >= 120))
    return Camera(path or number, device.description() or _tr("Camera {number}").format(number=number), found or COMMON_SIZES_PX)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Cameras", text)
