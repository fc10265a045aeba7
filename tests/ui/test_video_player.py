from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.video import VideoReader
from ganimation_desktop.ui.video_player import VideoPlayer
from tests.core.video_files import write_clip


@pytest.fixture
def player(qtbot, tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", [np.zeros((64, 96, 3), np.uint8)] * 10, fps=10)
    shown: list[float] = []
    player = VideoPlayer(lambda played: shown.append(played.frame.time_s))
    with VideoReader(clip) as reader:
        player.open(reader.info)
    yield player
    player.close()


def test_a_part_ends_after_it_begins(player):
    player.set_part(0.2, 0.6)
    assert player.part == (0.2, 0.6)
    player.set_part(0.8, 0.6)
    assert player.part == (0.8, None)
    player.set_part(0.8, 0.3)
    assert player.part == (0.0, 0.3)


def test_a_part_stays_within_the_video(player):
    player.set_part(-1.0, 99.0)
    assert player.part == (0.0, None)
    assert player.end_s == player.duration_s
    player.set_part(99.0, None)
    assert player.part[0] < player.duration_s


def test_it_says_when_it_stops_at_the_end(qtbot, player):
    player.seek(0.8)
    player.play(play=True)
    qtbot.waitUntil(lambda: not player.playing)


def test_another_video_has_no_part(player):
    player.set_part(0.2, 0.6)
    player.play(play=True)
    info = player.info
    player.open(info)
    assert player.part == (0.0, None)
    assert not player.playing


def test_without_a_video_nothing_happens(player):
    player.close()
    for wish in (lambda: player.play(play=True), lambda: player.seek(1), lambda: player.step(1), lambda: player.set_speed(2.0)):
        wish()
    assert not player.playing
    assert player.duration_s == 0
