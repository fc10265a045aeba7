"""How creases of skin look, drawn once: a fine, dark line in a soft shadow, between rounded folds that catch the light.

Each texture covers one zone of the face. Its values are how deep the shade is at a place, from 0, about 1 in the line, and a little below
0 on the folds beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

TEXTURE_PX: Final = 160
"""Side of a texture."""
_MARGIN = 0.08
"""How far from the border of its zone a texture is 0 again, as a share of the zone's side."""
_LINE, _SHADOW = 0.55, 0.45
"""What a crease's line and the shadow around it add to its depth."""
_FOLD = 0.18
"""How bright the folds beside a line are."""
_WAVES = ((0.55, 7.0, 0.4), (0.3, 15.0, 1.9), (0.15, 29.0, 4.1))
"""Height, frequency and phase of what makes a line uneven."""


@dataclass(frozen=True)
class Line:
    """One crease as a bent line in its zone, whose sides are 1 long.

    Attributes
    ----------
    start, bend, end
        Points xy; the line starts at the first, ends at the last, and is drawn towards the one in between.
    depth
        How deep it is beside others of its zone.
    width
        Standard width of the fine line.
    shadow
        Width of the soft shadow around it.
    waves
        How far the line strays from its way.
    """

    start: tuple[float, float]
    bend: tuple[float, float]
    end: tuple[float, float]
    depth: float = 1.0
    width: float = 0.016
    shadow: float = 0.06
    waves: float = 0.008


@lru_cache(maxsize=8)
def crease_texture(lines: tuple[Line, ...]) -> FloatArray:
    """The creases of a zone, (`TEXTURE_PX`, `TEXTURE_PX`), read-only; its first and last rows and columns are 0."""
    steps = (np.arange(TEXTURE_PX, dtype=np.float64) + 0.5) / TEXTURE_PX
    xs, ys = np.meshgrid(steps, steps)
    dark, light = np.zeros_like(xs), np.zeros_like(xs)
    for phase, line in enumerate(lines):
        distance, along = _from_line(xs, ys, line, phase)
        strength = line.depth * np.sin(np.pi * along) ** 0.8 * (1 + 0.15 * _wavy(along, phase + 0.5))
        width = line.width * (0.6 + 0.4 * np.sin(np.pi * along))
        profile = _LINE * np.exp(-distance / width) + _SHADOW * np.exp(-((distance / line.shadow) ** 2))
        dark = np.maximum(dark, strength * profile)
        light = np.maximum(light, strength * np.exp(-(((distance - 1.4 * line.shadow) / (0.7 * line.shadow)) ** 2)))
    inside = np.minimum(np.minimum(xs, 1 - xs), np.minimum(ys, 1 - ys))
    texture = np.asarray((dark - _FOLD * light) * np.clip((inside - 1 / TEXTURE_PX) / _MARGIN, 0, 1), np.float32)
    texture.setflags(write=False)
    return texture


def _from_line(
    xs: NDArray[np.float64], ys: NDArray[np.float64], line: Line, phase: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distance of each pixel from a line, and where along it the nearest point is, 0..1."""
    along = np.linspace(0, 1, 81)
    start, bend, end = (np.array(point) for point in (line.start, line.bend, line.end))
    points = np.outer((1 - along) ** 2, start) + np.outer(2 * along * (1 - along), bend) + np.outer(along**2, end)
    ahead = np.gradient(points, axis=0)
    beside = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    points += line.waves * _wavy(along, phase)[:, None] * beside
    squares = np.full_like(xs, np.inf)
    nearest = np.zeros_like(xs)
    for position, (x, y) in zip(along, points, strict=True):
        square = (xs - x) ** 2 + (ys - y) ** 2
        closer = square < squares
        squares[closer], nearest[closer] = square[closer], position
    return np.sqrt(squares), nearest


def _wavy(along: NDArray[np.float64], phase: float) -> NDArray[np.float64]:
    return np.asarray(sum(height * np.sin(frequency * along + shift + 2.3 * phase) for height, frequency, shift in _WAVES), np.float64)
