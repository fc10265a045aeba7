"""Folds of the skin: an AU draws its own, raised brows deepen those that a forehead has."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.training.synthesis.wrinkles import move_wrinkles

SIZE = 160


def landmarks() -> NDArray[np.float64]:
    points = np.full((478, 2), 80.0)
    places = {33: (42, 80), 263: (118, 80), 61: (60, 130), 291: (100, 130)}
    places |= dict(zip((105, 66, 107, 9, 336, 296, 334), ((x, 70) for x in (45, 55, 68, 80, 92, 105, 115)), strict=True))
    places |= dict(zip((104, 69, 108, 151, 337, 299, 333), ((x, 45) for x in (45, 55, 68, 80, 92, 105, 115)), strict=True))
    places |= {8: (80, 76), 55: (70, 72), 285: (90, 72)}
    for index, place in places.items():
        points[index] = place
    return points


def skin(lines: float = 0.0) -> NDArray[np.float32]:
    picture = np.full((SIZE, SIZE, 3), (180.0, 140.0, 120.0), np.float32)
    picture[48:58:5] *= 1 - lines
    return picture


def change_of(aus: dict[str, float]) -> NDArray[np.float64]:
    return au_vector(aus).astype(np.float64)


@pytest.mark.parametrize("code", ["AU01", "AU02"])
def test_a_smooth_forehead_stays_smooth_and_a_lined_one_folds(code: str) -> None:
    change = change_of({code: 1.0})
    assert np.abs(move_wrinkles(skin(), landmarks(), change) - skin()).max() < 0.01
    lined = skin(0.1)
    folded = move_wrinkles(lined, landmarks(), change)
    assert folded[48, 80, 1] < lined[48, 80, 1] - 2
    assert folded[44, 80, 1] > folded[48, 80, 1] + 12


def test_falling_brows_smooth_the_forehead() -> None:
    lined = skin(0.1)
    smoothed = move_wrinkles(lined, landmarks(), -change_of({"AU01": 0.8}))
    assert smoothed[48, 80, 1] > lined[48, 80, 1] + 2


def test_new_folds_are_left_to_the_program_and_old_ones_smoothed_where_brows_part() -> None:
    for code in ("AU04", "AU06", "AU09", "AU12", "AU14", "AU15", "AU17"):
        np.testing.assert_array_equal(move_wrinkles(skin(), landmarks(), change_of({code: 1.0})), skin())
    lined = skin()
    lined[70:78, 74] -= 40
    parted = move_wrinkles(lined, landmarks(), -change_of({"AU04": 1.0}))
    assert parted[74, 74, 1] > lined[74, 74, 1] + 2


def test_no_change_draws_nothing() -> None:
    np.testing.assert_array_equal(move_wrinkles(skin(0.1), landmarks(), change_of({})), skin(0.1))
