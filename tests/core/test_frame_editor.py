import numpy as np
import pytest

from ganimation_desktop.core.action_units import au_index
from ganimation_desktop.core.detection import InlineDetections
from ganimation_desktop.core.faces import FaceBox
from ganimation_desktop.core.frame_editor import FrameEditor
from ganimation_desktop.core.frames import Frame
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator

BOXES = (FaceBox(30, 30, 80, 80, 1.5), FaceBox(140, 40, 170, 70, 0.5))


def frame(time_s=0.0):
    return Frame(np.full((128, 192, 3), 90, np.uint8), 0, time_s)


def smiling(amount):
    def target(source, time_s):
        target = source.copy()
        target[au_index("AU12")] = amount
        return target

    return target


@pytest.fixture
def editor():
    animator = fake_animator(BOXES, estimator=FakeEstimator())
    return FrameEditor(animator, smiling(1.0), detections=InlineDetections(FakeDetector(BOXES)))


def test_the_edit_comes_with_faces_and_masks(editor):
    edited = editor.edit(frame())
    assert len(edited.tracked) == len(edited.animation.faces) == 2
    assert edited.chosen == (0,)
    assert edited.animation.faces[0].patch is not None
    assert edited.animation.faces[1].patch is None


def test_something_else_wanted_of_the_same_frame(editor):
    assert editor.again() is None
    first = editor.edit(frame())
    editor.target_at = smiling(0.25)
    second = editor.again(0.5)
    assert second.frame is first.frame
    assert second.tracked == first.tracked
    assert second.animation.scale == 0.5
    assert second.animation.faces[0].target_aus[au_index("AU12")] == pytest.approx(0.25)


def test_other_faces_can_be_chosen(editor):
    editor.edit(frame())
    for face, chosen in (("all", (0, 1)), (2, (1,)), (3, ()), ("largest", (0,))):
        editor.choose(face)
        assert editor.edit(frame(0.1)).chosen == chosen


def test_frames_without_the_face_are_not_counted(editor):
    editor.choose(3)
    picture = frame()
    assert editor(picture) is picture.rgb
    editor.choose("largest")
    assert editor(frame(0.1)) is not picture.rgb
    assert editor.n_with_face == 1
