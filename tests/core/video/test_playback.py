import time

import pytest

from ganimation_desktop.core.base.latest import Mailbox
from ganimation_desktop.core.video.playback import Playback
from ganimation_desktop.core.video.reader import VideoReader
from tests.core.video_files import striped_rgb, write_clip
from tests.hanging import Hang
from tests.patience import WAIT_S

TIMES_MS = [0, 50, 100, 150, 250, 300]


class Screen:
    """Takes note of what is shown, and of the end."""

    def __init__(self):
        self.shown: list[tuple[int, bool]] = []
        self.moments: list[float] = []
        self.problems: list[str] = []
        self.n_ends = 0
        self.news: Mailbox[None] = Mailbox()

    def show(self, played):
        self.shown.append((round(1000 * played.frame.time_s), played.jumped))
        self.moments.append(time.perf_counter())
        self.news.put(None)

    def end(self):
        self.n_ends += 1
        self.news.put(None)

    def wait_until(self, condition, seconds=WAIT_S):
        until_s = time.perf_counter() + seconds
        while not condition():
            self.news.take(max(0.0, until_s - time.perf_counter()))

    @property
    def times_ms(self):
        return [time_ms for time_ms, _ in self.shown]


@pytest.fixture
def clip(tmp_path):
    return write_clip(tmp_path / "clip.mp4", [striped_rgb(index) for index in range(len(TIMES_MS))], times_ms=TIMES_MS)


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture
def playback(clip, screen):
    playback = Playback(clip, screen.show, screen.end, screen.problems.append)
    playback.start()
    screen.wait_until(lambda: screen.shown)
    yield playback
    playback.close()
    playback.join()


def test_it_stands_at_the_first_frame(playback, screen):
    assert screen.shown == [(0, True)]


def test_it_plays_at_the_videos_own_pace_and_stops_at_the_end(playback, screen):
    started_s = time.perf_counter()
    playback.play(play=True)
    screen.wait_until(lambda: screen.n_ends)
    assert set(screen.times_ms) <= set(TIMES_MS)
    assert screen.times_ms == sorted(screen.times_ms)
    assert screen.moments[-1] - started_s > 0.24
    assert not any(jumped for _, jumped in screen.shown[1:])


def test_twice_as_fast(playback, screen):
    playback.set_speed(2.0)
    started_s = time.perf_counter()
    playback.play(play=True)
    screen.wait_until(lambda: screen.n_ends)
    assert time.perf_counter() - started_s > 0.12


def test_playing_again_at_the_end_begins_anew(playback, screen):
    playback.seek(0.25)
    screen.wait_until(lambda: 250 in screen.times_ms)
    playback.play(play=True)
    screen.wait_until(lambda: screen.n_ends == 1)
    del screen.shown[:]
    playback.play(play=True)
    screen.wait_until(lambda: screen.n_ends == 2)
    assert screen.shown[0] == (0, True)


def test_seeking_shows_the_frame_of_a_moment(playback, screen):
    for moment_s, shown_ms in ((0.2, 150), (0.25, 250), (9.0, 300), (0.0, 0)):
        del screen.shown[:]
        playback.seek(moment_s)
        screen.wait_until(lambda: screen.shown)
        assert screen.shown == [(shown_ms, True)]


def test_steps(playback, screen):
    for steps, shown_ms in ((1, 50), (1, 100), (-1, 50), (-1, 0), (-1, 0), (1, 50)):
        n_shown = len(screen.shown)
        playback.step(steps)
        screen.wait_until(lambda n_shown=n_shown: len(screen.shown) > n_shown)
        assert screen.times_ms[-1] == shown_ms


def test_back_from_the_end(playback, screen):
    playback.play(play=True)
    screen.wait_until(lambda: screen.n_ends)
    playback.step(-1)
    screen.wait_until(lambda: screen.shown[-1][1])
    assert screen.times_ms[-1] == 250


def test_a_part_over_and_over(playback, screen):
    playback.set_part(0.1, 0.25, loop=True)
    playback.play(play=True)
    screen.wait_until(lambda: screen.shown.count((100, True)) >= 3)
    playback.play(play=False)
    assert set(screen.times_ms[1:]) <= {100, 150}
    assert screen.n_ends == 0


def test_standing_still(playback, screen):
    playback.play(play=True)
    playback.play(play=False)
    n_shown = len(screen.shown)
    time.sleep(0.15)
    assert len(screen.shown) <= n_shown + 1


def test_frames_that_come_too_late_are_left_out(playback, screen):
    slow = screen.show

    def show(played):
        time.sleep(0.12)
        slow(played)

    playback._on_frame = show
    playback.play(play=True)
    screen.wait_until(lambda: screen.n_ends)
    assert len(screen.shown) < len(TIMES_MS)


def test_a_file_that_cannot_be_read_is_reported(tmp_path, screen):
    (tmp_path / "text.mp4").write_text("text")
    playback = Playback(tmp_path / "text.mp4", screen.show, screen.end, screen.problems.append)
    playback.start()
    assert playback.join(WAIT_S)
    playback.close()
    assert "text.mp4 is not a video" in screen.problems[0]


@pytest.mark.parametrize("answer", [True, False])
def test_closing_waits_for_no_decoder_and_nothing_comes_of_it_afterwards(playback, screen, monkeypatch, answer):
    hang, decoded_from = Hang(), VideoReader.decoded_from

    def late(reader, time_s):
        hang()
        if not answer:
            raise ValueError("the disk is gone")
        return decoded_from(reader, time_s)

    monkeypatch.setattr(VideoReader, "decoded_from", late)
    playback.seek(0.2)
    assert hang.begun.wait(WAIT_S)
    playback.close()
    assert hang.goes_on
    assert not playback.join(0.05)
    hang.end()
    assert playback.join(20)
    assert screen.shown == [(0, True)]
    assert screen.problems == []
