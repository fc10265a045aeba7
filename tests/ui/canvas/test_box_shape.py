import pytest
from PySide6.QtCore import QPointF

from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.ui.canvas.box_shape import SMALLEST_PX, BoxShape


def test_a_box_comes_back_as_it_was():
    box = FaceBox(10, 20, 50, 60, 0.0, 30.0)
    assert BoxShape.of(box).face_box() == box


@pytest.mark.parametrize("end", [QPointF(90, 60), QPointF(10, 40), QPointF(60, 130), QPointF(30, -20)])
def test_a_drag_draws_a_square_from_its_first_corner(end):
    start = QPointF(50, 50)
    shape = BoxShape.drawn(start, end)
    assert shape.side == max(abs(end.x() - 50), abs(end.y() - 50))
    assert min((corner - start).manhattanLength() for corner in shape.corners()) == pytest.approx(0)
    assert shape.contains((start + end) / 2)


def test_the_knob_turns_the_head_upright_or_on_its_side():
    shape = BoxShape(QPointF(100, 100), 40)
    assert shape.knob(10) == QPointF(100, 70)
    right = shape.turned_to(QPointF(150, 100))
    assert right.roll_deg == pytest.approx(90)
    assert right.knob(10).x() == pytest.approx(130)
    assert shape.turned_to(QPointF(118, 60), 15).roll_deg == pytest.approx(30)


def test_a_corner_enlarges_about_the_middle_whatever_the_tilt():
    for roll in (0.0, 30.0, -120.0):
        shape = BoxShape(QPointF(100, 100), 40, roll)
        corner = BoxShape(QPointF(100, 100), 80, roll).corners()[2]
        assert shape.with_corner_at(corner).side == pytest.approx(80)
    assert shape.with_corner_at(shape.middle).side == SMALLEST_PX


def test_what_is_inside_follows_the_tilt():
    shape = BoxShape(QPointF(0, 0), 20, 45)
    assert shape.contains(QPointF(13, 0))
    assert not shape.contains(QPointF(9.5, 9.5))
