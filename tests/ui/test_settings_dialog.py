import sys

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui import settings_dialog
from ganimation_desktop.ui.settings import DEVICES, AppSettings
from ganimation_desktop.ui.settings_dialog import SettingsDialog, available_devices


@pytest.fixture
def settings(tmp_path):
    return AppSettings(tmp_path / "settings.ini")


@pytest.fixture
def open_dialog(qtbot, settings, monkeypatch):
    monkeypatch.setattr(settings_dialog, "available_devices", lambda: DEVICES)

    def open_dialog():
        dialog = SettingsDialog(None, settings)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return open_dialog


def choose(qtbot, field, value):
    """Go to a value with the arrow keys."""
    field.setFocus()
    key = Qt.Key.Key_Down if field.findData(value) > field.currentIndex() else Qt.Key.Key_Up
    while field.currentData() != value:
        qtbot.keyClick(field, key)


def test_it_shows_what_is_set(open_dialog, settings):
    settings.language, settings.device, settings.color_scheme = "de", "cpu", "dark"
    dialog = open_dialog()
    assert dialog.language_field.currentData() == "de"
    assert dialog.device_field.currentData() == "cpu"
    assert dialog.scheme_field.currentData() == "dark"


def test_the_appearance_is_applied_and_kept_at_once(qtbot, open_dialog, settings):
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.colorSchemeChosen, timeout=500, check_params_cb=lambda scheme: scheme == Qt.ColorScheme.Dark):
        choose(qtbot, dialog.scheme_field, "dark")
    assert settings.color_scheme == "dark"


def test_the_device_is_applied_and_kept_at_once(qtbot, open_dialog, settings):
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.deviceChosen, timeout=500) as chosen:
        choose(qtbot, dialog.device_field, "cpu")
    assert chosen.args == ["cpu"]
    assert settings.device == "cpu"


def test_the_language_is_kept_and_when_it_changes_is_said(qtbot, open_dialog, settings):
    dialog = open_dialog()
    choose(qtbot, dialog.language_field, "de")
    assert settings.language == "de"
    assert any("started again" in label.text() for label in dialog.findChildren(QLabel))


def test_the_folder_of_the_users_files_is_shown(qtbot, open_dialog, monkeypatch):
    urls = []

    def fail_to_open(url):
        urls.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", fail_to_open)
    dialog = open_dialog()
    qtbot.mouseClick(dialog.folder_button, Qt.MouseButton.LeftButton)
    assert urls == [QUrl.fromLocalFile(str(user_data_dir()))]
    assert any(str(user_data_dir()) in label.text() for label in dialog.findChildren(QLabel))


def test_only_devices_of_this_machine_are_offered_once_that_is_known(monkeypatch):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert available_devices() == ("auto", "cpu", "mps")
    monkeypatch.setitem(sys.modules, "torch", None)
    assert available_devices() == DEVICES
