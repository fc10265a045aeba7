from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.documents.document import MOST_SAVED, Document, VideoState
from ganimation_desktop.core.documents.history import FaceChange, History, Step, TrackChange
from ganimation_desktop.core.expressions.keyframes import Keyframe, KeyframeTrack
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.video.video_request import VideoRequest
from tests.core.documents.made import made_face, made_photo, made_source, made_video

PASTED = replace(made_source(), file=None)


def test_a_photo_is_edited_when_a_face_is_to_look_otherwise():
    untouched = Document(made_source(), (made_face({}), made_face({})))
    assert not untouched.is_edited
    assert not untouched.is_unsaved
    assert Document(made_source(), (made_face({}), made_face({"AU12": 0.9}))).is_unsaved


def test_eyes_that_look_elsewhere_are_an_edit():
    face = made_face({})
    assert Document(made_source(), (replace(face, edit=replace(face.edit, target=face.target.with_gaze((0.5, 0.0)))),)).is_edited


def test_what_was_exported_is_saved_until_something_else_is_wanted():
    document = made_photo().marked_saved()
    assert document.is_edited
    assert not document.is_unsaved
    changed = replace(document, faces=(made_face({"AU04": 0.3}), *document.faces[1:]))
    assert changed.is_unsaved
    assert not replace(changed, faces=document.faces).is_unsaved, "undone to what was exported"


def test_several_exported_states_are_remembered_but_not_all():
    document = made_photo()
    states = []
    for number in range(MOST_SAVED + 5):
        document = replace(document, faces=(made_face({"AU12": number / 100}),)).marked_saved()
        states.append(document.state)
    assert len(set(states)) == len(states)
    assert document.saved == tuple(states[-MOST_SAVED:])
    assert document.marked_saved().saved == document.saved


def test_a_result_that_became_the_source_is_unsaved_though_nothing_is_wanted_of_it():
    baked = Document(made_source(), (made_face({}),), pixels="0123456789abcdef.png", saved=made_photo().marked_saved().saved)
    assert baked.is_unsaved
    assert replace(baked, pixels="fedcba9876543210.png").state != baked.state


def test_a_pasted_picture_is_unsaved_once_it_is_edited():
    assert not Document(PASTED, (made_face({}),), pixels="0123456789abcdef.png").is_unsaved
    assert Document(PASTED, (made_face({"AU12": 1.0}),), pixels="0123456789abcdef.png").is_unsaved


SMILE = FaceTarget.of(au_vector({"AU12": 0.5}))


def _video(**changes: object) -> Document:
    return Document(made_source("clip.mp4"), video=VideoState(replace(VideoRequest(), **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "edited"),
    [
        ({}, False),
        ({"sliders": SMILE}, True),
        ({"sliders": SMILE, "baseline": au_vector({"AU12": 0.5})}, False),
        ({"gain": 2.0}, False),
        ({"gain": 2.0, "mode": LiveMode.AMPLIFY}, True),
        ({"mode": LiveMode.ABSOLUTE}, False),
        ({"eye_contact": 0.5}, True),
        ({"track": KeyframeTrack([Keyframe(0.0, {"AU12": 0.0})])}, True),
    ],
)
def test_when_a_video_is_edited(changes, edited):
    assert _video(**changes).is_edited == edited


def test_looking_at_a_video_does_not_make_it_unsaved():
    video = made_video().marked_saved()
    assert video.video is not None
    assert not replace(video, video=replace(video.video, time_s=0.25, loop=True, speed=0.5)).is_unsaved
    assert replace(video, video=replace(video.video, part=(0.0, 1.0))).is_unsaved


def _step(number: int) -> Step:
    return Step(str(number), (FaceChange(0, FaceTarget.of(au_vector({})), FaceTarget.of(au_vector({"AU12": number / 100}))),))


def test_a_history_keeps_the_steps_next_to_now():
    history = History(tuple(_step(number) for number in range(10)), 6)
    assert history.bounded(20) is not history
    assert [step.label for step in history.bounded(20).steps] == [str(number) for number in range(10)]
    few = history.bounded(8)
    assert ([step.label for step in few.steps], few.n_done) == (["2", "3", "4", "5"], 4)
    some = history.bounded(14)
    assert ([step.label for step in some.steps], some.n_done) == (["0", "1", "2", "3", "4", "5", "6"], 6)


def test_keyframes_count_as_what_they_hold():
    track = KeyframeTrack([Keyframe(time_s, {"AU12": 0.5}) for time_s in np.arange(50.0)])
    assert Step("", (TrackChange(KeyframeTrack(), track),)).n_values == 52
    assert History((Step("", (TrackChange(KeyframeTrack(), track),)), _step(1)), 2).bounded(10).steps[0].label == "1"


def test_a_history_cannot_have_more_steps_done_than_it_has():
    with pytest.raises(ValueError, match="2 of 1"):
        History((_step(0),), 2)


def test_a_document_can_be_about_any_path():
    assert Document(replace(made_source(), file=Path("\udcff.jpg"))).source.file is not None
