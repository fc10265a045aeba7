"""Layers through the animator: a generator with a mouth, eyes and gaze inputs whose answers are known."""

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index, au_vector
from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.edit import backdrop, conditions
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.imaging.surroundings import measure_surroundings
from ganimation_desktop.core.models.networks import LayeredGenerator
from tests.core.edit.layer_faces import MOUTH, SIZE, TEETH_RGB, FakeLayeredGenerator
from tests.core.fakes import BOX, FakeEstimator, FakeGenerator, fake_animator, textured_frame


def centre_px(face, ellipse):
    x, y = apply_affine(face.crop.frame_from_crop, np.array([ellipse[:2]]))[0].round().astype(int)
    return y, x


@pytest.fixture
def animator():
    return fake_animator([BOX], generator=FakeLayeredGenerator(), estimator=FakeEstimator())


def opened(face, **more):
    aus = face.aus.copy()
    aus[au_index("AU25")] = 1
    for code, value in more.items():
        aus[au_index(code)] = value
    return aus


def dark_frame():
    """A frame dark enough for the estimator to read a closed mouth."""
    return Frame(np.random.default_rng(0).integers(60, 130, (400, 420, 3), np.uint8))


def test_an_opened_mouth_shows_the_texture_and_nothing_beside_it_changes(animator):
    (face,) = animator.set_frame(dark_frame())
    animation = animator.animate(opened(face))
    edited, source = animation.composite(), animation.frame.rgb
    y, x = centre_px(face, MOUTH)
    teeth = edited[y - 3 : y + 4, x - 8 : x + 9].reshape(-1, 3).mean(axis=0)
    np.testing.assert_allclose(teeth / teeth[1], np.array(TEETH_RGB[0]) / TEETH_RGB[0][1], atol=0.05)
    changed = (edited != source).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    scale = np.sqrt(np.linalg.det(face.crop.frame_from_crop[:, :2]))
    assert columns[-1] - columns[0] < 2 * (MOUTH[2] + 2) * scale
    assert rows[-1] - rows[0] < 2 * (MOUTH[3] + 2) * scale


def test_the_color_mask_and_the_attention_show_the_layers(animator):
    (face,) = animator.set_frame(dark_frame())
    (result,) = animator.animate(opened(face)).faces
    middle = (round(MOUTH[1]), round(MOUTH[0]))
    assert result.attention[middle] < 0.01
    color = result.color_rgb[middle].astype(float)
    np.testing.assert_allclose(color / color[1], np.array(TEETH_RGB[0]) / TEETH_RGB[0][1], atol=0.05)
    np.testing.assert_array_equal(result.color_rgb[:30], face.crop.rgb[:30])
    assert not result.color_rgb.flags.writeable


def test_source_aus_still_give_the_frame_back_bit_for_bit(animator):
    (face,) = animator.set_frame(dark_frame())
    animation = animator.animate(face.aus.copy())
    np.testing.assert_array_equal(animation.composite(), animation.frame.rgb)


def test_teeth_can_be_chosen(animator):
    (face,) = animator.set_frame(dark_frame())
    y, x = centre_px(face, MOUTH)
    shown = []
    for number in (None, 1, 2):
        animator.choose_teeth(number)
        shown.append(animator.animate(opened(face)).composite()[y, x].astype(float))
    assert animator.n_teeth == 2
    np.testing.assert_array_equal(shown[0], shown[1])
    assert np.abs(shown[2] - shown[0]).max() > 30


@pytest.mark.parametrize("number", [0, 3])
def test_teeth_that_are_not_there_are_refused_in_a_sentence(animator, number):
    with pytest.raises(ValueError, match=f"there are no teeth {number}: the model has 2 sets of teeth"):
        animator.choose_teeth(number)


def test_a_generator_without_teeth_reports_it():
    animator = fake_animator([BOX])
    animator.choose_teeth(None)
    with pytest.raises(ValueError, match="the model has no teeth to choose"):
        animator.choose_teeth(1)


class TestGaze:
    def test_it_follows_the_aus_in_the_controls(self, animator):
        (face,) = animator.set_frame(dark_frame())
        animator.animate(face.aus, gaze=(0.5, -0.25))
        (controls,) = animator._model.generator.controls
        assert controls.shape == (1, 19)
        np.testing.assert_allclose(controls[0, 17:], [0.5, -0.25])
        np.testing.assert_allclose(controls[0, :17], 0, atol=1e-6)

    def test_it_alone_is_a_change_and_moves_the_eyeballs_only(self, animator):
        (face,) = animator.set_frame(dark_frame())
        animation = animator.animate({}, gaze={0: (1.0, 0.0)})
        assert animation.faces[0].gaze == (1.0, 0.0)
        changed = (animation.composite() != animation.frame.rgb).any(axis=2)
        y, _ = centre_px(face, MOUTH)
        assert not changed[y - 10 : y + 10].any()

    def test_no_gaze_changes_nothing(self, animator):
        animator.set_frame(dark_frame())
        assert animator.animate({}, gaze=(0.0, 0.0)).faces[0].patch is None

    def test_a_generator_without_inputs_refuses_it_in_a_sentence(self):
        animator = fake_animator([BOX])
        animator.set_frame(textured_frame())
        with pytest.raises(ValueError, match="this model cannot change the gaze"):
            animator.animate({}, gaze=(0.5, 0.0))
        animator.animate({}, gaze=(0.0, 0.0))

    @pytest.mark.parametrize("gaze", [(2.0, 0.0), (float("nan"), 0.0), (0.1,), (0.1, 0.2, 0.3)])
    def test_what_is_no_gaze_is_refused(self, animator, gaze):
        animator.set_frame(dark_frame())
        with pytest.raises(ValueError, match="a gaze is two numbers from -1 to 1"):
            animator.animate({}, gaze=gaze)

    def test_a_face_that_is_not_there_is_refused(self, animator):
        animator.set_frame(dark_frame())
        with pytest.raises(ValueError, match="there is no face 3"):
            animator.animate({}, gaze={3: (0.1, 0.1)})

    def test_without_gaze_inputs_the_controls_are_the_aus(self):
        generator = FakeGenerator()
        animator = fake_animator([BOX], generator=generator)
        animator.set_frame(textured_frame())
        animator.animate(au_vector({"AU12": 1}))
        assert generator.decoded_aus[0].shape == (1, 17)


