from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QDialog

from ganimation_desktop.ui.commands.help_dialogs import AboutDialog
from ganimation_desktop.ui.commands.settings_dialog import SettingsDialog
from ganimation_desktop.ui.commands.shortcuts_dialog import ShortcutsDialog
from ganimation_desktop.ui.photo.state import State
from tests.patience import WAIT_S


@pytest.mark.parametrize(("action", "kind"), [("settings", SettingsDialog), ("shortcuts", ShortcutsDialog), ("about", AboutDialog)])
def test_dialogs_open_from_their_actions(window, action, kind):
    window.actions_by_name[action].trigger()
    (dialog,) = window.findChildren(kind)
    assert dialog.isVisible()


@pytest.mark.parametrize(("action", "kind"), [("about", AboutDialog), ("models", QDialog)])
def test_a_dialog_that_needs_torch_opens_when_it_is_loaded(qtbot, open_window, photo_path, loader, monkeypatch, action, kind):
    may_load = threading.Event()
    real = type(loader).__call__
    monkeypatch.setattr(type(loader), "__call__", lambda self, *args: may_load.wait(WAIT_S) and real(self, *args))
    window = open_window(photo_path, wait=False)
    window.actions_by_name[action].trigger()
    qtbot.wait(30)
    assert not window.findChildren(kind)
    may_load.set()
    qtbot.waitUntil(lambda: bool(window.findChildren(kind)))


def test_another_device_needs_no_restart(qtbot, window, loader):
    window.actions_by_name["settings"].trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    dialog.deviceChosen.emit("cpu")
    qtbot.waitUntil(lambda: len(loader.loaded) == 2 and window.edits.state is State.READY)
    assert loader.loaded[-1] == (None, "cpu")


def test_appearance_changes_at_once(window):
    window.actions_by_name["settings"].trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    for scheme, is_dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
        dialog.colorSchemeChosen.emit(scheme)
        assert (QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128) is is_dark


def test_another_model_is_remembered_and_used(qtbot, window, loader, tmp_path):
    path = tmp_path / "mine.safetensors"
    path.write_bytes(b"")
    window.dialogs.use_model(path)
    qtbot.waitUntil(lambda: (path, window.edits.model.device) in loader.loaded)
    assert window.settings.model_path == path
    window.actions_by_name["default_model"].trigger()
    assert window.settings.model_path is None
