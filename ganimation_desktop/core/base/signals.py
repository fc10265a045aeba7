"""Signals that ask the program to end, handled so that work is saved and no partial file is left."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final

TERMINATING: Final = tuple(
    number for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")) if isinstance(number, signal.Signals)
)
"""The session ends, or the terminal was closed. Windows has no SIGHUP."""
ENDING: Final = (signal.SIGINT, *TERMINATING)


@contextlib.contextmanager
def handled(numbers: tuple[signal.Signals, ...], handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Handle signals during the block. Ignored signals stay ignored, as under `nohup`; Python handles signals in the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = {number: signal.signal(number, handler) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield
    finally:
        for number, before in previous.items():
            signal.signal(number, before)
