"""Run a slow function (reading, exporting) off the GUI thread and come back to the GUI thread with its outcome."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from ganimation_desktop.ui.widgets.error_texts import error_text

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Outcome:
    """How a job ended: its number, and what it returned or why it failed."""

    number: int
    value: object = None
    problem: str | None = None


class _Job(QRunnable):
    """One call of a function in a pool thread."""

    def __init__(self, number: int, function: Callable[[], object], deliver: Callable[[_Outcome], object]) -> None:
        super().__init__()
        self._number = number
        self._function = function
        self._deliver = deliver

    def run(self) -> None:
        try:
            outcome = _Outcome(self._number, self._function())
        except Exception as error:  # whatever goes wrong becomes a sentence in the window
            log.info("a background job failed", exc_info=True)
            outcome = _Outcome(self._number, problem=error_text(error))
        self._deliver(outcome)


class Background(QObject):
    """Runs jobs in threads of its own; nothing is delivered after `close`.

    Signals
    -------
    busyChanged(bool)
        The first job was started, or the last one ended.
    """

    busyChanged = Signal(bool)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None, *, n_threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(n_threads)
        self._callbacks: dict[int, tuple[Callable[[Any], None], Callable[[str], None]]] = {}
        self._n_started = 0
        self._ended.connect(self._on_ended)

    @property
    def busy(self) -> bool:
        """Whether a job is running or waiting for a thread."""
        return bool(self._callbacks)

    def run(self, function: Callable[[], T], then: Callable[[T], None], otherwise: Callable[[str], None]) -> None:
        """Call `function` in a thread, then `then(outcome)` or `otherwise(sentence)` in the GUI thread."""
        self._n_started += 1
        self._callbacks[self._n_started] = (then, otherwise)
        if len(self._callbacks) == 1:
            self.busyChanged.emit(True)
        self._pool.start(_Job(self._n_started, function, self._ended.emit))

    def close(self, *, drop_waiting: bool = True) -> None:
        """Wait for the jobs that run, and those that wait for a thread unless they are dropped; deliver nothing more."""
        self._callbacks.clear()
        if drop_waiting:
            self._pool.clear()
        self._pool.waitForDone()

    @Slot(object)
    def _on_ended(self, outcome: _Outcome) -> None:
        callbacks = self._callbacks.pop(outcome.number, None)
        if callbacks is None:
            return
        if not self._callbacks:
            self.busyChanged.emit(False)
        then, otherwise = callbacks
        if outcome.problem is None:
            then(outcome.value)
        else:
            otherwise(outcome.problem)
