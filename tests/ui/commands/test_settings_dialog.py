import sys

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from ganimation_desktop.core.imaging.resizing import Resize
from ganimation_desktop.jobs.result_names import NamePattern, ResultDefaults
from ganimation_desktop.paths import user_data_dir
from ganimation_desktop.ui.commands import settings_dialog
from ganimation_desktop.ui.commands.settings import DEVICES, AppSettings
from ganimation_desktop.ui.commands.settings_dialog import SettingsDialog, available_devices


@pytest.fixture
def settings(tmp_path):
    return AppSettings(tmp_path / "settings.ini")


@pytest.fixture
def open_dialog(qtbot, settings, monkeypatch):
    monkeypatch.setattr(settings_dialog, "available_devices", lambda: DEVICES)

    def open_dialog(n_teeth=0):
        dialog = SettingsDialog(None, settings, n_teeth)
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
    with qtbot.waitSignal(dialog.colorSchemeChosen, check_params_cb=lambda scheme: scheme == Qt.ColorScheme.Dark):
        choose(qtbot, dialog.scheme_field, "dark")
    assert settings.color_scheme == "dark"


def test_the_device_is_applied_and_kept_at_once(qtbot, open_dialog, settings):
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.deviceChosen) as chosen:
        choose(qtbot, dialog.device_field, "cpu")
    assert chosen.args == ["cpu"]
    assert settings.device == "cpu"


def test_teeth_are_applied_and_kept_at_once(qtbot, open_dialog, settings):
    dialog = open_dialog(n_teeth=3)
    assert dialog.teeth_field.currentData() is None
    with qtbot.waitSignal(dialog.teethChosen) as chosen:
        choose(qtbot, dialog.teeth_field, 1)
    assert chosen.args == [1]
    assert settings.teeth == 1
    again = open_dialog(n_teeth=3)
    assert again.teeth_field.currentData() == 1


@pytest.mark.parametrize("n_teeth", [0, 1])
def test_without_a_choice_of_teeth_the_field_reports_it(open_dialog, settings, n_teeth):
    settings.teeth = 2
    dialog = open_dialog(n_teeth)
    assert not dialog.teeth_field.isEnabled()
    assert dialog.teeth_field.currentData() is None
    assert settings.teeth == 2


def test_the_language_is_reported_to_whoever_switches_it(qtbot, open_dialog):
    dialog = open_dialog()
    told: list[str] = []
    dialog.languageChosen.connect(told.append)
    choose(qtbot, dialog.language_field, "de")
    assert told[-1] == "de"


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


def test_what_holds_for_results_is_kept_at_once(open_dialog, settings, tmp_path):
    dialog = open_dialog()
    dialog.results_field.edit.setText(str(tmp_path))
    dialog.pattern_field.edit.setText("{name}-{preset}")
    dialog.size_field.show_size(Resize(percent=50))
    assert settings.result_defaults == ResultDefaults(tmp_path, NamePattern("{name}-{preset}"), Resize(percent=50))
    assert dialog.pattern_field.example.text() == "Example: photo-joy.jpg"


def test_what_no_file_can_be_written_by_leaves_the_last_choice(open_dialog, settings):
    dialog = open_dialog()
    dialog.results_field.edit.setText("/nowhere/at/all")
    dialog.pattern_field.edit.setText("{name")
    assert settings.result_defaults == ResultDefaults()
    assert "/nowhere/at/all does not exist" in dialog._note.text()
    assert "brace" in dialog.pattern_field.example.text()


def test_notifications_are_turned_off(qtbot, open_dialog, settings):
    dialog = open_dialog()
    assert dialog.notify_box.isChecked()
    dialog.notify_box.click()
    assert not settings.notifications
