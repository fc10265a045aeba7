"""A closed eye as a photo shows it: a lid that bulges over the eyeball, its crease, and the line of lashes where the lids meet.

Skin that a flow brings down over an eye is a few rows stretched over many, with what lashes and make-up have left in it. So the lid is
drawn at the photo's resolution from the skin around the eye: its color, carried on, and its pores, mirrored from below the eye.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.faces.eye_white import carried_on
from ganimation_desktop.core.faces.shut_eye import EyeOutline, Lids, opened, without_lashes

FloatArray = NDArray[np.float64]

_LINE = 1.25
"""Where the lids meet, as a share of the opening from the upper to the lower lid of the open eye: over the roots of the lower lashes."""
_LID_HEIGHT = 0.1
"""Height of the crease above the open eye, in eye widths in its middle."""
_RING_ABOVE, _RING_BELOW = (0.12, 0.28), (0.09, 0.24)
"""Distances above and below the open eye, in eye widths, between which the color of the skin is taken."""
_LASHES_PX = 3.0
"""What lashes darken around the eyes of a small picture, in pixels."""
_BRIGHT_QUANTILE, _DARKER, _BRIGHTER = 0.8, 0.16, 0.3
"""Skin is about as bright as this quantile above or below the eye, less than this share darker or brighter."""
_SPREAD = 0.13
"""How far the colors around the eye are carried on, in eye widths."""
_CREASE_COLOR = np.array([0.8, 1.05, 1.15], np.float32)
"""Factors of the depth of the crease by channel: shadows in folds of skin are redder than the skin."""
_LASH_RGB = np.array([0.07, 0.02, 0.0], np.float32)
"""Color of lashes as a share of the skin's brightness."""
_LASH_LINE, _LINE_SHADOW, _LASHES = 0.52, 0.03, 0.2
"""Opacity of the line where the lids meet, of the shadow around it, and of single lashes below it."""
_LINE_WIDTH = 0.007
"""Standard width of the line at the corners, in eye widths; it is twice as wide in the middle."""
_FINEST_PX, _FINEST_PER_BLUR = 1.0, 1.4
"""Lines are drawn no finer than that in pixels, or over the blur of the photo, and paler instead."""
_LID_REACH = 0.03
"""How far the lid reaches below the line, in eye widths."""
_PORE_REACH, _PORES_BELOW, _STRONGEST_PORE = 0.03, 0.14, 1.4
"""Pores: what is finer than this, mirrored at this distance below the eye, both in eye widths, up to so many times their usual strength."""
_PORE_DEPTH = 0.6
"""Skin of lids is finer than the skin below the eye."""
_N_LASHES, _SEED = 34, 3
_SUBPIXEL_BITS = 4


def closed_eye(photo: NDArray[np.float32], eye: EyeOutline, blur_px: float) -> Lids:
    """Draw a closed eye where an open one is.

    Parameters
    ----------
    photo
        The rectangle around the eye, (h, w, 3).
    eye
        The open eye.
    blur_px
        Standard deviation of the photo's blur.
    """
    from_left, to_right, above_px, gap_px, width_px = eye
    along = from_left / width_px
    to_corner = np.minimum(from_left, to_right) / width_px
    inside = np.clip(to_corner, 0, 0.5)
    arch = np.sqrt(np.clip(4 * along * (1 - along), 0, 1))
    above, below = above_px / width_px, (-above_px - gap_px) / width_px
    under_line = (-above_px - _LINE * gap_px) / width_px

    # The skin around the eye, carried on over it.
    bare = without_lashes(photo, width_px)
    beyond_lashes = _LASHES_PX / width_px
    rings = (
        _within(distance, (max(reach[0], beyond_lashes), max(reach[1], 2 * beyond_lashes))) & (to_corner > -0.12)
        for distance, reach in ((above, _RING_ABOVE), (below, _RING_BELOW))
    )
    skin = carried_on(bare, np.maximum(*(_skin(bare, ring) for ring in rings)), _SPREAD * width_px)

    # A lid is lightest where it bulges and darker towards the line, the corners and the crease.
    down = np.clip((_LID_HEIGHT * arch - above) / np.maximum(_LID_HEIGHT * arch + _LINE * gap_px / width_px, 1 / width_px), 0, 1)
    bulge = 1 + 0.03 * np.exp(-(((down - 0.45) / 0.22) ** 2)) - 0.05 * _smooth((down - 0.55) / 0.45)
    bulge -= 0.03 * _smooth((0.2 - inside) / 0.2) * _smooth((to_corner + 0.1) / 0.1)
    from_crease = _LID_HEIGHT * arch - above
    finest = max(_FINEST_PX, _FINEST_PER_BLUR * blur_px) / width_px
    fine, line_width = max(0.018, finest), max(_LINE_WIDTH, 0.7 * finest)
    crease = 0.04 * (0.018 / fine) ** 2 * np.exp(-((from_crease / fine) ** 2)) + 0.06 * 0.018 / fine * np.exp(
        -(((from_crease - 0.01) / 0.045) ** 2)
    )
    crease *= _smooth(inside / 0.15)
    rgb = skin * bulge[..., None] * (1 - crease[..., None] * _CREASE_COLOR) + _pores(photo, eye, below, to_corner)

    # Where: down to the line, and softly up to the skin above and beside it; at the corners lower too, where the open eye's lashes hang.
    lowest = _LID_REACH + 0.07 * _smooth((0.08 - to_corner) / 0.1)
    alpha = (
        _smooth((lowest - under_line) / (lowest - 0.005)) * _smooth((0.17 + 0.03 * arch - above) / 0.12) * _smooth((0.22 + to_corner) / 0.1)
    )

    # Lashes: paint on lid and skin.
    thickness = line_width + line_width * _smooth(inside / 0.25)
    line = (
        _LASH_LINE
        * (0.35 + 0.65 * _LINE_WIDTH / line_width)
        * np.exp(-((np.maximum(np.abs(under_line) - 0.2 * thickness, 0) / thickness) ** 2))
    )
    line = (line + _LINE_SHADOW * np.exp(-((under_line / 0.05) ** 2))) * _smooth((to_corner + 0.03) / 0.12)
    dark = 1 - (1 - np.clip(line, 0, 1)) * (1 - _LASHES * _lashes(eye, blur_px))
    lash_rgb = rgb.mean(axis=2, keepdims=True) * _LASH_RGB
    covers = 1 - (1 - alpha) * (1 - dark)
    share = (dark / np.maximum(covers, 1e-6))[..., None]
    return Lids(np.asarray(rgb + share * (lash_rgb - rgb), np.float32), np.asarray(opened(gap_px / width_px) * covers, np.float32))


