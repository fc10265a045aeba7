import itertools

import numpy as np
import pytest

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.video import hardware
from ganimation_desktop.core.video.hardware import hardware_encoder
from ganimation_desktop.core.video.reader import read_video
from ganimation_desktop.core.video.writer import VideoRecorder, write_video
from tests.core.video_files import frame_times_ms, striped_rgb


def reds(path):
    return [round((int(frame.rgb[5, 5, 0]) - 40) / 10) for frame in read_video(path)]


def test_pictures_come_out_as_they_went_in(tmp_path):
    done: list[int] = []
    write_video(tmp_path / "out.mp4", (striped_rgb(index) for index in range(6)), 12.5, quality=4, on_picture=done.append)
    assert reds(tmp_path / "out.mp4") == list(range(6))
    assert frame_times_ms(tmp_path / "out.mp4") == [0, 80, 160, 240, 320, 400]
    assert done == [1, 2, 3, 4, 5, 6]
    colors = next(read_video(tmp_path / "out.mp4")).rgb[[5, 60], [5, 90]].astype(int)
    np.testing.assert_allclose(colors, [[40, 0, 0], [0, 0, 200]], atol=6)


def test_no_picture_is_an_error(tmp_path):
    with pytest.raises(ExportError, match="no picture"):
        write_video(tmp_path / "out.mp4", iter(()), 25)
    assert list(tmp_path.iterdir()) == []


def test_an_exception_while_reporting_leaves_nothing(tmp_path):
    def enough(n_done):
        if n_done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_video(tmp_path / "out.mp4", map(striped_rgb, itertools.count()), 25, on_picture=enough)
    assert list(tmp_path.iterdir()) == []


class TestRecorder:
    def test_uneven_pictures_become_a_constant_rate(self, tmp_path):
        with VideoRecorder(tmp_path / "out.mp4", (96, 64), 10, quality=4) as recorder:
            for index, time_s in enumerate([0.0, 0.11, 0.12, 0.5]):
                recorder.add_at(striped_rgb(index), time_s)
        assert frame_times_ms(tmp_path / "out.mp4") == [0, 100, 200, 300, 400, 500]
        assert reds(tmp_path / "out.mp4") == [0, 1, 1, 1, 1, 3]

    def test_another_size_is_refused_and_nothing_left(self, tmp_path):
        with pytest.raises(ValueError, match="10x10"), VideoRecorder(tmp_path / "out.mp4", (96, 64), 10) as recorder:
            recorder.add(np.zeros((10, 10, 3), np.uint8))
        assert list(tmp_path.iterdir()) == []

    def test_without_an_encoder_of_the_graphics_processor_the_processor_does_it(self, tmp_path, monkeypatch):
        monkeypatch.setattr(hardware, "HARDWARE_ENCODERS", ("h264_of_nobody",))
        assert hardware_encoder((96, 64)) is None
        with VideoRecorder(tmp_path / "out.mp4", (96, 64), 10, hardware=True) as recorder:
            recorder.add(striped_rgb(0))
        assert len(frame_times_ms(tmp_path / "out.mp4")) == 1

    def test_looking_for_an_encoder_never_raises(self):
        assert hardware_encoder((641, 480)) is None
        assert hardware_encoder((640, 480)) in (None, *hardware.HARDWARE_ENCODERS)
