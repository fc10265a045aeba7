"""The vertical scale of curves, linear or logarithmic: where a value lies between bottom and top, and which values are marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale

N_TICKS = 5
_FRACTIONS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Scale:
    """A range of values.

    Attributes
    ----------
    low, high
        The values at the bottom and at the top.
    is_log
        Whether equal ratios are equally far apart.
    """

    low: float
    high: float
    is_log: bool = False

    def position(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Place values between 0 (bottom) and 1 (top); not a number where a logarithm has none."""
        if not self.is_log:
            return (values - self.low) / (self.high - self.low)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.where(values > 0, np.log(np.where(values > 0, values, 1.0)), np.nan)
        return (logs - math.log(self.low)) / (math.log(self.high) - math.log(self.low))

    def ticks(self) -> list[float]:
        """Return round values in the range, a handful."""
        if not self.is_log:
            return linear_ticks(self.low, self.high)
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        every = max(1, math.ceil((last - first) / N_TICKS))
        ticks = [10.0**power for power in range(first, last + 1, every)]
        if last - first <= 3:
            ticks = [fraction * 10.0**power for power in range(first, last + 1) for fraction in (1, 2, 5)]
        return [tick for tick in ticks if self.low <= tick <= self.high]


def linear_ticks(low: float, high: float) -> list[float]:
    """Return multiples of 1, 2 or 5 times a power of ten between two values."""
    rough = (high - low) / N_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(fraction * power for fraction in _FRACTIONS if fraction * power >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def scale_for(curves: Sequence[NDArray[np.float64]], *, is_log: bool) -> Scale:
    """Return a scale that all curves fit into, with a little air; linear ones that are positive start at 0."""
    values = np.concatenate([curve[np.isfinite(curve)] for curve in curves]) if curves else np.zeros(0)
    if is_log:
        values = values[values > 0]
    if not len(values):
        return Scale(0.1, 1.0, is_log) if is_log else Scale(0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    if is_log:
        return Scale(low / 1.2, high * 1.2, True)
    air = 0.06 * ((high - min(low, 0.0)) or abs(high) or 1.0)
    return Scale(0.0 if low >= 0 else low - air, high + air)


def value_text(value: float) -> str:
    """Write a value with three digits."""
    return QLocale().toString(value, "g", 3)
