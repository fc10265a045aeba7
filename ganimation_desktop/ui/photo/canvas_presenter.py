"""Shows the session on the canvas: photo, faces, result, and a message with actions when there is nothing to edit."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, QPointF, QTimer, Slot

from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.error_texts import problem_text

MESSAGE_DELAY_MS = 250
"""Delay of messages about short states, so that they do not flash."""


class CanvasPresenter(QObject):
    """Keeps the canvas in sync with session and edits.

    Attributes
    ----------
    opening
        Name of the photo that is being read, empty for none.
    """

    def __init__(self, parts: WindowParts) -> None:
        canvas, session = parts.canvas, parts.session
        super().__init__(canvas)
        self._canvas, self._session, self._edits, self._modes = canvas, session, parts.edits, parts.modes
        self._actions, self._pointer = parts.actions, parts.masks.link
        self.opening = ""
        self._message_later = QTimer(self)
        self._message_later.setSingleShot(True)
        self._message_later.setInterval(MESSAGE_DELAY_MS)
        self._message_later.timeout.connect(self._show_message)
        session.photoChanged.connect(self._on_photo)
        session.faceListChanged.connect(self._on_faces)
        session.facesAdded.connect(self._on_faces)
        session.selectedFaceChanged.connect(self._on_faces)
        session.resultChanged.connect(self._on_result)
        parts.modes.stateChanged.connect(self.refresh_message)
        parts.actions["face_box"].toggled.connect(self.refresh_message)
        canvas.viewSettled.connect(self._on_view_settled)
        canvas.viewChanged.connect(self._on_view)
        canvas.faceClicked.connect(session.select_face)
        canvas.pointerMoved.connect(self._on_pointer)
        self.refresh_message()

    def set_opening(self, name: str) -> None:
        """Show that a photo is being read; empty when that has ended."""
        self.opening = name
        self.refresh_message()

    @Slot()
    def refresh_message(self) -> None:
        """Show the state: lasting states at once, short ones after a delay."""
        self._update_info()
        if not self._modes.photo.active:  # the others show their own messages
            self._message_later.stop()
            return
        if self._is_passing() and not self._canvas.message.text:
            self._message_later.start()
        else:
            self._message_later.stop()
            self._show_message()

    def _is_passing(self) -> bool:
        return bool(self.opening) or self._edits.state in (State.LOADING_MODEL, State.LOOKING_FOR_FACES)

    @Slot()
    def _show_message(self) -> None:
        message, state, has_photo = self._canvas.message, self._edits.state, self._session.photo is not None
        if self.opening:
            message.show_message(self.tr("Opening {file}…").format(file=self.opening), busy=True, centred=not has_photo)
        elif state is State.NO_MODEL:
            ways = [self._actions["models"], self._actions["default_model"]]
            message.show_message(self.tr("The model cannot be used"), problem_text(self._edits.problem), ways)
        elif not has_photo:
            ways = [self._actions[name] for name in ("open", "demo", "paste")]
            message.show_message(self.tr("Open a photo of a face"), self.tr("Drop one here, paste one, or choose a file."), ways)
        elif state is State.LOADING_MODEL:
            message.show_message(self.tr("Loading the model…"), busy=True, centred=False)
        elif state is State.LOOKING_FOR_FACES:
            message.show_message(self.tr("Detecting faces…"), busy=True, centred=False)
        elif state is State.NO_FACE and not self._actions["face_box"].isChecked():  # it would cover what a box is drawn around
            body = self.tr(
                "Faces are found if they are seen from the front, at least 40 pixels wide and not hidden. "
                "You can also draw a box around one."
            )
            ways = [self._actions[name] for name in ("face_box", "open")]
            message.show_message(self.tr("No face was found in this photo"), body, ways, centred=False)
        else:
            message.clear()

    @Slot()
    def _on_photo(self) -> None:
        photo = self._session.photo
        self._canvas.set_frame(None if photo is None else photo.frame)

    @Slot()
    def _on_faces(self) -> None:
        if self._session.moving:  # they come with their pictures
            return
        self._canvas.set_faces(self._session.faces, self._session.selected_face, self._session.face_numbers)
        self.refresh_message()

    @Slot()
    def _on_result(self) -> None:
        if self._session.moving:
            return
        self._canvas.set_animation(self._session.animation)
        self._update_info()

    @Slot()
    def _on_view(self) -> None:
        self._edits.set_visible(self._canvas.view.visible_part)

    @Slot()
    def _on_view_settled(self) -> None:
        self._edits.set_view_scale(self._canvas.view.zoom)

    @Slot(object)
    def _on_pointer(self, photo_point: QPointF | None) -> None:
        """Carry the pointer over the selected face into the mask panes."""
        index = self._session.selected_face
        if photo_point is None or index < 0:
            self._pointer.point_at(None)
            return
        crop = self._session.faces[index].crop
        (a, b, c), (d, e, f) = crop.crop_from_frame.tolist()
        x, y = photo_point.x() - 0.5, photo_point.y() - 0.5
        self._pointer.point_at(QPointF((a * x + b * y + c + 0.5) / crop.size_px, (d * x + e * y + f + 0.5) / crop.size_px))

    @Slot(bool)
    def show_info(self, shown: bool) -> None:
        """Show or hide the facts about the picture."""
        if shown:
            self._update_info()
        else:
            self._canvas.set_info(())

    def _update_info(self) -> None:
        photo = self._session.photo
        if not self._actions["info"].isChecked() or photo is None:
            return
        frame = photo.frame
        name = photo.path.name if photo.path is not None else self.tr("pasted picture")
        lines = [f"{name}   {frame.width} × {frame.height}   {photo.metadata.format}"]
        if self._edits.metadata is not None:
            lines.append(f"{self._edits.metadata.architecture}   {self._edits.metadata.image_size} px   {self._edits.device}")
        animation = self._session.animation
        if animation is not None:
            lines.append("   ".join(f"{name} {QLocale().toString(value, 'f', 1)} ms" for name, value in animation.timings_ms.items()))
        self._canvas.set_info(lines)
