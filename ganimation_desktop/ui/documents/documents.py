"""What is open, in which order, and which of it is shown: the only one that puts photos into the session and videos into the player.

Each photo and video has a document, which holds what was done to it, an undo stack, and a place in the filmstrip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.core.documents.document import Document
from ganimation_desktop.core.documents.store import DocumentStore
from ganimation_desktop.ui.commands.step_command import history_of
from ganimation_desktop.ui.documents.open_document import (
    OpenDocument,
    coldest,
    place_on,
    replaced,
    show_place,
    state_of,
    superseded,
)
from ganimation_desktop.ui.documents.picture_names import PictureNames
from ganimation_desktop.ui.documents.stacks import Stacks
from ganimation_desktop.ui.documents.step_target import StepTarget
from ganimation_desktop.ui.photo.opening import OpenedPhoto, OpenedVideo
from ganimation_desktop.ui.photo.session_state import SessionState
from ganimation_desktop.ui.photo.window_parts import WindowParts
from ganimation_desktop.ui.video.controller import VideoMode

MAX_BYTES = 1 << 30
"""Memory that photos which are not shown may hold; those that were shown lately stay there, others are read again."""


class Documents(QObject):
    """The open photos and videos.

    Attributes
    ----------
    items
        All that are open, in the order of the filmstrip.
    current
        The one that is worked on, also while a camera is shown in its place; None for none.
    target, stacks
        What steps of a history change; the undo stacks.
    pictures
        Names of the copies of pictures that no file holds.

    Signals
    -------
    listChanged()
        `items` changed.
    currentChanged()
        Another one is `current`.
    documentChanged()
        The edit of `current` changed.
    closed(object)
        This one is about to leave the filmstrip.
    """

    listChanged = Signal()
    currentChanged = Signal()
    documentChanged = Signal()
    closed = Signal(object)

    def __init__(self, parts: WindowParts, video: VideoMode, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._modes, self._canvas = parts.session, parts.modes, parts.canvas
        self._expressions, self._opener, self._video = parts.expressions, parts.opener, video
        self.target = StepTarget(parts.session, video)
        self.items: list[OpenDocument] = []
        self.current: OpenDocument | None = None
        self._photo: OpenDocument | None = None
        self.pictures = PictureNames()
        self.stacks = Stacks(parts, self.target, self.pictures, self)
        self._closed: WeakValueDictionary[str, OpenDocument] = WeakValueDictionary()  # whoever still writes one holds it
        self._n_shown = 0
        self._place_waits = False
        parts.expressions.picture_name = self.pictures.of
        self.stacks.moved.connect(self._on_change)
        parts.opener.photoOpened.connect(self.take_photo)
        parts.opener.videoOpened.connect(self.take_video)
        parts.modes.leaving.connect(self.capture)
        parts.modes.changed.connect(self._on_mode)
        video.resultShown.connect(self._on_frame)
        for signal in (
            parts.session.targetsChanged,
            parts.session.originChanged,
            parts.session.protections.changed,
            parts.session.faceListChanged,
            video.requestChanged,
        ):
            signal.connect(self._on_change)

    # -- what was done

    @Slot()
    def capture(self) -> None:
        """Bring the documents up to what session, player, canvas and undo have now."""
        self._take_requests()
        for item in self.worked_on:
            if item.stack is not None:
                item.document = replace(item.document, history=history_of(item.stack))
        if self.current is not None and self.is_shown(self.current) and not self._place_waits:
            self.current.document = replace(self.current.document, view=place_on(self._canvas))

    @property
    def worked_on(self) -> tuple[OpenDocument, ...]:
        """Those that can change now: the photo in the session, also while it is put aside, and the video that is shown."""
        video = self.current if self.current is not None and self.current.is_video and self._video.active else None
        return tuple(item for item in (self._photo, video) if item is not None)

    def mark_saved(self, item: OpenDocument, state: str) -> None:
        """Take note that one was written to a file in the state of this name."""
        item.document, item.is_new = item.document.marked_saved(state), True
        self.documentChanged.emit()

    def _take_requests(self) -> None:
        for item in self.worked_on:
            if item.is_video:
                item.take_video(self._video.state_to_keep(), self._session.selected_face)
            elif (photo := (state := self._session.state()).photo) is not None:
                searched = None if self._session.moving else not self._session.searching
                item.take_photo(state, searched=searched, pixels=self.pictures.of(photo))

    def finish(self) -> None:
        """Finish what is being done to what is shown, before something else is."""
        self._expressions.finish_edit()
        self.capture()

    @property
    def is_unsaved(self) -> bool:
        """Whether what is shown has an edit that is in no file."""
        return self.current is not None and self.is_shown(self.current) and self.current.document.is_unsaved

    def shut_down(self) -> None:
        """Listen to nothing more."""
        for item in self.items:
            self.stacks.drop(item)

    # -- opening

    @Slot(object)
    def take_photo(self, opened: OpenedPhoto) -> None:
        """Show a photo that was read."""
        self.finish()
        item = self._item_of(opened.document)
        if opened.problem and item.state is None:
            self.stacks.drop(item)
            item.document, item.is_new = opened.document, True
        if item.state is None:
            item.state = state_of(opened.photo, item.document)
            if opened.photo.file is None and item.document.pixels:
                self.pictures.keep(opened.photo, item.document.pixels)
        self._show_photo(item, item.state)

    @Slot(object)
    def take_video(self, opened: OpenedVideo) -> None:
        """Show a video that was opened."""
        self.finish()
        known = opened.known or any(item.key == DocumentStore.key_of(opened.document.source) for item in self.items)
        item = self._item_of(opened.document)
        self._set_current(item)
        self._place_waits = True
        self._video.show(opened.info, item.document.video if known else None)

    @Slot()
    def _on_frame(self) -> None:
        """The first frame of a video is there: show the part of it that was shown."""
        if self._place_waits and self.current is not None:
            self._place_waits = False
            show_place(self._canvas, self.current.document.view)

    def add(self, documents: Sequence[Document], label: str = "") -> list[OpenDocument]:
        """Put documents into the filmstrip without showing them.

        What was done to those that are open already is replaced, which undo takes back under the label.
        """
        self.finish()
        return [self._add(document, label) for document in documents]

    def _add(self, document: Document, label: str) -> OpenDocument:
        item = self._item_of(document)
        if item.document is document:
            return item
        document = replaced(item.document, document, label)
        shown, photo = item in self.worked_on, None if item.state is None else item.state.photo
        same_pixels = item.document.pixels == document.pixels
        self.stacks.drop(item)
        item.document, item.is_new = document, True
        item.state = state_of(photo, document) if photo is not None and same_pixels else None
        if shown and item is self.current:
            self._set_current(item)
        if shown and item.is_video and document.video is not None:
            self._video.take_state(document.video)
        elif shown and item.state is not None:
            self._session.restore(item.state)
        elif shown:
            self._photo = None
        return item

    def bring_back(self, items: Sequence[OpenDocument]) -> None:
        """Put those that were open another time into the filmstrip, before what is open already."""
        known = {item.key for item in self.items}
        self.items[:0] = [item for item in items if item.key not in known]
        self.listChanged.emit()

    @Slot(object)
    def show(self, item: OpenDocument) -> None:
        """Show one of the filmstrip."""
        if self.is_shown(item) and item is self.current and (item.is_video or item is self._photo):
            return
        if item is self._photo:
            self._opener.stop_reading()
            self.finish()
            self._set_current(item)
            self._modes.enter(self._modes.photo)
        elif item.state is not None:
            self._opener.stop_reading()
            self.finish()
            self._show_photo(item, item.state)
        else:
            self._opener.open_document(item.document)

    def show_next(self, step: int = 1) -> None:
        """Show the next one, after the last one the first; -1 for the one before."""
        if self.items:
            number = self.items.index(self.current) + step if self.current in self.items else 0
            self.show(self.items[number % len(self.items)])

    @Slot(int, int)
    def move(self, from_number: int, to_number: int) -> None:
        """Give one another place in the filmstrip."""
        self.items.insert(to_number, self.items.pop(from_number))
        self.listChanged.emit()

    @Slot(object)
    def close(self, item: OpenDocument) -> None:
        """Take one out of the filmstrip; what was done to it is kept for when it is opened again."""
        self.finish()
        self._closed[item.key] = item
        self.closed.emit(item)
        number, was_photo, was_current = self.items.index(item), item is self._photo, item is self.current
        self._remove(item)
        neighbour = self.items[min(number, len(self.items) - 1)] if self.items else None
        if was_photo:
            self._session.restore(SessionState())
        if was_current and (neighbour is None or not (neighbour is self._photo or neighbour.state is not None)):
            self._modes.enter(self._modes.photo)
            self.currentChanged.emit()
        if was_current and neighbour is not None:
            self.show(neighbour)
        self.listChanged.emit()

    # -- showing

    def _show_photo(self, item: OpenDocument, state: SessionState) -> None:
        self._set_current(item)
        self._photo = item
        self._session.restore(state)
        self._modes.enter(self._modes.photo)
        show_place(self._canvas, item.document.view)
        self._cool_down()

    def _set_current(self, item: OpenDocument) -> None:
        """Work on one from now on; whoever calls this shows it."""
        self.stacks.use(item)
        self._n_shown += 1
        item.shown = self._n_shown
        if item is not self.current:
            self.current = item
            self.currentChanged.emit()

    @Slot()
    def _on_mode(self) -> None:
        """Another mode was entered: a video that was closed leaves its place to the photo."""
        if self._video.active:
            return
        self._place_waits = False
        if self._modes.current.has_own_history:
            return
        item = self._photo
        if item is None:
            self.stacks.use_none()
        else:
            self._set_current(item)
            show_place(self._canvas, item.document.view)
        self._on_change()

    def is_shown(self, item: OpenDocument) -> bool:
        """Whether it is on the canvas, if it is the current one; a camera may be there in its place."""
        return self._video.active if item.is_video else not self._session.moving

    def _item_of(self, document: Document) -> OpenDocument:
        """The one about this document, a new one where there is none yet."""
        key = DocumentStore.key_of(document.source)
        for item in self.items:
            if item.key == key:
                return item
        item = self._closed.pop(key, OpenDocument(document))
        place = self.items.index(self.current) + 1 if self.current in self.items else len(self.items)
        self.items.insert(place, item)
        for other in superseded(self.items, item, shown=(self.current, self._photo)):
            self._remove(other)
        self.listChanged.emit()
        return item

    def _remove(self, item: OpenDocument) -> None:
        self.items.remove(item)
        self._photo = None if item is self._photo else self._photo
        self.current = None if item is self.current else self.current
        self.stacks.drop(item)

    def _cool_down(self) -> None:
        """Forget photos that were not shown for longest where they hold too much memory, if files have them: they are read again."""
        for item in coldest(self.items, self._photo, MAX_BYTES):
            if not self.pictures.unwritten(item.document.pictures):
                item.state = None
                self.stacks.drop(item)

    @Slot()
    def _on_change(self) -> None:
        self._take_requests()
        self.documentChanged.emit()
