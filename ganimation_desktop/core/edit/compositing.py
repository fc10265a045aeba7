"""Masks at crop size -> changed pixels at the frame's resolution: `out = A*I + (1-A)*C`, with `C = (1-o)*warp(I, flow) + residual`.

A generator's picture of 128 pixels pasted into a photo of 12 megapixels would be a blurred patch. So only the generator's smooth maps are
enlarged, never its picture: the flow moves the photo's own pixels, the opacity o hides them where something else is painted, and the
residual is added. A generator without flow leaves the pixels in place, and its residual is its output minus its input, `C = I + (color -
crop)`, so that skin keeps its pores there too.

What lies behind the skin's openings is added by `layers`, with sharp edges. In a toned photo every changed pixel follows the photo's tone
curve.

Where A lies between 0 and 1, `A*I + (1-A)*C` mixes a face that stays with one that moves. At crop size these are a pixel or less apart
and the mixture looks like a face moved by the share `1 - A`; at the frame's size they are many pixels apart and the mixture is a double
image of every pore. There the share is taken of the movement instead: `out(p) = (1-(1-A)*o)*I(p + (1-A)*flow) + (1-A)*residual`. Both
are the same where A is 0 or 1, without flow, and elsewhere to first order in the flow.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import (
    Affine,
    Rectangle,
    affine_scale,
    apply_affine,
    compose_affine,
    frame_rectangle,
    inverse_affine,
    scaling_affine,
)
from ganimation_desktop.core.edit.behind import Behind
from ganimation_desktop.core.edit.layers import LayerMasks, PlacedLayers
from ganimation_desktop.core.edit.patch import Patch, smallest_patch
from ganimation_desktop.core.edit.protected import ProtectedPart
from ganimation_desktop.core.imaging.tone_curve import ToneCurve

FADE_SHARE = 0.04
"""Share of the crop side over which the change fades to nothing at each border, so that no seam is visible."""
TILE_PX = 256
"""Tiles of this size keep every intermediate array in the processor's cache."""

_MAX_ENLARGEMENT = 2
_INVISIBLE = 0.25


@dataclass(frozen=True, eq=False)
class CropMasks:
    """A generator's maps for one crop of side S.

    Attributes
    ----------
    attention
        A, (S, S) float32 in 0..1; 1 keeps the source pixel.
    residual
        What is added to the moved pixels, (S, S, 3) float32 RGB in 8-bit units, -255..255.
    flow
        Pixel p takes the source at p + flow, (S, S, 2) float32 xy in crop pixels; None when the pixels stay in place.
    opacity
        o, share of the moved pixels that disappears below the residual, (S, S) float32 in 0..1; None when none does.
    layers
        What lies behind the skin's openings; None for a generator without layers.
    """

    attention: NDArray[np.float32]
    residual: NDArray[np.float32]
    flow: NDArray[np.float32] | None
    opacity: NDArray[np.float32] | None = None
    layers: LayerMasks | None = None


def composite_face(
    frame_rgb: NDArray[np.uint8],
    frame_from_crop: Affine,
    masks: CropMasks,
    behind: Behind | None = None,
    tone: ToneCurve | None = None,
    visible: Rectangle | None = None,
    protected: ProtectedPart | None = None,
) -> Patch | None:
    """Edit one face at the frame's own resolution.

    Parameters
    ----------
    frame_rgb
        The frame, (H, W, 3) uint8; not changed.
    frame_from_crop
        (2, 3) map from crop pixels to frame pixels.
    masks
        What to change.
    behind
        What the layers show; without it they are skipped.
    tone
        The tone curve of a toned photo.
    visible
        The part of the frame that matters; None for all of it. Its pixels are the same either way.
    protected
        What may not change, or only in part; None for nothing.

    Returns
    -------
    Patch or None
        The smallest rectangle that holds every changed pixel that matters, and perhaps some around these; None when no pixel changes.
        Pixels outside the crop never change.
    """
    # Where in the crop anything may change visibly.
    size_px = masks.attention.shape[0]
    share = np.clip(1 - masks.attention, 0, 1) * _fade(size_px)
    flow_px = None if masks.flow is None else _float_array(cv2.transform(masks.flow, frame_from_crop[:, :2]))
    active = _active(share, masks, flow_px)
    layers = None
    if masks.layers is not None and behind is not None:
        masks_inside = masks.layers.faded(_fade(size_px))
        active |= masks_inside.shows(share)
        layers = PlacedLayers(masks_inside, frame_from_crop, behind, share)
    if not active.any():
        return None

    # Enlarge smoothly to about the frame's resolution; the affine map does the rest.
    enlargement = 2.0 ** np.clip(round(math.log2(affine_scale(frame_from_crop))), -_MAX_ENLARGEMENT, _MAX_ENLARGEMENT)
    map_px = round(size_px * float(enlargement))
    change = _change(share, masks, flow_px, map_px)
    map_from_crop = scaling_affine(map_px / size_px)

    # Edit tile by tile, skipping unchanged ones.
    crop_from_frame = inverse_affine(frame_from_crop)
    map_from_frame = compose_affine(map_from_crop, crop_from_frame)
    tiles = [
        tile
        for tile in _tiles(*frame_rectangle(frame_from_crop, size_px, frame_rgb.shape, margin_px=1))
        if (visible is None or tile.meets(visible)) and _touches(tile, crop_from_frame, active)
    ]
    if not tiles:
        return None
    edited = Rectangle.around(tiles)
    edited_rgb = frame_rgb[edited.top : edited.bottom, edited.left : edited.right].copy()
    for tile in tiles:
        free = None if protected is None else protected.free_share(tile)
        if free is not None and not free.any():
            continue
        edited_tile = _edited_tile(frame_rgb, tile, map_from_frame, change, layers, free, protected)
        source_tile = frame_rgb[tile.top : tile.bottom, tile.left : tile.right]
        if layers is not None:
            layers.lay_over(edited_tile, tile.left, tile.top, source_tile, free)
        if tone is not None:
            tone.apply_to_changes(edited_tile, source_tile)
        if free is not None:
            np.copyto(edited_tile, source_tile, where=(free == 0)[..., None])
        edited_rgb[tile.top - edited.top : tile.bottom - edited.top, tile.left - edited.left : tile.right - edited.left] = edited_tile
    return smallest_patch(frame_rgb[edited.top : edited.bottom, edited.left : edited.right], edited_rgb, edited.left, edited.top)


