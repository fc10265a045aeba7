"""Limits that a hostile input may not break."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


class TooSlowError(AssertionError):
    """An input kept the program busy."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail what takes longer; choose a limit that a loaded machine keeps and quadratic code does not."""

    def stop(_signal_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"not done after {seconds:g} s")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
