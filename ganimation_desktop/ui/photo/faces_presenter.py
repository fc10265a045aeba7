"""Keeps the list of faces in sync with the session, in every mode, and removes faces from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, SignalInstance, Slot
from PySide6.QtGui import QImage

from ganimation_desktop.ui.panels.face_list import FaceEntry, FaceList
from ganimation_desktop.ui.photo.face_boxes import ReplaceFacesCommand, without_face
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.kept_text import kept_text
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb

if TYPE_CHECKING:
    from ganimation_desktop.core.faces.faces import Face

SOON_MS = 30
MOVING_MS = 500
"""Interval of the pictures of moving faces, in milliseconds."""


class FacesPresenter(QObject):
    """Shows the session's faces in a `FaceList`: in a photo from left to right, in moving pictures by the number that each keeps.

    Parameters
    ----------
    others
        Tells which persons of a video are not among the session's faces, because they are not edited or not in sight now.
    others_seen
        Emitted when these may have changed.
    """

    def __init__(self, parts: WindowParts, faces: FaceList, others: Callable[[], Sequence[FaceEntry]], others_seen: SignalInstance) -> None:
        super().__init__(faces)
        self._session, self._expressions, self._list = parts.session, parts.expressions, faces
        self._canvas = parts.canvas
        self._pictures: dict[Face, QImage] = {}
        self._others = others
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        session = parts.session
        for news in (session.photoChanged, session.faceListChanged, session.facesAdded, session.selectedFaceChanged):
            news.connect(self._refresh_soon)
        session.targetsChanged.connect(self._refresh_soon)
        session.facesMoved.connect(self._on_moved)
        others_seen.connect(self._on_moved)
        faces.chosen.connect(self._select)
        faces.remove_action.triggered.connect(self.remove)
        self.refresh()

    @Slot()
    def _refresh_soon(self) -> None:
        if not self._timer.isActive() or self._timer.interval() != SOON_MS:
            self._timer.start(SOON_MS)

    @Slot()
    def _on_moved(self) -> None:
        if not self._timer.isActive() and self._list.isVisible():
            self._timer.start(MOVING_MS)

    @Slot()
    def refresh(self) -> None:
        """Show the faces as they are now."""
        session, numbers = self._session, self._session.face_numbers
        order = sorted(range(len(session.faces)), key=numbers.__getitem__)
        self._pictures = {face: self._pictures.get(face) or qimage_from_rgb(face.crop.rgb) for face in session.faces}
        entries = [FaceEntry(index, numbers[index], self._pictures[session.faces[index]], session.is_changed(index)) for index in order]
        entries = sorted([*entries, *self._others()], key=lambda entry: entry.number)
        hint = self.tr("No face. In a photo you can draw a box around one.") if session.photo is not None else self.tr("No face")
        self._list.remove_action.setEnabled(session.photo is not None and bool(session.faces))
        self._list.show_faces(entries, session.selected_face, hint)

    @Slot(int)
    def _select(self, index: int) -> None:
        """Work on a face as if it was clicked in the picture: while a camera runs, on it alone."""
        if index < len(self._session.faces):
            self._canvas.faceClicked.emit(index)

    @Slot()
    def remove(self) -> None:
        """Remove the face that is marked in the list from the photo; the targets of the others stay."""
        index, state = self._list.selected_index, self._session.state()
        if self._session.photo is None or not 0 <= index < len(state.faces):
            return
        self._expressions.finish_edit()
        state = self._session.state()
        pixels, label = self._expressions.pixels(), kept_text("FacesPresenter", "Remove a face")
        command = ReplaceFacesCommand(self._session, state, without_face(state, index), pixels, label)
        self._expressions.undo_stack.push(command)
