"""What live mode and driving a photo share."""

from dataclasses import replace

import pytest

from ganimation_desktop.core.live.capture import CameraError


@pytest.fixture(params=["camera", "drive"])
def mode(request, stage):
    """Live mode, or the driving of a photo, with its first result."""
    live = stage.window.live
    mode = live.live if request.param == "camera" else live.drive
    stage.actions[request.param].trigger()
    stage.until(lambda: mode.result is not None)
    return mode


def test_the_gain_stays_within_bounds_and_is_reported_when_it_changes(mode):
    told: list[float] = []
    mode.changed.connect(lambda: told.append(mode.gain))
    for gain in (5.0, 2.0, -1.0):
        mode.set_gain(gain)
    assert told == [2.0, 0.0]


def test_another_model_starts_the_camera_anew_with_it(stage, mode):
    stage.window.edits.choose_model(None, "auto")
    stage.until(lambda: len(stage.loaded) == 2 and mode.result is not None)
    assert mode.active
    assert len(stage.asked) == 2


def test_a_camera_that_cannot_be_started_anew_is_reported_once_and_goes_on_as_it_was(stage, mode, monkeypatch):
    def gone(camera, size_px, fps):
        raise CameraError("clip.mp4 does not exist")

    runner = stage.window.live.runner
    told: list[str] = []
    monkeypatch.setattr(runner, "machinery", replace(runner.machinery, source=gone))
    mode.notice.connect(told.append)
    stage.window.edits.choose_model(None, "auto")
    stage.window.edits.stateChanged.emit()
    assert told == ["clip.mp4 does not exist"]
    assert mode.active
    before = mode.result
    stage.until(lambda: mode.result is not before)
