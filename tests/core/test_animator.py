import cv2
import numpy as np
import pytest
import torch

from ganimation_desktop.core import animator as animator_module
from ganimation_desktop.core.action_units import N_AUS, au_index, au_vector
from ganimation_desktop.core.animation import STAGES
from ganimation_desktop.core.animator import Animator
from ganimation_desktop.core.checkpoint import CheckpointError, describe, save_checkpoint
from ganimation_desktop.core.faces import FaceBox
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.geometry import affine_scale
from ganimation_desktop.core.networks import (
    FaceEstimator,
    FlowGenerator,
    FlowGeneratorOptions,
    PublishedGenerator,
    PublishedGeneratorOptions,
    StarGanGenerator,
)
from tests.core.fakes import JAW_FLOW, FakeDetector, FakeEstimator, FakeGenerator, fake_animator, fake_metadata

BOX = FaceBox(100, 80, 300, 280)
LEFT, RIGHT = FaceBox(60, 100, 160, 200), FaceBox(150, 110, 250, 210)


def textured_frame(height=400, width=420):
    return Frame(np.random.default_rng(0).integers(20, 200, (height, width, 3), np.uint8))


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


class TestFaces:
    def test_given_boxes_are_not_looked_for(self):
        generator = FakeGenerator()
        detector = FakeDetector([])
        animator = Animator(generator, fake_metadata(generator), None, detector, "cpu")
        (face,) = animator.set_frame(textured_frame(), boxes=[BOX])
        assert face.box is BOX
        assert detector.n_calls == 0

    def test_the_estimator_reads_twice_in_one_batch_and_moves_the_crop(self):
        estimator = FakeEstimator(shift=(0.1, 0.0))
        animator = fake_animator([LEFT, RIGHT], estimator=estimator)
        faces = animator.set_frame(textured_frame())
        assert estimator.batches == [2, 2]
        without = fake_animator([LEFT, RIGHT]).set_frame(textured_frame())
        for face, box_face in zip(faces, without, strict=True):
            moved = face.crop.frame_from_crop[:, 2] - box_face.crop.frame_from_crop[:, 2]
            # The fake estimator sees the face shifted in every crop, so each pass moves the crop once.
            np.testing.assert_allclose(moved, (2 * 0.1 * 100 * 1.353, 0), atol=1e-3)

    def test_landmarks_that_contradict_the_box_do_not_move_the_crop(self):
        frame = textured_frame()
        (face,) = fake_animator([BOX], estimator=FakeEstimator(shift=(0.8, 0.0))).set_frame(frame)
        (box_face,) = fake_animator([BOX]).set_frame(frame)
        np.testing.assert_allclose(face.crop.frame_from_crop, box_face.crop.frame_from_crop)

    def test_an_untrained_estimator_does_no_harm(self, demo_rgb):
        animator = fake_animator([FaceBox(178, 82, 267, 171)], estimator=FaceEstimator())
        (face,) = animator.set_frame(Frame(demo_rgb))
        assert 0.5 < affine_scale(face.crop.frame_from_crop) < 2

    def test_a_generator_trained_on_boxes_gets_the_box(self):
        generator = FakeGenerator(conditioning="absolute", with_flow=False)
        frame = textured_frame()
        (face,) = fake_animator([BOX], generator=generator, estimator=FakeEstimator(shift=(0.1, 0.0))).set_frame(frame)
        (box_face,) = fake_animator([BOX]).set_frame(frame)
        np.testing.assert_allclose(face.crop.frame_from_crop, box_face.crop.frame_from_crop)
        assert face.landmarks_px is not None

    def test_without_an_estimator_aus_are_zero_and_it_says_so(self):
        animator = fake_animator([BOX])
        (face,) = animator.set_frame(textured_frame())
        assert not face.aus.any()
        assert face.landmarks_px is None
        assert "estimator" in animator.animate({}).notices[0]


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


