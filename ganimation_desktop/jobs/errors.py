"""Error messages for people, the same in the terminal and in the window."""

from __future__ import annotations

_LONGEST = 800


def error_message(error: BaseException) -> str:
    """Return a one-line message: the reason, and the file that the error names; never a traceback."""
    if isinstance(error, OSError) and error.strerror:
        message = f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror
    elif isinstance(error, MemoryError):
        message = "There is not enough memory for this."
    else:
        message = str(error)
    message = " ".join(message.split())
    if len(message) > _LONGEST:  # files may contain names of any length, and errors quote them
        message = f"{message[: _LONGEST // 2]} \u2026 {message[-_LONGEST // 2 :]}"
    return message or f"An unexpected error occurred ({type(error).__name__})."
