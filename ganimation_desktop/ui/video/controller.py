"""The open video: its frames edited one by one, its faces in the session, and their edit.

As with a camera, the session has no photo while a video is open. The detected expression of a face is then its neutral baseline: the
sliders set the target for the neutral face, and the difference applies to every frame.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.core.base.face_target import FaceTarget, control_vector
from ganimation_desktop.core.documents.document import VideoState
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.live_request import MAX_GAIN, LiveMode
from ganimation_desktop.core.faces.face_choice import FaceChoice
from ganimation_desktop.core.video.video_request import VideoRequest
from ganimation_desktop.ui.photo.modes import Mode
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.video.player import VideoPlayer
from ganimation_desktop.ui.video.worker import FrameRequest, LoadVideoAnimator, VideoResult, VideoWorker
from ganimation_desktop.ui.widgets.error_texts import problem_text

if TYPE_CHECKING:
    from ganimation_desktop.core.video.frame_editor import EditedFrame
    from ganimation_desktop.core.video.reader import VideoInfo


class VideoMode(Mode):
    """Shows videos, and keeps session, player and worker together.

    Attributes
    ----------
    player
        Plays it.
    time_s
        Time of the shown frame.
    result
        The newest result with a frame; None before the first.
    request
        The edit of the faces.
    face
        Which of them is edited, "largest" or "all".
    restored
        How the video was left before it was shown this time; None for one that was never open.
    problem
        Why the newest frame was not edited, in English; empty when it was.

    Signals
    -------
    opened(object)
        A video is open, its `VideoInfo`.
    activeChanged(bool)
        A video was opened, or the last one closed.
    resultShown()
        There is a new `result`.
    requestChanged()
        `request` or `face` changed.
    slidersMoved(object)
        The user moved the sliders of a face to this target while there are keyframes.
    notice(str)
        Something that the user should read; a sentence.
    """

    opened = Signal(object)
    activeChanged = Signal(bool)
    resultShown = Signal()
    requestChanged = Signal()
    slidersMoved = Signal(object)
    notice = Signal(str)
    has_export = True

    def __init__(self, parts: WindowParts, load: LoadVideoAnimator, parent: QObject | None = None) -> None:
        super().__init__(parts.modes, parent)
        session, edits = parts.session, parts.edits
        self._session, self._edits, self._expressions = session, edits, parts.expressions
        self._worker = VideoWorker(load, self)
        self._worker.resultReady.connect(self._take)
        self.player = VideoPlayer(self._worker.show, self)
        self.player.changed.connect(self.send)
        self.player.problem.connect(self._on_problem)
        self._next: VideoInfo | None = None
        self._info: VideoInfo | None = None
        self.restored: VideoState | None = None
        self.time_s = 0.0
        self.result: VideoResult | None = None
        self.request = VideoRequest()
        self.face: FaceChoice = "largest"
        self._baseline_known = self._following = False
        self.problem = ""
        self._scale = 1.0
        self._dragging = False
        parts.panel.editStarted.connect(self._on_edit_started)
        parts.panel.editFinished.connect(self._on_edit_finished)
        session.targetsChanged.connect(self._on_targets)
        session.protections.changed.connect(self._on_protection)
        edits.stateChanged.connect(self.send)

    # -- opening and closing

    def show(self, info: VideoInfo, state: VideoState | None = None) -> None:
        """Show a video, in place of what is shown, as it was left."""
        self._next, self.restored = info, state
        if self.active:
            self._begin()
        else:
            self._modes.enter(self)

    @Slot()
    def close(self) -> None:
        """Go back to the photo."""
        self._modes.leave(self)

    def enter(self) -> None:
        """Show the video's first frame, in place of the photo."""
        self._begin()

    def leave(self) -> None:
        """Close the video."""
        self.result = None
        self.player.close()
        self.activeChanged.emit(False)

    def _begin(self) -> None:
        assert self._next is not None
        self.player.close()  # from now on no frame of the video before comes
        self._worker.begin()
        state = self.restored or VideoState()
        self._baseline_known, self.result, self.time_s = state.baseline_known, None, state.time_s
        self.request, self.face = state.request, state.face
        self._set_state(State.LOADING_MODEL)
        self._session.show_moving()
        self._info = self._next
        self.send()  # before the first frame comes
        self.player.open(self._info)
        if self.restored is not None:
            self.player.go_on(self.restored)
        self.activeChanged.emit(True)
        self.requestChanged.emit()
        self.opened.emit(self._info)

    def state_to_keep(self) -> VideoState:
        """What `show` needs to show the video as it is now."""
        player = self.player
        return VideoState(self.request, self._baseline_known, self.face, self.time_s, player.part, player.loop, player.speed)

    def take_state(self, state: VideoState) -> None:
        """Restore the edit of another time to the video that is shown."""
        self._baseline_known, self.face = state.baseline_known, state.face
        self._set_request(state.request)
        self._follow()

    def shut_down(self, timeout_ms: int = 1000) -> bool:
        """End the threads; return whether the editing thread ended in time."""
        self.player.close()
        return self._worker.close(timeout_ms)

    def wait(self) -> None:
        """Wait for the threads after `shut_down`, however long their last frames take."""
        self._worker.wait()
        self.player.wait()

    # -- settings

    def set_mode(self, mode: LiveMode) -> None:
        """Choose how the sliders apply to a moving face."""
        self._set_request(replace(self.request, mode=mode))

    def set_gain(self, gain: float) -> None:
        """Choose the gain of the mode "amplify", 0..2."""
        self._set_request(replace(self.request, gain=min(max(gain, 0.0), MAX_GAIN)))

    def set_eye_contact(self, strength: float) -> None:
        """Choose how far the eyes are turned towards the camera, 0..1."""
        self._set_request(replace(self.request, eye_contact=strength))

    def set_track(self, track: KeyframeTrack) -> None:
        """Take other keyframes."""
        self._set_request(replace(self.request, track=track))
        self._follow()

    def set_face(self, face: FaceChoice) -> None:
        """Edit the "largest" face or "all"."""
        if face != self.face:
            self.face = face
            self.requestChanged.emit()
            self.send()

    def set_scale(self, scale: float) -> None:
        """Make edits at the size that the canvas shows."""
        self._scale = min(max(scale, 0.02), 1.0)
        self.send()

    @Slot()
    def take_baseline(self) -> None:
        """Make the current expression of the selected face its neutral baseline; the added change stays."""
        edited = self._edited()
        if edited is None or not edited.chosen:
            self.notice.emit(self.tr("There is no face in this frame that could be the neutral baseline."))
            return
        aus = edited.tracked[edited.chosen[max(0, min(self._session.selected_face, len(edited.chosen) - 1))]].aus
        if aus is not None:
            change = self.request.sliders.vector() - control_vector(self.request.baseline)
            self._set_request(replace(self.request, baseline=aus, sliders=FaceTarget.from_vector(control_vector(aus) + change)))
            self._show_faces(edited, changed=True)

    def _set_request(self, request: VideoRequest) -> None:
        self.request = request
        self.requestChanged.emit()
        self.send()

    @Slot()
    def send(self) -> None:
        """Send the current request to the worker, while a video is open."""
        if self.active and self._info is not None:
            moving = self.player.playing or self._dragging
            request = FrameRequest(self._info, self._edits.model, self.request, self.face, self._scale, moving)
            self._worker.submit(request)

    @Slot()
    def _on_edit_started(self) -> None:
        self._dragging = True

    @Slot()
    def _on_edit_finished(self) -> None:
        self._dragging = False
        self.send()

    @Slot(int)
    def _on_targets(self, index: int) -> None:
        """A slider moved: with keyframes that concerns this moment, without them the whole video."""
        if not self.active or self._following:
            return
        target = self._session.target(index)
        if self.request.track.keyframes:
            self.slidersMoved.emit(target)
        else:
            self._set_request(replace(self.request, sliders=target))
        self._follow()

    @Slot(int)
    def _on_protection(self, index: int) -> None:
        """What is protected of one of the edited faces is protected of all of them."""
        if self.active and not self._following:
            self._set_request(replace(self.request, protection=self._session.protections.of(index)))
            self._follow()

    # -- results

    @Slot()
    def _take(self) -> None:
        result = self._worker.newest()
        if result is None or not self.active or result.info is not self._info:
            return
        self.problem = result.problem
        if result.edited is None:
            self._set_state(State.NO_FACE)
            self.notice.emit(problem_text(result.problem))
            return
        self.result, self.time_s = result, result.edited.frame.time_s
        self._show_faces(result.edited)
        self._set_state(State.READY if self._session.faces else State.NO_FACE)
        self.resultShown.emit()

    def _show_faces(self, edited: EditedFrame, *, changed: bool = False) -> None:
        """Give the session the edited faces; without any, the last ones stay."""
        if not edited.chosen:
            return
        first = edited.tracked[edited.chosen[0]].aus
        if not self._baseline_known and first is not None:
            self._baseline_known, changed = True, True
            self._set_request(replace(self.request, baseline=first, sliders=FaceTarget.of(first)))
        faces = tuple(replace(edited.animation.faces[index].face, aus=self.request.baseline) for index in edited.chosen)
        numbers = [edited.people[index] + 1 for index in edited.chosen]
        if changed or len(faces) != len(self._session.faces):
            selected = self._session.selected_face
            self._following = True
            self._session.set_faces(faces, numbers)
            if 0 < selected < len(faces):
                self._session.select_face(selected)
            self._following = False
        else:
            self._session.move_faces(faces, numbers)
        self._follow()

    def _follow(self) -> None:
        """Show the targets at the current time in the sliders of every face."""
        self._following = True
        sliders = self.request.sliders_at(self.time_s)
        for index in range(len(self._session.faces)):
            self._session.set_target(index, sliders)
            self._session.protections.set(index, self.request.protection)
        self._following = False

    def _edited(self) -> EditedFrame | None:
        return None if self.result is None else self.result.edited

    @Slot(str)
    def _on_problem(self, sentence: str) -> None:
        self.player.play(play=False)
        self.notice.emit(problem_text(sentence))
