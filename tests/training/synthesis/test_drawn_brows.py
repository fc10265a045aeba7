"""Brows that are drawn down come closer to each other and to the lids, within limits."""

import numpy as np

from ganimation_desktop.training.synthesis.drawn_brows import hold_back
from ganimation_desktop.training.synthesis.lids import BROW_MESH, UPPER_LID_MESH
from ganimation_desktop.training.synthesis.stretching import followed

SIZE, BROW, LID, MIDDLE = 200, 80.0, 100.0, 100.0
INNER_ENDS = np.array([[84.0, BROW], [116.0, BROW]])


def landmarks():
    points = np.zeros((478, 2))
    for side, left in enumerate((34.0, 116.0)):
        points[list(BROW_MESH[side])] = np.column_stack([left + np.linspace(0, 50, 5), np.full(5, BROW)])
        points[list(UPPER_LID_MESH[side])] = np.column_stack([left + np.linspace(5, 45, 9), np.full(9, LID)])
    points[[55, 107]], points[[285, 336]] = INNER_ENDS
    return points


def moving(towards_middle_px, down_px):
    """Backward flow of a forehead and brows that move as one, fading out towards the eyes."""
    columns, rows = np.meshgrid(np.arange(SIZE, dtype=np.float32), np.arange(SIZE, dtype=np.float32))
    fade = np.clip((150 - rows) / 50, 0, 1)
    return np.dstack([towards_middle_px * np.clip((columns - MIDDLE) / 12, -1, 1) * fade, -down_px * fade]).astype(np.float32)


def places(flow):
    return followed(INNER_ENDS, flow)


def test_the_gap_between_drawn_brows_narrows_by_about_a_fifth():
    flow = moving(9.0, 4.0)
    before = np.ptp(places(flow)[:, 0])
    hold_back(flow, landmarks())
    assert before < 0.6 * 32
    assert 0.72 * 32 < np.ptp(places(flow)[:, 0]) < 0.88 * 32


def test_a_brow_never_falls_over_the_lid():
    flow = moving(0.0, 26.0)
    before = places(flow)[:, 1]
    hold_back(flow, landmarks())
    assert (before > LID + 2).all()
    assert (places(flow)[:, 1] < BROW + 0.8 * (LID - BROW)).all()
    assert (places(flow)[:, 1] > BROW + 0.5 * (LID - BROW)).all()


def test_brows_that_rise_or_move_apart_or_little_stay_as_they_are():
    for flow in (moving(-6.0, -10.0), moving(0.0, 0.0)):
        before = flow.copy()
        hold_back(flow, landmarks())
        np.testing.assert_array_equal(flow, before)
    little = moving(0.8, 2.0)
    before = little.copy()
    hold_back(little, landmarks())
    np.testing.assert_allclose(little, before, atol=0.12)


def test_what_is_far_from_the_brows_stays():
    flow = moving(9.0, 12.0)
    before = flow.copy()
    hold_back(flow, landmarks())
    np.testing.assert_array_equal(flow[:40], before[:40])
    np.testing.assert_array_equal(flow[130:], before[130:])
    np.testing.assert_array_equal(flow[:, :16], before[:, :16])
