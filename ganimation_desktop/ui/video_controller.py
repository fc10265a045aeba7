"""The open video: its frames edited one by one, its faces in the session, and what is wanted of them.

As with a camera, the session has no photo while a video is open. What it calls detected on a face is what that face shows at rest: the
sliders say what the face is to look like at rest, and the difference holds for whatever it does.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.core.keyframes import KeyframeTrack
from ganimation_desktop.core.live_wish import MAX_GAIN, LiveMode
from ganimation_desktop.core.video_wish import VideoWish
from ganimation_desktop.ui.background import Background
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.photo_session import PhotoSession, SessionState
from ganimation_desktop.ui.video_player import VideoPlayer
from ganimation_desktop.ui.video_worker import LoadVideoAnimator, VideoOrder, VideoResult, VideoWorker

if TYPE_CHECKING:
    from ganimation_desktop.core.frame_editor import EditedFrame
    from ganimation_desktop.core.video import VideoInfo

NO_PHOTO = SessionState(None, (), {}, 0)


class VideoController(QObject):
    """Opens and closes videos, and keeps session, player and worker together.

    Attributes
    ----------
    player
        Plays it.
    active
        Whether a video is open.
    time_s
        Where the shown frame stands.
    result
        The newest result with a frame; None before the first.
    wish
        What is wanted of the faces.
    face
        Which of them is edited, "largest" or "all".
    problem
        Why the newest frame was not edited; empty when it was.

    Signals
    -------
    openingChanged(str)
        A video of that name is being opened; empty when that is over.
    starting()
        A video is about to take the place of what is shown.
    opened(object)
        A video is open, its `VideoInfo`.
    activeChanged(bool)
        A video was opened, or the last one closed.
    resultShown()
        There is a new `result`.
    wishChanged()
        `wish` or `face` changed.
    slidersMoved(object)
        The user moved the sliders of a face to these AUs while there are keyframes.
    notice(str)
        Something that the user should read; a sentence.
    """

    openingChanged = Signal(str)
    starting = Signal()
    opened = Signal(object)
    activeChanged = Signal(bool)
    resultShown = Signal()
    wishChanged = Signal()
    slidersMoved = Signal(object)
    notice = Signal(str)

    def __init__(
        self,
        session: PhotoSession,
        edits: EditController,
        expressions: ExpressionController,
        background: Background,
        load: LoadVideoAnimator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._edits, self._expressions, self._background = session, edits, expressions, background
        self._worker = VideoWorker(load, VideoOrder(edits.model), self)
        self._worker.resultReady.connect(self._take)
        self.player = VideoPlayer(self._worker.show, self)
        self.player.changed.connect(self._send)
        self.player.problem.connect(self._on_problem)
        self.active = False
        self.time_s = 0.0
        self.result: VideoResult | None = None
        self.wish = VideoWish()
        self.face = "largest"
        self._rest_known = self._following = False
        self.problem = ""
        self._scale = 1.0
        self._n_asked = 0
        self._opening = False
        self._before = NO_PHOTO
        session.photoChanged.connect(self._on_photo)
        session.targetsChanged.connect(self._on_targets)
        edits.stateChanged.connect(self._send)

    # -- opening and closing

    def open(self, path: Path) -> None:
        """Open a video in place of what is shown."""
        self._n_asked += 1
        number = self._n_asked

        def read() -> VideoInfo:
            from ganimation_desktop.core.video import VideoReader  # brings FFmpeg

            with VideoReader(path) as reader:
                return reader.info

        def then(info: VideoInfo) -> None:
            if number == self._n_asked:
                self._set_opening("")
                self._begin(info)

        def otherwise(sentence: str) -> None:
            if number == self._n_asked:
                self._set_opening("")
                self.notice.emit(sentence)

        self._set_opening(path.name)
        self._background.run(read, then, otherwise)

    def _set_opening(self, name: str) -> None:
        self._opening = bool(name)
        self.openingChanged.emit(name)

    @Slot()
    def close(self) -> None:
        """Go back to the photo that was open before."""
        self._leave(restore=True)

    def end(self) -> None:
        """Close the video and leave the session to someone else."""
        self._leave(restore=False)

    def shut_down(self, timeout_ms: int = 1000) -> bool:
        """End the threads; tells whether the one that edits ended in time."""
        self._n_asked += 1
        self.player.close()
        return self._worker.close(timeout_ms)

    def wait(self) -> None:
        """Wait for the threads after `shut_down`, however long their last frames take."""
        self._worker.wait()
        self.player.wait()

    def _begin(self, info: VideoInfo) -> None:
        if not self.active:
            self.starting.emit()
            self._before = self._session.state()
            self.active = True
        self._rest_known, self.result, self.time_s = False, None, 0.0
        self.wish, self.face = VideoWish(), "largest"
        self._edits.set_live(State.LOADING_MODEL)
        self._session.restore(NO_PHOTO)
        self._expressions.undo_stack.clear()
        if not self._worker.isRunning():
            self._worker.start()
        self.player.open(info)
        self.activeChanged.emit(True)
        self.wishChanged.emit()
        self.opened.emit(info)

    def _leave(self, *, restore: bool) -> None:
        self._n_asked += 1
        if self._opening:  # something else came before it
            self._set_opening("")
        if not self.active:
            return
        self.active, self.result = False, None
        self.player.close()
        self._edits.set_live(None)
        if restore:
            self._session.restore(self._before)
        self._before = NO_PHOTO
        self._expressions.undo_stack.clear()
        self.activeChanged.emit(False)

    # -- what the user wants

    def set_mode(self, mode: LiveMode) -> None:
        """Choose how the sliders meet a face that moves."""
        self._wish(replace(self.wish, mode=mode))

    def set_gain(self, gain: float) -> None:
        """Choose how much of itself the face does in the mode "amplify", 0..2."""
        self._wish(replace(self.wish, gain=min(max(gain, 0.0), MAX_GAIN)))

    def set_track(self, track: KeyframeTrack) -> None:
        """Take other keyframes."""
        self._wish(replace(self.wish, track=track))
        self._follow()

    def set_face(self, face: str) -> None:
        """Edit the "largest" face or "all"."""
        if face != self.face:
            self.face = face
            self.wishChanged.emit()
            self._send()

    def set_scale(self, scale: float) -> None:
        """Make edits at the size that the canvas shows."""
        self._scale = min(max(scale, 0.02), 1.0)
        self._send()

    @Slot()
    def take_rest(self) -> None:
        """Take what the selected face shows now for what it shows at rest; what is added to that stays."""
        edited = self._edited()
        if edited is None or not edited.chosen:
            self.notice.emit(self.tr("No face is seen here, so there is nothing to take for rest."))
            return
        aus = edited.tracked[edited.chosen[max(0, min(self._session.selected_face, len(edited.chosen) - 1))]].aus
        if aus is not None:
            change = self.wish.aus - self.wish.rest
            self._wish(replace(self.wish, rest=aus, aus=(aus + change).clip(0, 1).astype(np.float32)))
            self._show_faces(edited, anew=True)

    def _wish(self, wish: VideoWish) -> None:
        self.wish = wish
        self.wishChanged.emit()
        self._send()

    @Slot()
    def _send(self) -> None:
        if self.active:
            order = VideoOrder(self._edits.model, self.wish, self.face, self._scale, self.player.playing)
            self._worker.want(order)

    @Slot(int)
    def _on_targets(self, index: int) -> None:
        """A slider moved: with keyframes that concerns this moment, without them the whole video."""
        if not self.active or self._following:
            return
        aus = self._session.targets(index)
        if self.wish.track.keyframes:
            self.slidersMoved.emit(aus)
        else:
            self._wish(replace(self.wish, aus=aus))
        self._follow()

    # -- what comes

    @Slot()
    def _take(self) -> None:
        result = self._worker.newest()
        if result is None or not self.active or result.path not in (None, self.player.path):
            return
        self.problem = result.problem
        if result.edited is None:
            self._edits.set_live(State.NO_FACE)
            self.notice.emit(result.problem)
            return
        self.result, self.time_s = result, result.edited.frame.time_s
        self._show_faces(result.edited)
        self._edits.set_live(State.READY if self._session.faces else State.NO_FACE)
        self.resultShown.emit()

    def _show_faces(self, edited: EditedFrame, *, anew: bool = False) -> None:
        """Give the session the edited faces; while none is seen, those seen last stay there."""
        if not edited.chosen:
            return
        first = edited.tracked[edited.chosen[0]].aus
        if not self._rest_known and first is not None:
            self._rest_known, anew = True, True
            self._wish(replace(self.wish, rest=first, aus=first))
        faces = tuple(replace(edited.animation.faces[index].face, aus=self.wish.rest) for index in edited.chosen)
        if anew or len(faces) != len(self._session.faces):
            selected = self._session.selected_face
            self._following = True
            self._session.set_faces(faces)
            if 0 < selected < len(faces):
                self._session.select_face(selected)
            self._following = False
        else:
            self._session.faces = faces
        self._follow()

    def _follow(self) -> None:
        """Let the sliders of every face show what is wanted at this moment."""
        self._following = True
        aus = self.wish.aus_at(self.time_s)
        for index in range(len(self._session.faces)):
            self._session.set_targets(index, aus)
        self._following = False

    def _edited(self) -> EditedFrame | None:
        return None if self.result is None else self.result.edited

    @Slot(str)
    def _on_problem(self, sentence: str) -> None:
        self.player.play(play=False)
        self.notice.emit(sentence)

    @Slot()
    def _on_photo(self) -> None:
        """A photo was opened: it takes the place of the video."""
        if self._session.photo is not None:
            self.end()
