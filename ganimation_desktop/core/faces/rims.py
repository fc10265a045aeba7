"""Rims of glasses: they lie in front of the skin, and no expression moves them.

Glasses are told by edges across the bridge of the nose, on the cheeks below the eyes and at the temples, where skin has none. A rim is the
darkest smooth ring around an eye: brows, lashes and folds of the lids are as dark, but close no ring.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import apply_affine, compose_affine, inverse_affine, scaling_affine
from ganimation_desktop.core.faces.faces import Face, crop_by_affine
from ganimation_desktop.core.faces.protection import MAP_PX, ProtectionMap, frame_from_map

WORN_FROM = 0.42
"""Strength of the edges, as a share of the picture's contrast, from which glasses are looked for."""

_SIDE_PX = 256
"""Side of the level crop in which rims are looked for; the outer corners of its eyes are 111 pixels apart."""
_EYES = ((36, 39, (40, 41), -1), (45, 42, (46, 47), 1))
"""Outer corner, inner corner, lower lid and side of each eye."""
_BRIDGE, _NOSE_RIDGE, _NOSTRILS = 27, 28, (31, 35)
_BROWS = (slice(17, 22), slice(22, 27))
_THICKEST_PX, _DARKER = 15, 0.11
"""Rims are narrower than this, and darker than their neighbours by this share of the brightness around them."""
_ABOVE_BROW_PX, _BELOW_BROW_PX, _BROW_COUNTS = 13, 5, 0.4
"""Height of a brow above and below its landmarks, and how much of its darkness counts as a rim's."""
_ANGLES: _Points = np.linspace(0, 2 * np.pi, 96, endpoint=False, dtype=np.float64)
_DIRECTIONS: _Points = np.asarray(np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1), np.float64)
_LOWER_HALF = slice(5, 44)
"""Directions around a lens, clockwise from the right, and those of its lower half: there nothing but a rim is dark."""
_RADII: _Points = np.linspace(0.6, 1.5, 55, dtype=np.float64)
"""Radii of a rim, in those of the usual lens."""
_STEP, _BEND, _DARK_ENOUGH = 3, 0.025, 0.5
"""How many radii a ring may go on from one direction to the next, what each costs, and the darkness from which more counts no more."""
_RIM_SHARE, _RIM_SHARE_WITH_BRIDGE, _BRIDGE_SHARE = 0.68, 0.5, 0.86
"""Share of the directions in which a rim is visible, at least; less is enough where the bridge is visible over this share of its width."""
_STANDS_OUT = 1.8
"""How much darker a rim is than the average beside it below the eye, or any texture would have a ring."""
_RING_PX, _OF_DARKEST = (3, 9), 0.55
"""Least and largest width of a rim, and from which share of its darkness a pixel is part of it."""
_GROWN_PX, _SHADE_PX = 3, 7
"""By which diameters rims are grown to what is protected, and to where no skin is taken from."""
_SOFT_PX = 0.8
_HELD_AT_LIDS_PX, _HELD_PX = 1.5, 12.0
"""How far from a rim skin is held back, behind a lens above the eye, where lids must move, and elsewhere, as standard deviations."""

_Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rims:
    """Rims of glasses before a face.

    Attributes
    ----------
    protected
        Where they lie: the photo's own pixels stay there.
    covered
        The same and their soft edges and shadows, from which no skin may be taken.
    held
        How much the skin there and around is held back, or a brow would be drawn across a rim.
    """

    protected: ProtectionMap
    covered: ProtectionMap
    held: ProtectionMap


def rims_before(face: Face, rgb: NDArray[np.uint8]) -> Rims | None:
    """Look for the rims of glasses before a face; None without glasses or landmarks.

    Parameters
    ----------
    face
        The face.
    rgb
        The frame it was found in, (H, W, 3) uint8.
    """
    if face.landmarks_px is None:
        return None
    frame_from_small = compose_affine(frame_from_map(face), scaling_affine(MAP_PX / _SIDE_PX))
    picture = crop_by_affine(rgb, frame_from_small, _SIDE_PX).rgb
    points = apply_affine(inverse_affine(frame_from_small), face.landmarks_px.astype(np.float64))
    if glasses_score(picture, points) < WORN_FROM:
        return None
    rims, lenses = find_rims(picture, points)
    if not rims.any():
        return None
    distance = cv2.distanceTransform(1 - rims, cv2.DIST_L2, 5)
    below_eyes = np.arange(_SIDE_PX)[:, None] > points[[40, 41, 46, 47], 1].max()
    held = np.exp(-0.5 * (distance / np.where((lenses > 0) & ~below_eyes, _HELD_AT_LIDS_PX, _HELD_PX)) ** 2)
    return Rims(*(_as_map(part) for part in (_grown(rims, _GROWN_PX), _grown(rims, _SHADE_PX), 255 * held)))


def _grown(rims: NDArray[np.uint8], diameter_px: int) -> NDArray[np.uint8]:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (diameter_px, diameter_px))
    return np.asarray(cv2.GaussianBlur(cv2.dilate(255 * rims, disc), (0, 0), _SOFT_PX), np.uint8)


