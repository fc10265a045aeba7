"""Lids before they come down over an eye: their skin in place of the eyeball, so that a flow that closes them moves nothing else."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.faces.eye_white import carried_on

FloatArray = NDArray[np.float64]

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


class Lids(NamedTuple):
    """Lids over an eyeball.

    Attributes
    ----------
    rgb
        Skin and lashes, (h, w, 3) float32 in 8-bit units.
    alpha
        Where, (h, w) float32 in 0..1.
    """

    rgb: NDArray[np.float32]
    alpha: NDArray[np.float32]


class EyeOutline(NamedTuple):
    """Where the pixels of a rectangle lie beside an open eye.

    Attributes
    ----------
    from_left, to_right
        Distances of each pixel from the eye's corners, (h, w), below 0 beyond them.
    above_px, gap_px
        Height of each pixel above the upper lid's edge, (h, w), and the opening of the lids in each column, (w,).
    width_px
        Distance of the corners.
    """

    from_left: FloatArray
    to_right: FloatArray
    above_px: FloatArray
    gap_px: FloatArray
    width_px: float


def shut_lids(photo: NDArray[np.float32], eye: EyeOutline, *, with_line: bool) -> Lids:
    """What lids that come down show instead of the eyeball, and of the lashes of the open eye above it.

    Parameters
    ----------
    photo
        The rectangle around the eye, (h, w, 3).
    eye
        The open eye.
    with_line
        Whether lashes lie along the edge of the upper lid, from where they come down with it.
    """
    from_left, to_right, above_px, gap_px, width_px = eye
    above, gap = above_px / width_px, gap_px / width_px
    below = -above - gap
    to_corner = np.minimum(from_left, to_right) / width_px
    upper = beside_eye(above_px, width_px) & (to_corner >= 0)
    lower = beside_eye(-above_px - gap_px, width_px) & (to_corner >= 0)
    skin, lid_skin = (carried_on(photo, _most_alike(photo, near), 0.16 * width_px) for near in (upper | lower, upper))

    # Between the lids: skin, and a lash line that fades into it.
    shut = skin * _lash_line(np.clip(-above_px / np.maximum(gap_px, 1.0), 0, 1))[..., None] ** _LASH_TINT if with_line else skin
    softness = max(0.015, 0.7 / width_px)
    between = np.clip(np.minimum(_LID_RIM - above, 2 * _LID_RIM - below) / softness + 0.5, 0, 1) * np.clip(to_corner / 0.08, 0, 1)

    # Above them: at their roots lashes are as broad as the lid's edge, further up each is a stroke on skin that is kept.
    beside = np.clip(to_corner / 0.08 + 1.2, 0, 1) * (above > 0)
    luma = np.maximum(photo.mean(axis=2), 1.0)
    bare = without_lashes(photo, width_px)
    stroke = np.clip((1 - luma / np.maximum(bare.mean(axis=2), 1.0) - 0.03) / 0.06, 0, 1)
    strokes = stroke * beside * np.clip((_LASHES_REACH - above) / 0.06, 0, 1)
    darker = np.clip((1 - luma / np.maximum(lid_skin.mean(axis=2), 1.0) - _AS_DARK_AS_SKIN) / 0.08, 0, 1)
    roots = cv2.GaussianBlur(darker * beside * np.clip((_LASH_ROOTS - above) / 0.08, 0, 1), (0, 0), 0.015 * width_px)

    lids_rgb = np.where((above > _LID_RIM)[..., None], bare + roots[..., None] * (lid_skin - bare), shut)
    alpha = opened(gap) * np.maximum(between, np.maximum(roots, strokes))
    return Lids(np.asarray(lids_rgb, np.float32), np.asarray(alpha, np.float32))


def beside_eye(distance_px: FloatArray, width_px: float) -> NDArray[np.bool_]:
    """Where skin lies close to an eye, by the distance from its lid's edge: beyond lashes, before brow and cheek."""
    return np.asarray(np.abs(distance_px / width_px - 0.2) < 0.1)


def without_lashes(photo: NDArray[np.float32], width_px: float) -> NDArray[np.float32]:
    """The surroundings of an eye of this width, (h, w, 3), without what is dark and narrow in its row."""
    row = np.ones((1, max(3, 2 * round(_LASH_WIDTH * width_px / 2) + 1)), np.uint8)
    return np.asarray(cv2.morphologyEx(photo, cv2.MORPH_CLOSE, row), np.float32)


def opened(gap: FloatArray) -> float:
    """How far an eye is open that could close, 0..1, by the opening of its lids in eye widths."""
    return float(np.clip(gap.max() / 0.1, 0, 1))


def _lash_line(down: FloatArray) -> FloatArray:
    """Factor on the skin between the lids, from the upper (0) to the lower one (1), where lashes lie."""
    rise = np.clip((down - 0.15) / 0.4, 0, 1)
    return np.asarray(0.32 + 0.68 * rise * rise * (3 - 2 * rise))


def _most_alike(photo: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Of the known skin what is about as bright as most of it: no lashes, no crease, no highlight, no rim."""
    luma = photo.mean(axis=2)
    middle = max(float(np.median(luma[known])), 1.0) if known.any() else 1.0
    return np.asarray(known * np.exp(-(((luma - middle) / (0.25 * middle)) ** 2)), np.float32)
