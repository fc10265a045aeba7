"""The One Euro filter: steady at low speed, little lag at high speed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


class OneEuroFilter:
    """A low-pass filter whose cutoff rises with the speed of the signal (Casiez, Roussel, Vogel, CHI 2012, equations 1 to 6).

    Parameters
    ----------
    min_cutoff_hz
        Cutoff at speed 0: the lower, the less a still signal jitters.
    beta
        Hertz by which the cutoff rises per unit per second: the higher, the less a moving signal lags.
    speed_cutoff_hz
        Cutoff of the filter on the speed itself.
    """

    def __init__(self, min_cutoff_hz: float, beta: float, speed_cutoff_hz: float = 1.0) -> None:
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._speed_cutoff_hz = speed_cutoff_hz
        self._time_s = -math.inf
        self._value: NDArray[np.float64] | None = None
        self._speed: NDArray[np.float64] | None = None

    def __call__(self, value: NDArray[np.floating], time_s: float) -> NDArray[np.float64]:
        """Filter the next value.

        Parameters
        ----------
        value
            An array, of the same shape every time; each element is filtered by itself.
        time_s
            Its moment. A time that is not later than the last counts as one millisecond later.
        """
        new = value.astype(np.float64)
        if self._value is None or self._speed is None:
            self._time_s, self._value, self._speed = time_s, new, np.zeros_like(new)
            return new
        step_s = max(time_s - self._time_s, 1e-3)
        speed = (new - self._value) / step_s
        self._speed = self._speed + _weight(self._speed_cutoff_hz, step_s) * (speed - self._speed)
        cutoff_hz = self._min_cutoff_hz + self._beta * np.abs(self._speed)
        self._value = self._value + _weight(cutoff_hz, step_s) * (new - self._value)
        self._time_s = time_s
        return self._value


def _weight(cutoff_hz: NDArray[np.float64] | float, step_s: float) -> NDArray[np.float64]:
    """Weight of a new value in exponential smoothing with a cutoff."""
    return np.asarray(1 / (1 + 1 / (2 * math.pi * np.asarray(cutoff_hz) * step_s)))
