import math
from pathlib import Path

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.crop_template import BOX_CENTER_SHIFT, BOX_SCALE, STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces import FaceBox, FaceDetector, crop_by_affine, crop_from_box, crop_from_landmarks
from ganimation_desktop.core.geometry import apply_affine
from ganimation_desktop.paths import demo_portrait


@pytest.fixture(scope="module")
def detector():
    return FaceDetector()


@pytest.fixture(scope="module")
def portrait_rgb():
    bgr = cv2.imread(str(demo_portrait()), cv2.IMREAD_COLOR)
    assert bgr is not None
    return np.ascontiguousarray(bgr[..., ::-1])


@pytest.fixture(scope="module")
def portrait_box(detector, portrait_rgb):
    (box,) = detector.detect(portrait_rgb)
    return box


def canvas_with(rgb, size, left, top):
    canvas = np.full((size[1], size[0], 3), 90, np.uint8)
    canvas[top : top + rgb.shape[0], left : left + rgb.shape[1]] = rgb
    return canvas


def close_to(box, expected, scale=1.0, shift=(0.0, 0.0), tolerance=0.12):
    """Whether `box` is `expected`, scaled about the picture's corner and shifted, within a share of its width."""
    x, y = ((c + 0.5) * scale - 0.5 + s for c, s in zip(expected.center, shift, strict=True))
    limit = tolerance * expected.width * scale
    near = math.hypot(box.center[0] - x, box.center[1] - y) < limit
    return near and abs(box.width - expected.width * scale) < 1.5 * limit


def ramp_rgb(height, width):
    """A picture whose red is the x and green the y of its pixels."""
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[..., 0] = np.arange(width)
    rgb[..., 1] = np.arange(height)[:, None]
    return rgb


class TestDetector:
    def test_finds_the_face_of_the_demo_portrait(self, portrait_rgb, portrait_box):
        assert portrait_box.score > 0
        assert 0 < portrait_box.left < portrait_box.right < portrait_rgb.shape[1]

    def test_maps_boxes_of_a_large_photo_back(self, detector, portrait_rgb, portrait_box):
        large_rgb = cv2.resize(portrait_rgb, None, fx=5, fy=5, interpolation=cv2.INTER_LINEAR)
        (box,) = detector.detect(large_rgb)
        assert close_to(box, portrait_box, scale=5)

    def test_finds_a_small_face_in_a_second_look(self, detector, portrait_rgb, portrait_box):
        factor = 50 / portrait_box.width
        small_rgb = cv2.resize(portrait_rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        (box,) = detector.detect(canvas_with(small_rgb, (780, 500), 300, 200))
        scale = small_rgb.shape[1] / portrait_rgb.shape[1]
        assert close_to(box, portrait_box, scale, (300, 200), tolerance=0.2)

    @pytest.mark.parametrize("roll_deg", [-60, -30, 30, 60])
    def test_finds_a_tilted_face(self, detector, portrait_rgb, portrait_box, roll_deg):
        # OpenCV turns counterclockwise for positive angles.
        turn = cv2.getRotationMatrix2D(portrait_box.center, -roll_deg, 1.0)
        tilted_rgb = cv2.warpAffine(portrait_rgb, turn, portrait_rgb.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        (box,) = detector.detect(tilted_rgb)
        assert close_to(box, portrait_box, tolerance=0.2)
        assert abs(box.roll_deg - roll_deg) <= 20

    def test_sorts_several_faces_by_size(self, detector, portrait_rgb):
        head_rgb = cv2.resize(portrait_rgb[30:250, 110:330], (440, 440))
        small_head_rgb = cv2.resize(head_rgb, (300, 300), interpolation=cv2.INTER_AREA)
        both = canvas_with(head_rgb, (760, 460), 310, 10)
        both[100:400, :300] = small_head_rgb
        large, small = detector.detect(both)
        assert large.width > small.width
        assert large.center[0] > small.center[0]

    def test_finds_the_small_faces_of_a_crowd_too(self, detector, portrait_rgb):
        # In a copy of 800 px the faces in front have 90 px, those behind 62: too few for the detector.
        head_rgb = portrait_rgb[30:250, 110:330]
        front_rgb = cv2.resize(head_rgb, (450, 450))
        behind_rgb = cv2.resize(head_rgb, (310, 310))
        crowd = canvas_with(front_rgb, (1600, 900), 20, 420)
        crowd[420:870, 520:970] = front_rgb
        for left in (40, 440, 840, 1240):
            crowd[40:350, left : left + 310] = behind_rgb
        boxes = detector.detect(crowd)
        assert len(boxes) == 6
        assert all(box.center[1] > 400 for box in boxes[:2])

    @pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (7, 7), (40, 3000), (120, 120)])
    def test_finds_nothing_in_empty_pictures_of_any_size(self, detector, shape):
        assert detector.detect(np.full((*shape, 3), 128, np.uint8)) == ()

    @pytest.mark.parametrize("wrong", [np.zeros((40, 40), np.uint8), np.zeros((40, 40, 4), np.uint8), np.zeros((40, 40, 3), np.float32)])
    def test_refuses_what_is_no_rgb_picture(self, detector, wrong):
        with pytest.raises(ValueError, match="uint8"):
            detector.detect(wrong)


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
        with pytest.raises(ValueError, match=r"landmarks|one spot"):
            crop_from_landmarks(np.zeros((50, 50, 3), np.uint8), wrong, 32)

    def test_crop_pixels_are_read_only(self):
        crop = crop_from_box(np.zeros((50, 50, 3), np.uint8), FaceBox(10, 10, 40, 40), 32)
        with pytest.raises(ValueError, match="read-only"):
            crop.rgb[0, 0] = 1


def test_demo_portrait_exists():
    assert Path(demo_portrait()).is_file()
