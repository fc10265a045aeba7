"""Photos that come and go keep what was done to them."""

from __future__ import annotations

import errno

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from ganimation_desktop.core.documents.store import DocumentStore
from ganimation_desktop.jobs.photo_outputs import ExportPlan
from ganimation_desktop.ui.documents import documents as documents_module
from ganimation_desktop.ui.documents.open_document import place_on


@pytest.fixture(params=["in memory", "read again"])
def memory(request, monkeypatch):
    """Whether photos that are not shown stay in memory."""
    if request.param == "read again":
        monkeypatch.setattr(documents_module, "MAX_BYTES", 0)


def test_coming_back_to_a_photo_brings_its_edit_and_its_history(desk, photos, memory):
    desk.slide("AU12", 0.6)
    desk.slide("AU25", 0.3)
    desk.window.expressions.undo()
    desk.window.session.select_face(1)
    desk.slide("AU04", 0.9)
    desk.open(photos[1])
    assert desk.value("AU12") == 0.1
    assert not desk.window.expressions.undo_stack.canUndo()
    desk.slide("AU01", 0.5)
    desk.show("a.png")
    assert (desk.value("AU12"), desk.value("AU25"), desk.value("AU04", 1)) == (0.6, 0.1, 0.9)
    assert desk.window.session.selected_face == 1
    assert desk.window.panel.target().aus[2] == pytest.approx(0.9), "the sliders show it too"
    desk.trigger("undo")
    assert desk.value("AU04", 1) == 0.1
    desk.trigger("undo")
    assert desk.value("AU12") == 0.1
    desk.trigger("redo")
    assert desk.value("AU12") == 0.6
    desk.show("b.png")
    assert desk.value("AU01") == 0.5


def test_steps_that_were_taken_back_can_be_done_again_after_another_photo(desk, photos, memory):
    desk.slide("AU12", 0.6)
    desk.trigger("undo")
    desk.open(photos[1])
    desk.show("a.png")
    assert desk.value("AU12") == 0.1
    desk.trigger("redo")
    assert desk.value("AU12") == 0.6


def test_sides_and_gaze_come_back(desk, photos, memory):
    wanted = desk.window.session.target(0).with_aus({"AU12_L": 0.9}).with_gaze((0.5, -0.25))
    desk.window.panel.apply_expression(wanted, "aside", scaled=False)
    desk.open(photos[1])
    desk.show("a.png")
    assert desk.window.session.target(0) == wanted
    desk.trigger("undo")
    assert not desk.window.session.target(0).is_split


def test_strength_and_seed_come_back(desk, photos, memory):
    window = desk.window
    window.actions_by_name["randomize"].trigger()
    window.panel.header.strength_slider.edited.emit(0.5)
    window.panel.finish_edit()
    seed, target = window.panel.seed, window.session.target(0)
    desk.open(photos[1])
    assert window.panel.strength == 1.0
    desk.show("a.png")
    assert (window.panel.seed, window.panel.strength) == (seed, 0.5)
    assert window.session.target(0) == target


def test_the_part_that_was_looked_at_comes_back(desk, photos, memory):
    canvas = desk.window.canvas
    canvas.zoom_to(20.0)
    canvas.view.pan(QPointF(-60, 40))
    before = place_on(canvas)
    desk.open(photos[1])
    assert canvas.view.fitted
    desk.keep()
    desk.show("a.png")
    after = place_on(canvas)
    assert before is not None
    assert after is not None
    assert after.zoom == before.zoom
    assert (after.x, after.y) == pytest.approx((before.x, before.y), abs=0.5), "though the canvas is lower now"


def test_a_photo_that_is_opened_again_is_not_opened_twice(desk, photos):
    desk.slide("AU12", 0.6)
    desk.open(photos[1])
    desk.open(photos[0])
    assert desk.names == ["a.png", "b.png"]
    assert desk.value("AU12") == 0.6


def test_a_closed_photo_has_its_edit_when_it_is_opened_again(desk, photos):
    desk.slide("AU12", 0.6)
    desk.open(photos[1])
    desk.show("a.png")
    desk.trigger("close")
    desk.wait_for("b.png")
    assert desk.names == ["b.png"]
    desk.keep()
    desk.open(photos[0])
    assert desk.value("AU12") == 0.6
    desk.trigger("undo")
    assert desk.value("AU12") == 0.1


def test_closing_the_last_photo_leaves_none(desk):
    desk.slide("AU12", 0.6)
    desk.trigger("close")
    window = desk.window
    assert window.session.photo is None
    assert not window.isWindowModified()
    assert not window.actions_by_name["undo"].isEnabled()
    assert not window.actions_by_name["close"].isEnabled()
    assert "Open a photo" in window.canvas.message.text


def test_ctrl_tab_goes_round(desk, photos):
    for path in photos[1:]:
        desk.open(path)
    for name in ("a.png", "b.png", "c.png"):
        desk.trigger("next_open")
        desk.wait_for(name)
    desk.trigger("previous_open")
    desk.wait_for("b.png")


def test_a_slider_that_is_still_held_belongs_to_the_photo_it_was_held_on(desk, photos):
    row = next(row for row in desk.window.panel.rows if row.unit.code == "AU12")
    row.slider.setFocus()
    row.slider.edited.emit(0.7)
    desk.open(photos[1])
    assert desk.value("AU12") == 0.1
    assert not desk.window.expressions.undo_stack.canUndo()
    desk.show("a.png")
    assert desk.value("AU12") == pytest.approx(0.7, abs=0.01)
    desk.trigger("undo")
    assert desk.value("AU12") == 0.1


