"""What a start brings back after an end in order or a killed process, and what quitting asks."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMessageBox

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.base.folder_lock import HOLDER_FILE
from tests.ui.answers import answer_boxes
from tests.ui.documents.conftest import make_photo


class TestRestart:
    def test_everything_that_was_open_comes_back(self, desk, open_desk, photos):
        desk.slide("AU12", 0.6)
        desk.open(photos[1])
        desk.slide("AU04", 0.4)
        desk.open(photos[2])
        desk.show("b.png")
        desk.window.close()
        again = open_desk(name="b.png")
        assert again.names == ["a.png", "b.png", "c.png"]
        assert again.value("AU04") == 0.4
        again.show("a.png")
        assert again.value("AU12") == 0.6
        again.trigger("undo")
        assert again.value("AU12") == 0.1
        assert again.window.windowTitle().startswith("a.png")

    def test_a_file_that_is_named_is_shown_beside_what_was_open(self, desk, open_desk, photos):
        desk.slide("AU12", 0.6)
        desk.window.close()
        again = open_desk(photos[1])
        assert again.names == ["a.png", "b.png"]
        again.show("a.png")
        assert again.value("AU12") == 0.6

    def test_a_pasted_picture_comes_back(self, desk, open_desk):
        image = QImage(120, 80, QImage.Format.Format_RGB32)
        image.fill(0xFF3366)
        desk.window.opener.open_image(image)
        desk.wait_for("")
        desk.slide("AU12", 0.6)
        desk.window.close()
        again = open_desk()
        again.wait_for("")
        assert again.window.session.photo.frame.rgb[0, 0].tolist() == [0xFF, 0x33, 0x66]
        assert again.value("AU12") == 0.6
        assert again.window.isWindowModified()

    def test_a_photo_that_is_gone_is_left_out(self, desk, open_desk, photos):
        desk.open(photos[1])
        desk.window.close()
        photos[1].unlink()
        assert open_desk(name="a.png").names == ["a.png"]

    def test_a_photo_that_was_moved_is_known(self, desk, open_desk, photos, tmp_path):
        desk.slide("AU12", 0.6)
        desk.window.close()
        moved = photos[0].rename(tmp_path / "moved.png")
        assert open_desk(moved).value("AU12") == 0.6

    def test_a_photo_that_another_program_changed_keeps_what_was_wanted(self, desk, open_desk, photos):
        desk.slide("AU12", 0.6)
        desk.window.close()
        make_photo(photos[0], 130)
        again = open_desk(photos[0])
        assert again.value("AU12") == 0.6
        assert again.names == ["a.png"]

    def test_a_second_window_leaves_what_is_open_to_the_first(self, desk, open_desk, photos):
        desk.slide("AU12", 0.6)
        desk.keep()
        other = open_desk(photos[1])
        assert other.names == ["b.png"]
        other.window.close()
        desk.window.close()
        assert open_desk(name="a.png").names == ["a.png"]


class TestFirstVersion:
    """What the first version of the program left in the user's folder."""

    @staticmethod
    def _leave(folder, photo, targets):
        folder.mkdir()
        (folder / "session.json").write_text(json.dumps({"photo": str(photo), "targets": targets, "selected_face": 0}))

    def test_its_open_photo_comes_back_with_its_sliders_once(self, open_desk, photos, tmp_path):
        self._leave(tmp_path / "data", photos[0], {"0": {"AU12": 0.6}})
        desk = open_desk(name="a.png")
        assert desk.value("AU12") == 0.6
        desk.documents.close(desk.documents.current)
        desk.keep()
        desk.window.close()
        assert open_desk(name="demo_portrait.png").names == ["demo_portrait.png"]

    def test_its_pasted_picture_comes_back(self, open_desk, tmp_path):
        self._leave(tmp_path / "data", tmp_path / "data" / "session-photo.png", {"0": {"AU04": 0.3}})
        make_photo(tmp_path / "data" / "session-photo.png", 210)
        desk = open_desk()
        desk.wait_for("")
        assert desk.value("AU04") == 0.3
        assert desk.window.session.photo.frame.rgb[0, 0].tolist() == [210, 210, 210]

    @pytest.mark.parametrize("content", ["{", "[]", '{"photo": "a.png"}', '{"photo": "a.png", "targets": {"x": {}}, "selected_face": 0}'])
    def test_what_cannot_be_read_is_said_and_the_program_starts(self, open_desk, tmp_path, content):
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "session.json").write_text(content)
        assert open_desk(name="demo_portrait.png").names == ["demo_portrait.png"]
        assert (tmp_path / "data" / "session.json").read_text() == content

    def test_a_photo_that_is_gone_is_left_out(self, open_desk, photos, tmp_path):
        self._leave(tmp_path / "data", tmp_path / "gone.png", {"0": {"AU12": 0.6}})
        assert open_desk(name="demo_portrait.png").names == ["demo_portrait.png"]


