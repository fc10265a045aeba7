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

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.faces.closed_eye import closed_eye
from ganimation_desktop.core.faces.eye_white import as_bright, brighter_half, carried_on, in_usual_light
from ganimation_desktop.core.faces.shut_eye import EyeOutline, Lids, beside_eye, shut_lids

FloatArray = NDArray[np.float64]

TRAVEL_RIGHT, TRAVEL_UP = 0.26, 0.28
"""How far the iris centre moves at a gaze of 1, in widths of the eye: a turn of about 38 and 40 degrees."""

_LASHES, _LID_SHADOW = 0.035, 0.085
"""Bands below the upper lid's edge, in eye widths: what lashes cover, and what the lid shades too much to be copied elsewhere."""
_BESIDE = 0.22
"""What belongs to the rectangle beside the eye's corners, in eye widths."""
_LEFT_BEHIND_FROM = 0.25
"""Length of a gaze from which the eyeball shows nothing of lashes, rims and shadows, which went with the lids."""
_LENT_LIGHT = (0.6, 1.3)
"""How much darker or brighter than the other eye an eye in another light is, at most."""
_IRIS_AT_REST = np.array([72.0, 52.0, 40.0], np.float32)
"""Color of an iris that is not visible at all."""


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
    iris_circle
        Centre xy and radius of the iris, in pixels of the rectangle.
    iris_seen
        How much of the iris the photo shows clearly, 0..1.
    width_px
        Distance of the eye's corners.
    draw_clear_white
        Computes `clear_white_rgb`, which many edits do not show.
    draw_lids
        Computes lids before they come down; takes whether they have a lash line, as `shut_lids` does.
    draw_closed
        Computes the closed eye; takes the standard deviation of the photo's blur in pixels.
    """

    left: int
    top: int
    photo_rgb: NDArray[np.float32]
    white_rgb: NDArray[np.float32]
    iris_rgb: NDArray[np.float32]
    iris_alpha: NDArray[np.float32]
    seen: NDArray[np.float32]
    iris_circle: tuple[float, float, float]
    iris_seen: float
    width_px: float
    draw_clear_white: Callable[[], NDArray[np.float32]]
    draw_lids: Callable[[bool], Lids]
    draw_closed: Callable[[float], Lids]

    @cached_property
    def clear_white_rgb(self) -> NDArray[np.float32]:
        """The white without lashes, the lids' rims and their shadows, which go where the lids go, in its usual light, (h, w, 3) float32."""
        return self.draw_clear_white()

    @cached_property
    def _lids(self) -> Lids:
        return self.draw_lids(False)

    def lids(self) -> Lids:
        """Return what lids show in place of the eyeball before a flow moves them."""
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
    lender: Eyeball | None = None,
    lent: float = 1.0,
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
    lender
        The other eye, if that shows more of its iris: what is hidden of this one looks like it,
    lent
        by this share.
    """
    height, width = image.shape[:2]
    open_columns = columns[lower_px - upper_px > 0]
    corners = (open_columns if len(open_columns) else columns)[[0, -1]]
    width_px = float(corners[1] - corners[0]) + 1.0
    centre_x, centre_y = iris_centre_px
    reach = 0.62 * width_px
    left, right = max(0, int(corners[0] - _BESIDE * width_px)), min(width, int(corners[1] + _BESIDE * width_px) + 2)
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
    white = carried_on(photo, brighter_half(photo, clear * outside, width_px), 0.2 * width_px)
    across = np.abs(xs - (corners[0] + corners[1]) / 2) / (width_px / 2)
    smooth_white = white * (1 - 0.3 * np.clip(across - 0.5, 0, 1))[..., None]
    known = seen * outside
    white = smooth_white + known[..., None] * (photo - smooth_white)

    def draw_clear_white() -> NDArray[np.float32]:
        fading = within(_LID_SHADOW, _LASHES, _LID_SHADOW * width_px)
        share = known * as_bright(photo, smooth_white, width_px) * fading
        clear_white = np.asarray(smooth_white + share[..., None] * (photo - smooth_white), np.float32)
        inside, open_here = (xs >= corners[0]) & (xs <= corners[1]), (ys > upper) & (ys < lower)
        skin = inside & (beside_eye(upper - ys, width_px) | beside_eye(ys - lower, width_px))
        return in_usual_light(clear_white, smooth_white[open_here], photo[skin])

    # The iris: a covered pixel looks like the visible one opposite, or like the rest of its ring.
    disc = distance < iris_radius_px
    iris_circle = (centre_x - left, centre_y - top, iris_radius_px)
    iris = _complete_iris(photo, clear * disc, *iris_circle)
    if lender is not None:
        iris = iris + np.float32(lent) * (_lent_iris(lender, photo, clear * disc, iris_circle) - iris)
    own = (clear * np.clip((iris_radius_px - distance) / soft + 0.5, 0.0, 1.0))[..., None]
    iris = iris + own * (photo - iris)
    iris_seen = float((clear * disc).sum()) / max(float(disc.sum()), 1.0)

    outline = EyeOutline(xs - corners[0], corners[1] - xs, upper - ys, lower - upper, width_px)

    def draw_lids(with_line: bool) -> Lids:
        return shut_lids(photo, outline, with_line=with_line)

    def draw_closed(blur_px: float) -> Lids:
        return closed_eye(photo, outline, blur_px)

    return Eyeball(
        left,
        top,
        photo,
        white.astype(np.float32),
        iris.astype(np.float32),
        iris_alpha,
        seen,
        iris_circle,
        iris_seen,
        width_px,
        draw_clear_white,
        draw_lids,
        draw_closed,
    )


def _lent_iris(
    lender: Eyeball, photo: NDArray[np.float32], seen: NDArray[np.float32], iris_circle: tuple[float, float, float]
) -> NDArray[np.float32]:
    """The iris of the other eye at this one's place and size, (h, w, 3), in the light of what is `seen` of this one, (h, w)."""
    (x, y, radius), (lender_x, lender_y, lender_radius) = iris_circle, lender.iris_circle
    scale = lender_radius / radius
    lender_from_here = np.array([[scale, 0.0, lender_x - scale * x], [0.0, scale, lender_y - scale * y]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    lent = cv2.warpAffine(lender.iris_rgb, lender_from_here, photo.shape[1::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
    clear = seen > 0.5
    light = float(np.median(photo[clear]) / max(float(np.median(lent[clear])), 1.0)) if clear.any() else 1.0
    return np.asarray(np.clip(light, *_LENT_LIGHT) * lent, np.float32)


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
