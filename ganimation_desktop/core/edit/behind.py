"""What is visible through the openings of the skin, at the frame's resolution: a mouth texture, and completed eyeballs.

A texture is as sharp as the picture it was cut from. In another photo it looks pasted in unless its sharpness, grain and brightness match
the skin around it: `Surroundings` holds these.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

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
from ganimation_desktop.core.faces.shut_eye import Lids
from ganimation_desktop.core.imaging.surroundings import Surroundings
from ganimation_desktop.core.imaging.tone_curve import LUMA

GRAIN_PX = 256
"""Side of the grain tile, which repeats."""

_OWN_BLUR = 0.7
"""Standard deviation of the textures' own blur, in texture pixels."""
_ALIASING_BLUR = 0.45
"""Least blur in frame pixels that avoids aliasing."""
_DULLEST, _MOST_BRIGHTENING = 0.92, 1.2
"""Least brightness of teeth as a share of the brightest possible in the photo's light, up to the largest gain."""
_LEVELS_PER_OCTAVE = 2
_LEAST_OCTAVE = -1

FloatArray = NDArray[np.float32]


class MouthTexture:
    """A picture of the inside of a mouth, at any blur.

    Parameters
    ----------
    rgb
        The picture, (H, W, 3) uint8.
    """

    def __init__(self, rgb: NDArray[np.uint8]) -> None:
        self.rgb = rgb
        self.bright = float(np.percentile(_luma(rgb.reshape(-1, 3)), 95))
        self._levels: dict[int, NDArray[np.uint8]] = {}

    def blurred(self, blur_px: float) -> NDArray[np.uint8]:
        """The picture with a total blur of `blur_px`."""
        missing = math.sqrt(max(0.0, blur_px**2 - _OWN_BLUR**2))
        octave = math.log2(max(missing, 2.0**_LEAST_OCTAVE))
        level = math.floor(octave * _LEVELS_PER_OCTAVE)
        share = octave * _LEVELS_PER_OCTAVE - level
        # Mixing two levels keeps the texture steady while the blur varies slightly between frames of a video.
        return np.asarray(cv2.addWeighted(self._level(level), 1 - share, self._level(level + 1), share, 0), np.uint8)

    def _level(self, level: int) -> NDArray[np.uint8]:
        if level <= _LEAST_OCTAVE * _LEVELS_PER_OCTAVE:
            return self.rgb
        if level not in self._levels:
            self._levels[level] = np.asarray(cv2.GaussianBlur(self.rgb, (0, 0), 2.0 ** (level / _LEVELS_PER_OCTAVE)), np.uint8)
        return self._levels[level]

    def texels_per_pixel(self, uv: FloatArray, shows: NDArray[np.bool_]) -> float:
        """Texture pixels per crop pixel, on average; `uv` (S, S, 2), `shows` (S, S) where the mouth is visible."""
        height, width = self.rgb.shape[:2]
        first_x, first_y, n_columns, n_rows = cv2.boundingRect(shows.astype(np.uint8))
        around = slice(max(first_y - 1, 0), first_y + n_rows + 1), slice(max(first_x - 1, 0), first_x + n_columns + 1)
        uv, shows = uv[around], shows[around]
        texels = uv * np.array([width / 2, height / 2], np.float32)
        down, across = (np.asarray(np.gradient(texels, axis=axis), np.float32) for axis in (0, 1))
        area = np.abs(across[..., 0] * down[..., 1] - across[..., 1] * down[..., 0])
        return math.sqrt(max(1e-4, float(np.median(area[shows]))))


@dataclass(frozen=True, eq=False)
class MouthSampler:
    """A texture matched to one frame.

    Attributes
    ----------
    rgb
        The texture, blurred like the frame, (H, W, 3) uint8.
    texels_per_pixel
        Texture pixels per frame pixel.
    gain
        Factors on its colors, (3,) float32.
    grain
        Grain to add, in 8-bit units, (GRAIN_PX, GRAIN_PX), one value per frame pixel; None for a frame without grain.
    """

    rgb: NDArray[np.uint8]
    texels_per_pixel: float
    gain: FloatArray
    grain: FloatArray | None

    def sample(self, uv: FloatArray, shade: FloatArray) -> FloatArray:
        """Colors (h, w, 3) in 8-bit units at positions (h, w, 2) in the texture, with factors (h, w, 3)."""
        half = np.array(self.rgb.shape[1::-1], np.float32) / 2
        positions = uv * half + (half - np.float32(0.5))
        interpolation = cv2.INTER_CUBIC if self.texels_per_pixel < 1 else cv2.INTER_LINEAR
        # Two maps: OpenCV 5.0 loses pixels at the end of a bilinear remap with one two-channel map.
        columns, rows = cv2.split(positions)
        rgb = cv2.remap(self.rgb, columns, rows, interpolation, borderMode=cv2.BORDER_REPLICATE)
        colors = np.asarray(rgb * (shade * self.gain), np.float32)
        if self.grain is not None:
            # Grain is fixed to the texture, so that it does not flicker; its pitch is that of the frame's pixels, to the nearest octave.
            pitch = 2.0 ** round(math.log2(self.texels_per_pixel))
            cells = np.floor(positions / np.float32(pitch)).astype(np.int32) & (GRAIN_PX - 1)
            colors += self.grain[cells[..., 1], cells[..., 0]][..., None]
        return colors


