"""The export dialog: what to write, where and in which format, with a preview and what the file will say about itself."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
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

from ganimation_desktop.core.frames import Photo
from ganimation_desktop.ui.export_job import ExportPlan
from ganimation_desktop.ui.icons import load_icon

FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WebP": ".webp", "TIFF": ".tiff"}
LOSSY = ("JPEG", "WebP")
PREVIEW_SIDE = 260
DEFAULT_QUALITY = 95
LONGEST_NAME = 220
"""Bytes; most file systems take 255, and the names of masks and tables get endings of their own."""


class ExportDialog(QDialog):
    """Asks for an `ExportPlan`.

    Parameters
    ----------
    photo
        The photo that was edited.
    proposed
        A free file name.
    preview
        What the result looks like, at any size.
    edited
        Whether anything was changed.

    Attributes
    ----------
    path_field, format_box, quality_slider, as_source_box, photo_box, before_after_box, masks_box, table_box, recipe_box, replace_box
        The controls.
    """

    def __init__(self, photo: Photo, proposed: Path, preview: QImage, *, edited: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self._photo = photo
        self._edited = edited
        self._build_file(proposed)
        self._build_contents()
        self._build_frame(preview)
        self.path_field.textChanged.connect(self._refresh)
        self.format_box.currentTextChanged.connect(self._on_format)
        for box in (self.photo_box, self.before_after_box, self.masks_box, self.table_box, self.recipe_box, self.replace_box):
            box.toggled.connect(self._refresh)
        self.as_source_box.toggled.connect(self._refresh)
        self._refresh()

    def plan(self) -> ExportPlan:
        """What the user decided on."""
        lossy = self.format_box.currentText() in LOSSY
        as_source = self.as_source_box.isVisibleTo(self) and self.as_source_box.isChecked()
        return ExportPlan(
            path=self._path(),
            quality=self.quality_slider.value() if lossy and not as_source else None,
            photo=self.photo_box.isChecked(),
            before_after=self.before_after_box.isChecked(),
            masks=self.masks_box.isChecked(),
            au_table=self.table_box.isChecked(),
            recipe=self.recipe_box.isChecked(),
            overwrite=self.replace_box.isChecked(),
        )

    @property
    def problem(self) -> str:
        """Why this cannot be written; empty when it can."""
        return self._problem.text()

    @property
    def provenance(self) -> str:
        """What the file will say about where it comes from."""
        return self._provenance.text()

    # -- building

    def _build_file(self, proposed: Path) -> None:
        self.path_field = QLineEdit(str(proposed), self)
        self.path_field.setMinimumWidth(320)
        self.path_field.setAccessibleName(self.tr("File"))
        self._browse = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose)
        self.format_box = QComboBox(self)
        self.format_box.addItems(list(FORMATS))
        self.format_box.setCurrentText(_format_of(proposed))
        self.quality_slider = QSlider(Qt.Orientation.Horizontal, self)
        self.quality_slider.setRange(1, 100)
        self.quality_slider.setValue(DEFAULT_QUALITY)
        self.quality_slider.setAccessibleName(self.tr("Quality"))
        self._quality_number = QSpinBox(self)
        self._quality_number.setRange(1, 100)
        self._quality_number.setValue(DEFAULT_QUALITY)
        self._quality_number.setAccessibleName(self.tr("Quality"))
        self.quality_slider.valueChanged.connect(self._quality_number.setValue)
        self._quality_number.valueChanged.connect(self.quality_slider.setValue)
        self.as_source_box = QCheckBox(self.tr("Compress as the photo was"), self)
        self.as_source_box.setChecked(True)
        self.replace_box = QCheckBox(self.tr("Replace the file that is there"), self)

    def _build_contents(self) -> None:
        self.photo_box = _box(self, self.tr("Edited photo"), self.tr("In the photo's own size"), checked=True)
        self.before_after_box = _box(self, self.tr("Before and after"), self.tr("Both side by side in one picture"))
        self.masks_box = _box(self, self.tr("Masks"), self.tr("Attention (8 and 16 bits) and color mask of each face, as PNG"))
        self.table_box = _box(self, self.tr("Action Units"), self.tr("A table with OpenFace's column names, as CSV"))
        self.recipe_box = _box(
            self, self.tr("Recipe"), self.tr("A small JSON file that opens the photo again with every slider"), checked=True
        )
        if self._photo.file is None:
            tip = self.tr("This picture was pasted or edited before: it has no file that a recipe could open again.")
            self.recipe_box.setChecked(False)
            self.recipe_box.setEnabled(False)
            self.recipe_box.setToolTip(tip)
            self.recipe_box.setAccessibleDescription(tip)

    def _build_frame(self, preview: QImage) -> None:
        picture = QLabel(self)
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
        file_row.addWidget(self.path_field, 1)
        file_row.addWidget(self._browse)
        self._quality_row = QHBoxLayout()
        self._quality_row.addWidget(self.quality_slider, 1)
        self._quality_row.addWidget(self._quality_number)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self._form.addRow(self.tr("File"), file_row)
        self._form.addRow(self.tr("Format"), self.format_box)
        self._form.addRow("", self.as_source_box)
        self._form.addRow(self.tr("Quality"), self._quality_row)
        contents = QVBoxLayout()
        contents.setSpacing(4)
        for box in (self.photo_box, self.before_after_box, self.masks_box, self.table_box, self.recipe_box):
            contents.addWidget(box)
        self._form.addRow(self.tr("Write"), contents)
        self._form.addRow("", self.replace_box)

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
        right.addWidget(self._buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(20)
        layout.addLayout(left)
        layout.addLayout(right, 1)

    # -- what the user does

    @Slot()
    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export as"), self.path_field.text(), "", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self.path_field.setText(name)
            if _format_of(Path(name)) in FORMATS and Path(name).suffix:
                self.format_box.setCurrentText(_format_of(Path(name)))

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
        self._facts.setText(self._facts_text())
        self._provenance.setText(self._provenance_text())
        problem = self._problem_text()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.replace_box.setVisible(os.path.isfile(self._path()))  # noqa: PTH113 (as below)
        self._export.setEnabled(not problem)

    # -- what it says

    def _path(self) -> Path:
        path = Path(os.path.expanduser(self.path_field.text().strip()))  # noqa: PTH111 (Path.expanduser raises for a user who is not there)
        return path if _format_of(path) in FORMATS or not path.name else path.with_name(path.name + FORMATS[self.format_box.currentText()])

    def _facts_text(self) -> str:
        frame, metadata = self._photo.frame, self._photo.metadata
        kept = [
            self.tr("EXIF data") if metadata.exif else "",
            self.tr("color profile") if metadata.icc_profile else "",
            self.tr("transparency") if self._photo.alpha is not None else "",
            self.tr("{bits} bits a channel").format(bits=self._photo.bit_depth) if self._photo.bit_depth > 8 else "",
        ]
        text = f"{frame.width} × {frame.height}"
        named = ", ".join(filter(None, kept))
        return f"{text}\n{self.tr('Kept: {parts}').format(parts=named)}" if named else text

    def _provenance_text(self) -> str:
        if not self._edited:
            return self.tr("Nothing is edited: the file says nothing new about where it comes from.")
        return self.tr("The file states that a trained model edited it (IPTC: compositeWithTrainedAlgorithmicMedia).")

    def _problem_text(self) -> str:
        path = self._path()
        if not path.name:
            return self.tr("Give the file a name.")
        if len(os.fsencode(path.name)) > LONGEST_NAME:
            return self.tr("Give the file a shorter name.")
        if not os.path.isdir(path.absolute().parent):  # noqa: PTH112 (Path raises for names that no file can have)
            return self.tr("The folder {folder} does not exist.").format(folder=path.absolute().parent)
        wanted = (self.photo_box, self.before_after_box, self.masks_box, self.table_box, self.recipe_box)
        if not any(box.isChecked() for box in wanted):
            return self.tr("Choose at least one thing to write.")
        if os.path.exists(path) and not self.replace_box.isChecked():  # noqa: PTH110 (as above)
            return self.tr("{file} exists already: give another name, or replace it.").format(file=path.name)
        return ""


def _format_of(path: Path) -> str:
    """The format that a file name asks for, empty for none of `FORMATS`."""
    suffix = {".jpeg": ".jpg", ".tif": ".tiff"}.get(path.suffix.lower(), path.suffix.lower())
    return next((name for name, own in FORMATS.items() if own == suffix), "")


def _box(parent: QWidget, text: str, tip: str, *, checked: bool = False) -> QCheckBox:
    box = QCheckBox(text, parent)
    box.setToolTip(tip)
    box.setAccessibleDescription(tip)
    box.setChecked(checked)
    return box


def _quiet_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setObjectName("faint")
    return label
