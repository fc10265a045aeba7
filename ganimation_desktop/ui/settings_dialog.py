"""The few settings that have no place elsewhere in the window. Each is applied and kept at once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui.icons import load_icon
from ganimation_desktop.ui.settings import DEVICES, AppSettings, ColorScheme
from ganimation_desktop.ui.translation import LANGUAGES

QT_SCHEMES: Mapping[str, Qt.ColorScheme] = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class SettingsDialog(QDialog):
    """Appearance, language and device.

    Attributes
    ----------
    scheme_field, language_field, device_field, folder_button
        The controls; the data of an item is the value that the settings keep.

    Signals
    -------
    colorSchemeChosen(object)
        The user wants light, dark, or the system's choice (`Qt.ColorScheme`).
    deviceChosen(str)
        The user wants the networks to run there, one of `DEVICES`.
    """

    colorSchemeChosen = Signal(object)
    deviceChosen = Signal(str)

    def __init__(self, parent: QWidget | None, settings: AppSettings) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        schemes = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.scheme_field = self._field(schemes, settings.color_scheme)
        self.scheme_field.activated.connect(self._on_scheme)
        self.language_field = self._field({"": self.tr("As the system"), **LANGUAGES}, settings.language)
        self.language_field.activated.connect(self._on_language)
        devices = {
            "auto": self.tr("The fastest there is"),
            "cpu": self.tr("Processor (CPU)"),
            "cuda": self.tr("Graphics card (CUDA)"),
            "mps": self.tr("Graphics of a Mac (MPS)"),
        }
        at_hand = available_devices()
        self.device_field = self._field({code: name for code, name in devices.items() if code in at_hand}, settings.device)
        self.device_field.activated.connect(self._on_device)
        self._note = QLabel(self)
        self._note.setObjectName("faint")
        self._note.setWordWrap(True)
        self.folder_button = QPushButton(load_icon("folder"), self.tr("Show folder"), self)
        self.folder_button.setToolTip(self.tr("Presets, models and logs lie in {folder}").format(folder=user_data_dir()))
        self.folder_button.setAutoDefault(False)
        self.folder_button.clicked.connect(self._show_folder)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(14)
        form.addRow(self.tr("&Appearance:"), self.scheme_field)
        form.addRow(self.tr("&Language:"), self.language_field)
        form.addRow(self.tr("Networks &run on:"), self.device_field)
        form.addRow(self.tr("Your &data:"), self.folder_button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 12)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self._note)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def sizeHint(self) -> QSize:
        """Return a width at which the fields are easy to read."""
        return super().sizeHint().expandedTo(QSize(420, 0))

    def _field(self, choices: Mapping[str, str], chosen: str) -> QComboBox:
        field = QComboBox(self)
        for code, name in choices.items():
            field.addItem(name, code)
        field.setCurrentIndex(max(field.findData(chosen), 0))
        return field

    @Slot()
    def _on_scheme(self) -> None:
        scheme = cast(ColorScheme, self.scheme_field.currentData())
        self._settings.color_scheme = scheme
        self.colorSchemeChosen.emit(QT_SCHEMES[scheme])

    @Slot()
    def _on_language(self) -> None:
        self._settings.language = self.language_field.currentData()
        self._note.setText(self.tr("The language changes when the program is started again."))

    @Slot()
    def _on_device(self) -> None:
        device = self.device_field.currentData()
        if device != self._settings.device:
            self._settings.device = device
            self.deviceChosen.emit(device)

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
