"""On a still face the edit trembles no more than the camera's noise does."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.faces.following import follow_faces
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.models.installed import default_estimator_path, default_generator_path
from ganimation_desktop.core.video.face_edit import FollowedFaceEditor
from ganimation_desktop.core.video.video_request import VideoRequest

N_FRAMES, SETTLED = 10, 3
EDITED = 3.0
SMILE = au_vector({"AU06": 0.6, "AU12": 0.9, "AU25": 0.5})


@pytest.fixture(scope="module")
def animator():
    if not default_generator_path().is_file() or not default_estimator_path().is_file():
        pytest.skip("needs the default weights")
    return Animator.load(device="cpu")


@pytest.fixture(scope="module")
def clip(demo_rgb):
    """A photo with noise like a small camera's: a few grey levels, and neighbouring pixels alike."""
    rng = np.random.default_rng(7)
    noise = (cv2.GaussianBlur(rng.normal(0, 6, demo_rgb.shape).astype(np.float32), (0, 0), 0.8) for _ in range(N_FRAMES))
    return [np.clip(demo_rgb + grain, 0, 255).astype(np.uint8) for grain in noise]


def tremble(pictures, region, blur_px):
    """Mean change from a frame to the next inside a region; blurred, only what is larger than noise is left."""
    blurred = [
        cv2.GaussianBlur(picture.astype(np.float32), (0, 0), blur_px) if blur_px else picture.astype(np.float32) for picture in pictures
    ]
    return float(np.mean([np.abs(after - before)[region].mean() for before, after in pairwise(blurred)]))


@pytest.mark.parametrize("mode", [LiveMode.OFFSET, LiveMode.ABSOLUTE])
def test_a_still_face_does_not_flicker(animator, clip, mode):
    frames = [Frame(rgb.copy(), index, index / 30) for index, rgb in enumerate(clip)]
    timeline = follow_faces(frames, animator, InlineDetections()).steadied()
    editor = FollowedFaceEditor(animator, timeline, VideoRequest(FaceTarget.of(SMILE), mode=mode).target)
    edited = [editor(frame)() for frame in frames][SETTLED:]
    source = clip[SETTLED:]
    change = np.mean([np.abs(after.astype(np.float32) - before).mean(axis=2) for after, before in zip(edited, source, strict=True)], axis=0)
    region = change > EDITED
    assert region.sum() > 1000
    assert tremble(edited, region, 0.0) / tremble(source, region, 0.0) < 1.1
    assert tremble(edited, region, 2.5) / tremble(source, region, 2.5) < 1.25
