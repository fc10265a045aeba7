"""Gaze direction, relative to the photo."""

from __future__ import annotations

import math
from collections.abc import Sequence

Gaze = tuple[float, float]
"""To the right in the picture (the person's own left: FACS AU61; the other way AU62) and up (AU63; down AU64), each in -1..1."""

UNCHANGED_GAZE: Gaze = (0.0, 0.0)
"""The gaze of the photo, unchanged."""


def checked_gaze(gaze: Sequence[float]) -> Gaze:
    """Return a gaze as two plain numbers. Raises `ValueError` unless there are two, each in -1..1."""
    values = tuple(map(float, gaze))
    if len(values) != 2 or not all(math.isfinite(value) and -1 <= value <= 1 for value in values):
        raise ValueError(f"a gaze is two numbers from -1 to 1, to the right and up, not {', '.join(f'{value:g}' for value in values)}")
    return values[0], values[1]
