import math
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.geometry import affine_scale, apply_affine, inverse_affine
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.face_check import signed_deg
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.face_reading import FaceReader, FaceReading
from ganimation_desktop.core.faces.face_search import FaceFinder, FoundFace
from ganimation_desktop.core.faces.faces import FaceBox, crop_from_box
from ganimation_desktop.core.models.installed import load_estimator
from ganimation_desktop.paths import demo_portrait

SHOWN_PX = (80, 500)
"""Faces that the detector of these tests sees in a copy; its faces forgive 40 degrees."""


@dataclass
class Scan:
    shape: tuple[int, ...]
    roll_deg: float
    min_score: float


class FaceWorld(FaceDetector):
    """A detector that sees faces at known places in any copy that shows them large enough, whole and upright."""

    def __init__(self, faces, quick=()):
        self.faces = list(faces)
        self.quick = tuple(quick)
        self.scans = []

    def detect(self, rgb):
        return self.quick

    def scan(self, rgb, frame_from_rgb, roll_deg=0.0, *, min_score=0.0):
        self.scans.append(Scan(rgb.shape, roll_deg, min_score))
        scale, rgb_from_frame = affine_scale(frame_from_rgb), inverse_affine(frame_from_rgb)
        height, width = rgb.shape[:2]
        seen = []
        for face in self.faces:
            x, y = apply_affine(rgb_from_frame, np.array([face.center]))[0]
            half_px = face.width / scale / 2
            whole = half_px <= x <= width - half_px and half_px <= y <= height - half_px
            upright = abs(signed_deg(face.roll_deg - roll_deg)) <= 40
            if SHOWN_PX[0] <= 2 * half_px <= SHOWN_PX[1] and whole and upright and face.score >= min_score:
                seen.append(face)
        return seen


def read_all(refused, rgb, boxes):
    """Read every box as a face, but those in `refused`."""
    landmarks, aus = np.zeros((68, 2), np.float32), np.zeros(17, np.float32)
    return [
        None if box in refused else FaceReading(landmarks, aus, crop_from_box(rgb, box, 16), np.zeros((2, 17), np.float32), face_score=0.9)
        for box in boxes
    ]


def face(x, y, side_px, roll_deg=0.0, score=0.8):
    half_px = side_px / 2
    return FaceBox(x - half_px, y - half_px, x + half_px, y + half_px, score, roll_deg)


def blank(width, height):
    return np.full((height, width, 3), 90, np.uint8)


def searched(world, rgb, known=(), refused=()):
    steps = FaceFinder(world, partial(read_all, refused)).search(rgb, tuple(map(FoundFace, known)))
    return [found.box for step in steps for found in step]


class TestSteps:
    def test_a_sure_find_does_not_end_the_search(self):
        large, small = face(900, 900, 700, score=2.5), face(2100, 400, 64)
        assert searched(FaceWorld([large, small]), blank(2400, 1800), known=[large]) == [small]

    @pytest.mark.parametrize(("width", "height", "side_px"), [(500, 375, 36), (1920, 1080, 50), (2400, 1800, 62), (4000, 3000, 104)])
    def test_small_faces_anywhere_are_found_once(self, width, height, side_px):
        places = [(x * width, y * height) for x in (0.05, 0.35, 0.5, 0.66, 0.95) for y in (0.07, 0.5, 0.93)]
        faces = [face(x, y, side_px) for x, y in places]
        found = searched(FaceWorld(faces), blank(width, height))
        assert sorted(found, key=faces.index) == faces

    @pytest.mark.parametrize("roll_deg", [-90.0, 90.0, 180.0, 135.0, -120.0])
    def test_any_way_up(self, roll_deg):
        turned = face(300, 240, 150, roll_deg)
        assert searched(FaceWorld([turned]), blank(640, 480)) == [turned]

    def test_small_faces_of_a_photo_that_lies_on_its_side(self):
        large, small = face(900, 900, 500, 90), face(2100, 400, 64, 90)
        assert searched(FaceWorld([large, small]), blank(2400, 1800)) == [large, small]

    def test_the_reader_has_the_last_word(self):
        real, false = face(200, 200, 120, score=0.4), face(500, 200, 120, score=0.9)
        assert searched(FaceWorld([real, false]), blank(800, 600), refused=[false]) == [real]

    def test_a_doubtful_find_counts_when_it_reads_as_a_face(self):
        covered = face(300, 300, 200, score=-0.55)
        assert searched(FaceWorld([covered]), blank(800, 600)) == [covered]

    @pytest.mark.parametrize("roll_deg", [-90.0, 90.0, 180.0])
    def test_a_doubtful_find_that_is_not_upright_does_not_count(self, roll_deg):
        lettering = face(300, 300, 200, roll_deg, score=-0.1)
        assert searched(FaceWorld([lettering]), blank(800, 600)) == []

    def test_of_two_finds_of_a_face_the_better_one_stays(self):
        better, worse = face(300, 300, 200, score=1.4), face(310, 305, 180, score=0.7)
        assert searched(FaceWorld([worse, better]), blank(800, 600)) == [better]

    def test_a_find_half_over_a_face_is_the_same_head(self):
        head, forehead = face(300, 300, 200, score=2.0), face(300, 195, 190, 180, score=-0.2)
        assert searched(FaceWorld([head, forehead]), blank(800, 600)) == [head]

    def test_people_side_by_side_are_found_even_where_their_boxes_touch(self):
        people = [face(200, 300, 200), face(330, 300, 200)]
        assert searched(FaceWorld(people), blank(800, 600)) == people

    def test_a_small_picture_without_faces_takes_a_few_scans_and_a_large_one_is_cut_into_tiles(self):
        for (width, height), most in (((320, 240), 10), ((4000, 3000), 40)):
            world = FaceWorld([])
            assert searched(world, blank(width, height)) == []
            assert len(world.scans) <= most
            assert max(max(scan.shape[:2]) for scan in world.scans) <= 1150

    def test_every_step_is_at_most_one_scan(self):
        world = FaceWorld([face(200, 200, 100)])
        n_scans = 0
        for _ in FaceFinder(world, partial(read_all, ())).search(blank(1600, 1200)):
            assert len(world.scans) <= n_scans + 1
            n_scans = len(world.scans)

    @pytest.mark.parametrize("shape", [(1, 1), (1, 300), (7, 7), (9, 3000), (3000, 9)])
    def test_pictures_of_any_shape(self, shape):
        assert searched(FaceWorld([]), blank(*shape)) == []


