import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS, au_vector
from ganimation_desktop.ui.panels.expression_state import ExpressionState


@pytest.fixture
def state():
    state = ExpressionState()
    state.set_detected(au_vector({"AU12": 0.2, "AU25": 0.1}))
    state.set_target(state.detected)
    return state


def test_targets_are_exactly_what_was_set(state):
    aus = np.random.default_rng(3).random(N_AUS).astype(np.float32)
    state.set_target(aus)
    assert np.array_equal(state.target.aus, aus)


def test_strength_lies_between_detected_and_expression(state):
    state.set_target(au_vector({"AU12": 1.0}))
    state.set_strength(0.5)
    assert state.target.aus == pytest.approx(au_vector({"AU12": 0.6, "AU25": 0.05}))
    state.set_strength(0.0)
    assert np.array_equal(state.target.aus, state.detected)


def test_strength_there_and_back_gives_the_same_bits(state):
    aus = np.random.default_rng(4).random(N_AUS).astype(np.float32)
    state.set_target(aus)
    for strength in (0.31, 0.0, 0.77, 1.0):
        state.set_strength(strength)
    assert np.array_equal(state.target.aus, aus)


def test_an_expression_is_applied_at_the_present_strength(state):
    state.set_strength(0.5)
    state.apply(au_vector({"AU12": 0.8}))
    assert state.target.aus == pytest.approx(au_vector({"AU12": 0.5, "AU25": 0.05}))
    state.set_strength(1.0)
    assert state.target.aus == pytest.approx(au_vector({"AU12": 0.8}))


def test_at_strength_zero_an_expression_is_applied_in_full(state):
    state.set_strength(0.0)
    state.apply(au_vector({"AU12": 0.8}))
    assert state.strength == 1.0
    assert state.target.aus == pytest.approx(au_vector({"AU12": 0.8}))


def test_a_slider_moved_at_half_strength_stays_where_it_was_put(state):
    state.set_strength(0.5)
    state.set_target(au_vector({"AU12": 0.9, "AU25": 0.1}))
    assert state.strength == 0.5
    state.set_strength(1.0)
    assert state.target.aus[8] == 1.0
    state.set_strength(0.5)
    assert state.target.aus == pytest.approx(au_vector({"AU12": 0.9, "AU25": 0.1}))


def test_an_origin_brings_strength_and_expression_back(state):
    full = au_vector({"AU12": 0.8, "AU04": 1.0})
    state.set_target(full)
    state.set_strength(0.25)
    origin, reduced = state.origin(7), state.target.aus.copy()
    state.set_target(state.detected)
    state.set_target(reduced)
    state.set_origin(origin)
    assert (state.strength, origin.seed) == (0.25, 7)
    state.set_strength(1.0)
    assert np.array_equal(state.target.aus, full)


def test_an_origin_of_something_else_gives_only_its_strength(state):
    state.set_strength(0.5)
    origin = state.origin(0)
    state.set_target(au_vector({"AU12": 0.6}))
    state.set_strength(1.0)
    wanted = state.target.aus.copy()
    state.set_origin(origin)
    assert state.strength == 0.5
    assert np.array_equal(state.target.aus, wanted)
    state.set_strength(0.0)
    assert np.array_equal(state.target.aus, state.detected)


def test_another_face_keeps_the_strength(state):
    full = au_vector({"AU12": 0.8})
    state.set_target(full)
    state.set_strength(0.5)
    state.set_detected(au_vector({"AU01": 0.4}))
    state.set_target(full)
    assert state.strength == 0.5
    assert np.array_equal(state.target.aus, full)
