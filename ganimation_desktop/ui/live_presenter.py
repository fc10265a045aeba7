"""Shows live mode: pictures on the canvas, masks and read-out at a lower rate, the pace, and how the camera is."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction

from ganimation_desktop.core.camera import CameraState
from ganimation_desktop.ui.actions import Actions
from ganimation_desktop.ui.camera_runner import CameraRunner
from ganimation_desktop.ui.canvas import Canvas
from ganimation_desktop.ui.live_controller import LiveController
from ganimation_desktop.ui.pace import Pace
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.read_out import ReadOut
from ganimation_desktop.ui.status_widgets import StatusBar

if TYPE_CHECKING:
    from ganimation_desktop.core.animation import Animation

MASKS_MS = 125
FACTS_MS = 250
STAGES = ("track", "encode", "generate", "composite")
"""Those that a picture waits for."""


class LivePresenter(QObject):
    """Keeps the window at what the live controller says.

    Attributes
    ----------
    pace
        Speed of the pictures shown lately, from their arrival to the canvas.
    """

    def __init__(
        self,
        live: LiveController,
        runner: CameraRunner,
        session: PhotoSession,
        canvas: Canvas,
        read_out: ReadOut,
        status: StatusBar,
        actions: Actions,
    ) -> None:
        super().__init__(live)
        self._live, self._runner, self._session = live, runner, session
        self._canvas, self._read_out, self._status, self._actions = canvas, read_out, status, actions
        self.pace = Pace()
        self._problem = ""
        self._said: tuple[str, str, bool] | None = None
        self._masks_of: Animation | None = None
        self._masks_timer, self._facts_timer = QTimer(self), QTimer(self)
        for timer, interval_ms, slot in (
            (self._masks_timer, MASKS_MS, self._show_masks),
            (self._facts_timer, FACTS_MS, self._show_facts),
        ):
            timer.setInterval(interval_ms)
            timer.timeout.connect(slot)
        live.activeChanged.connect(self._on_active)
        live.resultShown.connect(self._show_picture)
        live.changed.connect(self._show_facts)
        session.selectedFaceChanged.connect(self._show_facts)
        runner.statusChanged.connect(self.say)
        runner.problem.connect(self._on_problem)

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        self._problem, self._said = "", None
        self.pace = Pace()
        for timer in (self._masks_timer, self._facts_timer):
            if active:
                timer.start()
            else:
                timer.stop()
        if active:
            self._canvas.set_frame(None)
            self.say()
        else:
            self._canvas.set_info(())
            self._canvas.message.clear()

    @Slot()
    def _show_picture(self) -> None:
        live, shown = self._live, self._live.shown
        if shown is None or live.result is None:
            return
        self._canvas.show_moving(shown.frame, shown, self._session.faces, self._session.selected_face)
        if not self._runner.frozen:
            stages_ms = {stage: live.result.timings_ms[stage] for stage in STAGES}
            self.pace.add(time.perf_counter() - live.result.frame.time_s, stages_ms)
        if self._said is not None:
            self.say()

    @Slot()
    def _show_masks(self) -> None:
        if self._live.shown is not None and self._live.shown is not self._masks_of:
            self._masks_of = self._live.shown
            self._session.set_animation(self._live.shown)

    @Slot()
    def _show_facts(self) -> None:
        """Show AUs, pace and facts, which nobody reads thirty times a second."""
        live, result = self._live, self._live.result
        live.set_measuring(self._read_out.isVisible())
        if not live.active or result is None:
            return
        selected = self._session.selected_face
        slot = live.faces.slots[selected] if 0 <= selected < len(live.faces.slots) else None
        if slot in result.slots:
            self._read_out.set_values(result.tracked[result.slots.index(slot)].aus, result.measured.get(slot))
        self._status.show_pace(self.pace)
        self._canvas.set_info(self._facts())
        self.say()

    def _facts(self) -> list[str]:
        """What is written into the corner of the canvas."""
        lines = []
        result, status, camera = self._live.result, self._runner.status, self._runner.camera
        if self._runner.frozen:
            keys = self._actions["freeze"].shortcut().toString()
            lines.append(self.tr("Frozen: {keys} goes on").format(keys=keys) if keys else self.tr("Frozen"))
        if self._actions["info"].isChecked() and camera is not None and result is not None:
            lines.append(f"{camera.name}   {status.width} × {status.height}   {status.fps:.0f} fps")
            lines.append("   ".join(f"{name} {value:.1f} ms" for name, value in result.timings_ms.items()))
            lines.append(self.tr("{count} frames left out").format(count=result.n_dropped))
        return lines

    @Slot(str)
    def _on_problem(self, sentence: str) -> None:
        if self._live.active:
            self._problem = sentence
            self._status.say(sentence)
            self.say()

    @Slot()
    def say(self) -> None:
        """Say on the canvas what is the matter, if anything is."""
        if not self._live.active:
            return
        camera, status = self._runner.camera, self._runner.status
        has_picture = self._live.result is not None
        name = "" if camera is None else camera.name
        ways = [self._actions["camera_file"], self._actions["camera"]]
        if self._runner.failed:
            self._say(self.tr("The model cannot be used"), self._problem, [self._actions["models"], *ways[1:]])
        elif status.state is CameraState.SILENT:
            body = self.tr("Unplug it and plug it in again, or choose another one in the Camera menu.")
            self._say(self.tr("The camera does not answer"), body, ways, centred=not has_picture)
        elif status.state is CameraState.LOST:
            self._say(self.tr("No picture from the camera"), status.sentence, ways, centred=not has_picture)
        elif status.state is CameraState.OPENING:
            self._say(self.tr("Opening {camera}…").format(camera=name), busy=True, centred=not has_picture)
        elif not has_picture:
            self._say(self.tr("Loading the model…"), busy=True)
        elif not self._session.faces:
            body = self.tr("Look at the camera; the face should be at least 40 pixels wide and not hidden.")
            self._say(self.tr("No face is seen"), body, centred=False)
        elif self._said is not None:
            self._said = None
            self._canvas.message.clear()

    def _say(self, title: str, body: str = "", ways: Sequence[QAction] = (), *, busy: bool = False, centred: bool = True) -> None:
        if self._said != (title, body, centred):
            self._said = title, body, centred
            self._canvas.message.say(title, body, ways, busy=busy, centred=centred)