def _as_map(small: NDArray[np.floating] | NDArray[np.uint8]) -> ProtectionMap:
    protected = np.asarray(np.rint(cv2.resize(small, (MAP_PX, MAP_PX), interpolation=cv2.INTER_LINEAR)), np.uint8)
    protected.setflags(write=False)
    return protected


def glasses_score(picture: NDArray[np.uint8], points: _Points) -> float:
    """How strong edges are where glasses have some and skin has none.

    Parameters
    ----------
    picture
        A level face, (256, 256, 3) uint8.
    points
        Its landmarks, (68, 2).
    """
    grey = cv2.GaussianBlur(np.asarray(picture, np.float32).mean(axis=2), (0, 0), 1.1)

    def steepest(left: float, right: float, top: float, bottom: float) -> float:
        part = grey[max(0, int(top)) : max(0, int(bottom)), max(0, int(left)) : max(0, int(right))]
        return float(np.abs(np.diff(part, axis=0)).max(axis=0).mean()) if part.shape[0] > 1 and part.shape[1] else 0.0

    x, y = points[_BRIDGE]
    edges = steepest(x - 6, x + 6, y - 8, y + 32)
    for outer, inner, lower_lid, side in _EYES:
        left, right = sorted((points[inner, 0], points[outer, 0]))
        lid = points[list(lower_lid), 1].mean()
        edges += 0.6 * steepest(left, right, lid + 7, lid + 32)
        left, right = sorted((points[outer, 0] + 8 * side, points[outer, 0] + 20 * side))
        edges += 0.2 * steepest(left, right, points[outer, 1] - 13, points[outer, 1] + 11)
    middle = grey[int(max(0, y - 41)) : int(max(0, y + 79)), int(max(0, x - 74)) : int(max(0, x + 74))]
    return edges / (float(middle.std()) + 8.0) if middle.size else 0.0


