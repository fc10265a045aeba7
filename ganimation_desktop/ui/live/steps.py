"""Undo in live mode: steps that outlast the faces they were about, which come and go before the camera."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from ganimation_desktop.ui.live.faces import AddedEdit, LiveFaces
from ganimation_desktop.ui.widgets.kept_text import NamedCommand


class LiveStep(NamedCommand):
    """What was added to the live faces, before and after something that the user did.

    Parameters
    ----------
    show
        Called with what is to be added from then on.
    before, after
        What was added.
    label
        What was done, already translated.
    """

    def __init__(self, show: Callable[[AddedEdit], None], before: AddedEdit, after: AddedEdit, label: str) -> None:
        super().__init__(label)
        self._show, self._before, self._after = show, before, after

    def concerns(self, slots: Sequence[int]) -> bool:
        """Whether a face in one of these slots looks different before and after."""
        return self._after.everyone or any(self._before.differs(self._after, slot) for slot in slots)

    def undo(self) -> None:
        self._show(self._before)

    def redo(self) -> None:
        self._show(self._after)


class LiveStack(QUndoStack):
    """The steps of live mode.

    Commands that other stacks take, about faces by their index in the session, become steps about the faces themselves. Undo and redo
    pass over steps about faces that are out of view, together with the next step that can be seen.

    Signals
    -------
    outOfView()
        There are steps, but none of them is about a face in view.
    shown()
        Undo or redo changed what is added.
    """

    outOfView = Signal()
    shown = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces: LiveFaces | None = None
        self._known = AddedEdit()

    def begin(self, faces: LiveFaces) -> None:
        """Forget the steps, and take those about these faces from now on."""
        self.clear()
        self._faces = faces
        self.take_note()

    @Slot()
    def take_note(self) -> None:
        """What is added changed in another way than by a step: the next step begins there."""
        if self._faces is not None:
            self._known = self._faces.edit()

    def push(self, command: QUndoCommand) -> None:
        """Do a command about faces of the session, and keep it as a step about the faces that they are now."""
        if self._faces is None:
            return
        command.redo()
        after = self._faces.edit()
        before = self._known.with_everyone(everyone=after.everyone)
        super().push(LiveStep(self._show, before, after, command.label if isinstance(command, NamedCommand) else command.text()))

    def undo(self) -> None:
        """Undo the last step that can be seen."""
        self._go([(number, number) for number in reversed(range(self.index()))])

    def redo(self) -> None:
        """Redo the next step that can be seen."""
        self._go([(number, number + 1) for number in range(self.index(), self.count())])

    def _go(self, ways: Sequence[tuple[int, int]]) -> None:
        """Go on to the first of these steps that can be seen: its number, and the index after it."""
        slots = () if self._faces is None else self._faces.slots
        for number, index in ways:
            step = self.command(number)
            if isinstance(step, LiveStep) and step.concerns(slots):
                self.setIndex(index)
                return
        if ways:
            self.outOfView.emit()

    def _show(self, edit: AddedEdit) -> None:
        assert self._faces is not None
        self._known = edit
        self._faces.show_edit(edit)
        self.shown.emit()
