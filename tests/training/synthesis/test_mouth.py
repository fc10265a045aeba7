"""What is laid behind opened lips, on drawn outlines."""

import numpy as np
import pytest

from ganimation_desktop.training.synthesis.mouth import MouthLayer, MouthScene, light_gain, own_teeth, teeth_edge_row, texture_layer
from ganimation_desktop.training.synthesis.mouth_texture import CORNER_U, FLOOR_V
from ganimation_desktop.training.synthesis.outlines import MouthOutline

SIZE, UNIT = 176, 56.0
COLUMNS = np.arange(70.0, 107.0)


def outline(opening: float) -> MouthOutline:
    bow = np.sqrt(np.clip(1 - ((COLUMNS - 88) / 18) ** 2, 0, 1))
    return MouthOutline(COLUMNS, np.full_like(COLUMNS, 110.0), 110 + opening * bow)


def hole(opened: MouthOutline) -> np.ndarray:
    rows, columns = np.meshgrid(np.arange(SIZE), np.arange(SIZE), indexing="ij")
    upper, lower = (np.interp(columns, opened.columns, edge) for edge in (opened.upper_px, opened.lower_px))
    within = (columns >= opened.columns[0]) & (columns <= opened.columns[-1])
    return np.asarray((rows > upper) & (rows < lower) & within, np.float32)


def layer(opening: float) -> MouthLayer:
    opened = outline(opening)
    return texture_layer(MouthScene(UNIT, 1.0, np.ones(3, np.float32)), opened, 114.0, hole(opened))


def test_the_texture_lies_upright_with_its_middle_between_the_corners() -> None:
    uv = layer(20.0).uv
    assert uv[114, 88, 0] == pytest.approx(0, abs=0.01)
    assert uv[114, 88, 1] == pytest.approx(0, abs=0.01)
    assert (np.diff(uv[114, 70:107, 0]) > 0).all()
    assert (np.diff(uv[100:130, 88, 1]) > 0).all()
    assert abs(uv[114, 70, 0]) <= CORNER_U


def test_a_lip_that_rises_far_bares_teeth_and_no_field_of_gum() -> None:
    rising = outline(20.0)
    assert teeth_edge_row(110.0, 1.0, rising, UNIT) > teeth_edge_row(110.0, 0.0, rising, UNIT) > 110
    edge = teeth_edge_row(150.0, 1.0, rising, UNIT)
    uv = texture_layer(MouthScene(UNIT, 1.0, np.ones(3, np.float32)), rising, edge, hole(rising)).uv
    assert uv[110, 88, 1] > -0.6


def test_teeth_stay_where_they_are_while_the_floor_goes_with_the_lower_lip() -> None:
    little, wide = layer(6.0).uv, layer(30.0).uv
    np.testing.assert_allclose(little[111, 88], wide[111, 88])
    assert wide[139, 88, 1] == pytest.approx(FLOOR_V, abs=0.1)


def test_lower_teeth_are_as_tall_however_wide_the_mouth_opens() -> None:
    middling, wide = layer(22.0).uv[..., 88, 1], layer(30.0).uv[..., 88, 1]
    np.testing.assert_allclose(middling[127:131], wide[135:139], atol=0.02)


def test_the_floor_follows_a_bumpy_lip_smoothly() -> None:
    even = outline(24.0)
    bumpy = MouthOutline(COLUMNS, even.upper_px, even.lower_px + 2.0 * (np.arange(len(COLUMNS)) % 2))
    scene = MouthScene(UNIT, 1.0, np.ones(3, np.float32))
    along = texture_layer(scene, bumpy, 114.0, hole(bumpy)).uv[128, 80:97, 1]
    assert np.abs(np.diff(along)).max() < 0.06


def test_a_deep_mouth_is_dark_and_warm() -> None:
    shade = layer(30.0).shade
    teeth, depth = shade[113, 88], shade[124, 88]
    assert depth.max() < 0.6 * teeth.max()
    assert depth[0] > 1.2 * depth[2]


def test_nothing_is_laid_over_a_shut_mouth() -> None:
    picture = np.random.default_rng(0).uniform(0, 255, (SIZE, SIZE, 3)).astype(np.float32)
    texture = np.full((40, 50, 3), 255, np.float32)
    np.testing.assert_array_equal(MouthLayer.nothing(SIZE).over(picture, texture), picture)


def test_teeth_glow_neither_in_the_dark_nor_in_warm_light() -> None:
    dark, even = light_gain(np.array([32.0, 28, 26], np.float32), 45), light_gain(np.array([200.0, 160, 140], np.float32), 215)
    assert dark.max() * 235 < 90
    assert even.mean() > 0.85
    warm = light_gain(np.array([220.0, 130, 70], np.float32), 215)
    assert warm[0] > 1.2 * warm[2]


def test_own_teeth_stay_and_end_above_the_lip_that_drops() -> None:
    image = np.zeros((SIZE, SIZE, 3), np.float32)
    image[110:120] = 240
    picture, edge = own_teeth(image, outline(10.0), outline(25.0))
    np.testing.assert_array_equal(picture[113, 88], [240] * 3)
    assert 110 < edge[88] < 120
