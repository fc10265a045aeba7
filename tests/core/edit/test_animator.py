import cv2
import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS, au_index, au_vector
from ganimation_desktop.core.base.geometry import affine_scale
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from tests.core.fakes import (
    BOX,
    JAW_FLOW,
    LEFT,
    RIGHT,
    FakeDetector,
    FakeEstimator,
    FakeGenerator,
    fake_animator,
    fake_metadata,
    textured_frame,
)


def smooth_frame(height, width):
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(3 * x / width + k) * np.cos(4 * y / height - k) for k in range(3)]
    return Frame((110 + 80 * np.stack(waves, axis=-1)).astype(np.uint8))


def changed_pixels(animation):
    return (animation.composite() != animation.frame.rgb).any(axis=2)


class TestZeroChange:
    @pytest.mark.parametrize("generator", [FakeGenerator(), FakeGenerator(conditioning="absolute", with_flow=False)])
    def test_source_aus_give_the_frame_back_bit_for_bit(self, generator):
        animator = fake_animator([BOX], generator=generator, estimator=FakeEstimator())
        frame = textured_frame()
        (face,) = animator.set_frame(frame)
        assert face.aus[au_index("AU25")] > 0
        animation = animator.animate(face.aus.copy() + np.float32(5e-7))
        assert animation.faces[0].patch is None
        assert animation.faces[0].share_edited == 0
        assert (animation.faces[0].attention == 1).all()
        np.testing.assert_array_equal(animation.composite(), frame.rgb)
        assert not generator.decoded_aus

    def test_no_targets_change_nothing(self):
        animator = fake_animator([LEFT, RIGHT])
        animator.set_frame(textured_frame())
        assert [face.patch for face in animator.animate({}).faces] == [None, None]


