import cv2
import numpy as np
import pytest

from ganimation_desktop.core.imaging.surroundings import Surroundings, edge_blur_px, light_tint, measure_surroundings, noise_levels
from ganimation_desktop.core.imaging.tone_curve import LUMA

SIZE = 128


def blocks_rgb(side, seed=0):
    """A picture of sharp edges: rectangles of random brightness."""
    rng = np.random.default_rng(seed)
    rgb = np.full((side, side, 3), 120, np.uint8)
    for _ in range(60):
        (x, y), (w, h) = rng.integers(0, side, 2), rng.integers(side // 12, side // 4, 2)
        rgb[y : y + h, x : x + w] = rng.integers(20, 235)
    return rgb


def placed(scale):
    """The map of a crop in the upper left corner."""
    return np.array([[scale, 0, (scale - 1) / 2], [0, scale, (scale - 1) / 2]])


def measured(frame_rgb):
    crop_rgb = cv2.resize(frame_rgb, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    return measure_surroundings(frame_rgb, placed(len(frame_rgb) / SIZE), crop_rgb)


@pytest.mark.parametrize("blur_px", [1.0, 2.0, 4.0])
def test_the_blur_of_edges_is_measured(blur_px):
    grey = cv2.cvtColor(cv2.GaussianBlur(blocks_rgb(512), (0, 0), blur_px), cv2.COLOR_RGB2GRAY)
    assert edge_blur_px(grey, 8 + 2 * blur_px) == pytest.approx(blur_px, rel=0.2)


def test_sharp_edges_have_no_blur_and_neither_has_a_plain_picture():
    assert edge_blur_px(cv2.cvtColor(blocks_rgb(512), cv2.COLOR_RGB2GRAY), 8) < 0.3
    assert edge_blur_px(np.full((100, 100), 90, np.uint8), 8) == 0
    assert edge_blur_px(np.zeros((2, 3), np.uint8), 8) == 0


def test_noise_hardly_changes_the_blur():
    rng = np.random.default_rng(0)
    grey = cv2.cvtColor(cv2.GaussianBlur(blocks_rgb(512), (0, 0), 1.5), cv2.COLOR_RGB2GRAY)
    noisy = np.clip(grey + rng.normal(0, 6, grey.shape), 0, 255).astype(np.uint8)
    assert edge_blur_px(noisy, 8) == pytest.approx(edge_blur_px(grey, 8), abs=0.3)


@pytest.mark.parametrize("level", [3.0, 8.0])
def test_grain_is_measured_between_the_edges(level):
    rng = np.random.default_rng(0)
    grey = cv2.cvtColor(blocks_rgb(512), cv2.COLOR_RGB2GRAY)
    fine, coarse = noise_levels(np.clip(grey + rng.normal(0, level, grey.shape), 0, 255).astype(np.uint8))
    assert fine == pytest.approx(level - 0.5, rel=0.15)
    assert coarse < 0.5 * level


def test_grain_of_pairs_of_pixels_is_distinguished_from_that_of_single_ones():
    rng = np.random.default_rng(0)
    pairs = cv2.resize(rng.normal(0, 8, (256, 256)).astype(np.float32), (512, 512), interpolation=cv2.INTER_LINEAR)
    fine, coarse = noise_levels(np.clip(120 + pairs, 0, 255).astype(np.uint8))
    assert coarse > 2 * fine


def test_a_clean_picture_has_no_grain():
    assert noise_levels(np.full((200, 200), 120, np.uint8)) == (0.0, 0.0)
    assert noise_levels(np.zeros((3, 5), np.uint8)) == (0.0, 0.0)


def test_the_brightest_teeth_follow_the_brightest_skin():
    bright = measured(np.full((512, 512, 3), 200, np.uint8)).brightest
    dark = measured(np.full((512, 512, 3), 40, np.uint8)).brightest
    assert bright == pytest.approx(1.06 * 200, abs=1)
    assert dark == pytest.approx(1.06 * 40, abs=1)


def test_warm_light_gives_warm_teeth_of_the_same_brightness():
    usual, warm, cold = (np.array(light_tint(np.array(skin))) for skin in ((190.0, 145, 125), (225.0, 155, 95), (150.0, 145, 150)))
    assert warm[0] / warm[2] > 1.04 * usual[0] / usual[2] > 1.04**2 * cold[0] / cold[2]
    for tint in (usual, warm, cold):
        assert tint @ LUMA == pytest.approx(1)
        assert (np.abs(tint - 1) < 0.2).all()


def test_the_tint_of_a_black_face_is_a_number():
    assert np.isfinite(light_tint(np.zeros(3))).all()


@pytest.mark.parametrize("scale", [0.05, 0.5, 30.0])
@pytest.mark.parametrize("shift", [0, 5000, -5000])
def test_a_face_that_is_tiny_or_outside_is_no_error(scale, shift):
    found = measure_surroundings(blocks_rgb(64), placed(scale) + np.array([[0, 0, shift], [0, 0, shift]]), blocks_rgb(SIZE))
    assert isinstance(found, Surroundings)
    assert np.isfinite([found.blur_px, *found.noise, found.brightest]).all()
