"""A lock on a folder that one process at a time works in; the system releases it when the process dies, however it dies."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from filelock import FileLock, Timeout

LOCK_FILE: Final = "lock"
HOLDER_FILE: Final = "holder"
"""Id of the process that holds the lock, or held it when it died: a separate file, as Windows does not let a locked one be read."""
WAIT_S: Final = 2.0
"""A process that only looks up the holder keeps the lock for a moment; one that works in the folder keeps it for hours."""


class FolderInUseError(ValueError):
    """Another process is working in the folder."""


class FolderLock:
    """Hold a folder while a `with` block runs; a missing folder is created, and removed again if it stays empty.

    Raises
    ------
    FolderInUseError
        On entering, if another process holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LOCK_FILE, WAIT_S)

    def __enter__(self) -> Self:
        self._made = not self._folder.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout:
            raise FolderInUseError(f"{self._folder}: another process is working there") from None
        (self._folder / HOLDER_FILE).write_text(str(os.getpid()), encoding="ascii")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        (self._folder / HOLDER_FILE).unlink(missing_ok=True)
        self._lock.release()
        if self._made and {path.name for path in self._folder.iterdir()} <= {LOCK_FILE}:
            with contextlib.suppress(OSError):
                (self._folder / LOCK_FILE).unlink(missing_ok=True)
                self._folder.rmdir()


def holder_of(folder: Path) -> int | None:
    """Return the id of the running process that holds a folder, or None."""
    if not (folder / LOCK_FILE).is_file():
        return None
    try:
        with FileLock(folder / LOCK_FILE, blocking=False):
            return None
    except Timeout:
        with contextlib.suppress(OSError, ValueError):
            return int((folder / HOLDER_FILE).read_text(encoding="ascii"))
    except OSError:
        pass
    return None
