from __future__ import annotations

import time

import pytest
from PySide6.QtGui import QAction

from ganimation_desktop.ui.pace import Pace
from ganimation_desktop.ui.status_widgets import MESSAGE_PADDING, MessageLabel, StatusBar


@pytest.fixture
def action(qapp):
    return QAction("&Fit")


@pytest.fixture
def status(qtbot, action):
    status = StatusBar([action])
    qtbot.addWidget(status)
    return status


def test_latency_and_the_slowest_stage_are_named(status):
    pace = Pace()
    status.show_pace(pace)
    assert status.texts["pace"] == ""
    pace.add(0.042, {"detect": 12.0, "generate": 9.0, "total": 21.0})
    status.show_pace(pace)
    assert status.texts["pace"] == "42 ms (detection 12)"


def test_frames_a_second_are_told_while_edits_arrive(status):
    pace = Pace()
    for _ in range(6):
        pace.add(0.01, {"generate": 9.0})
        time.sleep(0.02)
    assert 20 < pace.fps <= 50
    status.show_pace(pace)
    assert "fps, 10 ms (generator 9)" in status.texts["pace"]


def test_nothing_arriving_is_no_rate():
    pace = Pace()
    assert pace.fps == 0
    pace.add(0.01, {})
    assert pace.fps == 0
    assert pace.slowest_stage is None


def test_a_message_stays_until_the_next_and_leaves_the_facts_alone(status):
    status.show_face("1 face")
    status.say("Saved a")
    status.say("Saved b")
    assert status.texts["message"] == "Saved b"
    assert status.texts["face"] == "1 face"


def test_zoom_and_device_are_told(status):
    status.show_zoom(0.334)
    status.show_device("cpu")
    assert status.texts["zoom"] == "33 %"
    assert status.texts["device"] == "CPU"
    status.show_device(None)
    assert status.texts["device"] == ""


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
    status.say(sentence)
    label = status.findChild(MessageLabel)
    needed = label.fontMetrics().horizontalAdvance(sentence) + 2 * MESSAGE_PADDING
    label.resize(needed + 10, 20)
    assert label.fitted() == sentence
    label.resize(needed - 5 if short != sentence else needed + 10, 20)
    assert label.fitted() == short
    assert status.texts["message"] == label.toolTip() == sentence
