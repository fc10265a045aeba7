"""Layers behind the skin at the frame's resolution: a mouth sampled from a texture, and eyeballs.

The skin in front is the output of `compositing`. Where it opens, `out = (1-m) * skin + m * behind`. The generator outputs m as a logit, and
positions in the mouth texture instead of colors; both are smooth, so that they can be enlarged to any size. A logit divided by its slope is
a signed distance to the edge. Enlarged and thresholded at the frame's resolution, it gives an edge that is as sharp at twelve megapixels as
on a thumbnail (Green, SIGGRAPH 2007). An enlarged opacity would be blurred instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

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
from ganimation_desktop.core.edit.behind import Behind, MouthSampler
from ganimation_desktop.core.edit.packed_maps import PackedMaps, warped
from ganimation_desktop.core.edit.tooth_line import with_tooth_line
from ganimation_desktop.core.imaging.gradients import steepness

CLOSED_LOGIT = -8.0
"""Logit of an invisible layer."""
MAX_ENLARGEMENT = 4
"""Maps are enlarged smoothly up to this factor; the affine map to the frame does the rest."""

_VISIBLE_LOGIT = -4.0
SURELY_OPEN_LOGIT, CLOSING_LOGITS = 1.0, 1.2
"""Largest logit of an eye from which its lids count as open, and how far below it they count as shut: open eyes have 3 to 4, half closed
ones about 1, shut ones less than 0."""
_SMALLEST_SLOPE = 0.5
"""Slope in logits per crop pixel below which an edge is uncertain and stays soft."""
_EDGE_PX = 2.0
"""Width of an edge in frame pixels, from 0 to 1; wider in a blurred photo."""
_EDGE_PER_BLUR = 4.2
"""Ratio of this width to the standard deviation of a blur with the same distance between 10 % and 90 %."""
_FARTHEST = 8.0
_SMOOTHING = 0.6
"""Blur in crop pixels that removes single-pixel steps from the maps."""
_INVISIBLE_SHARE = 1 / 512
_SHADE_AROUND, _SHADE_BELOW_LID, _SHADE_REACH = 0.2, 0.3, 1.8
"""How much darker a completed eyeball is at the edge of its opening, how much more below the upper lid, and how far in, in crop pixels."""

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class LayerMasks:
    """A generator's maps for the layers behind one crop of side S, all float32; the fields are those of `LayerMaps`.

    Attributes
    ----------
    mouth_logit, eye_logit
        (S, S).
    mouth_uv
        (S, S, 2) xy in [-1, 1].
    mouth_shade
        (S, S, 3).
    eye_shade
        (S, S).
    """

    mouth_logit: FloatArray
    mouth_uv: FloatArray
    mouth_shade: FloatArray
    eye_logit: FloatArray
    eye_shade: FloatArray

    def faded(self, fade: FloatArray) -> LayerMasks:
        """Fade the layers out with `fade` (S, S), towards the border of the crop."""
        closing = 2 * CLOSED_LOGIT * (1 - fade)
        return replace(self, mouth_logit=self.mouth_logit + closing, eye_logit=self.eye_logit + closing)

    def with_mouth_closed(self, share: float) -> LayerMasks:
        """Close the mouth by a share in 0..1."""
        return replace(self, mouth_logit=self.mouth_logit + 2 * CLOSED_LOGIT * share)

    def shows(self, share: FloatArray) -> NDArray[np.bool_]:
        """Crop pixels around which a layer may be visible, (S, S), where the share `share` of the crop is edited."""
        shows = self.shows_mouth() | (self.shows_eyes() & (share > _INVISIBLE_SHARE))
        return np.asarray(cv2.dilate(shows.astype(np.uint8), np.ones((5, 5), np.uint8)), np.bool_)

    def shows_edited_eyes(self, share: FloatArray) -> bool:
        """Whether part of an eyeball may be visible where the share `share` (S, S) of the crop is edited."""
        return bool((self.shows_eyes() & (share > _INVISIBLE_SHARE)).any())

    def shows_mouth(self) -> NDArray[np.bool_]:
        """Crop pixels at which the mouth may be visible, (S, S)."""
        return self.mouth_logit > _VISIBLE_LOGIT

    def shows_eyes(self) -> NDArray[np.bool_]:
        """Crop pixels at which an eyeball may be visible, (S, S)."""
        return self.eye_logit > _VISIBLE_LOGIT


@dataclass(frozen=True, eq=False)
class _Region:
    """Maps of a part of the crop, enlarged.

    Attributes
    ----------
    maps
        What there is to know.
    map_from_frame
        Map from the frame's pixels to theirs.
    reach
        The frame pixels that the region may reach.
    """

    maps: PackedMaps
    map_from_frame: Affine
    reach: Rectangle

    def at(self, part: Rectangle) -> list[FloatArray]:
        """The maps at a part of the frame; beyond the region their border is repeated."""
        return self.maps.at(self.map_from_frame, part)


class PlacedLayers:
    """The layers of one face at their place in a frame.

    Parameters
    ----------
    masks
        The generator's maps.
    frame_from_crop
        Map from crop pixels to the frame's.
    behind
        What is visible through the openings, at the frame's resolution.
    share
        Opacity of eyeballs and closed eyes, (S, S) in 0..1: the share of the crop that is edited. 1 everywhere if None.
    """

    def __init__(self, masks: LayerMasks, frame_from_crop: Affine, behind: Behind, share: FloatArray | None = None) -> None:
        self._behind = behind
        crop_from_frame = inverse_affine(frame_from_crop)
        self._closing = [_closing(masks.eye_logit, apply_affine(crop_from_frame, eye.corners_px)) for eye in behind.eyes]
        self._crop_from_frame = crop_from_frame
        self._share = share
        self._scale = affine_scale(frame_from_crop)
        self._edge_px = max(_EDGE_PX, _EDGE_PER_BLUR * behind.surroundings.blur_px)
        shows_mouth, shows_eyes = masks.shows_mouth(), masks.shows_eyes()
        if share is not None:
            shows_eyes &= share > _INVISIBLE_SHARE
        self._mouth: tuple[_Region, MouthSampler] | None = None
        self._eyes: _Region | None = None
        if behind.texture is not None and shows_mouth.any():
            uv = with_tooth_line(masks.mouth_uv, masks.mouth_logit)
            sampler = behind.mouth_sampler(behind.texture, uv, masks.mouth_shade, shows_mouth, self._scale)
            maps = (masks.mouth_logit, masks.mouth_shade, uv)
            self._mouth = _enlarged_region(shows_mouth, maps, frame_from_crop), sampler
        if behind.eyes and shows_eyes.any():
            whole = np.ones_like(masks.eye_shade) if share is None else share
            eye_maps = (masks.eye_logit, masks.eye_shade, whole, _light_between_lids(masks.eye_logit))
            self._eyes = _enlarged_region(shows_eyes, eye_maps, frame_from_crop)

    def closing_eyes(self, part: Rectangle) -> Rectangle | None:
        """The part of the frame around the eyes that close at least partly, of those that reach into `part`; None without one.

        Skin must not be pulled from there: between a lid that comes down and the skin below it, the flow would show the eyeball squeezed
        to a slit.
        """
        reached = [eye.reach for eye, share in zip(self._behind.eyes, self._closing, strict=True) if share > 0 and eye.reach.meets(part)]
        return Rectangle.around(reached) if reached else None

    def with_lids(self, part_rgb: NDArray[np.uint8], part: Rectangle) -> NDArray[np.uint8]:
        """A part of the frame, (h, w, 3) uint8, with the lids that come down drawn over the eyeballs as far as they close."""
        shut_rgb = part_rgb.copy()
        for eye, share in zip(self._behind.eyes, self._closing, strict=True):
            place = eye.reach.within(part)
            if share > 0 and not place.is_empty:
                where = place.slices(part)
                shut = shut_rgb[where].astype(np.float32)
                eye.cover_with_lids(shut, place.left, place.top, share)
                shut_rgb[where] = np.clip(shut + 0.5, 0, 255)
        return shut_rgb

    def lay_over(
        self, skin_rgb: NDArray[np.uint8], left: int, top: int, source_rgb: NDArray[np.uint8], free: FloatArray | None = None
    ) -> None:
        """Show the layers through the openings of the skin, in place.

        Parameters
        ----------
        skin_rgb
            A rectangle of the edited frame, (h, w, 3) uint8.
        left, top
            Its place in the frame.
        source_rgb
            The same rectangle of the unedited frame.
        free
            How much of the layers to show, (h, w) in 0..1; None for all.
        """
        tile = Rectangle(left, top, left + skin_rgb.shape[1], top + skin_rgb.shape[0])
        self._close_eyes(skin_rgb, tile, free)
        if self._eyes is not None and not (part := self._eyes.reach.within(tile)).is_empty:
            where = part.slices(tile)
            distance, shade, share, light = self._eyes.at(part)
            opening = self._opening(distance) * np.clip(share, 0, 1) * (1 if free is None else free[where])
            if opening.any():
                eyeballs = self._behind.eyeballs(source_rgb[where], part.left, part.top, light)
                _blend(skin_rgb[where], eyeballs * shade[..., None], opening)
        if self._mouth is not None:
            region, sampler = self._mouth
            if not (part := region.reach.within(tile)).is_empty:
                where = part.slices(tile)
                distance, shade, uv = region.at(part)
                opening = self._opening(distance) * (1 if free is None else free[where])
                if opening.any():
                    _blend(skin_rgb[where], sampler.sample(uv, shade), opening)

    def _close_eyes(self, skin_rgb: NDArray[np.uint8], tile: Rectangle, free: FloatArray | None) -> None:
        """Draw the eyes that close on a tile of the edited skin, (h, w, 3), in place."""
        for eye, closing in zip(self._behind.eyes, self._closing, strict=True):
            part = eye.reach.within(tile)
            if closing == 0 or part.is_empty:
                continue
            where = part.slices(tile)
            share = np.full(skin_rgb[where].shape[:2], closing, np.float32)
            if self._share is not None:  # an eye that is not edited stays open, whatever the layers contain
                share *= np.clip(4 * warped(self._share, self._crop_from_frame, part), 0, 1)
            if free is not None:
                share *= free[where]
            closed = skin_rgb[where].astype(np.float32)
            eye.close(closed, part.left, part.top, share)
            skin_rgb[where] = np.clip(closed + 0.5, 0, 255)

    def _opening(self, distance: FloatArray) -> FloatArray:
        """Turn signed distances in crop pixels into opacities, 0..1, with edges as sharp as the frame."""
        share = np.clip(distance * (self._scale / self._edge_px) + 0.5, 0, 1)
        return _floats(share * share * (3 - 2 * share))


def _closing(eye_logit: FloatArray, corners_px: NDArray[np.floating]) -> float:
    """How far the lids of an eye have closed, 0..1, by how sure the generator is that an eyeball is seen; its corners in crop pixels."""
    low, high = np.clip(np.floor(corners_px.min(axis=0)), 0, None).astype(int), np.ceil(corners_px.max(axis=0)).astype(int) + 1
    inside = eye_logit[low[1] : max(high[1], 0), low[0] : max(high[0], 0)]
    return float(np.clip((SURELY_OPEN_LOGIT - inside.max()) / CLOSING_LOGITS, 0, 1)) if inside.size else 0.0


def _light_between_lids(eye_logit: FloatArray) -> FloatArray:
    """How much light falls on an eyeball beside its lids, (S, S) in 0..1: the upper one shades it most."""
    down = np.gradient(eye_logit, axis=0)
    slope = np.maximum(steepness(eye_logit, 1 / 8), _SMALLEST_SLOPE)
    from_edge = np.maximum(eye_logit / slope, 0)
    depth = _SHADE_AROUND + _SHADE_BELOW_LID * np.clip(down / slope, 0, 1)
    return _floats(1 - depth * np.exp(-from_edge / _SHADE_REACH))


def _enlarged_region(shows: NDArray[np.bool_], maps: tuple[FloatArray, ...], frame_from_crop: Affine) -> _Region:
    """Trim the maps to where a layer is visible and enlarge them; the first, a logit, becomes a signed distance in crop pixels."""
    size_px = shows.shape[0]
    columns, rows = np.flatnonzero(shows.any(axis=0)), np.flatnonzero(shows.any(axis=1))
    margin = 3
    left, top = max(0, int(columns[0]) - margin), max(0, int(rows[0]) - margin)
    right, bottom = min(size_px, int(columns[-1]) + margin + 1), min(size_px, int(rows[-1]) + margin + 1)
    factor = int(2.0 ** np.clip(round(math.log2(affine_scale(frame_from_crop))), 0, math.log2(MAX_ENLARGEMENT)))
    size = ((right - left) * factor, (bottom - top) * factor)

    def enlarged(values: FloatArray) -> FloatArray:
        # OpenCV's cubic interpolation ripples on slopes, which would be visible at a lip's edge. This is straight and smooth.
        part = cv2.resize(np.ascontiguousarray(values[top:bottom, left:right]), size, interpolation=cv2.INTER_LINEAR)
        return _floats(cv2.GaussianBlur(part, (0, 0), _SMOOTHING * factor))

    logit = enlarged(maps[0])
    distance = np.clip(logit / np.maximum(steepness(logit, factor / 8), _SMALLEST_SLOPE), -_FARTHEST, _FARTHEST)

    crop_from_map = compose_affine(np.array([[1.0, 0, left], [0, 1, top]]), scaling_affine(1 / factor))
    frame_from_map = compose_affine(frame_from_crop, crop_from_map)
    last_x, last_y = size[0] - 0.5, size[1] - 0.5
    corners = apply_affine(frame_from_map, np.array([[-0.5, -0.5], [last_x, -0.5], [last_x, last_y], [-0.5, last_y]]))
    low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int) + 1
    reach = Rectangle(int(low[0]), int(low[1]), int(high[0]), int(high[1]))
    return _Region(PackedMaps((_floats(distance), *map(enlarged, maps[1:]))), inverse_affine(frame_from_map), reach)


def _blend(front_rgb: NDArray[np.uint8], behind: FloatArray, opening: FloatArray) -> None:
    """Blend `behind` in with the opacity `opening` (h, w), in place."""
    mixed = front_rgb + (behind - front_rgb) * opening[..., None]
    np.copyto(front_rgb, np.clip(np.rint(mixed), 0, 255).astype(np.uint8))


def _floats(values: object) -> FloatArray:
    return np.asarray(values, np.float32)
