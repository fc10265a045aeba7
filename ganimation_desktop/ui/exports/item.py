"""One export in the list: what it is, how far it is, and how it ended."""

from __future__ import annotations

import time
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ganimation_desktop.ui.exports.job import ExportKind, Step, Written


class ExportState(Enum):
    """Where an export stands."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()

    @property
    def has_ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self in (ExportState.DONE, ExportState.FAILED, ExportState.CANCELLED)


class ExportItem(QObject):
    """An export.

    Attributes
    ----------
    kind, title, target
        What is exported, what it is called, and the file that it will write, as far as that is known.
    state, text, share
        How far it is: in words, and from 0 to 1 where that is known.
    path
        What it has written; None for nothing.
    has_problem
        Whether it should be looked at: it failed, or not everything could be written.
    cancel_wanted
        Whether the user wants it no more.
    details
        What its steps said that they had done.
    seconds
        How long it ran until its end; 0 while it has not ended.

    Signals
    -------
    changed()
        Any of this changed.
    detailAdded(object)
        A step said what it had done.
    written()
        Everything that was asked for is in a file.
    ended()
        Nothing more happens to it.
    """

    changed = Signal()
    detailAdded = Signal(object)
    written = Signal()
    ended = Signal()

    def __init__(self, kind: ExportKind, title: str, target: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind, self.title, self.target = kind, title, target
        self.state = ExportState.WAITING
        self.share: float | None = None
        self.text = self.tr("Waiting")
        self.path: Path | None = None
        self.has_problem = self.cancel_wanted = False
        self.details: list[object] = []
        self.seconds = self._begun_s = 0.0

    def begin(self, text: str) -> None:
        """Say that it runs now, and what it begins with."""
        self.state, self.text, self._begun_s = ExportState.RUNNING, text, time.monotonic()
        self.changed.emit()

    def advance(self, step: Step) -> None:
        """Say how far it is."""
        if self.state is not ExportState.RUNNING:
            return
        self.share = step.share
        self.text = self.tr("Cancelling…") if self.cancel_wanted else step.text
        if step.detail is not None:
            self.details.append(step.detail)
            self.detailAdded.emit(step.detail)
        self.changed.emit()

    def want_cancelled(self) -> None:
        """Say that the user wants it no more; one that has not begun ends at once."""
        if self.state is ExportState.WAITING:
            self.fail("")
        elif self.state is ExportState.RUNNING:
            self.cancel_wanted, self.text = True, self.tr("Cancelling…")
            self.changed.emit()

    def finish(self, written: Written) -> None:
        """Say what was written."""
        self.path, self.has_problem = written.path, written.has_problem
        self._end(ExportState.DONE if written.is_whole else ExportState.CANCELLED, written.text)
        if written.is_whole:
            self.written.emit()

    def fail(self, sentence: str) -> None:
        """Say why it could not be done; empty if it was cancelled."""
        self.has_problem = bool(sentence)
        if sentence:
            self._end(ExportState.FAILED, sentence)
        else:
            self._end(ExportState.CANCELLED, self.tr("Cancelled; nothing was saved."))

    def _end(self, state: ExportState, text: str) -> None:
        if self.state.has_ended:
            return
        if self.state is ExportState.RUNNING:
            self.seconds = time.monotonic() - self._begun_s
        self.state, self.text, self.share = state, text, None
        self.changed.emit()
        self.ended.emit()
