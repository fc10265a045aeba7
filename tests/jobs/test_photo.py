from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.action_units import N_AUS, au_dict, au_index
from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.core.edit.export import suggested_path
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.jobs.expression import EditRequest, preset_like, preset_named
from ganimation_desktop.jobs.photo import PhotoEditor
from ganimation_desktop.jobs.photo_outputs import ExportPlan, write_export
from tests.ui.fakes import TWO_FACES, FakeAnimator

ALL = Preset("everything", au_dict(np.ones(17)))


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    Image.linear_gradient("L").resize((80, 60)).convert("RGB").save(path)
    return path


def edit(photo, animator, request=None, **plan):
    return PhotoEditor(request or EditRequest(ALL), lambda path: ExportPlan(suggested_path(path), recipe=False, **plan)).edit(
        photo, animator
    )


def test_the_edit_becomes_a_new_file_and_the_photo_stays(photo):
    before = photo.read_bytes()
    edited = edit(photo, FakeAnimator())
    assert edited.files == (photo.with_name("photo-edited.png"),)
    assert (read_photo(edited.files[0]).frame.rgb != read_photo(photo).frame.rgb).any()
    assert photo.read_bytes() == before


@pytest.mark.parametrize(("face", "changed"), [("largest", [True, False]), ("all", [True, True]), (2, [False, True])])
def test_the_chosen_faces_are_edited(photo, face, changed):
    edited = edit(photo, FakeAnimator(TWO_FACES), EditRequest(ALL, face=face))
    assert [face.patch is not None for face in edited.animation.faces] == changed


@pytest.mark.parametrize(
    ("places", "face", "reason"), [((), "largest", "no face was found"), (TWO_FACES, 3, "there is no face 3; 2 found")]
)
def test_a_face_that_is_not_there_names_the_photo(photo, places, face, reason):
    with pytest.raises(ValueError, match=rf"photo\.png: {reason}"):
        edit(photo, FakeAnimator(places), EditRequest(ALL, face=face))
    assert list(photo.parent.iterdir()) == [photo]


def test_the_strength_goes_from_what_is_detected_and_single_action_units_are_set_after_that(photo):
    animator = FakeAnimator(source=0.2)
    edited = edit(photo, animator, EditRequest(ALL, 0.5, {"AU45": 0.25}))
    target = au_dict(edited.animation.faces[0].target_aus)
    assert target.pop("AU45") == 0.25
    assert list(target.values()) == pytest.approx([0.6] * 16)


def test_everything_that_was_written_is_taken_back_when_something_cannot_be(photo, tmp_path):
    (tmp_path / "photo-edited-aus.csv").write_text("mine")
    with pytest.raises(ValueError, match="exists already"):
        edit(photo, FakeAnimator(), before_after=True, masks=True, au_table=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photo-edited-aus.csv", "photo.png"]
    assert (tmp_path / "photo-edited-aus.csv").read_text() == "mine"


def test_a_photo_that_would_be_replaced_is_still_there_when_something_else_fails(photo, tmp_path):
    old = tmp_path / "photo-edited.png"
    old.write_bytes(b"old")
    (tmp_path / "photo-edited-aus.csv").mkdir()
    editor = PhotoEditor(EditRequest(ALL), lambda path: ExportPlan(old, au_table=True, recipe=False, overwrite=True))
    with pytest.raises(ValueError, match="photo-edited-aus"):
        editor.edit(photo, FakeAnimator())
    assert old.read_bytes() == b"old"


def test_presets_are_named_in_any_case_and_a_face_is_one_too(photo):
    assert preset_named("JOY").aus["AU12"] > 0
    with pytest.raises(ValueError, match=r"there is no preset 'jolly'; there are .*joy"):
        preset_named("jolly")
    assert preset_like(photo, FakeAnimator(source=0.25)).aus["AU12"] == 0.25


def test_the_expression_of_a_face_that_winks_winks_on_the_same_side(photo, monkeypatch):
    animator = FakeAnimator(source=0.0)
    shown = animator.set_frame

    def winking(frame, **options):
        sides = np.zeros((2, N_AUS), np.float32)
        sides[1, au_index("AU45")] = 1.0
        return tuple(replace(face, sided_aus=sides) for face in shown(frame, **options))

    monkeypatch.setattr(animator, "set_frame", winking)
    assert preset_like(photo, animator).aus["AU45_R"] == 1.0
    assert preset_like(photo, animator).aus["AU45_L"] == 0.0


def test_an_export_is_cancelled_between_its_files_and_leaves_none(photo, tmp_path):
    animator = FakeAnimator()
    source = read_photo(photo)
    animator.set_frame(source.frame)
    answers = iter((False, False, True))
    with pytest.raises(Cancelled):
        write_export(
            ExportPlan(tmp_path / "out.png", before_after=True, au_table=True, recipe=False),
            source,
            animator.animate({}),
            None,
            is_cancelled=lambda: next(answers),
        )
    assert list(tmp_path.iterdir()) == [photo]
