"""What a camera can do wrong, and what the window says and does about it."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.live.camera import CameraState
from tests.core.fake_camera import FakeCapture
from tests.hanging import Hang
from tests.patience import WAIT_S
from tests.ui.live_stage import AU12, GREY, live_threads


@pytest.fixture(autouse=True)
def _lost_soon(monkeypatch):
    monkeypatch.setattr("ganimation_desktop.core.live.camera.LOST_AFTER_S", 0.1)


def says(stage, text):
    stage.until(lambda: text in stage.window.canvas.message.text)


def test_opening_that_hangs_is_reported_and_does_not_hold_up_the_window(stage):
    hang = Hang()

    def open_camera():
        hang()
        return FakeCapture(stage.read)

    stage.open_camera = open_camera
    stage.actions["camera"].trigger()
    says(stage, "Opening Fake camera")
    says(stage, "does not respond")
    stage.actions["camera"].trigger()
    assert hang.goes_on
    assert stage.window.session.photo is not None
    hang.end()
    stage.until(lambda: live_threads() == [])
    assert stage.captures[0].released.is_set()


def test_a_camera_that_is_missing_or_busy_is_reported_and_tried_again(stage):
    there = threading.Event()
    stage.open_camera = lambda: FakeCapture(stage.read, opened=there.is_set())
    stage.actions["camera"].trigger()
    says(stage, "No picture from the camera")
    assert "cannot be opened" in stage.window.canvas.message.text
    there.set()
    stage.until(lambda: stage.live.result is not None)
    stage.until(lambda: stage.window.canvas.message.text == "")


def test_unplugged_the_last_picture_stays_and_plugged_in_again_it_goes_on(stage):
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    pixels, stage.pixels = stage.pixels, None
    says(stage, "No picture from the camera")
    assert stage.window.canvas._picture.size_px == (320, 240)
    stage.set_au(AU12, 0.0)
    stage.until(lambda: stage.green() == GREY)  # the sliders work on the last picture
    index = stage.live.result.frame.index
    stage.pixels = pixels
    stage.until(lambda: stage.live.result.frame.index > index)
    stage.until(lambda: stage.window.canvas.message.text == "")
    assert stage.window.live.runner.status.state is CameraState.RUNNING
    assert len(stage.captures) > 1


def test_a_picture_that_cannot_be_read_now_and_then_is_passed_over(stage):
    numbers = iter(range(100_000))

    def read():
        time.sleep(0.01)
        return None if next(numbers) % 3 == 0 else stage.pixels

    stage.open_camera = lambda: FakeCapture(read)
    stage.start()
    assert stage.window.live.runner.status.state is CameraState.RUNNING


@pytest.mark.parametrize("size", [(640, 480), (333, 241), (200, 200), (2, 2)])
def test_the_size_may_change_in_flight(stage, size):
    stage.start()
    zoom = stage.window.canvas.view.zoom
    stage.pixels = np.full((size[1], size[0], 3), GREY, np.uint8)
    stage.until(lambda: stage.window.canvas._picture.size_px == size)
    assert stage.window.canvas.view.zoom != zoom
    assert stage.live.active


@pytest.mark.parametrize(
    "pixels",
    [np.full((240, 320), GREY, np.uint8), np.full((240, 320, 1), GREY, np.uint8), np.full((241, 321), 256 * GREY, np.uint16)],
    ids=["grey", "one channel", "16 bits, odd"],
)
def test_grey_pictures(stage, pixels):
    stage.pixels = pixels
    stage.start()
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)


def test_a_picture_of_a_kind_that_nobody_knows_is_reported(stage):
    stage.pixels = np.zeros((240, 320, 2), np.uint8)
    stage.actions["camera"].trigger()
    says(stage, "2 channels")


def test_a_camera_that_delivers_rarely_does_not_hold_up_the_sliders_or_the_end(stage):
    delivers, waits = threading.Event(), threading.Event()
    delivers.set()

    def read():
        if not delivers.is_set():
            waits.set()
            assert delivers.wait(WAIT_S)
        return stage.read()

    stage.window.live.runner.machinery = replace(stage.window.live.runner.machinery, timeout_s=2 * WAIT_S)
    stage.open_camera = lambda: FakeCapture(read)
    stage.start()
    delivers.clear()
    stage.until(waits.is_set)
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
    stage.actions["camera"].trigger()
    delivers.set()
    stage.until(lambda: live_threads() == [])


def test_120_pictures_a_second_do_not_pile_up(stage):
    stage.fps = 120.0
    stage.start()
    stage.qtbot.wait(500)
    stage.until(lambda: time.perf_counter() - stage.live.result.frame.time_s < 0.2)


def test_a_frame_that_fails_is_reported_and_the_next_one_works(stage, monkeypatch, caplog):
    stage.start()
    failures = ["no edit today"]
    animate = Animator.animate

    def failing_once(animator, *arguments, **options):
        if failures:
            raise RuntimeError(failures.pop())
        return animate(animator, *arguments, **options)

    monkeypatch.setattr(Animator, "animate", failing_once)
    stage.until(lambda: stage.window.status.texts["message"] == "no edit today")
    stage.set_au(AU12, 1.0)
    stage.until(lambda: stage.green() > 150)
