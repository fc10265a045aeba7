"""The one way to read files from other people or programs: regular files of bounded size, with one class of error."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

MAX_TABLE_BYTES: Final = 64 << 20
"""Enough for two hours of OpenFace's table at 30 frames per second."""

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""With the second flag, opening a pipe without a writer does not block."""

_ASIDE: Final = ".unreadable"
_MOST_ASIDE: Final = 100

logger = logging.getLogger(__name__)


class UnreadableError(ValueError):
    """The content is not what it should be. The message continues a sentence that starts with the name of the file."""


class InaccessibleError(UnreadableError):
    """A file is missing or not readable; its content may be valid."""


def open_foreign(path: Path, max_bytes: int) -> BinaryIO:
    """Open a regular file of bounded size for reading. Pipes and devices are refused without blocking.

    Raises
    ------
    InaccessibleError
        If it is missing or may not be read.
    UnreadableError
        If it is no regular file, or larger.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        if os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises for names that are too long); Windows calls it a lack of permission
            raise UnreadableError("is a folder") from None
        raise InaccessibleError(_reason(error)) from None
    except ValueError:  # a null character, or half of a surrogate pair
        raise UnreadableError("is not a valid file name") from None
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableError("is a folder" if stat.S_ISDIR(about.st_mode) else "is not a regular file")
        check_size(about.st_size, max_bytes)
    except BaseException:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def read_foreign(path: Path, max_bytes: int) -> bytes:
    """Read a whole file. Raises as `open_foreign` does, and for a file that grew meanwhile."""
    with open_foreign(path, max_bytes) as file:
        try:
            content = file.read(max_bytes + 1)
        except OSError as error:
            raise InaccessibleError(_reason(error)) from None
    check_size(len(content), max_bytes)
    return content


def read_start(path: Path, n_bytes: int) -> bytes:
    """Read how a file begins, whatever its size. Raises as `open_foreign` does."""
    with open_foreign(path, sys.maxsize) as file:
        return file.read(n_bytes)


def read_foreign_text(path: Path, max_bytes: int) -> str:
    """Read a whole file of text in UTF-8, with or without a byte order mark. Raises as `read_foreign` does, and for other text."""
    try:
        return read_foreign(path, max_bytes).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("is not text in UTF-8") from None


def check_foreign(path: Path, max_bytes: int) -> None:
    """Check a file that a library will open by its name. Raises as `open_foreign` does."""
    open_foreign(path, max_bytes).close()


def check_size(n_bytes: int, max_bytes: int) -> None:
    """Raise `UnreadableError` if something is larger than it may be."""
    if n_bytes > max_bytes:
        raise UnreadableError(f"is larger than {_size(max_bytes)}")


def set_aside(path: Path, reason: str, on_problem: Callable[[str], object] = logger.warning) -> None:
    """Rename an unreadable file of the program's own folder, so that it is reported only once, and return the message."""
    for number in range(1, _MOST_ASIDE):
        aside = path.with_name(f"{path.name}{_ASIDE}{f'-{number}' if number > 1 else ''}")
        if aside.exists():
            continue
        try:
            path.rename(aside)
        except OSError:
            break
        on_problem(f"{path} {reason}; it was renamed to {aside.name}.")
        return
    on_problem(f"{path} {reason}; it was skipped.")


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "does not exist"
    if isinstance(error, PermissionError):
        return "may not be read by this user"
    return f"cannot be read: {error.strerror or error}"


def _size(n_bytes: int) -> str:
    return f"{n_bytes >> 30} GB" if n_bytes >= 1 << 30 else f"{n_bytes >> 20} MB" if n_bytes >= 1 << 20 else f"{n_bytes >> 10} kB"
