import math

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE
from ganimation_desktop.core.edit.conditions import CONDITIONS_S
from ganimation_desktop.core.expressions.eye_contact import TURN_RAD
from ganimation_desktop.core.faces.detection import Detection, InlineDetections
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.video.frame_editor import FrameEditor
from tests.core.edit.layer_faces import FakeLayeredGenerator
from tests.core.fakes import FakeDetector, FakeEstimator, FakeGenerator, GazeEstimator, fake_animator

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
    assert editor.reprocess() is None
    first = editor.edit(frame())
    editor.target_at = smiling(0.25)
    second = editor.reprocess(0.5)
    assert second.frame is first.frame
    assert second.tracked == first.tracked
    assert second.animation.scale == 0.5
    assert second.animation.faces[0].target_aus[au_index("AU12")] == pytest.approx(0.25)


def test_other_faces_can_be_chosen(editor):
    editor.edit(frame())
    for face, chosen in (("all", (0, 1)), (2, (1,)), (3, ()), ("largest", (0,))):
        editor.choose(face)
        assert editor.edit(frame(0.1)).chosen == chosen


def test_what_the_video_is_like_around_a_face_is_measured_now_and_then(editor, monkeypatch):
    measured = []
    monkeypatch.setattr("ganimation_desktop.core.edit.conditions.fit_tone_curve", lambda rgb: measured.append(int(rgb[0, 0, 0])))
    for value, time_s in ((90, 0.0), (100, CONDITIONS_S / 2), (110, 1.1 * CONDITIONS_S), (120, 2.2 * CONDITIONS_S)):
        editor.edit(Frame(np.full((128, 192, 3), value, np.uint8), 0, time_s))
        editor.reprocess()
    assert measured == [90, 110, 120]


def test_drafts_while_something_moves(editor):
    assert editor.edit(frame(), draft=True).animation.draft
    assert not editor.reprocess().animation.draft
    assert not editor.edit(frame(0.1)).animation.draft


class LargeIsAway:
    """Detections in which the larger face is missing for a second and a half."""

    def __init__(self):
        self.detection = None

    def offer(self, frame, *, urgent):
        boxes = BOXES[1:] if 0.5 <= frame.time_s < 2 else BOXES
        self.detection = Detection(boxes, (frame.height, frame.width), 1.0, frame.index)

    def newest(self):
        newest, self.detection = self.detection, None
        return newest

    def close(self):
        pass


def test_a_person_who_comes_back_is_edited_again_and_nobody_in_between():
    editor = FrameEditor(fake_animator(BOXES, estimator=FakeEstimator()), smiling(1.0), detections=LargeIsAway())
    results = [editor.edit(frame(0.1 * index)) for index in range(25)]
    edited = [[result.tracked[index].box.width for index in result.chosen] for result in results]

    assert edited[:5] == [[pytest.approx(50, abs=1)]] * 5
    assert edited[12:20] == [[]] * 8
    assert edited[-1] == [pytest.approx(50, abs=1)]


def test_an_edit_comes_smoothly_with_the_face():
    editor = FrameEditor(fake_animator(BOXES, estimator=FakeEstimator()), smiling(1.0), face="all", detections=LargeIsAway())
    smiles = []
    for index in range(25):
        animation = editor.edit(frame(0.1 * index)).animation
        smiles.append(max(face.target_aus[au_index("AU12")] for face in animation.faces if face.face.box.width > 40) if index > 20 else 0.0)

    assert smiles[-1] == pytest.approx(1.0)
    assert 0 < max(smiles[20:22]) < 1.0


def unchanged(source, time_s):
    return FaceTarget.of(source)


@pytest.mark.parametrize(("generator", "turned"), [(FakeLayeredGenerator, True), (FakeGenerator, False)])
def test_eyes_are_turned_towards_the_camera_where_the_model_can(generator, turned):
    animator = fake_animator(BOXES, generator=generator(), estimator=GazeEstimator())
    editor = FrameEditor(animator, unchanged, detections=InlineDetections(FakeDetector(BOXES)))
    assert editor.edit(frame()).animation.faces[0].gaze == UNCHANGED_GAZE
    editor.eye_contact = 0.5
    edited = editor.edit(frame(0.1))
    assert edited.animation.faces[0].gaze[0] == pytest.approx(0.5 * math.radians(-10) / TURN_RAD if turned else 0, abs=0.01)
    assert edited.animation.faces[1].gaze == UNCHANGED_GAZE
