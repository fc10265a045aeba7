from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.training.measures import (
    GEOMETRY,
    correlation,
    face_region,
    gradient_energy,
    level_landmarks,
    rank_correlation,
    response_matrix,
)


def test_level_landmarks_forget_position_turn_and_size():
    points = np.random.default_rng(0).normal(size=(68, 2))
    turned = 3.7 * points @ np.array([[0.8, 0.6], [-0.6, 0.8]]) + (5, -2)

    np.testing.assert_allclose(level_landmarks(turned), level_landmarks(points), atol=1e-9)
    np.testing.assert_allclose(level_landmarks(points)[[36, 45]], [[-0.5, 0], [0.5, 0]], atol=1e-9)


def test_every_action_unit_has_a_length():
    assert tuple(GEOMETRY) == AU_CODES


@pytest.mark.parametrize(
    ("code", "indices", "move"),
    [
        ("AU01", (21, 22), (0, -1)),
        ("AU04", (20, 21, 22, 23), (0, 1)),
        ("AU05", (37, 38, 43, 44), (0, -1)),
        ("AU45", (37, 38, 43, 44), (0, 1)),
        ("AU12", (48, 54), (0, -1)),
        ("AU15", (48, 54), (0, 1)),
        ("AU20", (54,), (1, 0)),
        ("AU10", (50, 51, 52), (0, -1)),
        ("AU25", (65, 66, 67), (0, 1)),
        ("AU26", (8,), (0, 1)),
    ],
)
def test_a_length_grows_with_its_action_unit(code, indices, move):
    points = np.random.default_rng(0).uniform(-0.4, 0.4, (68, 2))
    moved = points.copy()
    moved[list(indices)] += 0.1 * np.array(move)

    assert GEOMETRY[code](moved) > GEOMETRY[code](points)


def test_rank_correlation_sees_order_alone():
    x = np.array([0, 0.25, 0.5, 0.75, 1])

    assert rank_correlation(x, x**5) == pytest.approx(1)
    assert rank_correlation(x, -np.exp(x)) == pytest.approx(-1)
    assert rank_correlation(x, np.array([0.0, 0, 0, 0.5, 1])) == pytest.approx(0.894, abs=1e-3)
    assert rank_correlation(x, np.ones(5)) == 0


def test_correlation_of_a_line_is_one():
    x = np.arange(5.0)

    assert correlation(x, 3 * x + 1) == pytest.approx(1)
    assert correlation(x, np.zeros(5)) == 0


def test_the_response_matrix_is_found_again():
    rng = np.random.default_rng(0)
    wanted, true = rng.normal(size=(400, 17)), rng.normal(size=(17, 17))

    np.testing.assert_allclose(response_matrix(wanted, wanted @ true, ridge=1e-6), true, atol=1e-4)


def test_an_action_unit_that_never_moves_gets_no_response():
    wanted = np.random.default_rng(0).normal(size=(100, 17))
    wanted[:, 3] = 0

    assert np.abs(response_matrix(wanted, wanted)[3]).max() == 0


def test_blur_lowers_gradient_energy_only_where_it_is_looked_for():
    sharp = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    half_flat = sharp.copy()
    half_flat[:, :16] = 128
    left, right = np.zeros((32, 32)), np.zeros((32, 32))
    left[:, :14], right[:, 18:] = 1, 1

    assert gradient_energy(half_flat, left) == 0
    assert gradient_energy(half_flat, right) == gradient_energy(sharp, right) > 0


def test_the_face_region_holds_the_landmarks():
    angles = np.linspace(0, 2 * np.pi, 68)
    landmarks = 64 + 30 * np.stack((np.cos(angles), np.sin(angles)), axis=1)
    landmarks[17:27] = np.stack((np.linspace(45, 83, 10), np.full(10, 50)), axis=1)
    landmarks[8] = (64, 94)

    region = face_region(landmarks, 128)

    assert region[64, 64]
    assert not region[2, 2]
    assert region[tuple(landmarks.round().astype(int)[:, ::-1].T)].all()
