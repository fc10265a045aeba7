"""Shows the open video: its frames on the canvas, masks and read-out at a lower rate while it plays, and what is the matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from ganimation_desktop.ui.actions import Actions
from ganimation_desktop.ui.canvas import Canvas
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.pace import Pace
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.read_out import ReadOut
from ganimation_desktop.ui.status_widgets import StatusBar
from ganimation_desktop.ui.video_controller import VideoController

if TYPE_CHECKING:
    from ganimation_desktop.core.action_units import AuVector
    from ganimation_desktop.core.animation import Animation

MASKS_MS = 125


class VideoPresenter(QObject):
    """Keeps canvas, masks and read-out at what the video controller says.

    Attributes
    ----------
    pace
        How fast frames were edited lately.
    """

    def __init__(
        self,
        video: VideoController,
        session: PhotoSession,
        edits: EditController,
        canvas: Canvas,
        read_out: ReadOut,
        status: StatusBar,
        actions: Actions,
    ) -> None:
        super().__init__(video)
        self._video, self._session, self._edits = video, session, edits
        self._canvas, self._read_out, self._status, self._actions = canvas, read_out, status, actions
        self.pace = Pace()
        self._measured: tuple[AuVector, ...] = ()
        self._shown: Animation | None = None
        self._details = QTimer(self)
        self._details.setSingleShot(True)
        self._details.setInterval(MASKS_MS)
        self._details.timeout.connect(self._show_details)
        video.activeChanged.connect(self._on_active)
        video.resultShown.connect(self._show_result)
        edits.stateChanged.connect(self.say)
        canvas.viewSettled.connect(self._on_view_settled)

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        self._measured, self._shown, self.pace = (), None, Pace()
        self._canvas.message.clear()
        self._canvas.set_info(())
        if active:
            self._canvas.set_frame(None)
            self.say()

    @Slot()
    def _on_view_settled(self) -> None:
        if self._video.active:
            self._video.set_scale(self._canvas.view.zoom)

    @Slot()
    def _show_result(self) -> None:
        result = self._video.result
        if result is None or result.edited is None:
            return
        edited = result.edited
        faces = tuple(edited.animation.faces[index] for index in edited.chosen)
        selected = min(self._session.selected_face, len(faces) - 1)
        if len(faces) == len(self._session.faces):
            faces = tuple(replace(shown, face=face) for shown, face in zip(faces, self._session.faces, strict=True))
        self._shown = replace(edited.animation, faces=faces)
        self._canvas.show_moving(edited.frame, self._shown, [face.face for face in faces], selected)
        if result.measured is not None:
            self._measured = tuple(result.measured[index] for index in edited.chosen)
        self.pace.add(result.took_s, {name: edited.animation.timings_ms[name] for name in ("encode", "generate", "composite")})
        if not self._details.isActive():
            self._details.start(MASKS_MS if self._video.player.playing else 0)

    @Slot()
    def _show_details(self) -> None:
        """Show masks and AUs, which nobody reads thirty times a second."""
        result = self._video.result
        if not self._video.active or result is None or result.edited is None or self._shown is None:
            return
        edited, selected = result.edited, self._session.selected_face
        if len(self._shown.faces) == len(self._session.faces):
            self._session.set_animation(self._shown)
        seen = 0 <= selected < len(edited.chosen)
        source = edited.tracked[edited.chosen[selected]].aus if seen else None
        self._read_out.set_values(source, self._measured[selected] if seen and selected < len(self._measured) else None)
        self._status.show_device(result.device)
        self._status.show_pace(self.pace)
        self._canvas.set_info(self._facts())

    def _facts(self) -> list[str]:
        info, result = self._video.player.info, self._video.result
        if not self._actions["info"].isChecked() or info is None or result is None or result.edited is None:
            return []
        timings_ms = result.edited.animation.timings_ms
        return [
            f"{info.path.name}   {info.width} × {info.height}   {info.fps:.2f} fps",
            "   ".join(f"{name} {value:.1f} ms" for name, value in timings_ms.items() if value),
        ]

    @Slot()
    def say(self) -> None:
        """Say on the canvas what is the matter, if anything is."""
        if not self._video.active:
            return
        message = self._canvas.message
        if self._edits.state is State.LOADING_MODEL:
            message.say(self.tr("Loading the model…"), busy=True, centred=self._shown is None)
        elif self._edits.state is State.NO_FACE and self._video.result is not None:
            body = self.tr("Go to a frame with a face seen from the front, at least 40 pixels wide and not hidden.")
            message.say(self.tr("No face is seen here"), body, centred=False)
        elif self._edits.state is State.NO_FACE:
            message.say(self.tr("The video cannot be edited"), self._video.problem, [self._actions["models"], self._actions["video_close"]])
        else:
            message.clear()
