import math

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.faces.detector import FaceDetector
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
