from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ganimation_desktop.ui.panels import frame_stats, status_widgets
from ganimation_desktop.ui.panels.frame_stats import FrameStats
from ganimation_desktop.ui.panels.status_widgets import MessageLabel, StatusBar


@pytest.fixture
def action(qapp):
    return QAction("&Fit")


@pytest.fixture
def status(qtbot, action):
    status = StatusBar([action])
    qtbot.addWidget(status)
    return status


def test_latency_and_the_slowest_stage_are_named(status):
    stats = FrameStats()
    status.show_frame_stats(stats)
    assert status.texts["speed"] == ""
    stats.add(0.042, {"detect": 12.0, "generate": 9.0, "total": 21.0})
    status.show_frame_stats(stats)
    assert status.texts["speed"] == "42 ms (detection 12)"


def test_frames_per_second_are_shown_while_edits_arrive(status, monkeypatch):
    now_s = [100.0]
    monkeypatch.setattr(frame_stats, "time", SimpleNamespace(perf_counter=lambda: now_s[0]))
    stats = FrameStats()
    for _ in range(6):
        stats.add(0.01, {"generate": 9.0})
        now_s[0] += 0.02
    assert stats.fps == pytest.approx(50)
    status.show_frame_stats(stats)
    assert "fps, 10 ms (generator 9)" in status.texts["speed"]


def test_a_video_whose_frames_are_dropped_says_how_many_there_are(status, monkeypatch):
    now_s = [100.0]
    monkeypatch.setattr(frame_stats, "time", SimpleNamespace(perf_counter=lambda: now_s[0]))
    stats = FrameStats()
    status.show_frame_stats(stats, 25.0)
    assert status.texts["speed"] == ""
    for _ in range(6):
        stats.add(0.01, {"generate": 9.0})
        now_s[0] += 0.1
    status.show_frame_stats(stats, 25.0)
    assert status.texts["speed"] == "10 of 25 fps, 10 ms (generator 9)"
    status.show_frame_stats(stats, 10.0)
    assert status.texts["speed"] == "10 fps, 10 ms (generator 9)"


def test_nothing_arriving_is_no_rate():
    stats = FrameStats()
    assert stats.fps == 0
    stats.add(0.01, {})
    assert stats.fps == 0
    assert stats.slowest_stage is None


def test_a_message_stays_until_the_next_and_leaves_the_facts_alone(status):
    status.show_face("1 face")
    status.show_message("Saved a")
    status.show_message("Saved b")
    assert status.texts["message"] == "Saved b"
    assert status.texts["face"] == "1 face"


def test_a_message_that_is_over_leaves_nothing_behind(qtbot, status):
    status._silence.setInterval(0)
    status.show_message("Saved /photos/a.jpg")
    label = status.findChild(MessageLabel)
    assert label.toolTip() == "Saved /photos/a.jpg"
    qtbot.waitUntil(lambda: label.text() == "")
    assert label.toolTip() == ""


def test_zoom_and_device_are_reported(status):
    status.show_zoom(0.334)
    status.show_device("cpu")
    assert status.texts["zoom"] == "33 %"
    status.show_zoom(None)
    assert status.texts["zoom"] == "–"
    assert status.texts["device"] == "CPU"
    status.show_device(None)
    assert status.texts["device"] == ""


def test_the_zoom_is_a_button_with_a_menu(qtbot, status):
    status.show_zoom(0.5)
    menu = status.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["25 %", "50 %", "100 %", "200 %", "400 %"]
    with qtbot.waitSignal(status.zoomChosen) as chosen:
        menu.actions()[3].trigger()
    assert chosen.args == [2.0]


def test_the_folder_of_what_was_saved_is_offered_as_long_as_it_is_reported(status, monkeypatch, tmp_path):
    shown: list[Path] = []
    monkeypatch.setattr(status_widgets, "show_folder_of", shown.append)
    status.show()
    status.show_message("Saved a.jpg")
    status.offer_folder(tmp_path / "a.jpg")
    assert status.folder_button.isVisible()
    status.folder_button.click()
    assert shown == [tmp_path / "a.jpg"]
    assert status.texts["message"] == f"The folder is {tmp_path}"
    assert not status.folder_button.isVisible()


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("/home/me/Pictures/Holidays/broken.jpg is damaged", "…/broken.jpg is damaged"),
        ("C:\\Users\\me\\broken.jpg is damaged", "…\\broken.jpg is damaged"),
        ("/a/b/one.jpg may not replace /c/d/two.jpg", "…/one.jpg may not replace …/two.jpg"),
        ("A photo and/or a video opens", "A photo and/or a video opens"),
    ],
)
def test_a_message_leaves_out_folders_before_words(status, sentence, short):
    status.show_message(sentence)
    label = status.findChild(MessageLabel)
    needed = label.fontMetrics().horizontalAdvance(sentence)
    label.resize(needed + 10, 20)
    assert label.fitted() == sentence
    label.resize(needed - 5 if short != sentence else needed + 10, 20)
    assert label.fitted() == short
    assert status.texts["message"] == label.toolTip() == sentence
