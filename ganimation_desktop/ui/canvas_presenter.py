"""Shows the session on the canvas: photo, faces, result, and a sentence with a way out when there is nothing to edit."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QTimer, Slot

from ganimation_desktop.ui.actions import Actions
from ganimation_desktop.ui.canvas import Canvas
from ganimation_desktop.ui.edit_controller import EditController, State
from ganimation_desktop.ui.mask_view import MaskLink
from ganimation_desktop.ui.photo_session import PhotoSession

MESSAGE_DELAY_MS = 250
"""What is over sooner is not worth a message that flashes up."""


class CanvasPresenter(QObject):
    """Keeps the canvas at what session and edits say.

    Attributes
    ----------
    opening
        Name of the photo that is being read, empty for none.
    """

    def __init__(self, canvas: Canvas, session: PhotoSession, edits: EditController, actions: Actions, pointer: MaskLink) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._session = session
        self._edits = edits
        self._actions = actions
        self._pointer = pointer
        self.opening = ""
        self._message_later = QTimer(self)
        self._message_later.setSingleShot(True)
        self._message_later.setInterval(MESSAGE_DELAY_MS)
        self._message_later.timeout.connect(self._say)
        session.photoChanged.connect(self._on_photo)
        session.faceListChanged.connect(self._on_faces)
        session.selectedFaceChanged.connect(self._on_faces)
        session.resultChanged.connect(self._on_result)
        edits.stateChanged.connect(self.refresh_message)
        canvas.viewSettled.connect(self._on_view_settled)
        canvas.faceClicked.connect(session.select_face)
        canvas.pointerMoved.connect(self._on_pointer)
        self.refresh_message()

    def set_opening(self, name: str) -> None:
        """Say that a photo is being read; empty when it was."""
        self.opening = name
        self.refresh_message()

    @Slot()
    def refresh_message(self) -> None:
        """Say what is the matter: at once when it stays that way, after a moment when it is over soon."""
        self._update_info()
        if self._edits.is_live:
            self._message_later.stop()
            return
        if self._is_passing() and not self._canvas.message.text:
            self._message_later.start()
        else:
            self._message_later.stop()
            self._say()

    def _is_passing(self) -> bool:
        return bool(self.opening) or self._edits.state in (State.LOADING_MODEL, State.LOOKING_FOR_FACES)

    @Slot()
    def _say(self) -> None:
        message, state, has_photo = self._canvas.message, self._edits.state, self._session.photo is not None
        if self.opening:
            message.say(self.tr("Opening {file}…").format(file=self.opening), busy=True, centred=not has_photo)
        elif state is State.NO_MODEL:
            ways = [self._actions["models"], self._actions["default_model"]]
            message.say(self.tr("The model cannot be used"), self._edits.problem, ways)
        elif not has_photo:
            ways = [self._actions[name] for name in ("open", "demo", "paste")]
            message.say(self.tr("Open a photo of a face"), self.tr("Drop one here, paste one, or choose a file."), ways)
        elif state is State.LOADING_MODEL:
            message.say(self.tr("Loading the model…"), busy=True, centred=False)
        elif state is State.LOOKING_FOR_FACES:
            message.say(self.tr("Looking for faces…"), busy=True, centred=False)
        elif state is State.NO_FACE:
            body = self.tr("The detector looks for faces seen from the front, at least 40 pixels wide and not hidden.")
            message.say(self.tr("No face was found in this photo"), body, [self._actions["open"]], centred=False)
        else:
            message.clear()

    @Slot()
    def _on_photo(self) -> None:
        photo = self._session.photo
        self._canvas.set_frame(None if photo is None else photo.frame)

    @Slot()
    def _on_faces(self) -> None:
        if self._session.photo is None and self._edits.is_live:
            return
        self._canvas.set_faces(self._session.faces, self._session.selected_face)
        self.refresh_message()

    @Slot()
    def _on_result(self) -> None:
        if self._session.photo is None and self._edits.is_live:
            return
        self._canvas.set_animation(self._session.animation)
        self._update_info()

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
            lines.append("   ".join(f"{name} {value:.1f} ms" for name, value in animation.timings_ms.items()))
        self._canvas.set_info(lines)
