"""Which live faces get what the sliders say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.faces.protection import MAP_PX, Protection
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.ui.live.faces import LiveFaces
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from tests.ui.fakes import FakeAnimator

AU12, AU04 = au_index("AU12"), au_index("AU04")
PLACES = ((0.0, 0.2, 0.3, 0.6), (0.35, 0.2, 0.6, 0.6), (0.7, 0.2, 0.9, 0.6))
BASELINES = (0.1, 0.2, 0.3)


class Room:
    """People who come and go; each has another neutral pose."""

    def __init__(self) -> None:
        self.session = PhotoSession()
        self.faces = LiveFaces(self.session)
        self.session.targetsChanged.connect(self.faces.spread)
        self.session.protections.changed.connect(self.faces.spread_regions)
        self.now_s = 0.0

    def show(self, *people: int) -> None:
        self.now_s += 2.0
        animator = FakeAnimator([PLACES[person] for person in people])
        frame = Frame(np.full((100, 200, 3), 90, np.uint8), time_s=self.now_s)
        animator.set_frame(frame)
        animation = animator.animate({})
        baselines = tuple(np.full(N_AUS, BASELINES[person], np.float32) for person in people)
        result: Any = SimpleNamespace(frame=frame, slots=people, baselines=baselines)
        self.faces.take(result, animation)

    def move(self, unit: int, value: float, face: int | None = None) -> None:
        index = self.session.selected_face if face is None else face
        aus = self.session.target(index).aus.copy()
        aus[unit] = value
        self.session.set_target(index, aus)

    def added(self) -> list[float]:
        """What is added to AU12 of each face."""
        request = self.faces.request(LiveMode.OFFSET, 1.0, measure=False)
        return [round(float(request.by_slot[slot].controls[AU12]), 3) for slot in self.faces.slots]


@pytest.fixture
def room(qapp):
    return Room()


def test_every_face_gets_what_the_sliders_say(room):
    room.show(0, 1)
    room.move(AU12, 0.6)
    assert room.added() == [0.5, 0.5]
    assert room.session.target(1).aus[AU12] == pytest.approx(0.7)


def test_so_does_one_that_comes_later_or_back(room):
    room.show(0)
    room.move(AU12, 0.6)
    room.show(0, 2)
    assert room.added() == [0.5, 0.5]
    assert room.session.target(1).aus[AU12] == pytest.approx(0.8)
    room.show()
    room.show(1)
    assert room.added() == [0.5]


def test_a_face_that_is_not_in_the_session_yet_is_edited_at_once(room):
    room.show(0)
    room.move(AU12, 0.6)
    assert room.faces.request(LiveMode.OFFSET, 1.0, measure=False).everyone.controls[AU12] == pytest.approx(0.5)
    amplified = room.faces.request(LiveMode.AMPLIFY, 1.5, measure=False).everyone
    assert (amplified.mode, amplified.gain, amplified.controls[AU12]) == (LiveMode.AMPLIFY, 1.5, pytest.approx(0.5))


def test_what_does_not_fit_on_one_face_is_whole_on_the_next(room):
    room.show(0, 2)
    room.move(AU12, 1.0)
    assert room.added() == [0.9, 0.9]
    assert room.session.target(1).aus[AU12] == 1.0
    room.show(0)
    room.show(0, 2, 1)
    assert set(room.added()) == {0.9}


def test_a_chosen_face_is_edited_alone_and_others_keep_what_they_have(room):
    room.show(0, 1)
    room.move(AU12, 0.6)
    room.session.select_face(1)
    room.faces.set_everyone(everyone=False)
    room.move(AU12, 0.3)
    assert room.added() == [0.5, 0.1]
    room.show(0, 1, 2)
    assert room.added() == [0.5, 0.1, 0.0]
    assert not room.faces.request(LiveMode.OFFSET, 1.0, measure=False).everyone.controls.any()


def test_back_to_every_face_all_get_what_the_chosen_one_has(room):
    room.show(0, 1)
    room.faces.set_everyone(everyone=False)
    room.move(AU12, 0.6)
    assert room.added() == [0.5, 0.0]
    room.faces.set_everyone(everyone=True)
    assert room.added() == [0.5, 0.5]


def test_undo_takes_it_from_every_face(room):
    room.show(0, 1)
    before = room.session.target(0)
    room.move(AU12, 0.6)
    room.session.set_target(0, before)
    assert room.added() == [0.0, 0.0]


def test_another_camera_shows_the_same_edit(room):
    room.show(0)
    room.move(AU12, 0.6)
    room.faces.restart()
    room.show(2)
    assert room.added() == [0.5]


SPOT = np.zeros((MAP_PX, MAP_PX), np.uint8)
SPOT[:9, :9] = 255
EYES = frozenset({Region.EYES})


def test_regions_hold_for_every_face_and_what_is_painted_for_one(room):
    room.show(0, 1)
    room.session.protections.set(1, Protection(SPOT, EYES))
    request = room.faces.request(LiveMode.OFFSET, 1.0, measure=False)
    assert request.protections == {0: Protection(only=EYES), 1: Protection(SPOT, EYES)}
    assert request.protection == Protection(only=EYES)
    room.show(0, 1, 2)
    assert [bool(room.session.protections.of(index).painted is not None) for index in range(3)] == [False, True, False]
    assert room.session.protections.of(2).only == EYES


def test_a_face_that_comes_back_is_protected_as_before_and_a_single_one_is_alone(room):
    room.show(0, 1)
    room.faces.set_everyone(everyone=False)
    room.session.protections.set(0, Protection(SPOT, EYES))
    room.faces.request(LiveMode.OFFSET, 1.0, measure=False)
    room.show(1)
    assert not room.session.protections.of(0)
    room.show(0, 1)
    assert room.session.protections.of(0) == Protection(SPOT, EYES)
    request = room.faces.request(LiveMode.OFFSET, 1.0, measure=False)
    assert not request.protection
    assert not request.protections[1]
