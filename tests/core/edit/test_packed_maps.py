"""Maps that are warped together come out as if each was warped alone."""

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.edit.packed_maps import PackedMaps, packed, warped

MATRIX = np.array([[0.31, 0.02, 3.4], [-0.02, 0.31, 5.1]])


def smooth(*shape):
    values = np.random.default_rng(sum(shape)).random(shape).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(values, (0, 0), 2), np.float32).reshape(shape)


@pytest.mark.parametrize("channels", [(1,), (1, 1, 1), (1, 2, 3), (1, 3, 2), (3, 3), (2, 2), (4, 1), (1, 3, 1)])
def test_every_map_is_warped_as_if_it_were_alone(channels):
    maps = [smooth(40, 50) if n == 1 else smooth(40, 50, n) for n in channels]
    part = Rectangle(7, 9, 120, 100)
    together = PackedMaps(maps).at(MATRIX, part)
    assert [values.shape for values in together] == [(91, 113) if n == 1 else (91, 113, n) for n in channels]
    for values, alone in zip(together, maps, strict=True):
        np.testing.assert_allclose(values, warped(alone, MATRIX, part, cv2.BORDER_REPLICATE), atol=1e-6)


def test_channels_that_are_left_over_are_empty():
    picture = packed(smooth(8, 9, 2), smooth(8, 9))
    assert picture.shape == (8, 9, 4)
    assert picture[..., :3].all()
    assert not picture[..., 3].any()
