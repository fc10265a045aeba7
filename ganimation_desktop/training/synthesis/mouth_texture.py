"""Mouth textures: what lies behind opened lips, without lips and skin; their coordinates, and mouths of photos in them.

A texture has coordinates of its own, so that every mouth can be laid behind every pair of lips: u runs along the teeth, -1 to 1, with the
corners of its own mouth at +-`CORNER_U`; v is 0 at the edge of the upper teeth, negative towards the gums, where it is rigid (the
upper teeth belong to the skull), and `FLOOR_V` at the lower lip, with which the lower teeth and the tongue go.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.outlines import outline_from_landmarks

WIDTH, HEIGHT = 608, 480
CORNER_U, FLOOR_V = 0.92, 0.85
HALF_WIDTH, GUM_REACH, FLOOR_REACH = 0.335, 0.22, 0.19
"""What u = `CORNER_U`, v = -1 and v = `FLOOR_V` span where nothing is stretched, in distances of the outer eye corners."""

RIGID_FLOOR_V = 0.4
"""How much of v above `FLOOR_V` belongs to the lower teeth, which are never stretched."""

_EYE_CORNERS_MESH = (33, 263)
_LIP_MARGIN = 0.012
"""What stays away from the lips, in eye distances: the lip's shadow and its wet rim."""


@dataclass(frozen=True, eq=False)
class StraightMouth:
    """The inside of a photographed mouth in texture coordinates.

    Attributes
    ----------
    rgb
        (HEIGHT, WIDTH, 3) float32 in 8-bit units, as the photo shows it; what the lips hid repeats what lies beside them.
    hidden
        Where the upper lip hid it, (HEIGHT, WIDTH) float32 in 0..1.
    """

    rgb: NDArray[np.float32]
    hidden: NDArray[np.float32]


def straighten(photo_rgb: NDArray[np.uint8], landmarks_px: FloatArray, edge_share: float) -> StraightMouth:
    """Cut out the inside of a mouth and straighten it.

    Parameters
    ----------
    photo_rgb
        (H, W, 3), a frontal portrait or a part of one, with an open mouth.
    landmarks_px
        (478, 2), Face Mesh landmarks in its pixels.
    edge_share
        Where between the lips, in the middle, the upper teeth end: 0 at the upper lip, 1 at the lower.
    """
    # Level the mouth: one unit is the distance of the outer eye corners.
    across = landmarks_px[_EYE_CORNERS_MESH[1]] - landmarks_px[_EYE_CORNERS_MESH[0]]
    distance = float(np.linalg.norm(across))
    cosine, sine = across / distance
    level_from_photo = np.array([[cosine, sine], [-sine, cosine]])
    level = landmarks_px @ level_from_photo.T
    outline = outline_from_landmarks(level)
    middle = (outline.columns[0] + outline.columns[-1]) / 2
    edge = float(level[13, 1] + edge_share * (level[14, 1] - level[13, 1]))

    # Where each texel lies in the photo, kept between the lips.
    u, v = texel_grid()
    half = outline.width_px / 2
    columns = np.clip(middle + u / CORNER_U * half, outline.columns[0] + 0.02 * half, outline.columns[-1] - 0.02 * half)
    margin = _LIP_MARGIN * distance
    upper = np.interp(columns, outline.columns, outline.upper_px) + margin
    lower = np.maximum(np.interp(columns, outline.columns, outline.lower_px) - margin, upper)
    rows = np.where(v < 0, edge + v * GUM_REACH * distance, edge + v / FLOOR_V * np.maximum(lower - edge, 0.02 * distance))
    hidden = np.clip((upper + 0.01 * distance - edge - v * GUM_REACH * distance) / (0.015 * distance), 0, 1)
    rows = np.clip(rows, upper, lower)
    at = np.stack([np.broadcast_to(columns, rows.shape), rows], axis=-1) @ np.linalg.inv(level_from_photo).T
    texture = cv2.remap(photo_rgb, at.astype(np.float32), np.empty(0, np.float32), cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
    return StraightMouth(np.asarray(texture, np.float32), hidden.astype(np.float32))


def texel_grid() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Texture coordinates of the texels: u (WIDTH,) and v (HEIGHT, 1)."""
    u = (np.arange(WIDTH) + 0.5) * (2 / WIDTH) - 1
    v = (np.arange(HEIGHT) + 0.5) * (2 / HEIGHT) - 1
    return u.astype(np.float32), v.astype(np.float32)[:, None]


def read_textures(folder: Path) -> NDArray[np.uint8]:
    """Read the textures of a folder, by name, as (K, HEIGHT, WIDTH, 3) uint8; number 0 is the default.

    Raises
    ------
    ValueError
        If there is none, or one has another size.
    """
    textures = []
    for path in sorted(folder.glob("*.png")):
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR_RGB)
        if picture is None or picture.shape != (HEIGHT, WIDTH, 3):
            raise ValueError(f"{path} is not a mouth texture of {WIDTH} x {HEIGHT} pixels")
        textures.append(np.asarray(picture, np.uint8))
    if not textures:
        raise ValueError(f"{folder} holds no mouth texture")
    return np.stack(textures)
