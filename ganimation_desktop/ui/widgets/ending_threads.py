"""Keeps threads that are shutting down until they have ended, so that nobody waits for them.

A `QThread` that is collected or deleted while it runs ends the process, and waiting for one in the GUI thread freezes the window for as
long as it takes, for example to import torch.
"""

from __future__ import annotations

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Slot

LONGEST_MS = 10_000
"""Time-out for threads at exit: the current photo or frame, and the removal of its file."""
FINISH_MS = 1000


class EndingThreads(QObject):
    """Keeps threads until they have ended. Lives in the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self._threads: set[QThread] = set()

    def keep(self, thread: QThread) -> None:
        """Take over a thread that is shutting down. Its signals still reach their receivers."""
        thread.setParent(None)
        self._threads.add(thread)
        thread.finished.connect(self._drop_ended)
        self._drop_ended()

    def wait(self, timeout_ms: int = LONGEST_MS) -> bool:
        """Wait for all of them together; return whether they have ended in time."""
        deadline = QDeadlineTimer(timeout_ms)
        for thread in self._threads:
            thread.wait(deadline)
        self._drop_ended()
        return not self._threads

    @Slot()
    def _drop_ended(self) -> None:
        # A thread reports its end a moment before it has ended.
        self._threads = {thread for thread in self._threads if thread.isRunning() or not thread.wait(FINISH_MS)}


_ending: list[EndingThreads] = []


def ending_threads() -> EndingThreads:
    """Return the one keeper, which is made on the first call."""
    if not _ending:
        _ending.append(EndingThreads())
    return _ending[0]
