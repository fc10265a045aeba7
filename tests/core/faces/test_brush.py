import numpy as np
import pytest

from ganimation_desktop.core.faces.brush import Brush, Stroke
from ganimation_desktop.core.faces.protection import MAP_PX, UNPROTECTED, Protection
from ganimation_desktop.core.faces.regions import Region
from tests.core.faces.test_protection import face_at


def blank():
    return np.zeros((MAP_PX, MAP_PX), np.uint8)


def distance_to_line(start, end):
    """Of every map pixel, by sampling the line."""
    ys, xs = np.mgrid[:MAP_PX, :MAP_PX]
    return np.min(
        [np.hypot(xs - start[0] - t * (end[0] - start[0]), ys - start[1] - t * (end[1] - start[1])) for t in np.linspace(0, 1, 60)], 0
    )


@pytest.mark.parametrize("softness", [0.0, 0.5, 1.0])
def test_a_line_is_round_and_as_soft_as_the_brush(softness):
    painted = blank()
    Brush(12.0, softness).paint(painted, (100, 120), (160, 90))
    distance = distance_to_line((100, 120), (160, 90))
    assert (painted[distance < 12 * (1 - softness) - 1] == 255).all()
    assert (painted[distance > 13] == 0).all()
    ring = painted[(distance > 12 * (1 - softness / 2) - 0.5) & (distance < 12 * (1 - softness / 2) + 0.5)]
    assert softness == 0 or abs(ring.mean() - 127) < 40


def test_the_changed_part_holds_every_change_and_the_same_line_changes_nothing_more():
    painted = blank()
    part = Brush(20.0, 0.7).paint(painted, (5, 500), (60, 480))
    assert part is not None
    outside = painted.copy()
    outside[part.top : part.bottom, part.left : part.right] = 0
    assert not outside.any()
    again = painted.copy()
    Brush(20.0, 0.7).paint(again, (5, 500), (60, 480))
    np.testing.assert_array_equal(again, painted)


def test_beside_the_map_nothing_is_painted():
    painted = blank()
    assert Brush(10.0).paint(painted, (-50, 20), (-30, 20)) is None
    assert not painted.any()


def test_allowing_undoes_protecting():
    painted = blank()
    Brush(20.0, 0.5).paint(painted, (100, 100), (200, 100))
    Brush(40.0, 0.0, protects=False).paint(painted, (100, 100), (200, 100))
    assert not painted.any()


def test_a_stroke_keeps_the_regions_when_it_protects_and_paints_them_when_it_allows():
    face, only = face_at(256), frozenset({Region.EYES})
    before = Protection(only=only)
    protecting = Stroke(Brush(10.0), before, face, (190, 160))
    protecting.draw_to((190, 160))
    assert protecting.protection.only == only
    assert protecting.shown[160, 190] == 255
    assert protecting.shown[400, 256] == 255
    allowing = Stroke(Brush(10.0, 0.0, protects=False), before, face, (256, 400))
    allowing.draw_to((256, 400))
    after = allowing.protection
    assert not after.only
    assert after.painted is not None
    assert after.painted[400, 256] == 0
    assert after.painted[450, 100] == 255


def test_what_was_handed_out_of_a_stroke_does_not_change_any_more():
    stroke = Stroke(Brush(10.0), UNPROTECTED, face_at(256), (100, 100))
    stroke.draw_to((120, 100))
    early = stroke.protection.painted
    stroke.draw_to((300, 100))
    late = stroke.protection.painted
    assert early is not None
    assert late is not None
    assert early[100, 290] == 0
    assert late[100, 290] == 255
