from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from tests.ui.fakes import TWO_FACES, FakeAnimator, open_photo


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
    open_photo(session, photo)
    session.set_faces(_faces(photo))
    return session


def _vector(value):
    return np.full(17, value, np.float32)


def test_targets_start_at_what_is_detected(session):
    np.testing.assert_array_equal(session.target(1).aus, session.detected(1))
    assert not session.is_edited()


def test_setting_targets_tells_the_face_and_only_once(qtbot, session):
    with qtbot.waitSignal(session.targetsChanged) as told:
        session.set_target(1, _vector(0.5))
    assert told.args == [1]
    with qtbot.assertNotEmitted(session.targetsChanged):
        session.set_target(1, _vector(0.5))
    assert session.is_edited()


def test_each_face_has_its_own_targets(session):
    session.set_target(0, _vector(0.5))
    np.testing.assert_array_equal(session.target(1).aus, session.detected(1))
    assert set(session.all_targets()) == {0, 1}


def test_what_is_handed_out_is_a_copy(session):
    session.detected(0)[:] = 1
    np.testing.assert_array_equal(session.target(0).aus, _vector(0.25))
    np.testing.assert_array_equal(session.detected(0), _vector(0.25))


def test_a_vector_that_is_none_is_refused(session):
    with pytest.raises(ValueError, match="outside"):
        session.set_target(0, _vector(1.5))


def test_selecting_tells_and_a_face_that_is_not_there_is_refused(qtbot, session):
    with qtbot.waitSignal(session.selectedFaceChanged) as told:
        session.select_face(1)
    assert told.args == [1]
    with pytest.raises(IndexError):
        session.select_face(2)
    session.select_next()
    assert session.selected_face == 0


def test_faces_of_a_photo_are_numbered_from_left_to_right_whatever_their_size(session, photo):
    places = ((0.5, 0.1, 0.9, 0.9), (0.0, 0.1, 0.2, 0.5), (0.3, 0.1, 0.45, 0.5))
    session.set_faces(_faces(photo, places))
    assert session.face_numbers == (3, 1, 2)
    visited = []
    for _ in range(3):
        session.select_next()
        visited.append(session.face_numbers[session.selected_face])
    assert visited == [1, 2, 3]


def test_moving_faces_keep_their_numbers(session, photo):
    faces = _faces(photo, ((0.5, 0.1, 0.9, 0.9), (0.0, 0.1, 0.2, 0.5)))
    session.show_moving()
    session.set_faces(faces)
    assert session.face_numbers == (1, 2)


def test_another_photo_forgets_everything(session):
    session.set_target(0, _vector(0.5))
    open_photo(session, _photo(10, 10))
    assert session.faces == ()
    assert not session.faces_known
    assert session.selected_face == -1
    assert session.animation is None


def test_targets_of_a_recipe_wait_for_the_faces(session):
    photo = _photo(20, 20)
    open_photo(session, photo, targets={1: FaceTarget.of(_vector(0.75)), 9: FaceTarget.of(_vector(1.0))}, selected_face=1)
    session.set_faces(_faces(photo))
    np.testing.assert_array_equal(session.target(1).aus, _vector(0.75))
    np.testing.assert_array_equal(session.target(0).aus, _vector(0.25))
    assert session.selected_face == 1
    assert 9 not in session.all_targets()


def test_no_faces_is_a_state_of_its_own(session):
    open_photo(session, _photo(20, 20))
    session.set_faces(())
    assert session.faces_known
    assert session.selected_face == -1


def test_a_state_comes_back_with_faces_targets_and_selection(session, photo):
    session.set_target(1, _vector(0.5))
    session.select_face(1)
    state = session.state()
    open_photo(session, _photo(20, 20))
    session.restore(state)
    assert session.photo is photo
    assert len(session.faces) == 2
    assert session.selected_face == 1
    np.testing.assert_array_equal(session.target(1).aus, _vector(0.5))
    assert [box.left for box in session.known_boxes] == [face.box.left for face in session.faces]


