from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from ganimation_desktop.core.faces import detector
from ganimation_desktop.ui.panels.face_list import FaceList
from ganimation_desktop.ui.photo.state import State
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.core.video_files import write_clip
from tests.ui.video.video_mode.stage import BOXES


def _texts(faces: FaceList) -> list[str]:
    return [faces.item(row).text() for row in range(faces.count())]


@pytest.fixture
def faces(qtbot, window) -> FaceList:
    qtbot.waitUntil(lambda: window.faces.count() == 2)
    faces: FaceList = window.faces
    return faces


def test_faces_are_listed_from_left_to_right_and_the_selected_one_is_marked(faces, window):
    assert _texts(faces) == ["Face 1", "Face 2"]
    assert faces.currentRow() == 0
    window.session.select_face(1)
    window._faces_presenter.refresh()
    assert faces.currentRow() == 1


def test_a_click_and_the_keyboard_select_a_face(qtbot, faces, window):
    window.findChild(type(faces.parent()), "faces").raise_()
    qtbot.waitUntil(faces.isVisible)
    place = faces.visualItemRect(faces.item(1)).center()
    qtbot.mouseClick(faces.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.selected_face == 1
    qtbot.keyClick(faces, Qt.Key.Key_Left)
    assert window.session.selected_face == 0


def test_an_edited_face_reports_it_and_looks_so(qtbot, faces, window):
    before = faces.item(1).icon().pixmap(60).toImage()
    window.session.set_target(1, np.full(17, 0.8, np.float32))
    qtbot.waitUntil(lambda: faces.item(1).toolTip() == "Face 2, edited")
    assert faces.item(0).toolTip() == "Face 1, not edited"
    assert faces.item(1).icon().pixmap(60).toImage() != before


def test_a_removed_face_takes_its_sliders_along_and_undo_brings_both_back(qtbot, faces, window):
    session = window.session
    first, second = session.faces
    session.set_target(0, np.full(17, 0.8, np.float32))
    session.set_target(1, np.full(17, 0.3, np.float32))
    faces.setCurrentRow(0)
    faces.remove_action.trigger()
    assert [face.box for face in session.faces] == [second.box]
    np.testing.assert_array_equal(session.target(0).aus, np.full(17, 0.3, np.float32))
    qtbot.waitUntil(lambda: session.animation is not None and len(session.animation.faces) == 1)
    window.expressions.undo()
    assert [face.box for face in session.faces] == [first.box, second.box]
    np.testing.assert_array_equal(session.target(0).aus, np.full(17, 0.8, np.float32))
    np.testing.assert_array_equal(session.target(1).aus, np.full(17, 0.3, np.float32))
    qtbot.waitUntil(lambda: session.animation is not None and len(session.animation.faces) == 2)
    window.expressions.redo()
    qtbot.waitUntil(lambda: _texts(faces) == ["Face 1"])


def test_without_the_last_face_there_is_none_to_edit(qtbot, faces, window):
    for _ in range(2):
        faces.remove_action.trigger()
        window._faces_presenter.refresh()
    qtbot.waitUntil(lambda: window.session.animation is not None)
    assert window.session.faces == ()
    assert window.edits.state is State.NO_FACE
    assert not faces.remove_action.isEnabled()
    window.expressions.undo()
    assert len(window.session.faces) == 1


def test_the_menu_offers_to_remove(qtbot, faces, monkeypatch):
    shown = []
    monkeypatch.setattr("PySide6.QtWidgets.QMenu.popup", lambda menu, _: shown.extend(menu.actions()))
    faces.customContextMenuRequested.emit(QPoint(5, 5))
    assert shown == [faces.remove_action]


def test_a_live_face_is_listed_by_the_number_that_it_keeps(stage):
    stage.start()
    stage.qtbot.waitUntil(lambda: _texts(stage.window.faces) == ["Face 1"])
    assert not stage.window.faces.remove_action.isEnabled()
    stage.window.session.set_faces(stage.window.session.faces, (3,))
    stage.window._faces_presenter.refresh()
    assert _texts(stage.window.faces) == ["Face 3"]


class TestVideo:
    @pytest.fixture
    def loader(self, monkeypatch):
        monkeypatch.setattr(detector, "FaceDetector", lambda: FakeDetector(BOXES))
        return lambda model, device: fake_animator(BOXES, estimator=FakeEstimator())

    @pytest.fixture
    def video_window(self, qtbot, open_window, tmp_path):
        clip = write_clip(tmp_path / "clip.mp4", [np.full((128, 192, 3), 90, np.uint8)] * 3, times_ms=[0, 100, 200])
        window = open_window(clip, wait=False)
        qtbot.waitUntil(lambda: window.modes.state is State.READY)
        return window

    def test_everybody_who_was_found_is_listed_and_only_who_is_edited_can_be_selected(self, qtbot, video_window):
        window = video_window
        faces, video = window.faces, window.videos.video
        qtbot.waitUntil(lambda: _texts(faces) == ["Face 1", "Face 2"])
        assert len(window.session.faces) == 1
        assert faces.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
        assert not faces.item(1).flags() & Qt.ItemFlag.ItemIsEnabled
        assert "All faces" in faces.item(1).toolTip()
        video.set_face("all")
        qtbot.waitUntil(lambda: len(window.session.faces) == 2)
        qtbot.waitUntil(lambda: bool(faces.item(1).flags() & Qt.ItemFlag.ItemIsEnabled))
        faces.setCurrentRow(1)
        assert window.session.selected_face == 1

    def test_who_left_the_frame_stays_in_the_list(self, qtbot, video_window):
        window = video_window
        qtbot.waitUntil(lambda: _texts(window.faces) == ["Face 1", "Face 2"])
        window.session.set_faces((), ())
        window._faces_presenter.refresh()
        assert _texts(window.faces) == ["Face 1", "Face 2"]
        assert "Not in this frame" in window.faces.item(0).toolTip()

    def test_another_video_begins_with_nobody(self, qtbot, video_window):
        window = video_window
        qtbot.waitUntil(lambda: _texts(window.faces) == ["Face 1", "Face 2"])
        window.videos.video.close()
        assert window.videos.persons.others() == ()
