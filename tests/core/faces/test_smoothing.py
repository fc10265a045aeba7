import numpy as np
import pytest

from ganimation_desktop.core.faces.smoothing import OneEuroFilter


def filtered(values, fps=30.0, min_cutoff_hz=1.5, beta=15.0):
    smooth = OneEuroFilter(min_cutoff_hz, beta)
    return np.array([smooth(np.array([value]), index / fps)[0] for index, value in enumerate(values)])


def test_the_first_value_passes_and_a_constant_stays():
    assert filtered([3.0, 3.0, 3.0]).tolist() == [3.0, 3.0, 3.0]


def test_a_trembling_signal_becomes_steady():
    noise = 0.003 * np.random.default_rng(0).standard_normal(300)
    assert filtered(1 + noise)[30:].std() < 0.5 * noise.std()


def test_a_fast_signal_hardly_lags():
    ramp = np.arange(60) / 30 * 2.0
    assert (ramp - filtered(ramp))[30:].max() < 2.0 / 30 * 0.6


def test_equations_of_the_paper():
    smooth = OneEuroFilter(1.0, 0.5, 2.0)
    smooth(np.array([0.0]), 0.0)
    step_s = 0.1
    speed_weight = 1 / (1 + 1 / (2 * np.pi * 2.0 * step_s))
    cutoff_hz = 1.0 + 0.5 * speed_weight * (1.0 / step_s)
    assert smooth(np.array([1.0]), step_s)[0] == pytest.approx(1 / (1 + 1 / (2 * np.pi * cutoff_hz * step_s)))


def test_elements_are_filtered_by_themselves_and_time_may_stand_still():
    smooth = OneEuroFilter(1.0, 0.0)
    smooth(np.array([0.0, 5.0]), 1.0)
    values = smooth(np.array([1.0, 5.0]), 1.0)
    assert 0 < values[0] < 0.1
    assert values[1] == 5.0
