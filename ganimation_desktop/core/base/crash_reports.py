"""Unexpected exceptions go into one file in the user's folder, for a bug report. Nothing is ever sent."""

from __future__ import annotations

import contextlib
import platform
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from ganimation_desktop import paths

MAX_BYTES: Final = 64 * 1024
"""Size limit of the file; the oldest reports are dropped first."""
MAX_PER_RUN: Final = 10
"""Reports per run of the program, so that a frequent fault cannot fill the disk."""
_MAX_REPORT: Final = 8 * 1024
_HEAD: Final = "crash of ganimation"
_PACKAGE_DIR: Final = Path(__file__).resolve().parents[2]


def crash_file() -> Path:
    """Return where reports are kept. It need not exist."""
    return paths.user_data_dir() / "logs" / "crashes.txt"


@contextlib.contextmanager
def crash_reports(version: str, announce: Callable[[str], None]) -> Iterator[None]:
    """Write a report about every uncaught exception: in a thread, in a Qt slot, or leaving the block.

    Parameters
    ----------
    version
        Of this program.
    announce
        Called with one sentence when the first report is written; may be called in any thread.
    """
    n_written = 0

    def write(error: BaseException) -> None:
        nonlocal n_written
        if n_written == MAX_PER_RUN or not isinstance(error, Exception):
            return
        n_written += 1
        path = add_report(error, version)
        if path is not None and n_written == 1:
            announce(f"an error in the program; {path} describes it, nothing is sent, and `ganimation doctor --report` sums it up")

    def on_exception(kind: type[BaseException], error: BaseException, stack: TracebackType | None) -> None:
        hook_before(kind, error, stack)
        write(error)

    def on_thread_exception(arguments: threading.ExceptHookArgs, /) -> None:
        thread_hook_before(arguments)
        if arguments.exc_value is not None:
            write(arguments.exc_value)

    hook_before, thread_hook_before = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = on_exception, on_thread_exception
    try:
        yield
    except Exception as error:
        write(error)
        raise
    finally:
        sys.excepthook, threading.excepthook = hook_before, thread_hook_before


def add_report(error: BaseException, version: str) -> Path | None:
    """Append a report to the file.

    Parameters
    ----------
    error
        The uncaught exception. Its traceback is written with the home folder as `~`.
    version
        Of this program.

    Returns
    -------
    Path or None
        The file; None when it cannot be written, which is not reported in turn.
    """
    path = crash_file()
    text = "".join(traceback.format_exception(error)).replace(str(Path.home()), "~")
    time = datetime.now(UTC).isoformat(timespec="seconds")
    head = f"{_HEAD} {version}, {time}, Python {platform.python_version()}, {platform.platform()}, {place_of(error)}\n"
    report = (head + text[-_MAX_REPORT:].rstrip() + "\n\n").encode(errors="backslashreplace")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = path.read_bytes()[-(MAX_BYTES - len(report)) :] if path.exists() else b""
        start = kept.find(_HEAD.encode())
        path.write_bytes((kept[start:] if start >= 0 else b"") + report)
    except OSError:
        return None
    return path


def last_crash() -> str | None:
    """Return the first line of the newest report, which names no file or person; None if there is no report."""
    try:
        lines = crash_file().read_bytes()[-MAX_BYTES:].decode(errors="replace").splitlines()
    except OSError:
        return None
    return next((line for line in reversed(lines) if line.startswith(_HEAD)), None)


def place_of(error: BaseException) -> str:
    """Return the class of an exception and where in this program it was raised, without its message, which may name files."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE_DIR)]
    if not ours:
        return type(error).__name__
    place = Path(ours[-1].filename).relative_to(_PACKAGE_DIR).as_posix()
    return f"{type(error).__name__} at {place}:{ours[-1].lineno}"
