from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction

from ganimation_desktop.core.expressions.keyframes import Easing, Keyframe
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.ui.video.bar import KEYFRAMES, NAMED, TRANSPORT, VideoBar
from ganimation_desktop.ui.video.timeline import time_text

DURATION_S = 8.0


@pytest.fixture
def bar(qtbot):
    """A bar whose owner goes wherever it asks, as video mode does."""
    bar = VideoBar({name: QAction(name) for name in (*TRANSPORT, *KEYFRAMES, "video_baseline", *NAMED)})
    qtbot.addWidget(bar)
    bar.resize(900, 120)
    bar.timeline.seekRequested.connect(lambda time_s: bar.show_time(min(max(time_s, 0.0), DURATION_S), DURATION_S))
    bar.gainChosen.connect(lambda gain: bar.show_choices(LiveMode.AMPLIFY, gain, "largest", 1.0))
    bar.timeline.show_video(DURATION_S, (0.0, DURATION_S))
    bar.show_choices(LiveMode.AMPLIFY, 1.0, "largest", 1.0)
    bar.show()
    return bar


def agree(bar, time_s):
    timeline = bar.timeline
    assert timeline.time_s == pytest.approx(time_s, abs=0.02)
    assert bar.time_label.text() == timeline.accessibleDescription() == f"{time_text(timeline.time_s)} / {time_text(DURATION_S)}"
    assert timeline.x_of(timeline.time_s) == pytest.approx(timeline.x_of(time_s), abs=2)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.75, 1.0, 0.137])
def test_the_play_head_and_its_time_agree(qtbot, bar, share):
    timeline, time_s = bar.timeline, share * DURATION_S
    place = timeline.rect().topLeft()
    place.setX(round(timeline.x_of(time_s)))
    place.setY(4)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place)
    agree(bar, time_s)
    qtbot.keyClick(timeline, Qt.Key.Key_End)
    agree(bar, DURATION_S)
    qtbot.keyClick(timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    agree(bar, DURATION_S - 1)
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    agree(bar, 0.0)
    bar.show_time(time_s, DURATION_S)
    agree(bar, time_s)


@pytest.mark.parametrize("gain", [0.0, 0.25, 0.5, 1.0, 1.37, 2.0])
def test_the_amount_is_written_as_it_was_chosen(qtbot, bar, gain):
    chosen: list[float] = []
    bar.gainChosen.connect(chosen.append)
    field = bar.gain_field
    bar.show_choices(LiveMode.AMPLIFY, 0.66, "largest", 1.0)
    field.selectAll()
    qtbot.keyClicks(field, QLocale().toString(gain, "f", 2))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen[-1] == gain
    assert field.text() == "× " + QLocale().toString(gain, "f", 2)
    qtbot.keyClick(field, Qt.Key.Key_Up if gain < 1 else Qt.Key.Key_Down)
    assert field.text() == "× " + QLocale().toString(chosen[-1], "f", 2)


def test_the_easing_is_that_of_the_keyframe_at_the_play_head(bar):
    for easing in Easing:
        bar.show_keyframe(Keyframe(1.0, {"AU12": 1.0}, easing))
        assert bar.easing_box.currentData() is easing
        assert bar.easing_box.isEnabled()
    bar.show_keyframe(None)
    assert not bar.easing_box.isEnabled()


def test_eye_contact_is_chosen_by_key_and_says_why_it_cannot_be(qtbot, bar):
    chosen: list[float] = []
    bar.eye_contact.strengthChosen.connect(chosen.append)
    qtbot.keyClick(bar.eye_contact.slider, Qt.Key.Key_PageUp)
    assert chosen == [0.2]
    bar.eye_contact.show_strength(0.2, "This model cannot.")
    assert not bar.eye_contact.slider.isEnabled()
    assert bar.eye_contact.slider.toolTip() == "This model cannot."
    assert bar.eye_contact.slider.value() == 20
    assert chosen == [0.2]
