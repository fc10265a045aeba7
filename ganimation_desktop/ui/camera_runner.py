"""Runs a camera for the window: a grabber and a live loop, each in its own thread, behind an object of the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganimation_desktop.core.camera import CameraState, CameraStatus, Grabber
from ganimation_desktop.core.capture import FrameSource
from ganimation_desktop.core.latest import MailboxClosed
from ganimation_desktop.core.live_loop import FrameWorker, LiveLoop
from ganimation_desktop.ui.animation_worker import ModelChoice
from ganimation_desktop.ui.camera_list import Camera, source_of
from ganimation_desktop.ui.settings import AppSettings

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.detection import Detections

WATCH_MS = 200
STOP_S = 0.5
CLOSED = CameraStatus(CameraState.CLOSED)


def load_live_animator(model: Path | None, device: str) -> Animator:
    """Load a checkpoint (None: the bundled one) to run in one processor thread. Called in the live thread: importing torch takes seconds.

    The other cores look for faces, paint the window and encode what is recorded meanwhile.
    """
    import torch

    from ganimation_desktop.core.animator import Animator

    torch.set_num_threads(1)
    return Animator.load(model, device)


def detections_in_background() -> Detections:
    """Look for faces in a thread of its own."""
    from ganimation_desktop.core.detection import BackgroundDetections

    return BackgroundDetections()


@dataclass(frozen=True)
class Machinery:
    """What live pictures are made with: tests put fakes in its place.

    Attributes
    ----------
    load
        How a checkpoint becomes an animator; called in the live thread.
    detections
        How faces are looked for; called in the live thread.
    source
        How a camera with a wanted size and rate becomes something to read.
    timeout_s, retry_s
        As of `core.camera.Grabber`.
    """

    load: Callable[[Path | None, str], Animator] = load_live_animator
    detections: Callable[[], Detections] = detections_in_background
    source: Callable[[Camera, tuple[int, int] | None, float | None], FrameSource] = source_of
    timeout_s: float = 5.0
    retry_s: float = 1.0


class CameraRunner(QObject):
    """One camera at a time, and one worker on its frames.

    Attributes
    ----------
    machinery
        What to make it with.
    camera
        The camera that runs; None when none does.
    status
        How it is, brought up to date a few times a second.

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
        self._loop: LiveLoop[Any, Any] | None = None
        self._animator: Animator | None = None
        self._animator_of: ModelChoice | None = None
        self._animator_lock = threading.Lock()
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._update_status)

    # -- starting and stopping

    def start(self, camera: Camera, model: ModelChoice, make_worker: Callable[[Animator], FrameWorker[Any, Any]], wish: object) -> None:
        """Run a camera, in place of the one before.

        Parameters
        ----------
        camera
            What to open.
        model
            Which checkpoint runs where; it is kept loaded for the next start.
        make_worker
            Makes the worker, in the live thread.
        wish
            What is wanted of it at first.

        Raises
        ------
        CameraError
            If a file that stands in for a camera cannot be one.
        """
        size_px, max_fps = self._settings.camera_size_px, self._settings.camera_max_fps
        source = self.machinery.source(camera, size_px, max_fps)
        self.stop()
        machinery = self.machinery
        grabber = Grabber(source, max_fps=max_fps, timeout_s=machinery.timeout_s, retry_s=machinery.retry_s)
        loop: LiveLoop[Any, Any] = LiveLoop(
            grabber.frames, lambda: make_worker(self._animator_for(model)), wish, self.resultReady.emit, self.problem.emit
        )
        self.camera, self._grabber, self._loop = camera, grabber, loop
        grabber.start()
        loop.start()
        self._watch.start()
        self._update_status()

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

    def newest(self) -> Any:
        """Take the newest result; None when it was taken already."""
        if self._loop is None:
            return None
        try:
            return self._loop.results.take(0)
        except (TimeoutError, MailboxClosed):
            return None

    def wish(self, wish: object) -> None:
        """Want something else of the worker, from the next frame on."""
        if self._loop is not None:
            self._loop.wish = wish

    def set_outputs(self, outputs: tuple[Callable[[Any], object], ...]) -> None:
        """Have these called in the live thread with every result."""
        if self._loop is not None:
            self._loop.outputs = outputs

    @property
    def has_outputs(self) -> bool:
        """Whether results go anywhere else than into the window."""
        return self._loop is not None and bool(self._loop.outputs)

    @property
    def frozen(self) -> bool:
        """Whether the last frame stays."""
        return self._loop is not None and self._loop.frozen

    @frozen.setter
    def frozen(self, frozen: bool) -> None:
        if self._loop is not None:
            self._loop.frozen = frozen

    def calibrate(self) -> None:
        """Learn anew what the faces show at rest."""
        if self._loop is not None:
            self._loop.calibrate()

    def _animator_for(self, model: ModelChoice) -> Animator:
        with self._animator_lock:
            if self._animator is None or self._animator_of is not model:
                self._animator = self.machinery.load(model.path, model.device)
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
