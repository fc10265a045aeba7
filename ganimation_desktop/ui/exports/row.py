"""One export as a row of the panel: what it is, how far it is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from ganimation_desktop.ui.exports.item import ExportItem, ExportState
from ganimation_desktop.ui.widgets.elided_label import ElidedLabel
from ganimation_desktop.ui.widgets.folders import show_folder_of
from ganimation_desktop.ui.widgets.icon_label import IconLabel
from ganimation_desktop.ui.widgets.icons import load_icon

ICON_SIDE = 16
PROGRESS_STEPS = 1000
MARKS = {ExportState.FAILED: "error", ExportState.CANCELLED: "stop"}


class ExportRow(QFrame):
    """Shows an `ExportItem`.

    Attributes
    ----------
    item
        The export.
    title, text, progress, details_button, folder_button, cancel_button, remove_button
        The controls.

    Signals
    -------
    cancelWanted(object)
        The user wants this export no more.
    removeWanted(object)
        The user does not want to see it any longer.
    detailsWanted(object)
        The user wants to see what its steps have done.
    """

    cancelWanted = Signal(object)
    removeWanted = Signal(object)
    detailsWanted = Signal(object)

    def __init__(self, item: ExportItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setObjectName("exportRow")
        self._icon = IconLabel(ICON_SIDE, item.kind.value, self)
        self.title = ElidedLabel(item.title, self)
        self.title.setToolTip(item.title)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QLabel(self)
        self.text.setObjectName("faint")
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setRange(0, 0)
        self.details_button = self._button("info", self.tr("Show each photo"), self._want_details)
        self.folder_button = self._button("folder", self.tr("Show in folder"), self._show_folder)
        self.cancel_button = self._button("stop", self.tr("Cancel"), self._want_cancelled)
        self.remove_button = self._button("close", self.tr("Remove from the list"), self._want_removed)
        top = QHBoxLayout()
        top.addWidget(self._icon)
        top.addWidget(self.title, 1)
        for button in (self.details_button, self.folder_button, self.cancel_button, self.remove_button):
            top.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 6, 8, 6)
        rows.setSpacing(4)
        rows.addLayout(top)
        rows.addWidget(self.text)
        rows.addWidget(self.progress)
        item.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show how far it is."""
        item = self.item
        icon = MARKS.get(item.state, "warning" if item.has_problem else "check" if item.state is ExportState.DONE else item.kind.value)
        self._icon.set_icon(icon)
        self.text.setText(item.text)
        self.text.setToolTip(item.text if item.path is None else str(item.path))
        self.progress.setVisible(item.state is ExportState.RUNNING)
        self.progress.setRange(0, 0 if item.share is None else PROGRESS_STEPS)
        if item.share is not None:
            self.progress.setValue(round(PROGRESS_STEPS * item.share))
        self.details_button.setVisible(bool(item.details))
        self.folder_button.setVisible(item.path is not None)
        self.cancel_button.setVisible(not item.state.has_ended)
        self.cancel_button.setEnabled(not item.cancel_wanted)
        self.remove_button.setVisible(item.state.has_ended)

    def _button(self, icon: str, text: str, slot: object) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(load_icon(icon))
        button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        button.setToolTip(text)
        button.setAccessibleName(f"{text}: {self.item.title}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _want_details(self) -> None:
        self.detailsWanted.emit(self.item)

    @Slot()
    def _show_folder(self) -> None:
        if self.item.path is not None and not show_folder_of(self.item.path):
            self.text.setText(self.tr("The folder is {folder}").format(folder=self.item.path.parent))

    @Slot()
    def _want_cancelled(self) -> None:
        self.cancelWanted.emit(self.item)

    @Slot()
    def _want_removed(self) -> None:
        self.removeWanted.emit(self.item)
