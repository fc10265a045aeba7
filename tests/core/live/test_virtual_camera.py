"""pyvirtualcam's interface, played by a stand-in."""

import queue
import sys
import time

import numpy as np
import pytest

from ganimation_desktop.core.live.virtual_camera import VirtualCamera, VirtualCameraError, VirtualCameraFeed, driver_hint, fitted
from tests.patience import WAIT_S


class Backend:
    """What `pyvirtualcam.Camera` does: takes pictures of its size only."""

    def __init__(self, problem=None):
        self.problem = problem
        self.sent = []
        self.closed = False
        self.fails = False

    def Camera(self, *, width, height, fps):
        if self.problem is not None:
            raise self.problem
        self.size, self.fps, self.device = (width, height), fps, "/dev/video9"
        return self

    def send(self, rgb):
        if self.fails:
            raise RuntimeError("device was disconnected")
        if rgb.shape != (self.size[1], self.size[0], 3) or rgb.dtype != np.uint8:
            raise ValueError("unexpected frame size")
        self.sent.append(rgb)

    def close(self):
        self.closed = True


def test_pictures_of_any_size_are_shown_whole():
    backend = Backend()
    camera = VirtualCamera(backend=backend)
    assert (backend.size, backend.fps, camera.name) == ((1280, 720), 30.0, "/dev/video9")
    camera.show(np.full((480, 640, 3), 200, np.uint8))
    camera.show(np.full((721, 1281, 3), 200, np.uint8))
    assert (backend.sent[0][:, 160:1120] == 200).all()
    assert (backend.sent[0][:, :160] == 0).all()
    camera.close()
    assert backend.closed


@pytest.mark.parametrize("problem", [RuntimeError("no driver"), ValueError("unsupported"), OSError("busy")])
def test_a_missing_driver_is_a_sentence(problem):
    with pytest.raises(VirtualCameraError, match=str(problem)):
        VirtualCamera(backend=Backend(problem))


def test_a_camera_that_goes_away_is_a_sentence():
    backend = Backend()
    camera = VirtualCamera(backend=backend)
    backend.fails = True
    with pytest.raises(VirtualCameraError, match="device was disconnected"):
        camera.show(np.zeros((2, 2, 3), np.uint8))


def test_a_missing_module_is_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyvirtualcam", None)
    with pytest.raises(VirtualCameraError, match=r"ganimation-desktop\[camera\]"):
        VirtualCamera()


@pytest.mark.parametrize(("platform", "word"), [("win32", "OBS"), ("darwin", "OBS"), ("linux", "v4l2loopback")])
def test_driver_hint(platform, word):
    assert word in driver_hint(platform)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2000, 3), (720, 1280, 3)])
def test_fitted(shape):
    assert fitted(np.zeros(shape, np.uint8), (64, 48)).shape == (48, 64, 3)


class TestFeed:
    def feed(self, backend):
        self.opened: queue.Queue[str] = queue.Queue()
        self.problems: queue.Queue[str] = queue.Queue()
        return VirtualCameraFeed(lambda: VirtualCamera(backend=backend), self.opened.put, self.problems.put)

    def test_the_last_picture_is_shown_until_there_is_a_new_one(self):
        backend = Backend()
        feed = self.feed(backend)
        assert self.opened.get(timeout=WAIT_S) == "/dev/video9"
        feed.show(np.full((720, 1280, 3), 200, np.uint8))
        deadline_s = time.monotonic() + WAIT_S
        while len(backend.sent) < 3 and time.monotonic() < deadline_s:
            time.sleep(0.01)
        assert feed.close(WAIT_S)
        assert len(backend.sent) >= 3
        assert all((rgb == 200).all() for rgb in backend.sent)
        assert backend.closed

    def test_a_missing_driver_is_reported(self):
        feed = self.feed(Backend(RuntimeError("no driver")))
        assert "no driver" in self.problems.get(timeout=WAIT_S)
        assert feed.close(WAIT_S)

    def test_a_camera_that_goes_away_is_reported_and_given_back(self):
        backend = Backend()
        feed = self.feed(backend)
        self.opened.get(timeout=WAIT_S)
        backend.fails = True
        feed.show(np.zeros((2, 2, 3), np.uint8))
        assert "device was disconnected" in self.problems.get(timeout=WAIT_S)
        assert feed.close(WAIT_S)
        assert backend.closed
