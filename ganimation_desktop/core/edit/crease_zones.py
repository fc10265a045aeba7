"""Where skin creases on a face, and by which Action Units: zones with lines, placed by the 68 landmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AU_CODES, AuVector
from ganimation_desktop.core.base.geometry import Affine
from ganimation_desktop.core.edit.crease_textures import Line

Vector = NDArray[np.float64]

BETWEEN_BROWS: Final = (
    Line((0.27, 0.16), (0.335, 0.42), (0.32, 0.80), 1.0, 0.017, 0.085),
    Line((0.69, 0.24), (0.655, 0.50), (0.69, 0.83), 0.8, 0.017, 0.085),
)
FOREHEAD: Final = (
    Line((0.10, 0.86), (0.52, 0.66), (0.92, 0.84), 1.0, 0.010, 0.035, 0.010),
    Line((0.16, 0.62), (0.47, 0.47), (0.86, 0.63), 0.85, 0.010, 0.035, 0.010),
    Line((0.24, 0.40), (0.53, 0.28), (0.76, 0.41), 0.6, 0.010, 0.035, 0.010),
)
ROOT_OF_NOSE: Final = (
    Line((0.34, 0.24), (0.50, 0.29), (0.66, 0.23), 0.8, 0.014, 0.07),
    Line((0.42, 0.45), (0.34, 0.51), (0.24, 0.63), 1.0, 0.014, 0.075),
    Line((0.58, 0.44), (0.66, 0.51), (0.76, 0.61), 0.9, 0.014, 0.075),
    Line((0.40, 0.65), (0.34, 0.72), (0.27, 0.82), 0.5, 0.014, 0.075),
    Line((0.60, 0.63), (0.66, 0.71), (0.73, 0.80), 0.45, 0.014, 0.075),
)
CHIN: Final = (Line((0.12, 0.60), (0.49, 0.20), (0.88, 0.58), 1.0, 0.016, 0.12),)
CROWS_FOOT: Final = (
    Line((0.16, 0.40), (0.34, 0.34), (0.56, 0.20), 0.8, 0.011, 0.045),
    Line((0.18, 0.51), (0.38, 0.53), (0.66, 0.48), 1.0, 0.012, 0.05),
    Line((0.14, 0.62), (0.32, 0.69), (0.56, 0.82), 0.9, 0.012, 0.05),
)
UNDER_EYE: Final = (Line((0.06, 0.16), (0.50, 0.80), (0.95, 0.20), 1.0, 0.014, 0.09),)
BESIDE_NOSE: Final = (Line((0.10, 0.08), (0.60, 0.26), (0.80, 0.90), 1.0, 0.022, 0.14, 0.012),)
BESIDE_MOUTH: Final = (Line((0.26, 0.18), (0.48, 0.50), (0.24, 0.82), 1.0, 0.018, 0.12),)
BELOW_MOUTH: Final = (Line((0.20, 0.10), (0.46, 0.40), (0.50, 0.90), 1.0, 0.018, 0.12),)
"""The lines of each zone. Those of the face's middle are drawn as they are seen in a picture, those of a side from the middle outward."""

_INNER_BROWS, _BROW_ARCHES, _NOSE_ROOT, _LOWER_LIP, _CHIN_TIP = (21, 22), (19, 24), (27, 28), 57, 8
_OUTER_CORNERS, _INNER_CORNERS, _LOWER_LIDS = (36, 45), (39, 42), ((40, 41), (46, 47))
_NOSTRILS, _MOUTH_CORNERS, _OUTLINE = (31, 35), (48, 54), (0, 16)
"""Landmarks, in the order of the picture: the person's right before the left."""
_ROOM_BESIDE = 0.34
"""How far skin beside an eye reaches out at most, in distances between the eyes' outer corners; less where the head is turned."""


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


@dataclass(frozen=True)
class _Place:
    """Where a zone is: the middle of its upper side, what leads from its left to its right side, and from its upper to its lower one."""

    top: Vector
    across: Vector
    down: Vector


class _Features:
    """A face by its landmarks in crop pixels, (68, 2)."""

    def __init__(self, points: Vector) -> None:
        self.points = points

    @cached_property
    def eyes_px(self) -> float:
        """Distance between the outer corners of the eyes."""
        return max(float(np.hypot(*self._between_eyes)), 1e-6)

    @cached_property
    def across(self) -> Vector:
        """Direction from the person's right to the left, of length 1."""
        return np.asarray(self._between_eyes / self.eyes_px)

    @cached_property
    def down(self) -> Vector:
        """Direction from the forehead to the chin, of length 1."""
        return np.array([-self.across[1], self.across[0]])

    def outward(self, side: int) -> Vector:
        """Direction away from the middle of the face; side 0 is the person's right."""
        return self.across if side else -self.across

    def room(self, side: int) -> float:
        """How much of a side is seen beside the eye, 0..1."""
        beside = self.points[_OUTLINE[side]] - self.points[_OUTER_CORNERS[side]]
        return float(np.clip(beside @ self.outward(side) / self.eyes_px / _ROOM_BESIDE, 0.0, 1.0))

    @cached_property
    def _between_eyes(self) -> Vector:
        right, left = self.points[list(_OUTER_CORNERS)]
        return np.asarray(left - right)


