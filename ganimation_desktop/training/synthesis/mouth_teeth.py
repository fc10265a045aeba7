"""The upper teeth of a mouth texture: cut out of a photographed mouth, tooth by tooth, under gums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.imaging.tone_curve import LUMA
from ganimation_desktop.training.synthesis.mouth_texture import HEIGHT, WIDTH, StraightMouth, texel_grid

Picture = NDArray[np.float32]
Noise = Callable[[float, float], Picture]
"""Noise of standard deviation 1, (HEIGHT, WIDTH), blurred by so many texels across and down."""

_BRIGHT, _SHOULDER, _HEADROOM = 232.0, 205.0, 45.0
"""Luma of the brightest fifth of the front teeth; from the shoulder on, brightness is compressed instead of cut off."""
_TINT = np.array([1.036, 1.0, 0.98], np.float32)
"""Color of white teeth over green."""
_EDGE_DROP, _EDGE_POWER, _EDGE_PX = 11.0, 5, 1.6
"""How far the edge of a tooth is rounded at its corners, in texels, with which power, and how soft it is."""
_SIDES, _NECK, _RIM, _GLOSS = 0.34, 0.24, 0.10, 40.0
"""How much darker crowns are at their sides, at their necks and at their edges, and the brightness of the gloss on wet enamel."""
_HEIGHT_PX = 90.0
_WIDE_PX = 44
"""Teeth narrower than this are seen from the side, without gloss."""
_GAPS = 1.0
"""Strength of local contrast, which only darkens: gaps get deeper, and enamel no brighter."""
_GUM = np.array([196.0, 112.0, 106.0], np.float32)


@dataclass(frozen=True)
class Tooth:
    """A tooth in a texture: its left and right side and the row of its edge, in texels."""

    left: int
    right: int
    edge: int


@dataclass(frozen=True, eq=False)
class UpperTeeth:
    """The upper teeth of a texture.

    Attributes
    ----------
    rgb
        Teeth and the gums above them, (HEIGHT, WIDTH, 3) float32 in 8-bit units.
    share
        Where they cover what lies behind, (HEIGHT, WIDTH) in 0..1.
    edge
        Row at which they end, (WIDTH,), in texels.
    """

    rgb: Picture
    share: Picture
    edge: Picture


def upper_teeth(mouth: StraightMouth, teeth: Sequence[Tooth], least_blue: float, yellow: float, noise: Noise) -> UpperTeeth:
    """Cut out teeth, and draw gums where the lip hid them.

    Parameters
    ----------
    mouth
        The mouth.
    teeth
        Its upper teeth, from left to right.
    least_blue
        Blue over red from which a pixel near the edge of a tooth shows the tooth and not a lip.
    yellow
        How much yellower than white they stay.
    noise
        Draws noise.
    """
    u, v = texel_grid()
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    edge, ends = _edge(teeth)
    share = np.clip((edge - rows) / _EDGE_PX + 0.5, 0, 1) * np.clip(ends / 3, 0, 1)
    rgb = _crisp(mouth.rgb)
    front = (share > 0.9) & (rows > edge - 45) & (np.abs(u) < 0.5)
    rgb *= _BRIGHT / max(float(np.percentile((rgb @ LUMA)[front], 80)), 1.0)

    # Not what shows through beside a tooth.
    is_tooth = np.clip((rgb[..., 2] / np.maximum(rgb[..., 0], 1) - least_blue) / 0.1, 0, 1) * np.clip((rgb @ LUMA - 70) / 40, 0, 1)
    near_edge = np.clip((rows - edge + 45) / 10, 0, 1)
    share = share * (1 - near_edge * (1 - _blurred(is_tooth, 1.2)))

    # Light: deeper gaps, round crowns, gloss, and the dark of the cheeks at both ends.
    rgb *= (0.35 + 0.65 * np.clip(ends / 60, 0, 1))[:, None]
    rgb *= np.clip(rgb / np.maximum(_blurred(rgb, 11), 1), 0, 1.12) ** _GAPS
    tone = np.median(rgb[front], axis=0)
    rgb *= _TINT * np.array([1 + 0.3 * yellow, 1, 1 - yellow], np.float32) * tone[1] / np.maximum(tone, 1)
    shape, gloss = _crowns(teeth, rows, noise)
    rgb = rgb * _blurred(shape, 0.8)[..., None] + _blurred(gloss, 1.0)[..., None]
    rgb = np.where(rgb > _SHOULDER, _SHOULDER + _HEADROOM * np.tanh((rgb - _SHOULDER) / _HEADROOM), rgb)

    unevenness = 1 + 0.05 * noise(7, 9) + 0.025 * noise(2, 2)
    gum = _GUM * (unevenness * (1 - 0.35 * np.clip(-v - 0.35, 0, 1)))[..., None]
    rgb = rgb + mouth.hidden[..., None] * (gum - rgb)
    gum_share = np.clip((-0.45 - v) / 0.2, 0, 1) * np.clip((1 - np.abs(u)) / 0.15, 0, 1)
    return UpperTeeth(np.asarray(rgb, np.float32), np.asarray(np.maximum(share, gum_share), np.float32), edge)


def noise_from(seed: int) -> Noise:
    """Noise that begins with a seed."""
    rng = np.random.default_rng(seed)

    def noise(across: float, down: float) -> Picture:
        drawn = _blurred(rng.standard_normal((HEIGHT, WIDTH)), across, down)
        drawn -= drawn.mean()
        return np.asarray(drawn / drawn.std(), np.float32)

    return noise


def _edge(teeth: Sequence[Tooth]) -> tuple[Picture, Picture]:
    """The row at which teeth end, and how far a column is from the first and the last tooth, both (WIDTH,), in texels."""
    columns = np.arange(WIDTH, dtype=np.float32)
    edge = np.full(WIDTH, -np.inf, np.float32)
    for tooth in teeth:
        across = _across(tooth, columns)
        inside = np.abs(across) <= 1
        edge[inside] = np.maximum(edge[inside], tooth.edge - _EDGE_DROP * np.abs(across[inside]) ** _EDGE_POWER)
    known = np.flatnonzero(np.isfinite(edge))
    ends = np.minimum(columns - known[0], known[-1] - columns)
    return np.interp(columns, known, edge[known]).astype(np.float32), ends


def _crowns(teeth: Sequence[Tooth], rows: Picture, noise: Noise) -> tuple[Picture, Picture]:
    """Factor of the light on round crowns, and their gloss, both (HEIGHT, WIDTH)."""
    columns = np.arange(WIDTH, dtype=np.float32)
    shape, gloss = np.full((HEIGHT, WIDTH), 1 - _SIDES, np.float32), np.zeros((HEIGHT, WIDTH), np.float32)
    for tooth in teeth:
        across, height = _across(tooth, columns), (tooth.edge - rows) / _HEIGHT_PX
        inside = np.abs(across) <= 1
        sides = _SIDES * np.clip(np.abs(across), 0, 1) ** 3.5
        light = 1 - sides - _NECK * np.clip(height - 0.35, 0, 1) - _RIM * np.exp(-np.clip(tooth.edge - rows, 0, None) / 7)
        np.copyto(shape, light, where=inside)
        if tooth.right - tooth.left > _WIDE_PX:
            bend = across + 0.25 + 0.12 * np.sin(height * 5 + tooth.left)
            streak = np.exp(-((bend / 0.16) ** 2) - ((height - 0.52) / 0.17) ** 2) * (1 + 0.5 * noise(3, 5))
            spot = 0.5 * np.exp(-(((across - 0.35) / 0.1) ** 2) - ((height - 0.45) / 0.12) ** 2)
            gloss += inside * _GLOSS * np.clip(streak + spot, 0, 1.3)
    return shape, gloss


def _across(tooth: Tooth, columns: Picture) -> Picture:
    """Columns from the middle of a tooth, -1 to 1 inside it."""
    return (columns - (tooth.left + tooth.right) / 2) / ((tooth.right - tooth.left) / 2)


def _crisp(rgb: Picture) -> Picture:
    """Sharpen without halos: no pixel leaves the range of its neighbours."""
    around = np.ones((5, 5), np.uint8)
    sharp = rgb + 0.9 * (rgb - _blurred(rgb, 2.0))
    return np.asarray(np.clip(sharp, cv2.erode(rgb, around), cv2.dilate(rgb, around)), np.float32)


def _blurred(values: NDArray[np.floating], across: float, down: float = 0.0) -> Picture:
    return np.asarray(cv2.GaussianBlur(values.astype(np.float32), (0, 0), across, sigmaY=down or across), np.float32)
