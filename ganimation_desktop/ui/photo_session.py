"""What the window knows about the open photo: its faces, the expression wanted on each, and the newest result.

Everything else in the window reads this object and listens to its signals; only the edit controller and undo commands
write to it. It lives in the GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from ganimation_desktop.core.action_units import N_AUS, AuVector, checked_au_vector

if TYPE_CHECKING:
    from ganimation_desktop.core.animator import Animation
    from ganimation_desktop.core.faces import Face, FaceBox
    from ganimation_desktop.core.frames import Photo


@dataclass(frozen=True)
class SessionState:
    """A photo with its faces and wanted expressions, as `PhotoSession.state` hands it out and `restore` takes it back."""

    photo: Photo | None
    faces: tuple[Face, ...]
    targets: Mapping[int, AuVector]
    selected_face: int


class PhotoSession(QObject):
    """The open photo and the edit on it.

    Attributes
    ----------
    photo
        The open photo, None before the first one.
    faces
        Its faces, largest first; empty until `faces_known`.
    faces_known
        Whether detection has answered for this photo.
    selected_face
        Index into `faces`, -1 when there is none.
    animation
        The newest result for this photo, None before the first one.
    measured
        AUs estimated from the newest measured result, per face; empty before the first.

    Signals
    -------
    photoChanged()
        Another photo was opened, or the result was made the new source.
    faceListChanged()
        `faces` were found, or forgotten because another photo was opened.
    selectedFaceChanged(int)
        Another face was selected (-1: none).
    targetsChanged(int)
        The wanted expression of that face changed.
    resultChanged()
        `animation` changed.
    measuredChanged()
        `measured` changed.
    """

    photoChanged = Signal()
    faceListChanged = Signal()
    selectedFaceChanged = Signal(int)
    targetsChanged = Signal(int)
    resultChanged = Signal()
    measuredChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self.faces: tuple[Face, ...] = ()
        self.faces_known = False
        self.selected_face = -1
        self.animation: Animation | None = None
        self.measured: tuple[AuVector, ...] = ()
        self.known_boxes: tuple[FaceBox, ...] | None = None
        self._targets: dict[int, AuVector] = {}
        self._wanted_selection = 0

    # -- the photo

    def open_photo(
        self,
        photo: Photo,
        *,
        boxes: Sequence[FaceBox] | None = None,
        targets: Mapping[int, AuVector] | None = None,
        selected_face: int = 0,
    ) -> None:
        """Show another photo.

        Parameters
        ----------
        photo
            What to show.
        boxes
            Faces that are already known (a recipe, a baked result); None to look for them.
        targets
            Expressions to start from, by face; faces not named start at what is detected on them.
        selected_face
            The face to select once the faces are known.
        """
        self.known_boxes = None if boxes is None else tuple(boxes)
        wanted = {index: checked_au_vector(aus) for index, aus in (targets or {}).items()}
        self._show(SessionState(photo, (), wanted, selected_face), faces_known=False)

    def state(self) -> SessionState:
        """What `restore` needs to come back to this moment."""
        return SessionState(self.photo, self.faces, dict(self._targets), self.selected_face)

    def restore(self, state: SessionState) -> None:
        """Come back to a state handed out by `state`, without looking for the faces again."""
        self.known_boxes = tuple(face.box for face in state.faces) if state.faces else None
        self._show(state, faces_known=bool(state.faces))

    def _show(self, state: SessionState, *, faces_known: bool) -> None:
        self.photo, self.faces, self.faces_known = state.photo, state.faces, faces_known
        self.animation, self.measured = None, ()
        self._targets = dict(state.targets)
        self.selected_face = state.selected_face if faces_known else -1
        self._wanted_selection = state.selected_face
        self.photoChanged.emit()
        self.faceListChanged.emit()
        self.selectedFaceChanged.emit(self.selected_face)

    # -- its faces

    def set_faces(self, faces: Sequence[Face]) -> None:
        """Take the faces that detection found on this photo."""
        self.faces, self.faces_known = tuple(faces), True
        self._targets = {index: aus for index, aus in self._targets.items() if index < len(self.faces)}
        wanted = self._wanted_selection if 0 <= self._wanted_selection < len(self.faces) else 0
        self.selected_face = wanted if self.faces else -1
        self.faceListChanged.emit()
        self.selectedFaceChanged.emit(self.selected_face)

    def select_face(self, index: int) -> None:
        """Select the face whose sliders and masks are shown. An index that does not exist is refused with `IndexError`."""
        if not 0 <= index < len(self.faces):
            raise IndexError(f"the photo has {len(self.faces)} faces, no face {index}")
        if index != self.selected_face:
            self.selected_face = index
            self.selectedFaceChanged.emit(index)

    def select_next(self) -> None:
        """Select the next face, after the last one the first."""
        if self.faces:
            self.select_face((self.selected_face + 1) % len(self.faces))

    def detected(self, face_index: int) -> AuVector:
        """AUs measured on the face in the photo, shape (17,)."""
        if not 0 <= face_index < len(self.faces):
            return np.zeros(N_AUS, np.float32)
        return self.faces[face_index].aus.copy()

    # -- the edit

    def targets(self, face_index: int) -> AuVector:
        """AUs wanted on a face, shape (17,); the detected ones while nothing was moved."""
        wanted = self._targets.get(face_index)
        return self.detected(face_index) if wanted is None else wanted.copy()

    def all_targets(self) -> dict[int, AuVector]:
        """AUs wanted on every face, by index."""
        return {index: self.targets(index) for index in range(len(self.faces))}

    def set_targets(self, face_index: int, aus: AuVector) -> None:
        """Want other AUs on a face. Raises `ValueError` for a vector that is not one; says nothing when it is no change."""
        wanted = checked_au_vector(aus)
        if np.array_equal(wanted, self.targets(face_index)):
            return
        self._targets[face_index] = wanted
        self.targetsChanged.emit(face_index)

    def is_edited(self) -> bool:
        """Whether any face is wanted otherwise than it was detected."""
        return any(not np.array_equal(self.targets(i), self.detected(i)) for i in range(len(self.faces)))

    # -- the result

    def set_animation(self, animation: Animation | None) -> None:
        """Take a newer result."""
        self.animation = animation
        self.resultChanged.emit()

    def set_measured(self, measured: Sequence[AuVector]) -> None:
        """Take the AUs measured on a newer result, one vector per face."""
        self.measured = tuple(measured)
        self.measuredChanged.emit()
