"""What of a face is protected, at its place in a frame: `A' = 1 - (1-A) * (1-p)` at the frame's own resolution.

A thing that is painted over, such as the rim of glasses, stays where it is. Skin beside it that moves must not pull it along, or there
would be a second, smeared one: what moves is taken from a picture in which the skin around the thing continues behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import (
    Affine,
    Rectangle,
    affine_scale,
    apply_affine,
    compose_affine,
    inverse_affine,
    scaling_affine,
)
from ganimation_desktop.core.edit.packed_maps import warped
from ganimation_desktop.core.faces.protection import MAP_PX, ProtectionMap

_OPAQUE = 255
_MOST_OF_MAP = 0.4
"""Share of the map that things may cover; what covers more is no thing in front of a face, but all but a part of it."""
_SKIN_PX, _COARSEST_PX = 256, 8
"""Sides of the map in which skin is continued behind things, which is smooth there, and of its coarsest level."""
_BLOCK_PX = 256
_N_TILES_KEPT = 32
"""More than a view has; those of a whole photo would take as much memory as the photo."""


@dataclass(frozen=True, eq=False)
class _Behind:
    """The pixels of the frame at `where`, with the skin in place of things, (h, w, 3) uint8."""

    where: Rectangle
    rgb: NDArray[np.uint8]


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
    crop_share
        How much of each pixel of the face's crop is protected, (S, S) in 0..1.
    """

    def __init__(
        self,
        protected: ProtectionMap,
        frame_from_map: Affine,
        frame_rgb: NDArray[np.uint8],
        things: ProtectionMap | None,
        crop_share: NDArray[np.float32],
    ) -> None:
        self.crop_share = crop_share
        self._frame_rgb, self._frame_from_map = frame_rgb, frame_from_map
        self._free: dict[Rectangle, NDArray[np.float32] | None] = {}
        self._skin_behind: dict[Rectangle, _Behind | None] = {}
        self._things = None if things is None or np.count_nonzero(things) > _MOST_OF_MAP * things.size else things
        halvings = max(0, math.floor(-math.log2(affine_scale(frame_from_map))))
        side_px = max(1, MAP_PX >> halvings)
        if side_px < MAP_PX:  # average first, where the frame has fewer pixels
            protected = np.asarray(cv2.resize(protected, (side_px, side_px), interpolation=cv2.INTER_AREA), np.uint8)
        self._protected = protected
        self._skin_px = _SKIN_PX if affine_scale(frame_from_map) > 1 else _SKIN_PX // 2
        self._frame_from_skin = compose_affine(frame_from_map, scaling_affine(MAP_PX / self._skin_px))
        self._map_from_frame = inverse_affine(compose_affine(frame_from_map, scaling_affine(MAP_PX / side_px)))

    def free_share(self, tile: Rectangle) -> NDArray[np.float32] | None:
        """How much of an edit is left of each pixel of a tile, (h, w) in 0..1; None where all of it is everywhere.

        Whole bytes are interpolated, so that what is protected wholly comes out as exactly 0.
        """
        if tile not in self._free:
            while len(self._free) >= _N_TILES_KEPT:
                del self._free[next(iter(self._free))]
            protected = warped(self._protected, self._map_from_frame, tile, cv2.BORDER_REPLICATE)
            self._free[tile] = (_OPAQUE - protected) / np.float32(_OPAQUE) if protected.any() else None
        return self._free[tile]

    def without_things(self, part_rgb: NDArray[np.uint8], part: Rectangle) -> tuple[NDArray[np.uint8], Rectangle] | None:
        """A part of the frame in which the skin around things continues behind them.

        Parameters
        ----------
        part_rgb
            (h, w, 3) uint8.
        part
            Its place in the frame.

        Returns
        -------
        tuple or None
            (h, w, 3) uint8, and the pixels of the frame that may differ; None without a thing in it.
        """
        skin_rgb, covered = None, list[Rectangle]()
        for block in self._blocks(part):
            if block not in self._skin_behind:
                self._skin_behind[block] = self._without_things(block)
            behind = self._skin_behind[block]
            if behind is not None and not (place := behind.where.within(part)).is_empty:
                skin_rgb = part_rgb.copy() if skin_rgb is None else skin_rgb
                skin_rgb[place.slices(part)] = behind.rgb[place.slices(behind.where)]
                covered.append(place)
        return None if skin_rgb is None else (skin_rgb, Rectangle.around(covered))

    def _blocks(self, part: Rectangle) -> Iterator[Rectangle]:
        """The blocks of the frame, each `_BLOCK_PX` wide and high, that a part of it and things in front of the face share."""
        both = part.within(self._things_reach)
        for top in range(both.top // _BLOCK_PX * _BLOCK_PX, both.bottom, _BLOCK_PX):
            for left in range(both.left // _BLOCK_PX * _BLOCK_PX, both.right, _BLOCK_PX):
                yield Rectangle(left, top, left + _BLOCK_PX, top + _BLOCK_PX).within(self._things_reach)

    @cached_property
    def _things_reach(self) -> Rectangle:
        """The pixels of the frame that things may cover; empty for none."""
        if self._things is None:
            return Rectangle(0, 0, 0, 0)
        first_x, first_y, n_columns, n_rows = cv2.boundingRect(self._things)
        last_x, last_y = first_x + n_columns, first_y + n_rows
        ends = np.array([[first_x - 1, first_y - 1], [last_x, first_y - 1], [last_x, last_y], [first_x - 1, last_y]])
        corners = apply_affine(self._frame_from_map, ends)
        low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int) + 1
        height, width = self._frame_rgb.shape[:2]
        return Rectangle(int(low[0]), int(low[1]), int(high[0]), int(high[1])).within(Rectangle(0, 0, width, height))

    def _without_things(self, block: Rectangle) -> _Behind | None:
        assert self._things is not None
        map_from_frame = inverse_affine(self._frame_from_map)
        share = warped(self._things, map_from_frame, block)
        first_x, first_y, n_columns, n_rows = cv2.boundingRect(np.asarray(share > 0, np.uint8))
        if not n_rows:
            return None
        left, top = block.left + first_x, block.top + first_y
        where = Rectangle(left, top, left + n_columns, top + n_rows)
        frame_rgb = self._frame_rgb[where.top : where.bottom, where.left : where.right]
        skin = warped(self._continued_skin, inverse_affine(self._frame_from_skin), block, cv2.BORDER_REPLICATE)[where.slices(block)]
        opaque = share[where.slices(block)][..., None] / np.float32(_OPAQUE)
        return _Behind(where, np.asarray(frame_rgb + opaque * (skin - frame_rgb) + 0.5, np.uint8))

    @cached_property
    def _continued_skin(self) -> NDArray[np.float32]:
        """The face in the pixels of a reduced map, (S, S, 3), filled behind things from coarse to fine with what surrounds them."""
        assert self._things is not None
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = self._skin_px, self._skin_px
        rgb = cv2.warpAffine(self._frame_rgb, self._frame_from_skin, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        covered = cv2.resize(np.asarray(self._things > 0, np.float32), size, interpolation=cv2.INTER_AREA)
        known = np.asarray(covered == 0, np.float32)
        levels = [_floats(cv2.merge([*(cv2.multiply(channel, known, dtype=cv2.CV_32F) for channel in cv2.split(rgb)), known]))]
        for _ in range(self._skin_px.bit_length() - _COARSEST_PX.bit_length()):
            levels.append(_floats(cv2.pyrDown(levels[-1])))
        filled = levels[-1]
        for level in reversed(levels[:-1]):
            coarse = cv2.pyrUp(filled, dstsize=(level.shape[1], level.shape[0]))
            missing = (1 - cv2.extractChannel(level, 3)) / np.maximum(cv2.extractChannel(coarse, 3), 1e-6)
            filled = _floats(cv2.add(level, cv2.multiply(coarse, cv2.merge([missing] * 4))))
        return filled[..., :3]


def _floats(values: object) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)