class TestFind:
    LARGE, SMALL = face(900, 900, 700, score=2.5), face(2100, 400, 64)

    def find(self, search, quick):
        return [
            found.box
            for found in FaceFinder(FaceWorld([self.LARGE, self.SMALL], quick), partial(read_all, ())).find(blank(2400, 1800), search)
        ]

    def test_quick(self):
        assert self.find(Search.QUICK, [self.LARGE]) == [self.LARGE]
        assert self.find(Search.QUICK, []) == []

    def test_until_the_first(self):
        assert self.find(Search.FIRST, [self.SMALL]) == [self.SMALL]
        assert self.find(Search.FIRST, []) == [self.LARGE]

    def test_all_the_largest_first(self):
        assert self.find(Search.ALL, [self.SMALL]) == [self.LARGE, self.SMALL]

    def test_without_an_estimator_the_detector_must_be_sure(self):
        doubtful = replace(self.SMALL, score=0.1)
        world = FaceWorld([self.LARGE, doubtful])
        assert [found.box for found in FaceFinder(world, None).find(blank(2400, 1800), Search.ALL)] == [self.LARGE]


@pytest.fixture(scope="module")
def finder():
    reader, cpu = FaceReader(load_estimator()), torch.device("cpu")

    def read(rgb, boxes):
        with torch.inference_mode():
            return reader.read_faces(rgb, boxes, cpu)

    return FaceFinder(FaceDetector(), read)


@pytest.fixture(scope="module")
def head_rgb():
    bgr = cv2.imread(str(demo_portrait()), cv2.IMREAD_COLOR)
    assert bgr is not None
    return np.ascontiguousarray(bgr[20:260, 100:340, ::-1])


@pytest.fixture(scope="module")
def box(finder, head_rgb):
    (found,) = finder.quick(head_rgb)
    return found.box


class TestRealFaces:
    @pytest.mark.parametrize("n_turns", [1, 2, 3])
    def test_a_portrait_the_wrong_way_up(self, finder, head_rgb, box, n_turns):
        (found,) = finder.find(np.ascontiguousarray(np.rot90(head_rgb, -n_turns)), Search.FIRST)
        assert abs(signed_deg(found.box.roll_deg - 90 * n_turns)) <= 30
        assert found.box.width == pytest.approx(box.width, rel=0.25)

    @pytest.mark.parametrize("side", ["left", "right"])
    def test_a_face_cut_in_half_by_the_border(self, finder, head_rgb, box, side):
        middle = round(box.center[0])
        half_rgb = np.ascontiguousarray(head_rgb[:, middle:] if side == "left" else head_rgb[:, :middle])
        (found,) = finder.find(half_rgb, Search.FIRST)
        x = found.box.center[0] + (middle if side == "left" else 0)
        assert math.dist((x, found.box.center[1]), box.center) < 0.3 * box.width
        assert found.box.left < 0 or found.box.right > half_rgb.shape[1]
