"""Undo of "make result the new source": it restores the previous photo, with its faces and sliders."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.session_state import SessionState


class BakeCommand(QUndoCommand):
    """Swaps the photo of a session.

    Parameters
    ----------
    session
        Whose photo is swapped.
    before, after
        The states on both sides; the faces of `after` are measured when it is first shown, and kept from then on.
    label
        What was done, already translated.
    """

    def __init__(self, session: PhotoSession, before: SessionState, after: SessionState, label: str) -> None:
        super().__init__(label)
        self._session = session
        self._before = before
        self._after = after

    @property
    def n_bytes(self) -> int:
        """Memory of the previous photo; the later one belongs to the next command, or is shown."""
        photo = self._before.photo
        if photo is None:
            return 0
        arrays = {id(array): array.nbytes for array in (photo.frame.rgb, photo.source_pixels, photo.source_alpha) if array is not None}
        return sum(arrays.values())

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The photos that it holds."""
        return tuple(state.photo for state in (self._before, self._after) if state.photo is not None)

    def undo(self) -> None:
        state = self._session.state()
        self._after = SessionState(state.photo, state.faces, {}, state.selected_face, boxes=state.boxes, protections=state.protections)
        self._session.restore(self._before)

    def redo(self) -> None:
        self._session.restore(self._after)
