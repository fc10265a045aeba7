"""A window with a camera that does what a test wants, and networks with a known answer: AU12 paints the middle of a face green."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.faces.detection import BackgroundDetections
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.live.capture import CameraSource
from ganimation_desktop.ui.live.camera_list import Camera
from ganimation_desktop.ui.live.camera_runner import Machinery
from ganimation_desktop.ui.live.outputs import Devices
from ganimation_desktop.ui.shell.main_window import MainWindow
from tests.core.fake_camera import FakeCapture
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator

LEFT, RIGHT = FaceBox(40, 60, 120, 140, 1.5), FaceBox(220, 70, 280, 130, 1.2)
AU12, AU25 = au_index("AU12"), au_index("AU25")
GREY = 60
LIVE_THREADS = ("grabber", "live", "face detection", "recorder", "virtual camera")


class Stage:
    """The camera before the window, and what stands before it.

    Attributes
    ----------
    window
        The window.
    pixels
        What the camera delivers; None for nothing.
    fps
        How often.
    open_camera
        How it is opened.
    """

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window, self.qtbot = window, qtbot
        self.pixels: np.ndarray | None = np.full((240, 320, 3), GREY, np.uint8)
        self.fps = 60.0
        self.detector = FakeDetector((LEFT,))
        self.captures: list[FakeCapture] = []
        self.asked: list[tuple[Camera, tuple[int, int] | None, float | None]] = []
        self.loaded: list[tuple[object, str]] = []
        self.model_problem: Exception | None = None
        self.open_camera: Callable[[], FakeCapture] = lambda: FakeCapture(self.read)
        window.live.menu.list_cameras = lambda: ((Camera(0, "Fake camera"), Camera(1, "Other camera", ((320, 240),))), "")
        window.live.outputs.devices = Devices(microphone_problem=lambda: "No microphone is connected.")
        window.live.runner.machinery = Machinery(self._load, self._detections, self._source, timeout_s=0.3, retry_s=0.05)

    @property
    def live(self):
        return self.window.live.live

    @property
    def actions(self):
        return self.window.actions_by_name

    def read(self):
        time.sleep(1 / self.fps)
        return self.pixels

    def start(self, boxes: Sequence[FaceBox] = (LEFT,)) -> None:
        """Begin live mode and wait until the faces are there and their neutral baselines known."""
        self.detector.boxes = tuple(boxes)
        self.actions["camera"].trigger()
        self.until(lambda: len(self.window.session.faces) == len(boxes))
        self.until(lambda: all(baseline is not None for baseline in self.live.result.baselines))

    def set_au(self, unit: int, value: float) -> None:
        """Move a slider of the selected face by hand."""
        aus = self.window.panel.target().aus.copy()
        aus[unit] = value
        self.window.panel.apply_expression(aus, "test", scaled=False)

    def green(self, box: FaceBox = LEFT) -> int:
        """Green in the middle of a face, in what goes out."""
        x, y = map(round, box.center)
        return int(self.live.result.rgb[y, x, 1])

    def target(self, unit: int, index: int = 0) -> float:
        """What is wanted of a face in the newest result."""
        return float(self.live.result.animation.faces[index].target_aus[unit])

    def pass_frames(self, n: int) -> None:
        """Wait until so many further frames have been edited."""
        index = self.live.result.frame.index
        self.until(lambda: self.live.result.frame.index >= index + n)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)

    def _load(self, model, device):
        self.loaded.append((model, device))
        if self.model_problem is not None:
            raise self.model_problem
        return fake_animator([LEFT], estimator=FakeEstimator())

    def _detections(self):
        return BackgroundDetections(self.detector, interval_s=0.05, urgent_s=0.01)

    def _source(self, camera, size_px, fps):
        self.asked.append((camera, size_px, fps))

        def opener(device):
            self.captures.append(self.open_camera())
            return self.captures[-1]

        return CameraSource(camera.device, size_px, fps, opener, camera.name)


def live_threads() -> list[str]:
    """Names of the threads that live mode started and that still run."""
    return [thread.name for thread in threading.enumerate() if thread.name in LIVE_THREADS]


def neutral_aus() -> np.ndarray:
    """AUs of the fake neutral face: AU25 is the red of the picture."""
    aus = np.zeros(N_AUS, np.float32)
    aus[AU25] = GREY / 255
    return aus
