"""What is open is saved as a project and opened from it, in another window of another folder."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.jobs.photo_outputs import ExportPlan
from tests.ui.documents.conftest import Desk


@pytest.fixture
def saved(desk: Desk, photos, tmp_path, model_file, monkeypatch):
    """Two edited photos and a pasted one in a project; the second one is shown."""
    desk.slide("AU12", 0.6)
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(0xFF3366)
    desk.window.opener.open_image(image)
    desk.wait_for("")
    desk.slide("AU04", 0.4)
    desk.open(photos[1])
    desk.slide("AU25", 0.9)
    path = tmp_path / "work.ganimation"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "work"), ""))
    desk.trigger("save_project")
    desk.until(path.exists)
    desk.until(lambda: not desk.window.isWindowModified())
    return path


def test_saving_a_project_saves_everything_that_is_open(desk, saved):
    assert all(not item.document.is_unsaved for item in desk.documents.items)
    desk.slide("AU25", 0.8)
    assert desk.window.isWindowModified()
    desk.trigger("save_project")
    desk.until(lambda: not desk.window.isWindowModified())
    documents = json.loads(saved.read_text("utf-8"))["documents"]
    assert [document["file"] for document in documents] == ["a.png", "", "b.png"]


def test_a_project_brings_everything_back_in_a_folder_that_knows_nothing(saved, desk, open_desk):
    desk.window.close()
    other = open_desk(folder="other", file=saved, name="b.png")
    assert other.names == ["a.png", "", "b.png"]
    assert other.value("AU25") == 0.9
    assert not other.window.isWindowModified()
    other.show("")
    assert other.window.session.photo.frame.rgb[0, 0].tolist() == [0xFF, 0x33, 0x66]
    assert other.value("AU04") == 0.4
    other.show("a.png")
    assert other.value("AU12") == 0.6
    assert not other.window.expressions.undo_stack.canUndo()


def test_photos_that_are_gone_are_reported_and_the_others_open(saved, desk, open_desk, photos):
    desk.window.close()
    photos[0].unlink()
    other = open_desk(folder="other", file=saved, name="b.png")
    assert other.names == ["", "b.png"]
    other.until(lambda: "a.png" in other.window.status.texts["message"])


def test_a_project_takes_the_place_of_newer_edits_and_undo_brings_them_back(saved, desk, photos):
    desk.slide("AU25", 0.2)
    desk.show("a.png")
    desk.slide("AU12", 0.3)
    desk.window.opener.open_path(saved)
    desk.wait_for("b.png")
    assert desk.value("AU25") == 0.9
    desk.trigger("undo")
    assert desk.value("AU25") == 0.2
    desk.show("a.png")
    assert desk.value("AU12") == 0.6
    desk.trigger("undo")
    assert desk.value("AU12") == 0.3


def test_a_recipe_lays_its_edit_over_the_open_one_and_undo_brings_that_back(desk, tmp_path, model_file):
    desk.slide("AU12", 0.6)
    desk.window.exporter.export(ExportPlan(tmp_path / "out.png"))
    desk.until(lambda: not desk.window.isWindowModified())
    desk.slide("AU12", 0.2)
    desk.window.opener.open_path(tmp_path / "out.ganimation.json")
    desk.until(lambda: desk.value("AU12") == 0.6)
    desk.wait_for("a.png")
    assert not desk.window.isWindowModified()
    desk.trigger("undo")
    assert desk.value("AU12") == 0.2


def test_a_project_that_cannot_be_written_is_reported(desk, tmp_path, model_file):
    desk.slide("AU12", 0.6)
    desk.window.documents.projects.write(tmp_path / "missing" / "work.ganimation")
    desk.until(lambda: "cannot be written" in desk.window.status.texts["message"])
    assert desk.window.isWindowModified()


def test_a_damaged_project_is_reported(desk, tmp_path):
    path = tmp_path / "work.ganimation"
    path.write_text("{")
    desk.window.opener.open_path(path)
    desk.until(lambda: "work.ganimation" in desk.window.status.texts["message"])
    assert desk.names == ["a.png"]


def test_a_baked_picture_is_in_the_project(desk, open_desk, tmp_path, model_file):
    photo = desk.window.session.photo
    desk.slide("AU12", 0.6)
    desk.trigger("bake")
    desk.until(lambda: desk.window.session.photo is not photo)
    desk.wait_for("a.png")
    rgb = desk.window.session.photo.frame.rgb
    path = tmp_path / "work.ganimation"
    desk.window.documents.projects.write(path)
    desk.until(lambda: not desk.window.isWindowModified())
    (picture,) = (tmp_path / "work-pictures").iterdir()
    np.testing.assert_array_equal(np.asarray(Image.open(picture)), rgb)
    desk.window.close()
    other = open_desk(folder="other", file=path, name="a.png")
    np.testing.assert_array_equal(other.window.session.photo.frame.rgb, rgb)
