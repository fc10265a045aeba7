from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QTextBrowser

from ganimation_desktop import __version__
from ganimation_desktop.core.checkpoint import CheckpointMetadata
from ganimation_desktop.core.models import ModelInfo
from ganimation_desktop.ui.help_dialogs import AboutDialog, FirstRunDialog, ensure_consent, licence_of
from ganimation_desktop.ui.settings import AppSettings

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def settings(tmp_path):
    return AppSettings(tmp_path / "settings.ini")


@pytest.fixture
def first_run(qtbot, settings):
    dialog = FirstRunDialog(None, settings)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_the_program_starts_only_with_the_promise(qtbot, first_run, settings):
    assert not first_run.start_button.isEnabled()
    first_run.accept()
    assert not settings.consent_given
    qtbot.keyClick(first_run.consent_box, Qt.Key.Key_Space)
    qtbot.mouseClick(first_run.start_button, LEFT)
    assert first_run.result() == QDialog.DialogCode.Accepted
    assert settings.consent_given
    assert settings.first_run_done


def test_closing_without_the_promise_keeps_nothing(qtbot, first_run, settings):
    first_run.consent_box.setChecked(True)
    qtbot.keyClick(first_run, Qt.Key.Key_Escape)
    assert first_run.result() == QDialog.DialogCode.Rejected
    assert not settings.consent_given
    assert not settings.first_run_done


def test_the_promise_is_asked_for_once(qtbot, settings, monkeypatch):
    asked = []

    def answer(dialog):
        asked.append(dialog)
        dialog.consent_box.setChecked(True)
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(FirstRunDialog, "exec", answer)
    assert ensure_consent(None, settings)
    assert ensure_consent(None, settings)
    assert len(asked) == 1


def page_text(dialog, index):
    page = dialog.tabs.widget(index)
    assert isinstance(page, QTextBrowser)
    return page.toPlainText()


def test_about_names_version_models_and_licences(qtbot):
    metadata_of_model = CheckpointMetadata("generator", "flow-film-3", 128, "relative", licence="CC0-1.0")
    models = [
        ModelInfo("ganimation", Path("ganimation.safetensors"), True, metadata_of_model),
        ModelInfo("odd", Path("odd.safetensors"), False, None, "odd.safetensors: is <empty>"),
    ]
    dialog = AboutDialog(None, models)
    qtbot.addWidget(dialog)
    program, models_page, libraries = (page_text(dialog, index) for index in range(dialog.tabs.count()))
    assert "GANimation" in program
    assert "NASA" in program
    assert "CC0-1.0" in models_page
    assert "odd.safetensors: is <empty>" in models_page
    assert metadata.version("numpy") in libraries
    assert any(__version__ in label.text() for label in dialog.findChildren(QLabel))


def test_about_without_models_says_so(qtbot):
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    assert page_text(dialog, 1).strip()


@pytest.mark.parametrize("name", ["numpy", "torch", "PySide6-Essentials", "pillow", "safetensors"])
def test_every_library_states_a_licence(name):
    licence = licence_of(metadata.metadata(name))
    assert licence != "–"
    assert "\n" not in licence
