import queue
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import QTimer

from ganimation_desktop.core.live.recording import SoundFormat
from ganimation_desktop.core.live.virtual_camera import VirtualCamera, VirtualCameraError
from ganimation_desktop.ui.live.outputs import Devices
from tests.patience import WAIT_S
from tests.ui.live_stage import AU12, GREY, LEFT


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.ui.live.outputs.QStandardPaths.writableLocation", lambda place: str(tmp_path / "none"))


def record(stage, seconds=0.7, also=lambda: None):
    outputs = stage.window.live.outputs
    stage.actions["record"].trigger()
    assert outputs.recording
    stage.pass_frames(2)
    also()
    started_s = stage.live.result.frame.time_s
    stage.until(lambda: stage.live.result.frame.time_s > started_s + seconds)
    with stage.qtbot.waitSignal(outputs.saved) as saved, stage.qtbot.waitSignal(outputs.notice) as told:
        stage.actions["record"].trigger()
    assert told.args == ["Writing the recording…"]
    return saved.args[0]


def test_a_recording_is_a_readable_video_that_is_not_mirrored(stage, tmp_path):
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    stage.actions["mirror"].trigger()
    path = record(stage)
    assert path.parent == tmp_path
    with av.open(path) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        assert container.streams.video[0].average_rate == 30
        assert not container.streams.audio
        assert "compositeWithTrainedAlgorithmicMedia" in container.metadata["comment"]
    assert len(frames) > 10
    x, y = map(round, LEFT.center)
    assert frames[-1][y, x, 1] > 140
    assert frames[-1][y, 319 - x, 1] == pytest.approx(GREY, abs=8)


@pytest.mark.parametrize("suffix", [".png", ".mp4"])
def test_files_of_the_same_second_get_names_of_their_own(stage, tmp_path, monkeypatch, suffix):
    monkeypatch.setattr("ganimation_desktop.ui.live.outputs.time.strftime", lambda pattern: "now")
    stage.start()
    saved: list[Path] = []
    stage.window.live.outputs.saved.connect(saved.append)
    for _ in range(2):
        if suffix == ".png":
            stage.actions["snapshot"].trigger()
        else:
            stage.actions["record"].trigger()
            stage.pass_frames(5)
            stage.actions["record"].trigger()
    stage.until(lambda: len(saved) == 2)
    assert sorted(tmp_path.glob("live-*")) == [tmp_path / f"live-now-2{suffix}", tmp_path / f"live-now{suffix}"]


def test_the_length_is_shown_and_a_change_of_size_does_not_end_it(stage):
    stage.start()
    stage.actions["record"].trigger()
    stage.until(lambda: stage.window.live.bar.recorded.isVisible())
    stage.pass_frames(5)
    stage.pixels = np.full((480, 640, 3), GREY, np.uint8)
    stage.until(lambda: stage.live.result.frame.width == 640)
    stage.until(lambda: stage.window.live.bar.recorded.text() == "0:01")
    with stage.qtbot.waitSignal(stage.window.live.outputs.saved) as saved:
        stage.actions["record"].trigger()
    with av.open(saved.args[0]) as container:
        assert {(frame.width, frame.height) for frame in container.decode(video=0)} == {(320, 240)}


def test_closing_the_window_keeps_what_was_recorded(stage, tmp_path):
    stage.start()
    stage.actions["record"].trigger()
    stage.pass_frames(20)
    stage.window.close()
    (path,) = tmp_path.glob("live-*.mp4")
    with av.open(path) as container:
        assert sum(1 for _ in container.decode(video=0)) > 3


class FakeMicrophone:
    """Delivers 400 samples 20 times a second; its timer belongs to the window, which ends it in this thread."""

    format = SoundFormat(8000, 1)

    def __init__(self, on_samples, window):
        self.closed = False
        self.n_deliveries = 0
        self._on_samples = on_samples
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._deliver)
        self._timer.start(50)

    def close(self):
        self._timer.stop()
        self.closed = True

    def _deliver(self):
        self.n_deliveries += 1
        self._on_samples(np.full(400, 1000, np.int16))


