from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from ganimation_desktop.ui.widgets.qimage import qimage_from_mask, qimage_from_rgb, qimage_from_rgba, qimage_view, rgb_from_qimage


@pytest.mark.parametrize("width", [1, 2, 3, 5, 7, 64, 101])
def test_pixels_survive_the_way_to_qt_and_back_at_every_width(width):
    rgb = np.random.default_rng(width).integers(0, 256, (9, width, 3), np.uint8)
    for image in (qimage_from_rgb(rgb), qimage_view(rgb)):
        assert (image.width(), image.height()) == (width, 9)
        np.testing.assert_array_equal(rgb_from_qimage(image), rgb)


def test_red_stays_red():
    red = np.zeros((4, 5, 3), np.uint8)
    red[..., 0] = 255
    assert qimage_from_rgb(red).pixelColor(4, 3) == QColor(255, 0, 0)
    assert qimage_view(red).pixelColor(4, 3) == QColor(255, 0, 0)


def test_a_picture_of_its_own_does_not_follow_the_array():
    rgb = np.zeros((4, 4, 3), np.uint8)
    image = qimage_from_rgb(rgb)
    rgb[:] = 255
    assert image.pixelColor(0, 0) == QColor(0, 0, 0)


def test_masks_become_grey():
    image = qimage_from_mask(np.array([[0.0, 0.5, 1.0]], np.float32))
    assert [image.pixelColor(x, 0).red() for x in range(3)] == [0, pytest.approx(127, abs=1), 255]


def test_transparent_pixels_become_white():
    image = QImage(3, 2, QImage.Format.Format_ARGB32)
    image.fill(QColor(10, 20, 30, 0))
    image.setPixelColor(1, 1, QColor(10, 20, 30, 255))
    rgb = rgb_from_qimage(image)
    assert rgb[0, 0].tolist() == [255, 255, 255]
    assert rgb[1, 1].tolist() == [10, 20, 30]


def test_grey_and_16_bit_pictures_are_read():
    grey = QImage(5, 3, QImage.Format.Format_Grayscale8)
    grey.fill(77)
    deep = QImage(5, 3, QImage.Format.Format_RGBX64)
    deep.fill(QColor(200, 100, 50))
    assert rgb_from_qimage(grey)[2, 4].tolist() == [77, 77, 77]
    assert rgb_from_qimage(deep)[2, 4].tolist() == [200, 100, 50]


def test_straight_alpha_is_drawn_as_such():
    rgba = np.array([[[200, 100, 0, 128]]], np.uint8)
    assert qimage_from_rgba(rgba).pixelColor(0, 0).alpha() == 128
    assert qimage_from_rgba(rgba).pixelColor(0, 0).red() == pytest.approx(200, abs=2)


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (4,)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match="height, width"):
        qimage_from_rgb(np.zeros(shape, np.uint8))


def test_an_empty_picture_is_refused():
    with pytest.raises(ValueError, match="empty"):
        rgb_from_qimage(QImage())
