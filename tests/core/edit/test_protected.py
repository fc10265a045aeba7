"""Protection through the compositing and the animator: pixels that stay bit for bit, and the edit beside them."""

import math

import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.base.geometry import Rectangle, apply_affine
from ganimation_desktop.core.edit.protected import ProtectedPart
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection import MAP_PX, Protection, frame_from_map
from ganimation_desktop.core.imaging.frames import Frame, photo_from_rgb
from tests.core.edit.layer_faces import EYE, MOUTH, SIZE, FakeLayeredGenerator
from tests.core.fakes import BOX, LEFT, RIGHT, FakeEstimator, fake_animator, textured_frame

WHOLE = np.full((MAP_PX, MAP_PX), 255, np.uint8)


def changed_aus(face, **values):
    aus = face.aus.copy()
    for code, value in values.items():
        aus[au_index(code)] = value
    return aus


def half(axis=1):
    """The left half (axis 1) or the upper half (axis 0) of the crop."""
    painted = np.zeros((MAP_PX, MAP_PX), np.uint8)
    painted[(slice(None), slice(0, MAP_PX // 2)) if axis else (slice(0, MAP_PX // 2), slice(None))] = 255
    return painted


def in_map(face, frame):
    """The map position of every frame pixel, (H, W, 2)."""
    matrix = np.linalg.inv(np.vstack([frame_from_map(face), [0, 0, 1]]))[:2]
    grid = np.stack(np.meshgrid(np.arange(frame.width, dtype=float), np.arange(frame.height, dtype=float)), -1)
    return apply_affine(matrix, grid.reshape(-1, 2)).reshape(frame.height, frame.width, 2)


@pytest.fixture(params=["moved", "layers"])
def animator(request):
    generator = FakeLayeredGenerator() if request.param == "layers" else None
    return fake_animator([BOX], generator=generator, estimator=FakeEstimator())


EDIT = {"AU26": 1.0, "AU12": 1.0, "AU25": 1.0, "AU45": 1.0}


def test_a_face_that_is_wholly_protected_does_not_change(animator):
    (face,) = animator.set_frame(textured_frame())
    animation = animator.animate(changed_aus(face, **EDIT), protect=Protection(WHOLE))
    assert animation.faces[0].patch is None
    assert (animation.faces[0].attention == 1).all()
    assert animation.faces[0].share_edited == 0


def test_what_is_not_protected_is_the_same_byte_for_byte(animator):
    (face,) = animator.set_frame(textured_frame())
    plain = animator.animate(changed_aus(face, **EDIT))
    nowhere = animator.animate(changed_aus(face, **EDIT), protect=Protection(np.zeros((MAP_PX, MAP_PX), np.uint8)))
    np.testing.assert_array_equal(nowhere.composite(), plain.composite())
    beside = animator.animate(changed_aus(face, **EDIT), protect={0: Protection(half())})
    places = in_map(face, plain.frame)
    right = places[..., 0] > MAP_PX / 2 + 2
    np.testing.assert_array_equal(beside.composite()[right], plain.composite()[right])


@pytest.mark.parametrize("scale", [1.0, 0.37])
@pytest.mark.parametrize("roll_deg", [0.0, 35.0])
def test_protected_pixels_stay_bit_for_bit_wherever_the_face_lies(animator, scale, roll_deg):
    """A small face, a large one and a turned one: the same map keeps the same half of the face."""
    frame = textured_frame(700, 720)
    box = FaceBox(200, 180, 500, 480, 2.0, roll_deg)
    (face,) = animator.set_frame(frame, boxes=[box])
    animation = animator.animate(changed_aus(face, **EDIT), protect=Protection(half()), scale=scale)
    edited, source = animation.composite(), animation.frame.rgb
    centres = np.stack(np.meshgrid(*((np.arange(n) + 0.5) / scale - 0.5 for n in (animation.frame.width, animation.frame.height))), -1)
    matrix = np.linalg.inv(np.vstack([frame_from_map(face), [0, 0, 1]]))[:2]
    x = apply_affine(matrix, centres.reshape(-1, 2))[:, 0].reshape(centres.shape[:2])
    step = 2 * max(1.0, MAP_PX / (face.crop.size_px * 2.3 * scale))
    np.testing.assert_array_equal(edited[x < MAP_PX / 2 - step], source[x < MAP_PX / 2 - step])
    assert (edited[x > MAP_PX / 2] != source[x > MAP_PX / 2]).any()


def test_mouth_and_eyeballs_behind_the_skin_are_protected_too():
    animator = fake_animator([BOX], generator=FakeLayeredGenerator(), estimator=FakeEstimator())
    frame = Frame(np.random.default_rng(0).integers(60, 130, (400, 420, 3), np.uint8))
    (face,) = animator.set_frame(frame)
    wanted = changed_aus(face, AU25=1.0, AU45=1.0)
    for x, y, half_width, half_height in (MOUTH, EYE):
        center = tuple(round(value * MAP_PX / SIZE) for value in (x, y))
        painted = np.zeros((MAP_PX, MAP_PX), np.uint8)
        cv2.circle(painted, center, round(max(half_width, half_height) * 0.6 * MAP_PX / SIZE), 255, -1)
        edited = animator.animate(wanted, protect=Protection(painted)).composite()
        places = in_map(face, frame)
        radius = np.hypot(places[..., 0] - center[0], places[..., 1] - center[1]) * SIZE / MAP_PX
        inside = radius < max(half_width, half_height) * 0.6 - 1
        np.testing.assert_array_equal(edited[inside], frame.rgb[inside])


def test_the_attention_is_joined_with_the_protection():
    """`A' = 1 - (1-A) * (1-p)`, at half protection too."""
    animator = fake_animator([BOX], estimator=FakeEstimator())
    (face,) = animator.set_frame(textured_frame())
    wanted = changed_aus(face, AU12=1.0)
    (plain,) = animator.animate(wanted).faces
    (protected,) = animator.animate(wanted, protect=Protection(np.full((MAP_PX, MAP_PX), 51, np.uint8))).faces
    np.testing.assert_allclose(protected.attention, 1 - (1 - plain.attention) * 0.8, atol=1e-5)
    assert not protected.attention.flags.writeable


def test_a_half_protected_pixel_moves_half_as_far():
    """A ramp moved down by AU26: where half of it is protected, half of the movement is left."""
    rows = np.arange(400, dtype=np.float32)[:, None, None]
    frame = Frame(np.broadcast_to((rows / 2).astype(np.uint8), (400, 420, 3)).copy())
    animator = fake_animator([BOX], estimator=FakeEstimator())
    (face,) = animator.set_frame(frame)
    wanted = changed_aus(face, AU26=0.4)
    middle = tuple(apply_affine(face.crop.frame_from_crop, np.full((1, 2), 63.5))[0].round().astype(int)[::-1])
    steps = [
        float(animator.animate(wanted, protect=Protection(np.full((MAP_PX, MAP_PX), value, np.uint8))).composite()[middle][0])
        - float(frame.rgb[middle][0])
        for value in (0, 127)
    ]
    assert steps[1] / steps[0] == pytest.approx(0.5, abs=0.1)


def test_each_face_has_its_own_protection():
    animator = fake_animator([LEFT, RIGHT], estimator=FakeEstimator())
    faces = animator.set_frame(textured_frame())
    wanted = {index: changed_aus(face, AU12=1.0) for index, face in enumerate(faces)}
    animation = animator.animate(wanted, protect={1: Protection(WHOLE)})
    assert animation.faces[0].patch is not None
    assert animation.faces[1].patch is None
    assert [bool(face.protection) for face in animation.faces] == [False, True]
    with pytest.raises(ValueError, match="no face 2"):
        animator.animate(wanted, protect={2: Protection(WHOLE)})


def test_a_close_up_is_protected_like_the_photo(animator):
    (face,) = animator.set_frame(textured_frame())
    plain = animator.close_up(0, face.aus, 96)
    wanted = changed_aus(face, **EDIT)
    np.testing.assert_array_equal(animator.close_up(0, wanted, 96, Protection(WHOLE)), plain)
    assert (animator.close_up(0, wanted, 96) != plain).any()


class TestDoor:
    """`Animator.edit` with a picture of the photo's size."""

    @pytest.mark.parametrize("side", [200, 420, 1300])
    def test_every_white_pixel_stays(self, animator, side):
        rgb = np.asarray(cv2.resize(textured_frame().rgb, (side, side), interpolation=cv2.INTER_NEAREST), np.uint8)
        box = FaceBox(side * 0.25, side * 0.2, side * 0.75, side * 0.7, 2.0)
        animator._reader._finder._detector.boxes = (box,)
        animator.set_image(photo_from_rgb(rgb))
        rim = np.zeros((side, side), np.uint8)
        cv2.circle(rim, (side // 2, side // 2), side // 8, 255, max(1, side // 200))
        edited = animator.edit(EDIT, protect=rim).rgb
        np.testing.assert_array_equal(edited[rim == 255], rgb[rim == 255])
        assert (edited != rgb).any(axis=2).mean() > 0.005
        np.testing.assert_array_equal(animator.edit(EDIT, protect=rim > 0).rgb, edited)
        np.testing.assert_array_equal(animator.edit(EDIT, protect=rim / 255).rgb, edited)

    @pytest.mark.parametrize(
        ("protect", "reason"),
        [
            (np.zeros((3, 3), np.uint8), "photo"),
            (np.zeros((400, 420), np.int32), "int32"),
            (np.full((400, 420), 2.0), "0..1"),
            (np.full((400, 420), math.nan), "0..1"),
        ],
    )
    def test_another_picture_is_refused(self, animator, protect, reason):
        animator.set_image(photo_from_rgb(textured_frame().rgb.copy()))
        with pytest.raises(ValueError, match=reason):
            animator.edit(EDIT, protect=protect)


def test_a_tile_beside_everything_protected_is_free():
    part = ProtectedPart(
        half(), np.array([[1.0, 0, 0], [0, 1, 0]]), np.zeros((600, 600, 3), np.uint8), None, np.zeros((128, 128), np.float32)
    )
    assert part.free_share(Rectangle(300, 0, 310, 10)) is None
    free = part.free_share(Rectangle(250, 0, 262, 4))
    assert free is not None
    np.testing.assert_array_equal(free[0], [0] * 6 + [1] * 6)


def test_eyes_behind_dark_glasses_stay_when_lids_and_gaze_are_edited(monkeypatch):
    dark = np.zeros((MAP_PX, MAP_PX), np.uint8)
    dark[: MAP_PX // 2] = 255
    dark.setflags(write=False)
    frame = textured_frame()
    changed = {}
    for name, hidden in (("seen", None), ("hidden", dark)):
        monkeypatch.setattr("ganimation_desktop.core.edit.scene.hidden_eyes_map", lambda face, share, hidden=hidden: hidden)
        animator = fake_animator([BOX], generator=FakeLayeredGenerator(), estimator=FakeEstimator())
        (face,) = animator.set_frame(frame)
        composite = animator.animate(changed_aus(face, AU45=1.0), gaze=(0.8, 0.0)).composite()
        upper = in_map(face, frame)[..., 1] < MAP_PX / 2 - 2
        changed[name] = bool((composite != frame.rgb)[upper].any())
    assert changed == {"seen": True, "hidden": False}


def test_skin_that_moves_does_not_pull_a_protected_thing_along():
    """A dark bar over light skin that moves up: without its protection it would be seen where it is and where the skin came from."""
    rgb = np.full((400, 420, 3), 180, np.uint8)
    animator = fake_animator([BOX], estimator=FakeEstimator())
    (face,) = animator.set_frame(Frame(rgb.copy()))
    x, y = apply_affine(face.crop.frame_from_crop, np.full((1, 2), 63.5))[0].round().astype(int)
    rgb[y : y + 8, x - 40 : x + 40] = 20
    (face,) = animator.set_frame(Frame(rgb))
    mask = np.zeros(rgb.shape[:2], np.uint8)
    mask[y : y + 8, x - 40 : x + 40] = 255
    animator.set_image(photo_from_rgb(rgb.copy()))
    pulled, kept = (animator.edit({"AU26": 0.6}, protect=protect).rgb[y - 60 : y - 12, x - 10 : x + 10] for protect in (None, mask))
    assert pulled.min() < 60
    assert kept.min() > 170


def test_what_is_protected_is_placed_once_while_the_slider_moves(animator, monkeypatch):
    placed = []
    place = ProtectedPart.__init__

    def counted(self, *args):
        placed.append(self)
        place(self, *args)

    monkeypatch.setattr(ProtectedPart, "__init__", counted)
    (face,) = animator.set_frame(textured_frame())
    for value in (0.2, 0.5, 0.9):
        animator.animate(changed_aus(face, AU12=value), protect=Protection(half()))
    assert len(placed) == 1
    animator.animate(changed_aus(face, AU12=0.9), protect=Protection(half(axis=0)))
    assert len(placed) == 2
