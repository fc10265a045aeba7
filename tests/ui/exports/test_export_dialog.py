from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog

from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.core.imaging.resizing import Resize
from ganimation_desktop.jobs.result_names import NameParts, NamePattern, ResultDefaults
from ganimation_desktop.ui.exports import export_facts
from ganimation_desktop.ui.exports.export_dialog import ExportDialog
from ganimation_desktop.ui.widgets.qimage import qimage_from_rgb


@pytest.fixture
def open_dialog(qtbot, tmp_path, request):
    def open_dialog(name="photo.jpg", *, edited=True, **options):
        Image.new("RGB", (64, 48), (10, 200, 90)).save(tmp_path / name, **options)
        photo = read_photo(tmp_path / name)
        proposed = (tmp_path / name).with_stem("photo-edited")
        dialog = ExportDialog(photo, proposed, qimage_from_rgb(photo.frame.rgb), edited=edited)
        qtbot.addWidget(dialog)
        dialog.show()
        request.node.dialog = dialog
        return dialog

    return open_dialog


def _export_button(dialog):
    return next(
        button
        for button in dialog.findChild(QDialogButtonBox).buttons()
        if dialog.findChild(QDialogButtonBox).buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole
    )


def test_a_jpeg_is_compressed_as_it_was_unless_chosen_otherwise(open_dialog):
    dialog = open_dialog()
    assert dialog.plan().quality is None
    assert not dialog.quality_slider.isVisible()
    dialog.as_source_box.setChecked(False)
    dialog.quality_slider.setValue(70)
    assert dialog.plan().quality == 70


def test_quality_belongs_to_formats_that_have_one(open_dialog):
    dialog = open_dialog()
    dialog.format_box.setCurrentText("WebP")
    assert dialog.quality_slider.isVisible()
    assert dialog.plan().quality == 95
    assert dialog.plan().path.suffix == ".webp"
    dialog.format_box.setCurrentText("TIFF")
    assert not dialog.quality_slider.isVisible()
    assert dialog.plan().quality is None


def test_format_and_name_follow_each_other(open_dialog, tmp_path, monkeypatch):
    dialog = open_dialog()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "elsewhere.webp"), ""))
    dialog._choose()
    assert dialog.format_box.currentText() == "WebP"
    dialog.path_field.setText(str(tmp_path / "noending"))
    assert dialog.plan().path == tmp_path / "noending.webp"


