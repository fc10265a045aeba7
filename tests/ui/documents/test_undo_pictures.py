"""Undo goes past "make the result the new source", also after a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import photo_from_rgb, read_photo
from ganimation_desktop.ui.documents.picture_names import PictureNames
from ganimation_desktop.ui.photo.open_controller import OpenController


def bake(desk):
    photo = desk.window.session.photo
    desk.trigger("bake")
    desk.until(lambda: desk.window.session.photo is not photo)
    desk.wait_for("a.png")


def bake_edit(desk, value):
    desk.slide("AU12", value)
    bake(desk)


def shown(desk):
    """The picture under the edit."""
    return desk.window.session.photo.frame.rgb


def go(desk, n_steps):
    """Go so many steps, backwards for less than 0, and wait until that is shown."""
    stack = desk.window.expressions.undo_stack
    index = stack.index() + n_steps
    for _ in range(abs(n_steps)):
        desk.until(lambda: stack.canUndo() if n_steps < 0 else stack.canRedo())
        before = stack.index()
        desk.trigger("undo" if n_steps < 0 else "redo")
        desk.until(lambda before=before: stack.index() != before)
    assert stack.index() == index
    desk.wait_for("a.png")
    session = desk.window.session
    desk.until(lambda: session.animation is not None and session.is_current(session.animation))


def copies(desk) -> list[Path]:
    return sorted(desk.window.documents.keeper.store.pictures.glob("*"))


@pytest.fixture
def baked(desk):
    """A photo whose result became the source twice, with edits before, between and after."""
    pictures = [shown(desk)]
    for value in (0.6, 0.9):
        bake_edit(desk, value)
        pictures.append(shown(desk))
    desk.slide("AU25", 0.7)
    return desk, pictures


def test_undo_leads_to_the_original_after_a_restart_and_redo_all_the_way_back(baked, open_desk, photos):
    desk, pictures = baked
    rest = desk.window.session.detected(0)
    desk.window.close()
    written = copies(desk)
    times = [path.stat().st_mtime_ns for path in written]
    again = open_desk(name="a.png")
    session, stack = again.window.session, again.window.expressions.undo_stack
    assert [stack.text(number) for number in range(stack.count())] == [
        "AU12",
        "Make result the new source",
        "AU12",
        "Make result the new source",
        "AU25",
    ]
    go(again, -2)
    np.testing.assert_array_equal(shown(again), pictures[1])
    assert again.value("AU12") == 0.9
    go(again, -2)
    np.testing.assert_array_equal(shown(again), pictures[0])
    assert again.value("AU12") == 0.6
    go(again, -1)
    np.testing.assert_array_equal(session.photo.source_pixels, read_photo(photos[0]).source_pixels)
    np.testing.assert_array_equal(session.animation.composite(), pictures[0])
    assert session.photo.file == photos[0]
    assert not session.is_edited()
    assert not again.window.isWindowModified()
    go(again, 4)
    np.testing.assert_array_equal(shown(again), pictures[2])
    assert not session.is_edited()
    go(again, 1)
    assert again.value("AU25") == 0.7
    np.testing.assert_array_equal(session.detected(0), rest)
    assert not stack.canRedo()
    again.keep()
    assert again.documents.items[0].document.pictures == {path.name for path in written}
    assert len(written) == 2
    assert copies(again) == written
    assert [path.stat().st_mtime_ns for path in written] == times, "each picture is written once"


def test_a_restart_in_the_middle_keeps_both_directions(baked, open_desk):
    desk, pictures = baked
    go(desk, -3)
    desk.window.close()
    again = open_desk(name="a.png")
    np.testing.assert_array_equal(shown(again), pictures[1])
    go(again, -1)
    np.testing.assert_array_equal(shown(again), pictures[0])
    assert again.value("AU12") == 0.6
    go(again, 3)
    np.testing.assert_array_equal(shown(again), pictures[2])
    bake_edit(again, 0.4)
    again.window.close()
    third = open_desk(name="a.png")
    go(third, -6)
    np.testing.assert_array_equal(shown(third), pictures[0])
    assert not third.window.session.is_edited()


def test_a_picture_that_is_still_being_read_is_waited_for(baked, open_desk, monkeypatch):
    desk, pictures = baked
    desk.window.close()
    waiting: list[Callable[[], None]] = []
    read = OpenController.read_picture
    monkeypatch.setattr(OpenController, "read_picture", lambda *arguments: waiting.append(lambda: read(*arguments)))
    again = open_desk(name="a.png")
    stack, told = again.window.expressions.undo_stack, list[str]()
    again.documents.stacks.notice.connect(told.append)
    stack.setIndex(0)
    assert (stack.index(), told) == (4, ["The photo of this step is being read."])
    np.testing.assert_array_equal(shown(again), pictures[2])
    assert again.value("AU25") == 0.1
    waiting.pop()()
    again.until(lambda: stack.index() == 2)
    waiting.pop()()
    again.until(lambda: stack.index() == 0)
    np.testing.assert_array_equal(shown(again), pictures[0])
    again.wait_for("a.png")
    assert not again.window.session.is_edited()


def test_a_picture_that_is_lost_ends_the_history_and_nothing_else(baked, open_desk):
    desk, pictures = baked
    desk.window.close()
    for path in copies(desk):
        if (read_photo(path).frame.rgb == pictures[1]).all():
            path.write_bytes(path.read_bytes()[:60])
    told: list[str] = []
    again = open_desk()
    again.window.documents.documents.stacks.notice.connect(told.append)
    again.wait_for("a.png")
    again.until(lambda: told)
    stack = again.window.expressions.undo_stack
    assert [stack.text(number) for number in range(stack.count())] == ["AU25"]
    assert "The history ends at a picture that cannot be read" in told[0]
    assert again.value("AU25") == 0.7
    np.testing.assert_array_equal(shown(again), pictures[2])
    go(again, -1)
    assert not again.window.session.is_edited()
    go(again, 1)
    assert again.value("AU25") == 0.7
    assert len(told) == 1


def test_a_file_that_changed_ends_the_history_before_it(desk, open_desk, photos):
    bake_edit(desk, 0.6)
    desk.slide("AU25", 0.7)
    desk.window.close()
    photos[0].write_bytes(photos[1].read_bytes())
    told: list[str] = []
    again = open_desk()
    again.window.documents.documents.stacks.notice.connect(told.append)
    again.wait_for("a.png")
    again.until(lambda: told)
    assert again.window.expressions.undo_stack.count() == 1
    assert again.value("AU25") == 0.7


def test_pictures_that_nothing_leads_to_any_more_are_let_go(desk):
    bake_edit(desk, 0.6)
    name = desk.documents.pictures.of(desk.window.session.photo)
    desk.trigger("undo")
    desk.slide("AU12", 0.3)
    desk.keep()
    assert not desk.documents.pictures.unwritten({name})


def test_a_source_that_is_lost_leaves_the_photo_as_it_was_before(desk, open_desk):
    desk.slide("AU04", 0.4)
    bake_edit(desk, 0.6)
    desk.slide("AU25", 0.7)
    desk.window.close()
    for path in copies(desk):
        path.unlink()
    told: list[str] = []
    again = open_desk()
    again.window.opener.notice.connect(told.append)
    again.wait_for("a.png")
    again.until(lambda: told)
    assert "so the photo is shown as it was before" in told[0]
    assert not again.window.session.photo.edited
    assert (again.value("AU04"), again.value("AU12"), again.value("AU25")) == (0.4, 0.6, 0.1)
    go(again, -2)
    assert not again.window.session.is_edited()
    assert not again.window.isWindowModified()


def test_faces_that_were_drawn_and_removed_come_back_after_a_restart(desk, open_desk):
    window = desk.window
    desk.slide("AU12", 0.6)
    window.face_boxes._add(FaceBox(60, 20, 110, 70))
    desk.until(lambda: len(window.session.faces) == 3)
    desk.slide("AU04", 0.9)
    window.session.select_face(0)
    desk.until(lambda: window.faces.selected_index == 0)
    window._faces_presenter.remove()
    desk.until(lambda: len(window.session.faces) == 2)
    assert desk.value("AU04", 1) == 0.9
    window.close()
    again = open_desk(name="a.png")
    session = again.window.session
    go(again, -1)
    assert [again.value("AU12"), again.value("AU04", 2)] == [0.6, 0.9]
    go(again, -2)
    assert len(session.faces) == 2
    assert again.value("AU12") == 0.6
    go(again, -1)
    assert not session.is_edited()
    go(again, 4)
    assert len(session.faces) == 2
    assert again.value("AU04", 1) == 0.9


def test_quitting_before_the_faces_of_a_picture_are_read_keeps_what_is_wanted_of_them(baked, open_desk):
    desk, pictures = baked
    desk.window.close()
    again = open_desk(name="a.png")
    stack = again.window.expressions.undo_stack
    go(again, -1)
    again.until(lambda: len(again.documents.items[0].photos) == 2)
    stack.undo()
    assert not again.window.session.faces_known
    again.window.close()
    third = open_desk(name="a.png")
    np.testing.assert_array_equal(shown(third), pictures[1])
    assert third.value("AU12") == 0.9
    go(third, 2)
    np.testing.assert_array_equal(shown(third), pictures[2])
    assert third.value("AU25") == 0.7


def test_a_project_with_another_picture_is_undone_to_the_picture_before(desk, photos, tmp_path, model_file):
    desk.slide("AU04", 0.3)
    path = tmp_path / "work.ganimation"
    desk.window.documents.projects.write(path)
    desk.until(path.exists)
    bake_edit(desk, 0.6)
    desk.slide("AU25", 0.7)
    picture = shown(desk)
    desk.window.opener.open_path(path)
    desk.until(lambda: desk.window.expressions.undo_stack.undoText() == "Open work.ganimation")
    desk.until(lambda: desk.window.session.photo.file == photos[0])
    desk.wait_for("a.png")
    assert (desk.value("AU04"), desk.value("AU25")) == (0.3, 0.1)
    go(desk, -1)
    np.testing.assert_array_equal(shown(desk), picture)
    assert desk.value("AU25") == 0.7
    go(desk, -3)
    assert desk.window.session.photo.file == photos[0]
    assert (desk.value("AU04"), desk.value("AU12")) == (0.3, 0.1)
    go(desk, 4)
    assert (desk.value("AU04"), desk.value("AU25")) == (0.3, 0.1)


def test_copies_are_named_once_and_kept_until_they_are_written():
    names, photos = PictureNames(), [photo_from_rgb(np.full((4, 5, 3), shade, np.uint8)) for shade in range(3)]
    first, second, third = (names.of(photo) for photo in photos)
    assert names.of(photos[0]) == first
    assert names.unwritten({first, third}) == {first: photos[0], third: photos[2]}
    names.take_note({third})
    names.forget_others({first})
    assert names.unwritten({first, second, third}) == {first: photos[0]}
    names.keep(photos[1], "0.png")
    assert names.of(photos[1]) == "0.png"
