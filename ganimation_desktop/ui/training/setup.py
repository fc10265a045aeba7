"""The page on which a training is described: pictures, recipe, start, length, device, name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ganimation_desktop.core.base.training_run import ESTIMATOR_RECIPE, PAIRED_RECIPE, PUBLISHED_RECIPE, REFINING_RECIPE
from ganimation_desktop.ui.commands.settings import AppSettings
from ganimation_desktop.ui.commands.settings_dialog import available_devices
from ganimation_desktop.ui.training.job import TrainingJob, bundled_weights
from ganimation_desktop.ui.training.pictures import Pictures, inspect_pictures
from ganimation_desktop.ui.training.texts import pace_text
from ganimation_desktop.ui.widgets.background import Background
from ganimation_desktop.ui.widgets.icons import load_icon

FIRST_MINUTES = 60.0
LABEL_WIDTH, LARGEST_WIDTH = 600, 820
_NOT_IN_NAMES = re.compile(r"[^\w .-]+")


class TrainingSetup(QWidget):
    """Asks what to train.

    Parameters
    ----------
    runs_folder
        Where runs lie; a name that is taken there is refused.

    Attributes
    ----------
    folder_field, recipe_box, start_box, length_field, unit_box, device_box, name_field, further_field, pace_note, note, start_button
        The controls.

    Signals
    -------
    startWanted(str, object)
        The user asks for a run: its name, and what it is (TrainingJob).
    """

    startWanted = Signal(str, object)

    def __init__(self, runs_folder: Path, settings: AppSettings, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs_folder, self._settings, self._background = runs_folder, settings, background
        self._pictures: Pictures | None = None
        self._obstacle = ""
        self._paces: Mapping[str, float] = {}
        self._faint_labels: list[QLabel] = []
        self._build()
        self._lay_out()
        self.suggest_name()
        self._refresh()
        if settings.training_folder is not None:
            self.folder_field.setText(str(settings.training_folder))

    def set_obstacle(self, sentence: str) -> None:
        """Return why nothing can be trained here at all; empty if it can."""
        self._obstacle = sentence
        self._refresh()

    def set_known_speed(self, seconds_a_step: Mapping[str, float]) -> None:
        """Take how long a step took in earlier trainings, by recipe."""
        self._paces = seconds_a_step
        self._refresh()

    def suggest_name(self) -> None:
        """Fill in a name that is free."""
        number = 1
        while (self._runs_folder / (name := self.tr("training {number}").format(number=number))).exists():
            number += 1
        self.name_field.setText(name)

    def be_narrow(self) -> None:
        """Wrap texts at any width."""
        for label in self._faint_labels:
            label.setMinimumWidth(0)
            label.setWordWrap(True)  # or it keeps the hint that it had

    # -- building

    def _build(self) -> None:
        self.folder_field = QLineEdit(self)
        self.folder_field.setPlaceholderText(self.tr("a folder of photos, or a training folder"))
        self.folder_field.setAccessibleName(self.tr("Pictures"))
        self.folder_field.textChanged.connect(self._on_folder)
        self._folder_button = QPushButton(load_icon("folder"), self.tr("Choose…"), self)
        self._folder_button.setAutoDefault(False)
        self._folder_button.clicked.connect(self._choose_folder)
        self._found = self._faint_label()
        self.recipe_box = QComboBox(self)
        self.recipe_box.setAccessibleName(self.tr("Recipe"))
        for text, recipe in (
            (self.tr("Generator, from pairs"), PAIRED_RECIPE),
            (self.tr("Generator, from pairs and a critic"), REFINING_RECIPE),
            (self.tr("GANimation as published"), PUBLISHED_RECIPE),
            (self.tr("Face estimator"), ESTIMATOR_RECIPE),
        ):
            self.recipe_box.addItem(text, recipe)
        self.recipe_box.currentIndexChanged.connect(self._refresh)
        self._about_recipe = self._faint_label()
        self.start_box = QComboBox(self)
        self.start_box.setAccessibleName(self.tr("Start from"))
        self.start_box.addItem(self.tr("the weights that came with the program"), True)
        self.start_box.addItem(self.tr("scratch"), False)
        self.length_field = QDoubleSpinBox(self)
        self.length_field.setDecimals(0)
        self.length_field.setRange(1, 1_000_000)
        self.length_field.setValue(FIRST_MINUTES)
        self.length_field.setAccessibleName(self.tr("Length"))
        self.unit_box = QComboBox(self)
        self.unit_box.setAccessibleName(self.tr("Unit of the length"))
        self.unit_box.addItem(self.tr("minutes"), "minutes")
        self.unit_box.addItem(self.tr("steps"), "steps")
        self.pace_note = self._faint_label()
        self.length_field.valueChanged.connect(self._refresh)
        self.unit_box.currentIndexChanged.connect(self._refresh)
        self.device_box = QComboBox(self)
        self.device_box.setAccessibleName(self.tr("Device"))
        names = {"auto": self.tr("automatic"), "cpu": self.tr("processor"), "cuda": self.tr("NVIDIA graphics card"), "mps": "Apple GPU"}
        for device in available_devices():
            self.device_box.addItem(names[device], device)
        self.name_field = QLineEdit(self)
        self.name_field.setAccessibleName(self.tr("Name"))
        self.name_field.textChanged.connect(self._refresh)
        self.further_field = QLineEdit(self)
        self.further_field.setAccessibleName(self.tr("Further settings"))
        self.further_field.setPlaceholderText("--batch-size 16 --learning-rate 0.0004 --loss attention_mean=0.08")
        self.further_field.setToolTip(self.tr("Arguments of the command “ganimation train”; “ganimation train --help” lists them"))
        self.further_field.textChanged.connect(self._refresh)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.start_button = QPushButton(self.tr("Start"), self)
        self.start_button.setProperty("primary", True)
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self._start)

    def _faint_label(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("faint")
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label.setMinimumWidth(LABEL_WIDTH)  # or the form keeps room for as many lines as a narrow one would need
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._faint_labels.append(label)
        return label

    def _lay_out(self) -> None:
        intro = self._faint_label()
        intro.setText(
            self.tr(
                "The network learns from pictures on this computer; nothing leaves it. The training is a separate program: "
                "you can keep editing, and close this window."
            )
        )
        pictures, length = QHBoxLayout(), QHBoxLayout()
        pictures.setSpacing(8)
        length.setSpacing(8)
        pictures.addWidget(self.folder_field, 1)
        pictures.addWidget(self._folder_button)
        length.addWidget(self.length_field)
        length.addWidget(self.unit_box)
        length.addStretch(1)
        form = QFormLayout()
        form.setVerticalSpacing(9)
        form.setHorizontalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("Pictures"), pictures)
        form.addRow("", self._found)
        form.addRow(self.tr("Recipe"), self.recipe_box)
        form.addRow("", self._about_recipe)
        form.addRow(self.tr("Start from"), self.start_box)
        form.addRow(self.tr("Length"), length)
        form.addRow("", self.pace_note)
        form.addRow(self.tr("Train on"), self.device_box)
        form.addRow(self.tr("Name"), self.name_field)
        form.addRow(self.tr("Further settings"), self.further_field)
        column = QWidget(self)
        column.setMaximumWidth(LARGEST_WIDTH)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(intro)
        layout.addLayout(form)
        layout.addWidget(self.note)
        layout.addStretch(1)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(column, 1)
        page.addStretch(0)

    # -- what the user does

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Training pictures"), str(self._settings.last_folder))
        if name:
            self._settings.last_folder = Path(name)
            self.folder_field.setText(name)

    @Slot(str)
    def _on_folder(self, text: str) -> None:
        self._pictures = None
        self._found.setText("")
        folder = Path(text.strip())
        if text.strip() and folder.is_absolute():
            self._background.run(partial(inspect_pictures, folder), partial(self._on_found, text), partial(self._on_not_found, text))
        self._refresh()

    def _on_found(self, text: str, pictures: Pictures) -> None:
        if text != self.folder_field.text():
            return
        self._pictures = pictures
        if pictures.are_photos:
            found = self.tr(
                "{count} photos. Their faces are cut out and measured first; those that cannot be used are listed with the reason."
            )
        elif pictures.has_pairs:
            found = self.tr("A training folder: {count} faces with several expressions each")
        else:
            found = self.tr("A training folder: {count} faces with one expression each")
        self._found.setText(found.format(count=self.locale().toString(pictures.n_files)))
        if not self._suits(self.recipe_box.currentData()):
            self.recipe_box.setCurrentIndex(self.recipe_box.findData(PAIRED_RECIPE if pictures.has_pairs else PUBLISHED_RECIPE))
        self._refresh()

    def _on_not_found(self, text: str, sentence: str) -> None:
        if text == self.folder_field.text():
            self._found.setText(sentence)

    @Slot()
    def _start(self) -> None:
        pictures = self._pictures
        if pictures is None:
            return
        self._settings.training_folder = pictures.folder
        in_minutes = self.unit_box.currentData() == "minutes"
        job = TrainingJob(
            pictures=str(pictures.folder),
            are_photos=pictures.are_photos,
            n_pictures=pictures.n_files,
            recipe=self.recipe_box.currentData(),
            minutes=self.length_field.value() if in_minutes else None,
            steps=None if in_minutes else round(self.length_field.value()),
            device=self.device_box.currentData(),
            from_default=self.start_box.isEnabled() and self.start_box.currentData(),
            further=tuple(shlex.split(self.further_field.text())),
        )
        self.startWanted.emit(self.run_name(), job)

    def run_name(self) -> str:
        """Return the name as a folder can have it."""
        return _NOT_IN_NAMES.sub("-", self.name_field.text()).strip(" .")

    # -- what fits together

    def _suits(self, recipe: str) -> bool:
        """Whether a recipe can learn from the pictures."""
        pictures = self._pictures
        if pictures is None:
            return True
        if recipe == ESTIMATOR_RECIPE:
            return not pictures.are_photos
        return pictures.has_pairs or recipe == PUBLISHED_RECIPE

    @Slot()
    def _refresh(self) -> None:
        recipe = self.recipe_box.currentData()
        self._about_recipe.setText(self._recipe_text(recipe))
        minutes = self.length_field.value() if self.unit_box.currentData() == "minutes" else None
        self.pace_note.setText(pace_text(self._paces.get(recipe), minutes))
        can_continue = bundled_weights(recipe) is not None
        if not can_continue:
            self.start_box.setCurrentIndex(self.start_box.findData(False))
        elif not self.start_box.isEnabled():
            self.start_box.setCurrentIndex(self.start_box.findData(True))
        self.start_box.setEnabled(can_continue)
        problem = self._obstacle or self._problem(recipe)
        self.note.setText(problem)
        self.start_button.setEnabled(not problem and self._pictures is not None)

    def _recipe_text(self, recipe: str) -> str:
        return {
            PAIRED_RECIPE: self.tr("As for the generator that came with the program: pictures of each face with two expressions. Fastest."),
            REFINING_RECIPE: self.tr(
                "Refines a trained generator: a critic makes its edits look more like photographs. Slow without a GPU."
            ),
            PUBLISHED_RECIPE: self.tr(
                "The published network and losses, from photos alone. It needs thousands of faces and a GPU for hours."
            ),
            ESTIMATOR_RECIPE: self.tr("The network that reads landmarks and Action Units. It needs pictures whose Action Units are known."),
        }[recipe]

    def _problem(self, recipe: str) -> str:
        if self._pictures is None:
            return ""
        if not self._suits(recipe):
            if recipe == ESTIMATOR_RECIPE:
                return self.tr("This recipe needs a training folder; the Action Units of photos are only estimated.")
            return self.tr("This recipe needs a training folder that shows each face with several expressions.")
        name = self.run_name()
        if not name:
            return self.tr("The training needs a name.")
        if (self._runs_folder / name).exists():
            return self.tr("A training with this name already exists.")
        try:
            shlex.split(self.further_field.text())
        except ValueError:
            return self.tr("A quotation mark is missing in the further settings.")
        return ""
