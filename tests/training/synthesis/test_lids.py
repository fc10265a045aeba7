from dataclasses import replace

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS, au_vector
from ganimation_desktop.training.synthesis.lids import Eye, lid_skin, move_lids

SIZE = 64


def round_eye() -> Eye:
    columns = np.arange(10.0, 55.0)
    bulge = 6 * np.sqrt(np.clip(1 - ((columns - 32) / 14) ** 2, 0, 1))
    return Eye(columns, 32 - bulge, 32 + bulge, 28.0, np.full(len(columns), 14.0), 2 * bulge, np.full(len(columns), 14.0))


def test_lids_stay_where_the_aus_stay() -> None:
    eye = round_eye()
    aus = au_vector({"AU07": 0.4, "AU12": 1.0})
    upper, lower = eye.edges_px(aus, aus)
    np.testing.assert_allclose(upper, eye.upper_px)
    np.testing.assert_allclose(lower, eye.lower_px)


@pytest.mark.parametrize("source", [{}, {"AU07": 0.6}, {"AU05": 0.8}])
def test_a_full_blink_closes_the_eye_whatever_it_was_before(source: dict[str, float]) -> None:
    eye = round_eye()
    upper, lower = eye.edges_px(au_vector({}), au_vector(source | {"AU45": 1.0}))
    assert np.abs(lower - upper).max() < 0.6


def test_the_upper_lid_raiser_opens_and_the_lid_tightener_narrows() -> None:
    eye, rest = round_eye(), np.zeros(N_AUS, np.float32)
    middle = len(eye.columns) // 2
    gaps = {}
    for code in ("AU05", "AU07"):
        upper, lower = eye.edges_px(rest, au_vector({code: 1.0}))
        gaps[code] = (lower - upper)[middle]
    at_rest = (eye.lower_px - eye.upper_px)[middle]
    assert gaps["AU05"] > 1.2 * at_rest
    assert gaps["AU07"] < 0.8 * at_rest


def test_a_closed_eye_shows_no_eyeball_and_pulls_lid_from_above_the_edge() -> None:
    eye, rest = round_eye(), np.zeros(N_AUS, np.float32)
    flow = np.zeros((SIZE, SIZE, 2), np.float32)
    upper, lower = eye.edges_px(rest, au_vector({"AU45": 1.0}))
    layers = move_lids(flow, np.zeros((SIZE, SIZE, 3), np.float32), eye, upper, lower)
    assert layers.opening.max() < 0.3
    column, row = 32, int(np.floor(upper[22]))
    assert row + flow[row, column, 1] <= eye.upper_px[22]


def test_an_unmoved_eye_is_pulled_from_itself() -> None:
    eye = round_eye()
    flow = np.zeros((SIZE, SIZE, 2), np.float32)
    layers = move_lids(flow, np.zeros((SIZE, SIZE, 3), np.float32), eye, eye.upper_px, eye.lower_px)
    assert np.abs(flow).max() == 0
    assert (layers.opening > 0.5).any()
    assert (layers.lid == 0).all()
    assert (layers.shade == 1).all()
    assert (layers.lash == 1).all()


def drawn_eye(eye: Eye) -> np.ndarray:
    """A face of one tone with a bright eyeball, black lashes above it, and a black rim of glasses further up, (S, S, 3)."""
    picture = np.full((SIZE, SIZE, 3), 150.0, np.float32)
    picture[12:14] = 0.0
    rows = np.arange(SIZE)
    for column, upper, lower in zip(eye.columns.astype(int), eye.upper_px, eye.lower_px, strict=True):
        if lower > upper:
            picture[(rows > upper - 2) & (rows <= upper), column] = 0.0
            picture[(rows > upper) & (rows < lower), column] = 250.0
    return picture


def test_the_skin_of_a_lid_knows_nothing_of_eyeball_lashes_and_rims() -> None:
    eye = round_eye()
    skin = lid_skin(drawn_eye(eye), eye)
    np.testing.assert_allclose(skin[22:42, 20:44], 150.0, atol=4.0)


