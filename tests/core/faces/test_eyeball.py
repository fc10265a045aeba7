"""A drawn eye, half covered by its lids, must come back whole."""

import numpy as np
import pytest

from ganimation_desktop.core.faces.eyeball import TRAVEL_RIGHT, Eyeball, complete_eyeball

CENTRE, RADIUS = (80.0, 60.0), 16.0
WHITE, IRIS, SKIN = (210, 205, 200), (60, 90, 120), (200, 150, 120)
COLUMNS = np.arange(30.0, 131.0)
BULGE = 13 * np.sqrt(np.clip(1 - ((COLUMNS - 80) / 45) ** 2, 0, 1))
UPPER, LOWER = 60 - BULGE, 60 + BULGE


def eye_picture() -> np.ndarray:
    columns, rows = np.meshgrid(np.arange(160), np.arange(120))
    picture = np.full((120, 160, 3), SKIN, np.uint8)
    between = (rows > np.interp(columns, COLUMNS, UPPER)) & (rows < np.interp(columns, COLUMNS, LOWER))
    picture[between] = WHITE
    picture[between & (np.hypot(columns - CENTRE[0], rows - CENTRE[1]) < RADIUS)] = IRIS
    return picture


@pytest.fixture
def eyeball() -> Eyeball:
    return complete_eyeball(eye_picture(), COLUMNS, UPPER, LOWER, CENTRE, RADIUS)


def at(eyeball: Eyeball, picture: np.ndarray, x: float, y: float) -> np.ndarray:
    return np.asarray(picture[round(y) - eyeball.top, round(x) - eyeball.left])


def test_what_the_photo_shows_stays_as_it_is(eyeball: Eyeball) -> None:
    picture, seen = eyeball.picture(), eyeball.seen == 1
    assert seen.any()
    np.testing.assert_allclose(picture[seen], eyeball.photo_rgb[seen], atol=1e-3)


def test_the_iris_is_a_whole_disc_under_the_upper_lid(eyeball: Eyeball) -> None:
    hidden = at(eyeball, eyeball.picture(), 80, 60 - 14)
    np.testing.assert_allclose(hidden, IRIS, atol=12)


def test_white_lies_above_the_iris_and_no_skin(eyeball: Eyeball) -> None:
    above = at(eyeball, eyeball.picture(), 80, 60 - 24)
    assert np.abs(above - WHITE).max() < 20


@pytest.mark.parametrize("right", [-1.0, 0.5, 1.0])
def test_the_iris_turns_with_the_gaze_and_leaves_white(eyeball: Eyeball, right: float) -> None:
    picture = eyeball.picture((right, 0.0))
    travelled = right * TRAVEL_RIGHT * eyeball.width_px
    np.testing.assert_allclose(at(eyeball, picture, 80 + travelled, 60), IRIS, atol=12)
    trailing_edge = 80 + travelled - np.sign(right) * (RADIUS + 5)
    assert np.abs(at(eyeball, picture, trailing_edge, 60) - WHITE).max() < 25


def test_looking_up_moves_the_iris_up(eyeball: Eyeball) -> None:
    assert eyeball.shift_px((0.0, 1.0))[1] < 0 < eyeball.shift_px((0.0, -1.0))[1]


def test_lids_show_skin_in_place_of_the_eyeball_before_they_come_down(eyeball: Eyeball) -> None:
    lids = eyeball.lids()
    for row in (50, 60, 68):
        np.testing.assert_allclose(at(eyeball, lids.rgb, 80, row), SKIN, atol=6)
    assert at(eyeball, lids.alpha, 80, 60) == 1
    assert at(eyeball, lids.alpha, 80, 36) == at(eyeball, lids.alpha, 80, 84) == at(eyeball, lids.alpha, 28, 60) == 0


def test_lids_that_are_learned_to_come_down_have_their_lashes_along_the_edge(eyeball: Eyeball) -> None:
    line, below = (at(eyeball, eyeball.draw_lids(True).rgb, 80, row) for row in (48, 60))
    assert line.mean() < 0.6 * np.mean(SKIN)
    assert line[0] > line[2]
    np.testing.assert_allclose(below, SKIN, atol=12)


def test_a_closed_eye_is_skin_down_to_a_lash_line_on_the_lower_lid(eyeball: Eyeball) -> None:
    closed = eyeball.draw_closed(0.0)
    covered = [row for row in range(47, 75) if at(eyeball, closed.alpha, 80, row) > 0.99]
    assert covered[0] == 47
    assert covered[-1] >= 73, "the opening is covered"
    for row in (50, 60, 70):
        np.testing.assert_allclose(at(eyeball, closed.rgb, 80, row), SKIN, rtol=0.08)
    luma = np.array(
        [at(eyeball, closed.alpha, 80, row) * (np.mean(SKIN) - at(eyeball, closed.rgb, 80, row).mean()) for row in range(60, 95)]
    )
    assert 73 <= 60 + luma.argmax() <= 82
    assert luma.max() > 0.4 * np.mean(SKIN)
    assert max(at(eyeball, closed.alpha, 80, 22), at(eyeball, closed.alpha, 80, 94)) < 1e-3
    assert closed.alpha[:, [0, -1]].max() < 0.05, "no seam beside it"


