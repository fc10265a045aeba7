"""What live mode and driving a photo share: a camera that runs with the chosen model, and how much of itself a face does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.core.capture import CameraError
from ganimation_desktop.core.live_loop import FrameWorker
from ganimation_desktop.core.live_wish import MAX_GAIN
from ganimation_desktop.ui.camera_list import Camera
from ganimation_desktop.ui.camera_runner import CameraRunner
from ganimation_desktop.ui.edit_controller import EditController

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animator


class CameraMode(QObject):
    """Runs a camera while it is active, and starts it anew when another model is chosen. Subclasses say what for.

    Attributes
    ----------
    active
        Whether it is on.
    gain
        How much of what a face does, 0..2; 1 is as it does it.

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

    def __init__(self, runner: CameraRunner, edits: EditController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._edits = runner, edits
        self.active = False
        self.gain = 1.0
        self._model = edits.model
        edits.stateChanged.connect(self._on_edits)

    def start(self, camera: Camera) -> bool:
        """Begin, or go on with this camera; return whether that can be."""
        raise NotImplementedError

    def send_wish(self) -> None:
        """Tell the live thread what is wanted now, while it is active."""
        raise NotImplementedError

    def set_gain(self, gain: float) -> None:
        """Choose how much of what a face does, 0..2."""
        gain = min(max(gain, 0.0), MAX_GAIN)
        if gain != self.gain:
            self.gain = gain
            self.send_wish()
            self.changed.emit()

    def _run(self, camera: Camera, make_worker: Callable[[Animator], FrameWorker[Any, Any]], wish: object) -> bool:
        """Run a camera with the chosen model, in place of the one before; where that cannot be, say why, and that one goes on."""
        self._model = self._edits.model
        try:
            self._runner.start(camera, self._model, make_worker, wish)
        except CameraError as error:
            self.notice.emit(str(error))
            return False
        return True

    @Slot()
    def _on_edits(self) -> None:
        """Another model was chosen."""
        if self.active and self._edits.model is not self._model and self._runner.camera is not None:
            self.start(self._runner.camera)
