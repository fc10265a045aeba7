"""The panel of exports: a row for each, the newest first, and what can be done with all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ganimation_desktop.ui.exports.item import ExportItem
from ganimation_desktop.ui.exports.queue import ExportQueue
from ganimation_desktop.ui.exports.row import ExportRow
from ganimation_desktop.ui.widgets.flow_layout import FlowLayout


class ExportPanel(QWidget):
    """Lists what an `ExportQueue` has.

    Attributes
    ----------
    cancel_button, remove_button
        The commands for all of them.

    Signals
    -------
    detailsWanted(object)
        The user wants to see what the steps of this `ExportItem` have done.
    """

    detailsWanted = Signal(object)

    def __init__(self, queue: ExportQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._rows: dict[ExportItem, ExportRow] = {}
        self._nothing = QLabel(self.tr("Nothing was exported yet. Photos, batches, videos, animations and grids are listed here."), self)
        self._nothing.setObjectName("faint")
        self._nothing.setWordWrap(True)
        body = QWidget(self)
        self.cancel_button = QPushButton(self.tr("Cancel all"), body)
        self.remove_button = QPushButton(self.tr("Remove finished"), body)
        self.cancel_button.clicked.connect(queue.cancel_all)
        self.remove_button.clicked.connect(queue.remove_ended)
        commands = FlowLayout()
        commands.addWidget(self.cancel_button)
        commands.addWidget(self.remove_button)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        whole = QVBoxLayout(body)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.setSpacing(6)
        whole.addWidget(self._nothing)
        whole.addLayout(self._list)
        whole.addLayout(commands)
        whole.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._scroll)
        queue.added.connect(self._add)
        queue.removed.connect(self._remove)
        queue.changed.connect(self._refresh)
        self._refresh()

    def row_of(self, item: ExportItem) -> ExportRow:
        """The row of an export."""
        return self._rows[item]

    @Slot(object)
    def _add(self, item: ExportItem) -> None:
        row = ExportRow(item, self._scroll.widget())
        row.cancelWanted.connect(self._queue.cancel)
        row.removeWanted.connect(self._queue.remove)
        row.detailsWanted.connect(self.detailsWanted)
        self._rows[item] = row
        self._list.insertWidget(0, row)

    @Slot(object)
    def _remove(self, item: ExportItem) -> None:
        row = self._rows.pop(item)
        row.hide()
        row.deleteLater()

    @Slot()
    def _refresh(self) -> None:
        n_active = len(self._queue.active)
        self._nothing.setVisible(not self._queue.items)
        self.cancel_button.setVisible(n_active > 0)
        self.remove_button.setVisible(n_active < len(self._queue.items))
