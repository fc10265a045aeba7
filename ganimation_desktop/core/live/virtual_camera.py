"""The output as a camera of the system, through pyvirtualcam, which is optional and needs a driver."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.latest import Mailbox, MailboxClosed

SIZE_PX = (1280, 720)
FPS = 30.0


class VirtualCameraError(ValueError):
    """There is no virtual camera; the message has the reason and what to do."""


class VirtualCamera:
    """A virtual camera for other programs. It belongs to one thread.

    Attributes
    ----------
    name
        Its name in the system.

    Parameters
    ----------
    size_px
        Width and height of its pictures.
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
        """Show a whole picture, (H, W, 3) uint8, centred on black. Raises `VirtualCameraError` when the camera has disappeared."""
        try:
            self._camera.send(fitted(rgb, self._size_px))
        except (RuntimeError, OSError, ValueError) as error:
            raise VirtualCameraError(f"The virtual camera no longer takes pictures ({error}).") from None

    def close(self) -> None:
        """Release the camera."""
        self._camera.close()


class VirtualCameraFeed:
    """Opens a virtual camera and feeds it in its own thread: the newest picture, at least `FPS` times per second.

    Parameters
    ----------
    open_camera
        Opens the camera, in the thread.
    on_open
        Called in the thread with the camera's name once it is open.
    on_problem
        Called in the thread with a message when the camera cannot be opened or has disappeared; then the thread ends.
    """

    def __init__(
        self,
        open_camera: Callable[[], VirtualCamera] = VirtualCamera,
        on_open: Callable[[str], object] = lambda name: None,
        on_problem: Callable[[str], object] = lambda sentence: None,
    ) -> None:
        self._open_camera = open_camera
        self._on_open = on_open
        self._on_problem = on_problem
        self._pictures: Mailbox[NDArray[np.uint8]] = Mailbox()
        self._thread = threading.Thread(target=self._run, name="virtual camera", daemon=True)
        self._thread.start()

    def show(self, rgb: NDArray[np.uint8]) -> None:
        """Show a picture, (H, W, 3) uint8, which must not change afterwards."""
        self._pictures.put(rgb)

    def close(self, timeout_s: float = 1.0) -> bool:
        """Release the camera; return whether that was done in time."""
        self._pictures.close()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            camera = self._open_camera()
        except VirtualCameraError as error:
            self._on_problem(str(error))
            return
        try:
            self._on_open(camera.name)
            self._feed(camera)
        except MailboxClosed:
            pass
        except VirtualCameraError as error:
            self._on_problem(str(error))
        finally:
            camera.close()

    def _feed(self, camera: VirtualCamera) -> None:
        rgb: NDArray[np.uint8] | None = None
        while True:
            try:
                rgb = self._pictures.take(1 / FPS)
            except TimeoutError:
                if rgb is None:
                    continue
            camera.show(rgb)


def fitted(rgb: NDArray[np.uint8], size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Fit a picture into a size, with black bars where the proportions differ; (H, W, 3) uint8."""
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
    """Return which driver a system needs."""
    if platform == "win32":
        return "On Windows, OBS Studio (version 26 or later) brings the driver."
    if platform == "darwin":
        return "On macOS, OBS Studio brings the driver: start its virtual camera once."
    return "On Linux, install v4l2loopback and load it: sudo modprobe v4l2loopback exclusive_caps=1"
