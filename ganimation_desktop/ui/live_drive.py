"""Driving the open photo with a camera: what the face before the camera does, the face on the photo does too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from ganimation_desktop.core.camera import CameraState
from ganimation_desktop.ui.actions import Actions
from ganimation_desktop.ui.camera_list import Camera
from ganimation_desktop.ui.camera_mode import CameraMode
from ganimation_desktop.ui.camera_runner import CameraRunner
from ganimation_desktop.ui.canvas import Canvas
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.expression_controller import ExpressionController
from ganimation_desktop.ui.history import ExpressionCommand
from ganimation_desktop.ui.pace import Pace
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.read_out import ReadOut
from ganimation_desktop.ui.status_widgets import StatusBar

if TYPE_CHECKING:
    from ganimation_desktop.core.action_units import AuVector
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.drive import DriveResult, DriveWish, PhotoDriver

OUTPUT_PX = 1280
"""Long side of what is recorded, at least."""


class DriveController(CameraMode):
    """Starts and ends the driving, and shows the photo as it is driven; a gain of more than 1 exaggerates.

    Attributes
    ----------
    result
        The newest result; None before the first.
    """

    def __init__(
        self,
        runner: CameraRunner,
        session: PhotoSession,
        edits: EditController,
        expressions: ExpressionController,
        canvas: Canvas,
        read_out: ReadOut,
        status: StatusBar,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, edits, parent)
        self._session, self._expressions = session, expressions
        self._canvas, self._read_out, self._status, self._actions = canvas, read_out, status, actions
        self.result: DriveResult | None = None
        self._pace = Pace()
        self._face = -1
        self._problem = ""
        self._measured: tuple[AuVector, ...] = ()
        self._said: tuple[str, str] | None = None
        runner.resultReady.connect(self._take)
        runner.statusChanged.connect(self._say)
        runner.problem.connect(self._on_problem)
        session.photoChanged.connect(self.stop)
        canvas.viewSettled.connect(self.send_wish)

    # -- beginning and ending

    def start(self, camera: Camera) -> bool:
        """Drive the selected face of the open photo; return whether that can be."""
        photo, face = self._session.photo, self._session.selected_face
        if photo is None or face < 0:
            self.notice.emit(self.tr("Open a photo with a face first: that is what the camera moves."))
            return False
        boxes = tuple(each.box for each in self._session.faces)
        targets = self._session.all_targets()

        def make_driver(animator: Animator) -> PhotoDriver:
            from ganimation_desktop.core.drive import PhotoDriver

            return PhotoDriver(
                animator, photo.frame, boxes=boxes, face=face, targets=targets, detections=self._runner.machinery.detections()
            )

        if not self._run(camera, make_driver, self._wish()):
            return False
        self._face = face
        self.active, self.result, self._problem, self._said = True, None, "", None
        self._pace = Pace()
        self._edits.set_live(State.DRIVEN)
        self.activeChanged.emit(True)
        self._say()
        return True

    @Slot()
    def stop(self) -> None:
        """End the driving; the sliders are what they were before."""
        if not self.active:
            return
        self.active = False
        self._runner.stop()
        self.result = None
        self._canvas.message.clear()
        self._edits.set_live(None)
        self._edits.request()
        self.activeChanged.emit(False)

    def keep_expression(self) -> None:
        """Set the sliders of the driven face, whichever is selected meanwhile, to the expression that it has now."""
        face = self._face
        if self.result is None or self.result.animation is None:
            self.notice.emit(self.tr("There is no expression to keep yet."))
            return
        before, after = self._session.targets(face), self.result.animation.faces[face].target_aus
        if not np.array_equal(before, after):
            self._expressions.undo_stack.push(ExpressionCommand(self._session, face, before, after, self.tr("Expression of the camera")))

    # -- what the user wants

    @Slot()
    def send_wish(self) -> None:
        """Tell the live thread the gain and the size that is looked at."""
        if self.active:
            self._runner.wish(self._wish())

    def _wish(self) -> DriveWish:
        from ganimation_desktop.core.drive import DriveWish

        return DriveWish(self.gain, self._scale, self._read_out.isVisible())

    @property
    def _scale(self) -> float:
        photo = self._session.photo
        if photo is None:
            return 1.0
        output = OUTPUT_PX / max(photo.frame.width, photo.frame.height)
        return min(1.0, max(self._canvas.view.zoom, output) if self._runner.has_outputs else self._canvas.view.zoom)

    # -- what comes

    @Slot()
    def _take(self) -> None:
        result = self._runner.newest() if self.active else None
        if result is None:
            return
        self.result = result
        if result.animation is not None:
            self._session.set_animation(result.animation)
            self._pace.add(result.latency_s, result.animation.timings_ms)
            self._status.show_pace(self._pace)
        if result.measured and result.measured is not self._measured:
            self._measured = result.measured
            self._session.set_measured(result.measured)
        self.resultShown.emit()
        self._say()

    @Slot(str)
    def _on_problem(self, sentence: str) -> None:
        if self.active:
            self._problem = sentence
            self._status.say(sentence)
            self._say()

    @Slot()
    def _say(self) -> None:
        """Say on the canvas what is the matter, if anything is."""
        if not self.active:
            return
        status, result = self._runner.status, self.result
        ways = [self._actions["camera_file"], self._actions["drive"]]
        if self._runner.failed:
            self._tell(self.tr("The camera cannot move this photo"), self._problem, ways[1:])
        elif status.state is CameraState.SILENT:
            self._tell(self.tr("The camera does not answer"), self.tr("Unplug it and plug it in again, or choose another one."), ways)
        elif status.state is CameraState.LOST:
            self._tell(self.tr("No picture from the camera"), status.sentence, ways)
        elif result is None:
            self._tell(self.tr("Opening the camera…"), busy=True)
        elif result.driver is None:
            self._tell(self.tr("No face is seen by the camera"), self.tr("Look at the camera: your expression moves the photo."))
        elif result.calibrating:
            self._tell(self.tr("Look at the camera with a relaxed face for a moment"), busy=True)
        elif self._said is not None:
            self._said = None
            self._canvas.message.clear()

    def _tell(self, title: str, body: str = "", ways: Sequence[QAction] = (), *, busy: bool = False) -> None:
        if self._said != (title, body):
            self._said = title, body
            self._canvas.message.say(title, body, ways, busy=busy, centred=False)
