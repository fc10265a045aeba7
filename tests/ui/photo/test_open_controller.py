from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.presets import Preset, write_preset
from ganimation_desktop.jobs.photo_outputs import ExportPlan


def _vector(value):
    return np.full(17, value, np.float32)


def _photo(path, color=(120, 60, 30), size=(90, 60)):
    Image.new("RGB", size, color).save(path)
    return path


def _opened(qtbot, window, path):
    qtbot.waitUntil(lambda: window.session.photo.path == path and window.session.animation is not None)


def _exported(qtbot, window, path):
    """Export to `path`, wait until the window has reported it, and return the recipe."""
    with qtbot.waitSignal(window.exporter.exported):
        window.exporter.export(ExportPlan(path))
    return path.with_suffix(".ganimation.json")


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tiff", "bmp"])
def test_formats_open_by_the_dialog_and_are_remembered(qtbot, window, tmp_path, monkeypatch, suffix):
    path = _photo(tmp_path / f"other.{suffix}")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.actions_by_name["open"].trigger()
    _opened(qtbot, window, path)
    assert window.settings.recent_files[0] == path
    assert window.settings.last_folder == tmp_path


def test_a_cancelled_dialog_changes_nothing(window, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    before = window.session.photo
    window.actions_by_name["open"].trigger()
    assert window.session.photo is before


def test_of_photos_opened_in_a_row_the_last_one_is_shown(qtbot, window, tmp_path):
    paths = [_photo(tmp_path / f"{number}.png", size=(900, 700)) for number in range(8)]
    shown = []
    window.session.photoChanged.connect(lambda: shown.append(window.session.photo.path))
    for path in paths:
        window.opener.open_path(path)
    _opened(qtbot, window, paths[-1])
    assert shown == [paths[-1]]


def test_recent_photos_are_listed_and_open(qtbot, window, tmp_path, photo_path):
    path = _photo(tmp_path / "second.png")
    window.opener.open_path(path)
    _opened(qtbot, window, path)
    window._recent.aboutToShow.emit()
    actions = [action for action in window._recent.actions() if action.data()]
    assert [action.data() for action in actions] == [str(path), str(photo_path)]
    actions[1].trigger()
    _opened(qtbot, window, photo_path)


def test_recent_photos_that_are_gone_cannot_be_chosen_and_the_list_can_be_forgotten(window, photo_path):
    photo_path.unlink()
    window._recent.aboutToShow.emit()
    assert not window._recent.actions()[0].isEnabled()
    window._recent.actions()[-1].trigger()
    assert window.settings.recent_files == []
    window._recent.aboutToShow.emit()
    assert not window._recent.actions()[0].isEnabled()


def test_a_picture_is_pasted(qtbot, window):
    rgb = QImage(50, 40, QImage.Format.Format_RGB32)
    rgb.fill(0xFF3366)
    QGuiApplication.clipboard().setImage(rgb)
    window.actions_by_name["paste"].trigger()
    qtbot.waitUntil(lambda: window.session.photo.path is None and window.session.animation is not None)
    assert window.session.photo.frame.rgb[0, 0].tolist() == [0xFF, 0x33, 0x66]
    assert "Pasted" in window.windowTitle()


def test_a_copied_file_is_pasted(qtbot, window, tmp_path):
    path = _photo(tmp_path / "copied.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    window.actions_by_name["paste"].trigger()
    _opened(qtbot, window, path)


def test_an_empty_clipboard_is_reported(qtbot, window):
    QGuiApplication.clipboard().setText("words")
    window.actions_by_name["paste"].trigger()
    assert "no picture on the clipboard" in window.status.texts["message"]


def test_a_dropped_photo_opens(qtbot, window, tmp_path):
    path = _photo(tmp_path / "dropped.png")
    window.canvas.filesDropped.emit((path,))
    _opened(qtbot, window, path)


def test_several_dropped_photos_become_a_batch(qtbot, window, tmp_path):
    from ganimation_desktop.ui.batch.batch_dialog import BatchDialog

    window.canvas.filesDropped.emit((_photo(tmp_path / "a.png"), _photo(tmp_path / "b.png")))
    (dialog,) = window.findChildren(BatchDialog)
    assert dialog.table.rowCount() == 2


def test_a_recipe_brings_photo_and_every_value_back(qtbot, window, tmp_path, photo_path, model_file):
    window.session.set_target(0, np.linspace(0, 1, 17, dtype=np.float32))
    window.session.set_target(1, FaceTarget.of(_vector(0.75), (0.5, 0.0)).with_aus({"AU45_R": 1.0}))
    wanted = window.session.all_targets()
    recipe = _exported(qtbot, window, tmp_path / "photo-edited.jpg")
    other = _photo(tmp_path / "other.png")
    window.opener.open_path(other)
    _opened(qtbot, window, other)
    window.canvas.filesDropped.emit((recipe,))
    _opened(qtbot, window, photo_path)
    assert window.session.all_targets() == wanted
    assert len(window.session.faces) == 2


def test_a_recipe_finds_its_photo_among_the_recent_ones(qtbot, window, tmp_path, photo_path, model_file):
    window.session.set_target(0, _vector(0.5))
    recipe = _exported(qtbot, window, tmp_path / "edited.jpg")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = shutil.move(recipe, elsewhere)
    window.session.set_target(0, _vector(0.1))
    window.opener.open_path(elsewhere / "edited.ganimation.json")
    qtbot.waitUntil(lambda: window.session.faces_known and window.session.target(0).aus[0] == np.float32(0.5))
    assert str(moved).endswith(".json")


def test_a_recipe_without_its_photo_is_reported(qtbot, window, tmp_path, photo_path, model_file):
    window.session.set_target(0, _vector(0.5))
    recipe = _exported(qtbot, window, tmp_path / "edited.jpg")
    photo_path.unlink()
    window.opener.open_path(recipe)
    qtbot.waitUntil(lambda: "photo.jpg, which is not next to it" in window.status.texts["message"])


def test_a_preset_file_is_applied(qtbot, window, tmp_path):
    write_preset(tmp_path / "grin.json", Preset("Grin", {"AU12": 0.9}))
    window.canvas.filesDropped.emit((tmp_path / "grin.json",))
    qtbot.waitUntil(lambda: window.session.target(0).aus[8] == np.float32(0.9))
    assert window.expressions.undo_stack.undoText() == "Grin"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is not valid JSON"),
        ("[1, 2]", "does not hold a JSON object"),
        ("{}", "is neither a project or recipe of the program nor a preset or keyframes"),
        ('{"schema": 99}', "is a project of version 99"),
        ('{"name": "Grin", "aus": {"AU99": 1}}', "AU99"),
    ],
)
def test_any_other_json_is_reported(qtbot, window, tmp_path, content, reason):
    path = tmp_path / "odd.json"
    path.write_text(content)
    window.opener.open_path(path)
    qtbot.waitUntil(lambda: "odd.json" in window.status.texts["message"])
    assert reason in window.status.texts["message"]
    assert window.canvas.message.text == ""


def test_the_expression_of_a_photo_is_taken_by_the_menu(qtbot, window, tmp_path, monkeypatch):
    path = _photo(tmp_path / "model.png")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.session.set_target(0, _vector(0.9))
    window.actions_by_name["expression_from_photo"].trigger()
    qtbot.waitUntil(lambda: not window.session.is_edited())
    assert window.expressions.undo_stack.undoText() == "Expression of model.png"


def test_opening_empties_the_history(qtbot, window, tmp_path):
    window.expressions.reset_to_neutral()
    assert window.actions_by_name["undo"].isEnabled()
    path = _photo(tmp_path / "next.png")
    window.opener.open_path(path)
    _opened(qtbot, window, path)
    assert not window.actions_by_name["undo"].isEnabled()