def with_microphone(stage, problem=""):
    microphones = []

    def open_microphone(on_samples):
        if problem:
            raise ValueError(problem)
        microphones.append(FakeMicrophone(on_samples, stage.window))
        return microphones[-1]

    stage.window.live.outputs.devices = Devices(microphone=open_microphone, microphone_problem=lambda: problem)
    return microphones


def test_the_sound_of_the_microphone_is_recorded_when_that_is_wanted(stage):
    microphones = with_microphone(stage)
    stage.start()
    stage.actions["record_sound"].trigger()

    def hear():
        n_before = microphones[0].n_deliveries
        stage.until(lambda: microphones[0].n_deliveries >= n_before + 8)

    path = record(stage, also=hear)
    assert microphones[0].closed
    assert stage.window.settings.record_sound
    with av.open(path) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
        assert container.streams.audio[0].rate == 8000
    assert samples > 1600


def test_without_a_microphone_the_choice_is_disabled_and_says_why(stage):
    with_microphone(stage, "No microphone is connected.")
    stage.window.live.menu.refresh()
    sound = stage.actions["record_sound"]
    assert not sound.isEnabled()
    assert sound.toolTip() == "No microphone is connected."


def test_a_microphone_that_fails_leaves_a_recording_without_sound(stage):
    with_microphone(stage, "The microphone is busy.")
    stage.window.settings.record_sound = True
    stage.start()
    path = record(stage)
    with av.open(path) as container:
        assert not container.streams.audio
    assert path.exists()


def test_a_folder_that_cannot_be_written_ends_the_recording_with_a_sentence(stage, tmp_path, monkeypatch):
    stage.start()
    monkeypatch.setattr(stage.window.live.outputs, "_new_path", lambda place, suffix: tmp_path / "missing" / f"live{suffix}")
    told: list[str] = []
    stage.window.live.notice.connect(told.append)
    stage.actions["record"].trigger()
    stage.until(lambda: not stage.window.live.outputs.recording)
    assert not stage.actions["record"].isChecked()
    assert list(tmp_path.glob("**/*.mp4")) == []
    stage.until(lambda: not stage.window._writing.busy)
    assert len(told) == 1
    assert "its folder does not exist" in told[0]


class Backend:
    device = "Fake output"

    def __init__(self):
        self.sent: queue.Queue[np.ndarray] = queue.Queue()
        self.closed = False

    def Camera(self, *, width, height, fps):
        return self

    def send(self, rgb):
        self.sent.put(rgb)

    def close(self):
        self.closed = True


def test_the_virtual_camera_shows_the_result(stage):
    backend = Backend()
    stage.window.live.outputs.devices = Devices(virtual_camera=lambda: VirtualCamera(backend=backend))
    assert not stage.actions["virtual_camera"].isChecked()
    stage.start()
    stage.actions["mirror"].trigger()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    stage.actions["virtual_camera"].trigger()
    stage.until(lambda: "Fake output" in stage.window.status.texts["message"])
    rgb = backend.sent.get(timeout=WAIT_S)
    assert rgb.shape == (720, 1280, 3)
    x, y = LEFT.center
    assert rgb[round(3 * y), round(3 * x) + 160, 1] > 150
    stage.actions["virtual_camera"].trigger()
    assert backend.closed


def test_a_virtual_camera_that_is_missing_is_reported_and_switched_off(stage):
    def missing():
        raise VirtualCameraError("There is no virtual camera (no driver).")

    stage.window.live.outputs.devices = Devices(virtual_camera=missing)
    stage.start()
    stage.actions["virtual_camera"].trigger()
    stage.until(lambda: "no driver" in stage.window.status.texts["message"])
    stage.until(lambda: not stage.actions["virtual_camera"].isChecked())
    stage.until(lambda: stage.live.active)


def test_leaving_live_mode_ends_the_outputs(stage):
    backend = Backend()
    stage.window.live.outputs.devices = Devices(virtual_camera=lambda: VirtualCamera(backend=backend))
    stage.start()
    stage.actions["virtual_camera"].trigger()
    stage.actions["record"].trigger()
    stage.pass_frames(5)
    with stage.qtbot.waitSignal(stage.window.live.outputs.saved):
        stage.actions["camera"].trigger()
    assert backend.closed
    assert not stage.actions["record"].isEnabled()
