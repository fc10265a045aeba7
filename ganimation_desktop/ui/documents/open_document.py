"""A photo or video in the filmstrip, and the way between a document and the session that shows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QUndoStack

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.documents.document import Document, DocumentFace, VideoState, ViewPlace
from ganimation_desktop.core.documents.history import Change, FaceChange, History, PictureChange, PictureSide, ProtectionChange, Step
from ganimation_desktop.core.documents.store import DocumentStore
from ganimation_desktop.core.edit.recipe import FaceEdit
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection import UNPROTECTED
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.paths import demo_portrait
from ganimation_desktop.ui.canvas.canvas import Canvas
from ganimation_desktop.ui.photo.session_state import SessionState
from ganimation_desktop.ui.photo.undo_bake import BakeCommand
from ganimation_desktop.ui.widgets.kept_text import name_of

MOST_OPEN = 50
"""So many are in the filmstrip; those that were added first leave it, and are found again when they are opened."""


class OpenDocument:
    """One of the filmstrip.

    Attributes
    ----------
    document
        What was done to it, as it was shown last.
    state
        The photo in memory, with its faces; None where it has to be read again.
    stack
        Its undo stack; None where it is still to be made of the history.
    photos
        Pictures that the steps of a history lead to, by the names of their copies, as far as they are in memory.
    thumbnail
        A small picture of the result; None before the first.
    shown
        When it was shown last, a number that grows.
    is_new
        Whether it changed in another way than by being worked on, and is not kept so yet.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.state: SessionState | None = None
        self.stack: QUndoStack | None = None
        self.photos: dict[str, Photo] = {}
        self.thumbnail: QImage | None = None
        self.shown = 0
        self.is_new = True

    @property
    def key(self) -> str:
        """Its key in the store."""
        return DocumentStore.key_of(self.document.source)

    @property
    def file(self) -> Path | None:
        """Its file; None for a picture that was pasted."""
        return self.document.source.file

    @property
    def is_video(self) -> bool:
        """Whether it is a video."""
        return self.document.video is not None

    def take_video(self, video: VideoState, selected_face: int) -> None:
        """Bring the document up to what the player has."""
        self.document = replace(self.document, video=video, selected_face=max(selected_face, 0))

    def take_photo(self, state: SessionState, *, searched: bool | None, pixels: str) -> None:
        """Bring the document up to what the session has; `searched` is None where that is as the document says."""
        self.state = state
        searched = self.document.searched if searched is None else searched
        self.document = document_with(self.document, state, searched=searched, pixels=pixels)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was done to it."""
        return not self.document.is_edited and not self.document.history.steps and (self.stack is None or not self.stack.count())

    @property
    def all_photos(self) -> dict[str, Photo]:
        """The pictures that its steps lead to, as far as they are in memory."""
        photos = dict(self.photos)
        if self.stack is not None:
            for number in range(self.stack.count()):
                command = self.stack.command(number)
                photos |= command.photos if isinstance(command, BakeCommand) else {}
        return photos

    @property
    def n_bytes(self) -> int:
        """Memory that its photos hold, those that undo comes back to among them."""
        photos = [*self.all_photos.values()]
        photos += [] if self.state is None or self.state.photo is None else [self.state.photo]
        arrays = [array for photo in photos for array in (photo.frame.rgb, photo.source_pixels, photo.source_alpha)]
        return sum({id(array): array.nbytes for array in arrays if array is not None}.values())


def state_of(photo: Photo, document: Document) -> SessionState:
    """What the session needs to show a photo from a document."""
    faces = document.faces
    return SessionState(
        photo,
        targets={index: face.target for index, face in enumerate(faces) if face.is_edited},
        selected_face=max(document.selected_face, 0),
        origins={index: face.origin for index, face in enumerate(faces) if face.origin is not None},
        boxes=tuple(face.edit.box for face in faces) if faces and document.searched else None,
        protections={index: face.edit.protection for index, face in enumerate(faces) if face.edit.protection},
    )


def document_with(document: Document, state: SessionState, *, searched: bool, pixels: str) -> Document:
    """The document as the session has it now; what of its faces is not read yet stays as the document knows it."""
    document = document if pixels == document.pixels else replace(document, pixels=pixels, faces=(), searched=False)
    if not state.faces_known and not state.boxes:
        return document
    known = {face.edit.box: face.edit.source_aus for face in document.faces}
    unread = [(box, known.get(box, np.zeros(N_AUS, np.float32))) for box in state.boxes or ()]
    read = [(face.box, face.aus) for face in state.faces]
    faces = [_document_face(index, *face, state) for index, face in enumerate(read or unread)]
    later = () if searched else document.faces[len(faces) :]
    return replace(document, faces=(*faces, *later), selected_face=state.selected_face, searched=searched)


def _document_face(index: int, box: FaceBox, aus: AuVector, state: SessionState) -> DocumentFace:
    target, protection = state.targets.get(index, FaceTarget.of(aus)), state.protections.get(index, UNPROTECTED)
    return DocumentFace(FaceEdit(box, aus, target, protection), state.origins.get(index))


def replaced(before: Document, after: Document, label: str) -> Document:
    """A document that takes the place of another one about the same photo; undo comes back to that where it was edited."""
    after = replace(after, snapshots=after.snapshots or before.snapshots)
    if before.video is not None or after.video is not None or not before.is_edited:
        return after
    if before.pixels != after.pixels:
        changes: tuple[Change, ...] = (PictureChange(_side_of(before), _side_of(after)),)
    elif len(before.faces) == len(after.faces):
        changes = _face_changes(before, after)
    else:
        return after
    steps = before.history.steps[: before.history.n_done]
    if changes:
        steps = (*steps, Step(label, changes, name_of(label)))
    return replace(after, history=History(steps, len(steps)))


def _face_changes(before: Document, after: Document) -> tuple[Change, ...]:
    pairs = list(enumerate(zip(before.faces, after.faces, strict=True)))
    changes: tuple[Change, ...] = tuple(
        FaceChange(index, face.target, other.target, face.origin, other.origin)
        for index, (face, other) in pairs
        if face.target != other.target
    )
    return changes + tuple(
        ProtectionChange(index, face.edit.protection, other.edit.protection)
        for index, (face, other) in pairs
        if face.edit.protection != other.edit.protection
    )


def _side_of(document: Document) -> PictureSide:
    faces = dict(enumerate(document.faces))
    return PictureSide(
        document.pixels,
        tuple(face.edit.box for face in document.faces) if document.searched else None,
        {index: face.target for index, face in faces.items() if face.is_edited},
        {index: face.origin for index, face in faces.items() if face.origin is not None},
        {index: face.edit.protection for index, face in faces.items() if face.edit.protection},
        document.selected_face,
    )


def superseded(items: Sequence[OpenDocument], new: OpenDocument, shown: Collection[OpenDocument | None]) -> list[OpenDocument]:
    """Those that leave the filmstrip for a new one.

    They are its file before it was changed, the demo portrait if nothing was done to it, and the first ones where there are too many.
    """
    others = [item for item in items if item is not new]
    leaving = [item for item in others if item.file is not None and item.file == new.file]
    leaving += [item for item in others if item.file == demo_portrait() and item.is_untouched and item not in leaving]
    rest = [item for item in others if item not in leaving and item not in shown]
    return leaving + rest[: max(len(items) - len(leaving) - MOST_OPEN, 0)]


def place_on(canvas: Canvas) -> ViewPlace | None:
    """What part of the picture the canvas shows; None when it shows all of it."""
    if canvas.view.fitted:
        return None
    middle = canvas.view.middle
    return ViewPlace(canvas.view.zoom, middle.x(), middle.y())


def show_place(canvas: Canvas, place: ViewPlace | None) -> None:
    """Show that part of the picture."""
    if place is None:
        canvas.fit()
        return
    canvas.center_on(QPointF(place.x, place.y), place.zoom)


def coldest(items: Sequence[OpenDocument], shown: OpenDocument | None, most_bytes: int) -> list[OpenDocument]:
    """The photos not shown for longest that have to be forgotten, so that the others hold no more than so much memory."""
    others = sorted((item for item in items if item is not shown and item.state is not None), key=lambda item: item.shown)
    n_kept = len(others)
    while n_kept and sum(item.n_bytes for item in others[len(others) - n_kept :]) > most_bytes:
        n_kept -= 1
    return others[: len(others) - n_kept]
