from ganimation_desktop.core.faces.face_slots import FaceSlots
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.tracking import TrackedFace


def face(number, x):
    return TrackedFace(number, FaceBox(x, 50, x + 40, 90, 1.0), None)


def test_faces_are_numbered_as_they_appear_and_keep_their_number():
    slots = FaceSlots()
    assert slots.assign([face(0, 10)]) == (0,)
    assert slots.assign([face(0, 12), face(1, 200)]) == (0, 1)
    assert slots.assign([face(1, 202)]) == (1,)
    assert slots.assign([]) == ()


def test_who_comes_back_gets_the_free_number_that_was_nearest():
    slots = FaceSlots()
    slots.assign([face(0, 10), face(1, 200), face(2, 400)])
    slots.assign([face(1, 200)])
    assert slots.assign([face(1, 200), face(3, 380), face(4, 60)]) == (1, 2, 0)


def test_a_number_in_use_is_not_given_twice():
    slots = FaceSlots()
    slots.assign([face(0, 10)])
    assert slots.assign([face(0, 10), face(1, 12)]) == (0, 1)