class TestEdit:
    def test_relative_generator_gets_target_minus_source(self):
        generator = FakeGenerator()
        animator = fake_animator([BOX], generator=generator, estimator=FakeEstimator())
        (face,) = animator.set_frame(textured_frame())
        target = au_vector({"AU12": 0.5, "AU25": 0.9})
        animator.animate(target)
        np.testing.assert_allclose(generator.decoded_aus[0][0].numpy(), target - face.aus, atol=1e-6)

    def test_absolute_generator_gets_the_target(self):
        generator = FakeGenerator(conditioning="absolute", with_flow=False)
        animator = fake_animator([BOX], generator=generator, estimator=FakeEstimator())
        animator.set_frame(textured_frame())
        target = au_vector({"AU12": 0.5})
        animator.animate(target)
        np.testing.assert_allclose(generator.decoded_aus[0][0].numpy(), target)

    def test_flow_arrives_in_frame_pixels(self):
        frame = textured_frame()
        # A box whose crop has four frame pixels to each of its own, so that the flow is whole.
        side = 4 * 128 / 1.353
        animator = fake_animator([FaceBox(200 - side / 2, 180 - side / 2, 200 + side / 2, 180 + side / 2)])
        (face,) = animator.set_frame(frame)
        assert affine_scale(face.crop.frame_from_crop) == pytest.approx(4)
        animation = animator.animate(au_vector({"AU26": 1}))
        flow = animation.faces[0].flow
        assert flow is not None
        np.testing.assert_allclose(flow, np.broadcast_to([0, JAW_FLOW * 64], (128, 128, 2)))
        # The middle of the crop has attention 0: it shows the frame 4 * 16 pixels further down.
        np.testing.assert_array_equal(animation.composite()[160:220, 150:250], frame.rgb[160 + 64 : 220 + 64, 150:250])

    def test_generator_without_flow_keeps_the_detail_of_the_frame(self):
        frame = textured_frame()
        animator = fake_animator([BOX], generator=FakeGenerator(with_flow=False))
        (face,) = animator.set_frame(frame)
        animation = animator.animate(au_vector({"AU12": 0.4}))
        assert animation.faces[0].flow is None
        x, y = (int(c) for c in face.box.center)
        change = animation.composite()[y - 20 : y + 20, x - 20 : x + 20].astype(int) - frame.rgb[y - 20 : y + 20, x - 20 : x + 20]
        np.testing.assert_array_equal(np.unique(change.reshape(-1, 3), axis=0), [[0, 51, 0]])

    def test_masks_are_reported_at_crop_size(self):
        animator = fake_animator([BOX], generator=FakeGenerator(image_size=64))
        (face,) = animator.set_frame(textured_frame())
        assert face.crop.rgb.shape == (64, 64, 3)
        result = animator.animate(au_vector({"AU12": 1})).faces[0]
        assert result.attention.shape == (64, 64)
        assert result.color_rgb.shape == (64, 64, 3)
        assert result.color_rgb.dtype == np.uint8
        assert result.share_edited == 1.0
        red, green, blue = face.crop.rgb[32, 32].astype(int)
        np.testing.assert_array_equal(result.color_rgb[32, 32], [red, green + 128, blue])

    def test_two_faces_in_one_batch_each_with_its_own_targets(self):
        generator = FakeGenerator()
        animator = fake_animator([LEFT, RIGHT], generator=generator)
        frame = textured_frame()
        animator.set_frame(frame)
        animation = animator.animate({0: au_vector({"AU12": 0.5}), 1: au_vector({"AU25": 0.5})})
        assert generator.encoded_batches == [2]
        assert [len(aus) for aus in generator.decoded_aus] == [2]
        result = animation.composite().astype(int) - frame.rgb
        assert result[150, 90, 1] > 20
        assert result[160, 220, 0] > 20
        # The patches overlap; neither undoes the other.
        alone = [animator.animate({index: animation.faces[index].target_aus}) for index in (0, 1)]
        np.testing.assert_array_equal(changed_pixels(animation), changed_pixels(alone[0]) | changed_pixels(alone[1]))

    def test_only_the_named_face_changes(self):
        generator = FakeGenerator()
        animator = fake_animator([LEFT, RIGHT], generator=generator)
        animator.set_frame(textured_frame())
        animation = animator.animate({1: au_vector({"AU25": 0.5})})
        assert animation.faces[0].patch is None
        assert animation.faces[1].patch is not None
        assert [len(aus) for aus in generator.decoded_aus] == [1]

    def test_one_vector_is_for_all_faces(self):
        animator = fake_animator([LEFT, RIGHT])
        animator.set_frame(textured_frame())
        assert all(face.patch is not None for face in animator.animate(au_vector({"AU25": 0.5})).faces)

    def test_a_frame_without_faces_is_a_value(self):
        animator = fake_animator([], estimator=FakeEstimator())
        frame = textured_frame()
        assert animator.set_frame(frame) == ()
        animation = animator.animate(au_vector({"AU12": 1}))
        assert animation.faces == ()
        assert animator.measure(animation) == ()
        np.testing.assert_array_equal(animation.composite(), frame.rgb)

    @pytest.mark.parametrize("shape", [(1, 1), (2, 300)])
    def test_frames_of_few_pixels(self, shape):
        animator = fake_animator([FaceBox(-20, -20, 30, 30)], estimator=FakeEstimator())
        animator.set_frame(Frame(np.full((*shape, 3), 90, np.uint8)))
        assert animator.animate(au_vector({"AU25": 1})).composite().shape == (*shape, 3)

    def test_results_are_frozen(self):
        animator = fake_animator([BOX], estimator=FakeEstimator())
        animator.set_frame(textured_frame())
        result = animator.animate(au_vector({"AU26": 1})).faces[0]
        assert result.patch is not None
        assert result.flow is not None
        assert result.face.landmarks_px is not None
        arrays = (result.attention, result.color_rgb, result.flow, result.target_aus, result.patch.rgb, result.face.aus)
        for array in (*arrays, result.face.landmarks_px, result.face.crop.rgb):
            assert not array.flags.writeable

    def test_the_callers_targets_stay_writable(self):
        animator = fake_animator([BOX])
        animator.set_frame(textured_frame())
        target = au_vector({"AU12": 1})
        animator.animate(target)
        assert target.flags.writeable


