from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.frames import Frame, photo_from_rgb, read_photo
from ganimation_desktop.ui.background import Background
from ganimation_desktop.ui.photo_session import PhotoSession
from ganimation_desktop.ui.session_store import SessionStore
from tests.ui.fakes import TWO_FACES, FakeAnimator


@pytest.fixture
def background(qapp):
    background = Background()
    yield background
    background.close()


@pytest.fixture
def session(qapp):
    return PhotoSession()


@pytest.fixture
def store(session, background, tmp_path):
    return SessionStore(session, tmp_path / "data", background)


def _open(session, photo):
    session.open_photo(photo)
    session.set_faces(FakeAnimator(TWO_FACES).set_frame(photo.frame))


@pytest.fixture
def photo(tmp_path):
    Image.new("RGB", (60, 40), (9, 8, 7)).save(tmp_path / "a.png")
    return read_photo(tmp_path / "a.png")


def test_photo_sliders_and_selection_come_back(session, store, photo):
    _open(session, photo)
    wanted = np.linspace(0, 1, 17, dtype=np.float32)
    session.set_targets(1, wanted)
    session.select_face(1)
    store.save()
    stored = store.load()
    assert stored.photo_path == photo.path
    assert stored.selected_face == 1
    assert set(stored.targets) == {1}
    np.testing.assert_array_equal(stored.targets[1], wanted)


def test_it_is_written_by_itself_a_moment_after_a_change(qtbot, session, store, photo):
    _open(session, photo)
    assert store.load() is None
    qtbot.waitUntil(lambda: store.load() is not None, timeout=3000)


def test_a_pasted_photo_is_kept_as_a_copy(qtbot, session, store):
    rgb = np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)
    _open(session, photo_from_rgb(rgb))
    store.save()
    qtbot.waitUntil(lambda: store.load() is not None)
    np.testing.assert_array_equal(read_photo(store.load().photo_path).frame.rgb, rgb)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"photo": 3, "targets": {}, "selected_face": 0}', '{"photo": "x", "targets": {"0": {"AU99": 1}}}'],
)
def test_a_damaged_file_reads_as_none(store, content):
    store.path.parent.mkdir()
    store.path.write_text(content)
    assert store.load() is None


def test_a_photo_that_is_gone_reads_as_none(session, store, photo):
    _open(session, photo)
    store.save()
    photo.path.unlink()
    assert store.load() is None


def test_a_folder_that_cannot_be_written_costs_nothing(session, photo, background, tmp_path):
    (tmp_path / "file").write_text("")
    store = SessionStore(session, tmp_path / "file" / "below", background)
    _open(session, photo)
    store.save()
    assert store.load() is None


def test_nothing_is_kept_before_the_faces_are_known(session, store, photo):
    session.open_photo(photo)
    store.save()
    assert store.load() is None


def test_a_result_that_was_made_the_source_is_kept_as_a_copy(qtbot, session, store, photo):
    baked_rgb = photo.frame.rgb // 2
    _open(session, replace(photo, frame=Frame(baked_rgb), source_pixels=baked_rgb, edited=True))
    store.save()
    qtbot.waitUntil(lambda: store.load() is not None)
    np.testing.assert_array_equal(read_photo(store.load().photo_path).frame.rgb, baked_rgb)
