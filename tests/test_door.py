"""What `ganimation_desktop` offers to people who write Python."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import ganimation_desktop
from ganimation_desktop.core.base.action_units import N_AUS, au_index, au_vector
from ganimation_desktop.core.edit.export import export_photo
from ganimation_desktop.core.imaging.frames import photo_from_rgb
from tests.core.fakes import LEFT, RIGHT, FakeEstimator, fake_animator, textured_frame


@pytest.fixture
def animator():
    animator = fake_animator([LEFT, RIGHT], estimator=FakeEstimator())
    animator.set_image(textured_frame())
    return animator


def test_importing_it_loads_nothing_heavy():
    code = "import sys, ganimation_desktop; dir(ganimation_desktop); print(*{'torch', 'cv2', 'numpy', 'PySide6'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_everything_that_it_names_is_there():
    assert (
        {"Animator", "read_photo", "save_photo", "presets", "ACTION_UNITS"}
        <= set(ganimation_desktop.__all__)
        <= set(dir(ganimation_desktop))
    )
    assert all(getattr(ganimation_desktop, name) is not None for name in ganimation_desktop.__all__)
    assert ganimation_desktop.presets["joy"].aus["AU12"] > 0
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        ganimation_desktop.nothing  # noqa: B018


class TestSetImage:
    @pytest.mark.parametrize("kind", ["frame", "array", "photo", "path", "name"])
    def test_pictures_of_every_kind_show_the_same_faces(self, kind, tmp_path):
        frame = textured_frame()
        photo = photo_from_rgb(frame.rgb.copy())
        path = export_photo(tmp_path / "photo.png", photo).path
        image: Any = {"frame": frame, "array": frame.rgb, "photo": photo, "path": path, "name": str(path)}[kind]
        faces = fake_animator([LEFT, RIGHT], estimator=FakeEstimator()).set_image(image)
        expected = fake_animator([LEFT, RIGHT], estimator=FakeEstimator()).set_frame(frame)
        for face, other in zip(faces, expected, strict=True):
            np.testing.assert_array_equal(face.aus, other.aus)

    def test_the_callers_array_stays_writeable(self):
        rgb = textured_frame().rgb.copy()
        fake_animator([LEFT]).set_image(rgb)
        assert rgb.flags.writeable

    @pytest.mark.parametrize("array", [np.zeros((40, 40), np.uint8), np.zeros((40, 40, 3)), np.zeros((40, 40, 4), np.uint8)])
    def test_another_array_is_refused(self, array):
        with pytest.raises(ValueError, match=r"\(H, W, 3\) uint8"):
            fake_animator([LEFT]).set_image(array)

    def test_a_file_that_is_no_photo_is_named(self, tmp_path):
        with pytest.raises(ValueError, match=r"missing\.jpg does not exist"):
            fake_animator([LEFT]).set_image(tmp_path / "missing.jpg")


class TestEdit:
    def test_action_units_that_are_not_named_stay_as_detected(self, animator):
        edited = animator.edit({"AU12": 1.0, "AU02": 0.25})
        source, target = edited.faces[0].face.aus, edited.faces[0].target_aus
        assert source[au_index("AU25")] > 0
        np.testing.assert_array_equal(target, au_vector({"AU12": 1.0, "AU02": 0.25}, source))
        assert edited.faces[1].patch is None

    def test_by_position_it_is_the_same(self, animator):
        by_code, by_position = animator.edit({"AU12": 1.0}), animator.edit({np.int64(au_index("AU12")): 1.0})
        np.testing.assert_array_equal(by_code.rgb, by_position.rgb)

    def test_another_face_or_all_of_them(self, animator):
        assert [face.patch is not None for face in animator.edit({"AU12": 1.0}, face=1).faces] == [False, True]
        assert [face.patch is not None for face in animator.edit({"AU12": 1.0}, face=None).faces] == [True, True]

    def test_a_preset_half_way(self, animator):
        face = animator.edit(ganimation_desktop.presets["joy"], strength=0.5).faces[0]
        expected = (face.face.aus + ganimation_desktop.presets["joy"].target(face.face.aus).aus) / 2
        np.testing.assert_allclose(face.target_aus, expected, atol=1e-6)

    def test_a_whole_vector(self, animator):
        np.testing.assert_array_equal(animator.edit(np.full(N_AUS, 0.5)).faces[0].target_aus, np.full(N_AUS, 0.5, np.float32))

    def test_each_edit_starts_from_the_picture(self, animator):
        once = animator.edit({"AU12": 1.0}).rgb
        animator.edit({"AU25": 1.0})
        np.testing.assert_array_equal(animator.edit({"AU12": 1.0}).rgb, once)

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ({"expression": {"AU99": 1.0}}, "'AU99' is not one of the Action Units"),
            ({"expression": {"AU12": 1.5}}, r"AU12 is 1\.5, outside 0\.\.1"),
            ({"expression": {25: 1.0}}, r"no Action Unit at position 25 of 0\.\.16; by number it is 'AU25'"),
            ({"expression": {"AU12": 1.0}, "face": 2}, "there is no face 2 among 2"),
            ({"expression": {"AU12": 1.0}, "face": -1}, "there is no face -1 among 2"),
            ({"expression": [1.0]}, "an AU vector has 17 values"),
            ({"expression": {"AU12": 1.0}, "gaze": (1.0, 0.0)}, "cannot change the gaze"),
        ],
    )
    def test_what_cannot_be_is_one_sentence(self, animator, arguments, sentence):
        with pytest.raises(ValueError, match=sentence):
            animator.edit(**arguments)

    def test_without_an_image_or_a_face(self):
        animator = fake_animator([])
        with pytest.raises(ValueError, match="`set_image` first"):
            animator.edit({"AU12": 1.0})
        animator.set_image(textured_frame())
        with pytest.raises(ValueError, match="there is no face 0 among 0"):
            animator.edit({"AU12": 1.0})


class TestMisunderstandings:
    def test_single_action_units_are_no_targets_by_face(self, animator):
        with pytest.raises(ValueError, match=r"`Animator\.edit` takes single Action Units by code"):
            animator.animate({"AU12": 1.0})

    def test_an_array_is_no_frame(self, animator):
        with pytest.raises(TypeError, match="`set_image` takes files and arrays"):
            animator.set_frame(textured_frame().rgb)

    def test_a_frame_of_a_video_is_not_edited_as_a_photo(self, animator):
        animator.set_frame(textured_frame())
        with pytest.raises(ValueError, match="`set_image` first"):
            animator.edit({"AU12": 1.0})


class TestSave:
    def test_an_edit_is_what_its_file_shows(self, animator, tmp_path):
        edited = animator.edit({"AU12": 1.0})
        assert edited.save(tmp_path / "edited.png") == tmp_path / "edited.png"
        np.testing.assert_array_equal(ganimation_desktop.read_photo(tmp_path / "edited.png").frame.rgb, edited.rgb)
        with pytest.raises(ValueError, match="exists already"):
            edited.save(tmp_path / "edited.png")
        edited.save(tmp_path / "edited.png", overwrite=True)

    def test_arrays_photos_and_edits_are_saved_alike(self, animator, tmp_path):
        edited = animator.edit({"AU12": 1.0})
        for name, image in (("array.png", edited.rgb), ("photo.png", photo_from_rgb(edited.rgb)), ("edit.png", edited)):
            path = ganimation_desktop.save_photo(tmp_path / name, image)
            np.testing.assert_array_equal(ganimation_desktop.read_photo(path).frame.rgb, edited.rgb)
