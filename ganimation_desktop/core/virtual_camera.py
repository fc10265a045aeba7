"""The output as a camera of the system, through pyvirtualcam, which is optional and needs a driver."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIZE_PX = (1280, 720)
FPS = 30.0


class VirtualCameraError(ValueError):
    """There is no virtual camera: one sentence with the reason and a way out."""


class VirtualCamera:
    """A camera that other programs can choose. It belongs to one thread.

    Attributes
    ----------
    name
        What the system calls it.

    Parameters
    ----------
    size_px
        Width and height of what it shows.
    fps
        Its rate.
    backend
        The module pyvirtualcam; None imports it.

    Raises
    ------
    VirtualCameraError
        If pyvirtualcam or the system's driver is missing, or the camera is taken.
    """

    def __init__(self, size_px: tuple[int, int] = SIZE_PX, fps: float = FPS, backend: ModuleType | Any = None) -> None:
        if backend is None:
            try:
                backend = importlib.import_module("pyvirtualcam")
            except ImportError:
                raise VirtualCameraError(
                    "The virtual camera needs the Python module pyvirtualcam: pip install 'ganimation-desktop[camera]'"
                ) from None
        self._size_px = size_px
        try:
            self._camera = backend.Camera(width=size_px[0], height=size_px[1], fps=fps)
        except (RuntimeError, OSError, ValueError) as error:
            raise VirtualCameraError(f"There is no virtual camera ({' '.join(str(error).split())}). {driver_hint()}") from None
        self.name = str(self._camera.device)

    def show(self, rgb: NDArray[np.uint8]) -> None:
        """Show a picture, (H, W, 3) uint8, whole and in the middle of black. Raises `VirtualCameraError` when the camera is gone."""
        try:
            self._camera.send(fitted(rgb, self._size_px))
        except (RuntimeError, OSError, ValueError) as error:
            raise VirtualCameraError(f"The virtual camera does not take pictures any more ({error}).") from None

    def close(self) -> None:
        """Give the camera back."""
        self._camera.close()


def fitted(rgb: NDArray[np.uint8], size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Fit a picture into a size, with black beside it where the proportions differ; (H, W, 3) uint8."""
    width, height = size_px
    factor = min(width / rgb.shape[1], height / rgb.shape[0])
    inner = (max(1, min(width, round(rgb.shape[1] * factor))), max(1, min(height, round(rgb.shape[0] * factor))))
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    resized_rgb = np.asarray(cv2.resize(rgb, inner, interpolation=interpolation), np.uint8)
    fitted_rgb = np.zeros((height, width, 3), np.uint8)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    fitted_rgb[top : top + inner[1], left : left + inner[0]] = resized_rgb
    return fitted_rgb


def driver_hint(platform: str = sys.platform) -> str:
    """Say which driver a system needs."""
    if platform == "win32":
        return "On Windows, OBS Studio (version 26 or later) brings the driver."
    if platform == "darwin":
        return "On macOS, OBS Studio brings the driver: start its virtual camera once."
    return "On Linux, install v4l2loopback and load it: sudo modprobe v4l2loopback exclusive_caps=1"
