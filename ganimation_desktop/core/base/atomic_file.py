"""Atomic writes: a file is written next to its final path, flushed to disk, then moved there.

Temporary files of a killed process are removed by the next process that writes into the folder. A lock on the file, which the system
releases when a process ends, distinguishes them from files that another process is still writing.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "this user may not write there",
    errno.EPERM: "this user may not write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "its folder does not exist",
    errno.ENOTDIR: "its folder does not exist",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EFBIG: "it is larger than the disk allows",
}

_PARTIAL = re.compile(r"\..{1,40}-[0-9a-f]{8}\.part")
_NEW_S = 10.0
_being_written: set[Path] = set()
_tidied: set[Path] = set()
"""Folders that this process has cleaned up."""


class ExportError(ValueError):
    """A file cannot be written: one sentence that names the file and the reason."""


@contextlib.contextmanager
def new_file(path: str | Path, *, overwrite: bool = False, durable: bool = True) -> Iterator[BinaryIO]:
    """Open a file for writing that appears only when the block ends without an exception.

    Any exception, Ctrl+C too, leaves neither a partial file nor a change to an existing one.

    Parameters
    ----------
    path
        Where the file will be; its folder must exist.
    overwrite
        Whether it may replace a file. A symbolic link is followed, the permissions are kept.
    durable
        Whether to wait until it is on the disk, so that it survives a power cut.

    Raises
    ------
    ExportError
        If the file exists and may not be replaced, or cannot be written.
    """
    path = Path(path)
    check_can_write(path, overwrite=overwrite)
    place = Path(os.path.realpath(path)) if overwrite else path
    _remove_leftovers(place.parent)
    temporary = place.with_name(f".{place.stem[:40]}-{secrets.token_hex(4)}.part")
    _being_written.add(temporary)
    try:
        with open_new(temporary) as file:
            _try_lock(file.descriptor)
            yield file
            file.flush()
            if durable:
                os.fsync(file.descriptor)
        if overwrite:
            if place.exists():
                shutil.copymode(place, temporary)
            temporary.replace(place)
        else:
            _move_to_free_place(temporary, place)
    except FileExistsError:
        raise ExportError(_exists(path)) from None
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or " ".join(str(error).split())
        raise ExportError(f"{path} cannot be written: {reason}") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        _being_written.discard(temporary)


class NewFile(io.BufferedWriter):
    """A file that is written through Python only: given a descriptor, Pillow's encoders miss that a full disk truncated the file.

    Attributes
    ----------
    descriptor
        The descriptor, for the system.
    """

    def __init__(self, raw: io.FileIO) -> None:
        super().__init__(raw)
        self.descriptor = raw.fileno()

    def fileno(self) -> int:
        """Raise `io.UnsupportedOperation`; libraries call `write` then."""
        raise io.UnsupportedOperation("fileno")


def open_new(path: Path) -> NewFile:
    """Create a file. Raises `FileExistsError` if it exists."""
    return NewFile(io.FileIO(path, "xb"))


def remove_partial_files() -> None:
    """Remove partial files that threads of this process are writing, when it is about to exit without waiting for them."""
    for path in tuple(_being_written):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _remove_leftovers(folder: Path) -> None:
    """Remove temporary files that killed processes left in a folder; once per folder and process."""
    if folder in _tidied:
        return
    _tidied.add(folder)
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if _PARTIAL.fullmatch(entry.name) and entry.is_file(follow_symlinks=False) and _is_abandoned(entry.path):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108 (an entry of scandir)


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> bool:
        """Do nothing: Windows does not let an open file be removed."""
        return True

    def _is_abandoned(path: str) -> bool:
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        """Lock a file unless another process has; not every file system supports it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _is_abandoned(path: str) -> bool:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            # A process that has created its file but not locked it yet wrote it just now.
            return _try_lock(descriptor) and time.time() - os.fstat(descriptor).st_mtime > _NEW_S
        finally:
            os.close(descriptor)


def check_can_write(path: Path, *, overwrite: bool) -> None:
    """Raise `ExportError` if a folder, or a file that may not be replaced, has this name."""
    if path.is_dir():
        raise ExportError(f"{path} cannot be written: it is a folder")
    if path.exists() and not overwrite:
        raise ExportError(_exists(path))


def _exists(path: Path) -> str:
    return f"{path} exists already and was not replaced"


def _move_to_free_place(temporary: Path, place: Path) -> None:
    """Move a file without replacing one that has appeared in the meantime."""
    try:
        os.link(temporary, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if place.exists():
            raise FileExistsError(place) from None
        temporary.rename(place)
