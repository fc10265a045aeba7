from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.imaging.frames import Frame, read_photo
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.jobs.grid import GridPhoto
from ganimation_desktop.ui.batch.grid_dialog import GridDialog
from ganimation_desktop.ui.exports.item import ExportState
from tests.ui.fakes import FakeAnimator, FakeLoader

PRESETS = (Preset("Joy", {"AU12": 1.0}, builtin=True), Preset("mine", {"AU04": 1.0}))


@pytest.fixture
def dialog(qtbot, app_settings, tmp_path):
    photo = GridPhoto(tmp_path / "photo.png", Frame(np.full((60, 80, 3), 90, np.uint8)))
    loader, models = FakeLoader(FakeAnimator()), [("other", tmp_path / "other.safetensors")]
    dialog = GridDialog(photo, ModelChoice(None, "cpu"), "model", loader, PRESETS, models, tmp_path / "grid.png", app_settings)
    dialog.form.cell_field.setValue(48)
    dialog.show()
    yield dialog
    if isValid(dialog):
        dialog.close()


def choose(box, data):
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


@pytest.fixture
def save(qtbot, queue):
    """Has the dialog's grid drawn behind the window, and returns its item when that has ended."""

    def save(dialog):
        dialog.jobReady.connect(queue.add)
        qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
        (item,) = queue.items
        qtbot.waitUntil(lambda: item.state.has_ended)
        return item

    return save


def test_every_action_unit_is_a_row_until_it_is_taken_out(qtbot, dialog, save, tmp_path):
    assert len(dialog.form.plan().expressions) == 17
    qtbot.mouseClick(dialog.form._none, Qt.MouseButton.LeftButton)
    assert "at least one row" in dialog.summary.text()
    for row in range(2):
        dialog.form.unit_list.item(row).setCheckState(Qt.CheckState.Checked)
    assert [expression.label.split("\n")[0] for expression in dialog.form.plan().expressions] == list(AU_CODES[:2])
    item = save(dialog)
    assert "grid.png" in item.text
    assert item.path == tmp_path / "grid.png"
    assert read_photo(tmp_path / "grid.png").frame.height > 2 * 48


def test_further_photos_make_a_contact_sheet_of_presets(qtbot, dialog, save, tmp_path, monkeypatch):
    Image.new("RGB", (40, 30)).save(tmp_path / "second.png")
    choose(dialog.form.what_box, "presets")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "second.png")] * 2, ""))
    qtbot.mouseClick(dialog.form._add, Qt.MouseButton.LeftButton)
    plan = dialog.form.plan()
    assert [photo.name.name for photo in plan.photos] == ["photo.png", "second.png"]
    assert plan.strengths == (1.0,)
    assert [expression.label for expression in plan.expressions] == ["Joy", "mine"]
    qtbot.mouseClick(dialog.form._remove, Qt.MouseButton.LeftButton)
    assert not dialog.form.plan().is_sheet
    qtbot.mouseClick(dialog.form._add, Qt.MouseButton.LeftButton)
    assert save(dialog).path == tmp_path / "grid.png"


def test_a_second_model_is_loaded_and_stands_beside_the_first(dialog, save, tmp_path):
    (tmp_path / "other.safetensors").write_bytes(b"")
    dialog.form.model_box.setCurrentIndex(1)
    loader = dialog._load
    save(dialog)
    assert loader.loaded == [(None, "cpu"), (tmp_path / "other.safetensors", "cpu")]


@pytest.mark.parametrize(
    ("name", "strengths", "sentence"),
    [
        ("grid.gif", "1", "must end in"),
        ("", "1", "Give the file a name"),
        ("nowhere/grid.png", "1", "does not exist"),
        ("grid.png", "2", "0 to 1"),
    ],
)
def test_what_cannot_be_is_reported_before(dialog, tmp_path, name, strengths, sentence):
    dialog.form.path_field.setText(str(tmp_path / name) if name else "")
    dialog.form.strengths_field.setText(strengths)
    assert sentence in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


def test_a_file_that_exists_is_replaced_only_when_asked(dialog, tmp_path):
    (tmp_path / "grid.png").write_bytes(b"mine")
    dialog.form.path_field.setText("")
    dialog.form.path_field.setText(str(tmp_path / "grid.png"))
    assert "exists already" in dialog.summary.text()
    dialog.form.replace_box.setChecked(True)
    assert dialog.start_button.isEnabled()


def test_a_grid_is_cancelled_and_nothing_is_saved(dialog, save, queue, tmp_path, monkeypatch):
    close_up = FakeAnimator.close_up

    def cancelling(self, *arguments):
        queue._thread.cancel()
        return close_up(self, *arguments)

    monkeypatch.setattr(FakeAnimator, "close_up", cancelling)
    assert save(dialog).state is ExportState.CANCELLED
    assert not (tmp_path / "grid.png").exists()


def test_a_failure_is_a_sentence(dialog, save, tmp_path):
    choose(dialog.form.what_box, "presets")
    (tmp_path / "text.png").write_text("text")
    dialog.form.add_photos([Path(tmp_path / "text.png")])
    item = save(dialog)
    assert item.state is ExportState.FAILED
    assert "text.png" in item.text
    assert not (tmp_path / "grid.png").exists()
