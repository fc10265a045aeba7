"""Smoothing of a face: landmarks that tremble on a head that moves."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, apply_affine
from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.face_smoothing import FaceSmoother
from ganimation_desktop.core.faces.faces import FaceBox, FaceCrop

FPS = 30
N_FRAMES, SETTLED = 120, 30
SIZE_PX = 200.0


def head() -> NDArray[np.float64]:
    """68 landmarks on a head of about `SIZE_PX`."""
    points = np.random.default_rng(1).uniform(0.2, 0.8, (68, 2))
    points[list(STABLE_POINTS)] = TEMPLATE_UNIT
    return 1.35 * SIZE_PX * points


def reading(landmarks_px: NDArray[np.float64]) -> FaceReading:
    crop = FaceCrop(np.zeros((8, 8, 3), np.uint8), np.eye(2, 3))
    return FaceReading(landmarks_px.astype(np.float32), np.zeros(17, np.float32), crop, np.zeros((2, 17), np.float32))


def smoothed(landmarks: list[NDArray[np.float64]]) -> list[tuple[FaceBox, NDArray[np.float32]]]:
    smoother, results = FaceSmoother(), []
    for index, landmarks_px in enumerate(landmarks):
        left, top = landmarks_px.mean(axis=0) - SIZE_PX / 2
        box, steady = smoother(FaceBox(left, top, left + SIZE_PX, top + SIZE_PX), reading(landmarks_px), index / FPS)
        assert steady is not None
        results.append((box, steady.landmarks_px))
    return results


def shaken() -> list[NDArray[np.float64]]:
    """A head under a camera that shakes slowly by 2 pixels."""
    times_s = np.arange(N_FRAMES) / FPS
    shifts = 2 * np.column_stack([np.sin(2 * np.pi * times_s / 3), np.sin(2 * np.pi * times_s / 2.3 + 1)])
    return [head() + shift for shift in shifts]


def test_landmarks_hardly_lag_behind_a_head_that_sways():
    true = shaken()
    late = [steady - landmarks for (_, steady), landmarks in zip(smoothed(true), true, strict=True)][SETTLED:]
    assert np.std(late, axis=0).mean() < 0.08


def test_the_box_goes_along():
    true = shaken()
    late = [np.array(box.center) - landmarks.mean(axis=0) for (box, _), landmarks in zip(smoothed(true), true, strict=True)][SETTLED:]
    assert np.std(late, axis=0).mean() < 0.08


def turned_and_enlarged(scale: float, angle: float) -> Affine:
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    return np.array([[cos, -sin, 300.0], [sin, cos, 200.0]])


def test_a_head_that_turns_and_nears_is_followed():
    angles = 0.1 * np.sin(2 * np.pi * np.arange(N_FRAMES) / FPS / 3)
    true = [apply_affine(turned_and_enlarged(1 + 0.5 * angle, angle), head() - head().mean(axis=0)) for angle in angles]
    late = [steady - landmarks for (_, steady), landmarks in zip(smoothed(true), true, strict=True)][SETTLED:]
    assert np.abs(late).mean() < 0.25


@pytest.mark.parametrize("moving", [False, True])
def test_landmarks_that_tremble_become_steady(moving):
    rng = np.random.default_rng(0)
    true = shaken() if moving else [head()] * N_FRAMES
    trembling = [landmarks + 0.3 * rng.standard_normal((68, 2)) for landmarks in true]
    errors = [steady - landmarks for (_, steady), landmarks in zip(smoothed(trembling), true, strict=True)][SETTLED:]
    assert np.std(errors, axis=0).mean() < 0.6 * 0.3


def test_a_still_head_stands_still():
    rng = np.random.default_rng(0)
    steady = [landmarks for _, landmarks in smoothed([head() + 0.1 * rng.standard_normal((68, 2)) for _ in range(N_FRAMES)])]
    place = np.array([landmarks[list(STABLE_POINTS)].mean(axis=0) for landmarks in steady])
    assert np.diff(place[SETTLED:], axis=0).std() < 0.02


def test_landmarks_that_say_nothing_are_smoothed_as_points():
    rng = np.random.default_rng(0)
    steady = [landmarks for _, landmarks in smoothed([100 + 0.3 * rng.standard_normal((68, 2)) for _ in range(N_FRAMES)])]
    assert np.std(steady[SETTLED:], axis=0).mean() < 0.6 * 0.3
