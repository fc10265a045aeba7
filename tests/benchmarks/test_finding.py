import math

import cv2
import numpy as np
import pytest

from ganimation_desktop.benchmarks.face_pictures import KINDS, FacePicture, Portrait, TrueFace, face_pictures
from ganimation_desktop.benchmarks.finding import load_portraits, measure
from ganimation_desktop.core.faces.face_reading import FaceReader, FaceReading
from ganimation_desktop.core.faces.face_search import FoundFace
from ganimation_desktop.core.faces.faces import FaceBox, FaceCrop
from tests.core.fakes import BOX, FakeDetector, FakeEstimator

DOT_RGB = (255, 0, 255)


@pytest.fixture
def portrait():
    """A grey square with a dot in the middle of its face, and a jaw below it."""
    rgb = np.full((300, 300, 3), 128, np.uint8)
    box = FaceBox(90, 80, 210, 200)
    cv2.circle(rgb, (150, 140), 12, DOT_RGB, -1)
    landmarks = np.full((68, 2), 150, np.float32)
    around = np.linspace(math.pi, 0, 17)
    landmarks[:17] = np.stack([150 + 60 * np.cos(around), 150 + 60 * np.sin(around)], axis=1)
    return Portrait(rgb, box, landmarks)


def found(box, roll_deg=0.0):
    roll = math.radians(roll_deg)
    matrix = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0]])
    crop = FaceCrop(np.zeros((4, 4, 3), np.uint8), matrix)
    return FoundFace(box, FaceReading(np.zeros((68, 2), np.float32), np.zeros(17, np.float32), crop, np.zeros((2, 17), np.float32)))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith(("no face", "half", "surgical"))])
def test_faces_are_where_the_pictures_say(portrait, kind):
    (picture,) = face_pictures(kind, [portrait], 1)
    is_dot = np.asarray((np.abs(picture.rgb.astype(int) - DOT_RGB) < 90).all(axis=2))
    for face in picture.faces:
        x, y = (round(place) for place in face.center)
        reach = max(2, round(0.05 * face.side_px))
        assert is_dot[y - reach // 2 : y + reach // 2 + 1, x - reach // 2 : x + reach // 2 + 1].mean() > 0.8
        far = round(0.3 * face.side_px)
        assert not is_dot[y, x + far]


def test_a_turned_picture_shows_the_top_of_the_head_where_its_roll_says(portrait):
    portrait.rgb[60:80, 140:160] = (0, 255, 0)  # above the forehead
    for kind, roll_deg in (("turned by 90 degrees", 90), ("turned by 180 degrees", -180), ("turned by 270 degrees", -90)):
        (picture,) = face_pictures(kind, [portrait], 1)
        (face,) = picture.faces
        roll = math.radians(face.roll_deg)
        x, y = round(face.center[0] + 70 * math.sin(roll)), round(face.center[1] - 70 * math.cos(roll))
        assert face.roll_deg == roll_deg
        assert tuple(picture.rgb[y, x]) == (0, 255, 0)


def test_a_mask_covers_the_mouth_and_leaves_the_eyes(portrait):
    (picture,) = face_pictures("surgical masks", [portrait], 1)
    changed = (picture.rgb != portrait.rgb).any(axis=2)
    assert changed[185, 150]
    assert not changed[110, 120:180].any()


def test_half_of_a_face_is_outside(portrait):
    pictures = list(face_pictures("half outside the picture", [portrait], 3))
    for picture in pictures:
        (face,) = picture.faces
        height, width = picture.rgb.shape[:2]
        half_px = face.side_px / 2
        low, high = np.array(face.center) - half_px, np.array(face.center) + half_px
        inside = np.minimum(high, (width, height)) - np.maximum(low, 0)
        assert 0.35 < inside.prod() / face.side_px**2 < 0.75


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith("no face")])
def test_pictures_without_a_face_have_none(portrait, kind):
    for picture in face_pictures(kind, [portrait], 2):
        assert picture.faces == ()
        assert not (picture.rgb == DOT_RGB).all(axis=2).any()


def test_the_same_pictures_are_made_every_time(portrait):
    for kind in ("six people in 500x375", "no face: textures and foliage"):
        first, second = ([picture.rgb for picture in face_pictures(kind, [portrait], 2)] for _ in range(2))
        assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
        assert not np.array_equal(first[0], first[1])


class TestCounting:
    FACE = TrueFace((100, 100), 60, 0.0)
    BOX = FaceBox(70, 70, 130, 130)

    def count(self, finds, faces=(FACE,)):
        picture = FacePicture(np.zeros((200, 200, 3), np.uint8), faces)
        result = measure("kind", iter([picture]), lambda rgb: iter([(), finds]))
        return result.n_found, result.n_wrong_roll, result.n_false

    def test_a_find_at_its_place(self):
        assert self.count([found(self.BOX)]) == (1, 0, 0)

    def test_no_find(self):
        assert self.count([]) == (0, 0, 0)

    def test_a_find_the_wrong_way_up(self):
        assert self.count([found(self.BOX, 180)]) == (0, 1, 0)

    def test_rolls_are_compared_round_the_circle(self):
        assert self.count([found(self.BOX, -170)], [TrueFace((100, 100), 60, 175)]) == (1, 0, 0)

    def test_a_face_found_twice(self):
        assert self.count([found(self.BOX, 180), found(self.BOX)]) == (1, 0, 1)

    @pytest.mark.parametrize("box", [FaceBox(100, 70, 160, 130), FaceBox(20, 20, 180, 180), FaceBox(85, 85, 115, 115)])
    def test_a_find_beside_the_face_or_of_another_size(self, box):
        assert self.count([found(box)]) == (0, 0, 1)

    def test_a_find_where_no_face_is(self):
        assert self.count([found(self.BOX)], ()) == (0, 0, 1)


def test_portraits_are_read_with_their_face(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.full((400, 400, 3), 90, np.uint8))
    (tmp_path / "notes.txt").write_text("no photo")
    (portrait,) = load_portraits(tmp_path, FakeDetector([BOX]), FaceReader(FakeEstimator()))
    assert portrait.rgb.shape == (400, 400, 3)
    assert portrait.box == BOX


def test_a_folder_without_a_face_is_refused(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.full((40, 40, 3), 90, np.uint8))
    with pytest.raises(ValueError, match=f"{tmp_path.name}: there is no photo of a face"):
        load_portraits(tmp_path, FakeDetector([]), FaceReader(FakeEstimator()))
