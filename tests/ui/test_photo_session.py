from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.frames import photo_from_rgb
from ganimation_desktop.ui.photo_session import PhotoSession
from tests.ui.fakes import TWO_FACES, FakeAnimator


def _photo(width=60, height=40):
    return photo_from_rgb(np.zeros((height, width, 3), np.uint8))


def _faces(photo, places=TWO_FACES, source=0.25):
    return FakeAnimator(places, source).set_frame(photo.frame)


@pytest.fixture
def photo():
    return _photo()


@pytest.fixture
def session(qapp, photo):
    session = PhotoSession()
    session.open_photo(photo)
    session.set_faces(_faces(photo))
    return session


def _vector(value):
    return np.full(17, value, np.float32)


def test_targets_start_at_what_is_detected(session):
    np.testing.assert_array_equal(session.targets(1), session.detected(1))
    assert not session.is_edited()


def test_setting_targets_tells_the_face_and_only_once(qtbot, session):
    with qtbot.waitSignal(session.targetsChanged) as told:
        session.set_targets(1, _vector(0.5))
    assert told.args == [1]
    with qtbot.assertNotEmitted(session.targetsChanged):
        session.set_targets(1, _vector(0.5))
    assert session.is_edited()


def test_each_face_has_its_own_targets(session):
    session.set_targets(0, _vector(0.5))
    np.testing.assert_array_equal(session.targets(1), session.detected(1))
    assert set(session.all_targets()) == {0, 1}


def test_what_is_handed_out_is_a_copy(session):
    session.targets(0)[:] = 1
    session.detected(0)[:] = 1
    np.testing.assert_array_equal(session.targets(0), _vector(0.25))
    np.testing.assert_array_equal(session.detected(0), _vector(0.25))


def test_a_vector_that_is_none_is_refused(session):
    with pytest.raises(ValueError, match="outside"):
        session.set_targets(0, _vector(1.5))


def test_selecting_tells_and_a_face_that_is_not_there_is_refused(qtbot, session):
    with qtbot.waitSignal(session.selectedFaceChanged) as told:
        session.select_face(1)
    assert told.args == [1]
    with pytest.raises(IndexError):
        session.select_face(2)
    session.select_next()
    assert session.selected_face == 0


def test_another_photo_forgets_everything(session):
    session.set_targets(0, _vector(0.5))
    session.open_photo(_photo(10, 10))
    assert session.faces == ()
    assert not session.faces_known
    assert session.selected_face == -1
    assert session.animation is None


def test_targets_of_a_recipe_wait_for_the_faces(session):
    photo = _photo(20, 20)
    session.open_photo(photo, targets={1: _vector(0.75), 9: _vector(1.0)}, selected_face=1)
    session.set_faces(_faces(photo))
    np.testing.assert_array_equal(session.targets(1), _vector(0.75))
    np.testing.assert_array_equal(session.targets(0), _vector(0.25))
    assert session.selected_face == 1
    assert 9 not in session.all_targets()


def test_no_faces_is_a_state_of_its_own(session):
    session.open_photo(_photo(20, 20))
    session.set_faces(())
    assert session.faces_known
    assert session.selected_face == -1


def test_a_state_comes_back_with_faces_targets_and_selection(session, photo):
    session.set_targets(1, _vector(0.5))
    session.select_face(1)
    state = session.state()
    session.open_photo(_photo(20, 20))
    session.restore(state)
    assert session.photo is photo
    assert len(session.faces) == 2
    assert session.selected_face == 1
    np.testing.assert_array_equal(session.targets(1), _vector(0.5))
    assert [box.left for box in session.known_boxes] == [face.box.left for face in session.faces]