@dataclass(frozen=True, eq=False)
class _Change:
    """The change of the frame's pixels, at map size M: everything is weighted by the share `1 - A` and faded at the border.

    `residual` is (M, M, 3) in 8-bit units; `flow_px` is (M, M, 2) in frame pixels, or None when the pixels stay in place; `opacity` is
    (M, M), or None when nothing is hidden; `share` is (M, M) in 0..1.
    """

    share: NDArray[np.float32]
    residual: NDArray[np.float32]
    flow_px: NDArray[np.float32] | None
    opacity: NDArray[np.float32] | None


@lru_cache(maxsize=4)
def _fade(size_px: int) -> NDArray[np.float32]:
    """0 in the outermost pixels of a crop, 1 from `FADE_SHARE` inwards, (S, S)."""
    steps = np.arange(size_px)
    nearness = np.clip(np.minimum(steps, steps[::-1]) / (FADE_SHARE * size_px), 0, 1)
    ramp = nearness**2 * (3 - 2 * nearness)
    return np.minimum.outer(ramp, ramp).astype(np.float32)


def _active(share: NDArray[np.float32], masks: CropMasks, flow_px: NDArray[np.float32] | None) -> NDArray[np.bool_]:
    """Crop pixels around which the change may become visible, (S, S).

    A pixel changes by at most `share * (|residual| + 255 (o + 1))`, and by less where it moves by less than a pixel. Interpolation mixes
    neighbours, hence the largest value of each factor in the neighbourhood.
    """
    amount = _largest_channel(masks.residual)
    if masks.opacity is not None:
        amount = amount + 255 * masks.opacity
    if flow_px is not None:
        amount = amount + 255 * np.minimum(1, 1.5 * _largest_channel(flow_px))
    neighbourhood = np.ones((5, 5), np.uint8)
    return _float_array(cv2.dilate(share, neighbourhood)) * _float_array(cv2.dilate(amount, neighbourhood)) >= _INVISIBLE


