"""Shows live mode: pictures on the canvas, the read-out at a lower rate, the speed and the state of the camera."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QLocale, QObject, QTimer, Slot
from PySide6.QtGui import QAction

from ganimation_desktop.core.live.camera import CameraState
from ganimation_desktop.ui.live.camera_runner import CameraRunner
from ganimation_desktop.ui.live.controller import LiveCameraMode
from ganimation_desktop.ui.panels.frame_stats import FrameStats
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.error_texts import problem_text

FACTS_MS = 250
STAGES = ("track", "encode", "generate", "composite")
"""Those that a picture waits for."""


class LivePresenter(QObject):
    """Keeps the window in sync with the live controller.

    Attributes
    ----------
    frame_stats
        Speed of the pictures shown lately, from their arrival to the canvas.
    """

    def __init__(self, live: LiveCameraMode, runner: CameraRunner, parts: WindowParts) -> None:
        super().__init__(live)
        self._live, self._runner, self._session = live, runner, parts.session
        self._canvas, self._read_out, self._status, self._actions = parts.canvas, parts.read_out, parts.status, parts.actions
        self.frame_stats = FrameStats()
        self._problem = ""
        self._message: tuple[str, str, bool] | None = None
        self._facts_timer = QTimer(self)
        self._facts_timer.setInterval(FACTS_MS)
        self._facts_timer.timeout.connect(self._show_facts)
        live.activeChanged.connect(self._on_active)
        live.resultShown.connect(self._show_picture)
        live.changed.connect(self._show_facts)
        parts.session.selectedFaceChanged.connect(self._show_facts)
        parts.session.selectedFaceChanged.connect(self._on_selected)
        runner.statusChanged.connect(self.show_message)
        runner.problem.connect(self._on_problem)

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        self._problem, self._message = "", None
        self.frame_stats = FrameStats()
        if active:
            self._facts_timer.start()
            self._canvas.set_frame(None)
            self.show_message()
        else:
            self._facts_timer.stop()
            self._canvas.set_info(())
            self._canvas.message.clear()

    @Slot()
    def _show_picture(self) -> None:
        live, shown = self._live, self._live.shown
        if shown is None or live.result is None:
            return
        self._canvas.show_moving(shown.frame, shown, self._session.faces, self._session.selected_face, self._session.face_numbers)
        if not self._runner.frozen:
            stages_ms = {stage: live.result.timings_ms[stage] for stage in STAGES}
            self.frame_stats.add(time.perf_counter() - live.result.frame.time_s, stages_ms)
        if self._message is not None:
            self.show_message()

    @Slot()
    def _on_selected(self) -> None:
        """Mark the selected face in the picture that is there: a frozen one is not followed by another."""
        session = self._session
        if self._live.active and self._live.shown is not None and len(self._live.shown.faces) == len(session.faces):
            self._canvas.set_faces(session.faces, session.selected_face, session.face_numbers)

    @Slot()
    def _show_facts(self) -> None:
        """Show AUs, speed and facts, at a readable rate."""
        live, result = self._live, self._live.result
        live.set_measuring(self._read_out.isVisible())
        if not live.active or result is None:
            return
        selected = self._session.selected_face
        slot = live.faces.slots[selected] if 0 <= selected < len(live.faces.slots) else None
        if slot in result.slots:
            self._read_out.set_values(result.tracked[result.slots.index(slot)].aus, result.measured.get(slot))
        self._status.show_frame_stats(self.frame_stats)
        self._canvas.set_info(self._facts())
        self.show_message()

    def _facts(self) -> list[str]:
        """What is written into the corner of the canvas."""
        lines = []
        result, status, camera = self._live.result, self._runner.status, self._runner.camera
        if self._runner.frozen:
            keys = self._actions["freeze"].shortcut().toString()
            lines.append(self.tr("Frozen: {keys} resumes").format(keys=keys) if keys else self.tr("Frozen"))
        if self._actions["info"].isChecked() and camera is not None and result is not None:
            lines.append(f"{camera.name}   {status.width} × {status.height}   {status.fps:.0f} fps")
            lines.append("   ".join(f"{name} {QLocale().toString(value, 'f', 1)} ms" for name, value in result.timings_ms.items()))
            lines.append(self.tr("{count} frames dropped").format(count=result.n_dropped))
        return lines

    @Slot(str)
    def _on_problem(self, sentence: str) -> None:
        if self._live.active:
            self._problem = sentence
            self._status.show_message(problem_text(sentence))
            self.show_message()

    @Slot()
    def show_message(self) -> None:
        """Show on the canvas what is wrong, if anything is."""
        if not self._live.active:
            return
        camera, status = self._runner.camera, self._runner.status
        has_picture = self._live.result is not None
        name = "" if camera is None else camera.name
        ways = [self._actions["camera_file"], self._actions["camera"]]
        if self._runner.failed:
            self._show_message(self.tr("The model cannot be used"), problem_text(self._problem), [self._actions["models"], *ways[1:]])
        elif status.state is CameraState.SILENT:
            body = self.tr("Unplug it and plug it in again, or choose another one in the Camera menu.")
            self._show_message(self.tr("The camera does not respond"), body, ways, centred=not has_picture)
        elif status.state is CameraState.LOST:
            self._show_message(self.tr("No picture from the camera"), problem_text(status.sentence), ways, centred=not has_picture)
        elif status.state is CameraState.OPENING:
            self._show_message(self.tr("Opening {camera}…").format(camera=name), busy=True, centred=not has_picture)
        elif not has_picture:
            self._show_message(self.tr("Loading the model…"), busy=True)
        elif not self._session.faces:
            body = self.tr("Look at the camera; the face should be at least 40 pixels wide and not hidden.")
            self._show_message(self.tr("No face in view"), body, centred=False)
        elif self._message is not None:
            self._message = None
            self._canvas.message.clear()

    def _show_message(self, title: str, body: str = "", ways: Sequence[QAction] = (), *, busy: bool = False, centred: bool = True) -> None:
        if self._message != (title, body, centred):
            self._message = title, body, centred
            self._canvas.message.show_message(title, body, ways, busy=busy, centred=centred)
