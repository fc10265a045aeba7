"""The thread that edits the frames of an open video: the newest frame and the newest request in, the newest result out.

`VideoEngine.step` does the work, without a thread; torch is first imported there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ganimation_desktop.core.base.latest import Mailbox
from ganimation_desktop.core.base.newest_loop import NewestLoop
from ganimation_desktop.core.faces.face_choice import FaceChoice
from ganimation_desktop.core.video.playback import PlayedFrame
from ganimation_desktop.core.video.video_request import VideoRequest
from ganimation_desktop.jobs.animators import ModelChoice, load_chosen
from ganimation_desktop.jobs.errors import error_message
from ganimation_desktop.ui.widgets.loop_worker import LoopWorker

if TYPE_CHECKING:
    from ganimation_desktop.core.base.action_units import AuVector
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.faces.detector import FaceDetector
    from ganimation_desktop.core.video.frame_editor import EditedFrame, FrameEditor
    from ganimation_desktop.core.video.reader import VideoInfo

MEASURE_EVERY_S = 0.25

LoadVideoAnimator = Callable[[Path | None, str], "Animator"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class FrameRequest:
    """The edit of the shown frame and those to come.

    Attributes
    ----------
    info
        The video.
    model
        The checkpoint and the device. A new object requests a reload.
    edit
        The expression.
    face
        "largest" or "all".
    scale
        Scale of the edit relative to the frame; at most 1.
    moving
        Whether the video plays or a slider moves: other edits follow soon, so that these are drafts, and not each has to be measured.
    """

    info: VideoInfo
    model: ModelChoice
    edit: VideoRequest = field(default_factory=VideoRequest)
    face: FaceChoice = "largest"
    scale: float = 1.0
    moving: bool = False


@dataclass(frozen=True, eq=False)
class VideoResult:
    """The outcome for one frame.

    Attributes
    ----------
    info
        The video that the frame belongs to.
    edited
        The frame, its faces and its edit; None if there is only a message.
    measured
        AUs of the result, per face; None when they were not measured this time.
    device
        Where the networks run; None when there is no model.
    took_s
        How long the frame took.
    problem
        What went wrong, an English sentence; empty when nothing did.
    """

    info: VideoInfo
    edited: EditedFrame | None = None
    measured: tuple[AuVector, ...] | None = None
    device: str | None = None
    took_s: float = 0.0
    problem: str = ""


class VideoEngine:
    """Edits the frames of a video one after the other, and the newest one again when its edit changes."""

    has_idle_work = False

    def __init__(self, load: LoadVideoAnimator) -> None:
        self._load = load
        self._info: VideoInfo | None = None
        self._model: ModelChoice | None = None
        self._animator: Animator | None = None
        self._editor: FrameEditor | None = None
        self._detector: FaceDetector | None = None
        self._face: FaceChoice | None = None
        self._measured_s = 0.0
        self._newest: PlayedFrame | None = None

    def step(self, request: FrameRequest, frame: PlayedFrame | None = None) -> Iterator[VideoResult]:
        """Edit the next frame, or the last one again; raises nothing."""
        started_s = time.perf_counter()
        try:
            if request.info is not self._info:
                self._info, self._newest = request.info, None
            if frame is not None:
                self._newest = frame
            if request.model is not self._model:
                self._load_model(request.model)
                frame = self._newest
            if self._animator is None or self._newest is None:
                return
            if self._editor is None or (frame is not None and frame.jumped):
                self._new_editor(self._animator)
            edited = self._edit(frame, request)
            if edited is None:
                return
            measured = None
            if not request.moving or started_s - self._measured_s > MEASURE_EVERY_S:
                measured, self._measured_s = self._animator.measure(edited.animation), started_s
            took_s = time.perf_counter() - started_s
            result = VideoResult(request.info, edited, measured, str(self._animator.device), took_s)
        except Exception as error:  # the thread survives: every failure is reported in the window
            log.info("a frame of a video was not edited", exc_info=True)
            result = VideoResult(request.info, problem=error_message(error))
        yield result

    def idle_step(self) -> VideoResult | None:
        """There is nothing to do between frames."""
        return None

    def close(self) -> None:
        """Stop detecting faces."""
        if self._editor is not None:
            self._editor.close()

    def _load_model(self, model: ModelChoice) -> None:
        self._model = model
        self._animator = load_chosen(model, self._load)
        self._editor = None

    def _new_editor(self, animator: Animator) -> None:
        """Detect faces again: after a jump nothing is where it was."""
        from ganimation_desktop.core.faces.detection import InlineDetections
        from ganimation_desktop.core.faces.detector import FaceDetector
        from ganimation_desktop.core.video.frame_editor import FrameEditor

        self.close()
        self._detector = self._detector or FaceDetector()  # making one takes a third of a second
        self._editor = FrameEditor(animator, VideoRequest().target, detections=InlineDetections(self._detector))
        self._face = None

    def _edit(self, frame: PlayedFrame | None, request: FrameRequest) -> EditedFrame | None:
        editor = self._editor
        assert editor is not None
        editor.target_at, editor.eye_contact = request.edit.target, request.edit.eye_contact
        editor.protection = request.edit.protection
        if request.face != self._face:
            self._face = request.face
            editor.choose(request.face)
        if frame is None:
            return editor.reprocess(request.scale, draft=request.moving)
        return editor.edit(frame.frame, request.scale, draft=request.moving)


class VideoWorker(LoopWorker[PlayedFrame, FrameRequest, VideoResult]):
    """Runs a `VideoEngine` in a thread of its own."""

    def __init__(self, load: LoadVideoAnimator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frames: Mailbox[PlayedFrame] = Mailbox()
        self._loop = NewestLoop("video", lambda: VideoEngine(load), self._frames, on_result=self.resultReady.emit)

    def begin(self) -> None:
        """Forget the frame that waits, which another video gave; starts the thread the first time."""
        self._frames.poll()
        if not self._loop.running:
            self._loop.start()

    def show(self, played: PlayedFrame) -> None:
        """Edit this frame next; called in the decoder's thread. A jump is not forgotten when a frame is overtaken."""
        waiting = self._frames.poll()
        if waiting is not None and waiting.jumped and not played.jumped:
            played = replace(played, jumped=True)
        self._frames.put(played)
