"""What the animator reads from faces, before an edit and after it."""

import numpy as np

from ganimation_desktop.core.base.action_units import au_index, au_vector
from ganimation_desktop.core.base.geometry import affine_scale
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.models.networks import FaceEstimator
from tests.core.fakes import (
    BOX,
    FAR,
    LEFT,
    RIGHT,
    FakeDetector,
    FakeEstimator,
    FakeGenerator,
    fake_animator,
    fake_metadata,
    textured_frame,
)


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
        animator = fake_animator([], estimator=FaceEstimator())
        (face,) = animator.set_frame(Frame(demo_rgb), boxes=[FaceBox(178, 82, 267, 171)])
        assert 0.5 < affine_scale(face.crop.frame_from_crop) < 2

    def test_a_generator_trained_on_boxes_gets_the_box(self):
        generator = FakeGenerator(conditioning="absolute", with_flow=False)
        frame = textured_frame()
        (face,) = fake_animator([BOX], generator=generator, estimator=FakeEstimator(shift=(0.1, 0.0))).set_frame(frame)
        (box_face,) = fake_animator([BOX]).set_frame(frame)
        np.testing.assert_allclose(face.crop.frame_from_crop, box_face.crop.frame_from_crop)
        assert face.landmarks_px is not None

    def test_without_an_estimator_aus_are_zero_and_it_reports_it(self):
        animator = fake_animator([BOX])
        (face,) = animator.set_frame(textured_frame())
        assert not face.aus.any()
        assert face.landmarks_px is None
        assert "estimator" in animator.animate({}).notices[0]


class TestSearch:
    def test_adds_faces_after_those_that_are_known(self):
        animator = fake_animator([LEFT], estimator=FakeEstimator(), scanned=[LEFT, FAR])
        (first,) = animator.set_frame(textured_frame(), search=Search.QUICK)
        (added,) = [face for faces in animator.search() for face in faces]
        assert added.box == FAR
        animation = animator.animate({1: au_vector({"AU12": 1})})
        assert [face.face for face in animation.faces] == [first, added]
        assert animation.faces[0].patch is None
        assert animation.faces[1].patch is not None
        assert len(animator.measure(animation)) == len(animator.readings) == 2

    def test_adds_faces_to_none(self):
        animator = fake_animator([], estimator=FakeEstimator(), scanned=[FAR])
        assert animator.set_frame(textured_frame(), search=Search.QUICK) == ()
        assert [face.box for faces in animator.search() for face in faces] == [FAR]
        assert animator.animate(au_vector({"AU12": 1})).faces[0].patch is not None

    def test_what_was_generated_for_a_known_face_is_kept(self):
        generator = FakeGenerator()
        animator = fake_animator([LEFT], generator=generator, estimator=FakeEstimator(), scanned=[FAR])
        animator.set_frame(textured_frame(), search=Search.QUICK)
        animator.animate({0: au_vector({"AU12": 1})})
        assert any(animator.search())
        animator.animate({0: au_vector({"AU12": 1})})
        assert generator.encoded_batches == [1, 1]
        assert len(generator.decoded_aus) == 1

    def test_ends_when_another_frame_is_set(self):
        animator = fake_animator([LEFT], estimator=FakeEstimator(), scanned=[FAR])
        animator.set_frame(textured_frame(), search=Search.QUICK)
        steps = animator.search()
        next(steps)
        animator.set_frame(textured_frame(), search=Search.QUICK)
        assert not any(steps)
        assert len(animator.animate({}).faces) == 1

    def test_finds_one_face_in_the_demo_portrait(self, demo_rgb):
        animator = Animator.load(device="cpu")
        assert len(animator.set_frame(Frame(demo_rgb), search=Search.QUICK)) == 1
        assert not any(animator.search())

    def test_how_far_a_frame_is_searched(self):
        n_faces = {}
        for search in Search:
            animator = fake_animator([LEFT], estimator=FakeEstimator(), scanned=[FAR])
            n_faces[search] = len(animator.set_frame(textured_frame(), search=search))
        assert n_faces == {Search.QUICK: 1, Search.FIRST: 1, Search.ALL: 2}

    def test_a_frame_without_a_quick_find_is_searched_by_default(self):
        (face,) = fake_animator([], estimator=FakeEstimator(), scanned=[FAR]).set_frame(textured_frame())
        assert face.box == FAR

    def test_the_largest_face_comes_first(self):
        faces = fake_animator([FAR], estimator=FakeEstimator(), scanned=[LEFT]).set_frame(textured_frame(), search=Search.ALL)
        assert [face.box for face in faces] == [LEFT, FAR]


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
