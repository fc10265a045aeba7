"""A clip in the window, with networks whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.faces import detector
from ganimation_desktop.ui.photo.state import State
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.core.video_files import write_clip
from tests.ui.video.video_mode.stage import BOXES, TIMES_MS


@pytest.fixture
def loader(monkeypatch):
    monkeypatch.setattr(detector, "FaceDetector", lambda: FakeDetector(BOXES))
    return lambda model, device: fake_animator(BOXES, estimator=FakeEstimator())


@pytest.fixture
def clip(tmp_path):
    """The fake estimator reads AU25 from the red of the crop, which grows from frame to frame."""
    pictures = []
    for red in (51, 102, 153, 204, 255):
        rgb = np.full((128, 192, 3), 90, np.uint8)
        rgb[..., 0] = red
        pictures.append(rgb)
    return write_clip(tmp_path / "clip.mp4", pictures, times_ms=TIMES_MS)


@pytest.fixture
def window(qtbot, open_window, clip):
    window = open_window(clip, wait=False)
    qtbot.waitUntil(lambda: window.modes.state is State.READY)
    return window


@pytest.fixture
def video(window):
    return window.videos.video
