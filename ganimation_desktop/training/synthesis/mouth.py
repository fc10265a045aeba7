"""What is seen between opened lips: a mouth texture behind them, and the photo's own teeth where it shows them.

Upper teeth belong to the skull, not to the lip: those of the texture are laid at the height where the face's own would be, at the face's
own scale, so that the upper lip uncovers them; what lies below their edge is stretched down to the lower lip. The photo's own teeth stay
where they are, and the texture shows what opens below them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.mouth_texture import (
    CORNER_U,
    FLOOR_REACH,
    FLOOR_V,
    GUM_REACH,
    HALF_WIDTH,
    RIGID_FLOOR_V,
)
from ganimation_desktop.training.synthesis.outlines import MouthOutline

_CAVITY = np.array([0.50, 0.60, 0.60], np.float32)
"""How much of each channel is lost in the depth of a mouth: what is left is dark and warm."""
_SKIN_TINT = np.array([1.22, 0.96, 0.82], np.float32)
"""Channels of skin over their mean in even light; what a face has beside it is the tint of its light."""
_MOST_BARED = 0.12
"""Rows of teeth and gum that an upper lip bares at most, in distances of the outer eye corners; the front teeth alone are 0.13."""


@dataclass(frozen=True)
class MouthLayer:
    """The texture behind the lips.

    Attributes
    ----------
    mask
        Where it is seen, (S, S) float32 in 0..1.
    uv
        Position in the texture, (S, S, 2) float32, -1..1 inside it.
    shade
        Factor of the light on it, (S, S, 3) float32.
    """

    mask: NDArray[np.float32]
    uv: NDArray[np.float32]
    shade: NDArray[np.float32]

    @staticmethod
    def nothing(size_px: int) -> MouthLayer:
        """A mouth that is shut."""
        flat = np.zeros((size_px, size_px), np.float32)
        return MouthLayer(flat, np.dstack([flat] * 2), np.dstack([flat] * 3))

    def over(self, picture: NDArray[np.float32], texture: NDArray[np.float32]) -> NDArray[np.float32]:
        """Lay the layer over a picture (S, S, 3); `texture` is about as fine as the picture."""
        height, width = texture.shape[:2]
        at_x, at_y = (self.uv[..., axis] * (side / 2) + (side - 1) / 2 for axis, side in ((0, width), (1, height)))
        behind = cv2.remap(texture, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) * self.shade
        return np.asarray(picture + self.mask[..., None] * (behind - picture), np.float32)


@dataclass(frozen=True)
class MouthScene:
    """What a face says about the mouth behind its lips.

    Attributes
    ----------
    eye_distance_px
        Distance of the outer eye corners, as if seen from the front.
    foreshortening
        Cosine of the yaw.
    gain
        Factor of the face's light on the texture, (3,).
    """

    eye_distance_px: float
    foreshortening: float
    gain: NDArray[np.float32]


def light_gain(skin_rgb: NDArray[np.float32], bright: float) -> NDArray[np.float32]:
    """Factor of a face's light on teeth, (3,): from the color of its skin and the brightness of the lightest tenth of the face, 0..255."""
    luma = float(skin_rgb.mean())
    level = float(np.clip(((0.4 * luma + 0.6 * bright) / 215.0) ** 0.8, 0.12, 1.02))
    tint = (skin_rgb / max(luma, 1.0) / _SKIN_TINT) ** 0.5
    return np.asarray(level * tint / tint.mean(), np.float32)


def texture_layer(
    scene: MouthScene, outline: MouthOutline, teeth_edge_px: NDArray[np.float64] | float, hole: NDArray[np.float32]
) -> MouthLayer:
    """Lay a texture behind an outline.

    Parameters
    ----------
    scene
        Size and light of the face.
    outline
        Inner lip outline in the target.
    teeth_edge_px
        Row where the upper teeth end in the target; one, or one for each of the S columns.
    hole
        Where no skin covers it, (S, S) float32 in 0..1.
    """
    size = hole.shape[0]
    unit = scene.eye_distance_px
    columns, rows = np.arange(size, dtype=np.float64), np.arange(size, dtype=np.float64)[:, None]
    middle = (outline.columns[0] + outline.columns[-1]) / 2
    half = max(HALF_WIDTH * unit * scene.foreshortening, 0.515 * outline.width_px)
    u = CORNER_U * (columns - middle) / half

    # Above the edge of the teeth rigid, as the lower teeth are above the lower lip; what lies between is stretched.
    lower = np.interp(columns, outline.columns, outline.lower_px)
    along_lip = cv2.GaussianBlur(lower[None], (0, 0), max(0.04 * outline.width_px, 0.5), borderType=cv2.BORDER_REPLICATE)[0]
    depth = rows - teeth_edge_px
    room = np.maximum(along_lip - teeth_edge_px, FLOOR_REACH * unit)
    stretched = (FLOOR_V - RIGID_FLOOR_V) * depth / (room - RIGID_FLOOR_V / FLOOR_V * FLOOR_REACH * unit)
    rigid = FLOOR_V - (room - depth) * FLOOR_V / (FLOOR_REACH * unit)
    v = np.where(depth < 0, depth / (GUM_REACH * unit), np.maximum(stretched, rigid))
    uv = np.dstack([np.broadcast_to(u, v.shape), v]).astype(np.float32)
    shade = scene.gain * _cavity_light(outline, depth, lower - rows, unit) * _lip_shadow(outline, hole, unit, u)
    alpha = cv2.GaussianBlur(hole, (0, 0), 0.7)
    return MouthLayer(np.asarray(alpha, np.float32), uv, shade.astype(np.float32))


