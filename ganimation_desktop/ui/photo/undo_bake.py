"""Undo of "make result the new source": it restores the previous photo, with its faces and sliders."""

from __future__ import annotations

from ganimation_desktop.core.documents.history import Change, PictureChange, PictureSide
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.ui.commands.history import StepMaker
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.session_state import SessionState


class BakeCommand(StepMaker):
    """Swaps the photo of a session.

    Parameters
    ----------
    session
        Whose photo is swapped.
    before, after
        The states on both sides; the faces of `after` are measured when it is first shown, and kept from then on.
    pixels
        Names of the copies of both pictures; empty for one that a file holds.
    label
        What was done, already translated.
    """

    def __init__(self, session: PhotoSession, before: SessionState, after: SessionState, pixels: tuple[str, str], label: str) -> None:
        super().__init__(label)
        self._session = session
        self._before = before
        self._after = after
        self._pixels = pixels

    @property
    def n_bytes(self) -> int:
        """Memory of the previous photo; the later one belongs to the next command, or is shown."""
        photo = self._before.photo
        if photo is None:
            return 0
        arrays = {id(array): array.nbytes for array in (photo.frame.rgb, photo.source_pixels, photo.source_alpha) if array is not None}
        return sum(arrays.values())

    @property
    def photos(self) -> dict[str, Photo]:
        """The photos that it holds, by the names of their copies."""
        states = zip(self._pixels, (self._before, self._after), strict=True)
        return {pixels: state.photo for pixels, state in states if state.photo is not None}

    @property
    def changes(self) -> tuple[Change, ...]:
        """The change of the picture."""
        before, after = self._pixels
        return (PictureChange(picture_side(self._before, before), picture_side(self._after, after)),)

    def undo(self) -> None:
        state = self._session.state()
        self._after = SessionState(state.photo, state.faces, {}, state.selected_face, boxes=state.boxes, protections=state.protections)
        self._session.restore(self._before)

    def redo(self) -> None:
        self._session.restore(self._after)


def picture_side(state: SessionState, pixels: str) -> PictureSide:
    """A state as one side of a change of the picture, whose copy has this name."""
    boxes = tuple(face.box for face in state.faces) if state.faces else state.boxes
    return PictureSide(
        pixels,
        None if state.searching else boxes,
        state.changed_targets() if state.faces else state.targets,
        state.origins,
        state.protections,
        state.selected_face,
    )


def state_with(photo: Photo, side: PictureSide) -> SessionState:
    """What the session needs to show a photo as one side of a change of the picture."""
    return SessionState(
        photo,
        targets=side.targets,
        selected_face=max(side.selected_face, 0),
        origins=side.origins,
        boxes=side.boxes,
        protections=side.protections,
    )
