"""Faults of a camera, played by a fake at the seam where OpenCV's capture is called."""

import logging
import threading
import time

import cv2
import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.live import capture as capture_module
from ganimation_desktop.core.live.camera import CameraState, Grabber
from ganimation_desktop.core.live.capture import CameraError, CameraSource, FileSource, permission_hint, rgb_of_capture, source_named
from tests.core.fake_camera import FakeCapture, Opener, bgr, paced
from tests.core.video_files import striped_rgb, write_clip
from tests.hanging import Hang

WAIT_S = 60.0


@pytest.fixture
def grab():
    """Start grabbers that are stopped in the end."""
    started = []

    def start(opener, **options):
        grabber = Grabber(CameraSource(0, opener=opener), **{"retry_s": 0.05, **options})
        started.append(grabber)
        grabber.start()
        return grabber

    yield start
    for grabber in started:
        grabber.stop()


def until(condition):
    deadline_s = time.perf_counter() + WAIT_S
    while not condition():
        assert time.perf_counter() < deadline_s, "waited in vain"
        time.sleep(0.005)


def test_frames_are_rgb_numbered_and_timed(grab):
    grabber = grab(lambda device: FakeCapture(paced(100, bgr(200))))
    first, second = grabber.frames.take(WAIT_S), grabber.frames.take(WAIT_S)
    assert first.rgb[0, 0].tolist() == [0, 0, 200]
    assert second.index > first.index
    assert 0 < time.perf_counter() - second.time_s < WAIT_S
    assert grabber.status.state is CameraState.RUNNING
    assert (grabber.status.width, grabber.status.height) == (64, 48)


def test_opening_that_hangs_is_reported_and_does_not_hold_up_the_end(grab):
    hang, capture = Hang(), FakeCapture(paced(50))

    def open_camera(device):
        hang()
        return capture

    grabber = grab(open_camera, timeout_s=0.05)
    until(lambda: grabber.status.state is CameraState.SILENT)
    assert "has not answered" in grabber.status.sentence
    assert not grabber.stop(0.1)
    assert hang.goes_on
    hang.end()
    assert capture.released.wait(WAIT_S)
    assert grabber.stop(WAIT_S)


def test_a_camera_that_is_missing_is_reported_and_tried_again(grab):
    captures = [FakeCapture(paced(50), opened=False), FakeCapture(paced(50), opened=False), FakeCapture(paced(50))]
    waiting = list(captures)
    grabber = grab(lambda device: waiting.pop(0))
    assert grabber.frames.take(WAIT_S).index == 0
    assert not waiting
    assert captures[0].released.is_set()


def test_the_sentence_for_a_missing_camera_names_a_way_out(grab):
    grabber = grab(lambda device: FakeCapture(paced(50), opened=False), retry_s=10)
    until(lambda: grabber.status.state is CameraState.LOST)
    assert "camera 0 cannot be opened" in grabber.status.sentence
    assert grabber.stop(1.0)


