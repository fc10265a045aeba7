"""A `NewestLoop` as an object of the GUI thread."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from ganimation_desktop.core.base.newest_loop import NewestLoop

F = TypeVar("F")
Q = TypeVar("Q")
R = TypeVar("R")


class LoopWorker(QObject, Generic[F, Q, R]):
    """Hands requests to a loop and results to the window. Subclasses make the loop, which emits `resultReady`.

    Signals
    -------
    resultReady()
        A result can be taken with `newest`.
    """

    resultReady = Signal()

    _loop: NewestLoop[F, Q, R]

    def submit(self, request: Q) -> None:
        """Request something in place of what was requested before; ignored once closed."""
        self._loop.send(request)

    def newest(self) -> R | None:
        """Take the newest result, None when it was taken already."""
        return self._loop.results.poll()

    def close(self, timeout_ms: int = 1000) -> bool:
        """End the thread after its current stage or frame; return whether it ended in time."""
        self._loop.close()
        return self._loop.join(timeout_ms / 1000)

    def wait(self) -> None:
        """Wait for the end of the closed thread, however long its last stage or frame takes."""
        self._loop.join()
