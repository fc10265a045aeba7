"""One mode at a time: the one before is left before the next one is entered."""

from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.photo.edit_controller import EditController
from ganimation_desktop.ui.photo.modes import Mode, Modes
from ganimation_desktop.ui.photo.photo_session import PhotoSession
from ganimation_desktop.ui.photo.state import State
from tests.ui.fakes import FakeLoader, open_photo


class Moving(Mode):
    """Shows moving pictures, and writes down what happens to it."""

    def __init__(self, name: str, modes: Modes, session: PhotoSession, happened: list[str]) -> None:
        super().__init__(modes, modes)
        self.name, self.session, self.happened = name, session, happened

    def enter(self) -> None:
        self.happened.append(f"enter {self.name}")
        self.session.show_moving()
        self.become(State.NO_FACE)

    def leave(self) -> None:
        assert not self.active
        self.happened.append(f"leave {self.name}")

    def send(self) -> None:
        self.happened.append(f"send {self.name}")

    def become(self, state: State) -> None:
        self._set_state(state)


@pytest.fixture
def session(qapp):
    return PhotoSession()


@pytest.fixture
def modes(session):
    return Modes(session, EditController(session, ModelChoice(None, "cpu"), load=FakeLoader()))


@pytest.fixture
def happened():
    return []


@pytest.fixture
def camera(modes, session, happened):
    return Moving("camera", modes, session, happened)


@pytest.fixture
def video(modes, session, happened):
    return Moving("video", modes, session, happened)


def test_the_window_begins_with_the_photo(modes, camera):
    assert modes.current is modes.photo
    assert modes.photo.active
    assert not camera.active
    assert modes.state is State.LOADING_MODEL


def test_one_is_left_before_the_next_one_is_entered(qtbot, modes, camera, video, happened):
    modes.enter(camera)
    with qtbot.waitSignals([modes.changed, modes.stateChanged]):
        modes.enter(video)
    assert happened == ["enter camera", "leave camera", "enter video"]
    assert video.active
    assert not camera.active


def test_the_photo_comes_back_when_the_last_of_them_is_left(modes, session, camera, video):
    photo = photo_from_rgb(np.zeros((40, 60, 3), np.uint8))
    open_photo(session, photo)
    modes.enter(camera)
    modes.enter(video)
    assert session.photo is None
    modes.leave(video)
    assert session.photo is photo
    assert modes.photo.active


def test_only_the_mode_that_is_entered_can_be_left(qtbot, modes, camera, video, happened):
    modes.enter(video)
    with qtbot.assertNotEmitted(modes.changed):
        modes.leave(camera)
        modes.enter(video)
    assert happened == ["enter video"]


def test_the_state_is_that_of_the_mode_that_is_entered(modes, camera, video):
    seen: list[State] = []
    modes.stateChanged.connect(lambda: seen.append(modes.state))
    modes.enter(camera)
    camera.become(State.READY)
    assert set(seen[:-1]) == {State.NO_FACE}
    assert seen[-1] is State.READY
    modes.enter(video)
    seen.clear()
    camera.become(State.LOADING_MODEL)
    assert seen == []
    assert modes.current.state is State.NO_FACE