def find_rims(picture: NDArray[np.uint8], points: _Points) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Pixels of rims, and of what they enclose, (256, 256) uint8 of 0 and 1 each, of a face that may wear glasses.

    Parameters are as of `glasses_score`.
    """
    light = cv2.cvtColor(np.asarray(picture, np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0]
    light = cv2.GaussianBlur(light, (0, 0), 0.8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_THICKEST_PX, _THICKEST_PX))
    narrow = (cv2.morphologyEx(light, cv2.MORPH_CLOSE, disc) - light) / np.maximum(cv2.GaussianBlur(light, (0, 0), 18), 15)
    brows = _on_brows(points) > 0
    darker = np.asarray(narrow * np.where(brows, _BROW_COUNTS, 1), np.float32)
    near, inside = np.zeros((_SIDE_PX, _SIDE_PX), np.uint8), np.zeros((_SIDE_PX, _SIDE_PX), np.uint8)
    lenses = [_Lens.of(points[outer], points[inner], side) for outer, inner, _, side in _EYES]
    places, darks = zip(*(lens.around(darker) for lens in lenses), strict=True)
    seen = 1.0
    for lens, at, dark, ring in zip(lenses, places, darks, darkest_rings(np.stack(darks)), strict=True):
        strength = np.take_along_axis(dark, ring[:, None], axis=1)[:, 0]
        visible = strength > max(_DARKER, _STANDS_OUT * float(dark[_LOWER_HALF].mean()))
        seen = min(seen, float(visible.mean()), float(visible[_LOWER_HALF].mean()))
        outline = np.round(8 * at[np.arange(len(ring)), ring]).astype(np.int32)
        cv2.polylines(near, [outline], True, 1, int(np.clip(round(lens.thickness_px(dark, ring)) + 2, *_RING_PX)), cv2.LINE_8, 3)
        cv2.fillPoly(inside, [outline], 1, cv2.LINE_8, 3)

    # Weak rims count if a bridge joins them.
    if seen < (_RIM_SHARE_WITH_BRIDGE if _bridge_share(darker, inside, points) > _BRIDGE_SHARE else _RIM_SHARE):
        return np.zeros_like(inside), inside
    # The bridge and the temples: what is dark outside of both lenses, and touches a rim.
    for eye in (slice(36, 42), slice(42, 48)):
        cv2.fillPoly(near, [np.round(points[eye]).astype(np.int32)], 0)
    rims = (near > 0) & (darker > 0.5 * _DARKER)
    beside = (darker > _DARKER) & (_beside(points) > 0) & ~brows & (inside == 0)
    n_parts, parts = cv2.connectedComponents(np.asarray(beside | rims, np.uint8), connectivity=8)
    touched = np.zeros(n_parts, np.bool_)
    touched[parts[rims]] = True
    return np.asarray(rims | (beside & touched[parts]), np.uint8), inside


@dataclass(frozen=True)
class _Lens:
    """The ellipse around which the rim of one lens is looked for: its middle, (2,), and its half axes across and down, in pixels."""

    middle: _Points
    axes_px: _Points

    @classmethod
    def of(cls, outer: _Points, inner: _Points, side: int) -> _Lens:
        width = float(np.linalg.norm(outer - inner))
        return cls((outer + inner) / 2 + width * np.array([0.06 * side, 0.14]), width * np.array([0.98, 0.74]))

    def around(self, darker: NDArray[np.float32]) -> tuple[_Points, NDArray[np.float32]]:
        """Positions on rays from the middle, (N, R, 2), and how dark they are, (N, R)."""
        at = self.middle + self.axes_px * _DIRECTIONS[:, None] * _RADII[None, :, None]
        columns, rows = np.asarray(at[..., 0], np.float32), np.asarray(at[..., 1], np.float32)
        return at, np.asarray(cv2.remap(darker, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.float32)

    def thickness_px(self, dark: NDArray[np.float32], ring: NDArray[np.int64]) -> float:
        """Thickness of the rim along a ring: a rim is as thick everywhere as below the eye, where nothing else is dark beside it."""
        least = _OF_DARKEST * np.take_along_axis(dark, ring[:, None], axis=1)
        near = np.abs(np.arange(len(_RADII)) - ring[:, None]) < len(_RADII) // 6
        n_dark = ((dark > least) & near)[_LOWER_HALF].sum(axis=1)
        return float(np.median(n_dark)) * float(self.axes_px.mean()) * float(_RADII[1] - _RADII[0])


def darkest_rings(dark: NDArray[np.float32]) -> NDArray[np.int64]:
    """The closed rings of the darkest pixels that change their radius smoothly, by dynamic programming (Viterbi 1967).

    Parameters
    ----------
    dark
        (L, N, R), how dark L pictures are in N directions, at R radii.

    Returns
    -------
    NDArray
        (L, N), which radius each ring has in each direction.
    """
    n_rings, n_directions, n_radii = dark.shape
    gain = np.minimum(dark, _DARK_ENOUGH)
    steps = [step % n_directions for step in range(n_directions + n_directions // 2)]  # on from where a turn ends
    reach = np.arange(-_STEP, _STEP + 1)
    cost = (_BEND * np.abs(reach)).astype(np.float32)[:, None, None]
    padded = np.full((n_rings, n_radii + 2 * _STEP), -np.inf, np.float32)
    total = gain[:, 0].copy()
    came_from = np.zeros((len(steps), n_rings, n_radii), np.int64)
    for number, step in enumerate(steps[1:], 1):
        padded[:, _STEP : _STEP + n_radii] = total
        choices = np.stack([padded[:, by : by + n_radii] for by in range(2 * _STEP + 1)]) - cost
        best = choices.argmax(axis=0)
        came_from[number] = np.arange(n_radii) + reach[best]
        total = np.take_along_axis(choices, best[None], axis=0)[0] + gain[:, step]
    rings, at = np.zeros((n_rings, n_directions), np.int64), total.argmax(axis=1)
    for number in range(len(steps) - 1, n_directions // 2 - 1, -1):
        rings[:, steps[number]] = at
        at = came_from[number, np.arange(n_rings), at]
    return rings


def _bridge_share(darker: NDArray[np.float32], inside: NDArray[np.uint8], points: _Points) -> float:
    """Share of the columns between both lenses in which something narrow is dark, as a bridge is."""
    width = float(np.linalg.norm(points[36] - points[39]))
    x, y = points[_BRIDGE]
    top, bottom = max(0, int(y - 0.25 * width)), max(0, int(y + 0.5 * width))
    left, right = max(0, int(x - 0.9 * width)), max(0, int(x + 0.9 * width))
    between = inside[top:bottom, left:right].max(axis=0) == 0 if bottom > top and right > left else np.zeros(0, bool)
    return float((darker[top:bottom, left:right].max(axis=0) > _DARKER)[between].mean()) if between.any() else 1.0


def _beside(points: _Points) -> NDArray[np.uint8]:
    """Where the bridge and the temples of glasses may be, 0 or 1: level with the eyes, and not on the nose below its bridge."""
    columns, rows = np.meshgrid(np.arange(_SIDE_PX), np.arange(_SIDE_PX))
    possible = np.zeros((_SIDE_PX, _SIDE_PX), np.uint8)
    for outer, inner, _, _ in _EYES:
        width = float(np.linalg.norm(points[outer] - points[inner]))
        x, y = (points[outer] + points[inner]) / 2
        possible[(np.abs(columns - x) < 1.3 * width) & (rows > y - 0.5 * width) & (rows < y + 0.5 * width)] = 1
    ridge, (left, right) = points[_NOSE_RIDGE] + (0, 2), points[list(_NOSTRILS)]
    nose = np.vstack([ridge, left + np.array([(-13, 0), (-13, 12)]), right + np.array([(13, 12), (13, 0)])])
    cv2.fillPoly(possible, [np.round(nose).astype(np.int32)], 0)
    return possible


def _on_brows(points: _Points) -> NDArray[np.uint8]:
    """Where the brows are, 0 or 1."""
    brows = np.zeros((_SIDE_PX, _SIDE_PX), np.uint8)
    for brow in _BROWS:
        outline = np.vstack([points[brow] - (0, _ABOVE_BROW_PX), points[brow][::-1] - (0, -_BELOW_BROW_PX)])
        cv2.fillPoly(brows, [np.round(outline).astype(np.int32)], 1)
    return brows
