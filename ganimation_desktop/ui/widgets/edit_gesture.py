"""Where one edit by the user begins and ends, so that undo has one entry for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

KEY_PAUSE_MS = 700
"""Key strokes and wheel steps that follow each other sooner belong to one edit."""


class EditGesture(QObject):
    """Joins single changes into one edit: a whole drag, a run of key strokes, one number typed.

    Signals
    -------
    started(object)
        The first change of an edit is about to be made; with its label.
    finished(object)
        The edit is over; with the same label.
    """

    started = Signal(object)
    finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._label: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end)

    @property
    def is_open(self) -> bool:
        """Whether an edit has begun and not ended."""
        return self._label is not None

    def begin(self, label: str) -> None:
        """Continue the open edit of that label, or end it and begin one."""
        self._timer.stop()
        if self._label == label:
            return
        self.end()
        self._label = label
        self.started.emit(label)

    def end_soon(self, delay_ms: int = KEY_PAUSE_MS) -> None:
        """End the edit unless it continues within the delay."""
        if self.is_open:
            self._timer.start(delay_ms)

    def end(self) -> None:
        """End the open edit, if there is one."""
        self._timer.stop()
        label, self._label = self._label, None
        if label is not None:
            self.finished.emit(label)
