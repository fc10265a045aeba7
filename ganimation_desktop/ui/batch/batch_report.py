"""What became of each photo of a batch, while it runs and afterwards."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ganimation_desktop.ui.batch.batch_job import PhotoResult
from ganimation_desktop.ui.batch.batch_table import BatchTable
from ganimation_desktop.ui.exports.item import ExportItem
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog


class BatchReport(FittingDialog):
    """Lists the photos that a batch has worked on, with a picture of each result or the reason why there is none.

    Attributes
    ----------
    table, summary
        The photos, and the whole in one sentence.
    """

    def __init__(self, item: ExportItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(item.title)
        self._item = item
        self.table = BatchTable(self)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.summary)
        layout.addWidget(buttons)
        for detail in item.details:
            self._add(detail)
        item.detailAdded.connect(self._add)
        item.changed.connect(self._refresh)
        item.destroyed.connect(self.reject)
        self._refresh()

    def sizeHint(self) -> QSize:
        """Room for file names and results."""
        return QSize(720, 420)

    @Slot(object)
    def _add(self, detail: object) -> None:
        if isinstance(detail, PhotoResult):
            self.table.add_result(detail)

    @Slot()
    def _refresh(self) -> None:
        self.summary.setText(self._item.text)
