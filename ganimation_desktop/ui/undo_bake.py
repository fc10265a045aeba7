"""Undo of "make result the new source": it comes back to the photo before, with its faces and sliders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from ganimation_desktop.ui.photo_session import PhotoSession, SessionState

if TYPE_CHECKING:
    from ganimation_desktop.core.faces import FaceBox


class BakeCommand(QUndoCommand):
    """Swaps the photo of a session.

    Parameters
    ----------
    session
        Whose photo is swapped.
    before, after
        The states on both sides; the faces of `after` are measured when it is first shown, and kept from then on.
    boxes
        Where the faces of `after` are.
    label
        What was done, already translated.
    """

    def __init__(self, session: PhotoSession, before: SessionState, after: SessionState, boxes: tuple[FaceBox, ...], label: str) -> None:
        super().__init__(label)
        self._session = session
        self._before = before
        self._after = after
        self._boxes = boxes

    @property
    def n_bytes(self) -> int:
        """Memory that the photo of before holds; that of after is the one before of the next bake, or is shown."""
        photo = self._before.photo
        if photo is None:
            return 0
        arrays = {id(array): array.nbytes for array in (photo.frame.rgb, photo.source_pixels, photo.source_alpha) if array is not None}
        return sum(arrays.values())

    def undo(self) -> None:
        state = self._session.state()
        self._after = SessionState(state.photo, state.faces, {}, state.selected_face)
        self._session.restore(self._before)

    def redo(self) -> None:
        if self._after.faces or self._after.photo is None:
            self._session.restore(self._after)
        else:
            self._session.open_photo(self._after.photo, boxes=self._boxes, selected_face=self._after.selected_face)
