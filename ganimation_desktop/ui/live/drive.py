"""Driving the open photo with a camera: what the face before the camera does, the face on the photo does too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from ganimation_desktop.core.live.camera import CameraState
from ganimation_desktop.ui.commands.history import ExpressionCommand
from ganimation_desktop.ui.live.camera_list import Camera
from ganimation_desktop.ui.live.camera_mode import CameraMode
from ganimation_desktop.ui.live.camera_runner import CameraRunner
from ganimation_desktop.ui.panels.frame_stats import FrameStats
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.error_texts import problem_text
from ganimation_desktop.ui.widgets.kept_text import kept_text

if TYPE_CHECKING:
    from ganimation_desktop.core.base.action_units import AuVector
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.imaging.frames import Photo
    from ganimation_desktop.core.live.drive import DriveRequest, DriveResult, PhotoDriver

OUTPUT_PX = 1280
"""Long side of what is recorded, at least."""


class DriveMode(CameraMode["DriveRequest", "DriveResult"]):
    """Starts and ends the driving, and shows the photo as it is driven; a gain of more than 1 exaggerates.

    Attributes
    ----------
    result
        The newest result; None before the first.
    """

    def __init__(self, runner: CameraRunner, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(runner, parts, parent)
        self._session, self._expressions = parts.session, parts.expressions
        self._canvas, self._read_out, self._status, self._actions = parts.canvas, parts.read_out, parts.status, parts.actions
        self.result: DriveResult | None = None
        self._frame_stats = FrameStats()
        self._face = -1
        self._driven: Photo | None = None
        self._problem = ""
        self._measured: tuple[AuVector, ...] = ()
        self._message: tuple[str, str] | None = None
        runner.resultReady.connect(self._take)
        runner.statusChanged.connect(self._show_message)
        runner.problem.connect(self._on_problem)
        parts.session.photoChanged.connect(self._on_photo)
        parts.canvas.viewSettled.connect(self.send)
        parts.session.protections.changed.connect(self.send)

    # -- beginning and ending

    def start(self, camera: Camera) -> bool:
        """Drive the selected face of the open photo; return whether that can be."""
        state = self._session.state()
        if state.photo is None or not 0 <= state.selected_face < len(state.faces):
            self.notice.emit(self.tr("Open a photo with a face first: your face in front of the camera will move it."))
            return False
        return super().start(camera)

    def enter(self) -> None:
        """Show the photo, and let the camera move its selected face."""
        self._session.show_photo()
        self._go_on()

    def leave(self) -> None:
        """End the driving; the sliders are what they were before."""
        self.result = self._driven = None
        self._canvas.message.clear()
        super().leave()

    def _go_on(self) -> None:
        photo, face = self._session.photo, self._session.selected_face
        assert photo is not None
        boxes = tuple(each.box for each in self._session.faces)
        targets = self._session.all_targets()

        def make_driver(animator: Animator) -> PhotoDriver:
            from ganimation_desktop.core.live.drive import PhotoDriver

            return PhotoDriver(
                animator, photo.frame, boxes=boxes, face=face, targets=targets, detections=self._runner.machinery.detections()
            )

        self._run(make_driver)
        self._face, self._driven = face, photo
        self.result, self._problem, self._message = None, "", None
        self._frame_stats = FrameStats()
        self._set_state(State.DRIVEN)
        self.activeChanged.emit(True)
        self._show_message()

    @Slot()
    def _on_photo(self) -> None:
        """Another photo ends it."""
        if self._driven is not None and self._session.photo is not self._driven:
            self.stop()

    def keep_expression(self) -> None:
        """Set the sliders of the driven face, whichever is selected meanwhile, to the expression that it has now."""
        face = self._face
        if self.result is None or self.result.animation is None:
            self.notice.emit(self.tr("There is no expression to save yet."))
            return
        before, after = self._session.target(face), self.result.animation.faces[face].target
        if before != after:
            self._expressions.undo_stack.push(
                ExpressionCommand(self._session, face, before, after, kept_text("DriveMode", "Expression of the camera"))
            )

    # -- what the user wants

    def _request(self) -> DriveRequest:
        """The gain and the size that is shown."""
        from ganimation_desktop.core.live.drive import DriveRequest

        return DriveRequest(self.gain, self._scale, self._read_out.isVisible(), self._session.protections.all())

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
        result = self._newest()
        if result is None:
            return
        self.result = result
        if result.animation is not None:
            self._session.set_animation(result.animation)
            self._frame_stats.add(result.latency_s, result.animation.timings_ms)
            self._status.show_frame_stats(self._frame_stats)
        if result.measured and result.measured is not self._measured:
            self._measured = result.measured
            self._session.set_measured(result.measured)
        self.resultShown.emit()
        self._show_message()

    @Slot(str)
    def _on_problem(self, sentence: str) -> None:
        if self.active:
            self._problem = sentence
            self._status.show_message(problem_text(sentence))
            self._show_message()

    @Slot()
    def _show_message(self) -> None:
        """Show a problem on the canvas, if any."""
        if not self.active:
            return
        status, result = self._runner.status, self.result
        ways = [self._actions["camera_file"], self._actions["drive"]]
        if self._runner.failed:
            self._show_on_canvas(self.tr("The camera cannot move this photo"), problem_text(self._problem), ways[1:])
        elif status.state is CameraState.SILENT:
            self._show_on_canvas(
                self.tr("The camera does not respond"), self.tr("Unplug it and plug it in again, or choose another one."), ways
            )
        elif status.state is CameraState.LOST:
            self._show_on_canvas(self.tr("No picture from the camera"), problem_text(status.sentence), ways)
        elif result is None:
            self._show_on_canvas(self.tr("Opening the camera…"), busy=True)
        elif result.driver is None:
            self._show_on_canvas(self.tr("The camera sees no face"), self.tr("Look at the camera: your expression moves the photo."))
        elif result.calibrating:
            self._show_on_canvas(self.tr("Look at the camera with a relaxed face for a moment"), busy=True)
        elif self._message is not None:
            self._message = None
            self._canvas.message.clear()

    def _show_on_canvas(self, title: str, body: str = "", ways: Sequence[QAction] = (), *, busy: bool = False) -> None:
        if self._message != (title, body):
            self._message = title, body
            self._canvas.message.show_message(title, body, ways, busy=busy, centred=False)
