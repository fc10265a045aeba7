"""Brows that are drawn down keep their thickness."""

import numpy as np

from ganimation_desktop.training.synthesis.lids import BROW_MESH
from ganimation_desktop.training.synthesis.stretching import target_rows
from ganimation_desktop.training.synthesis.thick_brows import keep_thick

SIZE, BELOW, ABOVE = 200, 100.0, 88.0
UPPER_MESH = ((70, 63, 105, 66, 107), (336, 296, 334, 293, 300))


def _landmarks():
    points = np.zeros((478, 2))
    for side, left in enumerate((30.0, 120.0)):
        columns = left + np.linspace(0, 50, 5)
        points[list(UPPER_MESH[side])] = np.column_stack([columns, np.full(5, ABOVE)])
        points[list(BROW_MESH[side])] = np.column_stack([columns, np.full(5, BELOW)])
    return points


def _squeezing_flow():
    """Everything above row 130 is drawn towards it: what was at row 30 stays, what was at 100 falls to about 118."""
    rows = np.arange(SIZE, dtype=np.float32)[:, None]
    flow = np.zeros((SIZE, SIZE, 2), np.float32)
    flow[..., 1] = -30 * np.clip((rows - 30) / 70, 0, 1) * np.clip((150 - rows) / 30, 0, 1)
    return flow


def _thickness(flow, column):
    vertical = flow[..., 1]
    above, below = (target_rows(vertical, np.full(SIZE, row))[column] for row in (ABOVE, BELOW))
    return below - above


def test_a_brow_that_is_drawn_down_keeps_its_thickness():
    squeezed = _squeezing_flow()
    assert _thickness(squeezed, 55) < 0.8 * (BELOW - ABOVE)
    kept = squeezed.copy()
    keep_thick(kept, _landmarks())
    for column in (55, 145):
        assert abs(_thickness(kept, column) - (BELOW - ABOVE)) < 1.0


def test_its_lower_edge_and_what_is_far_from_it_go_where_they_went():
    before = _squeezing_flow()
    after = before.copy()
    keep_thick(after, _landmarks())
    below = np.full(SIZE, BELOW + 4.0)
    assert np.abs(target_rows(after[..., 1], below) - target_rows(before[..., 1], below)).max() < 1.0
    np.testing.assert_array_equal(after[:30], before[:30])
    np.testing.assert_array_equal(after[130:], before[130:])
    np.testing.assert_array_equal(after[..., 0], before[..., 0])


def test_no_row_of_the_photo_is_shown_twice():
    flow = _squeezing_flow()
    keep_thick(flow, _landmarks())
    source_rows = np.arange(SIZE)[:130, None] + flow[:130, :, 1]
    assert np.diff(source_rows, axis=0).min() > 0


def test_a_face_at_rest_stays():
    flow = np.zeros((SIZE, SIZE, 2), np.float32)
    keep_thick(flow, _landmarks())
    assert np.abs(flow).max() < 1e-4
