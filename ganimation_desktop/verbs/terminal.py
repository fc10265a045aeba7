"""Safe terminal output: file names may contain characters that would move the cursor, color the screen or change its title."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any, Final, TextIO, cast

_KEPT: Final = {0x09, 0x0A, 0x0D}
_CONTROLS: Final = [*range(0x20), *range(0x7F, 0xA0), *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
"""Control characters, and marks that change the direction of the text."""
_SHOWN: Final = {code: chr(code).encode("unicode_escape").decode() for code in _CONTROLS if code not in _KEPT}
_SHOWN_BYTES: Final = {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)} | {
    code: f"\\x{code - 0xDC00:02x}" for code in range(0xDC80, 0xDD00)
}
"""Lone surrogates; some stand for bytes of file names that are not valid text."""


def shown(text: str) -> str:
    """Escape control characters and invalid bytes; newlines, tabs and carriage returns stay."""
    return text.translate(_SHOWN | _SHOWN_BYTES)


class PlainOutput:
    """A text stream that escapes control characters."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write text."""
        self._stream.write(shown(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class OneLineFormatter(logging.Formatter):
    """Formats a record as one line, whatever names it contains; a traceback follows on its own lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Format the message."""
        return " ".join(super().formatMessage(record).splitlines())


def set_up_logging(verbose: int) -> None:
    """Let this program's loggers write to standard error: warnings, with 1 also information, with 2 details."""
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLineFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    warnings.filterwarnings("ignore", module=r"PIL\.")  # about damaged files, which our own message reports
    logging.getLogger("ganimation_desktop").setLevel(level)


@contextlib.contextmanager
def plain_terminal() -> Iterator[None]:
    """Escape control characters written to a terminal during the block. Output to a file or another program is unchanged."""
    output, errors = cast(TextIO | None, sys.stdout), cast(TextIO | None, sys.stderr)
    with contextlib.ExitStack() as stack:
        if errors is not None:
            stack.enter_context(contextlib.redirect_stderr(cast(TextIO, PlainOutput(errors))))
        if output is not None:
            if isinstance(output, io.TextIOWrapper):
                output.reconfigure(errors="surrogateescape")
            if output.isatty():
                stack.enter_context(contextlib.redirect_stdout(cast(TextIO, PlainOutput(output))))
        yield


@contextlib.contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep what libraries write to the process's own standard error, such as libtiff, away from it during the block; Python's stays."""
    errors = cast(TextIO | None, sys.stderr)
    try:
        is_own = errors is not None and errors.fileno() == 2
    except (OSError, ValueError, AttributeError):
        is_own = False
    if not is_own or errors is None:
        yield
        return
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        errors.flush()
        os.dup2(nowhere, 2)
        with (
            open(kept, "w", encoding=errors.encoding, errors="backslashreplace", buffering=1, closefd=False) as own,
            contextlib.redirect_stderr(own),
        ):
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