@dataclass(frozen=True, eq=False)
class EyePicture:
    """One eyeball without its lids.

    Attributes
    ----------
    rgb
        (h, w, 3) float32 in 8-bit units.
    seen
        Where the frame's own pixels are shown instead, (h, w) float32 in 0..1; None for nowhere.
    picture_from_frame
        Map from the frame's pixels to the picture's.
    lids
        Returns the lids over it before they come down; None if nobody knows.
    closed
        Returns the closed eye; None if nobody knows.
    """

    rgb: FloatArray
    seen: FloatArray | None
    picture_from_frame: Affine
    lids: Callable[[], Lids] | None = None
    closed: Callable[[], Lids] | None = None

    def in_crop(self, frame_from_crop: Affine) -> EyePicture:
        """The same eyeball in crop pixels, averaged where they are larger."""
        factor = max(1, math.floor(affine_scale(frame_from_crop)))
        height, width = self.rgb.shape[:2]
        size = (max(1, width // factor), max(1, height // factor))

        def reduced(values: FloatArray) -> FloatArray:
            return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)

        def reduced_lids(lids: Callable[[], Lids] | None) -> Callable[[], Lids] | None:
            return None if lids is None else lambda: Lids(*map(reduced, lids()))

        reduced_from_picture = inverse_affine(scaling_affine(width / size[0], height / size[1]))
        picture_from_crop = compose_affine(self.picture_from_frame, frame_from_crop)
        picture_from_crop = compose_affine(reduced_from_picture, picture_from_crop)
        return EyePicture(
            reduced(self.rgb),
            None if self.seen is None else reduced(self.seen),
            picture_from_crop,
            reduced_lids(self.lids),
            reduced_lids(self.closed),
        )

    def lay_over(self, frame_part: FloatArray, left: int, top: int, light: FloatArray) -> None:
        """Draw the eyeball into a part of the frame, (h, w, 3) in 8-bit units, in a light (h, w) of 0..1, in place."""
        where, source = self._shared(frame_part, left, top)
        rgb, covers = self._in_frame
        _mix(frame_part[where], rgb[source] * light[where][..., None], covers[source])

    def cover_with_lids(self, frame_part: FloatArray, left: int, top: int, share: float) -> None:
        """Draw the lids that are to come down over the eyeball in a part of the frame, (h, w, 3), by a share of 0..1, in place."""
        if self._lids_in_frame is not None:
            where, source = self._shared(frame_part, left, top)
            rgb, covers = self._lids_in_frame
            _mix(frame_part[where], rgb[source], share * covers[source])

    def close(self, frame_part: FloatArray, left: int, top: int, share: FloatArray) -> None:
        """Draw the closed eye into a part of the edited frame, (h, w, 3), by a share (h, w) of 0..1, in place."""
        if self._closed_in_frame is not None:
            where, source = self._shared(frame_part, left, top)
            rgb, covers = self._closed_in_frame
            _mix(frame_part[where], rgb[source], share[where] * covers[source])

    @cached_property
    def corners_px(self) -> FloatArray:
        """Its corners in frame pixels, (4, 2) xy."""
        height, width = self.rgb.shape[:2]
        corners = np.array([[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]], np.float64)
        return np.asarray(apply_affine(inverse_affine(self.picture_from_frame), corners), np.float32)

    @cached_property
    def reach(self) -> Rectangle:
        """The frame pixels that it may reach."""
        low, high = np.floor(self.corners_px.min(axis=0)).astype(int) - 1, np.ceil(self.corners_px.max(axis=0)).astype(int) + 2
        return Rectangle(int(low[0]), int(low[1]), int(high[0]), int(high[1]))

    def _shared(self, frame_part: FloatArray, left: int, top: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
        """What a part of the frame shares with the eyeball: its rows and columns in the part and in `reach`."""
        part = Rectangle(left, top, left + frame_part.shape[1], top + frame_part.shape[0])
        shared = self.reach.within(part)
        if shared.is_empty:
            return (slice(0), slice(0)), (slice(0), slice(0))
        return shared.slices(part), shared.slices(self.reach)

    @cached_property
    def _in_frame(self) -> tuple[FloatArray, FloatArray]:
        """Colors and opacity of the eyeball in the pixels of `reach`: the same for every expression."""
        return self._placed(self.rgb, np.ones(self.rgb.shape[:2], np.float32) if self.seen is None else 1 - self.seen)

    @cached_property
    def _lids_in_frame(self) -> tuple[FloatArray, FloatArray] | None:
        """Colors and opacity of the lids there."""
        return None if self.lids is None else self._placed(*self.lids())

    @cached_property
    def _closed_in_frame(self) -> tuple[FloatArray, FloatArray] | None:
        """Colors and opacity of the closed eye there."""
        return None if self.closed is None else self._placed(*self.closed())

    def _placed(self, rgb: FloatArray, alpha: FloatArray) -> tuple[FloatArray, FloatArray]:
        return (
            warped(rgb, self.picture_from_frame, self.reach, interpolation=cv2.INTER_CUBIC),
            warped(alpha, self.picture_from_frame, self.reach),
        )


def _mix(rgb: FloatArray, other_rgb: FloatArray, share: FloatArray) -> None:
    """Mix the share (h, w) of another picture into one, in place."""
    if share.any():
        rgb += share[..., None] * (other_rgb - rgb)


@dataclass(frozen=True, eq=False)
class Behind:
    """What lies behind the openings of one face, in a frame's pixels.

    Attributes
    ----------
    surroundings
        Sharpness, grain and light of the photo around them.
    texture
        The mouth; None for a generator without one.
    eyes
        The eyeballs; empty if none is needed.
    """

    surroundings: Surroundings
    texture: MouthTexture | None
    eyes: tuple[EyePicture, ...]

    def in_crop(self, frame_from_crop: Affine) -> Behind:
        """The same in the pixels of a crop."""
        scale = affine_scale(frame_from_crop)
        surroundings = replace(self.surroundings, blur_px=self.surroundings.blur_px / scale, noise=(0.0, 0.0))
        return replace(self, surroundings=surroundings, eyes=tuple(eye.in_crop(frame_from_crop) for eye in self.eyes))

    def eyeballs(self, frame_rgb: NDArray[np.uint8], left: int, top: int, light: FloatArray) -> FloatArray:
        """Return a part of the frame with the eyeballs drawn over it, (h, w, 3) in 8-bit units, where the frame does not show them.

        There they are in the light (h, w), 0..1, that falls between the lids; the frame's own pixels have their light already.
        """
        part = frame_rgb.astype(np.float32)
        for eye in self.eyes:
            eye.lay_over(part, left, top, light)
        return part

    def mouth_sampler(
        self, texture: MouthTexture, uv: FloatArray, shade: FloatArray, shows: NDArray[np.bool_], scale: float
    ) -> MouthSampler:
        """Match a texture to the frame.

        Parameters
        ----------
        texture
            The texture.
        uv, shade, shows
            At crop size: positions in the texture (S, S, 2), factors (S, S, 3), and where the mouth is visible (S, S).
        scale
            Frame pixels per crop pixel.
        """
        texels_per_pixel = texture.texels_per_pixel(uv, shows) / scale
        blur_px = max(self.surroundings.blur_px, _ALIASING_BLUR) * texels_per_pixel
        # The brightest teeth get the color of the photo's light, and at most its brightness.
        brightest_shade = np.maximum(np.percentile(shade[shows], 90, axis=0), 1e-3)
        level = float(brightest_shade @ LUMA)
        usual = self.surroundings.brightest / max(texture.bright, 1.0)
        level = min(max(level, _DULLEST * usual), _MOST_BRIGHTENING * level, usual)
        gain = (np.array(self.surroundings.tint) * level / brightest_shade).astype(np.float32)
        return MouthSampler(texture.blurred(blur_px), texels_per_pixel, gain, grain_field(self.surroundings.noise))


@lru_cache(maxsize=8)
def grain_field(noise: tuple[float, float]) -> FloatArray | None:
    """Noise with the given standard deviations in single pixels and in pairs of pixels, the same on every call; None for no noise."""
    fine, coarse = noise
    if fine <= 0 and coarse <= 0:
        return None
    rng = np.random.default_rng(1)
    single = rng.standard_normal((GRAIN_PX, GRAIN_PX), np.float32)
    pairs = rng.standard_normal((GRAIN_PX // 2, GRAIN_PX // 2), np.float32)
    pairs = np.asarray(cv2.resize(pairs, (GRAIN_PX, GRAIN_PX), interpolation=cv2.INTER_LINEAR), np.float32)
    return np.asarray(fine * single + coarse * pairs, np.float32)


def _luma(rgb: NDArray[np.uint8] | FloatArray) -> FloatArray:
    return np.asarray(rgb @ LUMA, np.float32)
