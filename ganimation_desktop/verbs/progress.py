"""How far a long job is, on standard error: a line that renews itself on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time

_EVERY_S = {True: 0.2, False: 10.0}


class ProgressLine:
    """Tells the progress of one job.

    Parameters
    ----------
    name
        What is being worked on.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._on_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._started_s = self._told_s = time.monotonic()
        self._width = 0

    def tell(self, n_done: int, share: float) -> None:
        """Say how many frames are done and how long the rest will take, if it is time to say something; a share of 0 is unknown."""
        now_s = time.monotonic()
        if now_s - self._told_s < _EVERY_S[self._on_terminal] or sys.stderr is None:
            return
        self._told_s = now_s
        rest = f", {share:.0%}, about {(now_s - self._started_s) * (1 - share) / share:.0f} s left" if share else ""
        line = f"{self._name}: frame {n_done}{rest}"
        self._write(f"\r{line.ljust(self._width)}" if self._on_terminal else f"{line}\n")
        self._width = len(line)

    def end(self) -> None:
        """Leave the line."""
        if self._on_terminal and self._width:
            self._write("\n")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