class TestAtTheLastMoment:
    """Changes that are younger than the time after which they are written."""

    @staticmethod
    def _begin_to_slide(desk, value):
        desk.window.panel.rows[au_index("AU12")].edited.emit(value)

    def test_quitting_keeps_an_edit_that_has_not_ended(self, desk, open_desk):
        self._begin_to_slide(desk, 0.6)
        desk.window.close()
        again = open_desk(name="a.png")
        assert again.value("AU12") == 0.6
        again.trigger("undo")
        assert again.value("AU12") == 0.1

    def test_closing_a_photo_keeps_it(self, desk, photos):
        desk.open(photos[1])
        self._begin_to_slide(desk, 0.6)
        desk.documents.close(desk.documents.current)
        desk.wait_for("a.png")
        desk.open(photos[1])
        assert desk.value("AU12") == 0.6
        desk.trigger("undo")
        assert desk.value("AU12") == 0.1


class TestInterrupted:
    @pytest.fixture
    def killed(self, desk, open_desk, photos, monkeypatch):
        """What a process that was killed leaves: documents, and a note of who worked there."""
        desk.slide("AU12", 0.6)
        desk.open(photos[1])
        desk.keep()
        desk.window.close()
        (desk.window.documents.keeper.store.folder / HOLDER_FILE).write_text("1")
        asked: list[QMessageBox] = []
        monkeypatch.setattr(QMessageBox, "open", lambda box: asked.append(box))
        return open_desk(), asked

    @staticmethod
    def _press(box: QMessageBox, text: str) -> None:
        next(button for button in box.buttons() if button.text() == text).click()

    def test_the_next_start_offers_what_was_there(self, killed):
        desk, asked = killed
        (box,) = asked
        assert "2 open file" in box.informativeText()
        assert "1 with" in box.informativeText()
        self._press(box, "Restore")
        desk.wait_for("b.png")
        desk.show("a.png")
        assert desk.value("AU12") == 0.6

    def test_it_can_begin_with_nothing_and_loses_nothing(self, killed, photos):
        desk, asked = killed
        self._press(asked[0], "Start without them")
        desk.wait_for("demo_portrait.png")
        assert desk.names == ["demo_portrait.png"]
        desk.open(photos[0])
        assert desk.value("AU12") == 0.6

    def test_an_end_in_order_is_not_asked_about(self, killed, open_desk):
        desk, asked = killed
        self._press(asked[0], "Restore")
        desk.wait_for("b.png")
        desk.window.close()
        open_desk(name="b.png")
        assert len(asked) == 1


class TestQuitting:
    def test_nothing_is_asked_where_nothing_is_lost(self, desk, monkeypatch):
        monkeypatch.setattr(QMessageBox, "exec", lambda _: pytest.fail("asked"))
        desk.slide("AU12", 0.6)
        assert desk.window.close()

    @pytest.fixture
    def unkept(self, desk, monkeypatch):
        """A window whose folder cannot be written any more."""

        def refuse(*_: object) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr(desk.window.documents.keeper.store, "keep", refuse)
        return desk

    def test_what_cannot_be_kept_is_asked_about(self, unkept, monkeypatch):
        unkept.slide("AU12", 0.6)
        said = answer_boxes(monkeypatch, QMessageBox.ButtonRole.RejectRole)
        assert not unkept.window.close()
        assert "a.png" in said[0]
        assert unkept.window.isVisible()
        answer_boxes(monkeypatch, QMessageBox.ButtonRole.DestructiveRole)
        assert unkept.window.close()

    def test_what_cannot_be_kept_is_not_asked_about_where_it_is_in_a_file(self, unkept, monkeypatch):
        unkept.slide("AU12", 0.6)
        unkept.window.exporter.begin_saving()()
        monkeypatch.setattr(QMessageBox, "exec", lambda _: pytest.fail("asked"))
        assert unkept.window.close()
