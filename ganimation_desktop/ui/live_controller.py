"""Live mode: a camera's faces in the session, its edited pictures for whoever shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ganimation_desktop.core.camera import CameraState
from ganimation_desktop.core.live_wish import LiveMode
from ganimation_desktop.ui.camera_list import Camera
from ganimation_desktop.ui.camera_mode import CameraMode
from ganimation_desktop.ui.camera_runner import CameraRunner
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.live_faces import LiveFaces
from ganimation_desktop.ui.photo_session import PhotoSession, SessionState
from ganimation_desktop.ui.settings import AppSettings

if TYPE_CHECKING:
    from ganimation_desktop.core.animation import Animation
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.live import LivePipeline, LiveResult

NO_PHOTO = SessionState(None, (), {}, 0)


class LiveController(CameraMode):
    """Starts and ends live mode, and makes one session of the live faces and the sliders; the gain counts in the mode "amplify".

    Attributes
    ----------
    mode
        What the sliders mean.
    measuring
        Whether somebody looks at the AUs of the result.
    result, shown
        The newest result, and its edit as the canvas shows it: mirrored perhaps, its faces in the order of the session.
    faces
        The live faces in the session.
    """

    def __init__(
        self,
        runner: CameraRunner,
        session: PhotoSession,
        edits: EditController,
        expressions: ExpressionController,
        settings: AppSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, edits, parent)
        self._session, self._expressions, self._settings = session, expressions, settings
        self.mode = LiveMode.OFFSET
        self.measuring = False
        self.result: LiveResult | None = None
        self.shown: Animation | None = None
        self.faces = LiveFaces(session)
        self._before = NO_PHOTO
        self._undo_slots: tuple[int, ...] = ()
        runner.resultReady.connect(self._take)
        runner.statusChanged.connect(self._on_status)
        session.photoChanged.connect(self._on_photo)
        session.targetsChanged.connect(self.send_wish)

    # -- beginning and ending

    def start(self, camera: Camera) -> bool:
        """Show a camera's pictures, in place of the photo or of another camera; return whether it can be."""
        if self.active:
            self.faces.restart()
        else:
            self.faces = LiveFaces(self._session)
        if not self._run(camera, self._make_pipeline, self.faces.wish(self.mode, self.gain, measure=self.measuring)):
            return False
        self.result = self.shown = None
        if self.active:
            self._session.set_faces(())
            self._edits.set_live(State.NO_FACE)
        else:
            self._before = self._session.state()
            self.active = True
            self._edits.set_live(State.LOADING_MODEL)
            self._session.restore(NO_PHOTO)
        self._expressions.undo_stack.clear()
        self.activeChanged.emit(True)
        return True

    @Slot()
    def stop(self) -> None:
        """Go back to the photo that was open before."""
        self._leave(restore=True)

    def end(self) -> None:
        """End live mode and leave the session to someone else."""
        self._leave(restore=False)

    def _leave(self, *, restore: bool) -> None:
        if not self.active:
            return
        self.active = False
        self._runner.stop()
        self.result = self.shown = None
        self._edits.set_live(None)
        if restore:
            self._session.restore(self._before)
        self._before = NO_PHOTO
        self._expressions.undo_stack.clear()
        self.activeChanged.emit(False)

    def _make_pipeline(self, animator: Animator) -> LivePipeline:
        from ganimation_desktop.core.live import LivePipeline  # brings torch; this runs in the live thread

        return LivePipeline(animator, self._runner.machinery.detections())

    # -- what the user wants

    def set_mode(self, mode: LiveMode) -> None:
        """Choose what the sliders mean."""
        if mode is not self.mode:
            self.mode = mode
            self.send_wish()
            self.changed.emit()

    def set_measuring(self, measuring: bool) -> None:
        """Say whether somebody looks at the AUs of the result."""
        if measuring != self.measuring:
            self.measuring = measuring
            self.send_wish()

    def set_mirrored(self, mirrored: bool) -> None:
        """Mirror the preview, or not."""
        if mirrored != self._settings.camera_mirrored:
            self._settings.camera_mirrored = mirrored
            if self.active and self.result is not None:
                self._show(self.result)
            self.changed.emit()

    @Slot()
    def send_wish(self) -> None:
        """Tell the live thread what the sliders say."""
        if self.active:
            self._runner.wish(self.faces.wish(self.mode, self.gain, measure=self.measuring))

    # -- what comes

    @Slot()
    def _take(self) -> None:
        result = self._runner.newest() if self.active else None
        if result is not None:
            self._show(result)

    def _show(self, result: LiveResult) -> None:
        shown = result.animation
        if self._settings.camera_mirrored:
            from ganimation_desktop.ui.live_mirror import mirrored  # brings dlib

            shown = mirrored(shown)
        revision = self.faces.revision
        self.result, self.shown = result, self.faces.take(result, shown)
        self._session.animation = self.shown
        if self.faces.revision != revision:
            if self.faces.slots and self.faces.slots != self._undo_slots:
                self._undo_slots = self.faces.slots
                self._expressions.undo_stack.clear()
            self.send_wish()
        self._edits.set_live(State.READY if self._session.faces else State.NO_FACE)
        self.resultShown.emit()

    @Slot()
    def _on_status(self) -> None:
        """The camera gives no picture: whether there is a model does not matter now."""
        if self.active and self._runner.status.state in (CameraState.LOST, CameraState.SILENT):
            self._edits.set_live(State.NO_FACE)

    @Slot()
    def _on_photo(self) -> None:
        """A photo was opened: it takes the place of the camera."""
        if self.active and self._session.photo is not None:
            self.end()
