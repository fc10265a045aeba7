"""The page that shows a run: how far it is, its curves, samples and mask, what the process writes, and which files were left out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.core.base.training_run import ESTIMATOR_RECIPE, KERNEL_RECIPE
from ganimation_desktop.ui.training.curve_pane import CurvePane
from ganimation_desktop.ui.training.mask import MaskStatistics
from ganimation_desktop.ui.training.run import RunSnapshot, RunState
from ganimation_desktop.ui.training.sample import SampleView
from ganimation_desktop.ui.training.texts import headline, mask_alarm, plain_line, reason_text, share_done
from ganimation_desktop.ui.widgets.icon_label import IconLabel

_PARTS = 1000
_ICON_SIDE = 18


class TrainingMonitor(QWidget):
    """Shows snapshots of a run.

    Attributes
    ----------
    headline, progress, alarm, curves, samples, mask_statistics, console, left_out
        The parts.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QLabel(self)
        self.headline.setWordWrap(True)
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.alarm = QWidget(self)
        self._alarm_text = QLabel(self.alarm)
        self._alarm_text.setWordWrap(True)
        self._alarm_text.setTextFormat(Qt.TextFormat.PlainText)
        self._alarm_icon = IconLabel(_ICON_SIDE, "warning", self.alarm)
        self.curves = CurvePane(self)
        self.samples = SampleView(self)
        self.mask_statistics = MaskStatistics(self)
        self.console = QPlainTextEdit(self)
        self.console.setReadOnly(True)
        self.console.setTabChangesFocus(True)
        self.console.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.console.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.console.setAccessibleName(self.tr("Output of the process"))
        self.left_out = QTableWidget(0, 2, self)
        self.left_out.setHorizontalHeaderLabels([self.tr("File"), self.tr("Reason")])
        self.left_out.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.left_out.horizontalHeader().setStretchLastSection(True)
        self.left_out.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.left_out.verticalHeader().hide()
        self.left_out.setColumnWidth(0, 200)
        self.left_out.setShowGrid(False)
        self.left_out.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.left_out.setAccessibleName(self.tr("Skipped files"))
        self._lay_out()
        self.show_snapshot(None)

    def be_narrow(self) -> None:
        """Put the samples below the curves."""
        self._split.setOrientation(Qt.Orientation.Vertical)
        self.curves.be_narrow()

    def alarm_text(self) -> str:
        """Return what is wrong with the attention mask; empty if nothing is."""
        return self._alarm_text.text()

    def show_snapshot(self, snapshot: RunSnapshot | None) -> None:
        """Show a newer snapshot, or None before the first."""
        last = None if snapshot is None else snapshot.last
        self.headline.setText("" if snapshot is None else headline(snapshot))
        self._show_progress(snapshot)
        text = mask_alarm(last.mask_fault if last is not None else None)
        self._alarm_text.setText(text)
        self.alarm.setVisible(bool(text))
        self.curves.set_curves({} if snapshot is None else snapshot.curves)
        shows_edits = snapshot is not None and snapshot.job.recipe not in (ESTIMATOR_RECIPE, KERNEL_RECIPE)
        self.samples.show_picture(
            snapshot.sample if snapshot else None, snapshot.sample_path if snapshot else None, shows_edits=shows_edits
        )
        self.mask_statistics.show_report(last)
        self._show_console(snapshot)
        self._show_left_out(snapshot)

    # -- building

    def _lay_out(self) -> None:
        alarm = QHBoxLayout(self.alarm)
        alarm.setContentsMargins(0, 0, 0, 0)
        alarm.addWidget(self._alarm_icon, 0, Qt.AlignmentFlag.AlignTop)
        alarm.addWidget(self._alarm_text, 1)
        self._texts = QTabWidget(self)
        for part in (self._texts, self._texts.tabBar()):
            part.setAccessibleName(self.tr("Messages and skipped files"))
        self._texts.addTab(self.console, self.tr("Messages"))
        self._texts.addTab(self.left_out, self.tr("Skipped files"))
        left = QSplitter(Qt.Orientation.Vertical, self)
        left.setChildrenCollapsible(False)
        left.addWidget(self.curves)
        left.addWidget(self._texts)
        left.setSizes([300, 130])
        left.setStretchFactor(0, 1)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.samples, 1)
        column.addWidget(self.mask_statistics)
        self._split = QSplitter(self)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(right)
        self._split.setSizes([640, 440])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.headline)
        layout.addWidget(self.progress)
        layout.addWidget(self.alarm)
        layout.addWidget(self._split, 1)

    # -- showing

    def _show_progress(self, snapshot: RunSnapshot | None) -> None:
        state = None if snapshot is None else snapshot.state
        share = 0.0
        if snapshot is not None and snapshot.last is not None:
            share = 1.0 if state is RunState.ENDED else share_done(snapshot.last)
        elif snapshot is not None and state is RunState.PREPARING:
            share = snapshot.n_prepared / max(snapshot.job.n_pictures, 1)
        # A bar without an end moves by itself: something is being done, nobody knows how long.
        self.progress.setRange(0, 0 if state is RunState.STARTING else _PARTS)
        self.progress.setValue(round(_PARTS * share))

    def _show_console(self, snapshot: RunSnapshot | None) -> None:
        text = "" if snapshot is None else "\n".join(map(plain_line, snapshot.console))
        if text == self.console.toPlainText():
            return
        bar = self.console.verticalScrollBar()
        follows, before = bar.value() == bar.maximum(), bar.value()
        self.console.setPlainText(text)
        bar.setValue(bar.maximum() if follows else before)

    def _show_left_out(self, snapshot: RunSnapshot | None) -> None:
        rejected = {} if snapshot is None else snapshot.rejected
        self._texts.setTabVisible(1, snapshot is not None and snapshot.job.are_photos)
        self._texts.setTabText(1, self.tr("Skipped files ({count})").format(count=len(rejected)))
        if self.left_out.rowCount() == len(rejected):
            return
        self.left_out.setRowCount(len(rejected))
        for row, (name, reason) in enumerate(rejected.items()):
            for column, text in enumerate((name, reason_text(name, reason))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.left_out.setItem(row, column, item)
