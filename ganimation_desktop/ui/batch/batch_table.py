"""The photos of a batch beside what became of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ganimation_desktop.ui.batch.batch_job import PhotoResult

PICTURE_SIDE = 40


class BatchTable(QTableWidget):
    """Photos in the first column; in the second, where they are shown, the results."""

    def __init__(self, parent: QWidget, *, results: bool = True) -> None:
        super().__init__(0, 2 if results else 1, parent)
        self.setHorizontalHeaderLabels([self.tr("Photo"), self.tr("Result")][: self.columnCount()])
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setColumnWidth(0, 260)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(PICTURE_SIDE + 4)
        self.setIconSize(QSize(PICTURE_SIDE, PICTURE_SIDE))
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Photos"))
        self.setTabKeyNavigation(False)

    def add_photo(self, photo: Path) -> int:
        """Add a photo; return its row."""
        row = self.rowCount()
        self.insertRow(row)
        self._set_cell(row, 0, photo.name, str(photo))
        return row

    def add_result(self, result: PhotoResult) -> None:
        """Add a photo with its result: the first face that was edited, or why there is none."""
        row = self.add_photo(result.photo)
        if result.file is None:
            text = self.tr("failed: {reason}").format(reason=result.problem)
            self._set_cell(row, 1, text, text)
        else:
            self._set_cell(row, 1, result.file.name, str(result.file)).setIcon(QIcon(QPixmap.fromImage(result.picture)))
        self.scrollToBottom()

    def _set_cell(self, row: int, column: int, text: str, tip: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(tip)
        self.setItem(row, column, item)
        return item
