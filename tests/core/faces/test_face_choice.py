import pytest

from ganimation_desktop.core.faces.face_choice import Search, chosen_faces, numbers_from_left, rank_of, search_for
from ganimation_desktop.core.faces.faces import FaceBox


@pytest.mark.parametrize(("choice", "chosen"), [("largest", (0,)), ("all", (0, 1, 2)), (1, (0,)), (3, (2,))])
def test_faces_are_chosen_by_size(choice, chosen):
    assert chosen_faces(3, choice) == chosen


@pytest.mark.parametrize(("n_faces", "choice", "reason"), [(0, "all", "no face was found"), (2, 3, "there is no face 3; 2 found")])
def test_a_face_that_is_not_there_is_refused(n_faces, choice, reason):
    with pytest.raises(ValueError, match=reason):
        chosen_faces(n_faces, choice)


def test_all_faces_have_no_rank():
    assert [rank_of(choice) for choice in ("largest", 1, 4, "all")] == [0, 0, 3, None]


def test_faces_are_counted_from_left_to_right():
    boxes = [FaceBox(50, 0, 90, 40, 1.0), FaceBox(0, 30, 20, 50, 1.0), FaceBox(25, 5, 45, 25, 1.0)]
    assert numbers_from_left(boxes) == (3, 1, 2)
    assert numbers_from_left([]) == ()


def test_photos_are_searched_as_far_as_the_choice_needs():
    assert [search_for(choice) for choice in ("largest", 1, "all")] == [Search.FIRST, Search.ALL, Search.ALL]
