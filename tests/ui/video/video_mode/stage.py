"""What the tests of video mode do and ask."""

from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.faces.faces import FaceBox

BOXES = (FaceBox(30, 30, 80, 80, 1.5), FaceBox(140, 40, 170, 70, 0.5))

TIMES_MS = [0, 100, 200, 300, 400]

AU12, AU25 = au_index("AU12"), au_index("AU25")


def go(qtbot, window, time_s):
    """Go to a moment and wait for its frame, and for what is wanted of it."""
    video = window.videos.video
    video.player.seek(time_s)
    qtbot.waitUntil(lambda: video.time_s == pytest.approx(time_s, abs=1e-3))
    settle(qtbot, window)


def settle(qtbot, window):
    video = window.videos.video
    qtbot.waitUntil(lambda: np.allclose(shown(video).target_aus, wanted(video), atol=1e-5))


def wanted(video):
    edited = video.result.edited
    return video.request.target(edited.tracked[edited.chosen[0]].aus, video.time_s).aus


def shown(video):
    edited = video.result.edited
    return edited.animation.faces[edited.chosen[0]]


def slide(window, code, value):
    """Move a slider as one edit."""
    aus = window.panel.target().aus.copy()
    aus[au_index(code)] = value
    window.panel.apply_expression(aus, code, scaled=False)
