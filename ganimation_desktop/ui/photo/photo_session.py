"""What the window knows about the open photo: its faces, the target expression of each, and the newest result.

While a camera or a video is shown the photo is put aside, and the session holds the faces of those moving pictures instead.

Everything in the window reads this object and listens to its signals. Photos come from the open controller and from undo of "make
result the new source"; expressions from the expression controller, keyframes and undo. Faces, results and measurements come from
the mode that is entered: the edit controller (photo), `LiveFaces` and the live controller (camera), the drive controller, or the
video controller. Each change is reported by a signal. It lives in the GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.faces.face_choice import numbers_from_left
from ganimation_desktop.ui.photo.protections import Protections
from ganimation_desktop.ui.photo.session_state import SessionState

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animation
    from ganimation_desktop.core.expressions.origin import ExpressionOrigin
    from ganimation_desktop.core.faces.faces import Face, FaceBox
    from ganimation_desktop.core.imaging.frames import Photo


class PhotoSession(QObject):
    """The open photo and the edit on it; read the attributes, and change them by the methods.

    Attributes
    ----------
    photo
        The photo that is shown, None before the first one and while moving pictures are.
    moving
        Whether the faces are those of moving pictures, and the photo is put aside.
    faces
        Its faces, the largest of the first detection first; empty until `faces_known`.
    faces_known
        Whether detection has answered for this photo.
    known_boxes
        Where its faces are, as far as that is known; None while it is not.
    searching
        Whether further faces are being searched for.
    boxes_revision
        Counts how often the user put faces elsewhere.
    selected_face
        Index into `faces`, -1 when there is none.
    animation
        The newest result for this photo, None before the first one.
    measured
        AUs estimated from the newest measured result, per face; empty before the first.
    protections
        What may not change of each face.

    Signals
    -------
    photoChanged()
        Another photo is shown, or none any more.
    faceListChanged()
        `faces` were found, or forgotten because another photo was opened.
    facesAdded()
        Further faces were found, after those that were there; the known ones, the selection and their targets stay.
    boxesChanged()
        The user put faces elsewhere; they have to be read there.
    facesMoved()
        The same faces are at other places in a moving picture.
    selectedFaceChanged(int)
        Another face was selected (-1: none).
    targetsChanged(int)
        The target expression of that face changed.
    originChanged(int)
        The origin of that face's target changed.
    resultChanged()
        `animation` changed.
    measuredChanged()
        `measured` changed.
    """

    photoChanged = Signal()
    faceListChanged = Signal()
    facesAdded = Signal()
    boxesChanged = Signal()
    facesMoved = Signal()
    selectedFaceChanged = Signal(int)
    targetsChanged = Signal(int)
    originChanged = Signal(int)
    resultChanged = Signal()
    measuredChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self.moving = False
        self.faces: tuple[Face, ...] = ()
        self.faces_known = False
        self.selected_face = -1
        self.animation: Animation | None = None
        self.measured: tuple[AuVector, ...] = ()
        self.known_boxes: tuple[FaceBox, ...] | None = None
        self.searching = False
        self.boxes_revision = 0
        self.protections = Protections(self)
        self._boxes_unread = False
        self._numbers: tuple[int, ...] | None = None
        self._targets: dict[int, FaceTarget] = {}
        self._origins: dict[int, ExpressionOrigin] = {}
        self._restored_selection = 0
        self._aside = SessionState()

    # -- the photo

    def state(self) -> SessionState:
        """Everything about the photo, also while it is put aside: what `restore` needs to come back to this moment."""
        if self.moving:
            return self._aside
        selected = self.selected_face if self.faces_known else self._restored_selection
        targets, origins = dict(self._targets), dict(self._origins)
        faces = () if self._boxes_unread else self.faces
        protections = self.protections.all()
        known = self.known_boxes, self.faces_known, protections, self.searching
        return SessionState(self.photo, faces, targets, selected, origins, *known)

    def restore(self, state: SessionState) -> None:
        """Show a photo as `state` says, at once or when the moving pictures end; known faces are not detected again."""
        if self.moving:
            self._aside = state
        else:
            self._show(state)

    def show_moving(self) -> None:
        """Put the photo aside, and make room for the faces of moving pictures."""
        self._aside, self.moving = self.state(), True
        self._show(SessionState())

    def show_photo(self) -> None:
        """End the moving pictures, if there are any, and bring the photo back as it was."""
        if self.moving:
            self.moving = False
            self._show(self._aside)

    def _show(self, state: SessionState) -> None:
        self.photo, self.faces, self.faces_known = state.photo, state.faces, bool(state.faces)
        self.known_boxes = tuple(face.box for face in state.faces) if state.faces else state.boxes
        self.searching = state.searching or self.known_boxes is None
        self.animation, self.measured = None, ()
        self._boxes_unread, self._numbers = False, None
        self._targets, self._origins = dict(state.targets), dict(state.origins)
        self.protections.restore(state.protections)
        self.selected_face = state.selected_face if state.faces else -1
        self._restored_selection = state.selected_face
        self.photoChanged.emit()
        self.faceListChanged.emit()
        self.selectedFaceChanged.emit(self.selected_face)

    # -- its faces

    def change_boxes(self, boxes: Sequence[FaceBox], selected_face: int) -> None:
        """Move the faces to boxes that the user drew; the known ones stay until the new ones are read."""
        self.known_boxes, self.searching = tuple(boxes), False
        self._restored_selection = selected_face
        self._boxes_unread = True
        self.boxes_revision += 1
        self.boxesChanged.emit()

    @property
    def faces_are_read(self) -> bool:
        """Whether the faces are those of the boxes that the user drew last."""
        return not self._boxes_unread

    def take_faces(self, faces: Sequence[Face], *, searching: bool) -> bool:
        """Take all faces that are known so far, and whether further ones are searched for; returns whether there are new ones.

        As long as there is none, the faces count as known only when the search has ended.
        """
        self.searching = searching
        if self._boxes_unread:
            self.animation, self.measured = None, ()
            self.set_faces(faces)
            return True
        if not self.faces_known:
            if not faces and searching:
                return False
            self.set_faces(faces)
            return True
        if len(faces) <= len(self.faces):
            return False
        n_before = len(self.faces)
        self.faces += tuple(faces[n_before:])
        self._remember_boxes()
        self.facesAdded.emit()
        if n_before <= self._restored_selection < len(self.faces):
            self.select_face(self._restored_selection)
        return True

    def replace_faces(self, state: SessionState) -> None:
        """Take other faces, which have been read, for the photo that is shown, and their targets."""
        self.known_boxes, self.searching = tuple(face.box for face in state.faces), False
        self._targets, self._origins = dict(state.targets), dict(state.origins)
        self.protections.restore(state.protections)
        self._restored_selection = state.selected_face
        self.animation, self.measured = None, ()
        self.boxes_revision += 1
        self.set_faces(state.faces)
        self.boxesChanged.emit()

    def set_faces(self, faces: Sequence[Face], numbers: Sequence[int] | None = None) -> None:
        """Take the faces that detection found on this photo. Targets of others wait until they are found.

        Faces of moving pictures are called by the `numbers`, by default 1, 2, 3 and so on.
        """
        self.faces, self.faces_known, self._boxes_unread = tuple(faces), True, False
        self._numbers = None if numbers is None else tuple(numbers)
        self._remember_boxes()
        restored = self._restored_selection if 0 <= self._restored_selection < len(self.faces) else 0
        self.selected_face = restored if self.faces else -1
        self.faceListChanged.emit()
        self.selectedFaceChanged.emit(self.selected_face)

    def move_faces(self, faces: Sequence[Face], numbers: Sequence[int] | None = None) -> None:
        """Take the same faces at other places, as a newer moving picture shows them; `numbers` as in `set_faces`."""
        self.faces, self._numbers = tuple(faces), None if numbers is None else tuple(numbers)
        self.facesMoved.emit()

    def _remember_boxes(self) -> None:
        if self.photo is not None and self.faces:
            self.known_boxes = tuple(face.box for face in self.faces)

    def select_face(self, index: int) -> None:
        """Select the face whose sliders and masks are shown. An index that does not exist is refused with `IndexError`."""
        if not 0 <= index < len(self.faces):
            raise IndexError(f"the photo has {len(self.faces)} faces, no face {index}")
        self._restored_selection = index
        if index != self.selected_face:
            self.selected_face = index
            self.selectedFaceChanged.emit(index)

    def select_next(self) -> None:
        """Select the face with the next number, after the last one the first."""
        if self.faces:
            numbers = self.face_numbers
            order = sorted(range(len(numbers)), key=numbers.__getitem__)
            self.select_face(order[(order.index(self.selected_face) + 1) % len(order)])

    @property
    def face_numbers(self) -> tuple[int, ...]:
        """What the faces are called: numbers from left to right in a photo; where faces move, each keeps its own."""
        if self.moving:
            return tuple(range(1, len(self.faces) + 1)) if self._numbers is None else self._numbers
        return numbers_from_left([face.box for face in self.faces])

    def detected(self, face_index: int) -> AuVector:
        """AUs measured on the face in the photo, shape (17,)."""
        if not 0 <= face_index < len(self.faces):
            return np.zeros(N_AUS, np.float32)
        return self.faces[face_index].aus.copy()

    # -- the edit

    def target(self, face_index: int) -> FaceTarget:
        """The target of a face; its detected expression if unedited."""
        return self._targets.get(face_index) or FaceTarget.of(self.detected(face_index))

    def all_targets(self) -> dict[int, FaceTarget]:
        """The targets of all faces, by index."""
        return {index: self.target(index) for index in range(len(self.faces))}

    def set_target(self, face_index: int, target: FaceTarget | AuVector) -> None:
        """Set the target of a face, or AUs (17,) for both sides; emits nothing if unchanged.

        Raises
        ------
        ValueError
            For a vector that is not one.
        """
        target = FaceTarget.of(target)
        if target == self.target(face_index):
            return
        self._targets[face_index] = target
        self.targetsChanged.emit(face_index)

    def origin(self, face_index: int) -> ExpressionOrigin | None:
        """What the targets of a face were made from; None if unknown."""
        return self._origins.get(face_index)

    def set_origin(self, face_index: int, origin: ExpressionOrigin | None) -> None:
        """Set the origin of the targets of a face."""
        if origin is self._origins.get(face_index):
            return
        if origin is None:
            del self._origins[face_index]
        else:
            self._origins[face_index] = origin
        self.originChanged.emit(face_index)

    def is_changed(self, face_index: int) -> bool:
        """Whether a face is edited."""
        return self.target(face_index) != FaceTarget.of(self.detected(face_index))

    def is_edited(self) -> bool:
        """Whether any face is edited."""
        return any(self.is_changed(i) for i in range(len(self.faces)))

    # -- the result

    def is_current(self, animation: Animation) -> bool:
        """Whether an edit shows the current targets and protections."""
        current = ((self.target(index), self.protections.of(index)) for index in range(len(animation.faces)))
        return self.faces_are_read and all(
            (face.target, face.protection) == each for face, each in zip(animation.faces, current, strict=True)
        )

    def set_animation(self, animation: Animation | None) -> None:
        """Take a newer result."""
        self.animation = animation
        self.resultChanged.emit()

    def set_measured(self, measured: Sequence[AuVector]) -> None:
        """Take the AUs measured on a newer result, one vector per face."""
        self.measured = tuple(measured)
        self.measuredChanged.emit()
