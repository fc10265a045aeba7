"""The batch dialog: many photos, one expression, and where the results go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.export import with_writable_suffix
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.jobs.animators import LoadAnimator, ModelChoice
from ganimation_desktop.jobs.batch import sorted_photos
from ganimation_desktop.jobs.photo import PhotoEditor
from ganimation_desktop.jobs.photo_outputs import ExportPlan
from ganimation_desktop.jobs.result_names import NameParts
from ganimation_desktop.ui.batch.batch_choice import BatchChoice
from ganimation_desktop.ui.batch.batch_job import batch_export
from ganimation_desktop.ui.batch.batch_output import BatchOutput
from ganimation_desktop.ui.batch.batch_table import BatchTable
from ganimation_desktop.ui.canvas.canvas import dropped_files
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.photo.open_controller import PHOTO_SUFFIXES
from ganimation_desktop.ui.widgets.flow_layout import FlowLayout
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.job_dialog import JobDialog


class BatchDialog(JobDialog):
    """Asks for a batch, and has it done behind the window.

    Parameters
    ----------
    source_aus, target
        Detected AUs of the selected face, and the target expression of every photo, (17,).
    model, load
        The checkpoint, and how it becomes an animator.
    presets
        Expressions that can be given instead.
    settings
        For the folder that file dialogs start in, and for what holds for results.

    Attributes
    ----------
    table, choice, output
        The controls beside those of `JobDialog`.
    """

    def __init__(
        self,
        source_aus: AuVector,
        target: FaceTarget,
        model: ModelChoice,
        load: LoadAnimator,
        settings: AppSettings,
        parent: QWidget | None = None,
        *,
        presets: Sequence[Preset] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Batch"))
        self.setAcceptDrops(True)
        self._model, self._load, self._settings = model, load, settings
        self._photos: list[Path] = []
        self.choice = BatchChoice(source_aus, target, presets, self)
        self.choice.expression_box.currentIndexChanged.connect(self._refresh)
        self._build()
        self._refresh()

    def sizeHint(self) -> QSize:
        """Room for file names and results."""
        return QSize(720, 520)

    def add_photos(self, paths: Sequence[Path]) -> None:
        """Add photos, or all photos of folders; those that are listed already are not listed twice."""
        for path in sorted_photos(paths, PHOTO_SUFFIXES):
            if path not in self._photos:
                self._photos.append(path)
                self.table.add_photo(path)
        self._refresh()

    # -- building

    def _build(self) -> None:
        intro = QLabel(
            self.tr("Applies this face's expression, or a preset, to many photos. Results are new files; no photo is changed."), self
        )
        intro.setWordWrap(True)
        intro.setObjectName("faint")
        self.table = BatchTable(self, results=False)
        self._add_files = QPushButton(load_icon("add"), self.tr("Add photos…"), self)
        self._add_folder = QPushButton(load_icon("folder"), self.tr("Add folder…"), self)
        self._remove = QPushButton(load_icon("delete"), self.tr("Remove"), self)
        self._add_files.clicked.connect(self._choose_photos)
        self._add_folder.clicked.connect(self._choose_source_folder)
        self._remove.clicked.connect(self._remove_selected)
        self.output = BatchOutput(self._settings, self)
        self.output.changed.connect(self._refresh)
        for button in (self._add_files, self._add_folder, self._remove):
            button.setAutoDefault(False)
        self._build_job(self.tr("Start"))
        self._lay_out(intro)

    def _lay_out(self, intro: QLabel) -> None:
        sources = FlowLayout(gap=6)
        for button in (self._add_files, self._add_folder, self._remove):
            sources.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(intro)
        layout.addWidget(self.choice)
        layout.addLayout(sources)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.output)
        self._lay_out_job(layout)

    # -- what the user does

    def hand_on(self) -> None:
        """Have the photos edited."""
        defaults, preset = self.output.defaults(), self.choice.preset
        numbers, count = {photo: number for number, photo in enumerate(self._photos, start=1)}, len(self._photos)

        def plan_for(photo: Path) -> ExportPlan:
            parts = NameParts(photo.stem, preset, numbers[photo], count)
            return ExportPlan(defaults.path_for(photo, parts, with_writable_suffix(photo).suffix), recipe=False, resize=defaults.resize)

        editor = PhotoEditor(self.choice.request(self.windowTitle()), plan_for, self._model.path)
        expression = self.choice.expression_box.currentText()
        self.jobReady.emit(batch_export(self._photos, editor, expression, self._model, self._load))

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
    def _remove_selected(self) -> None:
        for row in sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True):
            self.table.removeRow(row)
            del self._photos[row]
        self._refresh()

    # -- display

    @Slot()
    def _refresh(self) -> None:
        self.output.show_example_of(self._photos[0] if self._photos else None, self.choice.preset, len(self._photos))
        problem = self.output.problem
        self.start_button.setEnabled(bool(self._photos) and not problem)
        if problem:
            self.summary.setText(problem)
        elif self._photos:
            self.summary.setText(self.tr("%n photo(s)", "", len(self._photos)))
        else:
            self.summary.setText(self.tr("Add photos, or drop them here."))

    # -- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_photos(dropped_files(event))
        event.acceptProposedAction()
