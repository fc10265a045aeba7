"""Live mode: a camera's faces in the session, its edited pictures for whoever shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.live.camera import CameraState
from ganimation_desktop.ui.live.camera_mode import CameraMode
from ganimation_desktop.ui.live.camera_runner import CameraRunner
from ganimation_desktop.ui.live.faces import LiveFaces
from ganimation_desktop.ui.live.steps import LiveStack
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animation import Animation
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.expressions.live_request import LiveRequest
    from ganimation_desktop.core.live.pipeline import LivePipeline, LiveResult


class LiveCameraMode(CameraMode["LiveRequest", "LiveResult"]):
    """Starts and ends live mode, and makes one session of the live faces and the sliders; the gain counts in the mode "amplify".

    Attributes
    ----------
    mode
        What the sliders mean.
    eye_contact
        How far the eyes are turned towards the camera, 0..1.
    measuring
        Whether the AUs of the result are measured, for the read-out.
    result, shown
        The newest result, and its edit as the canvas shows it: mirrored perhaps, its faces in the order of the session.
    faces
        The live faces in the session.
    """

    has_own_history = True

    def __init__(self, runner: CameraRunner, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(runner, parts, parent)
        session = parts.session
        self._session, self._expressions, self._settings = session, parts.expressions, parts.settings
        self.mode = LiveMode.OFFSET
        self.measuring = False
        self.eye_contact = 0.0
        self.result: LiveResult | None = None
        self.shown: Animation | None = None
        self.faces = LiveFaces(session)
        self._stack = LiveStack(parts.expressions)
        parts.expressions.add_stack(self._stack)
        self._stack.shown.connect(self._on_step)
        self._stack.outOfView.connect(self._on_out_of_view)
        runner.resultReady.connect(self._take)
        runner.statusChanged.connect(self._on_status)
        session.targetsChanged.connect(self._on_targets)
        session.protections.changed.connect(self._on_protection)

    # -- beginning and ending

    def enter(self) -> None:
        """Show the camera's pictures, in place of the photo."""
        self._expressions.use_stack(self._stack)
        self.faces = LiveFaces(self._session, self._settings.live_sliders)
        self._stack.begin(self.faces)
        self._session.show_moving()
        self._begin(State.LOADING_MODEL)

    def leave(self) -> None:
        """End the camera; what was added to every face is there the next time, but not its undo."""
        self.result = self.shown = None
        self._stack.clear()
        super().leave()

    def _go_on(self) -> None:
        self.faces.restart()
        self._session.set_faces(())
        self._begin(State.NO_FACE)

    def _begin(self, state: State) -> None:
        self._run(self._make_pipeline)
        self.result = self.shown = None
        self._set_state(state)
        self.activeChanged.emit(True)

    @property
    def photo_has_face(self) -> bool:
        """Whether the photo that was put aside has a face."""
        return bool(self._session.state().faces)

    def _make_pipeline(self, animator: Animator) -> LivePipeline:
        from ganimation_desktop.core.live.pipeline import LivePipeline  # brings torch; this runs in the live thread

        return LivePipeline(animator, self._runner.machinery.detections())

    # -- what the user wants

    def set_mode(self, mode: LiveMode) -> None:
        """Choose what the sliders mean."""
        if mode is not self.mode:
            self.mode = mode
            self.send()
            self.changed.emit()

    @property
    def everyone(self) -> bool:
        """Whether every face is edited, or only the selected one."""
        return self.faces.everyone

    def set_everyone(self, *, everyone: bool) -> None:
        """Edit every face before the camera, or only the selected one."""
        if everyone != self.faces.everyone:
            self.faces.set_everyone(everyone=everyone)
            self._stack.take_note()
            self.send()
            self.changed.emit()

    @Slot()
    def work_on_selected(self) -> None:
        """The user turned to a face: edit that one alone."""
        if self.active:
            self.set_everyone(everyone=False)

    def set_eye_contact(self, strength: float) -> None:
        """Turn the eyes of the edited faces towards the camera, 0..1."""
        if strength != self.eye_contact:
            self.eye_contact = strength
            self.send()
            self.changed.emit()

    def set_measuring(self, measuring: bool) -> None:
        """Set whether the AUs of the result are measured."""
        if measuring != self.measuring:
            self.measuring = measuring
            self.send()

    def set_mirrored(self, mirrored: bool) -> None:
        """Mirror the preview, or not."""
        if mirrored != self._settings.camera_mirrored:
            self._settings.camera_mirrored = mirrored
            if self.active and self.result is not None:
                self._show(self.result)
            self.changed.emit()

    @Slot(int)
    def _on_targets(self, index: int) -> None:
        """A slider moved, perhaps of all faces."""
        if self.active:
            self.faces.spread(index)
            self._keep_sliders()
            self.send()

    @Slot(int)
    def _on_protection(self, index: int) -> None:
        """Something else of a face may not change, perhaps of all faces."""
        if self.active:
            self.faces.spread_regions(index)
            self.send()

    @Slot()
    def _on_step(self) -> None:
        """Undo or redo changed what is added, perhaps to another choice of faces."""
        self._keep_sliders()
        self.send()
        self.changed.emit()

    @Slot()
    def _on_out_of_view(self) -> None:
        self.notice.emit(self.tr("The faces that these steps are about are not in view."))

    def _keep_sliders(self) -> None:
        if self.faces.everyone and self.faces.slots:
            self._settings.live_sliders = self.faces.common.tolist()

    def _request(self) -> LiveRequest:
        return replace(self.faces.request(self.mode, self.gain, measure=self.measuring), eye_contact=self.eye_contact)

    # -- what comes

    @Slot()
    def _take(self) -> None:
        result = self._newest()
        if result is not None:
            self._show(result)

    def _show(self, result: LiveResult) -> None:
        shown = result.animation
        if self._settings.camera_mirrored:
            from ganimation_desktop.ui.live.mirror import mirrored  # brings dlib

            shown = mirrored(shown)
        revision = self.faces.revision
        self.result, self.shown = result, self.faces.take(result, shown)
        self._session.set_animation(self.shown)
        if self.faces.revision != revision:
            self.send()
        self._set_state(State.READY if self._session.faces else State.NO_FACE)
        self.resultShown.emit()

    @Slot()
    def _on_status(self) -> None:
        """The camera gives no picture: whether there is a model does not matter now."""
        if self.active and self._runner.status.state in (CameraState.LOST, CameraState.SILENT):
            self._set_state(State.NO_FACE)
