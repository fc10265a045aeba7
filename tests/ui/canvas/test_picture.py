from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.ui.canvas.picture import CanvasPicture
from ganimation_desktop.ui.canvas.view import CanvasView
from ganimation_desktop.ui.live.mirror import mirrored
from ganimation_desktop.ui.widgets.qimage import rgb_from_qimage
from tests.ui.fakes import TWO_FACES, FakeAnimator


@pytest.fixture
def animation(qapp):
    animator = FakeAnimator(TWO_FACES)
    columns, rows = np.meshgrid(np.arange(161), np.arange(120))
    animator.set_frame(Frame(np.dstack([columns, 2 * rows, 80 + 40 * np.sin(columns / 5)]).astype(np.uint8)))
    return animator.animate({0: FaceTarget.of(np.full(N_AUS, 0.6))})


def painted(animation, zoom, exposed):
    view = CanvasView()
    view.set_canvas_size(400, 300)
    view.set_photo_size(animation.frame.width, animation.frame.height)
    view.zoom_at(QPointF(130, 170), zoom)
    picture = CanvasPicture()
    picture.set_photo(animation.frame.rgb)
    picture.set_animation(animation, view)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(9, 9, 9))
    painter = QPainter(image)
    painter.setClipRect(exposed)
    picture.draw_source(painter, view, exposed)
    picture.draw_edit(painter, view, exposed)
    painter.end()
    return rgb_from_qimage(image)


def copied(animation):
    """The same with arrays whose rows run from left to right."""
    faces = tuple(
        face if face.patch is None else replace(face, patch=replace(face.patch, rgb=np.ascontiguousarray(face.patch.rgb)))
        for face in animation.faces
    )
    return replace(animation, frame=replace(animation.frame, rgb=np.ascontiguousarray(animation.frame.rgb)), faces=faces)


@pytest.mark.parametrize("exposed", [QRectF(0, 0, 400, 300), QRectF(60, 50, 130, 90)])
@pytest.mark.parametrize("zoom", [1.0, 1.7, 6.0, 0.5])
def test_a_mirror_image_looks_the_same_whether_its_pixels_were_moved_or_it_is_painted_mirrored(animation, zoom, exposed):
    shown = mirrored(animation)
    assert shown.frame.rgb.base is not None
    assert any(face.patch is not None for face in shown.faces)
    expected, found = painted(copied(shown), zoom, exposed), painted(shown, zoom, exposed)
    assert (expected != 9).any()
    difference = np.abs(expected.astype(int) - found)
    # Positions between pixels are rounded the other way round.
    assert np.percentile(difference, 99) <= 3
    assert difference.mean() < 0.5
