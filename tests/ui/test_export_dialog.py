from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog

from ganimation_desktop.core.frames import read_photo
from ganimation_desktop.ui.export_dialog import ExportDialog
from ganimation_desktop.ui.qimage import qimage_from_rgb


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


def test_a_jpeg_is_compressed_as_it_was_unless_told_otherwise(open_dialog):
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


def test_a_file_that_exists_is_only_replaced_when_told(open_dialog, tmp_path):
    dialog = open_dialog()
    dialog.path_field.setText(str(tmp_path / "photo.jpg"))
    assert not _export_button(dialog).isEnabled()
    dialog.replace_box.setChecked(True)
    assert _export_button(dialog).isEnabled()
    assert dialog.plan().overwrite


@pytest.mark.parametrize(
    "name", ["", "/nowhere/at/all/x.jpg", "~nobody-of-this-name/x.jpg", "x" * 300 + ".jpg", "/" + "y" * 300 + "/x.jpg"]
)
def test_a_name_that_cannot_be_written_is_said(open_dialog, name):
    dialog = open_dialog()
    dialog.path_field.setText(name)
    assert not _export_button(dialog).isEnabled()
    assert dialog.problem


def test_something_has_to_be_written(open_dialog):
    dialog = open_dialog()
    for box in (dialog.photo_box, dialog.recipe_box):
        box.setChecked(False)
    assert not _export_button(dialog).isEnabled()
    dialog.masks_box.setChecked(True)
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
    assert not dialog.recipe_box.isEnabled()
    assert "no file" in dialog.recipe_box.toolTip()
