"""An eyeball behind its lids: inpainted once per photo, so that lids can open and the iris can turn.

A photo shows an eyeball between two lids, most of an iris and some white. The rest is inferred: the iris is a disc, so a covered part
looks like the uncovered part at the same distance from its centre; the white continues in the person's own tint. Where the photo
shows the eyeball, its pixels are kept as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

TRAVEL_RIGHT, TRAVEL_UP = 0.26, 0.28
"""How far the iris centre moves at a gaze of 1, in widths of the eye: a turn of about 38 and 40 degrees."""

_WHITE_AT_REST = np.array([196.0, 186.0, 180.0], np.float32)
"""Color of the white where a photo shows none of it."""
_LASHES, _LID_SHADOW = 0.035, 0.085
"""Bands below the upper lid's edge, in eye widths: what lashes cover, and what the lid shades too much to be copied elsewhere."""
_LID_RIM = 0.025
"""Wet rim of a lid, in eye widths."""
_LASH_ROOTS, _LASHES_REACH = 0.16, 0.34
"""How far above the lid's edge the roots and the tips of its lashes may lie, in eye widths."""
_LASH_WIDTH = 0.07
"""What is darker than its neighbours in the row over less than this, in eye widths, is a lash; rims and creases run along the row."""
_AS_DARK_AS_SKIN = 0.08
"""What is darker than the skin around the eye by less than this share is skin."""
_LASH_TINT = np.array([0.9, 1.03, 1.07], np.float32)
"""Exponents by channel of the shadow between closed lids, which is redder than the skin."""
_SPREAD_PX = 4.0
_LEFT_BEHIND_FROM = 0.25
"""Length of a gaze from which the eyeball shows nothing of lashes, rims and shadows, which went with the lids."""
_IRIS_AT_REST = np.array([72.0, 52.0, 40.0], np.float32)
"""Color of an iris that is not visible at all."""


