"""Files that exist whole or not at all: written beside their place, brought to the disk, then moved there."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
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
}

_being_written: set[Path] = set()


class ExportError(ValueError):
    """A file cannot be written: one sentence that names the file and the reason."""


@contextlib.contextmanager
def new_file(path: str | Path, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its place only when the block ends without an exception.

    Whatever ends the block otherwise, Ctrl+C too, leaves neither a partial file nor a change to the file of that name.

    Parameters
    ----------
    path
        Where the file will be; its folder must exist.
    overwrite
        Whether it may replace a file. A symbolic link is followed, the permissions are kept.

    Raises
    ------
    ExportError
        If the file exists and may not be replaced, or the disk or the folder refuses it.
    """
    path = Path(path)
    check_can_write(path, overwrite=overwrite)
    place = Path(os.path.realpath(path)) if overwrite else path
    temporary = place.with_name(f".{place.stem[:40]}-{secrets.token_hex(4)}.part")
    _being_written.add(temporary)
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
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


def remove_partial_files() -> None:
    """Remove what threads of this process are writing; for a process that is about to end without waiting for them."""
    for path in tuple(_being_written):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def check_can_write(path: Path, *, overwrite: bool) -> None:
    """Raise `ExportError` if a folder, or a file that may not be replaced, has this name."""
    if path.is_dir():
        raise ExportError(f"{path} cannot be written: it is a folder")
    if path.exists() and not overwrite:
        raise ExportError(_exists(path))


def _exists(path: Path) -> str:
    return f"{path} exists already and was left as it is"


def _move_to_free_place(temporary: Path, place: Path) -> None:
    """Move a file without replacing another one that appeared meanwhile."""
    try:
        os.link(temporary, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if place.exists():
            raise FileExistsError(place) from None
        temporary.rename(place)
