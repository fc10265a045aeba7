from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF

from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.ui.canvas.view import MAX_ZOOM, CanvasView


@pytest.fixture
def view():
    view = CanvasView()
    view.set_canvas_size(800, 600)
    view.set_photo_size(4000, 2000)
    return view


def test_a_new_photo_is_fitted_and_centred(view):
    rect = view.photo_rect
    assert view.fitted
    assert QRectF(0, 0, 800, 600).contains(rect)
    assert rect.center().x() == pytest.approx(400, abs=1)
    assert rect.center().y() == pytest.approx(300, abs=1)


def test_zooming_keeps_what_is_under_the_pointer(view):
    pointer = QPointF(250, 280)
    for zoom in (0.5, 1.0, 3.0, 0.7):
        before = view.photo_point(pointer)
        view.zoom_at(pointer, zoom)
        after = view.photo_point(pointer)
        assert after.x() == pytest.approx(before.x(), abs=0.51 / zoom)
        assert after.y() == pytest.approx(before.y(), abs=0.51 / zoom)
    assert not view.fitted


def test_a_fitted_photo_follows_the_canvas_and_a_zoomed_one_keeps_its_middle(view):
    view.set_canvas_size(400, 300)
    assert QRectF(0, 0, 400, 300).contains(view.photo_rect)
    view.zoom_to(1.0)
    middle = view.photo_point(QPointF(200, 150))
    view.set_canvas_size(1000, 700)
    assert view.zoom == 1.0
    assert view.photo_point(QPointF(500, 350)).x() == pytest.approx(middle.x(), abs=1)


def test_zoom_has_limits(view):
    view.zoom_to(1e6)
    assert view.zoom == MAX_ZOOM
    view.zoom_to(1e-9)
    assert view.photo_rect.width() >= 40


def test_the_photo_cannot_be_lost_by_panning(view):
    view.zoom_to(1.0)
    view.pan(QPointF(1e6, -1e6))
    assert view.photo_rect.intersects(QRectF(0, 0, 800, 600))


def test_points_go_there_and_back(view):
    view.zoom_at(QPointF(10, 20), 0.7)
    point = QPointF(1234.5, 567.25)
    assert view.photo_point(view.canvas_point(point)).x() == pytest.approx(point.x())
    assert view.photo_point(view.canvas_point(point)).y() == pytest.approx(point.y())


def test_the_photo_starts_at_a_whole_device_pixel(view):
    view.zoom_at(QPointF(33.3, 44.4), 0.613)
    corner = view.photo_rect.topLeft()
    assert corner.x() == int(corner.x())
    assert corner.y() == int(corner.y())


def test_a_tiny_photo_is_not_enlarged_without_end(view):
    view.set_photo_size(1, 1)
    assert view.zoom == 8.0


def _part(view: CanvasView) -> Rectangle | None:
    return view.visible_part


def test_only_what_is_seen_of_a_large_photo_is_visible(view):
    assert _part(view) is None
    view.zoom_at(QPointF(400, 300), 1.0)
    part = _part(view)
    assert part is not None
    assert (part.right - part.left, part.bottom - part.top) == (800, 600)
    corner = view.photo_point(QPointF(0, 0))
    assert (part.left, part.top) == (corner.x(), corner.y())
    view.pan(QPointF(5000, 0))
    panned = _part(view)
    assert panned is not None
    assert panned.left == 0
    view.fit()
    assert _part(view) is None