class TestManyFaces:
    def test_only_the_face_that_moves_is_generated_anew(self):
        class CountingGenerator(FakeGenerator):
            def __init__(self):
                super().__init__()
                self.batches: list[int] = []

            def decode(self, features, image, aus):
                self.batches.append(len(image))
                return super().decode(features, image, aus)

        generator = CountingGenerator()
        animator = fake_animator([BOX, FaceBox(5, 5, 60, 60)], generator=generator)
        animator.set_frame(textured_frame())
        smile, frown = au_vector({"AU12": 1}), au_vector({"AU04": 1})
        both = animator.animate({0: smile, 1: smile})
        one = animator.animate({0: smile, 1: frown})
        animator.animate({0: smile, 1: frown}, scale=0.5)
        assert generator.batches == [2, 1]
        np.testing.assert_array_equal(one.faces[0].color_rgb, both.faces[0].color_rgb)
        animator.set_frame(textured_frame())
        animator.animate({0: smile})
        assert generator.batches == [2, 1, 1]


class TestScale:
    @pytest.mark.parametrize("targets", [{"AU25": 0.9}, {"AU26": 0.3, "AU12": 0.2}])
    def test_agrees_with_the_reduced_full_result(self, targets):
        frame = smooth_frame(1200, 1260)
        box = FaceBox(400, 300, 900, 800)
        animator = fake_animator([box], estimator=FakeEstimator())
        animator.set_frame(frame)
        full = animator.animate(au_vector(targets))
        small = animator.animate(au_vector(targets), scale=0.31)
        size = (round(1260 * 0.31), round(1200 * 0.31))
        assert small.scale == 0.31
        assert small.frame.rgb.shape == (size[1], size[0], 3)
        expected = cv2.resize(full.composite(), size, interpolation=cv2.INTER_AREA).astype(int)
        error = np.abs(small.composite().astype(int) - expected)
        assert np.abs(expected - small.frame.rgb).max() > 20
        assert error.max() <= 6
        assert error.mean() <= 0.5

    def test_reduced_frame_is_made_once(self):
        animator = fake_animator([BOX])
        animator.set_frame(textured_frame())
        first, second = (animator.animate(au_vector({"AU25": value}), scale=0.5) for value in (0.1, 0.2))
        assert first.frame is second.frame

    def test_full_scale_is_the_frame_itself(self):
        animator = fake_animator([BOX])
        frame = textured_frame()
        animator.set_frame(frame)
        assert animator.animate({}).frame is frame


class TestRefusals:
    def test_animate_before_set_frame(self):
        with pytest.raises(ValueError, match="no frame"):
            fake_animator([BOX]).animate({})

    @pytest.mark.parametrize(
        "targets",
        [{1: au_vector({})}, {-1: au_vector({})}, {0: np.zeros(5, np.float32)}, {0: np.full(N_AUS, 1.5, np.float32)}],
    )
    def test_targets_that_make_no_sense(self, targets):
        animator = fake_animator([BOX])
        animator.set_frame(textured_frame())
        with pytest.raises(ValueError, match=r"no face|17 values|outside"):
            animator.animate(targets)

    @pytest.mark.parametrize("scale", [0.0, -1.0, 1.5])
    def test_scale(self, scale):
        animator = fake_animator([BOX])
        animator.set_frame(textured_frame())
        with pytest.raises(ValueError, match="scale"):
            animator.animate({}, scale=scale)

    def test_a_failed_set_frame_forgets_the_frame_before(self):
        class BrokenDetector(FakeDetector):
            def detect(self, rgb):
                raise RuntimeError("broken")

        generator = FakeGenerator()
        animator = Animator(generator, fake_metadata(generator), None, BrokenDetector([]), "cpu")
        animator.set_frame(textured_frame(), boxes=[BOX])
        with pytest.raises(RuntimeError, match="broken"):
            animator.set_frame(textured_frame())
        with pytest.raises(ValueError, match="no frame"):
            animator.animate({})


def test_an_animator_beside_another_one_has_a_frame_of_its_own():
    animator = fake_animator([BOX], estimator=FakeEstimator())
    frame, other_frame = textured_frame(), smooth_frame(240, 200)
    animator.set_frame(frame)
    beside = animator.beside()
    with pytest.raises(ValueError, match="no frame is set"):
        beside.animate({})
    beside.set_frame(other_frame)
    smile = au_vector({"AU12": 1.0})
    assert animator.animate(smile).frame is frame
    alone = fake_animator([BOX], estimator=FakeEstimator())
    alone.set_frame(other_frame)
    np.testing.assert_array_equal(beside.animate(smile).composite(), alone.animate(smile).composite())
