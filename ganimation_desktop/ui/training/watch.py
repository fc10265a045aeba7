"""Watches one training run: reads its folder once a second in a background thread, and carries out commands there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganimation_desktop.ui.training.process import end_run, pause_run, start_run
from ganimation_desktop.ui.training.run import RunReader, RunSnapshot
from ganimation_desktop.ui.widgets.background import Background

INTERVAL_MS = 1000


class RunWatcher(QObject):
    """Knows how far a run is.

    Parameters
    ----------
    folder
        The run.
    command
        How the program is started in a terminal.
    background
        Where files are touched.

    Attributes
    ----------
    snapshot
        What was known at the last look; None before the first.

    Signals
    -------
    changed
        There is a new snapshot.
    failed(str)
        The folder cannot be read, or a command failed: one sentence.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, folder: Path, command: Sequence[str], background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.snapshot: RunSnapshot | None = None
        self._command = command
        self._background = background
        self._reader = RunReader(folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._reading = self._closed = False
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.poll)
        self._timer.start()
        self.poll()

    @Slot()
    def poll(self) -> None:
        """Read the folder, unless that is being done."""
        if not self._reading and not self._closed:
            self._reading = True
            self._background.run(self._read, self._on_read, self._on_unreadable)

    def start(self) -> None:
        """Start or resume the run."""
        self._run(partial(start_run, self.folder, self._command), self._on_started)

    def pause(self) -> None:
        """Ask for an end after the step; the run can be resumed later."""
        self._run(partial(pause_run, self.folder), self._on_done)

    def end(self) -> None:
        """End the run for good."""
        self._run(partial(end_run, self.folder), self._on_done)

    def close(self) -> None:
        """Stop watching; the run continues."""
        self._closed = True
        self._timer.stop()

    def _read(self) -> RunSnapshot:
        return self._reader.read(is_starting=self._process is not None and self._process.poll() is None)

    def _run(self, function: Callable[[], object], then: Callable[[object], None]) -> None:
        self._background.run(function, then, self._on_failed)

    def _on_started(self, process: object) -> None:
        assert isinstance(process, subprocess.Popen)
        self._process = process
        self.poll()

    def _on_done(self, _: object) -> None:
        self.poll()

    def _on_read(self, snapshot: RunSnapshot) -> None:
        self._reading = False
        if not self._closed:
            self.snapshot = snapshot
            self.changed.emit()

    def _on_unreadable(self, sentence: str) -> None:
        self._reading = False
        self._on_failed(sentence)

    def _on_failed(self, sentence: str) -> None:
        if not self._closed:
            self.failed.emit(sentence)
