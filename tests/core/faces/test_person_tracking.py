from itertools import pairwise

import pytest

from ganimation_desktop.core.faces.holding import FADE_S, HOLD_S
from ganimation_desktop.core.faces.person_tracking import PersonTracker
from tests.core.faces.actors import FPS, Actor, Play

STEP = 1 / (FADE_S * FPS)


def still(x, width=60.0, *, frames=range(1000)):
    return lambda index: (x, 120.0, width) if index in frames else None


def weights(actors, n_frames=20, cuts=()):
    """Weight of each person by number, for every frame."""
    play = Play(actors, n_frames, cuts)
    tracker = PersonTracker(play, play)
    return [{person.person: person.weight for person in tracker.update(frame)} for frame in play.frames()]


def test_people_who_are_there_from_the_start_take_the_whole_edit():
    assert weights([Actor(0, still(100)), Actor(1, still(330))]) == [{0: 1.0, 1: 1.0}] * 20


def test_an_edit_comes_smoothly_with_a_face_in_the_middle_of_a_scene():
    shown = weights([Actor(0, still(100)), Actor(1, still(330, frames=range(5, 20)))])

    assert [frame.get(1) for frame in shown[4:9]] == [None, pytest.approx(STEP), pytest.approx(2 * STEP), 1.0, 1.0]


def test_an_edit_begins_at_once_after_a_cut():
    assert weights([Actor(0, still(100, frames=range(8, 20)))], cuts=[8])[8] == {0: 1.0}


def test_a_face_that_detection_loses_is_held_while_its_edit_goes():
    shown = [frame.get(0) for frame in weights([Actor(0, still(100), found=lambda index: index < 5)])]
    lost = shown.index(None)

    assert shown[lost - round(HOLD_S * FPS) - 1] == 1.0
    assert sorted(shown[:lost], reverse=True) == shown[:lost]
    assert shown[lost - 1] < 0.5
    assert shown[lost:] == [None] * len(shown[lost:])


def test_a_face_that_is_seen_again_in_time_flashes_by_no_more_than_a_step():
    shown = [frame[0] for frame in weights([Actor(0, still(100), found=lambda index: index not in range(5, 9))])]

    assert max(abs(after - before) for before, after in pairwise(shown)) <= STEP + 1e-6
    assert shown[-1] == 1.0


def test_a_person_keeps_the_number_over_a_gap():
    shown = weights([Actor(0, still(110)), Actor(1, still(330, frames=[*range(5), *range(20, 30)]))], 30)

    assert [set(shown[index]) for index in (4, 12, 29)] == [{0, 1}, {0}, {0, 1}]