def test_unplugged_and_back_again(grab, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.core.live.camera.LOST_AFTER_S", 0.1)
    plugged = threading.Event()
    plugged.set()
    captures = []

    def read_next():
        time.sleep(0.01)
        return bgr() if plugged.is_set() else None

    def opener(device):
        captures.append(FakeCapture(read_next, opened=plugged.is_set()))
        return captures[-1]

    grabber = grab(opener)
    grabber.frames.take(WAIT_S)
    plugged.clear()
    until(lambda: grabber.status.state is CameraState.LOST)
    assert captures[0].released.is_set()
    last = grabber.status.n_frames
    plugged.set()
    until(lambda: grabber.status.state is CameraState.RUNNING)
    assert grabber.status.sentence == ""
    until(lambda: grabber.frames.take(WAIT_S).index >= last)


def test_a_picture_that_fails_now_and_then_is_passed_over(grab):
    numbers = iter(range(10_000))

    def read_next():
        time.sleep(0.005)
        return None if next(numbers) % 3 == 0 else bgr()

    opener = Opener(read_next)
    grabber = grab(opener)
    until(lambda: grabber.status.n_frames > 10)
    assert opener.n_calls == 1


def test_a_read_that_raises_does_not_end_the_thread(grab, caplog):
    caplog.set_level(logging.CRITICAL)
    attempts = []

    def opener(device):
        attempts.append(1)
        if len(attempts) == 1:
            raise RuntimeError("the driver fell over")
        return FakeCapture(paced(50))

    grabber = grab(opener)
    assert grabber.frames.take(WAIT_S) is not None


def test_resolution_that_changes_in_flight(grab):
    pictures = iter([bgr(), bgr(width=321, height=241), bgr(width=1, height=1)] + [bgr(width=33, height=17)] * 1000)

    def read_next():
        time.sleep(0.02)
        return next(pictures)

    grabber = grab(lambda device: FakeCapture(read_next))
    until(lambda: (grabber.status.width, grabber.status.height) == (33, 17))
    assert grabber.frames.take(WAIT_S).rgb.shape == (17, 33, 3)


def test_slow_camera_is_not_taken_for_lost(grab, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.core.live.camera.LOST_AFTER_S", 0.3)
    opener = Opener(paced(5))
    grabber = grab(opener)
    until(lambda: grabber.status.n_frames >= 3)
    assert opener.n_calls == 1
    assert grabber.status.state is CameraState.RUNNING


def test_fast_camera_leaves_only_the_newest_frame_and_can_be_capped(grab):
    grabber = grab(lambda device: FakeCapture(paced(120)))
    until(lambda: grabber.status.n_frames > 12)
    newest = grabber.status.n_frames
    assert grabber.frames.take(WAIT_S).index >= newest - 1
    capped = grab(lambda device: FakeCapture(paced(120)), max_fps=20)
    until(lambda: capped.status.n_frames > 8)
    assert capped.status.fps < 30


@pytest.mark.parametrize("shape", [(48, 64), (48, 64, 1), (48, 64, 4), (47, 63, 3)])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_kinds_of_pictures(shape, kind):
    pixels = np.full(shape, 100 if kind is np.uint8 else 100 << 8, kind)
    rgb = rgb_of_capture(pixels)
    assert rgb.shape == (*shape[:2], 3)
    assert rgb.dtype == np.uint8
    assert (rgb == 100).all()


def test_two_channels_are_refused():
    with pytest.raises(CameraError, match="2 channels"):
        rgb_of_capture(np.zeros((4, 4, 2), np.uint8))


def test_size_and_rate_are_asked_for():
    capture = FakeCapture(paced(100))
    source = CameraSource(1, (1280, 720), 30, opener=lambda device: capture)
    source.open()
    assert capture.asked[cv2.CAP_PROP_FRAME_WIDTH] == 1280
    assert capture.asked[cv2.CAP_PROP_FRAME_HEIGHT] == 720
    assert capture.asked[cv2.CAP_PROP_FPS] == 30
    assert capture.asked[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    source.close()
    assert capture.released.is_set()


@pytest.mark.parametrize(("platform", "words"), [("darwin", "System Settings"), ("win32", "Windows"), ("linux", "/dev/video")])
def test_permission_hint(platform, words):
    assert words in permission_hint(platform)


class TestStandIns:
    def test_a_video_is_repeated_at_its_own_pace(self, tmp_path):
        clip = write_clip(tmp_path / "clip.mp4", [striped_rgb(index) for index in range(3)], times_ms=[0, 50, 150], audio=None)
        source = FileSource(clip)
        source.open()
        due = [picture.due_s for picture in (source.read() for _ in range(7)) if picture is not None]
        assert due == pytest.approx([0, 0.05, 0.15, 0.25, 0.30, 0.40, 0.50])
        source.close()

    def test_a_video_that_is_not_repeated_ends(self, tmp_path):
        clip = write_clip(tmp_path / "clip.mp4", [striped_rgb(index) for index in range(3)], fps=50, audio=None)
        grabber = Grabber(FileSource(clip, loop=False))
        grabber.start()
        until(lambda: grabber.status.state is CameraState.ENDED)
        assert grabber.status.n_frames == 3
        assert grabber.stop(WAIT_S)

    def test_a_folder_comes_in_the_order_of_its_names(self, tmp_path):
        for number in (2, 1):
            Image.new("RGB", (16, 12), (100 * number, 0, 0)).save(tmp_path / f"{number}.png")
        (tmp_path / "notes.txt").write_text("no picture")
        source = FileSource(tmp_path, 10)
        source.open()
        pictures = [picture for picture in (source.read() for _ in range(3)) if picture is not None]
        assert [int(picture.rgb[0, 0, 0]) for picture in pictures] == [100, 200, 100]
        assert [picture.due_s for picture in pictures] == pytest.approx([0, 0.1, 0.2])

    def test_pace_in_the_grabber(self, tmp_path):
        Image.new("RGB", (16, 12)).save(tmp_path / "1.png")
        grabber = Grabber(FileSource(tmp_path, 20))
        grabber.start()
        until(lambda: grabber.status.n_frames >= 12)
        assert 10 < grabber.status.fps < 25
        assert grabber.stop(WAIT_S)

    @pytest.mark.parametrize("name", ["missing.mp4", "empty", "text.txt"])
    def test_what_cannot_stand_in_is_refused(self, tmp_path, name):
        (tmp_path / "empty").mkdir()
        (tmp_path / "text.txt").write_text("text")
        with pytest.raises(CameraError, match=name):
            source_named(tmp_path / name)

    def test_a_damaged_video_becomes_a_sentence(self, tmp_path):
        (tmp_path / "clip.mp4").write_bytes(b"no video")
        grabber = Grabber(FileSource(tmp_path / "clip.mp4"))
        grabber.start()
        until(lambda: grabber.status.state is CameraState.LOST)
        assert "clip.mp4" in grabber.status.sentence
        assert grabber.stop(WAIT_S)


def test_sources_by_what_a_user_names(tmp_path, monkeypatch):
    assert isinstance(source_named("0"), CameraSource)
    assert isinstance(source_named(2), CameraSource)
    Image.new("RGB", (16, 12)).save(tmp_path / "1.png")
    assert isinstance(source_named(tmp_path), FileSource)
    assert isinstance(source_named(str(tmp_path / "1.png")), FileSource)


def test_the_seam_opens_opencv(monkeypatch):
    asked = []
    monkeypatch.setattr(cv2, "VideoCapture", lambda *arguments: asked.append(arguments))
    capture_module.open_capture(3)
    capture_module.open_capture("/dev/video7")
    assert asked == [(3,), ("/dev/video7", cv2.CAP_V4L2)]
