"""The floor of a mouth in a texture: a tongue and lower teeth, which photos of smiles do not show."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.mouth_texture import HEIGHT, WIDTH

_CLARITY, _GRAIN, _WET = 1.2, 0.20, 130.0
"""Local contrast added to upper teeth, unevenness of a tongue, and brightness of its wet spots."""
_TONGUE_TINT = np.array([1.18, 0.98, 1.0], np.float32)
_LOWER_EDGE_V, _LOWER_WIDTH, _LOWER_HEIGHT = 0.55, 0.72, 0.95
"""Where lower teeth begin, and their size over that of the upper ones, in texture coordinates."""


def with_floor(texture: NDArray[np.uint8], seed: int = 0) -> NDArray[np.uint8]:
    """Put a row of lower teeth and the surface of a tongue into a texture, and set its upper teeth apart more clearly.

    The lower teeth are the upper ones of the texture upside down, smaller and in the shade; a mouth that is open wide shows little else.

    Parameters
    ----------
    texture
        (HEIGHT, WIDTH, 3) uint8, with whole upper teeth above v = 0.
    seed
        Start of the tongue's grain.
    """
    u = ((np.arange(WIDTH) + 0.5) * (2 / WIDTH) - 1).astype(np.float32)
    v = ((np.arange(HEIGHT) + 0.5) * (2 / HEIGHT) - 1).astype(np.float32)[:, None]
    picture = texture.astype(np.float32)

    # Upper teeth: the gaps between them deeper, by local contrast.
    around = cv2.GaussianBlur(picture, (0, 0), 14)
    crowns = np.clip((0.02 - v) / 0.04, 0, 1)[..., None]
    clear = picture + _CLARITY * crowns * np.minimum(picture - around, 0.25 * (255 - picture))

    # Tongue: fine grain, a groove along its middle, wet spots at its front; darker at its sides and towards the throat.
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((HEIGHT, WIDTH)).astype(np.float32)
    grain = _unit(cv2.GaussianBlur(noise, (0, 0), 4.2) - cv2.GaussianBlur(noise, (0, 0), 12.0))
    wet = _unit(cv2.GaussianBlur(rng.standard_normal((HEIGHT, WIDTH)).astype(np.float32), (0, 0), 6.0, sigmaY=3.0))
    front = np.exp(-(((v - 0.5) / 0.16) ** 2)) * np.exp(-((u / 0.38) ** 2))
    side = 1 - 0.75 * np.clip((np.abs(u) - 0.42 - 0.1 * v) / 0.14, 0, 1)
    groove = 1 - 0.45 * np.exp(-((u / 0.022) ** 2)) * np.clip((v - 0.1) / 0.2, 0, 1)
    light = (1 + _GRAIN * grain) * side * groove * (0.42 + 0.58 * np.clip(v / 0.45, 0, 1))
    tongue = clear * _TONGUE_TINT * light[..., None] + (_WET * np.clip(wet - 1.1, 0, 1.2) * front)[..., None]
    tongue *= 1 - 0.8 * np.clip((v - _LOWER_EDGE_V + 0.13) / 0.08, 0, 1)[..., None]
    tooth = np.clip(10 * (picture[..., 1] / np.maximum(picture[..., 0], 1) - 0.75), 0, 1) * (v < 0.12)
    below = np.clip((v + 0.3 * u * u + 0.02) / 0.05, 0, 1) * (1 - tooth)
    clear += below[..., None] * (tongue - clear)

    # Lower teeth: upside down, with the uneven edge of the upper ones.
    columns = ((u / _LOWER_WIDTH + 1) * (WIDTH / 2) - 0.5)[None] * np.ones_like(v)
    heights = -(v - _LOWER_EDGE_V) / _LOWER_HEIGHT - 0.02
    lower = cv2.remap(clear, columns.astype(np.float32), ((heights + 1) * (HEIGHT / 2) - 0.5) * np.ones_like(u), cv2.INTER_AREA)
    lower += np.minimum(lower - cv2.GaussianBlur(lower, (0, 0), 9), 0.0)
    bow = 0.06 * (u / _LOWER_WIDTH) ** 2
    shown = np.clip((v - _LOWER_EDGE_V - bow) / 0.02, 0, 1) * np.clip((0.62 - np.abs(u)) / 0.06, 0, 1)
    dim = (1.12 - 0.5 * np.abs(u))[None, :, None] * np.array([1.0, 0.97, 0.91], np.float32)
    clear += shown[..., None] * (lower * dim - clear)
    return np.asarray(np.clip(clear, 0, 255), np.uint8)


def _unit(values: NDArray[np.floating | np.integer]) -> NDArray[np.float32]:
    return np.asarray(values / values.std(), np.float32)
