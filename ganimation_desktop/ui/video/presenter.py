"""Shows the open video: its frames on the canvas, the read-out at a lower rate while it plays, and what is the matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, Slot

from ganimation_desktop.ui.panels.frame_stats import FrameStats
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.video.controller import VideoMode
from ganimation_desktop.ui.widgets.error_texts import problem_text

if TYPE_CHECKING:
    from ganimation_desktop.core.base.action_units import AuVector
    from ganimation_desktop.core.edit.animation import Animation

DETAILS_MS = 125


class VideoPresenter(QObject):
    """Keeps canvas, masks and read-out in sync with the video controller.

    Attributes
    ----------
    frame_stats
        How fast frames were edited lately.
    """

    def __init__(self, video: VideoMode, parts: WindowParts) -> None:
        super().__init__(video)
        self._video, self._session = video, parts.session
        self._canvas, self._read_out, self._status, self._actions = parts.canvas, parts.read_out, parts.status, parts.actions
        self.frame_stats = FrameStats()
        self._measured: tuple[AuVector, ...] = ()
        self._shown: Animation | None = None
        self._details = QTimer(self)
        self._details.setSingleShot(True)
        self._details.setInterval(DETAILS_MS)
        self._details.timeout.connect(self._show_details)
        video.activeChanged.connect(self._on_active)
        video.resultShown.connect(self._show_result)
        video.stateChanged.connect(self.show_message)
        parts.canvas.viewSettled.connect(self._on_view_settled)
        parts.session.selectedFaceChanged.connect(self._on_selected)

    @Slot(bool)
    def _on_active(self, active: bool) -> None:
        self._measured, self._shown, self.frame_stats = (), None, FrameStats()
        self._canvas.message.clear()
        self._canvas.set_info(())
        if active:
            self._canvas.set_frame(None)
            self.show_message()

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
        if len(faces) == len(self._session.faces):
            self._session.set_animation(self._shown)
        numbers = [edited.people[index] + 1 for index in edited.chosen]
        self._canvas.show_moving(edited.frame, self._shown, [face.face for face in faces], selected, numbers)
        if result.measured is not None:
            self._measured = tuple(result.measured[index] for index in edited.chosen)
        timings_ms = edited.animation.timings_ms
        self.frame_stats.add(result.took_s, {name: timings_ms[name] for name in ("encode", "generate", "prepare", "composite")})
        if not self._details.isActive():
            self._details.start(DETAILS_MS if self._video.player.playing else 0)

    @Slot()
    def _on_selected(self) -> None:
        """Mark the selected face in the picture that is there: a video that stands still has no newer one."""
        shown, session = self._shown, self._session
        if self._video.active and shown is not None and len(shown.faces) == len(session.faces):
            self._canvas.set_faces([face.face for face in shown.faces], session.selected_face, session.face_numbers)
            self._details.start(0)

    @Slot()
    def _show_details(self) -> None:
        """Show AUs, speed and facts, at a readable rate."""
        result = self._video.result
        if not self._video.active or result is None or result.edited is None or self._shown is None:
            return
        edited, selected = result.edited, self._session.selected_face
        seen = 0 <= selected < len(edited.chosen)
        source = edited.tracked[edited.chosen[selected]].aus if seen else None
        self._read_out.set_values(source, self._measured[selected] if seen and selected < len(self._measured) else None)
        self._status.show_device(result.device)
        player = self._video.player
        due_fps = player.info.fps * player.speed if player.playing and player.info is not None else None
        self._status.show_frame_stats(self.frame_stats, due_fps)
        if not player.playing and self.frame_stats.fps >= 1:
            self._details.start(DETAILS_MS)  # until nothing moves any more
        self._canvas.set_info(self._facts())

    def _facts(self) -> list[str]:
        info, result = self._video.player.info, self._video.result
        if not self._actions["info"].isChecked() or info is None or result is None or result.edited is None:
            return []
        timings_ms = result.edited.animation.timings_ms
        return [
            f"{info.path.name}   {info.width} × {info.height}   {QLocale().toString(info.fps, 'f', 2)} fps",
            "   ".join(f"{name} {QLocale().toString(value, 'f', 1)} ms" for name, value in timings_ms.items() if value),
        ]

    @Slot()
    def show_message(self) -> None:
        """Show a problem on the canvas, if any."""
        if not self._video.active:
            return
        message = self._canvas.message
        if self._video.state is State.LOADING_MODEL:
            message.show_message(self.tr("Loading the model…"), busy=True, centred=self._shown is None)
        elif self._video.state is State.NO_FACE and self._video.result is not None:
            body = self.tr("Go to a frame with a face seen from the front, at least 40 pixels wide and not hidden.")
            message.show_message(self.tr("No face in this frame"), body, centred=False)
        elif self._video.state is State.NO_FACE:
            ways = [self._actions["models"], self._actions["video_close"]]
            message.show_message(self.tr("The video cannot be edited"), problem_text(self._video.problem), ways)
        else:
            message.clear()