def test_a_typed_name_chooses_its_format(open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.path_field.setText(str(tmp_path / "typed.png"))
    assert dialog.format_box.currentText() == "PNG"
    assert dialog.plan().quality is None
    dialog.path_field.setText(str(tmp_path / "typed.tif"))
    assert dialog.format_box.currentText() == "TIFF"
    assert dialog.plan().path.name == "typed.tif"


def test_quality_and_its_number_follow_each_other(qtbot, open_dialog):
    dialog = open_dialog("photo.webp")
    slider, number = dialog.quality_slider, dialog.quality_number

    def type_number() -> None:
        number.setFocus()
        number.selectAll()
        qtbot.keyClicks(number, "25")

    for move, quality in (
        (lambda: qtbot.keyClick(slider, Qt.Key.Key_Home), 1),
        (lambda: qtbot.keyClick(slider, Qt.Key.Key_End), 100),
        (lambda: qtbot.keyClick(slider, Qt.Key.Key_Left), 99),
        (type_number, 25),
        (lambda: qtbot.keyClick(number, Qt.Key.Key_Up), 26),
    ):
        move()
        assert (dialog.plan().quality, slider.value(), number.value()) == (quality,) * 3


def test_a_file_that_exists_is_only_replaced_when_told(open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.path_field.setText(str(tmp_path / "photo.jpg"))
    assert not _export_button(dialog).isEnabled()
    dialog.replace_box.setChecked(True)
    assert _export_button(dialog).isEnabled()
    assert dialog.plan().overwrite


def test_only_files_that_would_be_written_can_be_in_the_way(open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.path_field.setText(str(tmp_path / "photo.jpg"))
    dialog.contents.photo_box.setChecked(False)
    assert not dialog.problem
    assert not dialog.replace_box.isVisible()
    (tmp_path / "photo-before-after.jpg").touch()
    dialog.contents.before_after_box.setChecked(True)
    assert "photo-before-after.jpg exists already" in dialog.problem
    assert dialog.replace_box.isVisible()
    dialog.replace_box.setChecked(True)
    assert _export_button(dialog).isEnabled()


@pytest.mark.parametrize("box", ["masks_box", "table_box", "recipe_box"])
def test_what_goes_with_the_photo_is_not_replaced_unasked_either(open_dialog, tmp_path, box):
    dialog = open_dialog()
    for name in ("other-masks.json", "other-aus.csv", "other.ganimation.json"):
        (tmp_path / name).touch()
    dialog.path_field.setText(str(tmp_path / "other.jpg"))
    for each in (dialog.contents.masks_box, dialog.contents.table_box, dialog.contents.recipe_box):
        each.setChecked(each is getattr(dialog.contents, box))
    assert "exists already" in dialog.problem
    dialog.replace_box.setChecked(True)
    assert not dialog.problem


@pytest.mark.parametrize(
    "name", ["", "/nowhere/at/all/x.jpg", "~nobody-of-this-name/x.jpg", "x" * 300 + ".jpg", "/" + "y" * 300 + "/x.jpg"]
)
def test_a_name_that_cannot_be_written_is_reported(open_dialog, name):
    dialog = open_dialog()
    dialog.path_field.setText(name)
    assert not _export_button(dialog).isEnabled()
    assert dialog.problem


def test_something_has_to_be_written(open_dialog):
    dialog = open_dialog()
    for box in (dialog.contents.photo_box, dialog.contents.recipe_box):
        box.setChecked(False)
    assert not _export_button(dialog).isEnabled()
    dialog.contents.masks_box.setChecked(True)
    assert _export_button(dialog).isEnabled()
    assert dialog.plan().masks
    assert not dialog.plan().photo


def test_provenance_is_shown(open_dialog):
    assert "compositeWithTrainedAlgorithmicMedia" in open_dialog().provenance
    assert "compositeWithTrainedAlgorithmicMedia" not in open_dialog(edited=False).provenance


def test_a_picture_without_a_file_of_its_own_has_no_recipe(qtbot, open_dialog, tmp_path):
    assert open_dialog().plan().recipe
    photo = replace(read_photo(tmp_path / "photo.jpg"), edited=True)
    dialog = ExportDialog(photo, tmp_path / "photo-edited.jpg", qimage_from_rgb(photo.frame.rgb), edited=True)
    qtbot.addWidget(dialog)
    assert not dialog.plan().recipe
    assert not dialog.contents.recipe_box.isEnabled()
    assert "no file" in dialog.contents.recipe_box.toolTip()


def test_the_pattern_proposes_the_name_and_the_size_says_what_comes_out(qtbot, tmp_path):
    Image.new("RGB", (64, 48)).save(tmp_path / "photo.png")
    photo = read_photo(tmp_path / "photo.png")
    defaults = ResultDefaults(None, NamePattern("{name}-{preset}"), Resize(32))
    parts = NameParts("photo", "Joy")
    dialog = ExportDialog(photo, tmp_path / "photo-joy.png", qimage_from_rgb(photo.frame.rgb), edited=True, defaults=defaults, parts=parts)
    qtbot.addWidget(dialog)
    assert dialog.plan().resize == Resize(32)
    assert "64 × 48 → 32 × 24" in dialog._facts.text()
    dialog.pattern_field.edit.setText("{preset} {count}")
    assert dialog.plan().path == tmp_path / "joy 1.png"
    dialog.pattern_field.edit.setText("{preset")
    assert dialog.plan().path == tmp_path / "joy 1.png"
    assert "brace" in dialog.pattern_field.example.text()


def test_folder_pattern_and_size_become_the_defaults_when_asked(open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.pattern_field.edit.setText("{name}-new")
    dialog.size_field.show_size(Resize(percent=50))
    assert dialog.new_defaults() is None
    dialog.keep_box.setChecked(True)
    assert dialog.new_defaults() == ResultDefaults(None, NamePattern("{name}-new"), Resize(percent=50))
    (tmp_path / "results").mkdir()
    dialog.path_field.setText(str(tmp_path / "results" / "x.jpg"))
    assert dialog.new_defaults() == ResultDefaults(tmp_path / "results", NamePattern("{name}-new"), Resize(percent=50))


def test_a_size_that_no_photo_may_have_is_reported(open_dialog, monkeypatch):
    monkeypatch.setattr(export_facts, "MAX_PIXELS", 10_000)
    dialog = open_dialog()
    dialog.size_field.show_size(Resize(percent=200))
    assert "128 × 96 are more than" in dialog.problem
    assert not _export_button(dialog).isEnabled()
