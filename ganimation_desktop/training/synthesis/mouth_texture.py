"""Mouth textures: what lies behind opened lips, cut from a photo of an open mouth and straightened, without lips and skin.

A texture has coordinates of its own, so that every mouth can be laid behind every pair of lips: u runs along the teeth, -1 to 1, with the
corners of its own mouth at +-`CORNER_U`; v is 0 at the edge of the upper teeth, negative towards the gums, where it is rigid (the
upper teeth belong to the skull), and `FLOOR_V` at the lower lip, with which the lower teeth and the tongue go.
"""

from __future__ import annotations

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

_CHEEK_RGB = np.array([58.0, 30.0, 28.0], np.float32)
"""Inside of a cheek in the corner of a mouth."""
_EYE_CORNERS_MESH = (33, 263)
_LIP_MARGIN = 0.012
"""What stays away from the lips, in eye distances: the lip's shadow and its wet rim."""


def make_texture(photo_rgb: NDArray[np.uint8], landmarks_px: FloatArray, edge_share: float) -> NDArray[np.uint8]:
    """Cut a texture.

    Parameters
    ----------
    photo_rgb
        (H, W, 3), a frontal portrait or a part of one, with an open mouth.
    landmarks_px
        (478, 2), Face Mesh landmarks in its pixels.
    edge_share
        Where between the lips, in the middle, the upper teeth end: 0 at the upper lip, 1 at the lower.

    Returns
    -------
    NDArray
        (HEIGHT, WIDTH, 3) uint8.
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
    u = (np.arange(WIDTH) + 0.5) * (2 / WIDTH) - 1
    v = ((np.arange(HEIGHT) + 0.5) * (2 / HEIGHT) - 1)[:, None]
    half = outline.width_px / 2
    columns = np.clip(middle + u / CORNER_U * half, outline.columns[0] + 0.02 * half, outline.columns[-1] - 0.02 * half)
    margin = _LIP_MARGIN * distance
    upper = np.interp(columns, outline.columns, outline.upper_px) + margin
    lower = np.maximum(np.interp(columns, outline.columns, outline.lower_px) - margin, upper)
    rows = np.where(v < 0, edge + v * GUM_REACH * distance, edge + v / FLOOR_V * np.maximum(lower - edge, 0.02 * distance))
    rows = np.clip(rows, upper, lower)
    at = np.stack([np.broadcast_to(columns, rows.shape), rows], axis=-1) @ np.linalg.inv(level_from_photo).T
    texture = cv2.remap(photo_rgb, at.astype(np.float32), np.empty(0, np.float32), cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
    texture = cv2.addWeighted(texture, 1.6, cv2.GaussianBlur(texture, (0, 0), 2.2), -0.6, 0).astype(np.float32)

    # Above what the lip showed: even gum. Beyond the corners: the dark behind the cheek.
    hidden = np.clip((upper + 0.01 * distance - edge - v * GUM_REACH * distance) / (0.015 * distance), 0, 1)[..., None]
    gum = cv2.GaussianBlur(texture, (0, 0), 30, sigmaY=0.1, borderType=cv2.BORDER_REPLICATE)
    texture += hidden * (gum - texture)
    beyond = np.clip((np.abs(u) - CORNER_U + 0.08) / 0.12, 0, 1)[None, :, None]
    texture += beyond * (_CHEEK_RGB - texture)
    return np.clip(texture, 0, 255).astype(np.uint8)


def with_cavity(teeth: NDArray[np.uint8], whole: NDArray[np.uint8], bow: float, whole_bow: float) -> NDArray[np.uint8]:
    """Lay the upper teeth of one texture over the cavity of another, for mouths that show no cavity of their own.

    Parameters
    ----------
    teeth, whole
        Two textures; of the first the upper teeth are kept, in the light of the second.
    bow, whole_bow
        How far the edge of the upper teeth rises towards the corners of each, in v at u = 1.
    """
    u = ((np.arange(WIDTH) + 0.5) * (2 / WIDTH) - 1).astype(np.float32)
    v = ((np.arange(HEIGHT) + 0.5) * (2 / HEIGHT) - 1).astype(np.float32)[:, None]
    rows = np.where(v < 0, v + (bow - whole_bow) * u * u * (1 - np.clip(v + bow * u * u, 0, 1)), v)
    at_rows = ((rows + 1) * (HEIGHT / 2) - 0.5).astype(np.float32)
    columns = np.broadcast_to(np.arange(WIDTH, dtype=np.float32), at_rows.shape).copy()
    cavity = np.asarray(cv2.remap(whole, columns, at_rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
    middle = slice(int(0.32 * HEIGHT), int(0.48 * HEIGHT)), slice(int(0.25 * WIDTH), int(0.75 * WIDTH))
    gain = np.percentile(whole[middle].mean(axis=2), 75) / max(np.percentile(teeth[middle].mean(axis=2), 75), 1.0)
    below = np.clip((v + bow * u * u + 0.02) / 0.035, 0, 1)[..., None]
    mixed = teeth * gain * (1 - below) + cavity * below
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)


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
