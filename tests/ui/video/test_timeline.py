from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt

from ganimation_desktop.ui.video.timeline import LANE, RULER, Timeline, time_text


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def timeline(qtbot):
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(628, timeline.sizeHint().height())
    timeline.show_video(10.0, (0.0, 10.0))
    timeline.show_keyframes([2.0, 5.0], None)
    timeline.show()
    return timeline


def on_ruler(timeline, time_s):
    return QPoint(round(timeline.x_of(time_s)), RULER // 2)


def in_lane(timeline, time_s):
    return QPoint(round(timeline.x_of(time_s)), RULER + LANE // 2)


def drag(qtbot, timeline, start, *stops):
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=start)
    for stop in stops:
        qtbot.mouseMove(timeline, stop)
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=stops[-1])


def listen(signal):
    heard = []
    signal.connect(lambda *values: heard.append(values))
    return heard


def test_positions_and_moments_are_each_others_inverse(timeline):
    for time_s in (0.0, 3.3, 10.0):
        assert timeline.time_at(timeline.x_of(time_s)) == pytest.approx(time_s)
    assert timeline.time_at(-50) == 0.0
    assert timeline.time_at(5000) == 10.0


def test_a_click_and_a_drag_scrub(qtbot, timeline):
    heard = listen(timeline.seekRequested)
    drag(qtbot, timeline, on_ruler(timeline, 3.0), on_ruler(timeline, 4.0), on_ruler(timeline, 6.0))
    assert [round(time_s) for (time_s,) in heard] == [3, 4, 6]


def test_a_keyframe_is_moved_once_when_it_is_let_go(qtbot, timeline):
    seeks, moves = listen(timeline.seekRequested), listen(timeline.keyframeMoved)
    drag(qtbot, timeline, in_lane(timeline, 5.0), in_lane(timeline, 6.0), in_lane(timeline, 7.0))
    ((from_s, to_s),) = moves
    assert from_s == 5.0
    assert to_s == pytest.approx(7.0, abs=0.05)
    assert seeks[0] == (5.0,)


def test_a_click_on_a_keyframe_goes_there_and_moves_nothing(qtbot, timeline):
    seeks, moves = listen(timeline.seekRequested), listen(timeline.keyframeMoved)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=in_lane(timeline, 2.0) + QPoint(3, 0))
    assert seeks == [(2.0,)]
    assert moves == []


def test_a_double_click_in_the_lane_adds_a_keyframe_where_there_is_none(qtbot, timeline):
    heard = listen(timeline.keyframeAddRequested)
    qtbot.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=in_lane(timeline, 5.0))
    assert heard == []
    qtbot.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=in_lane(timeline, 7.0))
    assert heard == [()]


def test_the_ends_of_a_part_can_be_dragged(qtbot, timeline):
    timeline.show_video(10.0, (2.0, 8.0))
    heard = listen(timeline.partChanged)
    drag(qtbot, timeline, on_ruler(timeline, 8.0), on_ruler(timeline, 9.0))
    start_s, end_s = heard[-1]
    assert start_s == 2.0
    assert end_s == pytest.approx(9.0, abs=0.05)


@pytest.mark.parametrize(
    ("key", "modifier", "signal", "values"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, "stepRequested", (1,)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, "stepRequested", (-1,)),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, "seekRequested", (5.0,)),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, "seekRequested", (0.0,)),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, "seekRequested", (10.0,)),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "keyframeDeleteRequested", ()),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, "playRequested", ()),
    ],
)
def test_keys(qtbot, timeline, key, modifier, signal, values):
    timeline.show_time(4.0)
    heard = listen(getattr(timeline, signal))
    qtbot.keyClick(timeline, key, modifier)
    assert heard == [values]


def test_a_screen_reader_hears_where_the_video_stands(timeline):
    timeline.show_time(65.25)
    assert timeline.accessibleDescription() == "1:05.25 / 0:10.00"
    assert time_text(59.999) == "1:00.00"


def test_times_have_the_decimal_sign_of_the_language(german):
    assert time_text(65.25) == "1:05,25"


def test_thousands_of_keyframes_are_painted(timeline):
    timeline.show_keyframes([number / 500 for number in range(5000)], 1.0)
    assert not timeline.grab().isNull()
