"""How creases of skin look, drawn once: a fine, dark line in a soft shadow, between rounded folds that catch the light.

Each texture covers one zone of the face. Its values are how deep the shade is at a place, from 0, about 1 in the line, and a little below
0 on the folds beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
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
_REACH, _N_POINTS = 3.0, 81
"""How far from a line something of it is seen, in widths of its shadow; by how many points it is drawn."""
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


@lru_cache(maxsize=32)
def crease_texture(lines: tuple[Line, ...]) -> FloatArray:
    """The creases of a zone, (`TEXTURE_PX`, `TEXTURE_PX`), read-only; its first and last rows and columns are 0."""
    steps = np.asarray((np.arange(TEXTURE_PX) + 0.5) / TEXTURE_PX, np.float32)
    dark, light = np.zeros((TEXTURE_PX, TEXTURE_PX), np.float32), np.zeros((TEXTURE_PX, TEXTURE_PX), np.float32)
    for phase, line in enumerate(lines):
        points = _points(line, phase)
        low, high = points.min(axis=0) - _REACH * line.shadow, points.max(axis=0) + _REACH * line.shadow
        columns, rows = (slice(*np.searchsorted(steps, (low[axis], high[axis]))) for axis in (0, 1))
        distance, along = _nearest(steps[columns], steps[rows], points)
        swell = np.clip(np.sin(np.pi * along), 0, 1)
        strength = line.depth * swell**0.8 * (1 + 0.15 * _wavy(along, phase + 0.5))
        width = line.width * (0.6 + 0.4 * swell)
        profile = _LINE * np.exp(-distance / width) + _SHADOW * np.exp(-((distance / line.shadow) ** 2))
        beside = np.exp(-(((distance - 1.4 * line.shadow) / (0.7 * line.shadow)) ** 2))
        for values, drawn in ((dark, profile), (light, beside)):
            np.maximum(values[rows, columns], strength * drawn, out=values[rows, columns])
    inside = np.minimum(steps, 1 - steps)
    fading = np.clip((np.minimum.outer(inside, inside) - 1 / TEXTURE_PX) / _MARGIN, 0, 1)
    texture = np.asarray((dark - _FOLD * light) * fading, np.float32)
    texture.setflags(write=False)
    return texture


@lru_cache(maxsize=256)
def reduced_texture(lines: tuple[Line, ...], size: int) -> FloatArray:
    """The same, (`size`, `size`), read-only; no larger than `TEXTURE_PX`."""
    texture = crease_texture(lines)
    if size == TEXTURE_PX:
        return texture
    reduced = np.asarray(cv2.resize(texture, (size, size), interpolation=cv2.INTER_AREA), np.float32)
    reduced.setflags(write=False)
    return reduced


def _points(line: Line, phase: float) -> FloatArray:
    """Points xy along a line, evenly spaced in its parameter, (`_N_POINTS`, 2)."""
    along = np.linspace(0, 1, _N_POINTS, dtype=np.float32)
    start, bend, end = (np.array(point) for point in (line.start, line.bend, line.end))
    points = np.outer((1 - along) ** 2, start) + np.outer(2 * along * (1 - along), bend) + np.outer(along**2, end)
    ahead = np.gradient(points, axis=0)
    beside = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.maximum(np.hypot(*ahead.T), 1e-9)[:, None]
    return np.asarray(points + line.waves * _wavy(along, phase)[:, None] * beside, np.float32)


def _nearest(xs: FloatArray, ys: FloatArray, points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Distance of each pixel, at columns (w,) and rows (h,), from a line of points, and how far along it the nearest is, 0..1."""
    squares = np.full((len(ys), len(xs)), np.inf, np.float32)
    nearest = np.zeros_like(squares)
    for position, (x, y) in zip(np.linspace(0, 1, len(points), dtype=np.float32), points, strict=True):
        square = np.add.outer((ys - y) ** 2, (xs - x) ** 2)
        np.copyto(nearest, position, where=square < squares)
        np.minimum(squares, square, out=squares)
    return np.asarray(np.sqrt(squares), np.float32), nearest


def _wavy(along: FloatArray, phase: float) -> FloatArray:
    return np.asarray(sum(height * np.sin(frequency * along + shift + 2.3 * phase) for height, frequency, shift in _WAVES), np.float32)
