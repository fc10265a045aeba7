"""Face boxes that the user draws where no face was found, moves, turns and removes: each an entry of the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ganimation_desktop.core.documents.history import Change, PictureChange
from ganimation_desktop.ui.canvas.box_shape import BoxShape
from ganimation_desktop.ui.canvas.box_tool import BoxTool
from ganimation_desktop.ui.commands.history import StepMaker
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.session_state import SessionState
from ganimation_desktop.ui.photo.undo_bake import picture_side
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.kept_text import kept_text

if TYPE_CHECKING:
    from ganimation_desktop.core.faces.faces import FaceBox


@dataclass(frozen=True)
class Boxes:
    """Where the faces of a photo are, and which one is selected (-1: none)."""

    boxes: tuple[FaceBox, ...]
    selected: int


class BoxesCommand(StepMaker):
    """Other places for the faces of a session's photo; their targets stay.

    Parameters
    ----------
    session
        Whose faces they are.
    before, after
        The places on both sides.
    pixels
        Name of the copy of the photo; empty for one that a file holds.
    label
        What was done, already translated.
    """

    def __init__(self, session: PhotoSession, before: Boxes, after: Boxes, pixels: str, label: str) -> None:
        super().__init__(label)
        self._session, self._before, self._after = session, before, after
        now = picture_side(session.state(), pixels)
        self._change = PictureChange(*(replace(now, boxes=each.boxes, selected_face=each.selected) for each in (before, after)))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Where the faces are, with their targets."""
        return (self._change,)

    def undo(self) -> None:
        self._session.change_boxes(self._before.boxes, self._before.selected)

    def redo(self) -> None:
        self._session.change_boxes(self._after.boxes, self._after.selected)


class ReplaceFacesCommand(StepMaker):
    """Other faces, all of them read, for a session's photo.

    Parameters
    ----------
    session
        Whose faces they are.
    before, after
        Faces and their targets on both sides.
    pixels
        Name of the copy of the photo; empty for one that a file holds.
    label
        What was done, already translated.
    """

    def __init__(self, session: PhotoSession, before: SessionState, after: SessionState, pixels: str, label: str) -> None:
        super().__init__(label)
        self._session, self._before, self._after, self._pixels = session, before, after, pixels

    @property
    def changes(self) -> tuple[Change, ...]:
        """The faces with their targets."""
        return (PictureChange(picture_side(self._before, self._pixels), picture_side(self._after, self._pixels)),)

    def undo(self) -> None:
        self._session.replace_faces(self._before)

    def redo(self) -> None:
        self._session.replace_faces(self._after)


def without_face(state: SessionState, index: int) -> SessionState:
    """Return a state without one of its faces; the next one is selected where it was that one."""

    def place(other: int) -> int:
        return other - (other > index)

    faces = (*state.faces[:index], *state.faces[index + 1 :])
    return replace(
        state,
        faces=faces,
        targets={place(other): target for other, target in state.targets.items() if other != index},
        origins={place(other): origin for other, origin in state.origins.items() if other != index},
        protections={place(other): protection for other, protection in state.protections.items() if other != index},
        selected_face=max(min(place(state.selected_face), len(faces) - 1), 0),
        boxes=tuple(face.box for face in faces),
    )


class FaceBoxController(QObject):
    """Connects the tool on the canvas, which the command "face_box" switches on and off, with the session."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.canvas)
        self.tool = BoxTool(parts.canvas)
        session, action = parts.session, parts.actions["face_box"]
        self._session, self._expressions, self._action = session, parts.expressions, action
        action.toggled.connect(self._on_toggled)
        self.tool.finished.connect(self._finish)
        self.tool.boxDrawn.connect(self._add)
        self.tool.boxChanged.connect(self._change)
        self.tool.faceClicked.connect(session.select_face)
        session.photoChanged.connect(self._on_photo)
        for signal in (session.faceListChanged, session.facesAdded, session.selectedFaceChanged):
            signal.connect(self._show)
        self._on_photo()

    @Slot(bool)
    def _on_toggled(self, active: bool) -> None:
        self.tool.set_active(active and self._session.photo is not None)
        self._show()

    @Slot()
    def _finish(self) -> None:
        self._action.setChecked(False)

    @Slot()
    def _on_photo(self) -> None:
        self._finish()
        self._action.setEnabled(self._session.photo is not None)

    @Slot()
    def _show(self) -> None:
        self.tool.show_boxes([BoxShape.of(box) for box in self._known().boxes], self._session.selected_face)

    def _known(self) -> Boxes:
        """Where the faces are, or will be when they have been read."""
        session = self._session
        boxes = tuple(face.box for face in session.faces) if session.faces_are_read else session.known_boxes or ()
        return Boxes(boxes, session.selected_face)

    @Slot(object)
    def _add(self, box: FaceBox) -> None:
        before = self._known()
        after = Boxes((*before.boxes, box), len(before.boxes))
        self._push(before, after, kept_text("FaceBoxController", "Draw a face box"))

    @Slot(object)
    def _change(self, box: FaceBox) -> None:
        before = self._known()
        if 0 <= before.selected < len(before.boxes):
            boxes = (*before.boxes[: before.selected], box, *before.boxes[before.selected + 1 :])
            self._push(before, Boxes(boxes, before.selected), kept_text("FaceBoxController", "Move a face box"))

    def _push(self, before: Boxes, after: Boxes, label: str) -> None:
        pixels = self._expressions.pixels()
        self._expressions.undo_stack.push(BoxesCommand(self._session, before, after, pixels, label))
