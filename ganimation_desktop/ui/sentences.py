"""Errors as sentences for people."""

from __future__ import annotations


def sentence_of(error: BaseException) -> str:
    """What went wrong in one sentence: the reason and the file that the error names, never a traceback."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror
    text = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    return text or f"An unexpected problem came up ({type(error).__name__})."
