"""Folds that a generator paints on cheeks: no deeper than on skin, and nothing but folds is touched."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ganimation_desktop.core.edit.soft_folds import softened_folds

SIDE = 128
SKIN = np.array([220.0, 165.0, 140.0], np.float32)
FOLD = (slice(60, 72), slice(40, 52))


def skin() -> NDArray[np.float32]:
    return np.broadcast_to(SKIN, (SIDE, SIDE, 3)).copy()


def painted(depth: float, where: tuple[slice, slice] = FOLD) -> NDArray[np.float32]:
    color = skin()
    color[where] *= 1 - depth
    return color


@pytest.mark.parametrize(("depth", "least", "most"), [(0.03, 0.028, 0.03), (0.3, 0.1, 0.14)])
def test_shallow_folds_stay_and_deep_ones_become_shallow(depth: float, least: float, most: float) -> None:
    color = painted(depth)
    softened = color + softened_folds(skin(), skin(), color)
    left = 1 - softened[66, 46] / SKIN
    assert least < left.min() <= left.max() < most + 1e-4
    np.testing.assert_allclose(left, left[0], atol=1e-3)


def test_nothing_changes_without_a_fold_or_above_the_cheeks() -> None:
    assert np.abs(softened_folds(skin(), skin(), skin())).max() < 1e-3
    assert np.abs(softened_folds(skin(), skin(), painted(0.3, (slice(20, 44), slice(30, 60))))).max() < 1e-3
    lit = skin() * np.float32(1.1)
    assert np.abs(softened_folds(skin(), skin(), lit)).max() < 1e-3


@pytest.mark.parametrize("other", [(235, 230, 220), (50, 50, 52), (170, 70, 70)], ids=["teeth", "hair", "lips"])
def test_what_is_no_skin_is_left(other: tuple[int, int, int]) -> None:
    moved = skin()
    moved[FOLD] = other
    color = moved.copy()
    color[FOLD] *= 0.7
    assert np.abs(softened_folds(skin(), moved, color)[66, 46]).max() < 0.02 * 255


def test_what_is_painted_over_skin_and_much_darker_is_no_fold() -> None:
    color = painted(0.8)
    assert np.abs(softened_folds(skin(), skin(), color)[66, 46]).max() < 1.0
