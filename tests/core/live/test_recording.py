import threading
import time
from types import SimpleNamespace

import av
import numpy as np
import pytest

from ganimation_desktop.core.live import recording
from ganimation_desktop.core.live.recording import LiveRecorder, SoundFormat, SoundRecorder
from tests.patience import WAIT_S


def picture(value, size=(64, 48)):
    return np.full((size[1], size[0], 3), value, np.uint8)


def content(path):
    with av.open(path) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        return frames, dict(container.metadata)


def test_what_was_shown_is_played_at_a_constant_rate(tmp_path, monkeypatch):
    now_s = [100.0]
    monkeypatch.setattr(recording, "time", SimpleNamespace(perf_counter=lambda: now_s[0]))
    path = tmp_path / "live.mp4"
    recorder = LiveRecorder(path, fps=10)
    for value in (40, 200):
        recorder.show(picture(value))
        now_s[0] += 0.4
    assert recorder.finish()
    frames, metadata = content(path)
    assert len(frames) == pytest.approx(9, abs=1)
    values = [round(float(frame.mean())) for frame in frames]
    assert values[0] == pytest.approx(40, abs=4)
    assert values[-1] == pytest.approx(200, abs=4)
    assert "compositeWithTrainedAlgorithmicMedia" in metadata["comment"]
    with av.open(path) as container:
        assert container.streams.video[0].average_rate == 10


def test_other_sizes_are_fitted_and_odd_ones_made_even(tmp_path):
    recorder = LiveRecorder(tmp_path / "live.mp4")
    recorder.show(picture(90, (65, 49)))
    recorder.show(picture(90, (30, 80)))
    assert recorder.finish()
    frames, _ = content(recorder.path)
    assert frames[0].shape == (48, 64, 3)


def test_sound_is_recorded_beside_the_picture(tmp_path):
    recorder = LiveRecorder(tmp_path / "live.mp4", SoundFormat(48_000, 1))
    tone = (9000 * np.sin(np.arange(4800) * 2 * np.pi * 440 / 48_000)).astype(np.int16)
    recorder.add_sound(tone)  # too early: there is no picture yet
    for _ in range(5):
        recorder.show(picture(90))
        recorder.add_sound(tone)
    assert recorder.finish()
    with av.open(recorder.path) as container:
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    assert len(samples) == pytest.approx(5 * 4800, abs=2100)
    assert samples[4000:16000].std() == pytest.approx(9000 / 32768 / 2**0.5, rel=0.1)


def test_nothing_shown_is_no_file(tmp_path):
    recorder = LiveRecorder(tmp_path / "live.mp4")
    assert not recorder.finish()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_reported_and_leaves_nothing(tmp_path):
    told = threading.Event()
    problems = []

    def note(sentence):
        problems.append(sentence)
        told.set()

    recorder = LiveRecorder(tmp_path / "missing" / "live.mp4", on_problem=note)
    recorder.show(picture(90))
    assert told.wait(WAIT_S)
    recorder.show(picture(90))
    assert not recorder.finish()
    assert "live.mp4" in problems[0]
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_meanwhile_is_reported_and_what_is_there_stays(tmp_path):
    problems: list[str] = []
    recorder = LiveRecorder(tmp_path / "live.mp4", on_problem=problems.append)
    recorder.show(picture(90))
    until_s = time.monotonic() + WAIT_S
    while not list(tmp_path.iterdir()) and time.monotonic() < until_s:
        time.sleep(0.01)
    recorder.path.write_bytes(b"mine")
    written: list[bool] = []
    finishing = threading.Thread(target=lambda: written.append(recorder.finish()), daemon=True)
    finishing.start()
    finishing.join(WAIT_S)
    assert written == [False]
    assert "live.mp4 exists already" in problems[0]
    assert recorder.path.read_bytes() == b"mine"


def test_whatever_an_encoder_raises_is_reported_and_finishing_waits_for_nothing(tmp_path, monkeypatch):
    def fail(recorder, rgb, time_s):
        raise RuntimeError("no encoder today")

    monkeypatch.setattr(SoundRecorder, "add_at", fail)
    problems: list[str] = []
    recorder = LiveRecorder(tmp_path / "live.mp4", on_problem=problems.append)
    recorder.show(picture(90))
    assert not recorder.finish()
    assert problems == ["no encoder today"]
    assert recorder.failed
    assert list(tmp_path.iterdir()) == []
