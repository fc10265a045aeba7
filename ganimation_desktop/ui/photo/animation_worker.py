"""The worker thread of the window: the newest request in, the newest outcome out, nothing queued in between."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ganimation_desktop.core.base.newest_loop import NewestLoop
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.jobs.animators import LoadAnimator
from ganimation_desktop.ui.photo.edit_engine import EditEngine, Outcome, RenderRequest, load_animator
from ganimation_desktop.ui.widgets.loop_worker import LoopWorker


class AnimationWorker(LoopWorker[Frame, RenderRequest, Outcome]):
    """Runs an `EditEngine` in its own thread.

    Signals
    -------
    idleReady(object)
        What was made while nothing else was to do: one of the requested small pictures, a `CloseUpPicture`, or an `Explanation`.
    """

    idleReady = Signal(object)

    def __init__(self, load: LoadAnimator = load_animator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        show = self.idleReady.emit
        self._loop = NewestLoop("animation", lambda: EditEngine(load, show), on_result=self.resultReady.emit)

    def start(self) -> None:
        """Start the thread."""
        self._loop.start()
