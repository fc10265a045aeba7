"""The thread that edits the frames of an open video: the newest frame and the newest wish in, the newest result out.

`VideoEngine.step` is the work itself, without a thread; torch is first imported there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from ganimation_desktop.core.latest import Mailbox, MailboxClosed
from ganimation_desktop.core.video_wish import VideoWish
from ganimation_desktop.ui.animation_worker import ModelChoice
from ganimation_desktop.ui.sentences import sentence_of

if TYPE_CHECKING:
    from ganimation_desktop.core.action_units import AuVector
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.faces import FaceDetector
    from ganimation_desktop.core.frame_editor import EditedFrame, FrameEditor
    from ganimation_desktop.core.playback import PlayedFrame

MEASURE_EVERY_S = 0.25

LoadVideoAnimator = Callable[[Path | None, str], "Animator"]

_T = TypeVar("_T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class VideoOrder:
    """What the window wants of the shown frame and of those to come.

    Attributes
    ----------
    model
        The checkpoint and the device. A new object means: load it again.
    wish
        The expression.
    face
        "largest" or "all".
    scale
        At which size the edit is to be made, in frame pixels; at most 1.
    playing
        Whether other frames follow soon, so that not each of them has to be measured.
    """

    model: ModelChoice
    wish: VideoWish = field(default_factory=VideoWish)
    face: str = "largest"
    scale: float = 1.0
    playing: bool = False


@dataclass(frozen=True, eq=False)
class VideoResult:
    """The outcome for one frame.

    Attributes
    ----------
    edited
        The frame, its faces and its edit; None when there is only something to say.
    measured
        AUs of the result, per face; None when they were not measured this time.
    device
        Where the networks run; None when there is no model.
    took_s
        How long the frame took.
    problem
        What went wrong, a sentence; empty when nothing did.
    path
        The video that the frame belongs to; None without one.
    """

    edited: EditedFrame | None = None
    measured: tuple[AuVector, ...] | None = None
    device: str | None = None
    took_s: float = 0.0
    problem: str = ""
    path: Path | None = None


class VideoEngine:
    """Edits the frames of a video one after the other, and the newest one again when something else is wanted of it."""

    def __init__(self, load: LoadVideoAnimator) -> None:
        self._load = load
        self._model: ModelChoice | None = None
        self._animator: Animator | None = None
        self._editor: FrameEditor | None = None
        self._detector: FaceDetector | None = None
        self._face = ""
        self._measured_s = 0.0
        self._newest: PlayedFrame | None = None

    def step(self, played: PlayedFrame | None, order: VideoOrder) -> VideoResult | None:
        """Edit a frame, or the last one anew; no exception leaves it. None when there is no frame yet."""
        started_s = time.perf_counter()
        try:
            if played is not None:
                self._newest = played
            if order.model is not self._model:
                self._load_model(order.model)
                played = self._newest
            if self._animator is None or self._newest is None:
                return None
            if self._editor is None or (played is not None and played.jumped):
                self._new_editor(self._animator)
            edited = self._edit(played, order)
            if edited is None:
                return None
            measured = None
            if not order.playing or started_s - self._measured_s > MEASURE_EVERY_S:
                measured, self._measured_s = self._animator.measure(edited.animation), started_s
            took_s = time.perf_counter() - started_s
            return VideoResult(edited, measured, str(self._animator.device), took_s, path=self._newest.path)
        except Exception as error:  # the thread lives on: whatever goes wrong is told in the window
            log.info("a frame of a video was not edited", exc_info=True)
            return VideoResult(problem=sentence_of(error), path=None if self._newest is None else self._newest.path)

    def close(self) -> None:
        """Stop looking for faces."""
        if self._editor is not None:
            self._editor.close()

    def _load_model(self, model: ModelChoice) -> None:
        self._model = model
        self._animator = self._load(model.path, model.device)
        self._editor = None

    def _new_editor(self, animator: Animator) -> None:
        """Look for faces anew: after a jump nothing is where it was."""
        from ganimation_desktop.core.detection import InlineDetections
        from ganimation_desktop.core.faces import FaceDetector
        from ganimation_desktop.core.frame_editor import FrameEditor

        self.close()
        self._detector = self._detector or FaceDetector()  # making one takes a third of a second
        self._editor = FrameEditor(animator, VideoWish().target, detections=InlineDetections(self._detector))
        self._face = ""

    def _edit(self, played: PlayedFrame | None, order: VideoOrder) -> EditedFrame | None:
        editor = self._editor
        assert editor is not None
        editor.target_at = order.wish.target
        if order.face != self._face:
            self._face = order.face
            editor.choose(order.face)
        return editor.again(order.scale) if played is None else editor.edit(played.frame, order.scale)


class VideoWorker(QThread):
    """Runs a `VideoEngine` in a thread of its own.

    Signals
    -------
    resultReady()
        A result can be taken with `newest`.
    """

    resultReady = Signal()

    def __init__(self, load: LoadVideoAnimator, order: VideoOrder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("video_worker")
        self._load = load
        self._order = order
        self._bell: Mailbox[None] = Mailbox()
        self._frames: Mailbox[PlayedFrame] = Mailbox()
        self._results: Mailbox[VideoResult] = Mailbox()

    @property
    def order(self) -> VideoOrder:
        """What is wanted now."""
        return self._order

    def want(self, order: VideoOrder) -> None:
        """Want something else."""
        self._order = order
        self._bell.put(None)

    def show(self, played: PlayedFrame) -> None:
        """Edit this frame next; called in the decoder's thread. A jump is not forgotten when a frame is overtaken."""
        waiting = _taken(self._frames)
        if waiting is not None and waiting.jumped and not played.jumped:
            played = replace(played, jumped=True)
        self._frames.put(played)
        self._bell.put(None)

    def newest(self) -> VideoResult | None:
        """Take the newest result, None when it was taken already."""
        return _taken(self._results)

    def close(self, timeout_ms: int = 1000) -> bool:
        """End the thread after the frame that it is at; tells whether it ended in time."""
        for mailbox in (self._bell, self._frames, self._results):
            mailbox.close()
        return self.wait(timeout_ms)

    def run(self) -> None:
        engine = VideoEngine(self._load)
        try:
            while True:
                self._bell.take()
                result = engine.step(_taken(self._frames), self._order)
                if result is not None:
                    self._results.put(result)
                    self.resultReady.emit()
        except MailboxClosed:
            engine.close()


def _taken(mailbox: Mailbox[_T]) -> _T | None:
    try:
        return mailbox.take(0)
    except (TimeoutError, MailboxClosed):
        return None
