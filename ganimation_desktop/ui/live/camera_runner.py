"""Runs a camera for the window: a grabber and a live loop, each in its own thread, behind an object of the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganimation_desktop.core.live.camera import CameraState, CameraStatus, Grabber
from ganimation_desktop.core.live.capture import FrameSource
from ganimation_desktop.core.live.loop import FrameWorker, LiveLoop, LiveOutput
from ganimation_desktop.jobs.animators import ModelChoice, load_chosen
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.live.camera_list import Camera, source_of

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.faces.detection import Detections

Q = TypeVar("Q")
E = TypeVar("E")
R = TypeVar("R", bound=LiveOutput)

WATCH_MS = 200
STOP_S = 0.5
CLOSED = CameraStatus(CameraState.CLOSED)


def load_live_animator(model: Path | None, device: str) -> Animator:
    """Load a checkpoint (None: the bundled one) to run in one processor thread. Called in the live thread: importing torch takes seconds.

    The other cores detect faces, paint the window and encode recordings meanwhile.
    """
    import torch

    from ganimation_desktop.core.edit.animator import Animator

    torch.set_num_threads(1)
    return Animator.load(model, device)


def detections_in_background() -> Detections:
    """Detect faces in a separate thread."""
    from ganimation_desktop.core.faces.detection import BackgroundDetections

    return BackgroundDetections()


class RunningLoop(Protocol):
    """What the runner does with a loop, whatever its worker makes of the frames."""

    frozen: bool

    @property
    def failed(self) -> bool:
        """Whether no result will come."""

    def calibrate(self) -> None:
        """Estimate the neutral baselines of the faces again."""

    def set_outputs(self, outputs: tuple[Callable[[LiveOutput], object], ...]) -> None:
        """Have these called in the thread with every result."""

    def stop(self, timeout_s: float = STOP_S) -> bool:
        """End the thread; return whether it ended in time."""


@dataclass(frozen=True)
class Machinery:
    """The parts behind live pictures, which tests replace by fakes.

    Attributes
    ----------
    load
        How a checkpoint becomes an animator; called in the live thread.
    detections
        Makes the source of detections; called in the live thread.
    source
        How a camera with a chosen size and rate becomes something to read.
    timeout_s, retry_s
        As of `core.live.camera.Grabber`.
    """

    load: Callable[[Path | None, str], Animator] = load_live_animator
    detections: Callable[[], Detections] = detections_in_background
    source: Callable[[Camera, tuple[int, int] | None, float | None], FrameSource] = source_of
    timeout_s: float = 5.0
    retry_s: float = 1.0


class CameraRunner(QObject):
    """Runs one camera at a time, and one worker on its frames.

    Attributes
    ----------
    machinery
        The parts.
    camera
        The camera that runs; None when none does.
    status
        Its status, updated a few times per second.

    Signals
    -------
    resultReady()
        A result can be taken with `newest`.
    statusChanged()
        `status` changed.
    problem(str)
        A frame, or making the worker, failed; a sentence.
    """

    resultReady = Signal()
    statusChanged = Signal()
    problem = Signal(str)

    def __init__(self, settings: AppSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.machinery = Machinery()
        self.camera: Camera | None = None
        self.status = CLOSED
        self._settings = settings
        self._grabber: Grabber | None = None
        self._loop: RunningLoop | None = None
        self._has_outputs = False
        self._animator: Animator | None = None
        self._animator_of: ModelChoice | None = None
        self._animator_lock = threading.Lock()
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._update_status)

    # -- starting and stopping

    def source_of(self, camera: Camera) -> FrameSource:
        """What a camera's frames are read from, not opened yet. Raises `CameraError` if a file that stands in for one cannot be one."""
        return self.machinery.source(camera, self._settings.camera_size_px, self._settings.camera_max_fps)

    def start(
        self,
        camera: Camera,
        source: FrameSource,
        model: ModelChoice,
        make_worker: Callable[[Animator], FrameWorker[Q, E, R]],
        request: Q,
    ) -> LiveLoop[Q, R]:
        """Run a camera, replacing the previous one.

        Parameters
        ----------
        camera, source
            What to open, and what its frames are read from.
        model
            Which checkpoint runs where; it is kept loaded for the next start.
        make_worker
            Makes the worker, in the live thread.
        request
            The first request.

        Returns
        -------
        LiveLoop
            The loop that runs, to send requests to and to take results from until the next start or stop.
        """
        self.stop()
        machinery = self.machinery
        max_fps = self._settings.camera_max_fps
        grabber = Grabber(source, max_fps=max_fps, timeout_s=machinery.timeout_s, retry_s=machinery.retry_s)
        loop = LiveLoop(grabber.frames, lambda: make_worker(self._animator_for(model)), request, self.resultReady.emit, self.problem.emit)
        self.camera, self._grabber, self._loop, self._has_outputs = camera, grabber, loop, False
        grabber.start()
        loop.start()
        self._watch.start()
        self._update_status()
        return loop

    def stop(self, timeout_s: float = STOP_S) -> bool:
        """Stop the camera and both threads; return whether they ended in time. One that hangs in a driver ends when that answers."""
        self._watch.stop()
        ended = True
        if self._loop is not None and not self._loop.stop(timeout_s):
            ended = False
            self._animator_of = None  # the thread that is left may still use it
        if self._grabber is not None and not self._grabber.stop(timeout_s):
            ended = False
        self.camera = self._grabber = self._loop = None
        self._set_status(CLOSED)
        return ended

    @property
    def running(self) -> bool:
        """Whether a camera runs, or is being opened."""
        return self.camera is not None

    @property
    def failed(self) -> bool:
        """Whether no worker could be made, so that no result will come."""
        return self._loop is not None and self._loop.failed

    # -- what runs

    def set_outputs(self, outputs: tuple[Callable[[LiveOutput], object], ...]) -> None:
        """Have these called in the live thread with every result."""
        self._has_outputs = bool(outputs)
        if self._loop is not None:
            self._loop.set_outputs(outputs)

    @property
    def has_outputs(self) -> bool:
        """Whether results go anywhere else than into the window."""
        return self._loop is not None and self._has_outputs

    @property
    def frozen(self) -> bool:
        """Whether the last frame stays."""
        return self._loop is not None and self._loop.frozen

    @frozen.setter
    def frozen(self, frozen: bool) -> None:
        if self._loop is not None:
            self._loop.frozen = frozen

    def calibrate(self) -> None:
        """Estimate the neutral baselines again."""
        if self._loop is not None:
            self._loop.calibrate()

    def _animator_for(self, model: ModelChoice) -> Animator:
        with self._animator_lock:
            if self._animator is None or self._animator_of is not model:
                self._animator = load_chosen(model, self.machinery.load)
                self._animator_of = model
            return self._animator

    @Slot()
    def _update_status(self) -> None:
        if self._grabber is not None:
            self._set_status(self._grabber.status)

    def _set_status(self, status: CameraStatus) -> None:
        if status != self.status:
            self.status = status
            self.statusChanged.emit()
