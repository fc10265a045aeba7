"""What of a face is protected, at its place in a frame: `A' = 1 - (1-A) * (1-p)` at the frame's own resolution.

A thing that is painted over, such as the rim of glasses, stays where it is. Skin beside it that moves must not pull it along, or there
would be a second, smeared one: what moves is taken from a picture in which the skin around the thing continues behind it.
"""

from __future__ import annotations

import math
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, Rectangle, affine_scale, compose_affine, inverse_affine, scaling_affine
from ganimation_desktop.core.faces.protection import MAP_PX, ProtectionMap

_OPAQUE = 255
_MOST_OF_MAP = 0.4
"""Share of the map that things may cover; what covers more is no thing in front of a face, but all but a part of it."""
_N_HALVINGS = 6


class ProtectedPart:
    """A protection map at its place in a frame.

    Parameters
    ----------
    protected
        The map.
    frame_from_map
        Map from its pixels to the frame's.
    frame_rgb
        The frame, (H, W, 3) uint8.
    things
        The map of things in front of the face; None for none.
    """

    def __init__(
        self, protected: ProtectionMap, frame_from_map: Affine, frame_rgb: NDArray[np.uint8], things: ProtectionMap | None = None
    ) -> None:
        self._frame_rgb, self._frame_from_map = frame_rgb, frame_from_map
        self._things = None if things is None or np.count_nonzero(things) > _MOST_OF_MAP * things.size else things
        halvings = max(0, math.floor(-math.log2(affine_scale(frame_from_map))))
        side_px = max(1, MAP_PX >> halvings)
        if side_px < MAP_PX:  # average first, where the frame has fewer pixels
            protected = np.asarray(cv2.resize(protected, (side_px, side_px), interpolation=cv2.INTER_AREA), np.uint8)
        self._protected = protected
        self._map_from_frame = inverse_affine(compose_affine(frame_from_map, scaling_affine(MAP_PX / side_px)))

    def free_share(self, tile: Rectangle) -> NDArray[np.float32] | None:
        """How much of an edit is left of each pixel of a tile, (h, w) in 0..1; None where all of it is everywhere.

        Whole bytes are interpolated, so that what is protected wholly comes out as exactly 0.
        """
        map_from_tile = compose_affine(self._map_from_frame, np.array([[1.0, 0, tile.left], [0, 1, tile.top]]))
        size = (tile.right - tile.left, tile.bottom - tile.top)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        in_tile = cv2.warpAffine(self._protected, map_from_tile, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        if not np.any(in_tile):
            return None
        return np.asarray((_OPAQUE - np.asarray(in_tile, np.float32)) / _OPAQUE, np.float32)

    def without_things(self, part_rgb: NDArray[np.uint8], left: int, top: int) -> NDArray[np.uint8] | None:
        """A part of the frame, (h, w, 3) uint8, in which the skin around things continues behind them; None without a thing in it."""
        if self._things is None:
            return None
        height, width = part_rgb.shape[:2]
        map_from_part = compose_affine(inverse_affine(self._frame_from_map), np.array([[1.0, 0, left], [0, 1, top]]))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        share = cv2.warpAffine(self._things, map_from_part, (width, height), flags=flags, borderMode=cv2.BORDER_CONSTANT)
        if not np.any(share):
            return None
        skin = cv2.warpAffine(self._continued_skin, map_from_part, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        opaque = np.asarray(share, np.float32)[..., None] / _OPAQUE
        return np.asarray(part_rgb + opaque * (np.asarray(skin, np.float32) - part_rgb) + 0.5, np.uint8)

    @cached_property
    def _continued_skin(self) -> NDArray[np.float32]:
        """The face in the pixels of the map, (512, 512, 3), filled behind things from coarse to fine with what surrounds them."""
        assert self._things is not None
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        rgb = cv2.warpAffine(self._frame_rgb, self._frame_from_map, (MAP_PX, MAP_PX), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        known = np.asarray(self._things == 0, np.float32)[..., None]
        levels = [np.concatenate([np.asarray(rgb, np.float32) * known, known], axis=2)]
        for _ in range(_N_HALVINGS):
            levels.append(np.asarray(cv2.pyrDown(levels[-1]), np.float32))
        filled = levels[-1]
        for level in reversed(levels[:-1]):
            coarse = np.asarray(cv2.pyrUp(filled, dstsize=(level.shape[1], level.shape[0])), np.float32)
            coarse /= np.maximum(coarse[..., 3:], 1e-6)
            filled = level + (1 - level[..., 3:]) * coarse
        return np.asarray(filled[..., :3], np.float32)
