"""All exports of the window: those that need a model run one after the other behind it, in a thread with a model of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.exports.item import ExportItem, ExportState
from ganimation_desktop.ui.exports.job import ExportJob, ExportKind, Step, Written
from ganimation_desktop.ui.widgets.ending_threads import ending_threads
from ganimation_desktop.ui.widgets.model_thread import ModelThread


class ExportQueue(QObject):
    """Runs exports, and lists them with those that others carry out.

    The photo in the window is written by others, as soon as its edit is there: it does not wait behind a video.

    Attributes
    ----------
    items
        All exports, in the order in which they were asked for, until they are removed.

    Signals
    -------
    added(object)
        An `ExportItem` is new in the list.
    removed(object)
        It is in the list no more.
    changed()
        Something about one of them changed.
    ended(object)
        One that this queue carried out has ended.
    emptied()
        There is no further export to carry out.
    """

    added = Signal(object)
    removed = Signal(object)
    changed = Signal()
    ended = Signal(object)
    emptied = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[ExportItem] = []
        self._jobs: dict[ExportItem, ExportJob[Any]] = {}
        self._current: ExportItem | None = None
        self._thread: ModelThread[Any] | None = None
        self._thread_for: tuple[ModelChoice, object] | None = None
        self._is_closed = False

    @property
    def waiting(self) -> tuple[ExportItem, ...]:
        """Those that this queue carries out or will: the current one first."""
        return tuple(item for item in self._jobs if not item.state.has_ended)

    @property
    def active(self) -> tuple[ExportItem, ...]:
        """All that have not ended."""
        return tuple(item for item in self.items if not item.state.has_ended)

    def will_write(self, path: Path) -> bool:
        """Whether an export that has not ended will write this file."""
        return any(item.target is not None and item.target.absolute() == path.absolute() for item in self.active)

    def add(self, job: ExportJob[Any]) -> ExportItem:
        """Carry out an export, after those that are waiting."""
        item = self.note(job.kind, job.title, job.target)
        self._jobs[item] = job
        self.changed.emit()
        self._go_on()
        return item

    def note(self, kind: ExportKind, title: str, target: Path | None = None) -> ExportItem:
        """List an export that somebody else carries out, and tells the item about."""
        item = ExportItem(kind, title, target, self)
        item.changed.connect(self.changed)
        self.items.append(item)
        self.added.emit(item)
        self.changed.emit()
        return item

    def cancel(self, item: ExportItem) -> None:
        """End an export as soon as it can be left; nothing incomplete stays behind."""
        item.want_cancelled()
        if item is self._current and self._thread is not None:
            self._thread.cancel()
        elif item in self._jobs and item.state.has_ended:
            del self._jobs[item]
            self.ended.emit(item)

    @Slot()
    def cancel_all(self) -> None:
        """End all of them, those that wait first."""
        for item in reversed(self.active):
            self.cancel(item)

    def remove(self, item: ExportItem) -> None:
        """Take one that has ended out of the list; what it has written stays."""
        if item.state.has_ended and item in self.items:
            self.items.remove(item)
            self.removed.emit(item)
            self.changed.emit()
            item.deleteLater()

    @Slot()
    def remove_ended(self) -> None:
        """Take all that have ended out of the list."""
        for item in [item for item in self.items if item.state.has_ended]:
            self.remove(item)

    def close(self) -> None:
        """Cancel what it carries out, without waiting for the thread."""
        self._is_closed = True
        self._jobs.clear()
        self._end_thread()
        self._current = None

    # -- carrying out

    def _go_on(self) -> None:
        """Begin with the next one, if none runs."""
        if self._current is not None or self._is_closed:
            return
        item = next((item for item in self._jobs if item.state is ExportState.WAITING), None)
        if item is None:
            self._end_thread()
            self.emptied.emit()
            return
        job = self._jobs[item]
        self._current = item
        item.begin(self.tr("Loading the model…"))
        self._thread_of(job).do(job.work)

    def _thread_of(self, job: ExportJob[Any]) -> ModelThread[Any]:
        """The thread with the model of a job: the last one, if it has it."""
        model = (job.model, job.load)
        if self._thread is None or self._thread_for != model:
            self._end_thread()
            self._thread = ModelThread("exports", job.model, job.load, self)
            self._thread_for = model
            self._thread.progressed.connect(self._on_progress)
            self._thread.done.connect(self._on_done)
            self._thread.failed.connect(self._on_failed)
        return self._thread

    def _end_thread(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.close()
            ending_threads().keep(thread)

    @Slot(object)
    def _on_progress(self, step: Step) -> None:
        if self._current is not None and self.sender() is self._thread:
            self._current.advance(step)

    @Slot(object)
    def _on_done(self, written: Written) -> None:
        if self._current is not None and self.sender() is self._thread:
            self._current.finish(written)
            self._end_current()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if self._current is not None and self.sender() is self._thread:
            self._current.fail(sentence)
            self._end_current()

    def _end_current(self) -> None:
        item, self._current = self._current, None
        if item is not None:
            del self._jobs[item]
            self.ended.emit(item)
        self._go_on()
