"""The export dialog: what to write, where and in which format, with a preview and the provenance that the file will state."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.jobs.photo_outputs import ExportPlan
from ganimation_desktop.jobs.result_names import NameParts, ResultDefaults
from ganimation_desktop.ui.exports.export_contents import ExportContents
from ganimation_desktop.ui.exports.export_facts import facts_text, provenance_text, size_problem
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.name_pattern_field import NamePatternField
from ganimation_desktop.ui.widgets.size_field import SizeField

FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WebP": ".webp", "TIFF": ".tiff"}
LOSSY = ("JPEG", "WebP")
PREVIEW_SIDE = 260
DEFAULT_QUALITY = 95
LONGEST_NAME = 220
"""Bytes; most file systems take 255, and the names of masks and tables get endings of their own."""


class ExportDialog(FittingDialog):
    """Asks for an `ExportPlan`.

    Parameters
    ----------
    photo
        The photo that was edited.
    proposed
        A free file name.
    preview
        The result, at any size.
    edited
        Whether anything was changed.
    defaults
        Name pattern and size to begin with.
    parts
        What the fields of the pattern stand for; None for the name of the photo.

    Attributes
    ----------
    path_field, pattern_field, format_box, size_field, quality_slider, quality_number, as_source_box, replace_box
        The controls of the file.
    contents
        What is written.
    keep_box
        Whether folder, name pattern and size are to be the defaults from now on.
    """

    def __init__(
        self,
        photo: Photo,
        proposed: Path,
        preview: QImage,
        *,
        edited: bool,
        defaults: ResultDefaults | None = None,
        parts: NameParts | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self._photo = photo
        self._edited, self._folder = edited, proposed.parent
        self._parts = parts or NameParts(proposed.stem if photo.path is None else photo.path.stem)
        self._build_file(proposed, defaults or ResultDefaults())
        self.contents = ExportContents(self, has_file=photo.file is not None)
        self.replace_box = QCheckBox(self.tr("Replace the existing file"), self)
        self.keep_box = QCheckBox(self.tr("Use folder, name pattern and size from now on"), self)
        self._build_frame(preview)
        self.path_field.textChanged.connect(self._on_path)
        self.pattern_field.changed.connect(self._on_pattern)
        self.format_box.currentTextChanged.connect(self._on_format)
        for changed in (self.size_field.changed, self.contents.changed, self.replace_box.toggled, self.as_source_box.toggled):
            changed.connect(self._refresh)
        self._refresh()

    def sizeHint(self) -> QSize:
        """Room for a path."""
        return super().sizeHint().expandedTo(QSize(820, 0))

    def be_narrow(self) -> None:
        """Hide the preview."""
        self._picture.hide()
        self._facts.hide()

    def plan(self) -> ExportPlan:
        """The user's choice."""
        self.quality_number.interpretText()
        lossy = self.format_box.currentText() in LOSSY
        as_source = self.as_source_box.isVisibleTo(self) and self.as_source_box.isChecked()
        return ExportPlan(
            path=self._path(),
            quality=self.quality_slider.value() if lossy and not as_source else None,
            photo=self.contents.photo_box.isChecked(),
            before_after=self.contents.before_after_box.isChecked(),
            masks=self.contents.masks_box.isChecked(),
            au_table=self.contents.table_box.isChecked(),
            recipe=self.contents.recipe_box.isChecked(),
            overwrite=self.replace_box.isChecked(),
            resize=self.size_field.size_wanted,
        )

    def new_defaults(self) -> ResultDefaults | None:
        """What is to hold for results from now on; None for what holds already."""
        pattern = self.pattern_field.pattern
        if not self.keep_box.isChecked() or pattern is None:
            return None
        folder = self._path().absolute().parent
        beside = self._photo.path is not None and folder == self._photo.path.absolute().parent
        return ResultDefaults(None if beside else folder, pattern, self.size_field.size_wanted)

    @property
    def problem(self) -> str:
        """Why this cannot be written; empty when it can."""
        return self._problem.text()

    @property
    def provenance(self) -> str:
        """The provenance that the file will state."""
        return self._provenance.text()

    # -- building

    def _build_file(self, proposed: Path, defaults: ResultDefaults) -> None:
        self.path_field = QLineEdit(str(proposed), self)
        self.path_field.setMinimumWidth(180)
        self.path_field.setAccessibleName(self.tr("File"))
        self._browse = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose)
        self.pattern_field = NamePatternField(self)
        self.pattern_field.show_pattern(defaults.pattern)
        self.format_box = QComboBox(self)
        self.format_box.addItems(list(FORMATS))
        self.format_box.setCurrentText(_format_of(proposed))
        self.quality_slider = QSlider(Qt.Orientation.Horizontal, self)
        self.quality_slider.setRange(1, 100)
        self.quality_slider.setValue(DEFAULT_QUALITY)
        self.quality_slider.setAccessibleName(self.tr("Quality"))
        self.quality_number = QSpinBox(self)
        self.quality_number.setRange(1, 100)
        self.quality_number.setValue(DEFAULT_QUALITY)
        self.quality_number.setKeyboardTracking(False)
        self.quality_number.setAccessibleName(self.tr("Quality"))
        self.quality_slider.valueChanged.connect(self.quality_number.setValue)
        self.quality_number.valueChanged.connect(self.quality_slider.setValue)
        self.as_source_box = QCheckBox(self.tr("Same compression as the photo"), self)
        self.as_source_box.setChecked(True)
        self.size_field = SizeField(self)
        self.size_field.show_size(defaults.resize)

    def _build_frame(self, preview: QImage) -> None:
        self._picture = picture = QLabel(self)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setFixedSize(PREVIEW_SIDE, PREVIEW_SIDE)
        picture.setObjectName("exportPreview")
        ratio = self.devicePixelRatioF()
        size = QSize(PREVIEW_SIDE, PREVIEW_SIDE) * ratio
        pixmap = QPixmap.fromImage(preview.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))
        pixmap.setDevicePixelRatio(ratio)
        picture.setPixmap(pixmap)
        picture.setAccessibleName(self.tr("Preview"))
        self._facts = _quiet_label(self)
        self._provenance = _quiet_label(self)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(picture)
        left.addWidget(self._facts)
        left.addStretch(1)

        file_row = QHBoxLayout()
        file_row.setSpacing(6)
        file_row.addWidget(self.path_field, 1)
        file_row.addWidget(self._browse)
        self._quality_row = QHBoxLayout()
        self._quality_row.setSpacing(6)
        self._quality_row.addWidget(self.quality_slider, 1)
        self._quality_row.addWidget(self.quality_number)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._form.addRow(self.tr("File"), file_row)
        self._form.addRow(self.tr("Name pattern"), self.pattern_field)
        self._form.addRow(self.tr("Format"), self.format_box)
        self._form.addRow("", self.as_source_box)
        self._form.addRow(self.tr("Quality"), self._quality_row)
        self._form.addRow(self.tr("Size"), self.size_field)
        self._form.addRow(self.tr("Export"), self.contents)
        self._form.addRow("", self.replace_box)
        self._form.addRow("", self.keep_box)

        self._buttons = QDialogButtonBox(self)
        self._export = QPushButton(self.tr("Export"), self)
        self._export.setProperty("primary", True)
        self._export.setDefault(True)
        self._buttons.addButton(self._export, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(self._form)
        right.addWidget(self._provenance)
        right.addWidget(self._problem)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addLayout(left)
        columns.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.addLayout(columns, 1)
        layout.addWidget(self._buttons)
        self.keep_in_sight(self._buttons)

    # -- what the user does

    @Slot()
    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export as"), self.path_field.text(), "", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self.path_field.setText(name)

    @Slot()
    def _on_path(self) -> None:
        named = _format_of(self._path())
        if named in FORMATS:
            self.format_box.setCurrentText(named)
        self._refresh()

    @Slot()
    def _on_pattern(self) -> None:
        pattern = self.pattern_field.pattern
        if pattern is not None:
            suffix = FORMATS.get(self.format_box.currentText(), "")
            folder = self._path().parent if self._path().name else self._folder
            self.path_field.setText(str(pattern.free_path(folder, self._parts, suffix)))
        self._refresh()

    @Slot(str)
    def _on_format(self, name: str) -> None:
        path = self._path()
        if _format_of(path) != name:
            self.path_field.setText(str(path.with_suffix(FORMATS[name])))
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        name = self.format_box.currentText()
        can_follow_source = name == "JPEG" and self._photo.metadata.jpeg is not None
        self._form.setRowVisible(self.as_source_box, can_follow_source)
        self._form.setRowVisible(self._quality_row, name in LOSSY and not (can_follow_source and self.as_source_box.isChecked()))
        self.pattern_field.show_example_of(self._parts, FORMATS.get(name, ""))
        self.keep_box.setEnabled(self.pattern_field.pattern is not None)
        self._facts.setText(facts_text(self._photo, self.size_field.size_wanted))
        self._provenance.setText(provenance_text(edited=self._edited))
        problem = self._problem_text()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.replace_box.setVisible(bool(self._taken()))
        self._export.setEnabled(not problem)

    # -- what it shows

    def _path(self) -> Path:
        path = Path(os.path.expanduser(self.path_field.text().strip()))  # noqa: PTH111 (Path.expanduser raises for a user who is not there)
        return path if _format_of(path) in FORMATS or not path.name else path.with_name(path.name + FORMATS[self.format_box.currentText()])

    def _problem_text(self) -> str:
        path = self._path()
        if not path.name:
            return self.tr("Give the file a name.")
        if len(os.fsencode(path.name)) > LONGEST_NAME:
            return self.tr("Give the file a shorter name.")
        if not os.path.isdir(path.absolute().parent):  # noqa: PTH112 (Path raises for names that no file can have)
            return self.tr("The folder {folder} does not exist.").format(folder=path.absolute().parent)
        if self.contents.is_empty:
            return self.tr("Choose at least one thing to export.")
        if size_problem(self._photo, self.size_field.size_wanted):
            return size_problem(self._photo, self.size_field.size_wanted)
        taken = self._taken()
        if taken and not self.replace_box.isChecked():
            return self.tr("{file} exists already: give another name, or replace it.").format(file=taken[0].name)
        return ""

    def _taken(self) -> list[Path]:
        """Existing files among those to be written."""
        return [path for path in self.plan().files if os.path.isfile(path)] if self._path().name else []  # noqa: PTH113 (as above)


def _format_of(path: Path) -> str:
    """The format that a file name asks for, empty for none of `FORMATS`."""
    suffix = {".jpeg": ".jpg", ".tif": ".tiff"}.get(path.suffix.lower(), path.suffix.lower())
    return next((name for name, own in FORMATS.items() if own == suffix), "")


def _quiet_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setObjectName("faint")
    return label
