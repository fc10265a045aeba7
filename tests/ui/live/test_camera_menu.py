import sys

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton

from ganimation_desktop.core.live.capture import CameraError, CameraSource, FileSource
from ganimation_desktop.ui.live.camera_list import Camera, camera_named, list_cameras, source_of
from ganimation_desktop.ui.live.camera_runner import Machinery
from tests.core.video_files import write_clip
from tests.ui.live_stage import Stage, live_threads


def camera_menu(window) -> QMenu:
    menu = window.findChild(QMenu, "cameraMenu")
    assert isinstance(menu, QMenu)
    return menu


def entries(window) -> list[str]:
    return [action.text() for action in camera_menu(window).actions()]


def choose(stage: Stage, text: str) -> None:
    stage.window.live.menu.refresh()
    for menu in [camera_menu(stage.window), stage.window.live.menu._sizes, stage.window.live.menu._rates]:
        for action in menu.actions():
            if action.text() == text:
                action.trigger()
                return
    raise AssertionError(f"there is no {text}")


class TestMenu:
    def test_cameras_are_listed_by_name_each_time_the_menu_opens(self, stage):
        stage.window.live.menu.refresh()
        assert [text for text in entries(stage.window) if "camera" in text.lower()][:3] == ["&Live camera", "Fake camera", "Other camera"]
        stage.window.live.menu.list_cameras = lambda: ((Camera(1, "Fox & Son"),), "")
        stage.window.live.menu.refresh()
        assert "Fox && Son" in entries(stage.window)
        assert "Fake camera" not in entries(stage.window)

    def test_no_camera_is_reported_in_the_menu_and_when_one_is_wanted(self, stage):
        stage.window.live.menu.list_cameras = lambda: ((), "")
        stage.window.live.menu.refresh()
        assert "No camera is connected" in entries(stage.window)
        stage.actions["camera"].trigger()
        assert "No camera is connected" in stage.window.status.texts["message"]
        assert not stage.actions["camera"].isChecked()

    def test_another_camera_takes_the_place_of_the_first_and_is_remembered(self, stage):
        stage.start()
        stage.set_au(8, 0.7)
        choose(stage, "Other camera")
        assert stage.captures[0].released.is_set()
        stage.until(lambda: stage.live.result is not None and bool(stage.window.session.faces))
        assert stage.window.session.target(0).aus[8] == pytest.approx(0.7, abs=1e-6)
        stage.actions["camera"].trigger()
        stage.actions["camera"].trigger()
        assert [asked[0].name for asked in stage.asked] == ["Fake camera", "Other camera", "Other camera"]

    def test_size_and_rate_are_asked_of_the_camera_that_runs_and_remembered(self, stage):
        stage.start()
        choose(stage, "Other camera")
        choose(stage, "320 × 240")
        choose(stage, "At most 15 per second")
        assert stage.asked[-1][1:] == ((320, 240), 15)
        assert stage.captures[-2].released.is_set()
        stage.until(lambda: bool(stage.captures[-1].asked))
        settings = stage.window.settings
        assert (settings.camera_size_px, settings.camera_max_fps) == ((320, 240), 15)
        choose(stage, "Camera default")
        assert stage.asked[-1][1] is None

    def test_the_button_in_the_tool_bar_has_the_menu(self, window):
        bar = window.findChild(QToolBar, "tools")
        button = bar.widgetForAction(window.actions_by_name["camera"])
        assert isinstance(button, QToolButton)
        assert button.menu().objectName() == "cameraMenu"

    def test_a_file_stands_in_for_a_camera(self, stage, tmp_path, monkeypatch):
        clip = write_clip(tmp_path / "clip.mp4", [np.full((48, 64, 3), 60, np.uint8)] * 3, fps=20, audio=None)
        stage.window.live.runner.machinery = Machinery(stage._load, stage._detections)
        monkeypatch.setattr("ganimation_desktop.ui.live.camera_chooser.QFileDialog.getOpenFileName", lambda *_: (str(clip), ""))
        stage.actions["camera_file"].trigger()
        stage.until(lambda: stage.live.result is not None and stage.live.result.frame.index > 6)
        stage.actions["camera"].trigger()
        stage.actions["camera"].trigger()
        assert stage.window.live.runner.camera.name == "clip.mp4"
        stage.actions["camera"].trigger()
        clip.unlink()
        stage.actions["camera"].trigger()
        assert stage.window.live.runner.camera.name == "Fake camera"

    def test_a_file_that_is_no_camera_is_reported(self, stage, tmp_path):
        text = tmp_path / "notes.txt"
        text.write_text("hello")
        stage.window.live.runner.machinery = Machinery(stage._load, stage._detections)
        assert not stage.window.live.open_camera(str(text))
        assert "neither a video nor a picture" in stage.window.status.texts["message"]
        assert stage.window.session.photo is not None


class TestStart:
    def test_the_command_line_opens_a_camera(self, qtbot, open_window):
        window = open_window(start=False)
        stage = Stage(window, qtbot)
        window.start(None, 1)
        stage.until(lambda: stage.live.result is not None)
        assert stage.asked[0][0].device == 1
        window.close()
        assert live_threads() == []

    def test_a_camera_that_cannot_be_is_reported_and_the_demo_portrait_shown(self, qtbot, open_window, tmp_path):
        window = open_window(start=False)
        window.start(None, str(tmp_path / "none.mp4"))
        qtbot.waitUntil(lambda: window.session.photo is not None)
        assert "does not exist" in window.status.texts["message"]


class TestList:
    def test_without_qtmultimedia_cameras_have_numbers_and_a_sentence(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
        cameras, reason = list_cameras()
        assert [camera.device for camera in cameras] == [0, 1, 2]
        assert "by number" in reason

    def test_names_and_sizes_come_from_the_system(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", FakeMultimedia)
        monkeypatch.setattr(sys, "platform", "linux")
        (camera,), reason = list_cameras()
        assert camera == Camera("/dev/video2", "Webcam", ((320, 240), (1280, 720)))
        assert reason == ""
        monkeypatch.setattr(sys, "platform", "win32")
        (camera,), _ = list_cameras()
        assert camera.device == 0

    @pytest.mark.parametrize(("text", "device"), [("2", 2), (0, 0), ("/dev/video1", "/dev/video1")])
    def test_what_the_command_line_names(self, text, device):
        camera = camera_named(text)
        assert camera.device == device
        assert not camera.is_file
        assert isinstance(source_of(camera, None, None), CameraSource)

    def test_files_and_folders_stand_in(self, tmp_path, demo_portrait):
        assert isinstance(source_of(camera_named(str(demo_portrait)), None, None), FileSource)
        with pytest.raises(CameraError, match="no pictures"):
            source_of(camera_named(str(tmp_path)), None, None)

    def test_sentences_call_a_camera_by_its_name(self):
        assert source_of(Camera(0, "Webcam"), None, None).name == "camera “Webcam”"


class FakeSize:
    def __init__(self, width, height):
        self._size = width, height

    def resolution(self):
        return self

    def width(self):
        return self._size[0]

    def height(self):
        return self._size[1]


class FakeDevice:
    @staticmethod
    def id():
        return type("Id", (), {"data": staticmethod(lambda: b"/dev/video2")})

    @staticmethod
    def description():
        return "Webcam"

    @staticmethod
    def videoFormats():
        return [FakeSize(1280, 720), FakeSize(320, 240), FakeSize(1280, 720), FakeSize(32, 24)]


class FakeMultimedia:
    class QMediaDevices:
        @staticmethod
        def videoInputs():
            return [FakeDevice]
