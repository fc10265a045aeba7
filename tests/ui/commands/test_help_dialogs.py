from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTextBrowser

from ganimation_desktop import __version__
from ganimation_desktop.core.models.checkpoint import CheckpointMetadata
from ganimation_desktop.core.models.installed import ModelInfo
from ganimation_desktop.ui.commands.help_dialogs import AboutDialog, licence_of

LEFT = Qt.MouseButton.LeftButton


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


def test_about_without_models_reports_it(qtbot):
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    assert page_text(dialog, 1).strip()


@pytest.mark.parametrize("name", ["numpy", "torch", "PySide6-Essentials", "pillow", "safetensors"])
def test_every_library_states_a_licence(name):
    licence = licence_of(metadata.metadata(name))
    assert licence != "–"
    assert "\n" not in licence
