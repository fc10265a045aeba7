"""Writes what is open into the user's folder a moment after each change, so that neither an end nor a crash takes it away."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from ganimation_desktop.core.base.folder_lock import HOLDER_FILE, FolderInUseError, FolderLock, holder_of
from ganimation_desktop.core.documents.document import Document
from ganimation_desktop.core.documents.first_session import take_first_session
from ganimation_desktop.core.documents.store import DocumentStore, OpenList
from ganimation_desktop.ui.documents.documents import Documents
from ganimation_desktop.ui.documents.open_document import OpenDocument
from ganimation_desktop.ui.documents.thumbnails import thumbnail_png
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.widgets.background import Background

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animation import Animation
    from ganimation_desktop.core.imaging.frames import Photo

SAVE_DELAY_MS = 1000
GIVE_UP_MS = 5000

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Writing:
    """What is to be written of one document: itself, pictures that no other file holds, and what its thumbnail is made of."""

    key: str
    document: Document
    pictures: Mapping[str, Photo] = field(default_factory=dict)
    thumbnail_of: Animation | NDArray[np.uint8] | None = None

    def write(self, store: DocumentStore) -> bytes:
        """Write all of it; return the thumbnail, empty for none."""
        for name, photo in self.pictures.items():
            store.keep_picture(name, photo)
        store.keep(self.document)
        if self.thumbnail_of is None:
            return b""
        png = thumbnail_png(self.thumbnail_of)
        store.keep_thumbnail(self.key, png)
        return png


class Keeper(QObject):
    """Keeps documents on disk, in a thread of its own.

    Attributes
    ----------
    store
        Where they are kept.
    was_interrupted
        Whether the process that worked in the folder before did not come to its end.
    unkept
        Documents whose newest state could not be written.

    Signals
    -------
    thumbnailMade(object)
        This document has a newer thumbnail.
    notice(str)
        Something that the user should read; a sentence.
    """

    thumbnailMade = Signal(object)
    notice = Signal(str)

    def __init__(self, documents: Documents, store: DocumentStore, parts: WindowParts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents, self.store, self._session = documents, store, parts.session
        self._background = Background(self, n_threads=1)
        self._changed: list[OpenDocument] = []
        self._list_changed = False
        self._shown_in: dict[OpenDocument, object] = {}
        self._complained = False
        self._lock = contextlib.ExitStack()
        self._holds = False
        self.was_interrupted = False
        self.unkept: set[OpenDocument] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY_MS)
        self._timer.timeout.connect(self.save)
        documents.listChanged.connect(self._on_list)
        documents.currentChanged.connect(self._on_list)
        documents.closed.connect(self._add)
        for signal in (
            documents.documentChanged,
            parts.session.selectedFaceChanged,
            parts.session.resultChanged,
            parts.canvas.viewSettled,
        ):
            signal.connect(self._on_change)

    # -- whose folder it is

    def take_folder(self) -> OpenList:
        """Begin to work in the folder; return what was open when the one before ended, nothing while another window works there."""
        folder = self.store.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if holder_of(folder) is not None:
                return OpenList()
            self.was_interrupted = (folder / HOLDER_FILE).exists()
            self._lock.enter_context(FolderLock(folder))
        except (OSError, FolderInUseError) as error:
            log.warning("what is open cannot be kept: %s", error)
            return OpenList()
        self._holds = True
        open_list = take_first_session(self.store) if self.store.is_new else self.store.read_open()
        self._background.run(lambda: self.store.tidy(open_list.keys), lambda _: None, log.warning)
        return open_list

    def save_now(self) -> None:
        """Write what is not written yet, and wait for it, but not for a disk that does not answer."""
        self.save()
        loop, give_up = QEventLoop(), QTimer()
        self._background.busyChanged.connect(loop.quit)
        give_up.timeout.connect(loop.quit)
        give_up.start(GIVE_UP_MS)
        if self._background.busy:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def finish(self) -> None:
        """Write what is not written yet, and leave the folder."""
        self.save()
        self._background.close(drop_waiting=False)
        with contextlib.suppress(OSError):
            self._lock.close()

    # -- writing

    @Slot()
    def save(self) -> None:
        """Hand everything that changed to the thread that writes."""
        self._timer.stop()
        self._documents.capture()
        changed, self._changed = self._changed, []
        for item in changed:
            self._write(item)
        named = (item.document.pictures for item in (*changed, *self._documents.items))
        self._documents.pictures.forget_others(frozenset[str]().union(*named))
        if self._list_changed and self._holds:
            self._list_changed = False
            current = self._documents.current
            open_list = OpenList(tuple(item.key for item in self._documents.items), None if current is None else current.key)
            self._background.run(lambda: self.store.keep_open(open_list), lambda _: None, self._complain)

    def _write(self, item: OpenDocument) -> None:
        pictures = self._documents.pictures
        writing = Writing(item.key, item.document, pictures.unwritten(item.document.pictures), self._picture_of(item))

        def then(png: bytes) -> None:
            self.unkept.discard(item)
            pictures.take_note(writing.pictures)
            if png:
                item.thumbnail = QImage.fromData(png)
                self.thumbnailMade.emit(item)

        def otherwise(sentence: str) -> None:
            self.unkept.add(item)
            self._complain(sentence)

        self._background.run(lambda: writing.write(self.store), then, otherwise)

    def _picture_of(self, item: OpenDocument) -> Animation | NDArray[np.uint8] | None:
        """What the thumbnail is to show, if that changed."""
        if item not in self._documents.worked_on or not self._documents.is_shown(item):
            return None
        photo, animation = self._session.photo, self._session.animation
        picture = animation if animation is not None else None if photo is None else photo.frame.rgb
        if picture is None or self._shown_in.get(item) is picture:
            return None
        self._shown_in = {item: picture}
        return picture

    def _complain(self, sentence: str) -> None:
        if not self._complained:
            self._complained = True
            self.notice.emit(self.tr("Your work could not be kept for the next start: {reason}").format(reason=sentence))

    # -- what changed

    @Slot()
    def _on_change(self) -> None:
        for item in self._documents.items:
            if item.is_new or item in self._documents.worked_on:
                item.is_new = False
                self._add(item)

    @Slot()
    def _on_list(self) -> None:
        self._list_changed = True
        self._timer.start()
        self._on_change()

    @Slot(object)
    def _add(self, item: OpenDocument) -> None:
        if item not in self._changed:
            self._changed.append(item)
        if not self._timer.isActive():
            self._timer.start()
