import numpy as np
import pytest

from ganimation_desktop.core.action_units import N_AUS, au_vector
from ganimation_desktop.training.synthesis.lids import Eye, move_lids

SIZE = 64


def round_eye() -> Eye:
    columns = np.arange(10.0, 55.0)
    bulge = 6 * np.sqrt(np.clip(1 - ((columns - 32) / 14) ** 2, 0, 1))
    return Eye(columns, 32 - bulge, 32 + bulge, 28.0, 14.0, 2 * bulge)


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
    inside = layers.opening > 0.5
    rows = np.repeat(np.arange(SIZE, dtype=np.float32)[:, None], SIZE, axis=1)
    assert inside.any()
    assert np.abs(layers.eyeball_row_px - rows)[inside].max() <= 1.0
    assert (layers.shade == 1).all()
    assert (layers.lash == 1).all()
