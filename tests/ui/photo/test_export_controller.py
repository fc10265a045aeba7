from __future__ import annotations

import csv
import errno
import json

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog

from ganimation_desktop.core.base import atomic_file
from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.core.imaging.resizing import Resize
from ganimation_desktop.jobs.photo_outputs import ExportPlan
from ganimation_desktop.jobs.result_names import NamePattern, ResultDefaults
from ganimation_desktop.ui.commands.consent import ConsentDialog
from ganimation_desktop.ui.exports.export_dialog import ExportDialog
from ganimation_desktop.ui.exports.item import ExportState
from ganimation_desktop.ui.masks.pictures import MaskKind
from tests.ui.fakes import open_photo


def _vector(value):
    return np.full(17, value, np.float32)


@pytest.fixture
def edited(qtbot, window):
    """The window with an edit on the first face."""
    window.session.set_target(0, _vector(0.9))
    qtbot.waitUntil(lambda: window.session.animation.faces[0].patch is not None)
    return window


def test_quick_export_writes_beside_the_photo_and_never_over_anything(qtbot, edited, photo_path):
    before = photo_path.read_bytes()
    for name in ("photo-edited.jpg", "photo-edited-2.jpg"):
        with qtbot.waitSignal(edited.exporter.exported) as told:
            edited.actions_by_name["quick_export"].trigger()
        assert told.args == [(photo_path.with_name(name),)]
        with Image.open(photo_path.with_name(name)) as image:
            assert image.size == (240, 160)
    assert photo_path.read_bytes() == before
    assert "photo-edited-2.jpg" in edited.status.texts["message"]


def test_quick_exports_one_right_after_the_other_get_names_of_their_own(qtbot, edited, photo_path):
    told: list[str] = []
    edited.exporter.notice.connect(told.append)
    for _ in range(2):
        edited.actions_by_name["quick_export"].trigger()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [name for name in ("photo-edited.jpg", "photo-edited-2.jpg") if not photo_path.with_name(name).exists()] == []


def test_with_nothing_edited_quick_export_reports_it(window, photo_path):
    window.actions_by_name["quick_export"].trigger()
    assert "Nothing is edited" in window.status.texts["message"]
    assert len(list(photo_path.parent.glob("photo*"))) == 1


def test_the_export_is_made_at_full_size_also_while_the_canvas_shows_less(qtbot, edited, photo_path):
    edited.canvas.zoom_to(0.25)
    qtbot.waitUntil(lambda: edited.session.animation.scale == 0.25)
    with qtbot.waitSignal(edited.exporter.exported):
        edited.actions_by_name["quick_export"].trigger()
    with Image.open(photo_path.with_name("photo-edited.jpg")) as image:
        assert image.size == (240, 160)
        assert b"compositeWithTrainedAlgorithmicMedia" in image.info["xmp"]


def test_a_folder_that_cannot_be_written_is_reported(qtbot, edited, tmp_path):
    edited.exporter.export(ExportPlan(tmp_path / "missing" / "out.jpg"))
    qtbot.waitUntil(lambda: "its folder does not exist" in edited.status.texts["message"])
    assert not (tmp_path / "missing").exists()


def test_everything_asked_for_is_written(qtbot, edited, tmp_path, model_file):
    plan = ExportPlan(tmp_path / "out.png", before_after=True, masks=True, au_table=True)
    with qtbot.waitSignal(edited.exporter.exported):
        edited.exporter.export(plan)
    names = {path.name for path in tmp_path.glob("out*")}
    assert {"out.png", "out-before-after.png", "out-aus.csv", "out.ganimation.json", "out-face1-attention.png"} <= names
    rows = list(csv.DictReader((tmp_path / "out-aus.csv").read_text().splitlines()))
    assert float(rows[1]["AU12_r"]) == pytest.approx(4.5, abs=1e-3)
    assert len(json.loads((tmp_path / "out.ganimation.json").read_text())["faces"]) == 2


def test_masks_are_written_as_the_pane_shows_them(qtbot, edited, tmp_path):
    edited.masks.set_convention("kept")
    with qtbot.waitSignal(edited.exporter.exported):
        edited.exporter.export(ExportPlan(tmp_path / "out.png", photo=False, recipe=False, masks=True))
    pixels = np.asarray(cv2.imread(str(tmp_path / "out-face1-attention.png"), cv2.IMREAD_UNCHANGED))
    np.testing.assert_allclose(pixels / 255, edited.session.animation.faces[0].attention, atol=0.01)


