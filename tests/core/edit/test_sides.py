"""Left and right through the animator: the person's own, joined along the midline, exact where nothing is joined."""

import numpy as np
import pytest
import torch

from ganimation_desktop.core.base.action_units import N_AUS, au_index, au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.edit.sides import join_sides, left_share, unchanged_output
from ganimation_desktop.core.faces.faces import Face, FaceBox, FaceCrop
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.core.models.networks import GeneratorOutput, LayerMaps
from ganimation_desktop.paths import resources_dir
from tests.core.edit.layer_faces import FakeLayeredGenerator
from tests.core.fakes import BOX, LEFT, RIGHT, FakeEstimator, FakeGenerator, fake_animator, textured_frame

AU12 = au_index("AU12")
SIZE = 128


def face_with(midline, *, roll_deg=0.0):
    """A face whose eyes lie level at 40 and 88 (turned by `roll_deg`) and whose midline goes through these (x, y)."""
    points = np.zeros((68, 2))
    points[42:48], points[36:42] = (88, 50), (40, 50)
    order = (27, 28, 29, 30, 33, 51, 62, 66, 57, 8)
    xs, ys = zip(*midline, strict=True)
    places = np.linspace(ys[0], ys[-1], len(order))
    points[list(order)] = np.stack([np.interp(places, ys, xs), places], axis=1)
    angle = np.radians(roll_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = (points - 63.5) @ turn.T + 63.5
    return Face(
        FaceBox(0, 0, SIZE, SIZE), points.astype(np.float32), FaceCrop(np.zeros((SIZE, SIZE, 3), np.uint8), np.eye(2, 3)), au_vector({})
    )


class TestLeftShare:
    def test_the_persons_left_is_right_in_the_picture(self):
        share = left_share(face_with([(64, 40), (64, 110)]))
        assert (share[:, :50] == 0).all()
        assert (share[:, 78:] == 1).all()
        assert share[60, 64] == pytest.approx(0.5)

    def test_the_strip_follows_a_bent_midline(self):
        share = left_share(face_with([(64, 40), (50, 40 + 70 / 3), (64, 110)]))
        assert share[63, 50] == pytest.approx(0.5, abs=0.02)
        assert share[110, 64] == pytest.approx(0.5, abs=0.02)
        assert share[10, 64] == pytest.approx(0.5, abs=0.02)

    def test_the_strip_turns_with_the_head(self):
        share = left_share(face_with([(64, 30), (64, 110)], roll_deg=90))
        assert (share[78:] == 1).all()
        assert (share[:50] == 0).all()

    def test_without_landmarks_the_crop_is_halved(self):
        face = face_with([(64, 40), (64, 110)])
        share = left_share(Face(face.box, None, face.crop, face.aus))
        assert share[0, 0] == share[-1, 0] == 0
        assert share[0, -1] == share[-1, -1] == 1


def output_of(attention, flow, **layers):
    ones = torch.ones(1, 1, SIZE, SIZE)
    maps = LayerMaps(ones * -8, torch.zeros(1, 2, SIZE, SIZE), torch.zeros(1, 3, SIZE, SIZE), ones * -8, ones)
    image = torch.zeros(1, 3, SIZE, SIZE)
    return GeneratorOutput(ones * attention, image, torch.full((1, 2, SIZE, SIZE), flow), image, ones * 0, maps._replace(**layers))


class TestJoining:
    def test_pixels_move_by_the_share_of_their_side(self):
        left, right = output_of(0.0, 0.1), output_of(0.9, 0.4)
        joined = join_sides(left, right, torch.full((1, 1, SIZE, SIZE), 0.5))
        assert joined.flow is not None
        moved = (1 - joined.attention) * joined.flow
        torch.testing.assert_close(moved, torch.full_like(moved, 0.5 * 0.1 + 0.5 * 0.1 * 0.4), atol=1e-3, rtol=0)

    def test_beside_the_strip_each_side_is_its_own(self):
        left, right = output_of(0.2, 0.1), output_of(0.7, 0.4)
        for share, side in ((1.0, left), (0.0, right)):
            joined = join_sides(left, right, torch.full((1, 1, SIZE, SIZE), share))
            assert joined.layers is not None
            assert side.layers is not None
            for values, own in zip((*joined[:5], *joined.layers), (*side[:5], *side.layers), strict=True):
                torch.testing.assert_close(values, own)

    def test_a_closed_mouth_has_no_say_in_where_the_texture_lies(self):
        left = output_of(0.0, 0.0, mouth_logit=torch.full((1, 1, SIZE, SIZE), 8.0), mouth_uv=torch.full((1, 2, SIZE, SIZE), 0.5))
        joined = join_sides(left, unchanged_output(left.color, left), torch.full((1, 1, SIZE, SIZE), 0.3))
        assert joined.layers is not None
        assert left.layers is not None
        torch.testing.assert_close(joined.layers.mouth_uv, left.layers.mouth_uv, atol=0.01, rtol=0)

    @pytest.mark.parametrize(("height", "opens"), [(0.5, False), (0.85, False), (1.1, True), (3.0, True)])
    def test_lips_that_hardly_part_on_one_side_alone_stay_shut(self, height, opens):
        sliver = torch.full((1, 1, SIZE, SIZE), -3.0)
        sliver[..., 90:93, 80:90] = height
        left = output_of(0.0, 0.0, mouth_logit=sliver)
        joined = join_sides(left, unchanged_output(left.color, left), torch.ones(1, 1, SIZE, SIZE))
        assert joined.layers is not None
        assert bool((joined.layers.mouth_logit > 0).any()) is opens

    def test_lips_that_part_a_little_on_both_sides_stay_parted(self):
        sliver = torch.full((1, 1, SIZE, SIZE), -3.0)
        sliver[..., 90:93, 50:90] = 0.5
        parted = output_of(0.0, 0.0, mouth_logit=sliver)
        joined = join_sides(parted, parted, torch.full((1, 1, SIZE, SIZE), 0.5))
        assert joined.layers is not None
        torch.testing.assert_close(joined.layers.mouth_logit, sliver)


class TestAnimator:
    def test_one_side_is_decoded_alone_and_the_other_stays_bit_for_bit(self):
        generator = FakeGenerator()
        animator = fake_animator([BOX], generator=generator, estimator=FakeEstimator())
        frame = textured_frame()
        (face,) = animator.set_frame(frame)
        target = FaceTarget.of(face.aus).with_aus({"AU12_L": 1.0})
        animation = animator.animate({0: target})
        assert len(generator.decoded_aus[0]) == 1
        assert animation.faces[0].target == target
        changed = np.flatnonzero((animation.composite() != frame.rgb).any(axis=(0, 2)))
        middle = face.crop.frame_from_crop[:2] @ [63.5, 63.5, 1]
        assert changed.min() > middle[0] - 20
        assert changed.max() > middle[0] + 30

    def test_two_sides_are_decoded_in_one_batch(self):
        generator = FakeGenerator()
        animator = fake_animator([LEFT, RIGHT], generator=generator)
        animator.set_frame(textured_frame())
        split = FaceTarget.of(au_vector({"AU25": 0.5})).with_aus({"AU12_L": 1.0, "AU12_R": 0.25})
        both = animator.animate({0: split, 1: au_vector({"AU12": 0.5})})
        (decoded,) = generator.decoded_aus
        assert decoded[:, AU12].tolist() == [1.0, 0.25, 0.5]
        alone = animator.animate({1: au_vector({"AU12": 0.5})})
        np.testing.assert_array_equal(both.faces[1].attention, alone.faces[1].attention)

    def test_equal_sides_go_the_way_of_one(self):
        frame = textured_frame()
        animator = fake_animator([BOX])
        animator.set_frame(frame)
        whole = animator.animate(au_vector({"AU12": 0.7})).composite()
        animator.set_frame(frame)
        sides = animator.animate({0: FaceTarget.of(np.zeros(N_AUS)).with_aus({"AU12_L": 0.7, "AU12_R": 0.7})}).composite()
        np.testing.assert_array_equal(whole, sides)

    @pytest.mark.parametrize("with_flow", [True, False])
    def test_generators_of_both_kinds(self, with_flow):
        animator = fake_animator([BOX], generator=FakeGenerator(conditioning="absolute", with_flow=with_flow))
        frame = textured_frame()
        animator.set_frame(frame)
        edited = animator.animate({0: FaceTarget.of(np.zeros(N_AUS)).with_aus({"AU12_R": 1.0})}).composite()
        rows, columns = np.nonzero((edited != frame.rgb).any(axis=2))
        assert rows.size
        assert np.median(columns) < 200

    def test_a_turned_gaze_is_turned_on_both_sides(self):
        generator = FakeLayeredGenerator()
        animator = fake_animator([BOX], generator=generator, estimator=FakeEstimator())
        (face,) = animator.set_frame(textured_frame())
        animator.animate({0: FaceTarget.of(face.aus).with_aus({"AU12_L": 1.0}).with_gaze((0.5, 0.25))})
        assert generator.controls[-1][:, N_AUS:].tolist() == [[0.5, 0.25], [0.5, 0.25]]

    def test_a_side_by_code(self):
        animator = fake_animator([BOX])
        animator.set_image(textured_frame())
        (face,) = animator.edit({"AU12_L": 1}).faces
        assert (face.target.left[AU12], face.target.right[AU12]) == (1, 0)
        with pytest.raises(ValueError, match="AU26 has no left and right"):
            animator.edit({"AU26_R": 1})


@pytest.fixture(scope="module")
def portrait():
    """The bundled model on the bundled portrait."""
    torch.set_num_threads(1)
    animator = Animator.load(device="cpu")
    frame = read_photo(resources_dir() / "demo_portrait.png").frame
    (face, *_) = animator.set_frame(frame)
    return animator, frame, face


@pytest.mark.parametrize("aus", [{"AU12_L": 1.0, "AU06_L": 0.6}, {"AU45_R": 1.0}, {"AU01_L": 1.0, "AU02_L": 1.0}, {"AU04_L": 1.0}])
def test_the_other_half_of_the_portrait_stays(portrait, aus):
    animator, frame, face = portrait
    target = FaceTarget.of(face.aus).with_aus(aus)
    edited = animator.animate({0: target}).composite()
    difference = np.abs(edited.astype(int) - frame.rgb).max(axis=2)
    assert difference.max() > 20
    share = left_share(face)
    side = share if aus.keys() == {"AU45_R"} else 1 - share
    rows, columns = np.nonzero(difference > 1)
    inside = np.stack([columns, rows, np.ones_like(rows)]).T @ np.vstack([face.crop.crop_from_frame, [0, 0, 1]]).T
    near = np.clip(np.rint(inside[:, :2]).astype(int), 0, face.crop.size_px - 1)
    assert side[near[:, 1], near[:, 0]].max() < 1
