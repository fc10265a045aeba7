from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.documents.document import Document
from ganimation_desktop.core.documents.document_json import document_object, read_document
from ganimation_desktop.core.documents.history import History, ProtectionChange, Step
from ganimation_desktop.core.documents.history_json import history_object, read_history
from ganimation_desktop.core.faces.protection import MAP_PX, UNPROTECTED, Protection
from ganimation_desktop.core.faces.regions import Region
from tests.core.documents.made import made_photo, made_protection, made_video


def written(document: Document) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(document_object(document, str)))
    return content


@pytest.mark.parametrize("document", [made_photo().marked_saved(), made_video().marked_saved()])
def test_a_document_comes_back_whole(document):
    content = written(document)
    back = read_document(content, Path)
    assert written(back) == content
    assert (back.source, back.selected_face, back.view, back.saved, back.state) == (
        document.source,
        document.selected_face,
        document.view,
        document.saved,
        document.state,
    )


@pytest.mark.parametrize("document", [made_photo(), made_video()])
def test_snapshots_come_back(document):
    kept = replace(document, snapshots=(document.snapshot("A"), document.snapshot("a smile")))
    content = written(kept)
    back = read_document(content, Path)
    assert [snapshot.name for snapshot in back.snapshots] == ["A", "a smile"]
    assert written(back) == content
    for wrong in ("", "x" * 41, "\x07"):
        content["snapshots"][0]["name"] = wrong
        with pytest.raises(UnreadableError):
            read_document(content, Path)
    content["snapshots"] = [content["snapshots"][1]] * 51
    with pytest.raises(UnreadableError, match="snapshots"):
        read_document(content, Path)


def test_faces_come_back_with_every_digit():
    document = made_photo()
    back = read_document(written(document), Path)
    for face, expected in zip(back.faces, document.faces, strict=True):
        assert face.edit.target == expected.edit.target
        np.testing.assert_array_equal(face.edit.source_aus, expected.edit.source_aus)
    origin, expected_origin = back.faces[0].origin, document.faces[0].origin
    assert origin is not None
    assert expected_origin is not None
    assert (origin.strength, origin.seed) == (expected_origin.strength, expected_origin.seed)
    np.testing.assert_array_equal(origin.full, expected_origin.full)
    assert back.faces[1].origin is None


def test_what_is_protected_comes_back_and_makes_another_state():
    photo, video = made_photo(), made_video()
    assert read_document(written(photo), Path).faces[0].edit.protection == photo.faces[0].edit.protection == made_protection()
    assert photo.video is None
    assert video.video is not None
    back = read_document(written(video), Path).video
    assert back is not None
    assert back.request.protection == made_protection(Region.EYES)
    bare = replace(photo, faces=tuple(replace(face, edit=replace(face.edit, protection=UNPROTECTED)) for face in photo.faces))
    assert bare.state != photo.state
    free = replace(video, video=replace(video.video, request=replace(video.video.request, protection=UNPROTECTED)))
    assert free.state != video.state
    assert "protection" not in json.dumps(document_object(bare, str))


def test_steps_that_paint_much_leave_fewer_others():
    noise = Protection(np.random.default_rng(0).integers(0, 256, (MAP_PX, MAP_PX), np.uint8))
    steps = tuple(Step("", (ProtectionChange(0, UNPROTECTED, noise),)) for _ in range(40))
    assert 5 < len(History(steps, 40).bounded().steps) < 40


def test_what_is_wanted_of_a_video_comes_back():
    document = made_video()
    back, expected = read_document(written(document), Path).video, document.video
    assert back is not None
    assert expected is not None
    assert (back.face, back.time_s, back.part, back.loop, back.speed, back.baseline_known) == (2, 0.5, (0.25, 2.0), True, 0.5, True)
    assert back.request.track.keyframes == expected.request.track.keyframes
    assert (back.request.mode, back.request.gain) == (expected.request.mode, expected.request.gain)
    assert back.request.sliders == expected.request.sliders
    np.testing.assert_array_equal(back.request.baseline, expected.request.baseline)


@pytest.mark.parametrize("history", [made_photo().history, made_video().history, History()])
def test_a_history_comes_back_whole(history):
    content = json.loads(json.dumps(history_object(history)))
    back = read_history(content)
    assert history_object(back) == history_object(history)
    assert [step.label for step in back.steps] == [step.label for step in history.steps]
    assert back.n_done == history.n_done


PHOTO, VIDEO = written(made_photo()), written(made_video())


@pytest.mark.parametrize(
    ("good", "path", "value"),
    [
        (PHOTO, ("kind",), "camera"),
        (PHOTO, ("file",), 3),
        (PHOTO, ("sha256",), "xyz"),
        (PHOTO, ("width",), 0),
        (PHOTO, ("faces",), {}),
        (PHOTO, ("faces", 0), 1),
        (PHOTO, ("faces", 0, "box"), None),
        (PHOTO, ("faces", 0, "origin", "strength"), 2),
        (PHOTO, ("faces", 0, "origin", "seed"), -1),
        (PHOTO, ("faces", 0, "origin", "full", "AU99"), 0),
        (PHOTO, ("faces", 0, "origin", "full", "AU12"), 1e300),
        (PHOTO, ("selected_face",), 1e300),
        (PHOTO, ("view", "zoom"), 0),
        (PHOTO, ("pixels",), "../../a.png"),
        (PHOTO, ("pixels",), "a.exe"),
        (PHOTO, ("saved",), [1]),
        (VIDEO, ("video", "mode"), "wild"),
        (VIDEO, ("video", "gain"), -1),
        (VIDEO, ("video", "face"), "none"),
        (VIDEO, ("video", "face"), 0),
        (VIDEO, ("video", "keyframes", 0, "time_s"), -1),
        (VIDEO, ("video", "part"), 3),
        (VIDEO, ("video", "part", "end_s"), None),
        (VIDEO, ("video", "speed"), 0),
        (VIDEO, ("video", "loop"), 1),
    ],
)
def test_values_that_cannot_be_are_refused(good, path, value):
    content = deepcopy(good)
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(UnreadableError):
        read_document(content, Path)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"steps": [], "n_done": 1},
        {"steps": [1], "n_done": 0},
        {"steps": [{"label": "a", "changes": [{}]}], "n_done": 0},
        {"steps": [{"label": "a", "changes": [{"face": -1, "before": {}, "after": {}}]}], "n_done": 0},
        {"steps": [{"label": "a", "changes": [{"keyframes_before": [], "keyframes_after": [3]}]}], "n_done": 0},
    ],
)
def test_histories_that_cannot_be_are_refused(content):
    with pytest.raises(UnreadableError):
        read_history(content)


def test_something_else_than_a_document_is_refused():
    with pytest.raises(UnreadableError, match="objects"):
        read_document([], Path)
