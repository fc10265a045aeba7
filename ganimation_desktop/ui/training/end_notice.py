"""Reports the end of a training that continued after its dialog was closed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ganimation_desktop.ui.training.texts import run_text
from ganimation_desktop.ui.training.watch import RunWatcher
from ganimation_desktop.ui.widgets.background import Background


class EndNotice(QObject):
    """Watches one run until it is no longer at work.

    Parameters
    ----------
    folder
        The run.
    title
        What the notice is about.

    Signals
    -------
    ended(str, str)
        The run is no longer at work: the title, and how it stands.
    """

    ended = Signal(str, str)

    def __init__(self, folder: Path, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._background = Background(self, n_threads=1)
        self._watcher = RunWatcher(folder, (), self._background, self)
        self._watcher.changed.connect(self._on_changed)
        self._watcher.failed.connect(self.close)

    @property
    def folder(self) -> Path:
        """The run."""
        return self._watcher.folder

    @Slot()
    def close(self) -> None:
        """Watch no more."""
        self._watcher.close()
        self._background.close(drop_waiting=True)

    @Slot()
    def _on_changed(self) -> None:
        snapshot = self._watcher.snapshot
        if snapshot is not None and not snapshot.state.is_at_work:
            self.close()
            self.ended.emit(self._title, run_text(snapshot))
