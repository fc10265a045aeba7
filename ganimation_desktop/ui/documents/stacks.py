"""The undo stacks of what is open, and the pictures that their steps lead to, which are read before they are needed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.core.documents.history import PictureChange
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.ui.commands.history import StepMaker
from ganimation_desktop.ui.commands.step_command import StepCommand, fill_stack, history_of
from ganimation_desktop.ui.documents.open_document import OpenDocument
from ganimation_desktop.ui.documents.picture_names import PictureNames
from ganimation_desktop.ui.documents.step_target import StepTarget
from ganimation_desktop.ui.photo.window_parts import WindowParts


class Stacks(QObject):
    """Makes, fills and drops the undo stacks.

    The nearest picture on both sides is read in the background. Where the user is faster, undo and redo stop before the step that needs
    it, and go on when it is there. A picture that cannot be read ends the history.

    Parameters
    ----------
    target
        What steps change.
    names
        Names of the copies of pictures.

    Signals
    -------
    moved()
        A step was done, undone or redone.
    notice(str)
        Something that the user should read; a sentence.
    """

    moved = Signal()
    notice = Signal(str)

    def __init__(self, parts: WindowParts, target: StepTarget, names: PictureNames, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._expressions, self._opener = parts.expressions, parts.opener
        self._target, self._names = target, names
        self._without_document = parts.expressions.undo_stack
        self._item: OpenDocument | None = None
        self._index = 0
        self._wanted: int | None = None
        self._reading = False
        self._returning = False

    # -- stacks

    def use(self, item: OpenDocument) -> None:
        """Work with the steps of one from now on."""
        if item.stack is None:
            item.stack = self._expressions.new_stack()
            if item.state is not None and item.state.photo is not None:
                item.photos[self._names.of(item.state.photo)] = item.state.photo
            item.photos |= self._names.unwritten(item.document.pictures)
            fill_stack(item.stack, item.document.history, self._target)
            item.stack.indexChanged.connect(self._on_index)
        self._expressions.use_stack(item.stack)
        self._item, self._index, self._wanted = item, item.stack.index(), None
        self._target.photos = item.photos
        self._read_next()

    def use_none(self) -> None:
        """Nothing is open."""
        self._expressions.use_stack(self._without_document)

    def drop(self, item: OpenDocument) -> None:
        """Forget the steps of one; its document has them."""
        stack, item.stack, item.photos = item.stack, None, {}
        if item is self._item:
            self._item, self._target.photos = None, {}
        if stack is not None:
            stack.indexChanged.disconnect(self._on_index)  # one that is deleted still counts down
            if self._expressions.undo_stack is stack:
                self.use_none()
            stack.deleteLater()

    @Slot()
    def _on_index(self) -> None:
        if self._returning or self._item is None or self._item.stack is None:
            return
        stack = self._item.stack
        self._wanted = None
        if self._target.halted:
            self._wanted = stack.index()
            self._returning = True
            stack.setIndex(self._reachable(self._item, self._wanted))
            self._returning = self._target.halted = False
            self.notice.emit(self.tr("The photo of this step is being read."))
        self._index = stack.index()
        self._read_next()
        self.moved.emit()

    # -- pictures

    def _reachable(self, item: OpenDocument, index: int) -> int:
        """How far the steps between here and an index have their pictures."""
        if index < self._index:
            lacking = (number + 1 for number in reversed(range(index, self._index)) if _lacks(item, number, after=False))
        else:
            lacking = (number for number in range(self._index, index) if _lacks(item, number, after=True))
        return next(lacking, index)

    def _read_next(self) -> None:
        """Read the nearest picture that undo or redo needs next, if it is not there yet."""
        item = self._item
        if self._reading or item is None or item.stack is None:
            return
        done = [(self._index - number, number, False) for number in reversed(range(self._index))]
        undone = [(number + 1 - self._index, number, True) for number in range(self._index, item.stack.count())]
        nearest = []
        for places in (done, undone):
            for distance, number, after in places:
                change = _picture_change(item, number)
                if change is not None and _lacks(item, number, after=after):
                    nearest.append((distance, (change.after if after else change.before).pixels))
                if change is not None and (nearest or change.leads_elsewhere):
                    break
        if nearest:
            self._read(item, min(nearest)[1])

    def _read(self, item: OpenDocument, pixels: str) -> None:
        stack, self._reading = item.stack, True

        def then(photo: Photo) -> None:
            self._reading = False
            if item.stack is stack:
                item.photos[pixels] = photo
                if pixels:
                    self._names.keep(photo, pixels)
                self._go_on(item)
            self._read_next()

        def otherwise(sentence: str) -> None:
            if item.stack is stack:
                self._cut(item, pixels)
                self.notice.emit(self.tr("The history ends at a picture that cannot be read: {reason}").format(reason=sentence))
            self._reading = False
            self._read_next()

        self._opener.read_picture(item.document, pixels, then, otherwise)

    def _go_on(self, item: OpenDocument) -> None:
        """Go where the user wanted to before the picture was there."""
        wanted = self._wanted
        if self._is_used(item) and item.stack is not None and wanted is not None:
            self._expressions.finish_edit()
            item.stack.setIndex(wanted)

    def _is_used(self, item: OpenDocument) -> bool:
        return item is self._item and item.stack is self._expressions.undo_stack

    def _cut(self, item: OpenDocument, pixels: str) -> None:
        """Forget the steps that need a picture, and those beyond them."""
        self._expressions.finish_edit()
        assert item.stack is not None
        photos, is_used = item.all_photos, self._is_used(item)
        item.document, item.is_new = replace(item.document, history=history_of(item.stack).without(pixels)), True
        self.drop(item)
        item.photos = photos
        if is_used:
            self.use(item)
        self.moved.emit()


def _picture_change(item: OpenDocument, number: int) -> PictureChange | None:
    """The change of the picture or of where its faces are, in a step of a stack; None where both stay."""
    command = None if item.stack is None else item.stack.command(number)
    changes = command.changes if isinstance(command, StepMaker) else ()
    return next((change for change in changes if isinstance(change, PictureChange)), None)


def _lacks(item: OpenDocument, number: int, *, after: bool) -> bool:
    """Whether a step needs a picture that is not there; those that were made since the start hold theirs."""
    change = _picture_change(item, number)
    is_from_history = item.stack is not None and isinstance(item.stack.command(number), StepCommand)
    return is_from_history and change is not None and (change.after if after else change.before).pixels not in item.photos