class Lids(NamedTuple):
    """Closed lids over an eyeball.

    Attributes
    ----------
    rgb
        Skin and lash line, (h, w, 3) float32 in 8-bit units.
    alpha
        Where, (h, w) float32 in 0..1.
    """

    rgb: NDArray[np.float32]
    alpha: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Eyeball:
    """The eyeball of one eye, in a rectangle of the picture.

    Attributes
    ----------
    left, top
        Place of the rectangle's upper left pixel in the picture.
    photo_rgb
        The picture there, (h, w, 3) float32 in 8-bit units.
    white_rgb
        The eyeball without its iris, (h, w, 3) float32.
    iris_rgb, iris_alpha
        The whole iris, (h, w, 3) float32, and where it lies, (h, w) float32 in 0..1.
    seen
        Share of each pixel that comes from the photo, (h, w) float32 in 0..1.
    width_px
        Distance of the eye's corners.
    draw_clear_white, draw_lids
        Compute `clear_white_rgb` and `lids`, which many edits do not show.
    """

    left: int
    top: int
    photo_rgb: NDArray[np.float32]
    white_rgb: NDArray[np.float32]
    iris_rgb: NDArray[np.float32]
    iris_alpha: NDArray[np.float32]
    seen: NDArray[np.float32]
    width_px: float
    draw_clear_white: Callable[[], NDArray[np.float32]]
    draw_lids: Callable[[], Lids]

    @cached_property
    def clear_white_rgb(self) -> NDArray[np.float32]:
        """The white without lashes, the lids' rims and their shadows, which go where the lids go, (h, w, 3) float32."""
        return self.draw_clear_white()

    @cached_property
    def _lids(self) -> Lids:
        return self.draw_lids()

    def lids(self) -> Lids:
        """Return what closed lids show in place of the eyeball."""
        return self._lids

    def shift_px(self, gaze: tuple[float, float]) -> tuple[float, float]:
        """Movement of the iris, in pixels to the right and down, for a gaze to the right and up in -1..1."""
        return gaze[0] * TRAVEL_RIGHT * self.width_px, -gaze[1] * TRAVEL_UP * self.width_px

    def picture(self, gaze: tuple[float, float] = (0.0, 0.0)) -> NDArray[np.float32]:
        """Draw the eyeball as if there were no lids.

        Parameters
        ----------
        gaze
            Turn of the eye against the photo, to the right in the picture and up, each in -1..1.

        Returns
        -------
        NDArray
            Shape (h, w, 3) float32 in 8-bit units; at a gaze of 0 the photo itself where it shows the eyeball.
        """
        if gaze == (0.0, 0.0):
            iris_rgb, alpha = self.iris_rgb, self.iris_alpha[..., None]
            whole = self.white_rgb + alpha * (iris_rgb - self.white_rgb)
            return np.asarray(whole + self.seen[..., None] * (self.photo_rgb - whole), np.float32)
        right, down = self.shift_px(gaze)
        moved = np.array([[1.0, 0.0, right], [0.0, 1.0, down]])
        size = self.iris_alpha.shape[1], self.iris_alpha.shape[0]
        turned_rgb = cv2.warpAffine(self.iris_rgb, moved, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        share = cv2.warpAffine(self.iris_alpha, moved, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        turned = min(1.0, math.hypot(*gaze) / _LEFT_BEHIND_FROM)
        white_rgb = self.white_rgb + np.float32(turned) * (self.clear_white_rgb - self.white_rgb)
        return np.asarray(white_rgb + share[..., None] * (turned_rgb - white_rgb), np.float32)


def complete_eyeball(
    image: NDArray[np.uint8] | NDArray[np.float32],
    columns: FloatArray,
    upper_px: FloatArray,
    lower_px: FloatArray,
    iris_centre_px: tuple[float, float],
    iris_radius_px: float,
) -> Eyeball:
    """Infer what the lids of one eye cover.

    Parameters
    ----------
    image
        The picture, (H, W, 3) RGB in 8-bit units.
    columns
        Shape (N,), ascending columns of the picture from corner to corner of the eye; more on both sides may follow.
    upper_px, lower_px
        Shape (N,), rows of the lid edges at these columns; equal outside the corners.
    iris_centre_px, iris_radius_px
        The circle of the iris, in pixels of the picture.
    """
    height, width = image.shape[:2]
    open_columns = columns[lower_px - upper_px > 0]
    corners = (open_columns if len(open_columns) else columns)[[0, -1]]
    width_px = float(corners[1] - corners[0]) + 1.0
    centre_x, centre_y = iris_centre_px
    reach = 0.62 * width_px
    left, right = max(0, int(corners[0] - 0.12 * width_px)), min(width, int(corners[1] + 0.12 * width_px) + 2)
    top, bottom = max(0, int(centre_y - reach)), min(height, int(centre_y + reach) + 2)
    photo = np.ascontiguousarray(image[top:bottom, left:right], np.float32)
    xs, ys = np.meshgrid(np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32))

    # What the photo shows of it, and which of that can be copied elsewhere, away from lashes and the lid's shadow.
    upper, lower = np.interp(xs[0], columns, upper_px), np.interp(xs[0], columns, lower_px)
    softness = max(0.015 * width_px, 0.7)

    def within(above: float, below: float, softness_px: float = softness) -> NDArray[np.float32]:
        nearest = np.minimum(ys - upper - above * width_px, lower - below * width_px - ys)
        return np.asarray(np.clip(nearest / softness_px + 0.5, 0.0, 1.0), np.float32)

    seen, clear = within(_LASHES, 0.5 * _LASHES), within(_LID_SHADOW, 0.4 * _LID_SHADOW)
    distance = np.hypot(xs - centre_x, ys - centre_y)
    soft = max(0.14 * iris_radius_px, 0.7)
    iris_alpha = np.clip((iris_radius_px - distance) / soft + 0.5, 0.0, 1.0).astype(np.float32)

    # The white: smooth, from its visible part; a little darker towards the corners, where the lids shade it.
    outside = np.clip((distance - 1.15 * iris_radius_px) / soft, 0.0, 1.0).astype(np.float32)
    white = _spread(photo, _brighter_half(photo, clear * outside, width_px), 0.2 * width_px)
    across = np.abs(xs - (corners[0] + corners[1]) / 2) / (width_px / 2)
    smooth_white = white * (1 - 0.3 * np.clip(across - 0.5, 0, 1))[..., None]
    known = seen * outside
    white = smooth_white + known[..., None] * (photo - smooth_white)

    def draw_clear_white() -> NDArray[np.float32]:
        fading = within(_LID_SHADOW, _LASHES, _LID_SHADOW * width_px)
        share = known * _as_bright(photo, smooth_white, width_px) * fading
        return np.asarray(smooth_white + share[..., None] * (photo - smooth_white), np.float32)

    # The iris: a covered pixel looks like the visible one opposite, or like the rest of its ring.
    iris = _complete_iris(photo, clear * (distance < iris_radius_px), centre_x - left, centre_y - top, iris_radius_px)
    own = (clear * np.clip((iris_radius_px - distance) / soft + 0.5, 0.0, 1.0))[..., None]
    iris = iris + own * (photo - iris)

    def draw_lids() -> Lids:
        return _shut_lids(photo, xs - corners[0], corners[1] - xs, upper - ys, lower - upper, width_px)

    return Eyeball(
        left,
        top,
        photo,
        white.astype(np.float32),
        iris.astype(np.float32),
        iris_alpha,
        seen,
        width_px,
        draw_clear_white,
        draw_lids,
    )


def _shut_lids(
    photo: NDArray[np.float32], from_left: FloatArray, to_right: FloatArray, above_px: FloatArray, gap_px: FloatArray, width_px: float
) -> Lids:
    """What closed lids show instead of the eyeball, and of the lashes of the open eye above it.

    Parameters
    ----------
    photo
        The rectangle around the eye, (h, w, 3).
    from_left, to_right
        Distances of each pixel from the eye's corners, (h, w).
    above_px, gap_px
        Height of each pixel above the upper lid's edge, (h, w), and the opening of the lids in each column, (w,).
    width_px
        Distance of the corners.
    """
    above, gap = above_px / width_px, gap_px / width_px
    below = -above - gap
    to_corner = np.minimum(from_left, to_right) / width_px
    ring = ((np.abs(above - 0.2) < 0.1) | (np.abs(below - 0.2) < 0.1)) & (to_corner >= 0)
    skin = _spread(photo, _most_alike(photo, ring.astype(np.float32)), 0.16 * width_px)

    # Between the lids: a lash line that fades into the skin.
    down = np.clip(-above_px / np.maximum(gap_px, 1.0), 0, 1)
    shut = skin * _lash_line(down)[..., None] ** _LASH_TINT
    softness = max(0.015, 0.7 / width_px)
    between = np.clip(np.minimum(_LID_RIM - above, 2 * _LID_RIM - below) / softness + 0.5, 0, 1) * np.clip(to_corner / 0.08, 0, 1)

    # Above them: at their roots lashes are as broad as the lid's edge, further up each is a stroke on skin that is kept.
    beside = np.clip(to_corner / 0.08 + 1.2, 0, 1) * (above > 0)
    luma = np.maximum(photo.mean(axis=2), 1.0)
    row = np.ones((1, max(3, 2 * round(_LASH_WIDTH * width_px / 2) + 1)), np.uint8)
    bare = cv2.morphologyEx(photo, cv2.MORPH_CLOSE, row)
    stroke = np.clip((1 - luma / np.maximum(bare.mean(axis=2), 1.0) - 0.03) / 0.06, 0, 1)
    strokes = stroke * beside * np.clip((_LASHES_REACH - above) / 0.06, 0, 1)
    darker = np.clip((1 - luma / np.maximum(skin.mean(axis=2), 1.0) - _AS_DARK_AS_SKIN) / 0.08, 0, 1)
    roots = cv2.GaussianBlur(darker * beside * np.clip((_LASH_ROOTS - above) / 0.08, 0, 1), (0, 0), 0.015 * width_px)

    lids_rgb = np.where((above > _LID_RIM)[..., None], bare + roots[..., None] * (skin - bare), shut)
    opened = np.clip(gap.max() / 0.1, 0, 1)
    alpha = opened * np.maximum(between, np.maximum(roots, strokes))
    return Lids(np.asarray(lids_rgb, np.float32), np.asarray(alpha, np.float32))


def _lash_line(down: FloatArray) -> FloatArray:
    """Factor on the skin between the lids that have closed, from the upper (0) to the lower one (1)."""
    rise = np.clip((down - 0.15) / 0.4, 0, 1)
    return np.asarray(0.32 + 0.68 * rise * rise * (3 - 2 * rise))


def _brighter_half(photo: NDArray[np.float32], known: NDArray[np.float32], width_px: float) -> NDArray[np.float32]:
    """Of the known white the half that lashes, the corner's flesh and the lids' rims do not darken; nothing where too little is visible."""
    if float(known.sum()) <= 0.004 * width_px**2:
        return np.zeros_like(known)
    luma = photo.mean(axis=2)
    middle = np.median(luma[known > 0.5]) if (known > 0.5).any() else 0.0
    return np.asarray(known * (luma >= middle), np.float32)


def _as_bright(photo: NDArray[np.float32], white: NDArray[np.float32], width_px: float) -> NDArray[np.float32]:
    """Where the photo, (h, w, 3), is about as bright as the white, and so are the pixels around: no lash, rim or shadow, (h, w) in 0..1."""
    ratio = photo.mean(axis=2) / np.maximum(white.mean(axis=2), 1.0)
    alike = np.asarray(np.clip((ratio - 0.75) / 0.15, 0, 1), np.float32)
    side = 2 * max(1, round(0.012 * width_px)) + 1
    alone = cv2.erode(alike, np.ones((side, side), np.uint8))
    return np.asarray(cv2.GaussianBlur(alone, (0, 0), max(0.5, 0.012 * width_px)), np.float32)


def _most_alike(photo: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of the known skin what is about as bright as most of it: no lashes, no crease, no highlight, no rim."""
    luma = photo.mean(axis=2)
    middle = max(float(np.median(luma[known > 0.5])), 1.0) if (known > 0.5).any() else 1.0
    return np.asarray(known * np.exp(-(((luma - middle) / (0.25 * middle)) ** 2)), np.float32)


def _spread(photo: NDArray[np.float32], known: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Extend the known pixels smoothly over the rectangle, (h, w, 3); where there are none, the white of an eye in the picture's light."""
    if float(known.sum()) > 0:
        mean = (photo * known[..., None]).sum(axis=(0, 1)) / known.sum()
    else:
        mean = _WHITE_AT_REST * np.clip(np.percentile(photo.mean(axis=2), 75) / 200.0, 0.12, 0.9)
    # Something this smooth can be computed at low resolution.
    height, width = known.shape
    factor = max(1, int(sigma / _SPREAD_PX))
    size = (math.ceil(width / factor), math.ceil(height / factor))
    few_known = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
    few_colors = cv2.resize(photo * known[..., None], size, interpolation=cv2.INTER_AREA)
    weight, colors = (cv2.GaussianBlur(values, (0, 0), sigma / factor) for values in (few_known, few_colors))
    spread = np.asarray((colors + 0.03 * mean) / (np.asarray(weight)[..., None] + 0.03), np.float32)
    return np.asarray(cv2.resize(spread, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _complete_iris(
    photo: NDArray[np.float32], seen: NDArray[np.float32], centre_x: float, centre_y: float, radius_px: float
) -> NDArray[np.float32]:
    """Complete the disc of the iris, (h, w, 3), from its visible part, in polar coordinates (angle down, radius across)."""
    n_angles, n_radii = 2 * round(float(np.clip(3.2 * radius_px, 16, 128))), round(float(np.clip(1.1 * radius_px, 6, 64)))
    angles = (np.arange(n_angles) + 0.5) * (2 * np.pi / n_angles)
    radii = (np.arange(n_radii) + 0.5) * (radius_px / n_radii)
    at_x = (centre_x + np.cos(angles)[:, None] * radii).astype(np.float32)
    at_y = (centre_y + np.sin(angles)[:, None] * radii).astype(np.float32)
    colors = cv2.remap(photo, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    weight = cv2.remap(seen, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)[..., None]

    # Rings, outwards: a ring that is hardly visible borrows from its neighbours.
    spread = max(1.0, 0.08 * n_radii)
    shares = cv2.GaussianBlur(weight.sum(axis=0), (1, 0), 0.1, sigmaY=spread).reshape(n_radii, 1)
    sums = cv2.GaussianBlur((colors * weight).sum(axis=0)[:, None], (1, 0), 0.1, sigmaY=spread)
    fallback = (colors * weight).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-3) if weight.sum() > 0.5 else _IRIS_AT_REST
    rings = (sums.reshape(n_radii, 3) + 0.05 * fallback) / (shares + 0.05)

    # Opposite across the horizontal; a reflection must not be repeated there.
    mirrored, mirrored_weight = colors[::-1], weight[::-1]
    whole = rings[None] + mirrored_weight * (np.minimum(mirrored, 1.2 * rings[None] + 10) - rings[None])
    whole = whole + weight * (colors - whole)
    height, width = seen.shape
    xs, ys = np.meshgrid(
        np.arange(width, dtype=np.float32) - np.float32(centre_x), np.arange(height, dtype=np.float32) - np.float32(centre_y)
    )
    to_angle = np.mod(np.arctan2(ys, xs), 2 * np.pi) * (n_angles / (2 * np.pi)) - 0.5
    to_radius = np.minimum(np.hypot(xs, ys) * (n_radii / (radius_px)) - 0.5, n_radii - 1)
    padded = np.concatenate([whole[-1:], whole, whole[:1]]).astype(np.float32)
    return np.asarray(
        cv2.remap(
            padded, to_radius.astype(np.float32), (to_angle + 1).astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        np.float32,
    )
