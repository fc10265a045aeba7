"""The dialog that asks for many edits as one labelled picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.jobs.animators import LoadAnimator, ModelChoice
from ganimation_desktop.jobs.grid import GridPhoto
from ganimation_desktop.ui.batch.grid_form import GridForm
from ganimation_desktop.ui.batch.grid_job import GridSource, grid_export
from ganimation_desktop.ui.canvas.canvas import dropped_files
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.widgets.job_dialog import JobDialog


class GridDialog(JobDialog):
    """Asks for rows and columns, and has them drawn behind the window.

    Parameters
    ----------
    photo
        The open photo and its face.
    model, name, load
        The checkpoint, its name, and how one becomes an animator.
    presets, models, proposed, settings
        As of `GridForm`.

    Attributes
    ----------
    form
        What the user chooses.
    """

    def __init__(
        self,
        photo: GridPhoto,
        model: ModelChoice,
        name: str,
        load: LoadAnimator,
        presets: Sequence[Preset],
        models: Sequence[tuple[str, Path]],
        proposed: Path,
        settings: AppSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Grid"))
        self.setAcceptDrops(True)
        self._model, self._name, self._load, self._settings = model, name, load, settings
        self.form = GridForm(photo, presets, models, proposed, settings, self)
        self._build_job(self.tr("Save"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.form, 1)
        self._lay_out_job(layout)
        self.form.changed.connect(self._refresh)
        self._refresh()

    def sizeHint(self) -> QSize:
        """Room for all Action Units."""
        return QSize(560, 640)

    def hand_on(self) -> None:
        """Have the grid drawn and written."""
        form, second = self.form, self.form.second_model()
        self._settings.last_folder = form.path().absolute().parent
        source = GridSource(form.plan(), self._name, second, self._model.device, self._load)
        self.jobReady.emit(grid_export(source, form.path(), self._model, overwrite=form.replace_box.isChecked()))

    @Slot()
    def _refresh(self) -> None:
        problem = self.form.problem()
        self.start_button.setEnabled(not problem)
        self.summary.setText(problem)

    # -- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.form.add_photos(dropped_files(event))
        event.acceptProposedAction()
