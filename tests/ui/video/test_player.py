from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.video.reader import VideoReader
from ganimation_desktop.ui.video.player import VideoPlayer
from tests.core.video_files import write_clip
from tests.hanging import Hang
from tests.patience import WAIT_S


@pytest.fixture
def shown():
    """What was shown, in order."""
    return []


@pytest.fixture
def player(qtbot, tmp_path, shown):
    clip = write_clip(tmp_path / "clip.mp4", [np.zeros((64, 96, 3), np.uint8)] * 10, fps=10)
    player = VideoPlayer(shown.append)
    with VideoReader(clip) as reader:
        player.open(reader.info)
    qtbot.waitUntil(lambda: bool(shown))
    yield player
    player.close()
    player.wait()


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


def test_a_decoder_that_hangs_neither_holds_up_what_comes_next_nor_shows_in_it(qtbot, player, shown, monkeypatch, tmp_path):
    hang, decoded_from = Hang(), VideoReader.decoded_from

    def late(reader, time_s):
        hang()
        return decoded_from(reader, time_s)

    with monkeypatch.context() as patched:
        patched.setattr(VideoReader, "decoded_from", late)
        player.seek(0.5)
        assert hang.begun.wait(WAIT_S)
    with VideoReader(write_clip(tmp_path / "other.mp4", [np.zeros((64, 96, 3), np.uint8)] * 2, fps=10)) as reader:
        info = reader.info
    player.open(info)
    qtbot.waitUntil(lambda: shown[-1].path == info.path)
    assert hang.goes_on
    hang.end()
    player.close()
    player.wait()
    assert shown[-1].path == info.path
    assert [played.frame.time_s for played in shown if played.path != info.path] == [0.0]


def test_without_a_video_nothing_happens(player):
    player.close()
    for request in (lambda: player.play(play=True), lambda: player.seek(1), lambda: player.step(1), lambda: player.set_speed(2.0)):
        request()
    assert not player.playing
    assert player.duration_s == 0
