"""The few settings that have no place elsewhere in the window. Each is applied and kept at once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganimation_desktop.jobs.result_names import ResultDefaults
from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui.commands.settings import DEVICES, AppSettings, ColorScheme
from ganimation_desktop.ui.widgets.fitting_dialog import FittingDialog
from ganimation_desktop.ui.widgets.folder_field import FolderField
from ganimation_desktop.ui.widgets.icons import load_icon
from ganimation_desktop.ui.widgets.name_pattern_field import NamePatternField
from ganimation_desktop.ui.widgets.size_field import SizeField
from ganimation_desktop.ui.widgets.translation import LANGUAGES

QT_SCHEMES: Mapping[str, Qt.ColorScheme] = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class SettingsDialog(FittingDialog):
    """Appearance, language, device, teeth, and what holds for results.

    Parameters
    ----------
    settings
        What is set, and where it is kept.
    n_teeth
        How many sets of teeth the model has.

    Attributes
    ----------
    scheme_field, language_field, device_field, teeth_field, results_field, pattern_field, size_field, notify_box,
    folder_button
        The controls; the data of an item is the value that the settings keep.

    Signals
    -------
    languageChosen(str)
        The user wants the window in this language, a key of `LANGUAGES`, or in that of the system (empty).
    colorSchemeChosen(object)
        The user wants light, dark, or the system's choice (`Qt.ColorScheme`).
    deviceChosen(str)
        The user wants the networks to run there, one of `DEVICES`.
    teethChosen(object)
        The user wants opened mouths to show this set of teeth, from 1, or the usual one (None).
    """

    languageChosen = Signal(str)
    colorSchemeChosen = Signal(object)
    deviceChosen = Signal(str)
    teethChosen = Signal(object)

    def __init__(self, parent: QWidget | None, settings: AppSettings, n_teeth: int = 0) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        schemes = {"system": self.tr("Same as system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.scheme_field = self._field(schemes, settings.color_scheme)
        self.scheme_field.activated.connect(self._on_scheme)
        self.language_field = self._field({"": self.tr("Same as system"), **LANGUAGES}, settings.language)
        self.language_field.activated.connect(self._on_language)
        devices = {
            "auto": self.tr("Fastest available"),
            "cpu": self.tr("Processor (CPU)"),
            "cuda": self.tr("Graphics card (CUDA)"),
            "mps": self.tr("Mac graphics (MPS)"),
        }
        at_hand = available_devices()
        self.device_field = self._field({code: name for code, name in devices.items() if code in at_hand}, settings.device)
        self.device_field.activated.connect(self._on_device)
        self.teeth_field = self._teeth_field(n_teeth, settings.teeth)
        self.teeth_field.activated.connect(self._on_teeth)
        self._build_results(settings)
        self._note = QLabel(self)
        self._note.setObjectName("faint")
        self._note.setWordWrap(True)
        self.folder_button = QPushButton(load_icon("folder"), self.tr("Show folder"), self)
        self.folder_button.setToolTip(self.tr("Presets, models and logs are in {folder}").format(folder=user_data_dir()))
        self.folder_button.setAutoDefault(False)
        self.folder_button.clicked.connect(self._show_folder)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(14)
        form.addRow(self.tr("&Appearance"), self.scheme_field)
        form.addRow(self.tr("&Language"), self.language_field)
        form.addRow(self.tr("Networks &run on"), self.device_field)
        form.addRow(self.tr("&Teeth"), self.teeth_field)
        form.addRow(self.tr("Results &go to"), self.results_field)
        form.addRow(self.tr("Name &pattern"), self.pattern_field)
        form.addRow(self.tr("&Size of photos"), self.size_field)
        form.addRow("", self.notify_box)
        form.addRow(self.tr("Your &data"), self.folder_button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self._note)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.keep_in_sight(buttons)

    def sizeHint(self) -> QSize:
        """Return a width at which the fields are easy to read."""
        return super().sizeHint().expandedTo(QSize(420, 0))

    def _field(self, choices: Mapping[str, str], chosen: str) -> QComboBox:
        field = QComboBox(self)
        for code, name in choices.items():
            field.addItem(name, code)
        field.setCurrentIndex(max(field.findData(chosen), 0))
        return field

    def _build_results(self, settings: AppSettings) -> None:
        defaults = settings.result_defaults
        self.results_field = FolderField(self.tr("Folder for the results"), self.tr("next to each photo"), settings.last_folder, self)
        self.pattern_field = NamePatternField(self)
        self.size_field = SizeField(self)
        self.results_field.show_folder(defaults.folder)
        self.pattern_field.show_pattern(defaults.pattern)
        self.size_field.show_size(defaults.resize)
        for field in (self.results_field, self.pattern_field, self.size_field):
            field.changed.connect(self._on_results)
        self.notify_box = QCheckBox(self.tr("&Notify me when a long export or training ends"), self)
        self.notify_box.setToolTip(self.tr("Only while another program is in use"))
        self.notify_box.setChecked(settings.notifications)
        self.notify_box.toggled.connect(self._on_notify)

    def _teeth_field(self, n_teeth: int, chosen: int | None) -> QComboBox:
        field = QComboBox(self)
        field.addItem(self.tr("Automatic"), None)
        for number in range(1, n_teeth + 1):
            field.addItem(self.tr("Set {number}").format(number=number), number)
        field.setCurrentIndex(max(field.findData(chosen), 0) if chosen is not None else 0)
        field.setEnabled(n_teeth > 1)
        field.setToolTip(
            self.tr("Teeth between opened lips where the photo shows none")
            if n_teeth > 1
            else self.tr("This model has no teeth to choose from")
        )
        return field

    @Slot()
    def _on_scheme(self) -> None:
        scheme = cast(ColorScheme, self.scheme_field.currentData())
        self._settings.color_scheme = scheme
        self.colorSchemeChosen.emit(QT_SCHEMES[scheme])

    @Slot()
    def _on_language(self) -> None:
        self.languageChosen.emit(self.language_field.currentData())

    @Slot()
    def _on_device(self) -> None:
        device = self.device_field.currentData()
        if device != self._settings.device:
            self._settings.device = device
            self.deviceChosen.emit(device)

    @Slot()
    def _on_teeth(self) -> None:
        teeth = self.teeth_field.currentData()
        if teeth != self._settings.teeth:
            self._settings.teeth = teeth
            self.teethChosen.emit(teeth)

    @Slot(bool)
    def _on_notify(self, notify: bool) -> None:
        self._settings.notifications = notify

    @Slot()
    def _on_results(self) -> None:
        """Keep what is valid; a folder or pattern that is not yet leaves the last one."""
        before, problem = self._settings.result_defaults, self.results_field.problem
        folder = before.folder if problem else self.results_field.folder
        self._settings.result_defaults = ResultDefaults(folder, self.pattern_field.pattern or before.pattern, self.size_field.size_wanted)
        self._note.setText(problem)

    @Slot()
    def _show_folder(self) -> None:
        folder = user_data_dir()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._note.setText(f"{folder}: {error.strerror}")
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._note.setText(self.tr("The folder is {folder}").format(folder=folder))


def available_devices() -> tuple[str, ...]:
    """Return the devices that can be chosen: all of them until torch, which knows, has been loaded behind the window."""
    torch = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "backends"):
        return DEVICES
    unavailable = set()
    if not torch.cuda.is_available():
        unavailable.add("cuda")
    if not torch.backends.mps.is_available():
        unavailable.add("mps")
    return tuple(device for device in DEVICES if device not in unavailable)