def test_a_toned_photo_stays_toned_in_picture_and_pane():
    animator = fake_animator([BOX], generator=FakeLayeredGenerator(), estimator=FakeEstimator())
    grey = np.repeat(np.random.default_rng(0).integers(60, 120, (400, 420, 1), np.uint8), 3, axis=2)
    (face,) = animator.set_frame(Frame(grey))
    animation = animator.animate(opened(face))
    edited = animation.composite()
    assert (edited != grey).any()
    assert (edited == edited[..., :1]).all()
    color_rgb = animation.faces[0].color_rgb
    assert (color_rgb == color_rgb[..., :1]).all()


class TestPreparation:
    SCALES = (1.0, 0.5, 0.25)

    @pytest.fixture
    def made(self, monkeypatch):
        """What was made of a frame at a scale, by name."""
        names = []

        def count(module, name):
            make = getattr(module, name)

            def counted(*args, **more):
                names.append(name)
                return make(*args, **more)

            monkeypatch.setattr(module, name, counted)

        count(conditions, "measure_surroundings")
        count(backdrop, "complete_eyeball")
        return names

    def test_what_was_prepared_is_not_made_again(self, animator, made):
        (face,) = animator.set_frame(dark_frame())
        for scale in self.SCALES:
            for _ in animator.prepare(scale):
                pass
        assert made.count("measure_surroundings") == 3
        assert made.count("complete_eyeball") == 6
        edits = [animator.animate(opened(face), gaze=(0.5, 0.0), scale=scale) for scale in self.SCALES]
        assert made.count("measure_surroundings") == 3
        assert made.count("complete_eyeball") == 6
        assert [edit.frame.width for edit in edits] == [420, 210, 105]
        frames = [edit.frame for edit in edits]
        assert [animator.animate({}, scale=scale).frame for scale in self.SCALES] == frames

    def test_the_edit_is_the_same_with_and_without(self, animator):
        (face,) = animator.set_frame(dark_frame())
        without = animator.animate(opened(face), gaze=(0.5, 0.0), scale=0.5).composite()
        animator.set_frame(dark_frame())
        assert sum(1 for _ in animator.prepare(0.5)) == 2
        assert (animator.animate(opened(face), gaze=(0.5, 0.0), scale=0.5).composite() == without).all()

    def test_the_scale_that_was_used_longest_ago_makes_room_for_another(self, animator):
        animator.set_frame(dark_frame())
        frames = {scale: animator.animate({}, scale=scale).frame for scale in (0.8, 0.4, 0.2)}
        assert animator.animate({}, scale=0.8).frame is frames[0.8]
        animator.animate({}, scale=0.3)
        assert animator.animate({}, scale=0.8).frame is frames[0.8]
        assert animator.animate({}, scale=0.2).frame is frames[0.2]
        assert animator.animate({}, scale=0.4).frame is not frames[0.4]


def test_what_is_cached_takes_no_time_of_compositing(animator, monkeypatch):
    (face,) = animator.set_frame(dark_frame())
    clock = [0.0]

    def measured(*args, **more):
        clock[0] += 7.0
        return measure_surroundings(*args, **more)

    monkeypatch.setattr(conditions, "measure_surroundings", measured)
    monkeypatch.setattr("ganimation_desktop.core.edit.scene.time.perf_counter", lambda: clock[0])
    first, second = (animator.animate(opened(face)).timings_ms for _ in range(2))
    assert (first["prepare"], first["composite"]) == (7000.0, 0.0)
    assert second["prepare"] == 0.0


def test_a_reduced_view_shows_the_same_mouth():
    side = 4 * SIZE / 1.353
    box = FaceBox(400 - side / 2, 400 - side / 2, 400 + side / 2, 400 + side / 2)
    animator = fake_animator([box], generator=FakeLayeredGenerator(), estimator=FakeEstimator())
    rng = np.random.default_rng(0)
    (face,) = animator.set_frame(Frame(rng.integers(60, 130, (800, 820, 3), np.uint8)))
    whole, reduced = (animator.animate(opened(face), scale=scale).composite() for scale in (1.0, 0.5))
    y, x = centre_px(face, MOUTH)
    np.testing.assert_allclose(
        whole[y - 4 : y + 4, x - 4 : x + 4].mean(axis=(0, 1)),
        reduced[y // 2 - 2 : y // 2 + 2, x // 2 - 2 : x // 2 + 2].mean(axis=(0, 1)),
        atol=6,
    )


def test_the_programs_own_layered_generator_runs_untrained():
    animator = fake_animator([BOX], generator=LayeredGenerator(), estimator=FakeEstimator())
    (face,) = animator.set_frame(dark_frame())
    animation = animator.animate(opened(face, AU05=1), gaze=(0.3, 0.1))
    assert animation.composite().shape == animation.frame.rgb.shape
    assert animator.n_teeth == 1
