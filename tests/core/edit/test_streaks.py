"""Skin that is stretched far gets no stripes, and everything else keeps its pixels."""

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.edit.compositing import CropMasks, composite_face
from ganimation_desktop.core.edit.streaks import Pores, RowSoftening, stretched_share

S = 128
LIDS = slice(40, 72)


def stretching(factor: float) -> np.ndarray:
    """A flow under which each source row between rows 40 and 72 fills `factor` rows; below, everything is moved down."""
    rows = np.arange(S, dtype=np.float32)
    source = np.where(rows < LIDS.start, rows, np.where(rows < LIDS.stop, LIDS.start + (rows - LIDS.start) / factor, rows))
    flow = np.zeros((S, S, 2), np.float32)
    flow[..., 1] = (source - rows)[:, None]
    return flow


def lashes() -> np.ndarray:
    """Skin with dark vertical strokes."""
    picture = np.full((S, S, 3), 180, np.uint8)
    picture[30:80, ::4] = 80
    return picture


def edited(
    picture: np.ndarray, flow: np.ndarray, frame_from_crop: np.ndarray | None = None, visible: Rectangle | None = None
) -> np.ndarray:
    zeros = np.zeros((S, S, 3), np.float32)
    patch = composite_face(
        picture, np.eye(2, 3) if frame_from_crop is None else frame_from_crop, CropMasks(zeros[..., 0], zeros, flow), visible=visible
    )
    assert patch is not None
    result = picture.copy()
    patch.paste_into(result)
    return result


def stripes(picture: np.ndarray, rows: slice) -> float:
    return float(picture[rows, 20:-20, 0].astype(np.float32).std(axis=1).mean())


def test_only_skin_stretched_more_than_twice_is_softened() -> None:
    whole = np.ones((S, S), np.float32)
    assert stretched_share(stretching(1.5), whole) is None
    share = stretched_share(stretching(5), whole)
    assert share is not None
    assert share[LIDS.start + 2 : LIDS.stop - 2].min() == 1
    assert share[: LIDS.start - 2].max() == share[LIDS.stop + 2 :].max() == 0


def test_a_flow_that_is_not_applied_stretches_nothing() -> None:
    assert stretched_share(stretching(5), np.full((S, S), 0.3, np.float32)) is None


@pytest.mark.parametrize("size", [1, 3])
def test_lashes_become_no_stripes_at_any_size(size: int) -> None:
    large = cv2.resize(lashes(), None, fx=size, fy=size, interpolation=cv2.INTER_NEAREST)
    frame_from_crop = np.array([[size, 0, (size - 1) / 2], [0, size, (size - 1) / 2]], np.float64)
    result = edited(large, stretching(5), frame_from_crop)
    assert stripes(result, slice(size * 46, size * 66)) < 0.15 * stripes(large, slice(size * 46, size * 66))
    np.testing.assert_array_equal(result[: size * (LIDS.start - 4)], large[: size * (LIDS.start - 4)])


def test_a_part_of_the_frame_is_softened_like_all_of_it() -> None:
    part = Rectangle(30, 44, 90, 66)
    whole, alone = edited(lashes(), stretching(5)), edited(lashes(), stretching(5), visible=part)
    where = slice(part.top, part.bottom), slice(part.left, part.right)
    assert np.abs(whole[where].astype(int) - alone[where]).max() <= 1


def test_rows_of_a_turned_head_are_softened_along_themselves() -> None:
    turned = RowSoftening.along_rows(np.array([[0.0, -4, 0], [4, 0, 0]]), S).kernel
    level = RowSoftening.along_rows(np.array([[4.0, 0, 0], [0, 4, 0]]), S).kernel
    np.testing.assert_allclose(turned, level.T, atol=1e-6)
    middle = len(level) // 2
    assert level[middle].sum() > 0.7
    assert level.sum() == pytest.approx(1, abs=1e-5)


def test_positions_outside_the_picture_take_its_border() -> None:
    softening = RowSoftening.along_rows(np.eye(2, 3), S)
    picture = np.full((20, 20, 3), 90, np.uint8)
    at = np.array([[-40.0, 10, 60]], np.float32)
    np.testing.assert_array_equal(softening.sampled(picture, at, at), np.full((1, 3, 3), 90))


def grainy(deviation: float) -> np.ndarray:
    """Skin with grain."""
    grain = np.random.default_rng(2).normal(0, deviation, (S, S, 1))
    return np.clip(np.full((S, S, 3), 180) + grain, 0, 255).astype(np.uint8)


def test_stretched_skin_is_as_grainy_as_the_skin_below_it() -> None:
    def grain(picture: np.ndarray, rows: slice) -> float:
        return float(np.abs(np.diff(picture[rows, 20:-20, 0].astype(np.float32), axis=1)).mean())

    picture = grainy(4.0)
    there, below = slice(46, 66), slice(80, 100)
    assert grain(edited(picture, stretching(5)), there) > 0.6 * grain(picture, below)


def test_a_dark_line_below_the_eyes_is_no_deep_pore() -> None:
    picture = grainy(0.0)
    picture[80:84] = 20
    result = edited(picture, stretching(5))
    assert result[46:66, 20:-20].min() > 0.94 * 180


def test_pores_of_a_part_are_those_of_the_whole_and_end_at_the_border_of_the_frame() -> None:
    pores, picture = Pores.below_eyes(np.array([[2.0, 0, 0], [0, 2, 0]]), 64), grainy(5.0)
    whole, part = Rectangle(0, 0, S, S), Rectangle(30, 100, 60, 128)
    factors = pores.factors(picture, whole)
    assert factors.shape == (S, S)
    np.testing.assert_allclose(pores.factors(picture, part), factors[part.slices(whole)], atol=1e-5)
    assert 0.95 <= factors.min() < 1 < factors.max() <= 1.05
