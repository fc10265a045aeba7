"""The white of an eye looks like one once the eye turns, and stays what the photo shows before."""

import numpy as np
import pytest

from ganimation_desktop.core.faces.eye_white import in_usual_light
from ganimation_desktop.core.faces.eyeball import Eyeball, complete_eyeball
from tests.core.faces.test_eyeball import CENTRE, COLUMNS, LOWER, RADIUS, SKIN, UPPER, at, eye_picture


def eye_with(white: tuple[int, int, int]) -> tuple[np.ndarray, Eyeball]:
    picture = eye_picture()
    columns, rows = np.meshgrid(np.arange(160), np.arange(120))
    between = (rows > np.interp(columns, COLUMNS, UPPER)) & (rows < np.interp(columns, COLUMNS, LOWER))
    picture[between & (np.hypot(columns - CENTRE[0], rows - CENTRE[1]) >= RADIUS)] = white
    return picture, complete_eyeball(picture, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)


def test_a_brown_white_is_brighter_than_the_skin_once_the_eye_turns() -> None:
    _, eyeball = eye_with((150, 105, 85))
    white = at(eyeball, eyeball.picture((0.0, 1.0)), 80, 66)
    assert white.mean() > 1.1 * np.mean(SKIN)
    assert (white.max() - white.min()) / white.max() < 0.25


def test_it_stays_as_it_is_while_the_eye_rests() -> None:
    picture, eyeball = eye_with((150, 105, 85))
    seen = eyeball.seen == 1
    where = slice(eyeball.top, eyeball.top + seen.shape[0]), slice(eyeball.left, eyeball.left + seen.shape[1])
    np.testing.assert_allclose(eyeball.picture()[seen], picture[where][seen], atol=1e-3)


def test_a_white_in_its_usual_light_is_left_alone() -> None:
    white = np.full((4, 5, 3), (210.0, 205.0, 200.0), np.float32)
    np.testing.assert_allclose(in_usual_light(white, white.reshape(-1, 3), np.full((9, 3), SKIN, np.float32)), white)


@pytest.mark.parametrize(("n_white", "n_skin"), [(0, 9), (9, 0)])
def test_without_white_or_skin_nothing_is_known(n_white: int, n_skin: int) -> None:
    white = np.full((4, 5, 3), 60, np.float32)
    assert in_usual_light(white, np.full((n_white, 3), 60, np.float32), np.full((n_skin, 3), 180, np.float32)) is white


def test_a_grey_eye_stays_grey_and_no_white_is_burnt_out() -> None:
    white = np.full((4, 5, 3), 120, np.float32)
    lit = in_usual_light(white, white.reshape(-1, 3), np.full((9, 3), 240, np.float32))
    assert lit.max() == lit.min() == pytest.approx(192)