def _within(distance: FloatArray, between: tuple[float, float]) -> NDArray[np.bool_]:
    return np.asarray((distance > between[0]) & (distance < between[1]))


def _smooth(values: FloatArray) -> FloatArray:
    """A soft step from 0 to 1."""
    share = np.clip(values, 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def _skin(bare: NDArray[np.float32], ring: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How much of each pixel of a part of the surroundings of an eye is skin, (h, w) in 0..1."""
    luma = bare.mean(axis=2)
    usual = max(float(np.quantile(luma[ring], _BRIGHT_QUANTILE)), 1.0) if ring.any() else 1.0
    differs = luma / usual - 1
    return np.asarray(ring * np.exp(-((np.where(differs < 0, differs / _DARKER, differs / _BRIGHTER)) ** 2)), np.float32)


def _pores(photo: NDArray[np.float32], eye: EyeOutline, below: FloatArray, to_corner: FloatArray) -> NDArray[np.float32]:
    """The pores and grain of the skin below the eye, (h, w, 3), mirrored so that they continue upwards from the lower lid."""
    height, width = photo.shape[:2]
    fine = photo - cv2.GaussianBlur(photo, (0, 0), _PORE_REACH * eye.width_px)
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    mirrored = rows + 2 * (eye.above_px + eye.gap_px) + _PORES_BELOW * eye.width_px
    last = np.float32(height - 2)
    mirrored = np.where(mirrored > last, 2 * last - mirrored, mirrored).astype(np.float32)
    pores = cv2.remap(fine, columns, mirrored, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    skin = _within(below, (0.12, 0.4)) & (to_corner > 0)
    most = _STRONGEST_PORE * 1.4826 * float(np.median(np.abs(fine[skin]))) if skin.any() else 0.0
    return np.asarray(_PORE_DEPTH * np.clip(pores, -most, most), np.float32)


@lru_cache(maxsize=1)
def _strokes() -> tuple[FloatArray, FloatArray, FloatArray]:
    """Where lashes start along the line, 0..1, how far they lean outwards, and how long they are, in eye widths, (N,) each."""
    rng = np.random.default_rng(_SEED)
    starts = 0.06 + 0.9 * (np.arange(_N_LASHES) + 0.25 + 0.5 * rng.random(_N_LASHES)) / _N_LASHES
    return starts, 1.1 * (starts - 0.5), (0.05 + 0.035 * np.sin(np.pi * starts)) * (0.75 + 0.5 * rng.random(_N_LASHES))


def _lashes(eye: EyeOutline, blur_px: float) -> NDArray[np.float32]:
    """Single lashes that hang from the line where the lids meet, (h, w) in 0..1."""
    height, width = eye.above_px.shape
    line_rows = eye.above_px[0] + _LINE * eye.gap_px
    starts, leans, lengths = (values[:, None] for values in _strokes())
    columns = starts * eye.width_px - eye.from_left[0, 0]
    rows = np.interp(columns, np.arange(width), line_rows)
    steps = np.linspace(0, 1, 6)
    across = leans * lengths * eye.width_px * (0.7 * steps * (1 - steps) + steps**2)
    down = lengths * eye.width_px * (1.2 * steps * (1 - steps) + steps**2)
    points = np.round(np.stack([columns + across, rows + down], axis=2) * 2**_SUBPIXEL_BITS).astype(np.int32)
    drawn = np.zeros((height, width), np.uint8)
    cv2.polylines(drawn, list(points), False, 255, max(1, round(0.008 * eye.width_px)), cv2.LINE_AA, _SUBPIXEL_BITS)
    thin = min(1.0, 0.008 * eye.width_px)
    soft = cv2.GaussianBlur(drawn.astype(np.float32) * (thin / 255), (0, 0), max(0.5, 0.004 * eye.width_px, blur_px))
    return np.asarray(soft, np.float32)
