import math
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.faces.crop_template import BOX_CENTER_SHIFT, BOX_SCALE, STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.faces import FaceBox, crop_by_affine, crop_from_box, crop_from_landmarks
from ganimation_desktop.paths import demo_portrait


def ramp_rgb(height, width):
    """A picture whose red is the x and green the y of its pixels."""
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[..., 0] = np.arange(width)
    rgb[..., 1] = np.arange(height)[:, None]
    return rgb


class TestCrop:
    def test_same_scale_crop_is_a_slice(self):
        rgb = np.random.default_rng(0).integers(0, 255, (200, 240, 3), np.uint8)
        crop = crop_by_affine(rgb, np.array([[1.0, 0, 31], [0, 1, 17]]), 64)
        np.testing.assert_array_equal(crop.rgb, rgb[17:81, 31:95])

    @pytest.mark.parametrize("scale", [0.6, 1.5, 2.0, 3.3])
    def test_every_crop_pixel_shows_the_frame_where_the_transform_says(self, scale):
        rgb = ramp_rgb(250, 250)
        angle = math.radians(14)
        linear = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        center = np.array([120.3, 118.8])
        matrix = np.hstack([linear, (center - linear @ [23.5, 23.5])[:, None]])
        crop = crop_by_affine(rgb, matrix, 48)
        grid = np.stack(np.meshgrid(np.arange(48), np.arange(48)), -1).reshape(-1, 2)
        shown = apply_affine(matrix, grid)
        np.testing.assert_allclose(crop.rgb[..., :2].reshape(-1, 2), shown, atol=1.0)
        np.testing.assert_allclose(apply_affine(crop.crop_from_frame, shown), grid, atol=1e-9)

    def test_reducing_averages_and_does_not_alias(self):
        checkers_rgb = np.zeros((1200, 1200, 3), np.uint8)
        checkers_rgb[::2, ::2] = checkers_rgb[1::2, 1::2] = 200
        for scale in (1.9, 7.3):
            crop = crop_by_affine(checkers_rgb, np.array([[scale, 0, 20.2], [0, scale, 31.7]]), 128)
            assert np.abs(crop.rgb.astype(int) - 100).max() <= 30

    @pytest.mark.parametrize("center", [(0.0, 0.0), (99.0, 50.0), (-300.0, 40.0), (50.0, 5000.0)])
    def test_crops_beyond_the_frame_continue_its_border(self, center):
        rgb = ramp_rgb(100, 100)
        crop = crop_from_box(rgb, FaceBox(center[0] - 40, center[1] - 40, center[0] + 40, center[1] + 40), 64)
        grid = np.stack(np.meshgrid(np.arange(64), np.arange(64)), -1).reshape(-1, 2)
        expected = np.clip(apply_affine(crop.frame_from_crop, grid), 0, 99)
        np.testing.assert_allclose(crop.rgb[..., :2].reshape(-1, 2), expected, atol=1.1)

    def test_one_pixel_frame(self):
        crop = crop_from_box(np.full((1, 1, 3), 77, np.uint8), FaceBox(-5, -5, 5, 5), 32)
        assert (crop.rgb == 77).all()

    def test_box_crop_has_the_templates_size_and_place(self):
        crop = crop_from_box(np.zeros((500, 500, 3), np.uint8), FaceBox(100, 120, 300, 320), 128)
        corner, opposite = apply_affine(crop.frame_from_crop, np.array([[-0.5, -0.5], [127.5, 127.5]]))
        np.testing.assert_allclose(opposite - corner, 200 * BOX_SCALE)
        np.testing.assert_allclose((corner + opposite) / 2, (200 + 200 * BOX_CENTER_SHIFT[0], 220 + 200 * BOX_CENTER_SHIFT[1]))

    def test_landmark_crop_lays_the_steady_points_on_the_template(self):
        angle = math.radians(-23)
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        landmarks = np.random.default_rng(1).uniform(0, 500, (68, 2))
        landmarks[list(STABLE_POINTS)] = TEMPLATE_UNIT @ turn.T * 300 + (200, 250)
        crop = crop_from_landmarks(np.zeros((600, 600, 3), np.uint8), landmarks, 128)
        in_crop = apply_affine(crop.crop_from_frame, landmarks[list(STABLE_POINTS)])
        np.testing.assert_allclose((in_crop + 0.5) / 128, TEMPLATE_UNIT, atol=1e-9)

    def test_expression_does_not_move_the_landmark_crop(self):
        rng = np.random.default_rng(2)
        landmarks = rng.uniform(100, 400, (68, 2))
        moved = landmarks.copy()
        moved[48:] += rng.normal(0, 20, (20, 2))
        first, second = (crop_from_landmarks(np.zeros((500, 500, 3), np.uint8), points, 64) for points in (landmarks, moved))
        np.testing.assert_array_equal(first.frame_from_crop, second.frame_from_crop)

    @pytest.mark.parametrize("wrong", [np.zeros((68, 2)), np.full((68, 2), np.nan), np.zeros((5, 2))])
    def test_senseless_landmarks_are_refused(self, wrong):
        with pytest.raises(ValueError, match=r"landmarks|coincide"):
            crop_from_landmarks(np.zeros((50, 50, 3), np.uint8), wrong, 32)

    def test_crop_pixels_are_read_only(self):
        crop = crop_from_box(np.zeros((50, 50, 3), np.uint8), FaceBox(10, 10, 40, 40), 32)
        with pytest.raises(ValueError, match="read-only"):
            crop.rgb[0, 0] = 1


def test_demo_portrait_exists():
    assert Path(demo_portrait()).is_file()
