"""Photos in another size: pixels, opacity, and the sizes that their metadata state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.imaging.exif import resized_exif
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.core.imaging.photo_decoding import MAX_PIXELS
from ganimation_desktop.core.imaging.provenance import resized_xmp

Level = TypeVar("Level", bound=np.uint8 | np.uint16)

MIN_SIDE_PX, MAX_SIDE_PX = 16, 65_500
MAX_PERCENT = 400
_MOST_DIGITS = 6


@dataclass(frozen=True)
class Resize:
    """The size of a result: its longest side, or a percentage of the photo's own size.

    Attributes
    ----------
    longest_px
        The longest side in pixels, `MIN_SIDE_PX` to `MAX_SIDE_PX`.
    percent
        Instead of it, 1 to `MAX_PERCENT`.
    enlarge
        Whether a photo with a shorter longest side is enlarged; a percentage says that by itself.
    """

    longest_px: int | None = None
    percent: int | None = None
    enlarge: bool = False

    def __post_init__(self) -> None:
        if (self.longest_px is None) == (self.percent is None):
            raise ValueError("a size is a longest side or a percentage")
        if self.longest_px is not None and not MIN_SIDE_PX <= self.longest_px <= MAX_SIDE_PX:
            raise ValueError(f"a longest side of {self.longest_px} pixels is outside {MIN_SIDE_PX} to {MAX_SIDE_PX}")
        if self.percent is not None and not 1 <= self.percent <= MAX_PERCENT:
            raise ValueError(f"{self.percent} % is outside 1 to {MAX_PERCENT} %")

    @classmethod
    def parse(cls, text: str, *, enlarge: bool = False) -> Resize:
        """Read what `str` gives: "2048" for a longest side, "50%" for a percentage. Raises `ValueError`."""
        number = text.strip().removesuffix("%").rstrip()
        if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
            raise ValueError(f"{text!r} is neither a longest side in pixels, such as 2048, nor a percentage, such as 50%")
        if text.strip().endswith("%"):
            return cls(percent=int(number))
        return cls(int(number), enlarge=enlarge)

    def __str__(self) -> str:
        return f"{self.longest_px}" if self.percent is None else f"{self.percent}%"

    def size_px(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of the result of a photo of this width and height."""
        if self.percent is not None:
            scale = self.percent / 100
        else:
            assert self.longest_px is not None
            scale = self.longest_px / max(width, height)
            scale = scale if self.enlarge else min(scale, 1.0)
        return max(round(width * scale), 1), max(round(height * scale), 1)


def resized(photo: Photo, resize: Resize) -> Photo:
    """Return a photo in another size, the same one if that is its own.

    Depth, color profile, resolution and all other metadata are kept; the sizes that EXIF and XMP state follow. Averages when it reduces,
    interpolates bicubically when it enlarges; transparent pixels do not color opaque ones.

    Raises
    ------
    ValueError
        If the result would have more pixels than a photo may have.
    """
    width, height = resize.size_px(photo.frame.width, photo.frame.height)
    if (width, height) == (photo.frame.width, photo.frame.height):
        return photo
    if width * height > MAX_PIXELS:
        raise ValueError(f"{width} x {height} pixels are more than the {MAX_PIXELS / 1e6:.0f} megapixels that a photo may have")
    size = (width, height)
    alpha = photo.source_alpha
    rgb = _scaled(photo.frame.rgb, size)
    pixels: NDArray[np.uint8 | np.uint16] = rgb if photo.source_pixels is photo.frame.rgb else _scaled(photo.source_pixels, size)
    if alpha is not None:
        pixels = _scaled_behind_alpha(photo.source_pixels, alpha, size)
        rgb = np.asarray(pixels, np.uint8) if photo.source_pixels is photo.frame.rgb else rgb
    metadata = photo.metadata
    return replace(
        photo,
        frame=replace(photo.frame, rgb=rgb),
        source_pixels=pixels,
        source_alpha=None if alpha is None else _scaled(alpha, size),
        metadata=replace(metadata, exif=resized_exif(metadata.exif, width, height), xmp=resized_xmp(metadata.xmp, width, height)),
        edited=True,
    )


def _scaled(pixels: NDArray[Level], size: tuple[int, int]) -> NDArray[Level]:
    """Pixels at a size (width, height)."""
    reduces = size[0] * size[1] < pixels.shape[0] * pixels.shape[1]
    scaled = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if reduces else cv2.INTER_CUBIC)
    return np.asarray(scaled, pixels.dtype)


def _scaled_behind_alpha(pixels: NDArray[Level], alpha: NDArray[Level], size: tuple[int, int]) -> NDArray[Level]:
    """Pixels at a size, weighted by their opacity; where nothing is opaque, as they are."""
    weight = alpha.astype(np.float32) / np.iinfo(alpha.dtype).max
    colors = pixels.astype(np.float32).reshape(*pixels.shape[:2], -1)
    reduces = size[0] * size[1] < weight.size
    interpolation = cv2.INTER_AREA if reduces else cv2.INTER_LINEAR
    opacity = cv2.resize(weight, size, interpolation=interpolation)[..., None]
    weighted = cv2.resize(colors * weight[..., None], size, interpolation=interpolation).reshape(*opacity.shape[:2], -1)
    plain = _scaled(pixels, size).reshape(weighted.shape)
    mixed = np.where(opacity > 0, weighted / np.maximum(opacity, np.finfo(np.float32).tiny), plain)
    shape = (size[1], size[0], *pixels.shape[2:])
    return np.rint(mixed).clip(0, np.iinfo(pixels.dtype).max).astype(pixels.dtype).reshape(shape)
