"""What a mouth texture shows below the upper teeth: palate and throat, a tongue, and lower teeth, which photos of smiles do not show."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.mouth_teeth import Noise, UpperTeeth
from ganimation_desktop.training.synthesis.mouth_texture import HEIGHT, WIDTH, texel_grid

_THROAT = np.array([180.0, 99.0, 90.0], np.float32)
_TONGUE = np.array([214.0, 126.0, 119.0], np.float32)
_FLOOR = np.array([84.0, 36.0, 34.0], np.float32)
"""Colors before the light on them; the generator's shade darkens what lies deep in a mouth to a third."""
_FINE, _PAPILLAE, _UNEVEN, _WET = 0.10, 0.12, 0.07, 120.0
"""Unevenness of a tongue by size, as shares of its brightness, and the brightness of its wet spots."""
_BACK_V = 0.10
"""Where in the middle the back of the tongue begins."""
_LOWER_EDGE_V, _LOWER_HEIGHT = 0.59, 0.95
"""Where lower teeth begin, and their height over that of the upper ones."""
_LOWER_TINT = np.array([1.03, 0.985, 0.91], np.float32)
_LOWER_MIDDLE_U, _LOWER_END_U = 0.30, 0.60

Picture = NDArray[np.float32]


def with_floor(teeth: UpperTeeth, noise: Noise) -> NDArray[np.uint8]:
    """Lay upper teeth over the depth of a mouth, and lower teeth before it, (HEIGHT, WIDTH, 3) uint8.

    The lower teeth are the upper ones upside down, the front ones narrower, and all of them in the shade.
    """
    u, v = texel_grid()
    tongue, tongue_share = _tongue(u, v, noise)
    depth = _throat(u, v, noise)
    depth += tongue_share[..., None] * (tongue - depth)
    before_tongue = 0.8 * np.clip((v - 0.46) / 0.06, 0, 1) * (1 - tongue_share)
    depth += before_tongue[..., None] * (_FLOOR * (1 + 0.1 * noise(5, 4))[..., None] - depth)
    below_edge = np.clip(np.arange(HEIGHT, dtype=np.float32)[:, None] - teeth.edge, 0, None)
    depth *= (1 - 0.6 * np.exp(-below_edge / 5))[..., None]
    picture = depth + teeth.share[..., None] * (teeth.rgb - depth)
    lower, lower_share = _lower_teeth(teeth, u, v)
    picture += lower_share[..., None] * (lower - picture)
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _throat(u: Picture, v: Picture, noise: Noise) -> Picture:
    """Palate and throat: warm, lit behind the teeth, with folds, and dark towards the cheeks."""
    behind_teeth = np.clip(v - 0.03 - 0.15 * u * u + 0.03 * noise(50, 20), 0, None)
    folds = 0.10 * noise(5, 9) + 0.12 * noise(16, 6)
    light = 0.52 + 0.55 * np.exp(-((behind_teeth / 0.13) ** 2)) + folds
    return np.asarray(_THROAT * (light * (1 - 0.55 * np.clip((np.abs(u) - 0.35) / 0.4, 0, 1)))[..., None], np.float32)


def _tongue(u: Picture, v: Picture, noise: Noise) -> tuple[Picture, Picture]:
    """A tongue whose front is lit, with a groove, papillae and wet spots, and where it lies."""
    # Flatter than they are wide: a jaw that drops stretches them.
    uneven = _FINE * noise(2.2, 1.5) + _PAPILLAE * noise(5.5, 3.4) + _UNEVEN * noise(26, 16)
    back = _BACK_V + 0.22 * (u / 0.5) ** 2 + 0.02 * noise(40, 40)
    rise = np.clip((v - back) / 0.20, 0, 1)
    front = _LOWER_EDGE_V - 0.015 + 0.02 * np.cos(6 * u)
    groove = 0.38 * np.exp(-(((u + 0.006 * noise(60, 30)) / 0.018) ** 2))
    groove *= np.clip((v - 0.12) / 0.2, 0, 1) * np.clip((_LOWER_EDGE_V - 0.02 - v) / 0.1, 0, 1)
    light = (0.42 + 0.58 * rise * rise * (3 - 2 * rise)) * (1 - groove)
    wet = np.clip(noise(3.4, 2.0) + 0.6 * noise(8, 4) - 1.45, 0, 1.3) * np.exp(-(((v - 0.40) / 0.12) ** 2) - (u / 0.33) ** 2)
    rgb = _TONGUE * ((1 + uneven) * light)[..., None] + (_WET * wet)[..., None] * np.array([1.0, 0.95, 0.92], np.float32)
    sides = 1 / (1 + np.exp((np.abs(u) - 0.47 - 0.1 * np.clip(v, 0, 0.6)) / 0.022))
    share = sides * np.clip((front - v) / 0.035, 0, 1) * np.clip((v - back) / 0.05, 0, 1)
    return np.asarray(rgb, np.float32), np.asarray(share, np.float32)


def _lower_teeth(teeth: UpperTeeth, u: Picture, v: Picture) -> tuple[Picture, Picture]:
    """The upper teeth upside down, and where they lie."""
    aside = np.abs(u)
    middle = 1.5 * _LOWER_MIDDLE_U
    upper_u = np.sign(u) * np.where(aside < _LOWER_MIDDLE_U, 1.5 * aside, middle + 1.05 * (aside - _LOWER_MIDDLE_U))
    columns = (upper_u + 1) * (WIDTH / 2) - 0.5
    edge = np.interp(columns, np.arange(WIDTH), teeth.edge)
    level = 0.65 * edge + 0.35 * float(np.median(teeth.edge[WIDTH // 3 : -WIDTH // 3]))
    below = v - _LOWER_EDGE_V - 0.1 * u * u
    rows = level - below * (HEIGHT / 2 / _LOWER_HEIGHT) - 1

    def turned(values: Picture) -> Picture:
        at_x = np.broadcast_to(columns, rows.shape).astype(np.float32)
        return np.asarray(cv2.remap(values, at_x, rows.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32)

    rgb, share = turned(teeth.rgb), np.clip(turned(teeth.share), 0, 1)
    share = share * np.clip((_LOWER_END_U - aside) / 0.08, 0, 1) * (v > _LOWER_EDGE_V - 0.12)
    gaps = np.clip(rgb / np.maximum(cv2.GaussianBlur(rgb, (0, 0), 8), 1), 0.1, 1.1) ** 0.35
    light = (1 - 0.55 * np.clip(aside - 0.1, 0, 1)) * (1.14 - 0.32 * np.clip((v - _LOWER_EDGE_V) / 0.25, 0, 1))
    return np.asarray(rgb * gaps * light[..., None] * _LOWER_TINT, np.float32), np.asarray(share, np.float32)