def _largest_channel(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Largest magnitude of (S, S, C) over C, (S, S); NumPy's reduction over a short axis is slow."""
    largest = np.abs(values[..., 0])
    for channel in range(1, values.shape[2]):
        largest = np.maximum(largest, np.abs(values[..., channel]))
    return largest


def _change(share: NDArray[np.float32], masks: CropMasks, flow_px: NDArray[np.float32] | None, size_px: int) -> _Change:
    """Resize the maps and weight them; the share is clipped where cubic interpolation overshoots, so that it is 0 at the crop's border."""
    interpolation = cv2.INTER_CUBIC if size_px > share.shape[0] else cv2.INTER_AREA

    def resized(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return _float_array(cv2.resize(values, (size_px, size_px), interpolation=interpolation))

    def weighted(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return resized(values) * _float_array(cv2.merge([resized_share] * values.shape[2]))

    resized_share = np.clip(resized(share), 0, 1)
    return _Change(
        resized_share,
        weighted(masks.residual),
        None if flow_px is None else weighted(flow_px),
        None if masks.opacity is None else np.clip(resized(masks.opacity) * resized_share, 0, 1),
    )


def _tiles(left: int, top: int, right: int, bottom: int) -> Iterator[Rectangle]:
    """Cut a rectangle into equal tiles of at most `TILE_PX`."""
    xs = np.linspace(left, right, math.ceil((right - left) / TILE_PX) + 1).round().astype(int).tolist()
    ys = np.linspace(top, bottom, math.ceil((bottom - top) / TILE_PX) + 1).round().astype(int).tolist()
    for tile_top, tile_bottom in itertools.pairwise(ys):
        for tile_left, tile_right in itertools.pairwise(xs):
            yield Rectangle(tile_left, tile_top, tile_right, tile_bottom)


def _touches(tile: Rectangle, crop_from_frame: Affine, active: NDArray[np.bool_]) -> bool:
    right, bottom = tile.right - 1, tile.bottom - 1
    corners = np.array([[tile.left, tile.top], [right, tile.top], [right, bottom], [tile.left, bottom]])
    in_crop = apply_affine(crop_from_frame, corners)
    low = np.clip(np.floor(in_crop.min(axis=0)), 0, None).astype(int)
    high = np.clip(np.ceil(in_crop.max(axis=0)) + 1, 0, None).astype(int)
    return bool(active[low[1] : high[1], low[0] : high[0]].any())


def _edited_tile(
    frame_rgb: NDArray[np.uint8],
    tile: Rectangle,
    map_from_frame: Affine,
    change: _Change,
    layers: PlacedLayers | None,
    free: NDArray[np.float32] | None,
    protected: ProtectedPart | None,
) -> NDArray[np.uint8]:
    """Move the pixels of one tile, hide what is painted over, then add the residual; all of it by the share that is `free`."""
    map_from_tile = compose_affine(map_from_frame, np.array([[1.0, 0, tile.left], [0, 1, tile.top]]))
    size = (tile.right - tile.left, tile.bottom - tile.top)

    def enlarged(values: NDArray[np.float32]) -> NDArray[np.float32]:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        in_tile = _float_array(cv2.warpAffine(values, map_from_tile, size, flags=flags, borderMode=cv2.BORDER_CONSTANT))
        return in_tile if free is None else in_tile * (free if in_tile.ndim == 2 else free[..., None])

    moved_rgb = frame_rgb[tile.top : tile.bottom, tile.left : tile.right]
    if change.flow_px is not None:
        moved_rgb = _moved(frame_rgb, tile, enlarged(change.flow_px), layers, protected, lambda: enlarged(change.share))
    if change.opacity is not None:
        kept = 1 - enlarged(change.opacity)
        moved = _float_array(cv2.multiply(moved_rgb, _float_array(cv2.merge([kept] * 3)), dtype=cv2.CV_32F))
        return np.asarray(cv2.add(moved, enlarged(change.residual), dtype=cv2.CV_8U), np.uint8)
    return np.asarray(cv2.add(moved_rgb, enlarged(change.residual), dtype=cv2.CV_8U), np.uint8)


def _moved(
    frame_rgb: NDArray[np.uint8],
    tile: Rectangle,
    flow_px: NDArray[np.float32],
    layers: PlacedLayers | None,
    protected: ProtectedPart | None,
    share: Callable[[], NDArray[np.float32]],
) -> NDArray[np.uint8]:
    """Sample the pixels of a tile at an offset of `flow_px`, with cubic interpolation to keep them sharp."""
    # OpenCV limits the side of a source to 32767: pass only the part that the flow reaches.
    reach_px = math.ceil(float(np.abs(flow_px).max())) + 3
    left, top = max(0, tile.left - reach_px), max(0, tile.top - reach_px)
    near_rgb = frame_rgb[top : tile.bottom + reach_px, left : tile.right + reach_px]
    positions = _float_array(cv2.add(flow_px, _grid(flow_px.shape[1], flow_px.shape[0], tile.left - left, tile.top - top)))

    def sampled(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        unused_map = np.empty(0, np.float32)
        return np.asarray(cv2.remap(rgb, positions, unused_map, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)

    def moved(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        source_rgb = rgb if layers is None else layers.skin_source(rgb, left, top)
        if source_rgb is rgb:
            return sampled(rgb)
        # An eye that is not edited stays open, whatever the layers contain.
        return _mixed(sampled(rgb), sampled(source_rgb), np.clip(4 * share(), 0, 1))

    skin_rgb = None if protected is None else protected.without_things(near_rgb, left, top)
    if skin_rgb is None:
        return moved(near_rgb)
    # What does not move shows itself, beside a thing as elsewhere.
    return _mixed(moved(near_rgb), moved(skin_rgb), np.clip(_largest_channel(flow_px) - 1, 0, 1))


def _mixed(rgb: NDArray[np.uint8], other_rgb: NDArray[np.uint8], share: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The share (h, w) of another picture in one."""
    return np.asarray(rgb + share[..., None] * (other_rgb.astype(np.float32) - rgb) + 0.5, np.uint8)


@lru_cache(maxsize=16)
def _grid(width: int, height: int, left: int, top: int) -> NDArray[np.float32]:
    """Pixel positions of a rectangle, (height, width, 2) xy."""
    xs, ys = np.arange(left, left + width, dtype=np.float32), np.arange(top, top + height, dtype=np.float32)
    return np.stack(np.meshgrid(xs, ys), axis=-1)


def _float_array(values: object) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)
