"""Where skin creases on a face, and by which Action Units: zones with lines, placed by the 68 landmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AU_CODES, AuVector
from ganimation_desktop.core.base.geometry import Affine
from ganimation_desktop.core.edit.crease_textures import Line

Points = NDArray[np.float64]

BETWEEN_BROWS: Final = (
    Line((0.27, 0.16), (0.335, 0.42), (0.32, 0.80), 1.0, 0.017, 0.085),
    Line((0.69, 0.24), (0.655, 0.50), (0.69, 0.83), 0.8, 0.017, 0.085),
)
CROWS_FOOT: Final = (
    Line((0.16, 0.40), (0.34, 0.34), (0.56, 0.20), 0.8, 0.011, 0.045),
    Line((0.18, 0.51), (0.38, 0.53), (0.66, 0.48), 1.0, 0.012, 0.05),
    Line((0.14, 0.62), (0.32, 0.69), (0.56, 0.82), 0.9, 0.012, 0.05),
)
BESIDE_MOUTH: Final = (Line((0.26, 0.18), (0.48, 0.50), (0.24, 0.82), 1.0, 0.018, 0.12),)
ROOT_OF_NOSE: Final = (
    Line((0.34, 0.24), (0.50, 0.29), (0.66, 0.23), 0.8, 0.014, 0.07),
    Line((0.42, 0.45), (0.34, 0.51), (0.24, 0.63), 1.0, 0.014, 0.075),
    Line((0.58, 0.44), (0.66, 0.51), (0.76, 0.61), 0.9, 0.014, 0.075),
    Line((0.40, 0.65), (0.34, 0.72), (0.27, 0.82), 0.5, 0.014, 0.075),
    Line((0.60, 0.63), (0.66, 0.71), (0.73, 0.80), 0.45, 0.014, 0.075),
)
FOREHEAD: Final = (
    Line((0.10, 0.86), (0.52, 0.66), (0.92, 0.84), 1.0, 0.010, 0.035, 0.010),
    Line((0.16, 0.62), (0.47, 0.47), (0.86, 0.63), 0.85, 0.010, 0.035, 0.010),
    Line((0.24, 0.40), (0.53, 0.28), (0.76, 0.41), 0.6, 0.010, 0.035, 0.010),
)
"""The lines of each zone; those beside an eye and the mouth are drawn outward from its corner, the others as they are seen in a picture."""

_FROWN: Mapping[str, float] = {"AU04": 0.24, "AU09": 0.08}
_SMILE: Mapping[str, float] = {"AU06": 0.20, "AU07": 0.03}
_SNEER: Mapping[str, float] = {"AU09": 0.15}
_DIMPLE: Mapping[str, float] = {"AU14": 0.16, "AU12": 0.03}
_SURPRISE: Mapping[str, float] = {"AU01": 0.07, "AU02": 0.06, "AU04": -0.06}
"""Depths of creases by Action Unit, as a share of the skin's brightness."""

_INNER_BROWS, _BROW_ARCHES, _NOSE_ROOT = (21, 22), (19, 24), (27, 28)
_OUTER_CORNERS, _INNER_CORNERS, _MOUTH_CORNERS, _OUTLINE = (36, 45), (39, 42), (48, 54), (0, 16)
"""Landmarks, in the order of the picture: the person's right before the left."""

_ROOM_BESIDE = 0.34
"""How far skin beside an eye reaches out to the outline at most, in distances between the eyes' outer corners; where half of that or less
is seen, because the head is turned, it shows no creases."""


@dataclass(frozen=True)
class Zone:
    """A part of a face in which skin creases.

    Attributes
    ----------
    lines
        Its creases.
    crop_from_zone
        Map from a square with sides of length 1 to crop pixels.
    left_depth, right_depth
        How dark the deepest crease is on the person's left and right side of the face, as a share of the skin's brightness.
    """

    lines: tuple[Line, ...]
    crop_from_zone: Affine
    left_depth: float
    right_depth: float


def creasing_zones(points: Points, left: AuVector, right: AuVector, least_depth: float) -> Iterator[Zone]:
    """The zones that a change of expression creases.

    Parameters
    ----------
    points
        The 68 landmarks of the edited face in crop pixels, (68, 2).
    left, right
        Change of the Action Units of the person's left and right side, (17,).
    least_depth
        Zones with shallower creases are left out.
    """
    corners = points[list(_OUTER_CORNERS)]
    eyes_px = max(float(np.hypot(*(corners[1] - corners[0]))), 1e-6)
    across = (corners[1] - corners[0]) / eyes_px
    down = np.array([-across[1], across[0]])

    depths = _depth(_FROWN, left), _depth(_FROWN, right)
    if max(depths) >= least_depth:
        ends = points[list(_INNER_BROWS)]
        along = ends[1] - ends[0]
        below = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-6)
        yield _zone(BETWEEN_BROWS, ends.mean(axis=0) - 0.25 * eyes_px * below, 1.5 * along, 0.44 * eyes_px * below, *depths)
    depths = _depth(_SURPRISE, left), _depth(_SURPRISE, right)
    if max(depths) >= least_depth:
        arches = points[list(_BROW_ARCHES)]
        width = 1.25 * (arches[1] - arches[0]) @ across * across
        yield _zone(FOREHEAD, arches.mean(axis=0) - 0.50 * eyes_px * down, width, 0.46 * eyes_px * down, *depths)
    depths = _depth(_SNEER, left), _depth(_SNEER, right)
    if max(depths) >= least_depth:
        root, inner = (points[list(which)] for which in (_NOSE_ROOT, _INNER_CORNERS))
        width = (inner[1] - inner[0]) @ across * across
        yield _zone(ROOT_OF_NOSE, root.mean(axis=0) - 0.10 * eyes_px * down, width, 0.36 * eyes_px * down, *depths)
    sides = zip(corners, points[list(_OUTLINE)], points[list(_MOUTH_CORNERS)], (-across, across), (right, left), strict=True)
    for corner, outline, mouth, outward, change in sides:
        room = float(np.clip((outline - corner) @ outward / eyes_px / _ROOM_BESIDE, 0.0, 1.0))
        depth = _depth(_SMILE, change) * max(0.0, 2 * room - 1)
        if depth >= least_depth:
            width = 1.15 * _ROOM_BESIDE * room * eyes_px * outward
            yield _zone(CROWS_FOOT, corner - 0.21 * eyes_px * down + 0.5 * width, width, 0.42 * eyes_px * down, depth, depth)
        depth = _depth(_DIMPLE, change) * room
        if depth >= least_depth:
            width = 0.24 * eyes_px * room * outward
            yield _zone(BESIDE_MOUTH, mouth - 0.20 * eyes_px * down + 0.5 * width, width, 0.36 * eyes_px * down, depth, depth)


def _depth(depth_by_au: Mapping[str, float], change: AuVector) -> float:
    return max(0.0, float(sum(depth * change[AU_CODES.index(code)] for code, depth in depth_by_au.items())))


def _zone(lines: tuple[Line, ...], top: Points, width: Points, height: Points, left_depth: float, right_depth: float) -> Zone:
    """A zone from the middle of its upper side, and what leads from its left to its right side and from its upper to its lower one."""
    return Zone(lines, np.stack([width, height, top - 0.5 * width], axis=1), left_depth, right_depth)