class TestMeasure:
    def test_sees_the_edit(self):
        animator = fake_animator([BOX], estimator=FakeEstimator())
        (face,) = animator.set_frame(textured_frame())
        index = au_index("AU25")
        animation = animator.animate(au_vector({"AU25": 1}))
        (measured,) = animator.measure(animation)
        assert measured[index] > face.aus[index] + 0.1
        (from_pixels,) = animator.measure(animation.composite())
        np.testing.assert_array_equal(measured, from_pixels)
        (reduced,) = animator.measure(animator.animate(au_vector({"AU25": 1}), scale=0.5))
        np.testing.assert_allclose(reduced, measured, atol=0.02)

    def test_unchanged_picture_reads_as_the_source(self):
        animator = fake_animator([LEFT, RIGHT], estimator=FakeEstimator(shift=(0.05, 0.02)))
        frame = textured_frame()
        faces = animator.set_frame(frame)
        for face, measured in zip(faces, animator.measure(frame.rgb), strict=True):
            np.testing.assert_allclose(measured, face.aus, atol=1e-6)

    def test_zeros_without_an_estimator(self):
        animator = fake_animator([BOX])
        animator.set_frame(textured_frame())
        assert not animator.measure(animator.animate(au_vector({"AU25": 1})))[0].any()


class TestTimings:
    def test_detection_is_told_once(self):
        animator = fake_animator([BOX], estimator=FakeEstimator())
        animator.set_frame(textured_frame())
        first = animator.animate(au_vector({"AU25": 1})).timings_ms
        second = animator.animate(au_vector({"AU25": 0.5})).timings_ms
        assert tuple(first) == tuple(second) == STAGES
        assert first["estimate"] > 0
        assert second["detect"] == second["estimate"] == second["encode"] == 0
        for times in (first, second):
            assert times["total"] == pytest.approx(sum(value for stage, value in times.items() if stage != "total"))


class TestDevice:
    def test_out_of_memory_falls_back_to_the_cpu_and_says_so(self, caplog):
        class HungryGenerator(FakeGenerator):
            def decode(self, features, image, aus):
                if image.device.type != "cpu":
                    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
                return super().decode(features, image, aus)

        animator = fake_animator([BOX], generator=HungryGenerator())
        animator._device = torch.device("meta")  # stands for a graphics card: it takes tensors, but gives none back
        animator.set_frame(textured_frame())
        animation = animator.animate(au_vector({"AU25": 1}))
        assert animation.faces[0].patch is not None
        assert animator.device == torch.device("cpu")
        assert any("memory" in notice for notice in animation.notices)
        assert "memory" in caplog.text

    def test_other_errors_pass(self):
        class BrokenGenerator(FakeGenerator):
            def decode(self, features, image, aus):
                raise RuntimeError("shapes do not fit")

        animator = fake_animator([BOX], generator=BrokenGenerator())
        animator.set_frame(textured_frame())
        with pytest.raises(RuntimeError, match="shapes do not fit"):
            animator.animate(au_vector({"AU25": 1}))


class TestLoad:
    @pytest.fixture
    def no_bundled_models(self, monkeypatch, tmp_path):
        for name in ("default_generator_path", "default_estimator_path"):
            monkeypatch.setattr(animator_module, name, lambda name=name: tmp_path / f"{name}.safetensors")
        return tmp_path

    @pytest.mark.parametrize(
        "generator",
        [
            FlowGenerator(FlowGeneratorOptions(width=8)),
            PublishedGenerator(PublishedGeneratorOptions(width=8, n_blocks=1)),
            StarGanGenerator(PublishedGeneratorOptions(width=8, n_blocks=1)),
        ],
    )
    def test_real_networks_untrained(self, no_bundled_models, generator, demo_rgb):
        save_checkpoint(no_bundled_models / "default_generator_path.safetensors", generator, describe(generator, training={}))
        estimator = FaceEstimator()
        save_checkpoint(no_bundled_models / "default_estimator_path.safetensors", estimator, describe(estimator, training={}))
        animator = Animator.load(device="cpu")
        (face,) = animator.set_frame(Frame(demo_rgb))
        assert face.aus == pytest.approx(0.15)
        animation = animator.animate(au_vector({"AU12": 1}))
        assert animation.composite().shape == demo_rgb.shape
        assert animator.generator_metadata.conditioning == generator.conditioning

    def test_an_estimator_is_no_generator(self, no_bundled_models):
        estimator = FaceEstimator()
        path = no_bundled_models / "wrong.safetensors"
        save_checkpoint(path, estimator, describe(estimator, training={}))
        with pytest.raises(CheckpointError, match=r"wrong\.safetensors.*not a generator"):
            Animator.load(path, "cpu")

    def test_a_missing_model_is_named(self, no_bundled_models):
        with pytest.raises(FileNotFoundError) as info:
            Animator.load(device="cpu")
        assert "default_generator_path" in str(info.value)

    def test_an_unknown_device_is_refused(self):
        with pytest.raises(ValueError, match="not available"):
            Animator.load(device="abacus")
