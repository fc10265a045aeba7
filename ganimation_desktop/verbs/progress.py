"""Progress of a long job on standard error: one updating line on a terminal, a new line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganimation_desktop.training.photo_progress import PhotoProgress

_EVERY_S = {True: 0.2, False: 10.0}


class ProgressLine:
    """Prints the progress of one job.

    Parameters
    ----------
    name
        What is being processed.
    part
        What is counted.
    """

    def __init__(self, name: str, part: str = "frame") -> None:
        self._name, self._part = name, part
        self._on_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._started_s = self._told_s = time.monotonic()
        self._width = 0

    def update(self, n_done: int, share: float) -> None:
        """Print how many parts are done and the remaining time, if an update is due; a share of 0 is unknown."""
        now_s = time.monotonic()
        if now_s - self._told_s < _EVERY_S[self._on_terminal] or sys.stderr is None:
            return
        self._told_s = now_s
        rest = f", {share:.0%}, about {(now_s - self._started_s) * (1 - share) / share:.0f} s left" if share else ""
        line = f"{self._name}: {self._part} {n_done}{rest}"
        self._write(f"\r{line.ljust(self._width)}" if self._on_terminal else f"{line}\n")
        self._width = len(line)

    def end(self) -> None:
        """End the line."""
        if self._on_terminal and self._width:
            self._write("\n")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def photo_progress_printer(every: int) -> Callable[[PhotoProgress], None]:
    """Return a function that prints a line to standard error for every so many photos, with the estimated time left."""
    started = time.monotonic()

    def show(progress: PhotoProgress) -> None:
        n_done = progress.n_made + progress.n_rejected
        left_s = (time.monotonic() - started) / max(n_done, 1) * (progress.n_photos - n_done)
        if n_done % every == 0 or n_done == progress.n_photos:
            line = f"{n_done} of {progress.n_photos} photos, {progress.n_rejected} rejected, {left_s / 60:.1f} min left"
            print(line, file=sys.stderr, flush=True)

    return show
