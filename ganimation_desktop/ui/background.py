"""Run a slow function (reading, exporting) off the GUI thread and come back to the GUI thread with its outcome."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from ganimation_desktop.ui.sentences import sentence_of

T = TypeVar("T")

log = logging.getLogger(__name__)


class _Job(QRunnable):
    """One call of a function in a pool thread."""

    def __init__(self, function: Callable[[], object], deliver: _Delivery) -> None:
        super().__init__()
        self._function = function
        self._deliver = deliver

    def run(self) -> None:
        try:
            outcome = self._function()
        except Exception as error:  # whatever goes wrong becomes a sentence in the window
            log.info("a background job failed", exc_info=True)
            self._deliver.failed.emit(sentence_of(error))
        else:
            self._deliver.done.emit(outcome)


class _Delivery(QObject):
    """Lives in the GUI thread, so that the signals of the pool thread arrive there."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, owner: Background, then: Callable[[Any], None], otherwise: Callable[[str], None]) -> None:
        super().__init__(owner)
        self._owner = owner
        self._then = then
        self._otherwise = otherwise
        self.done.connect(self._on_done)
        self.failed.connect(self._on_failed)

    @Slot(object)
    def _on_done(self, outcome: object) -> None:
        if self._end():
            self._then(outcome)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if self._end():
            self._otherwise(sentence)

    def _end(self) -> bool:
        self.deleteLater()
        return self._owner.forget(self)


class Background(QObject):
    """Runs jobs in threads of its own; nothing is delivered after `close`.

    Signals
    -------
    busyChanged(bool)
        The first job was started, or the last one ended.
    """

    busyChanged = Signal(bool)

    def __init__(self, parent: QObject | None = None, *, n_threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(n_threads)
        self._waiting: set[_Delivery] = set()
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a job is running or waiting for a thread."""
        return bool(self._waiting)

    def run(self, function: Callable[[], T], then: Callable[[T], None], otherwise: Callable[[str], None]) -> None:
        """Call `function` in a thread, then `then(outcome)` or `otherwise(sentence)` in the GUI thread."""
        delivery = _Delivery(self, then, otherwise)
        self._waiting.add(delivery)
        if len(self._waiting) == 1:
            self.busyChanged.emit(True)
        self._pool.start(_Job(function, delivery))

    def forget(self, delivery: _Delivery) -> bool:
        """Strike a job off the list; tells whether its outcome is still wanted."""
        self._waiting.discard(delivery)
        if not self._waiting:
            self.busyChanged.emit(False)
        return not self._closed

    def close(self, *, drop_waiting: bool = True) -> None:
        """Wait for the jobs that run, and those that wait for a thread unless they are dropped; deliver nothing more."""
        self._closed = True
        if drop_waiting:
            self._pool.clear()
        self._pool.waitForDone()