def test_the_demo_portrait_makes_room_unless_it_was_worked_on(open_desk, photos):
    desk = open_desk(name="demo_portrait.png")
    desk.open(photos[0])
    assert desk.names == ["a.png"]
    desk.trigger("demo")
    desk.wait_for("demo_portrait.png")
    desk.slide("AU12", 0.6)
    desk.open(photos[1])
    assert desk.names == ["a.png", "demo_portrait.png", "b.png"]


class TestUnsaved:
    """The mark in the title says whether there is an edit that no file has."""

    def test_an_edit_is_unsaved_until_it_is_taken_back(self, desk):
        assert not desk.window.isWindowModified()
        desk.slide("AU12", 0.6)
        assert desk.window.isWindowModified()
        desk.trigger("undo")
        assert not desk.window.isWindowModified()

    def test_what_was_exported_is_saved(self, desk, tmp_path):
        desk.slide("AU12", 0.6)
        desk.window.exporter.export(ExportPlan(tmp_path / "out.png"))
        desk.until(lambda: not desk.window.isWindowModified())
        desk.slide("AU12", 0.7)
        assert desk.window.isWindowModified()
        desk.trigger("undo")
        assert not desk.window.isWindowModified(), "that is in a file"

    def test_what_changed_while_it_was_written_is_not_saved(self, desk):
        desk.slide("AU12", 0.6)
        saved = desk.window.exporter.begin_saving()
        desk.slide("AU12", 0.7)
        saved()
        assert desk.window.isWindowModified()

    def test_an_export_that_ends_on_another_photo_is_that_of_its_own(self, desk, photos):
        desk.slide("AU12", 0.6)
        saved = desk.window.exporter.begin_saving()
        desk.open(photos[1])
        desk.slide("AU12", 0.6)
        saved()
        assert desk.window.isWindowModified()
        desk.show("a.png")
        assert not desk.window.isWindowModified()

    def test_masks_and_tables_do_not_save_an_edit(self, desk, tmp_path, model_file):
        desk.slide("AU12", 0.6)
        desk.window.exporter.export(ExportPlan(tmp_path / "out.png", photo=False, recipe=False, au_table=True))
        desk.until((tmp_path / "out-aus.csv").exists)
        desk.until(lambda: "Saved" in desk.window.status.texts["message"])
        assert desk.window.isWindowModified()

    def test_a_result_that_became_the_source_is_unsaved(self, desk):
        desk.slide("AU12", 0.6)
        _bake(desk)
        assert not desk.window.session.is_edited()
        assert desk.window.isWindowModified()
        desk.trigger("undo")
        desk.trigger("undo")
        assert not desk.window.isWindowModified()

    def test_a_photo_that_was_only_looked_at_is_not_unsaved(self, desk, photos):
        desk.window.canvas.zoom_to(5.0)
        desk.window.session.select_face(1)
        desk.open(photos[1])
        assert not desk.window.isWindowModified()


def _bake(desk):
    photo = desk.window.session.photo
    desk.trigger("bake")
    desk.until(lambda: desk.window.session.photo is not photo)
    desk.wait_for("a.png")


class TestBaked:
    def test_undo_comes_back_to_the_photo_before_after_another_one(self, desk, photos):
        original = desk.window.session.photo
        desk.slide("AU12", 0.6)
        _bake(desk)
        desk.slide("AU25", 0.9)
        desk.open(photos[1])
        desk.show("a.png")
        assert desk.value("AU25") == 0.9
        desk.trigger("undo")
        desk.trigger("undo")
        desk.wait_for("a.png")
        assert desk.window.session.photo is original
        assert desk.value("AU12") == 0.6

    def test_the_result_comes_back_at_the_next_start(self, desk, open_desk):
        desk.slide("AU12", 0.6)
        _bake(desk)
        desk.slide("AU25", 0.9)
        rgb = desk.window.session.photo.frame.rgb
        desk.window.close()
        again = open_desk(name="a.png")
        np.testing.assert_array_equal(again.window.session.photo.frame.rgb, rgb)
        assert again.window.session.photo.edited
        assert again.value("AU25") == 0.9
        assert again.window.isWindowModified()
        again.trigger("undo")
        assert again.value("AU25") == 0.1


@pytest.mark.parametrize("fails", [False, True], ids=["not written yet", "the disk is full"])
def test_a_pasted_picture_stays_in_memory_until_it_is_in_a_file(desk, photos, monkeypatch, fails):
    keeper = desk.window.documents.keeper
    write, disk_is_full = DocumentStore.keep_picture, [fails]

    def maybe_write(store, name, photo):
        if disk_is_full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(store, name, photo)

    monkeypatch.setattr(DocumentStore, "keep_picture", maybe_write)
    monkeypatch.setattr(documents_module, "MAX_BYTES", 0)
    keeper._timer.setInterval(10**8)
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(0xFF3366)
    desk.window.opener.open_image(image)
    desk.wait_for("")
    desk.slide("AU12", 0.6)
    pasted = desk.documents.current
    if fails:
        desk.keep()
        assert pasted in keeper.unkept
        disk_is_full[0] = False
    desk.open(photos[1])
    assert pasted.state is not None
    desk.documents.show(pasted)
    desk.wait_for("")
    desk.slide("AU25", 0.3)
    desk.keep()
    assert pasted not in keeper.unkept
    desk.show("b.png")
    assert pasted.state is None, "now it can be read again"
    desk.show("")
    assert desk.window.session.photo.frame.rgb[0, 0].tolist() == [0xFF, 0x33, 0x66]
    assert (desk.value("AU12"), desk.value("AU25")) == (0.6, 0.3)
    assert not desk.documents.pictures.unwritten(pasted.document.pictures)
