"""Brows move, lashes and rims keep their shape, and the skin between them stretches without a fold or a second brow."""

import cv2
import numpy as np
import pytest

from ganimation_desktop.training.synthesis.brows import BrowsAboveRims
from ganimation_desktop.training.synthesis.lids import BROW_MESH, Eye, lid_skin
from ganimation_desktop.training.synthesis.stretching import followed, stretched, target_rows

SIZE = 120
BROW_ROW, EYE_ROW, RIM_ROW = 40, 60, 47


def eyes() -> tuple[Eye, Eye]:
    made = []
    for x in (40.0, 80.0):
        columns = np.arange(x - 20, x + 21)
        bulge = 4 * np.sqrt(np.clip(1 - ((columns - x) / 12) ** 2, 0, 1))
        room = np.full(len(columns), 6.0)
        made.append(Eye(columns, EYE_ROW - bulge, EYE_ROW + bulge, 24.0, room, 2 * bulge, room))
    return made[0], made[1]


def landmarks() -> np.ndarray:
    points = np.zeros((478, 2))
    for side, x in zip(BROW_MESH, (40.0, 80.0), strict=True):
        points[list(side)] = [(x + dx, BROW_ROW) for dx in (-12, -6, 0, 6, 12)]
    return points


def picture(rim_row: int) -> np.ndarray:
    drawn = np.full((SIZE, SIZE, 3), 160.0, np.float32)
    drawn[BROW_ROW - 4 : BROW_ROW + 1, 20:100] = 60.0
    drawn[rim_row : rim_row + 2, 15:105] = 20.0
    return drawn


def still() -> np.ndarray:
    region = np.zeros((SIZE, SIZE), np.float32)
    region[BROW_ROW - 3 : 80, 10:110] = 1.0
    return cv2.GaussianBlur(region, (0, 0), 2.0)


def raised_by(pixels: float) -> np.ndarray:
    """The backward flow of a forehead that rises; it fades out towards the eyes."""
    flow = np.zeros((SIZE, SIZE, 2), np.float32)
    flow[..., 1] = pixels * np.clip((EYE_ROW - np.arange(SIZE)) / (EYE_ROW - BROW_ROW), 0, 1)[:, None]
    return flow


def held(rim_row: int, pixels: float) -> tuple[np.ndarray, float, np.ndarray]:
    photo, both = picture(rim_row), eyes()
    brows = BrowsAboveRims(photo, landmarks(), both, [lid_skin(photo, eye) for eye in both], still())
    flow = raised_by(pixels)
    share = brows.hold(flow)
    columns, rows = np.meshgrid(np.arange(SIZE, dtype=np.float32), np.arange(SIZE, dtype=np.float32))
    shown = cv2.remap(photo, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return flow, share, shown


@pytest.mark.parametrize("pixels", [5.0, -3.0])
def test_a_brow_moves_and_the_rim_below_it_stays(pixels: float) -> None:
    flow, share, shown = held(RIM_ROW, pixels)
    assert share == pytest.approx(1.0, abs=0.05)
    assert np.abs(flow[RIM_ROW:75, 30:90]).max() < 0.3
    brow = np.flatnonzero(shown[:RIM_ROW, 40, 0] < 100)
    assert brow.mean() == pytest.approx(BROW_ROW - 2 - pixels, abs=1.2)
    assert np.ptp(brow) < 8, "one brow, not two"


def test_a_brow_on_the_rim_stays_with_it() -> None:
    flow, share, _ = held(BROW_ROW + 1, 6.0)
    assert share < 0.35
    assert np.abs(flow[BROW_ROW + 1 :, 30:90]).max() < 0.3


def test_rows_are_followed_through_a_flow() -> None:
    vertical = np.full((SIZE, 3), 7.0, np.float32)
    np.testing.assert_allclose(target_rows(vertical, np.full(3, 50.0)), 43.0, atol=1e-4)


def test_skin_under_a_raised_brow_is_stretched_evenly_and_nothing_folds() -> None:
    rows = np.arange(SIZE, dtype=np.float32)[:, None]
    brow, anchor = np.full(5, 40.0), np.full(5, 52.0)
    vertical, top = stretched(np.full((SIZE, 5), 8.0, np.float32), rows, brow, anchor, anchor)
    np.testing.assert_allclose(top, 32.0, atol=1e-3)
    source = (rows + vertical)[:, 2]
    np.testing.assert_allclose(source[[32, 42, 52]], [40, 46, 52], atol=1e-3)
    assert np.diff(source[:60]).min() > 0
    assert np.abs(vertical[53:]).max() < 1e-4, "lashes and rims keep their shape"


def test_skin_above_a_lowered_lid_unfolds_from_the_lid_and_hair_of_the_brow_does_not_grow_longer() -> None:
    rows = np.arange(SIZE, dtype=np.float32)[:, None]
    vertical, _ = stretched(np.zeros((SIZE, 5), np.float32), rows, np.full(5, 40.0), np.full(5, 52.0), np.full(5, 64.0))
    steps = np.diff((rows + vertical)[40:65, 2])
    np.testing.assert_allclose(steps[:2], 1.0, atol=0.15)
    assert 0 < steps[-1] < 0.35
    assert (np.diff(steps) < 1e-4).all()
    np.testing.assert_allclose((rows + vertical)[[40, 64], 2], [40, 52], atol=1e-3)


def test_points_are_followed_to_where_the_picture_shows_them() -> None:
    flow = raised_by(8.0)
    points = np.array([[30.0, 20.0], [50.0, 48.0], [60.5, 90.0]])
    moved = followed(points, flow)
    np.testing.assert_allclose(moved[0], (30, 12), atol=0.1)
    np.testing.assert_allclose(moved[1], (50, 40), atol=0.2)
    np.testing.assert_allclose(moved[2], points[2])
