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
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

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
from ganimation_desktop.core.edit.creases import Crease, PlacedCreases
from ganimation_desktop.core.edit.layers import LayerMasks, PlacedLayers
from ganimation_desktop.core.edit.moving import moved_pixels
from ganimation_desktop.core.edit.packed_maps import packed, warped
from ganimation_desktop.core.edit.patch import Patch, smallest_patch
from ganimation_desktop.core.edit.protected import ProtectedPart
from ganimation_desktop.core.edit.streaks import Pores, RowSoftening, StretchedSkin, stretched_share
from ganimation_desktop.core.imaging.tone_curve import ToneCurve

FADE_SHARE = 0.04
"""Share of the crop side over which the change fades to nothing at each border, so that no seam is visible."""
TILE_PX = 256
"""Tiles of this size keep every intermediate array in the processor's cache."""

_MAX_ENLARGEMENT, _MAX_DRAFT_ENLARGEMENT = 2, 1
"""Maps are enlarged smoothly by at most this power of 2."""
_INVISIBLE = 0.25
_MARGIN_PX = 4
"""Crop pixels around a place whose values interpolation takes into account there, and more."""


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
    creases
        What is drawn on the skin at the frame's resolution.
    """

    attention: NDArray[np.float32]
    residual: NDArray[np.float32]
    flow: NDArray[np.float32] | None
    opacity: NDArray[np.float32] | None = None
    layers: LayerMasks | None = None
    creases: tuple[Crease, ...] = ()


def composite_face(
    frame_rgb: NDArray[np.uint8],
    frame_from_crop: Affine,
    masks: CropMasks,
    behind: Behind | None = None,
    tone: ToneCurve | None = None,
    visible: Rectangle | None = None,
    protected: ProtectedPart | None = None,
    *,
    draft: bool = False,
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
        The part of the frame that matters; None for all of it. Its pixels are the same either way, but for the rounding of floats.
    protected
        What may not change, or only in part; None for nothing.
    draft
        Place pixels faster, and less than a tenth of a crop pixel beside where they belong.

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
    whole = Rectangle(0, 0, size_px, size_px)
    for crease in masks.creases:
        active[crease.reach.within(whole).slices(whole)] = True
    if not active.any():
        return None

    # Edit tile by tile, skipping unchanged ones.
    crop_from_frame = inverse_affine(frame_from_crop)
    covered = Rectangle(*frame_rectangle(frame_from_crop, size_px, frame_rgb.shape, margin_px=1))
    shown = covered if visible is None else covered.within(visible)
    if shown.is_empty:
        return None
    tiles = [tile for tile in _tiles(shown) if _touches(tile, crop_from_frame, active)]
    if not tiles:
        return None
    edited = Rectangle.around(tiles)
    edited_rgb = frame_rgb[edited.top : edited.bottom, edited.left : edited.right].copy()
    change = _Change.of(share, masks, flow_px, frame_from_crop, edited, draft=draft)
    creases = PlacedCreases(masks.creases, frame_from_crop)
    for tile in tiles:
        free = None if protected is None else protected.free_share(tile)
        if free is not None and not free.any():
            continue
        edited_tile = _edited_tile(frame_rgb, tile, change, layers, free, protected)
        source_tile = frame_rgb[tile.top : tile.bottom, tile.left : tile.right]
        creases.lay_over(edited_tile, tile, free)
        if layers is not None:
            layers.lay_over(edited_tile, tile.left, tile.top, source_tile, free)
        if tone is not None:
            tone.apply_to_changes(edited_tile, source_tile)
        if free is not None:
            cv2.copyTo(source_tile, np.asarray(free == 0, np.uint8), edited_tile)
        edited_rgb[tile.slices(edited)] = edited_tile
    return smallest_patch(frame_rgb[edited.top : edited.bottom, edited.left : edited.right], edited_rgb, edited.left, edited.top)


@dataclass(frozen=True, eq=False)
class _Change:
    """The change of the frame's pixels, at map size M: everything is weighted by the share `1 - A` and faded at the border.

    Attributes
    ----------
    painted
        The residual RGB in 8-bit units, and the opacity in 0..1, (M, M, 4).
    flow_px
        The flow xy in frame pixels, (M, M, 2), or (M, M, 4) with zeros after it; None when the pixels stay in place.
    share
        (M, M) in 0..1.
    stretched
        The skin that the flow stretches so far that it is softened, (M, M); None if none.
    hides
        Whether the opacity is above 0 anywhere.
    map_from_frame
        Map from the frame's pixels to these.
    """

    painted: NDArray[np.float32]
    flow_px: NDArray[np.float32] | None
    share: NDArray[np.float32]
    stretched: StretchedSkin | None
    hides: bool
    map_from_frame: Affine

    @classmethod
    def of(
        cls,
        share: NDArray[np.float32],
        masks: CropMasks,
        flow_px: NDArray[np.float32] | None,
        frame_from_crop: Affine,
        edited: Rectangle,
        *,
        draft: bool,
    ) -> _Change:
        """Enlarge the maps of a crop smoothly to about the frame's resolution, as far as they matter; the affine map does the rest.

        The share is clipped where cubic interpolation overshoots, so that it is 0 at the crop's border. A draft has a flow of four
        channels, which OpenCV warps in an eighth of the time of two, without the rounded positions that these get.
        """
        size_px, most = share.shape[0], _MAX_DRAFT_ENLARGEMENT if draft else _MAX_ENLARGEMENT
        enlargement = 2.0 ** np.clip(round(math.log2(affine_scale(frame_from_crop))), -_MAX_ENLARGEMENT, most)
        crop_from_frame = inverse_affine(frame_from_crop)
        used = Rectangle(0, 0, size_px, size_px)
        if enlargement >= 1:  # a whole factor: what is cut off changes nothing
            used = _in_crop(edited, crop_from_frame).grown(_MARGIN_PX).within(used)
        map_size = round((used.right - used.left) * enlargement), round((used.bottom - used.top) * enlargement)
        interpolation = cv2.INTER_CUBIC if enlargement > 1 else cv2.INTER_AREA
        where = slice(used.top, used.bottom), slice(used.left, used.right)

        def resized(values: NDArray[np.float32]) -> NDArray[np.float32]:
            return _float_array(cv2.resize(values[where], map_size, interpolation=interpolation))

        def weighted(values: NDArray[np.float32]) -> NDArray[np.float32]:
            enlarged = resized(values)
            return _float_array(cv2.multiply(enlarged, cv2.merge([enlarged_share] * enlarged.shape[2]), dst=enlarged))

        enlarged_share = np.clip(resized(share), 0, 1)
        painted = weighted(packed(masks.residual) if masks.opacity is None else packed(masks.residual, masks.opacity))
        if masks.opacity is not None:
            cv2.insertChannel(np.clip(cv2.extractChannel(painted, 3), 0, 1), painted, 3)
        stretched_there = None if masks.flow is None else stretched_share(masks.flow, share)
        stretched = None
        if stretched_there is not None:
            softened = np.clip(resized(stretched_there), 0, 1) * enlarged_share
            stretched = StretchedSkin(
                softened, RowSoftening.along_rows(frame_from_crop, size_px), Pores.below_eyes(frame_from_crop, size_px)
            )
        map_from_used = scaling_affine(map_size[0] / (used.right - used.left))
        map_from_crop = compose_affine(map_from_used, np.array([[1.0, 0, -used.left], [0, 1, -used.top]]))
        return cls(
            painted,
            None if flow_px is None else weighted(packed(flow_px) if draft else flow_px),
            enlarged_share,
            stretched,
            masks.opacity is not None,
            compose_affine(map_from_crop, crop_from_frame),
        )


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


def _tiles(part: Rectangle) -> Iterator[Rectangle]:
    """Cut a rectangle into equal tiles of at most `TILE_PX`."""
    xs = np.linspace(part.left, part.right, math.ceil((part.right - part.left) / TILE_PX) + 1).round().astype(int).tolist()
    ys = np.linspace(part.top, part.bottom, math.ceil((part.bottom - part.top) / TILE_PX) + 1).round().astype(int).tolist()
    for tile_top, tile_bottom in itertools.pairwise(ys):
        for tile_left, tile_right in itertools.pairwise(xs):
            yield Rectangle(tile_left, tile_top, tile_right, tile_bottom)


def _in_crop(tile: Rectangle, crop_from_frame: Affine) -> Rectangle:
    """The crop pixels that hold a rectangle of the frame, those outside the crop left out at its upper and left border."""
    right, bottom = tile.right - 1, tile.bottom - 1
    corners = apply_affine(crop_from_frame, np.array([[tile.left, tile.top], [right, tile.top], [right, bottom], [tile.left, bottom]]))
    low = np.clip(np.floor(corners.min(axis=0)), 0, None).astype(int)
    high = np.clip(np.ceil(corners.max(axis=0)) + 1, 0, None).astype(int)
    return Rectangle(int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _touches(tile: Rectangle, crop_from_frame: Affine, active: NDArray[np.bool_]) -> bool:
    place = _in_crop(tile, crop_from_frame)
    return bool(active[place.top : place.bottom, place.left : place.right].any())


def _edited_tile(
    frame_rgb: NDArray[np.uint8],
    tile: Rectangle,
    change: _Change,
    layers: PlacedLayers | None,
    free: NDArray[np.float32] | None,
    protected: ProtectedPart | None,
) -> NDArray[np.uint8]:
    """Move the pixels of one tile, hide what is painted over, then add the residual; all of it by the share that is `free`."""

    def enlarged(values: NDArray[np.float32], part: Rectangle) -> NDArray[np.float32]:
        in_part = warped(values, change.map_from_frame, part)
        if free is None:
            return in_part
        free_there = free[part.slices(tile)]
        n_channels = 1 if in_part.ndim == 2 else in_part.shape[2]
        return _float_array(cv2.multiply(in_part, cv2.merge([free_there] * n_channels), dst=in_part))

    moved_rgb = frame_rgb[tile.top : tile.bottom, tile.left : tile.right]
    if change.flow_px is not None:
        flow_px = enlarged(change.flow_px, tile)
        stretched = change.stretched
        if stretched is not None:
            stretched = replace(stretched, share=enlarged(stretched.share, tile))
        moved_rgb = moved_pixels(frame_rgb, tile, flow_px, partial(enlarged, change.share), layers, protected, stretched)
    painted = enlarged(change.painted, tile)
    residual = cv2.cvtColor(painted, cv2.COLOR_RGBA2RGB)
    if change.hides:
        kept = 1 - cv2.extractChannel(painted, 3)
        moved = cv2.multiply(moved_rgb, cv2.merge([kept] * 3), dtype=cv2.CV_32F)
        return np.asarray(cv2.add(moved, residual, dtype=cv2.CV_8U), np.uint8)
    return np.asarray(cv2.add(moved_rgb, residual, dtype=cv2.CV_8U), np.uint8)


def _float_array(values: object) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)
