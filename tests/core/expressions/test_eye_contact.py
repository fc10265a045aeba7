"""Eye contact: how the gaze that is read becomes a turn towards the camera."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS, au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE
from ganimation_desktop.core.expressions.au_measuring import GAZE_UNIT_RAD
from ganimation_desktop.core.expressions.eye_contact import TURN_RAD, EyeContact
from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.eyes import EyeReading
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceCrop

CROP = FaceCrop(np.zeros((128, 128, 3), np.uint8), np.eye(2, 3))


def reading(right_deg=0.0, up_deg=0.0, *, blink=0.0, read=True):
    """A frontal face whose eyes are turned by these angles."""
    landmarks = np.full((68, 2), 64.0, np.float32)
    landmarks[list(STABLE_POINTS)] = TEMPLATE_UNIT * 128
    gaze = np.radians(np.tile((right_deg, up_deg), (2, 1))) / GAZE_UNIT_RAD
    eyes = EyeReading(np.zeros((2, 2), np.float32), np.ones(2, np.float32), gaze.astype(np.float32)) if read else None
    aus = au_vector({"AU45": blink})
    return FaceReading(landmarks, aus, CROP, np.zeros((2, N_AUS), np.float32), eyes)


def test_eyes_that_look_aside_are_turned_back_to_the_camera():
    right, up = EyeContact().turn(reading(right_deg=10, up_deg=-6), 0.0)
    assert math.degrees(right * TURN_RAD) == pytest.approx(-10, abs=0.3)
    assert math.degrees(up * TURN_RAD) == pytest.approx(6, abs=0.3)


def test_strength_is_a_share_of_the_way():
    whole, half = (EyeContact().turn(reading(right_deg=10), 0.0, strength) for strength in (1.0, 0.5))
    assert half[0] == pytest.approx(whole[0] / 2)


def test_who_looks_far_away_is_let_alone_and_in_between_it_fades():
    turns = [-EyeContact().turn(reading(right_deg=angle), 0.0)[0] for angle in (12, 18, 22, 27)]
    assert turns[0] > turns[2] > turns[3] == 0
    steps = [EyeContact().turn(reading(right_deg=angle), 0.0)[0] for angle in np.arange(0, 30, 0.25).tolist()]
    assert np.abs(np.diff(steps)).max() < 0.04


def test_contact_that_is_there_is_left_as_it_is():
    assert EyeContact().turn(reading(right_deg=1, up_deg=-1), 0.0) == UNCHANGED_GAZE


def test_it_fades_out_while_the_eyes_close_and_what_is_read_then_does_not_count():
    contact = EyeContact()
    opened = contact.turn(reading(right_deg=10), 0.0)
    halfway = contact.turn(reading(right_deg=10, blink=0.4), 0.03)
    assert abs(opened[0]) > abs(halfway[0]) > 0
    assert contact.turn(reading(right_deg=-20, up_deg=-20, blink=1.0), 0.06) == UNCHANGED_GAZE
    assert contact.turn(reading(right_deg=10), 0.09) == pytest.approx(opened, abs=0.02)


def test_a_still_eye_does_not_jitter_and_a_glance_is_followed_at_once():
    contact, rng = EyeContact(), np.random.default_rng(0)
    noisy = [contact.turn(reading(*(np.array([10, 0]) + rng.normal(0, 1.0, 2))), number / 30) for number in range(90)]
    assert np.degrees(np.array(noisy)[30:, 0] * TURN_RAD).std() < 0.4
    for number in range(90, 96):
        turned = contact.turn(reading(right_deg=-10), number / 30)
    assert math.degrees(turned[0] * TURN_RAD) == pytest.approx(10, abs=2.5)


def test_without_a_reading_of_the_eyes_nothing_is_turned():
    assert EyeContact().turn(reading(right_deg=10, read=False), 0.0) == UNCHANGED_GAZE


def test_it_is_added_to_the_gaze_that_is_wanted_and_without_strength_the_target_stays():
    wanted = FaceTarget.of(np.zeros(N_AUS), (0.5, 0.0))
    turned = EyeContact().towards_camera(wanted, reading(right_deg=10), 0.0, 1.0)
    assert turned.gaze[0] == pytest.approx(0.5 - 10 / 39, abs=0.02)
    assert EyeContact().towards_camera(wanted, reading(right_deg=10), 0.0, 0.0) is wanted
    assert EyeContact().towards_camera(wanted, None, 0.0, 1.0) is wanted
