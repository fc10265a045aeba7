"""Glasses are found by their rims, and hold the skin behind them still."""

import cv2
import numpy as np
import pytest

from ganimation_desktop.training.synthesis.glasses import hide_eyes, rims_above, still_region, wears_glasses
from ganimation_desktop.training.synthesis.lids import Eye

SIZE = 200


def landmarks() -> np.ndarray:
    points = np.full((478, 2), 100.0)
    places = {
        33: (60, 80),
        133: (88, 80),
        145: (74, 84),
        362: (112, 80),
        263: (140, 80),
        374: (126, 84),
        168: (100, 78),
        50: (70, 125),
        280: (130, 125),
    }
    for index, place in places.items():
        points[index] = place
    return points


def face(rims: int | None = None, lenses: tuple[int, int, int] | None = None) -> np.ndarray:
    rng = np.random.default_rng(0)
    picture = (170 + 25 * np.sin(np.arange(SIZE) / 30)[:, None, None] + rng.normal(0, 2, (SIZE, SIZE, 3))).astype(np.float32)
    for x in (74, 126):
        if lenses is not None:
            cv2.ellipse(picture, (x, 84), (22, 18), 0, 0, 360, lenses, -1)
        if rims is not None:
            cv2.ellipse(picture, (x, 84), (22, 18), 0, 0, 360, (rims,) * 3, 3)
            cv2.line(picture, (96, 80), (104, 80), (rims,) * 3, 3)
            cv2.line(picture, (x + (22 if x > 100 else -22), 80), (x + (45 if x > 100 else -45), 80), (rims,) * 3, 3)
    return picture


@pytest.mark.parametrize(("rims", "worn"), [(None, False), (20, True), (250, True)])
def test_rims_are_seen_and_skin_has_none(rims: int | None, worn: bool) -> None:
    assert wears_glasses(face(rims), landmarks()) is worn


@pytest.mark.parametrize("lenses", [(25, 25, 25), (80, 190, 120)])
def test_dark_and_mirrored_lenses_are_distinguished_from_clear_ones(lenses: tuple[int, int, int]) -> None:
    assert hide_eyes(face(20, lenses=lenses), landmarks())
    assert not hide_eyes(face(20), landmarks())


def test_the_still_region_covers_the_rims_and_not_the_mouth() -> None:
    region = still_region(landmarks(), SIZE)
    assert region[84 - 18, 74] == 1
    assert region[84 + 18, 126] > 0.95
    assert region[150, 100] == 0
    assert np.abs(np.diff(region, axis=0)).max() < 0.35


def skin_with_eye() -> tuple[np.ndarray, Eye]:
    columns = np.arange(30.0, 71.0)
    bulge = 4 * np.sqrt(np.clip(1 - ((columns - 50) / 12) ** 2, 0, 1))
    room = np.full(len(columns), 16.0)
    return np.full((SIZE, SIZE, 3), 160, np.float32), Eye(columns, 90 - bulge, 90 + bulge, 24.0, room, 2 * bulge, room)


def test_a_rim_above_an_eye_is_found_and_the_fold_of_its_lid_is_not() -> None:
    skin, eye = skin_with_eye()
    rim, fold = skin.copy(), skin.copy()
    rim[81:83] = 30
    fold[82:84, 42:58] = 60
    found = rims_above(rim, skin, eye)
    assert found[81:83, 32:69].min() > 0.9
    assert found[86:].max() == 0
    assert rims_above(fold, skin, eye).max() == 0


def test_a_rim_lighter_than_the_skin_is_one_too() -> None:
    skin, eye = skin_with_eye()
    metal = skin.copy()
    metal[81:83] = 245
    assert rims_above(metal, skin, eye)[81:83, 32:69].min() > 0.9
