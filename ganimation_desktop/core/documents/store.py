"""The documents in the user's folder: found again by the content and the path of their files, the oldest forgotten when there are many.

Every file is written whole or not at all, so that a process may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.foreign_file import InaccessibleError, UnreadableError, read_foreign, set_aside
from ganimation_desktop.core.base.json_file import list_of, number_of, object_of, read_object, write_object
from ganimation_desktop.core.documents.content import N_DIGITS
from ganimation_desktop.core.documents.document import Document, Source
from ganimation_desktop.core.documents.document_json import document_object, read_document
from ganimation_desktop.core.documents.history_json import history_object, read_history
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.core.imaging.photo_encoding import encode_photo

MOST_DOCUMENTS: Final = 500
MOST_BYTES: Final = 1 << 30
MAX_BYTES: Final = 64 << 20

_VERSION: Final = 2
_PART: Final = 16
_NONE: Final = "0" * _PART
_KEY: Final = re.compile(rf"[0-9a-f]{{{_PART}}}-[0-9a-f]{{{_PART}}}")
_OPEN: Final = "open.json"
_MOST_THUMBNAIL_BYTES: Final = 1 << 20
_DAY_S: Final = 24 * 3600.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OpenList:
    """What was open: keys of documents in the order in which they were shown, and the one that was worked on."""

    keys: tuple[str, ...] = ()
    current: str | None = None


class DocumentStore:
    """Documents in a folder. Any thread may use it.

    Parameters
    ----------
    folder
        Where they lie; it need not exist yet.
    most_documents, most_bytes
        So many are kept; those that hold unsaved work are kept beyond that.
    on_problem
        Called with a sentence when a file cannot be read and was renamed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        most_documents: int = MOST_DOCUMENTS,
        most_bytes: int = MOST_BYTES,
        on_problem: Callable[[str], object] = log.warning,
    ) -> None:
        self.folder = folder
        self.pictures = folder / "pictures"
        self.on_problem = on_problem
        self._most_documents, self._most_bytes = most_documents, most_bytes

    # -- documents

    @staticmethod
    def key_of(source: Source) -> str:
        """Name of the document about a picture or video: made from its content and its path."""
        path = _NONE if source.file is None else hashlib.sha256(os.fsencode(source.file.absolute())).hexdigest()[:_PART]
        return f"{source.digest[:_PART] or _NONE}-{path}"

    def path_of(self, key: str) -> Path:
        """The file of a document."""
        return self.folder / f"{key}.json"

    def thumbnail_of(self, key: str) -> Path:
        """Where the small picture of a document lies, if it has one."""
        return self.folder / "thumbnails" / f"{key}.png"

    def keep(self, document: Document) -> str:
        """Write a document and return its key. Raises `ExportError` if it cannot be written, `OSError` if its folder cannot be made."""
        key = self.key_of(document.source)
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {
            "schema": _VERSION,
            "document": document_object(document, lambda path: str(path.absolute())),
            "history": history_object(document.history.bounded()),
        }
        write_object(self.path_of(key), content, overwrite=True, compact=True)
        return key

    def read(self, key: str) -> Document | None:
        """The document of a key; None where there is none. One that cannot be read is renamed."""
        path = self.path_of(key)
        try:
            content = read_object(path, MAX_BYTES)
            _check_version(content)
            document = read_document(object_of(content, "document"), Path)
        except InaccessibleError:
            return None
        except UnreadableError as error:
            set_aside(path, str(error), self.on_problem)
            return None
        try:
            return replace(document, history=read_history(object_of(content, "history")))
        except UnreadableError as error:  # the edit matters more than its history
            log.warning("%s %s in its history, which is left out", path, error)
            return document

    def find(self, source: Source) -> Document | None:
        """Find the stored document of an opened picture or video.

        Its content at its path; else its content at a path where there is no file any more: it was moved; else what was at its path if
        that had the same size: it was changed, and its edit applies to what it is now.
        """
        key = self.key_of(source)
        content, path = key.split("-")
        document = self.read(key)
        if document is not None:
            return document
        for other in self._keys(f"{content}-*"):
            document = self.read(other)
            if document is not None and document.source.file is not None and not document.source.file.exists():
                return replace(document, source=replace(source, width=document.source.width, height=document.source.height))
        for other in self._keys(f"*-{path}") if path != _NONE else ():
            document = self.read(other)
            if (
                document is not None
                and not document.pixels
                and (document.source.width, document.source.height) == (source.width, source.height)
            ):
                return replace(document, source=source, saved=())
        return None

    def forget(self, key: str) -> None:
        """Delete a document."""
        for path in (self.path_of(key), self.thumbnail_of(key)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    # -- pictures that no other file holds

    def keep_picture(self, name: str, photo: Photo) -> None:
        """Write a picture without loss, unless it is there. Raises `ExportError` or `OSError` if it cannot be written."""
        path = self.pictures / name
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path, overwrite=True) as file:
            encode_photo(file, photo, "PNG")

    def take_picture(self, path: Path) -> None:
        """Copy a picture from elsewhere, unless it is there; its name says what it holds. Raises `ExportError` or `OSError`."""
        place = self.pictures / path.name
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as picture, new_file(place, overwrite=True) as file:
                shutil.copyfileobj(picture, file)

    def keep_thumbnail(self, key: str, png: bytes) -> None:
        """Keep a small picture of a document. Raises `ExportError` or `OSError` if it cannot be written."""
        path = self.thumbnail_of(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path, overwrite=True, durable=False) as file:
            file.write(png)

    def read_thumbnail(self, key: str) -> bytes:
        """The small picture of a document as PNG; empty for none."""
        try:
            return read_foreign(self.thumbnail_of(key), _MOST_THUMBNAIL_BYTES)
        except UnreadableError:
            return b""

    # -- what is open

    def keep_open(self, open_list: OpenList) -> None:
        """Write what is open. Raises `ExportError` or `OSError` if it cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {"schema": _VERSION, "documents": list(open_list.keys), "current": open_list.current}
        write_object(self.folder / _OPEN, content, overwrite=True, compact=True)

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever open."""
        return not (self.folder / _OPEN).exists()

    def read_open(self) -> OpenList:
        """What was open last; nothing where that is not known."""
        path = self.folder / _OPEN
        try:
            content = read_object(path)
            _check_version(content)
            keys = tuple(_checked_key(key) for key in list_of(content, "documents"))
            current = content.get("current")
            return OpenList(keys, None if current is None else _checked_key(current))
        except InaccessibleError:
            return OpenList()
        except UnreadableError as error:
            set_aside(path, str(error), self.on_problem)
            return OpenList()

    # -- tidying up

    def tidy(self, keep: Collection[str] = ()) -> None:
        """Forget the documents that were not touched for longest, where there are too many, but none that is unsaved; and stray pictures.

        Parameters
        ----------
        keep
            Keys of documents that are open.
        """
        keys = self._keys("*")
        n_left, total = len(keys), sum(_n_bytes(path) for path in self._files())
        for key in reversed(keys):
            if n_left <= self._most_documents and total <= self._most_bytes:
                break
            document = None if key in keep else self.read(key)
            if document is None or document.is_unsaved:
                continue
            total -= _n_bytes(self.path_of(key)) + _n_bytes(self.thumbnail_of(key))
            total -= sum(_n_bytes(self.pictures / name) for name in document.pictures)
            n_left -= 1
            self.forget(key)
        self._forget_stray_pictures()

    def _forget_stray_pictures(self) -> None:
        old_s = time.time() - _DAY_S  # a new one may be there before the document that names it
        pictures = [path for path in self.pictures.glob("*") if _touched_s(path) < old_s] if self.pictures.is_dir() else []
        if not pictures or any(self.folder.glob("*.unreadable*")):
            return
        documents = [self.read(key) for key in self._keys("*")]
        used = frozenset[str]().union(*(document.pictures for document in documents if document is not None))
        for picture in pictures:
            if picture.name not in used:
                with contextlib.suppress(OSError):
                    picture.unlink()

    def _keys(self, pattern: str) -> Sequence[str]:
        """Keys of the documents whose names fit, the one touched last first."""
        paths = [path for path in self.folder.glob(f"{pattern}.json") if _KEY.fullmatch(path.stem)] if self.folder.is_dir() else []
        return [path.stem for path in sorted(paths, key=_touched_s, reverse=True)]

    def _files(self) -> Iterator[Path]:
        return self.folder.rglob("*") if self.folder.is_dir() else iter(())


def new_digest() -> str:
    """In place of the digest of a picture that no file holds: no other has it."""
    return secrets.token_hex(N_DIGITS // 2)


def new_picture_name() -> str:
    """Name of the copy of a picture that no file holds."""
    return f"{secrets.token_hex(_PART // 2)}.png"


def _check_version(content: dict[str, Any]) -> None:
    version = number_of(content, "schema", low=1, high=1_000_000)
    if version != _VERSION:
        raise UnreadableError(f"is of version {version:g}; this program knows version {_VERSION}")


def _checked_key(key: object) -> str:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise UnreadableError("has something else than keys of documents")
    return key


def _touched_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _n_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
