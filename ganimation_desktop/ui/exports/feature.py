"""Everything of the window that exports behind it belong to: the queue, its panel, its button, and what it says."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QWidget

from ganimation_desktop.ui.exports.item import ExportItem, ExportState
from ganimation_desktop.ui.exports.job import ExportJob
from ganimation_desktop.ui.exports.panel import ExportPanel
from ganimation_desktop.ui.exports.queue import ExportQueue
from ganimation_desktop.ui.exports.status_button import ExportStatusButton


class ExportsFeature(QObject):
    """The exports of a window.

    Attributes
    ----------
    queue, panel, button
        What runs and lists them, and the widgets that show them.

    Signals
    -------
    notice(str)
        Something that the user should read; a sentence.
    saved(object)
        A file was written, its path.
    """

    notice = Signal(str)
    saved = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.queue = ExportQueue(self)
        self.panel = ExportPanel(self.queue, window)
        self.button = ExportStatusButton(self.queue, window)
        self.button.clicked.connect(self.show)
        self.queue.ended.connect(self._on_ended)

    @Slot()
    def show(self) -> None:
        """Show the list of exports."""
        dock = self.panel.parentWidget()
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()

    @Slot(object)
    def add(self, job: ExportJob[Any]) -> ExportItem:
        """Carry out an export behind the window, and show where it went."""
        item = self.queue.add(job)
        self.show()
        return item

    def close(self) -> None:
        """Cancel what is not finished, without waiting for it."""
        self.queue.close()

    @Slot(object)
    def _on_ended(self, item: ExportItem) -> None:
        self.notice.emit(item.text if item.state is ExportState.DONE else f"{item.title}: {item.text}")
        if item.path is not None:
            self.saved.emit(item.path)
