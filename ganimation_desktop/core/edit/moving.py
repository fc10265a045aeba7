"""Pixels of a frame, moved: each is sampled where the flow takes it from, and not from what must not move along.

Lids that close over an eyeball are drawn before the skin moves. A thing in front of the face, such as the rim of glasses, stays where it
is. Skin that is stretched far gets no stripes. Each concerns a small part of a face, and only that part is sampled twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.edit.layers import PlacedLayers
from ganimation_desktop.core.edit.protected import ProtectedPart
from ganimation_desktop.core.edit.streaks import StretchedSkin

FloatArray = NDArray[np.float32]

_STILL_PX = 1e-3
"""A shorter flow changes no 8-bit value: cubic interpolation weights the neighbours of a pixel with at most 0.75 times its length."""
_KERNEL_PX = 3


def moved_pixels(
    frame_rgb: NDArray[np.uint8],
    tile: Rectangle,
    flow_px: FloatArray,
    share: Callable[[Rectangle], FloatArray],
    layers: PlacedLayers | None,
    protected: ProtectedPart | None,
    stretched: StretchedSkin | None = None,
) -> NDArray[np.uint8]:
    """Sample the pixels of a tile at an offset, with cubic interpolation to keep them sharp.

    Parameters
    ----------
    frame_rgb
        The frame, (H, W, 3) uint8.
    tile
        The part of it to sample.
    flow_px
        Offset xy in frame pixels, (h, w, 2), perhaps with zeros in further channels.
    share
        Returns the share of the edit in a part of the tile, (h, w) in 0..1.
    layers
        The layers of the face, with lids that may close.
    protected
        What is protected of the face, with things in front of it.
    stretched
        The skin of the tile that is softened; None for none.

    Returns
    -------
    NDArray
        (h, w, 3) uint8; a view of the frame where nothing moves.
    """
    flow_x, flow_y = (np.asarray(flow, np.float32) for flow in cv2.split(flow_px)[:2])
    farthest_px = cv2.norm(flow_px, cv2.NORM_INF)
    if farthest_px < _STILL_PX:
        return frame_rgb[tile.top : tile.bottom, tile.left : tile.right]
    if stretched is not None and not stretched.share.any():
        stretched = None
    reach_px = math.ceil(farthest_px) + _KERNEL_PX + (0 if stretched is None else stretched.softening.reach_px)
    # OpenCV limits the side of a source to 32767: pass only the part that the flow reaches.
    near = tile.grown(reach_px).within(Rectangle(0, 0, frame_rgb.shape[1], frame_rgb.shape[0]))
    near_rgb = frame_rgb[near.top : near.bottom, near.left : near.right]
    across, down = (
        np.arange(start, start + length, dtype=np.float32)
        for start, length in ((tile.left - near.left, flow_x.shape[1]), (tile.top - near.top, flow_x.shape[0]))
    )
    sampler = _Sampler(
        frame_rgb, tile, near, np.add(flow_x, across), np.add(flow_y, down[:, np.newaxis]), share, reach_px, layers, stretched
    )

    moved_rgb = sampler.sampled(near_rgb, tile)
    thing = None if protected is None else protected.without_things(near_rgb, near)
    if thing is None:
        return moved_rgb
    # What does not move shows itself, beside a thing as elsewhere.
    skin_rgb, around = thing
    part = around.grown(reach_px).within(tile)
    if not part.is_empty:
        where = part.slices(tile)
        farthest = np.maximum(np.abs(flow_x[where]), np.abs(flow_y[where]))
        moved_rgb[where] = mixed(moved_rgb[where], sampler.sampled(skin_rgb, part), np.clip(farthest - 1, 0, 1))
    return moved_rgb


@dataclass(frozen=True, eq=False)
class _Sampler:
    """Samples pictures of what lies around a tile of a frame, `near`, at the positions that its pixels take, in pixels of `near`."""

    frame_rgb: NDArray[np.uint8]
    tile: Rectangle
    near: Rectangle
    columns: FloatArray
    rows: FloatArray
    share: Callable[[Rectangle], FloatArray]
    reach_px: int
    layers: PlacedLayers | None
    stretched: StretchedSkin | None

    def sampled(self, near_rgb: NDArray[np.uint8], part: Rectangle) -> NDArray[np.uint8]:
        """A part of the tile, with lids drawn over eyeballs before anything moves."""
        moved_rgb = self._remapped(near_rgb, part)
        if self.layers is None:
            return moved_rgb
        closing = self.layers.closing_eyes(self.near)
        if closing is None:
            return moved_rgb
        over = closing.grown(self.reach_px).within(part)
        if not over.is_empty:
            shut_rgb = self._remapped(self.layers.with_lids(near_rgb, self.near), over)
            # An eye that is not edited stays open, whatever the layers contain.
            share = np.clip(4 * self.share(over), 0, 1)
            where = over.slices(part)
            moved_rgb[where] = mixed(moved_rgb[where], shut_rgb, share)
        return moved_rgb

    def _remapped(self, near_rgb: NDArray[np.uint8], part: Rectangle) -> NDArray[np.uint8]:
        where = part.slices(self.tile)
        columns, rows = self.columns[where], self.rows[where]
        # OpenCV samples floats in two thirds of the time that bytes take, and rounds them to the same.
        moved = cv2.remap(near_rgb.astype(np.float32), columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        moved_rgb = np.asarray(cv2.addWeighted(moved, 1, moved, 0, 0, dtype=cv2.CV_8U), np.uint8)
        if self.stretched is None:
            return moved_rgb
        stretched = self.stretched.share[where]
        left, top, width, height = cv2.boundingRect(np.asarray(stretched > 0, np.uint8))
        if width:
            there = slice(top, top + height), slice(left, left + width)
            soft_rgb = self.stretched.softening.sampled(near_rgb, columns[there], rows[there])
            first_x, first_y = part.left + left, part.top + top
            pores = self.stretched.pores.factors(self.frame_rgb, Rectangle(first_x, first_y, first_x + width, first_y + height))
            moved_rgb[there] = mixed(moved_rgb[there], soft_rgb * pores[..., None], stretched[there])
        return moved_rgb


def mixed(rgb: NDArray[np.uint8], other_rgb: NDArray[np.uint8] | FloatArray, share: FloatArray) -> NDArray[np.uint8]:
    """The share (h, w) of another picture in one."""
    return np.asarray(np.minimum(rgb + share[..., None] * (other_rgb.astype(np.float32) - rgb) + 0.5, 255), np.uint8)