class TestFacesAsTheyAreFound:
    @pytest.fixture
    def session(self, qapp, photo):
        session = PhotoSession()
        open_photo(session, photo)
        return session

    def test_none_yet_is_not_none_at_all(self, session):
        assert not session.take_faces((), searching=True)
        assert not session.faces_known
        assert session.take_faces((), searching=False)
        assert session.faces_known

    def test_further_ones_disturb_nothing(self, qtbot, session, photo):
        one, two = _faces(photo)
        assert session.take_faces((one,), searching=True)
        session.set_target(0, _vector(0.5))
        with (
            qtbot.assertNotEmitted(session.faceListChanged),
            qtbot.assertNotEmitted(session.selectedFaceChanged),
            qtbot.waitSignal(session.facesAdded),
        ):
            assert session.take_faces((one, two), searching=True)
        assert (session.faces, session.selected_face) == ((one, two), 0)
        np.testing.assert_array_equal(session.target(0).aus, _vector(0.5))
        assert session.known_boxes == (one.box, two.box)
        assert not session.take_faces((one, two), searching=False)
        assert not session.searching

    def test_what_was_wanted_of_a_face_waits_for_it(self, session, photo):
        one, two = _faces(photo)
        open_photo(session, photo, targets={1: FaceTarget.of(_vector(0.75))}, selected_face=1)
        session.take_faces((one,), searching=True)
        assert session.selected_face == 0
        session.take_faces((one, two), searching=True)
        assert session.selected_face == 1
        np.testing.assert_array_equal(session.target(1).aus, _vector(0.75))

    def test_a_face_that_was_chosen_meanwhile_stays_selected(self, session, photo):
        one, two = _faces(photo)
        open_photo(session, photo, selected_face=1)
        session.take_faces((one,), searching=True)
        session.select_face(0)
        session.take_faces((one, two), searching=True)
        assert session.selected_face == 0

    def test_known_faces_are_not_searched_for(self, session, photo):
        assert session.searching
        open_photo(session, photo, boxes=[_faces(photo)[0].box])
        assert not session.searching


class TestMovingPictures:
    def test_the_photo_is_put_aside_and_comes_back_as_it_was(self, qtbot, session, photo):
        session.set_target(1, _vector(0.5))
        session.select_face(1)
        session.show_moving()
        assert (session.photo, session.faces, session.moving) == (None, (), True)
        assert session.state().photo is photo
        session.set_faces(_faces(photo, TWO_FACES[:1]))
        session.set_target(0, _vector(0.9))
        with qtbot.waitSignals([session.photoChanged, session.faceListChanged, session.selectedFaceChanged]):
            session.show_photo()
        assert session.photo is photo
        assert (len(session.faces), session.selected_face, session.moving) == (2, 1, False)
        np.testing.assert_array_equal(session.target(1).aus, _vector(0.5))
        np.testing.assert_array_equal(session.target(0).aus, session.detected(0))

    def test_a_photo_that_is_opened_meanwhile_is_shown_afterwards(self, qtbot, session):
        session.show_moving()
        other = _photo(30, 20)
        with qtbot.assertNotEmitted(session.photoChanged):
            open_photo(session, other, targets={0: FaceTarget.of(_vector(0.5))})
        assert session.photo is None
        session.show_photo()
        assert session.photo is other
        session.set_faces(_faces(other))
        np.testing.assert_array_equal(session.target(0).aus, _vector(0.5))

    def test_between_two_moving_pictures_the_photo_stays_aside(self, session, photo):
        session.show_moving()
        session.set_faces(_faces(photo))
        session.show_moving()
        assert session.faces == ()
        session.show_photo()
        assert session.photo is photo

    def test_boxes_of_a_photo_that_is_not_measured_yet_are_kept(self, session, photo):
        boxes = tuple(face.box for face in _faces(photo))
        open_photo(session, photo, boxes=boxes, selected_face=1)
        session.show_moving()
        session.show_photo()
        assert session.known_boxes == boxes
        assert not session.searching
        session.set_faces(_faces(photo))
        assert session.selected_face == 1

    def test_faces_that_move_are_reported(self, qtbot, session, photo):
        session.show_moving()
        session.set_faces(_faces(photo))
        moved = _faces(photo, tuple(reversed(TWO_FACES)))
        with qtbot.waitSignal(session.facesMoved), qtbot.assertNotEmitted(session.faceListChanged):
            session.move_faces(moved)
        assert session.faces == tuple(moved)


def test_a_search_for_further_faces_goes_on_when_the_photo_comes_back(qapp, photo):
    session = PhotoSession()
    open_photo(session, photo)
    session.take_faces(_faces(photo), searching=True)
    session.show_moving()
    assert session.state().searching
    session.show_photo()
    assert session.searching
    session.take_faces(session.faces, searching=False)
    session.restore(session.state())
    assert not session.searching
