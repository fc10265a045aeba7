from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.documents.history import FaceChange, History, PictureChange, PictureSide, Step, StepName
from ganimation_desktop.core.documents.history_json import history_object, read_history
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.regions import Region
from tests.core.documents.made import made_face, made_origin, made_photo, made_protection

BOX = FaceBox(1.123456789, 2.0, 30.1, 31.2, 1.5, -12.25)
TARGET = made_face({"AU12": 0.9}).target


def baked(before: str, after: str, number: int = 0) -> Step:
    sides = (
        PictureSide(before, (BOX,), {0: TARGET}, {0: made_origin()}, {0: made_protection(Region.EYES)}, 0),
        PictureSide(after, None, selected_face=-1),
    )
    return Step(f"bake {number}", (PictureChange(*sides),))


def edited(number: int) -> Step:
    return Step(f"edit {number}", (FaceChange(0, TARGET, TARGET),))


def history(n_done: int = 5) -> History:
    """Edits around two pictures that became the source."""
    steps = (edited(0), baked("", "a.png", 1), edited(2), baked("a.png", "b.png", 3), edited(4))
    return History(steps, n_done)


def labels(of: History) -> list[str]:
    return [step.label for step in of.steps]


def test_a_change_of_the_picture_comes_back_with_every_digit():
    content = json.loads(json.dumps(history_object(history())))
    back = read_history(content)
    assert history_object(back) == content
    (change,) = back.steps[1].changes
    assert isinstance(change, PictureChange)
    before, after = change.before, change.after
    assert (before.pixels, before.boxes, before.selected_face, before.targets) == ("", (BOX,), 0, {0: TARGET})
    assert before.protections == {0: made_protection(Region.EYES)}
    np.testing.assert_array_equal(before.origins[0].full, made_origin().full)
    assert (after.pixels, after.boxes, after.selected_face, after.targets) == ("a.png", None, -1, {})


GOOD = history_object(history())["steps"][1]["changes"][0]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("picture_before",), 3),
        (("picture_after",), None),
        (("picture_after", "pixels"), "../../a.png"),
        (("picture_after", "pixels"), None),
        (("picture_before", "boxes"), [1]),
        (("picture_before", "boxes", 0, "right"), -5),
        (("picture_before", "boxes", 0, "roll_deg"), float("1e300")),
        (("picture_before", "targets"), {"-1": {}}),
        (("picture_before", "targets"), {"9" * 5000: {}}),
        (("picture_before", "targets", "0"), {"AU99": 1}),
        (("picture_before", "origins", "0", "strength"), 2),
        (("picture_before", "protections", "0"), {"only": ["ears"]}),
        (("picture_before", "selected_face"), 1.0e300),
    ],
)
def test_changes_of_the_picture_that_cannot_be_are_refused(path, value):
    change = deepcopy(GOOD)
    inner = change
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(UnreadableError):
        read_history({"steps": [{"label": "a", "changes": [change]}], "n_done": 0})


def test_a_document_needs_its_picture_and_those_that_its_steps_lead_to():
    assert history().pictures == {"a.png", "b.png"}
    document = replace(made_photo(), history=history())
    assert document.pictures == {"a.png", "b.png"}
    assert replace(document, pixels="c.png").pictures == {"a.png", "b.png", "c.png"}
    assert made_photo().pictures == frozenset()


@pytest.mark.parametrize(
    ("n_done", "missing", "left", "n_left_done"),
    [
        (5, "a.png", ["edit 4"], 1),
        (5, "", ["edit 2", "bake 3", "edit 4"], 3),
        (5, "b.png", ["edit 0", "bake 1", "edit 2", "bake 3", "edit 4"], 5),
        (3, "b.png", ["edit 0", "bake 1", "edit 2"], 3),
        (3, "", ["edit 2", "bake 3", "edit 4"], 1),
        (0, "a.png", ["edit 0"], 0),
        (0, "b.png", ["edit 0", "bake 1", "edit 2"], 0),
    ],
)
def test_a_picture_that_is_missing_ends_the_history_on_its_side_only(n_done, missing, left, n_left_done):
    cut = history(n_done).without(missing)
    assert (labels(cut), cut.n_done) == (left, n_left_done)


def test_many_pictures_leave_fewer_steps_but_moved_boxes_hardly_any():
    steps = tuple(baked(f"{number}.png", f"{number + 1}.png", number) for number in range(40))
    assert 5 < len(History(steps, 40).bounded().steps) < 20
    moved = tuple(Step("", (PictureChange(PictureSide("", (BOX,)), PictureSide("", (BOX, BOX))),)) for _ in range(200))
    assert len(History(moved, 200).bounded().steps) == 200


def test_names_of_steps_come_back():
    inner = StepName("core", "Joy")
    steps = (Step("Freude, links", (), StepName("AuRow", "{name}, left", {"name": inner, "file": "a.png"})), Step("mine", ()))
    content = json.loads(json.dumps(history_object(History(steps, 2))))
    assert [step.name for step in read_history(content).steps] == [step.name for step in steps]
    assert "name" not in content["steps"][1]


@pytest.mark.parametrize("name", [3, {}, {"context": "a"}, {"context": "a", "text": 1}, {"context": "a", "text": "b", "values": {"c": 4}}])
def test_names_that_cannot_be_are_refused(name):
    with pytest.raises(UnreadableError):
        read_history({"steps": [{"label": "a", "changes": [], "name": name}], "n_done": 0})


def test_names_do_not_lie_in_names_without_end() -> None:
    name: dict[str, object] = {"context": "core", "text": "Joy"}
    for _ in range(3000):
        name = {"context": "core", "text": "{name}", "values": {"name": name}}
    with pytest.raises(UnreadableError, match="name in names"):
        read_history({"steps": [{"label": "Joy", "changes": [], "name": name}], "n_done": 1})
