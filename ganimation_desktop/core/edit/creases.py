"""Creases that Action Units draw on skin: between and above the brows, around the eyes, on the nose, in the cheeks, on the chin.

A generator of 128 pixels can only paint their mean, a smear. Here they are drawn at the photo's own resolution, as a factor on the light of
the edited skin, where the flow has taken the landmarks around them. Both masks show them: the color mask is darker there, and the attention
mask says that it is used.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import differs
from ganimation_desktop.core.base.geometry import Affine, Rectangle, affine_scale, apply_affine, compose_affine, inverse_affine
from ganimation_desktop.core.edit.crease_textures import TEXTURE_PX, reduced_texture
from ganimation_desktop.core.edit.crease_zones import Zone, creasing_zones
from ganimation_desktop.core.edit.packed_maps import warped
from ganimation_desktop.core.edit.sides import left_share
from ganimation_desktop.core.edit.skin_tint import cheek_rgb, tint
from ganimation_desktop.core.faces.faces import Face

FloatArray = NDArray[np.float32]

_SHADE_COLOR = np.array([0.72, 1.12, 1.25], np.float32)
"""Factors of the depth by channel: shadows in folds of skin are redder than the skin, because light scatters in it."""
_LEAST_DEPTH = 0.004
"""Shallower creases are not drawn."""
_COVERING = 0.05
"""Depth from which on an attention mask shows a crease wholly."""
_GRID_PX = 20
"""In how many places along a side of a zone the skin is looked at."""
_ALIKE = 0.075
"""Difference of the channels' shares from the cheeks' that is still skin."""
_DARK, _SKIN = 0.45, 0.7
"""What is darker than the first share of what is bright around it, such as hair, gets no crease; what is lighter than the second, all."""
_BRIGHT_QUANTILE, _SHADED = 0.7, 0.5
"""Skin around it is taken to be at least this share as bright as the cheeks."""
_TEXTURE_STEP = 8
_LEAST_BLUR = 0.3
"""In pixels of a texture; less is not seen."""


@dataclass(frozen=True, eq=False)
class Crease:
    """The creases of one zone of a face.

    Attributes
    ----------
    depth
        How much darker the skin is, as a share of its brightness, below 0 where it is lighter, (N, N).
    crop_from_zone
        Map from a square with sides of length 1, which the texture fills, to crop pixels.
    """

    depth: FloatArray
    crop_from_zone: Affine

    @property
    def reach(self) -> Rectangle:
        """The crop pixels that it reaches."""
        return _reach(self.crop_from_zone)

    def blurred(self, blur_px: float) -> Crease:
        """The same in a photo that is blurred by a standard deviation in crop pixels: creases are no sharper than the skin around them."""
        sigma = blur_px * len(self.depth) / affine_scale(self.crop_from_zone)
        if sigma < _LEAST_BLUR:
            return self
        depth = cv2.GaussianBlur(self.depth, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
        return Crease(np.asarray(depth, np.float32), self.crop_from_zone)


def creases_of(
    face: Face, left: AuVector, right: AuVector, attention: FloatArray, flow: FloatArray | None, scale: float
) -> tuple[Crease, ...]:
    """The creases that a change of expression draws on a face.

    Parameters
    ----------
    face
        The face in the photo; without landmarks it gets none.
    left, right
        Change of the Action Units of the person's left and right side, (17,).
    attention
        A, (S, S) in 0..1.
    flow
        Pixel p takes the source at p + (1-A) * flow, (S, S, 2) xy in crop pixels; None when the pixels stay in place.
    scale
        How many pixels of the frame a crop pixel is wide: creases are drawn no finer than that.
    """
    if face.landmarks_px is None:
        return ()
    points = apply_affine(face.crop.crop_from_frame, face.landmarks_px)
    moves = None if flow is None else (1 - attention)[..., None] * flow
    if moves is not None:
        columns, rows = (np.clip(np.round(points[:, axis]), 0, len(moves) - 1).astype(int) for axis in (0, 1))
        points = points - moves[rows, columns]
    zones = list(creasing_zones(points, left, right, _LEAST_DEPTH))
    if not zones:
        return ()
    on_left = left_share(face) if differs(left, right) else None
    creases = []
    for zone, depth in zip(zones, _depths_on_skin(zones, face.crop.rgb, moves, on_left), strict=True):
        texture = reduced_texture(zone.lines, _texture_px(affine_scale(zone.crop_from_zone) * scale))
        deep = cv2.resize(depth, texture.shape, interpolation=cv2.INTER_LINEAR)
        creases.append(Crease(np.asarray(cv2.multiply(texture, deep), np.float32), zone.crop_from_zone))
    return tuple(creases)


class PlacedCreases:
    """The creases of a face at their place in a frame.

    Parameters
    ----------
    creases
        Those of the crop.
    frame_from_crop
        Map from crop pixels to the frame's.
    """

    def __init__(self, creases: Sequence[Crease], frame_from_crop: Affine) -> None:
        self._placed = [_placed(crease.depth, compose_affine(frame_from_crop, crease.crop_from_zone)) for crease in creases]

    def lay_over(self, skin_rgb: NDArray[np.uint8], tile: Rectangle, free: FloatArray | None = None) -> None:
        """Draw the creases on a tile of the edited skin, (h, w, 3) uint8, in place; as far as it is `free`, (h, w) in 0..1."""
        for where, depth in self._depths(tile):
            if free is not None:
                depth *= free[where]
            shaded = skin_rgb[where] * (1 - depth[..., None] * _SHADE_COLOR)
            skin_rgb[where] = np.clip(np.rint(shaded), 0, 255)

    def cover(self, size_px: int) -> FloatArray:
        """How much of each pixel of a square from the origin shows a crease, (S, S) in 0..1."""
        covered = np.zeros((size_px, size_px), np.float32)
        for where, depth in self._depths(Rectangle(0, 0, size_px, size_px)):
            np.maximum(covered[where], np.minimum(np.abs(depth) / _COVERING, 1), out=covered[where])
        return covered

    def _depths(self, tile: Rectangle) -> list[tuple[tuple[slice, slice], FloatArray]]:
        """The parts of a tile with creases, and their depths."""
        parts = ((texture, texture_from_frame, reach.within(tile)) for texture, texture_from_frame, reach in self._placed)
        return [(part.slices(tile), warped(texture, affine, part)) for texture, affine, part in parts if not part.is_empty]


def _depths_on_skin(
    zones: Sequence[Zone], crop_rgb: NDArray[np.uint8], moves: FloatArray | None, on_left: FloatArray | None
) -> NDArray[np.float32]:
    """How deep the creases at each place of each zone may be, (Z, `_GRID_PX`, `_GRID_PX`): 0 on hair, cloth or what is behind the face.

    `on_left` is how much of each crop pixel, (S, S), belongs to the person's left side; None where both sides crease alike.
    """
    steps = (np.arange(_GRID_PX) + 0.5) / _GRID_PX
    places = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    at = np.stack([apply_affine(zone.crop_from_zone, places) for zone in zones]).astype(np.float32).reshape(-1, _GRID_PX, 2)
    if moves is not None:
        at = at + cv2.remap(moves, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
    seen_rgb = cv2.remap(crop_rgb, at[..., 0], at[..., 1], cv2.INTER_LINEAR).astype(np.float32)
    cheeks_rgb = cheek_rgb(crop_rgb)
    light = seen_rgb.sum(axis=2).reshape(len(zones), -1)
    bright = np.quantile(light, _BRIGHT_QUANTILE, axis=1)
    light = light / np.maximum(bright, max(_SHADED * float(cheeks_rgb.sum()), 1.0))[:, None]
    differing = np.abs(tint(seen_rgb) - tint(cheeks_rgb))
    unlike = np.maximum(np.maximum(differing[..., 0], differing[..., 1]), differing[..., 2]) / _ALIKE
    skin = np.exp(-(unlike**2)) * np.clip((light.reshape(unlike.shape) - _DARK) / (_SKIN - _DARK), 0, 1)
    left = np.ones_like(skin) if on_left is None else cv2.remap(on_left, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
    depths = []
    for zone, share, side in zip(zones, np.split(skin, len(zones)), np.split(left, len(zones)), strict=True):
        soft = cv2.GaussianBlur(np.asarray(share, np.float32), (0, 0), 0.7)
        depths.append(soft * (side * zone.left_depth + (1 - side) * zone.right_depth))
    return np.asarray(depths, np.float32)


def _texture_px(side_px: float) -> int:
    """Side of the texture for a zone of this side in the frame: one of a few, so that each is made once."""
    return TEXTURE_PX if side_px >= TEXTURE_PX else _TEXTURE_STEP * max(1, math.ceil(side_px / _TEXTURE_STEP))


def _placed(depth: FloatArray, frame_from_zone: Affine) -> tuple[FloatArray, Affine, Rectangle]:
    """A texture as fine as the frame, the map from the frame's pixels to its own, and the frame pixels that it reaches."""
    size = len(depth)
    wanted = _texture_px(affine_scale(frame_from_zone))
    if wanted < size:
        size = wanted
        depth = np.asarray(cv2.resize(depth, (size, size), interpolation=cv2.INTER_AREA), np.float32)
    texture_from_zone = np.array([[size, 0.0, -0.5], [0.0, size, -0.5]])
    return depth, compose_affine(texture_from_zone, inverse_affine(frame_from_zone)), _reach(frame_from_zone)


def _reach(picture_from_zone: Affine) -> Rectangle:
    corners = apply_affine(picture_from_zone, np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]))
    low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int) + 1
    return Rectangle(int(low[0]), int(low[1]), int(high[0]), int(high[1]))
