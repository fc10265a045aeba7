"""What the user chooses in the grid dialog: rows and columns, the photos, a second model, how it looks, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.core.base.action_units import ACTION_UNITS
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.jobs.batch import sorted_photos
from ganimation_desktop.jobs.grid import (
    CELL_PX,
    GRID_SUFFIXES,
    MAX_CELL_PX,
    MIN_CELL_PX,
    GridExpression,
    GridPhoto,
    GridPlan,
    au_expressions,
    preset_expressions,
    read_strengths,
)
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.photo.open_controller import PHOTO_SUFFIXES
from ganimation_desktop.ui.widgets.error_texts import error_text
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.vocabulary import au_name, preset_name

ONE_PHOTO, MANY_PHOTOS = "0, 0.5, 1", "1"
_AUS, _PRESETS = "aus", "presets"


class GridForm(QWidget):
    """The choices, and their problems.

    Parameters
    ----------
    photo
        The open photo and its face.
    presets
        The presets to choose from.
    models
        Names and files of the models that can be compared with the one in use.
    proposed
        The file to propose.
    settings
        For the folder that file dialogs start in.

    Attributes
    ----------
    what_box, unit_list, preset_list, strengths_field, photo_list, model_box, view_box, cell_field, path_field, replace_box
        The controls.

    Signals
    -------
    changed()
        Something was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        photo: GridPhoto,
        presets: Sequence[Preset],
        models: Sequence[tuple[str, Path]],
        proposed: Path,
        settings: AppSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._photo, self._presets, self._settings = photo, tuple(presets), settings
        self._build_what()
        self._build_photos(models)
        self._build_file(proposed)
        self._lay_out()
        for signal in (
            self.what_box.activated,
            self.unit_list.itemChanged,
            self.preset_list.itemChanged,
            self.strengths_field.textChanged,
            self.model_box.activated,
            self.view_box.activated,
            self.cell_field.valueChanged,
            self.path_field.textChanged,
            self.replace_box.toggled,
        ):
            signal.connect(self._on_changed)
        self._on_changed()

    def plan(self) -> GridPlan:
        """The user's choice. Raises `ValueError` if it cannot be drawn."""
        photos = (self._photo, *(GridPhoto(path) for path in self.photos()))
        strengths = read_strengths(self.strengths_field.text())
        original = self.tr("Photo")
        plan = GridPlan(photos, self._expressions(), strengths, self.cell_field.value(), self.view_box.currentData(), original)
        plan.check(1 if self.second_model() is None else 2)
        return plan

    def photos(self) -> list[Path]:
        """The photos beside the open one."""
        return [self.photo_list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.photo_list.count())]

    def second_model(self) -> tuple[str, Path] | None:
        """Name and file of the model to compare with; None for none."""
        path = self.model_box.currentData()
        return None if path is None else (self.model_box.currentText(), path)

    def path(self) -> Path:
        """The file to write."""
        return Path(self.path_field.text().strip())

    def problem(self) -> str:
        """Why the grid cannot be drawn or written; empty if it can."""
        path = self.path()
        if not self._expressions():
            return self.tr("Choose at least one row.")
        try:
            self.plan()
        except ValueError as error:
            return error_text(error)
        if not path.name or not path.stem:
            return self.tr("Give the file a name.")
        if path.suffix.lower() not in GRID_SUFFIXES:
            return self.tr("The name must end in {endings}.").format(endings=", ".join(GRID_SUFFIXES))
        if not path.absolute().parent.is_dir():
            return self.tr("The folder {folder} does not exist.").format(folder=path.absolute().parent)
        if path.exists() and not self.replace_box.isChecked():
            return self.tr("{file} exists already: give another name, or replace it.").format(file=path.name)
        return ""

    def add_photos(self, paths: Sequence[Path]) -> None:
        """Add photos, or all photos of folders, each a row; presets at full strength are then the columns."""
        known = {self._photo.name, *self.photos()}
        if not self.photo_list.count() and self.strengths_field.text() == ONE_PHOTO:
            self.strengths_field.setText(MANY_PHOTOS)
        for path in sorted_photos(paths, PHOTO_SUFFIXES):
            if path not in known:
                item = QListWidgetItem(path.name, self.photo_list)
                item.setData(Qt.ItemDataRole.UserRole, path)
                item.setToolTip(str(path))
        self._on_changed()

    # -- building

    def _build_what(self) -> None:
        self.what_box = QComboBox(self)
        self.what_box.setAccessibleName(self.tr("Rows"))
        self.what_box.addItem(self.tr("Action Units, each alone"), _AUS)
        self.what_box.addItem(self.tr("Presets"), _PRESETS)
        self.unit_list = self._checked_list(self.tr("Action Units"), [f"{unit.code}  {au_name(unit)}" for unit in ACTION_UNITS])
        names = [preset_name(preset.name, builtin=preset.builtin) for preset in self._presets]
        self.preset_list = self._checked_list(self.tr("Presets"), names)
        self._all, self._none = QPushButton(self.tr("All"), self), QPushButton(self.tr("None"), self)
        for button, slot in ((self._all, self._check_all), (self._none, self._check_none)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        self.strengths_field = QLineEdit(ONE_PHOTO, self)
        self.strengths_field.setAccessibleName(self.tr("Strengths"))
        self.strengths_field.setToolTip(self.tr("How much of each, from 0 to 1, with commas between"))

    def _build_photos(self, models: Sequence[tuple[str, Path]]) -> None:
        self.photo_list = QListWidget(self)
        self.photo_list.setAccessibleName(self.tr("Further photos"))
        self.photo_list.setToolTip(self.tr("With further photos, every photo is a row, and the rows chosen above become the columns."))
        self.photo_list.setMaximumHeight(84)
        self.photo_list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._add = QPushButton(load_icon("add"), self.tr("Add photos…"), self)
        self._remove = QPushButton(load_icon("delete"), self.tr("Remove"), self)
        for button, slot in ((self._add, self._choose_photos), (self._remove, self._remove_photos)):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        self.model_box = QComboBox(self)
        self.model_box.setAccessibleName(self.tr("Second model"))
        self.model_box.addItem(self.tr("none"), None)
        for name, path in models:
            self.model_box.addItem(name, path)
        self.model_box.setEnabled(bool(models))

    def _build_file(self, proposed: Path) -> None:
        self.view_box = QComboBox(self)
        self.view_box.setAccessibleName(self.tr("Cells"))
        self.view_box.addItem(self.tr("the face alone"), False)
        self.view_box.addItem(self.tr("the whole photo"), True)
        self.cell_field = QSpinBox(self)
        self.cell_field.setRange(MIN_CELL_PX, MAX_CELL_PX)
        self.cell_field.setSingleStep(32)
        self.cell_field.setValue(CELL_PX)
        self.cell_field.setSuffix(self.tr(" px"))
        self.cell_field.setAccessibleName(self.tr("Side of a cell"))
        self.path_field = QLineEdit(str(proposed), self)
        self.path_field.setAccessibleName(self.tr("File"))
        self._browse = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose_file)
        self.replace_box = QCheckBox(self.tr("Replace the file if it exists"), self)

    def _checked_list(self, name: str, texts: Sequence[str]) -> QListWidget:
        widget = QListWidget(self)
        widget.setAccessibleName(name)
        for text in texts:
            item = QListWidgetItem(text, widget)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        return widget

    def _lay_out(self) -> None:
        photos, buttons = QHBoxLayout(), QVBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        photos.addWidget(self.photo_list, 1)
        photos.addLayout(buttons)
        cells, file = QHBoxLayout(), QHBoxLayout()
        cells.addWidget(self.view_box, 1)
        cells.addWidget(self.cell_field)
        file.addWidget(self.path_field, 1)
        file.addWidget(self._browse)
        form = self._form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Rows"), self.what_box)
        form.addRow("", self.unit_list)
        form.addRow("", self.preset_list)
        checks = QHBoxLayout()
        checks.addWidget(self._all)
        checks.addWidget(self._none)
        checks.addStretch(1)
        form.addRow("", checks)
        form.addRow(self.tr("Strengths"), self.strengths_field)
        form.addRow(self.tr("Further photos"), photos)
        form.addRow(self.tr("Second model"), self.model_box)
        form.addRow(self.tr("Cells"), cells)
        form.addRow(self.tr("File"), file)
        form.addRow("", self.replace_box)

    # -- slots

    @Slot()
    def _on_changed(self) -> None:
        of_aus = self.what_box.currentData() == _AUS
        self._form.setRowVisible(self.unit_list, of_aus)
        self._form.setRowVisible(self.preset_list, not of_aus)
        self._remove.setEnabled(self.photo_list.count() > 0)
        self.changed.emit()

    @Slot()
    def _check_all(self) -> None:
        self._check(Qt.CheckState.Checked)

    @Slot()
    def _check_none(self) -> None:
        self._check(Qt.CheckState.Unchecked)

    def _check(self, state: Qt.CheckState) -> None:
        shown = self.unit_list if self.what_box.currentData() == _AUS else self.preset_list
        for row in range(shown.count()):
            shown.item(row).setCheckState(state)

    @Slot()
    def _choose_photos(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in PHOTO_SUFFIXES)
        text = self.tr("Photos ({patterns})").format(patterns=patterns)
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Add photos"), str(self._settings.last_folder), text)
        self.add_photos([Path(name) for name in names])

    @Slot()
    def _remove_photos(self) -> None:
        rows = {self.photo_list.row(item) for item in self.photo_list.selectedItems()} or {self.photo_list.count() - 1}
        for row in sorted(rows, reverse=True):
            self.photo_list.takeItem(row)
        self._on_changed()

    @Slot()
    def _choose_file(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in GRID_SUFFIXES)
        text = self.tr("Pictures ({patterns})").format(patterns=patterns)
        option = QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Grid"), str(self.path()), text, "", option)
        if name:
            self.path_field.setText(name)

    def _expressions(self) -> tuple[GridExpression, ...]:
        if self.what_box.currentData() == _AUS:
            names = {unit.code: f"{unit.code}\n{au_name(unit)}" for unit in ACTION_UNITS}
            codes = [unit.code for row, unit in enumerate(ACTION_UNITS) if _is_checked(self.unit_list, row)]
            return au_expressions(codes, lambda code: names[code])
        chosen = [preset for row, preset in enumerate(self._presets) if _is_checked(self.preset_list, row)]
        return preset_expressions(chosen, lambda preset: preset_name(preset.name, builtin=preset.builtin))


def _is_checked(widget: QListWidget, row: int) -> bool:
    return widget.item(row).checkState() is Qt.CheckState.Checked