def test_pixels_outside_the_edit_are_those_of_the_photo(qtbot, edited, tmp_path):
    with qtbot.waitSignal(edited.exporter.exported):
        edited.exporter.export(ExportPlan(tmp_path / "out.png", recipe=False))
    written = np.asarray(Image.open(tmp_path / "out.png"))
    source = edited.session.photo.frame.rgb
    box = edited.session.faces[0].box
    assert (written[int(box.bottom) + 2 :] == source[int(box.bottom) + 2 :]).all()
    assert (written != source).any()


def test_copy_puts_the_result_in_full_size_on_the_clipboard(qtbot, edited):
    edited.canvas.zoom_to(0.25)
    edited.actions_by_name["copy"].trigger()
    qtbot.waitUntil(lambda: "on the clipboard" in edited.status.texts["message"])
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (240, 160)


def test_a_single_mask_is_saved(qtbot, edited, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mask"), ""))
    with qtbot.waitSignal(edited.exporter.exported):
        edited.masks.exportRequested.emit(MaskKind.ATTENTION, 16)
    pixels = np.asarray(cv2.imread(str(tmp_path / "mask.png"), cv2.IMREAD_UNCHANGED))
    assert pixels.dtype == np.uint16
    assert pixels.max() > 60_000


def test_bake_makes_the_result_the_source_and_can_be_taken_back(qtbot, edited):
    source = edited.session.photo
    edited.actions_by_name["bake"].trigger()
    qtbot.waitUntil(lambda: edited.session.photo is not source and edited.session.animation is not None)
    assert (edited.session.photo.frame.rgb != source.frame.rgb).any()
    assert not edited.session.is_edited()
    assert edited.session.photo.file is None
    edited.actions_by_name["undo"].trigger()
    assert edited.session.photo is source
    assert edited.session.is_edited()


def test_a_photo_opened_while_the_result_is_being_made_stays(qtbot, edited):
    edited.actions_by_name["bake"].trigger()
    other = photo_from_rgb(np.full((60, 90, 3), 120, np.uint8))
    open_photo(edited.session, other)
    qtbot.waitUntil(lambda: not edited.exporter._background.busy)
    assert edited.session.photo is other
    assert not edited.expressions.undo_stack.canUndo()


def test_without_the_promise_nothing_goes_out(window, monkeypatch, photo_path):
    window.settings.consent_given = False
    asked: list[ConsentDialog] = []

    def refuse(dialog):
        asked.append(dialog)
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(ConsentDialog, "exec", refuse)
    window.session.set_target(0, _vector(0.9))
    for name in ("quick_export", "export", "copy", "batch"):
        window.actions_by_name[name].trigger()
    assert len(asked) == 4
    assert not window.findChildren(ExportDialog)
    assert not photo_path.with_name("photo-edited.jpg").exists()


def test_with_the_promise_the_export_goes_on(qtbot, window, monkeypatch, photo_path):
    window.settings.consent_given = False

    def promise(dialog):
        dialog.consent_box.setChecked(True)
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(ConsentDialog, "exec", promise)
    window.session.set_target(0, _vector(0.9))
    with qtbot.waitSignal(window.exporter.exported):
        window.actions_by_name["quick_export"].trigger()
    assert photo_path.with_name("photo-edited.jpg").exists()


def test_the_dialog_exports_what_it_says(qtbot, edited, photo_path):
    edited.actions_by_name["export"].trigger()
    (dialog,) = edited.findChildren(ExportDialog)
    assert dialog.plan() == ExportPlan(photo_path.with_name("photo-edited.jpg"))
    dialog.contents.recipe_box.setChecked(False)
    dialog.format_box.setCurrentText("PNG")
    with qtbot.waitSignal(edited.exporter.exported) as told:
        dialog.accept()
    assert told.args == [(photo_path.with_name("photo-edited.png"),)]


def test_pictures_without_a_folder_of_their_own_get_a_proper_place(qtbot, open_window, tmp_path):
    window = open_window()
    assert window.session.photo.path.name == "demo_portrait.png"
    suggested = window.exporter.suggested(window.session.photo)
    assert "resources" not in suggested.parts
    assert suggested.name == "demo_portrait-edited.png"


def test_closing_at_once_loses_no_export_that_was_asked_for(edited, photo_path, animator):
    edited.canvas.zoom_to(0.25)
    animator.delay_s = 0.2
    edited.actions_by_name["quick_export"].trigger()
    edited.close()
    with Image.open(photo_path.with_name("photo-edited.jpg")) as image:
        assert image.size == (240, 160)
    assert not list(photo_path.parent.glob(".*.part"))


def test_a_full_disk_is_reported_and_the_next_export_works(qtbot, edited, photo_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("ganimation_desktop.core.base.atomic_file.os.fsync", full)
        edited.actions_by_name["quick_export"].trigger()
        qtbot.waitUntil(lambda: "the disk is full" in edited.status.texts["message"])
    assert "photo-edited.jpg" in edited.status.texts["message"]
    assert sorted(path.name for path in photo_path.parent.glob("*photo*")) == ["photo.jpg"]
    with qtbot.waitSignal(edited.exporter.exported):
        edited.actions_by_name["quick_export"].trigger()


def test_a_read_only_folder_is_reported(qtbot, edited, photo_path, monkeypatch):
    def refuse(_self, *_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(atomic_file, "open_new", refuse)
        edited.actions_by_name["quick_export"].trigger()
        qtbot.waitUntil(lambda: "may not write there" in edited.status.texts["message"])


def test_the_dialog_shows_a_small_picture_of_a_photo_of_any_shape(qtbot, window, tmp_path, animator):
    animator.places = ()
    for size in ((2000, 1200), (3000, 1), (20, 10)):
        path = tmp_path / f"{size[0]}.png"
        Image.new("RGB", size, (90, 120, 60)).save(path)
        window.opener.open_path(path)
        qtbot.waitUntil(lambda path=path: window.session.photo.path == path and window.session.animation is not None)
        window.session.set_animation(None)
        preview = window.exporter._preview()
        assert max(preview.width(), preview.height()) <= 800
        assert min(preview.width(), preview.height()) >= 1


def test_quick_export_follows_the_settings(qtbot, edited, tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    edited.settings.result_defaults = ResultDefaults(folder, NamePattern("{name}-{preset}"), Resize(120))
    joy = next(preset for preset in edited.presets.presets() if preset.name == "Joy")
    edited.expressions.apply_preset(joy)
    for name in ("photo-joy.jpg", "photo-joy-2.jpg"):
        with qtbot.waitSignal(edited.exporter.exported) as told:
            edited.actions_by_name["quick_export"].trigger()
        assert told.args == [(folder / name,)]
    with Image.open(folder / "photo-joy.jpg") as image:
        assert image.size == (120, 80)


def test_an_expression_that_was_changed_by_hand_is_no_preset_any_more(edited):
    joy = next(preset for preset in edited.presets.presets() if preset.name == "Joy")
    edited.expressions.apply_preset(joy)
    assert edited.exporter.preset_shown() == "Joy"
    edited.panel.rows[3].edited.emit(0.77)
    edited.panel.finish_edit()
    assert edited.exporter.preset_shown() == ""


def test_a_photo_export_is_in_the_list_of_exports(qtbot, edited, photo_path):
    with qtbot.waitSignal(edited.exporter.exported):
        edited.actions_by_name["quick_export"].trigger()
    (item,) = edited.exports.queue.items
    assert (item.title, item.state) == ("photo.jpg", ExportState.DONE)
    assert item.path == photo_path.with_name("photo-edited.jpg")


def test_an_export_that_waits_for_its_edit_is_cancelled(qtbot, edited, animator, photo_path):
    edited.canvas.zoom_to(0.25)
    qtbot.waitUntil(lambda: edited.session.animation.scale == 0.25)
    animator.delay_s = 0.2
    edited.actions_by_name["quick_export"].trigger()
    (item,) = edited.exports.queue.items
    edited.exports.queue.cancel(item)
    assert item.state is ExportState.CANCELLED
    qtbot.waitUntil(lambda: not edited.edits.owes_full_size)
    qtbot.waitUntil(lambda: not edited.exporter._background.busy)
    assert not photo_path.with_name("photo-edited.jpg").exists()


def test_a_photo_that_is_opened_before_the_edit_is_ready_is_reported(qtbot, edited, animator):
    edited.canvas.zoom_to(0.25)
    qtbot.waitUntil(lambda: edited.session.animation.scale == 0.25)
    animator.delay_s = 0.2
    edited.actions_by_name["quick_export"].trigger()
    (item,) = edited.exports.queue.items
    open_photo(edited.session, photo_from_rgb(np.full((60, 90, 3), 120, np.uint8)))
    assert item.state is ExportState.FAILED
    assert "Another photo" in item.text
    assert "Another photo" in edited.status.texts["message"]