def test_a_closed_eye_has_nothing_of_lashes_and_brow_above_it() -> None:
    picture = eye_picture()
    picture[22:45, 78:82] = 30
    picture[20:24] = 40
    eyeball = complete_eyeball(picture, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    for row in (45, 55, 65):
        np.testing.assert_allclose(at(eyeball, eyeball.draw_closed(0.0).rgb, 80, row), SKIN, rtol=0.12)


def test_a_closed_eye_has_the_pores_of_the_skin_below_it() -> None:
    rng = np.random.default_rng(5)
    picture = np.clip(eye_picture() + rng.normal(0, 6, (120, 160, 1)), 0, 255).astype(np.uint8)
    eyeball = complete_eyeball(picture, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)

    def grain(drawn: Eyeball) -> float:
        lid = drawn.draw_closed(0.0).rgb[45 - drawn.top : 65 - drawn.top, 60 - drawn.left : 100 - drawn.left].mean(axis=2)
        return float(np.abs(np.diff(lid, axis=1)).mean())

    smooth = complete_eyeball(eye_picture(), COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    assert grain(smooth) < 1
    assert 2 < grain(eyeball) < 7


def test_closed_lids_hide_the_lashes_of_the_open_eye_and_keep_the_skin_between() -> None:
    picture = eye_picture()
    picture[22:45, 80:82] = 30
    eyeball = complete_eyeball(picture, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    for row in (28, 38):
        assert at(eyeball, eyeball.lids().alpha, 80, row) > 0.9
        np.testing.assert_allclose(at(eyeball, eyeball.lids().rgb, 80, row), SKIN, atol=10)
        assert at(eyeball, eyeball.lids().alpha, 92, row) == 0


def test_a_rim_and_a_crease_above_the_lashes_are_not_hidden_by_closed_lids() -> None:
    picture = eye_picture()
    picture[20:24] = 30
    eyeball = complete_eyeball(picture, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    assert at(eyeball, eyeball.lids().alpha, 80, 22) == 0


def test_closed_lids_are_as_dark_as_the_skin_beside_them() -> None:
    light = complete_eyeball(eye_picture(), COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    picture = eye_picture()
    picture[:44] = np.array(SKIN) * 0.75
    painted = complete_eyeball(picture, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    there = at(light, light.lids().rgb, 80, 50)
    assert at(painted, painted.lids().rgb, 80, 50).mean() < 0.87 * there.mean()


def test_a_closed_eye_has_nothing_to_close() -> None:
    shut = complete_eyeball(eye_picture(), COLUMNS, np.full_like(UPPER, 60), np.full_like(LOWER, 60), CENTRE, RADIUS)
    assert shut.lids().alpha.max() == shut.draw_closed(0.0).alpha.max() == 0


def test_a_closed_eye_gets_an_eyeball_in_the_light_of_the_picture() -> None:
    shut = complete_eyeball(
        np.full((120, 160, 3), SKIN, np.uint8), COLUMNS, np.full_like(UPPER, 60), np.full_like(LOWER, 60), CENTRE, RADIUS
    )
    picture = shut.picture()
    assert np.isfinite(picture).all()
    assert at(shut, picture, 80, 60).mean() < at(shut, picture, 80, 36).mean()


def test_an_eye_at_the_border_of_the_picture_is_cut_there() -> None:
    cut = complete_eyeball(eye_picture()[:, 60:], COLUMNS - 60, UPPER, LOWER, (20.0, 60.0), RADIUS)
    assert cut.left == 0
    assert cut.picture((1.0, 1.0)).shape == cut.photo_rgb.shape


def test_a_turned_eye_leaves_nothing_of_lashes_and_shadows_between_the_open_lids() -> None:
    """Beside the iris, where the upper lid rises when the eye looks up: a dark wedge would float on the white."""
    picture = eye_picture()
    columns, rows = np.meshgrid(np.arange(160), np.arange(120))
    between = (rows > np.interp(columns, COLUMNS, UPPER)) & (rows < np.interp(columns, COLUMNS, LOWER))
    picture[between & (columns > 112)] = (70, 55, 50)
    eyeball = complete_eyeball(picture, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    for gaze in ((0.0, 1.0), (-1.0, 0.0)):
        there = at(eyeball, eyeball.picture(gaze), 116, 60)
        assert there.mean() > 0.75 * np.mean(WHITE), gaze


def test_a_slight_turn_keeps_the_corners_of_the_eye_as_they_are() -> None:
    picture = eye_picture()
    picture[55:66, 114:118] = (120, 70, 60)
    eyeball = complete_eyeball(picture, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    np.testing.assert_allclose(at(eyeball, eyeball.picture((0.01, 0.0)), 116, 60), (120, 70, 60), atol=12)


def test_an_eye_that_hides_its_iris_gets_that_of_the_other_in_its_own_light() -> None:
    squinted = np.where(UPPER < 60, UPPER + 11, UPPER)
    alone = complete_eyeball(eye_picture() // 2, COLUMNS, squinted, LOWER, CENTRE, RADIUS)
    ringed = eye_picture()
    ys, xs = np.mgrid[:120, :160]
    ringed[np.hypot(xs - CENTRE[0], ys - CENTRE[1]) < 0.4 * RADIUS] = (10, 10, 10)
    lender = complete_eyeball(ringed, COLUMNS, UPPER, LOWER, CENTRE, RADIUS)
    assert alone.iris_seen < 0.7 * lender.iris_seen
    for lent, pupil in ((0.0, 50), (1.0, 12)):
        drawn = complete_eyeball(eye_picture() // 2, COLUMNS, squinted, LOWER, CENTRE, RADIUS, lender=lender, lent=lent)
        assert abs(at(drawn, drawn.iris_rgb, 80, 56).mean() - (pupil if lent else at(alone, alone.iris_rgb, 80, 56).mean())) < 8
        np.testing.assert_allclose(at(drawn, drawn.iris_rgb, 80, 48), np.array(IRIS) / 2, atol=12)
