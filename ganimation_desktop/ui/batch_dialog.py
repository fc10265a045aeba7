"""The batch dialog: many photos, one expression, with progress, cancel and a summary of what failed and why."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.ui.animation_worker import LoadAnimator, ModelChoice
from ganimation_desktop.ui.batch_job import BatchPlan, BatchResult, BatchWorker, Faces, sorted_photos
from ganimation_desktop.ui.canvas import dropped_files
from ganimation_desktop.ui.icons import load_icon
from ganimation_desktop.ui.job_dialog import JobDialog
from ganimation_desktop.ui.open_controller import PHOTO_SUFFIXES
from ganimation_desktop.ui.settings import AppSettings


class BatchDialog(JobDialog):
    """Runs a batch and stays open until it has ended or was cancelled.

    Parameters
    ----------
    target_aus
        The expression that every photo gets, (17,).
    model, load
        The checkpoint, and how it becomes an animator.
    settings
        For the folder that file dialogs start in.

    Attributes
    ----------
    table, folder_field, faces_box
        The controls beside those of `JobDialog`.
    """

    def __init__(
        self, target_aus: AuVector, model: ModelChoice, load: LoadAnimator, settings: AppSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Batch"))
        self.setAcceptDrops(True)
        self._target_aus, self._model, self._load, self._settings = target_aus, model, load, settings
        self._worker: BatchWorker | None = None
        self._photos: list[Path] = []
        self._rows: dict[Path, int] = {}
        self._n_done = self._n_failed = 0
        self._started_s = 0.0
        self._build()
        self._refresh()

    def sizeHint(self) -> QSize:
        """Room for file names beside what became of them."""
        return QSize(720, 520)

    @property
    def running(self) -> bool:
        """Whether a batch runs."""
        return self._worker is not None

    def add_photos(self, paths: Sequence[Path]) -> None:
        """Add photos, or all photos of folders; those that are listed already are not listed twice."""
        if self.running:
            return
        for path in sorted_photos(paths, PHOTO_SUFFIXES):
            if path not in self._rows:
                self._rows[path] = len(self._photos)
                self._photos.append(path)
                self.table.insertRow(self.table.rowCount())
                self._set_cell(self._rows[path], 0, path.name, str(path))
                self._set_cell(self._rows[path], 1, "", "")
        self._refresh()

    # -- building

    def _build(self) -> None:
        intro = QLabel(self.tr("Every photo gets the expression of the selected face. Results are new files; no photo is changed."), self)
        intro.setWordWrap(True)
        intro.setObjectName("faint")
        self.table = QTableWidget(0, 2, self)
        self.table.setHorizontalHeaderLabels([self.tr("Photo"), self.tr("Result")])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setColumnWidth(0, 260)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(self.tr("Photos"))
        self.table.setTabKeyNavigation(False)
        self._add_files = QPushButton(load_icon("add"), self.tr("Add photos…"), self)
        self._add_folder = QPushButton(load_icon("folder"), self.tr("Add folder…"), self)
        self._remove = QPushButton(load_icon("delete"), self.tr("Remove"), self)
        self._add_files.clicked.connect(self._choose_photos)
        self._add_folder.clicked.connect(self._choose_source_folder)
        self._remove.clicked.connect(self._remove_selected)
        self.faces_box = QComboBox(self)
        self.faces_box.addItem(self.tr("largest face"), Faces.LARGEST)
        self.faces_box.addItem(self.tr("all faces"), Faces.ALL)
        self.faces_box.setAccessibleName(self.tr("Which faces"))
        self.folder_field = QLineEdit(self)
        self.folder_field.setPlaceholderText(self.tr("beside each photo"))
        self.folder_field.setAccessibleName(self.tr("Folder of the results"))
        self.folder_field.setClearButtonEnabled(True)
        self.folder_field.textChanged.connect(self._refresh)
        self._folder_button = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self._folder_button.clicked.connect(self._choose_folder)
        for button in (self._add_files, self._add_folder, self._remove, self._folder_button):
            button.setAutoDefault(False)
        self._build_job(self.tr("Start"))
        self._lay_out(intro)

    def _lay_out(self, intro: QLabel) -> None:
        sources = QHBoxLayout()
        for button in (self._add_files, self._add_folder, self._remove):
            sources.addWidget(button)
        sources.addStretch(1)
        sources.addWidget(QLabel(self.tr("Apply to"), self))
        sources.addWidget(self.faces_box)
        target = QHBoxLayout()
        target.addWidget(QLabel(self.tr("Results"), self))
        target.addWidget(self.folder_field, 1)
        target.addWidget(self._folder_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(intro)
        layout.addLayout(sources)
        layout.addWidget(self.table, 1)
        layout.addLayout(target)
        self._lay_out_job(layout)

    # -- what the user does

    @Slot()
    def start(self) -> None:
        """Begin."""
        folder = self._folder_text()
        plan = BatchPlan(
            photos=tuple(self._photos),
            folder=Path(folder) if folder else None,
            target_aus=self._target_aus,
            faces=self.faces_box.currentData(),
        )
        self._n_done = self._n_failed = 0
        self._cancelled = False
        self._started_s = time.monotonic()
        for row in range(len(self._photos)):
            self._set_cell(row, 1, self.tr("waiting"), "")
        self._worker = BatchWorker(plan, self._model, self._load, self)
        self._worker.resultReady.connect(self._on_result)
        self._worker.failed.connect(self._on_failed)
        self._worker.finished.connect(self._on_finished)
        self._worker.start()
        self._refresh()

    @Slot()
    def cancel(self) -> None:
        """End after the photo in work."""
        if self._worker is not None:
            self._cancelled = True
            self._worker.requestInterruption()
            self._refresh()

    @Slot()
    def _choose_photos(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in PHOTO_SUFFIXES)
        text = self.tr("Photos ({patterns})").format(patterns=patterns)
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Add photos"), str(self._settings.last_folder), text)
        self.add_photos([Path(name) for name in names])

    @Slot()
    def _choose_source_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Add folder"), str(self._settings.last_folder))
        if name:
            self.add_photos([Path(name)])

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of the results"), str(self._settings.last_folder))
        if name:
            self.folder_field.setText(name)

    @Slot()
    def _remove_selected(self) -> None:
        for row in sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True):
            self.table.removeRow(row)
            del self._photos[row]
        self._rows = {path: row for row, path in enumerate(self._photos)}
        self._refresh()

    # -- what the worker tells

    @Slot(object)
    def _on_result(self, result: BatchResult) -> None:
        self._n_done += 1
        self._n_failed += result.written is None
        text = result.written.name if result.written is not None else self.tr("failed: {reason}").format(reason=result.problem)
        row = self._rows[result.photo]
        self._set_cell(row, 1, text, str(result.written or result.problem))
        self.table.scrollTo(self.table.model().index(row, 1))
        self._refresh()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._cancelled = True
        self.summary.setText(sentence)

    @Slot()
    def _on_finished(self) -> None:
        sentence = self.summary.text() if self._n_done == 0 else ""
        self._worker = None
        for row in range(self._n_done, len(self._photos)):
            self._set_cell(row, 1, self.tr("not done"), "")
        self._refresh()
        self.summary.setText(sentence or self._final_text())

    # -- what it says

    def _final_text(self) -> str:
        text = self.tr("{written} of {count} photos written").format(written=self._n_done - self._n_failed, count=len(self._photos))
        if self._n_failed:
            text += self.tr(", {count} failed").format(count=self._n_failed)
        if self._cancelled:
            text += self.tr(", cancelled")
        return f"{text}."

    def _refresh(self) -> None:
        running = self.running
        folder = self._folder_text()
        folder_exists = not folder or os.path.isdir(folder)  # noqa: PTH112 (Path.is_dir raises for names that no folder can have)
        self.progress.setRange(0, max(len(self._photos), 1))
        self.progress.setValue(self._n_done)
        for widget in (self._add_files, self._add_folder, self._remove, self.faces_box, self.folder_field, self._folder_button):
            widget.setEnabled(not running)
        self._show_job(can_start=bool(self._photos) and folder_exists)
        if running:
            self.summary.setText(self._progress_text())
        elif not folder_exists:
            self.summary.setText(self.tr("The folder {folder} does not exist.").format(folder=folder))
        elif self._photos:
            self.summary.setText(self.tr("%n photo(s)", "", len(self._photos)))
        else:
            self.summary.setText(self.tr("Add photos, or drop them here."))

    def _folder_text(self) -> str:
        return os.path.expanduser(self.folder_field.text().strip())  # noqa: PTH111 (Path.expanduser raises for a user who is not there)

    def _progress_text(self) -> str:
        if self._cancelled:
            return self.tr("Ending after this photo…")
        if not self._n_done:
            return self.tr("Loading the model…")
        left_s = (time.monotonic() - self._started_s) / self._n_done * (len(self._photos) - self._n_done)
        text = self.tr("{done} of {count}, about {seconds} s left")
        return text.format(done=self._n_done, count=len(self._photos), seconds=round(left_s))

    def _set_cell(self, row: int, column: int, text: str, tip: str) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(tip)
        self.table.setItem(row, column, item)

    # -- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_photos(dropped_files(event))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A running batch is ended and waited for."""
        if self._worker is not None:
            self._worker.requestInterruption()
            self._worker.wait()
        super().closeEvent(event)