def teeth_edge_row(stomion_row: float, bared: float, outline: MouthOutline, eye_distance_px: float) -> float:
    """Row where the upper teeth end.

    Lips that only drop with the jaw (`bared` 0) keep the teeth covered, a raised upper lip (1) bares them, but no field of gum: the face
    model lifts it further than lips go. `stomion_row` is where the lips meet at rest.
    """
    edge = stomion_row + (0.055 + 0.025 * min(1.0, bared)) * eye_distance_px
    return min(edge, float(outline.upper_px.min()) + _MOST_BARED * eye_distance_px)


def _cavity_light(outline: MouthOutline, depth: NDArray[np.float64], above_lip: NDArray[np.float64], unit: float) -> NDArray[np.float32]:
    """Light that falls off behind the teeth, (S, S, 3), as it does in a mouth that is open wide; the tongue's front stays lit a little."""
    floor = np.exp(-((np.maximum(above_lip, 0.0) / (0.15 * unit)) ** 2))
    wide = np.clip((outline.opening_px / unit - 0.06) / 0.2, 0.0, 1.0)
    dark = (0.35 + 0.65 * wide) * np.clip(depth / (0.035 * unit), 0.0, 1.0) * (1 - 0.72 * floor)
    return np.asarray(1 - dark[..., None] * _CAVITY, np.float32)


def _lip_shadow(outline: MouthOutline, hole: NDArray[np.float32], unit: float, u: NDArray[np.float64]) -> NDArray[np.float32]:
    """Shadow of the lips on what lies behind, (S, S, 1): deepest below the upper lip and in the corners."""
    rows, columns = np.arange(hole.shape[0])[:, None], np.arange(hole.shape[1])
    below_upper = rows - np.interp(columns, outline.columns, outline.upper_px)
    upper = 1 - 0.42 * np.exp(-np.maximum(below_upper, 0) / (0.022 * unit))
    rim = 1 - 0.22 * cv2.GaussianBlur(1 - hole, (0, 0), 0.026 * unit)
    corners = 1 - 0.45 * np.clip((np.abs(u) - 0.45) / 0.45, 0, 1) ** 1.5
    return np.asarray(upper * rim * corners, np.float32)[..., None]


def own_teeth(image: NDArray[np.float32], source: MouthOutline, target: MouthOutline) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """The photo's own teeth behind a moved outline, where they were seen.

    Returns
    -------
    picture
        (S, S, 3), meaningful between the lips.
    edge_px
        Row of their lower edge for each column, (S,).
    """
    size = image.shape[0]
    columns, rows = np.arange(size, dtype=np.float32), np.arange(size, dtype=np.float32)[:, None]
    along = (columns - target.columns[0]) / max(target.width_px, 1.0)
    source_columns = (source.columns[0] + along * source.width_px).astype(np.float32)
    upper, lower = (np.interp(source_columns, source.columns, edge) for edge in (source.upper_px, source.lower_px))
    inner = np.maximum(lower - 1.0, upper + 1.0)
    source_rows = np.clip(rows, upper + 1.0, inner).astype(np.float32)
    at_x = np.broadcast_to(source_columns, source_rows.shape).copy()
    picture = cv2.remap(image, at_x, source_rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picture, np.float32), upper + 0.82 * (lower - upper)


def draw_seam(picture: NDArray[np.float32], outline: MouthOutline) -> NDArray[np.float32]:
    """Draw the dark line between lips that the photo shows open and the target closes."""
    line = np.zeros(picture.shape[:2], np.float32)
    path = np.column_stack([outline.columns, (outline.upper_px + outline.lower_px) / 2])
    cv2.polylines(line, [np.round(path * 16).astype(np.int32)], False, 1.0, 1, cv2.LINE_8, 4)
    return np.asarray(picture * (1 - 0.75 * cv2.GaussianBlur(line, (0, 0), 0.8))[..., None], np.float32)