def creasing_zones(points: Vector, left: AuVector, right: AuVector, least_depth: float) -> Iterator[Zone]:
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
    face = _Features(points)
    for lines, depth_by_au, place in _MIDDLE:
        depths = _depth(depth_by_au, left), _depth(depth_by_au, right)
        if max(depths) >= least_depth:
            yield _zone(lines, place(face), *depths)
    for side, change in enumerate((right, left)):
        for lines, depth_by_au, place_on in _ON_EACH_SIDE:
            depth = _depth(depth_by_au, change)
            # The far side of a turned head shows less of them, and nothing where it shows less than half of the skin.
            depth *= max(0.0, 2 * face.room(side) - 1) if depth >= least_depth else 0.0
            if depth >= least_depth:
                yield _zone(lines, place_on(face, side), depth, depth)


def _between_brows(face: _Features) -> _Place:
    ends = face.points[list(_INNER_BROWS)]
    along = ends[1] - ends[0]
    below = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-6) * face.eyes_px
    return _Place(ends.mean(axis=0) - 0.25 * below, 1.5 * along, 0.44 * below)


def _forehead(face: _Features) -> _Place:
    arches, down = face.points[list(_BROW_ARCHES)], face.eyes_px * face.down
    return _Place(arches.mean(axis=0) - 0.50 * down, 1.25 * (arches[1] - arches[0]) @ face.across * face.across, 0.46 * down)


def _root_of_nose(face: _Features) -> _Place:
    root, corners = (face.points[list(which)] for which in (_NOSE_ROOT, _INNER_CORNERS))
    down = face.eyes_px * face.down
    return _Place(root.mean(axis=0) - 0.10 * down, (corners[1] - corners[0]) @ face.across * face.across, 0.36 * down)


def _chin(face: _Features) -> _Place:
    lip, tip = face.points[[_LOWER_LIP, _CHIN_TIP]]
    corners = face.points[list(_MOUTH_CORNERS)]
    return _Place(lip, 0.85 * (corners[1] - corners[0]), 0.8 * (tip - lip))


def _beside_eye(face: _Features, side: int) -> _Place:
    out = 1.15 * _ROOM_BESIDE * face.room(side) * face.eyes_px * face.outward(side)
    down = face.eyes_px * face.down
    return _Place(face.points[_OUTER_CORNERS[side]] - 0.21 * down + 0.5 * out, out, 0.42 * down)


def _under_eye(face: _Features, side: int) -> _Place:
    inner, outer = face.points[[_INNER_CORNERS[side], _OUTER_CORNERS[side]]]
    down = face.eyes_px * face.down
    return _Place(face.points[list(_LOWER_LIDS[side])].mean(axis=0) + 0.02 * down, outer - inner, 0.20 * down)


def _beside_nose(face: _Features, side: int) -> _Place:
    nostril, mouth = face.points[[_NOSTRILS[side], _MOUTH_CORNERS[side]]]
    out, reach = face.outward(side), (mouth - nostril) @ face.outward(side)
    across = (max(float(reach), 0.0) + 0.20 * face.eyes_px * face.room(side)) * out
    down = (max(float((mouth - nostril) @ face.down), 0.0) + 0.20 * face.eyes_px) * face.down
    return _Place(nostril - 0.04 * face.eyes_px * face.down + 0.5 * across, across, down)


def _beside_mouth(face: _Features, side: int) -> _Place:
    out, down = 0.24 * face.eyes_px * face.room(side) * face.outward(side), face.eyes_px * face.down
    return _Place(face.points[_MOUTH_CORNERS[side]] - 0.20 * down + 0.5 * out, out, 0.36 * down)


def _below_mouth(face: _Features, side: int) -> _Place:
    out, down = 0.22 * face.eyes_px * face.room(side) * face.outward(side), face.eyes_px * face.down
    return _Place(face.points[_MOUTH_CORNERS[side]] + 0.3 * out, out, 0.30 * down)


_MIDDLE: tuple[tuple[tuple[Line, ...], Mapping[str, float], Callable[[_Features], _Place]], ...] = (
    (BETWEEN_BROWS, {"AU04": 0.24, "AU09": 0.08}, _between_brows),
    (FOREHEAD, {"AU01": 0.07, "AU02": 0.06, "AU04": -0.06}, _forehead),
    (ROOT_OF_NOSE, {"AU09": 0.15}, _root_of_nose),
    (CHIN, {"AU17": 0.16, "AU15": 0.04}, _chin),
)
_ON_EACH_SIDE: tuple[tuple[tuple[Line, ...], Mapping[str, float], Callable[[_Features, int], _Place]], ...] = (
    (CROWS_FOOT, {"AU06": 0.20, "AU07": 0.03}, _beside_eye),
    (UNDER_EYE, {"AU06": 0.10, "AU07": 0.09}, _under_eye),
    (BESIDE_NOSE, {"AU12": 0.17, "AU06": 0.06, "AU10": 0.10, "AU09": 0.10, "AU15": 0.03}, _beside_nose),
    (BESIDE_MOUTH, {"AU14": 0.16, "AU12": 0.03}, _beside_mouth),
    (BELOW_MOUTH, {"AU15": 0.09}, _below_mouth),
)
"""Zones with their lines, the depth that each Action Unit gives them, as a share of the skin's brightness, and their place."""


def _depth(depth_by_au: Mapping[str, float], change: AuVector) -> float:
    return max(0.0, float(sum(depth * change[AU_CODES.index(code)] for code, depth in depth_by_au.items())))


def _zone(lines: tuple[Line, ...], place: _Place, left_depth: float, right_depth: float) -> Zone:
    crop_from_zone = np.stack([place.across, place.down, place.top - 0.5 * place.across], axis=1)
    return Zone(lines, crop_from_zone, left_depth, right_depth)
