"""What live mode and driving a photo share: a camera that runs with the chosen model, and the gain."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.core.expressions.live_request import MAX_GAIN
from ganimation_desktop.core.live.capture import CameraError, FrameSource
from ganimation_desktop.core.live.loop import FrameWorker, LiveLoop, LiveOutput
from ganimation_desktop.ui.live.camera_list import Camera
from ganimation_desktop.ui.live.camera_runner import CameraRunner
from ganimation_desktop.ui.photo.modes import Mode
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.error_texts import error_text

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator


Q = TypeVar("Q")
E = TypeVar("E")
R = TypeVar("R", bound=LiveOutput)


class CameraMode(Mode, Generic[Q, R]):
    """Runs a camera while it is active, and restarts it when another model is chosen. Subclasses define what for.

    Attributes
    ----------
    gain
        Gain on the face's own expression, 0..2; 1 leaves it unchanged.

    Signals
    -------
    activeChanged(bool)
        It began, also with another camera, or ended.
    resultShown()
        There is a new result.
    changed()
        `gain`, or something else that can be chosen, changed.
    notice(str)
        Something that the user should read; a sentence.
    """

    activeChanged = Signal(bool)
    resultShown = Signal()
    changed = Signal()
    notice = Signal(str)

    def __init__(self, runner: CameraRunner, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parts.modes, parent)
        self._runner, self._edits = runner, parts.edits
        self.gain = 1.0
        self._model = parts.edits.model
        self._chosen: tuple[Camera, FrameSource] | None = None
        self._loop: LiveLoop[Q, R] | None = None
        parts.edits.stateChanged.connect(self._on_edits)

    # -- beginning and ending

    def start(self, camera: Camera) -> bool:
        """Start or continue with this camera; return whether that is possible. If not, the current content stays."""
        self._model = self._edits.model
        try:
            self._chosen = camera, self._runner.source_of(camera)
        except CameraError as error:
            self.notice.emit(error_text(error))
            return False
        if self.active:
            self._go_on()
        else:
            self._modes.enter(self)
        return True

    @Slot()
    def stop(self) -> None:
        """Go back to the photo."""
        self._modes.leave(self)

    def leave(self) -> None:
        """Stop the camera."""
        self._loop = None
        self._runner.stop()
        self.activeChanged.emit(False)

    @abstractmethod
    def _go_on(self) -> None:
        """Work with another camera, or another model."""

    def _run(self, make_worker: Callable[[Animator], FrameWorker[Q, E, R]]) -> None:
        """Run the chosen camera, in place of the one before."""
        assert self._chosen is not None
        self._loop = self._runner.start(*self._chosen, self._model, make_worker, self._request())

    def _newest(self) -> R | None:
        """Take the newest result; None when it was taken already."""
        return self._loop.results.poll() if self.active and self._loop is not None else None

    # -- settings

    @Slot()
    def send(self) -> None:
        """Send the current request to the live thread, while this mode is active."""
        if self.active and self._loop is not None:
            self._loop.send(self._request())

    @abstractmethod
    def _request(self) -> Q:
        """The current request."""

    def set_gain(self, gain: float) -> None:
        """Choose the gain, 0..2."""
        gain = min(max(gain, 0.0), MAX_GAIN)
        if gain != self.gain:
            self.gain = gain
            self.send()
            self.changed.emit()

    @Slot()
    def _on_edits(self) -> None:
        """Another model was chosen."""
        if self.active and self._edits.model is not self._model and self._runner.camera is not None:
            self.start(self._runner.camera)
