"""A folder that one process at a time works in, and who that is: the system takes the lock back when the process dies, however it dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

LOCK_FILE: Final = "lock"
WAIT_S: Final = 2.0
"""Whoever asks for the holder keeps the lock for a moment; another worker keeps it for hours."""

if sys.platform == "win32":
    import msvcrt

    _FAR: Final = 1 << 30
    """The byte that is locked; Windows lets nobody read a locked one, and the process number must be readable."""

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


class FolderInUseError(ValueError):
    """Another process works in a folder."""


class FolderLock:
    """Hold a folder while a `with` block runs; a folder that is missing is made, and taken away again if nothing was put into it.

    Raises
    ------
    FolderInUseError
        On entering, if another process holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / LOCK_FILE

    def __enter__(self) -> Self:
        self._made = not self._folder.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        deadline = time.monotonic() + WAIT_S
        while not _try_lock(self._descriptor):
            if time.monotonic() > deadline:
                os.close(self._descriptor)
                raise FolderInUseError(f"{self._folder}: another process is at work there")
            time.sleep(0.02)
        _rewrite(self._descriptor, str(os.getpid()).encode())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _rewrite(self._descriptor, b"")
        _unlock(self._descriptor)
        os.close(self._descriptor)
        if self._made and list(self._folder.iterdir()) == [self._path]:
            with contextlib.suppress(OSError):
                self._path.unlink()
                self._folder.rmdir()


def holder_of(folder: Path) -> int | None:
    """Return the number of the process that holds a folder, or None; the number is of a living process."""
    try:
        descriptor = os.open(folder / LOCK_FILE, os.O_RDWR)
    except OSError:
        return None
    try:
        if _try_lock(descriptor):
            _unlock(descriptor)
            return None
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, 20)
        return int(text) if text.isdigit() else None
    finally:
        os.close(descriptor)


def _rewrite(descriptor: int, content: bytes) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, content)
