from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.ui.canvas.canvas import Canvas
from ganimation_desktop.ui.canvas.panes import Panes
from tests.ui.fakes import TWO_FACES, FakeAnimator


@pytest.fixture
def animator() -> FakeAnimator:
    return FakeAnimator(TWO_FACES)


@pytest.fixture
def canvas(qtbot, animator: FakeAnimator) -> Canvas:
    frame = Frame(np.full((400, 400, 3), 90, np.uint8))
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(800, 400)
    canvas.set_frame(frame)
    canvas.set_faces(animator.set_frame(frame), 0)
    canvas.set_boxes(False)
    canvas.set_side_by_side(True)
    canvas.set_animation(animator.animate({0: FaceTarget.of(np.ones(17, np.float32))}))
    return canvas


def _shades(canvas: Canvas, photo_point: QPointF) -> tuple[int, int]:
    """How bright a photo position is in the left and in the right pane."""
    image = canvas.grab().toImage()
    place = canvas.view.canvas_point(photo_point)
    points = [(corner + place).toPoint() for corner in (QPointF(), canvas.panes.after)]
    left, right = (image.pixelColor(point).lightness() for point in points)
    return left, right


def test_one_pane_is_the_whole_canvas():
    panes = Panes()
    panes.resize(301, 200)
    assert panes.rect(panes.after) == QRectF(0, 0, 301, 200)
    assert panes.in_view(QPointF(300, 5)) == QPointF(300, 5)


def test_two_panes_have_the_same_size_in_whole_pixels():
    panes = Panes()
    panes.resize(301, 200)
    panes.beside = True
    assert panes.rect(QPointF()) == QRectF(0, 0, 150, 200)
    assert panes.rect(panes.after) == QRectF(150, 0, 150, 200)
    assert panes.in_view(QPointF(160, 5)) == QPointF(10, 5)
    assert panes.in_view(QPointF(149, 5)) == QPointF(149, 5)


@pytest.mark.parametrize("zoom", [0, 1.0, 2.5])
def test_the_edit_is_seen_at_the_right_and_the_photo_at_the_left(canvas, animator, zoom):
    middle = QPointF(120, 170)
    if zoom:
        canvas.center_on(middle, zoom)
    before, after = _shades(canvas, middle)
    assert (before, after > before) == (90, True)
    canvas.set_before(True)
    assert _shades(canvas, middle) == (90, 90)


def test_the_wheel_and_a_drag_in_either_pane_move_both(qtbot, canvas):
    right = QPoint(600, 200)
    at = canvas.view.photo_point(QPointF(200, 200))
    canvas.zoom_to(2.0, QPointF(right))
    assert (canvas.view.photo_point(QPointF(200, 200)) - at).manhattanLength() < 2
    before = canvas.view.middle
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=right)
    qtbot.mouseMove(canvas, right + QPoint(-40, 0))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=right + QPoint(-40, 0))
    assert canvas.view.middle.x() == pytest.approx(before.x() + 20, abs=1)


def test_a_face_is_clicked_in_either_pane(qtbot, canvas):
    canvas.set_boxes(True)
    place = canvas.view.canvas_point(QPointF(300, 220))
    for corner in (QPointF(), canvas.panes.after):
        with qtbot.waitSignal(canvas.faceClicked) as clicked:
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=(corner + place).toPoint())
        assert clicked.args == [1]


def test_one_way_to_compare_at_a_time(window):
    actions = window.actions_by_name
    actions["split"].setChecked(True)
    actions["side_by_side"].setChecked(True)
    assert not actions["split"].isChecked()
    assert window.canvas.panes.beside
    actions["face_box"].setChecked(True)
    assert not actions["side_by_side"].isChecked()
    assert not window.canvas.panes.beside
    actions["side_by_side"].setChecked(True)
    assert not actions["face_box"].isChecked()
    actions["split"].setChecked(True)
    assert not actions["side_by_side"].isChecked()
