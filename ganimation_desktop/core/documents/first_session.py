"""What the program's first version kept of the photo that was open: `session.json` in the user's folder, taken over once."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.foreign_file import InaccessibleError, UnreadableError
from ganimation_desktop.core.base.json_file import aus_of, name_of, number_of, object_of, read_object
from ganimation_desktop.core.documents.content import photo_digest
from ganimation_desktop.core.documents.document import Document, DocumentFace, Source
from ganimation_desktop.core.documents.store import DocumentStore, OpenList, new_digest, new_picture_name
from ganimation_desktop.core.edit.recipe import FaceEdit
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Photo, read_photo

SESSION_FILE: Final = "session.json"
COPY_FILE: Final = "session-photo.png"
"""The photo that was open where no other file held it."""

_MOST_FACES: Final = 1000
_INDEX: Final = re.compile(r"[0-9]{1,3}")

log = logging.getLogger(__name__)


def take_first_session(store: DocumentStore) -> OpenList:
    """Put what the first version kept into a store that has no list of what is open yet.

    Returns
    -------
    OpenList
        The list of what was open; empty if nothing was kept or the photo no longer exists. The file is not deleted.
    """
    folder = store.folder.parent
    path = folder / SESSION_FILE
    try:
        content = read_object(path)
        file = Path(name_of(content, "photo"))
        targets = object_of(content, "targets")
        wanted = {_index(key): FaceTarget.of(np.zeros(N_AUS, np.float32)).with_aus(aus_of(targets, key)) for key in targets}
        selected = int(number_of(content, "selected_face", low=-1, high=_MOST_FACES))
    except InaccessibleError:
        return OpenList()
    except UnreadableError as error:
        store.on_problem(f"{path} {error}")
        return OpenList()
    try:
        document = _document(store, file, read_photo(file), is_copy=file == folder / COPY_FILE)
    except (OSError, ValueError) as error:
        log.warning("what was open in the first version is left out: %s", error)
        return OpenList()
    known = store.find(document.source)
    key = store.keep(_with_targets(document, wanted, selected)) if known is None else store.key_of(known.source)
    return OpenList((key,), key)


def _document(store: DocumentStore, file: Path, photo: Photo, *, is_copy: bool) -> Document:
    width, height = photo.frame.width, photo.frame.height
    if not is_copy:
        return Document(Source(file.absolute(), photo_digest(file), width, height))
    name = new_picture_name()
    store.keep_picture(name, photo)
    return Document(Source(None, new_digest(), width, height), pixels=name)


def _with_targets(document: Document, wanted: dict[int, FaceTarget], selected: int) -> Document:
    """The document with what was wanted of its faces; where they are is found out when the photo is shown."""
    anywhere = FaceBox(0, 0, document.source.width, document.source.height, 0.0)
    rest = np.zeros(N_AUS, np.float32)
    faces = [DocumentFace(FaceEdit(anywhere, rest, wanted.get(index, FaceTarget.of(rest)))) for index in range(max(wanted, default=-1) + 1)]
    return Document(document.source, tuple(faces), max(selected, 0), pixels=document.pixels)


def _index(key: str) -> int:
    if not _INDEX.fullmatch(key):
        raise UnreadableError("has something else than numbers of faces in 'targets'")
    return int(key)