def test_a_closed_lid_is_skin_down_to_its_lash_line() -> None:
    eye, picture = round_eye(), drawn_eye(round_eye())
    upper, lower = eye.edges_px(au_vector({}), au_vector({"AU45": 1.0}))
    layers = move_lids(np.zeros((SIZE, SIZE, 2), np.float32), picture, eye, upper, lower)
    drawn = layers.drawn_on(picture, lid_skin(picture, eye))
    middle, line = 32, round(float(upper[22]))
    between = drawn[int(eye.upper_px[22]) : line - 3, middle]
    away_from_lashes = between[-5:]
    assert between.min() > 120
    assert between.max() < 200
    assert drawn[line, middle].max() < 0.8 * away_from_lashes.min()


def test_the_lash_line_reaches_from_corner_to_corner_and_no_eyeball_shows_beside_it() -> None:
    eye, picture = round_eye(), drawn_eye(round_eye())
    upper, lower = eye.edges_px(au_vector({}), au_vector({"AU45": 1.0}))
    flow = np.zeros((SIZE, SIZE, 2), np.float32)
    layers = move_lids(flow, picture, eye, upper, lower)
    rows, columns = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    pulled = np.asarray(cv2.remap(picture, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR), np.float32)
    drawn = layers.drawn_on(pulled, lid_skin(picture, eye))[..., 0]
    assert layers.lash[:, 20:45].min(axis=0).max() < 0.5
    assert layers.lash[:, [11, 53]].min() > 0.95
    assert drawn[24:, 18:47].max() < 215


@pytest.mark.parametrize("brow_above", [10, 16])
def test_a_closed_lid_is_skin_almost_up_to_the_brow_and_leaves_the_brow(brow_above: int) -> None:
    eye = replace(round_eye(), bare_px=np.full(45, float(brow_above)))
    upper, lower = eye.edges_px(au_vector({}), au_vector({"AU45": 1.0}))
    layers = move_lids(np.zeros((SIZE, SIZE, 2), np.float32), drawn_eye(eye), eye, upper, lower)
    lid = layers.lid[:, 32]
    edge = int(eye.upper_px[22])
    assert lid[edge - brow_above] < 0.05
    assert lid[edge - brow_above // 3 : int(upper[22])].min() > 0.8


def test_the_lash_line_tapers_towards_the_corners() -> None:
    eye = round_eye()
    upper, lower = eye.edges_px(au_vector({}), au_vector({"AU45": 1.0}))
    layers = move_lids(np.zeros((SIZE, SIZE, 2), np.float32), drawn_eye(eye), eye, upper, lower)
    thickness = (1 - layers.lash).sum(axis=0)
    assert thickness[32] > 1.4 * thickness[18]
    assert thickness[32] > 1.4 * thickness[46]


def test_half_lowered_lids_keep_the_skin_that_the_photo_shows() -> None:
    eye = round_eye()
    upper, lower = eye.edges_px(au_vector({}), au_vector({"AU45": 0.2}))
    layers = move_lids(np.zeros((SIZE, SIZE, 2), np.float32), drawn_eye(eye), eye, upper, lower)
    assert layers.lid.max() < 0.1


def test_lids_follow_a_gaze_up_and_down() -> None:
    eye, rest = round_eye(), np.zeros(N_AUS, np.float32)
    (up_upper, up_lower), (down_upper, down_lower) = (eye.edges_px(rest, rest, gaze) for gaze in (1.0, -1.0))
    middle, height = 22, 12.0
    assert up_upper[middle] < eye.upper_px[middle] - 0.3 * height
    assert up_lower[middle] < eye.lower_px[middle]
    assert down_upper[middle] > eye.upper_px[middle] + 0.6 * height
    assert down_lower[middle] > eye.lower_px[middle]
