"""Pixels and metadata of an opened file. `core/imaging/frames.py` makes a `Photo` of them and words the errors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from ganimation_desktop.core.imaging.color_profiles import SourcePixels, transform_to_srgb
from ganimation_desktop.core.imaging.photo_metadata import PhotoMetadata, exif_orientation, metadata_of

MAX_PIXELS = 120_000_000
"""Above this a photo is refused: reading needs about 12 bytes a pixel at its peak, exporting about as much again."""

# The limit above takes the place of Pillow's, which would warn while reading photos that are accepted here.
Image.MAX_IMAGE_PIXELS = None

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_GREY_MODES = ("1", "L", "LA", "La")
_DEEP_GREY_MODES = ("I;16", "I;16L", "I;16B", "I;16N")
_READABLE_MODES = (*_GREY_MODES, "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr")


class UnsupportedPhotoError(Exception):
    """A file is not supported as a photo. The message continues a sentence that starts with the file's name."""


@dataclass(frozen=True, eq=False)
class DecodedPhoto:
    """A file's content.

    Attributes
    ----------
    pixels
        Upright pixels, grey or RGB, 8 or 16 bits a channel, in the color space of `metadata.icc_profile`.
    alpha
        Opacity, (H, W) in the depth of `pixels`, or None.
    metadata
        The file's metadata.
    """

    pixels: SourcePixels
    alpha: SourcePixels | None
    metadata: PhotoMetadata


def decode_photo(file: BinaryIO) -> DecodedPhoto:
    """Decode the first picture of a file.

    Raises
    ------
    UnsupportedPhotoError
        If the picture is too large or of a color mode that is not supported.
    UnidentifiedImageError
        If it is not a picture in one of the formats.
    Exception
        Whatever Pillow raises for a damaged file.
    """
    image = _opened(file)
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise UnsupportedPhotoError(
            f"has {width * height / 1e6:.0f} megapixels ({width}x{height}); the program supports up to {MAX_PIXELS / 1e6:.0f}"
        )
    if image.mode not in (*_READABLE_MODES, *_DEEP_GREY_MODES):
        raise UnsupportedPhotoError(f"has pixels of the unsupported kind {image.mode}")
    raw_mode = _raw_mode(image)

    # Chunks behind the pixels (a PNG's EXIF, for example) are known only when the picture is loaded.
    image.load()
    notes = []
    if getattr(image, "is_animated", False) and image.format != "MPO":
        notes.append("Only the first picture in the file was taken.")
    if image.mode == "CMYK":
        notes.append("Its CMYK colors were converted to RGB.")
    channels: SourcePixels | None = None
    if "16" in raw_mode and image.mode in ("RGB", "RGBA", "LA"):
        channels = _deep_channels(file, image)
    if channels is None:
        channels = _channels(image)
        if "16" in raw_mode and channels.dtype == np.uint8:
            notes.append("Its 16 bits a channel were read as 8.")
    elif raw_mode.startswith("LA"):
        channels = channels[..., [0, 3]]  # OpenCV makes three channels of the grey one

    orientation = exif_orientation(image)
    metadata = metadata_of(image, orientation, tuple(notes))
    image.close()
    channels = _upright(channels, orientation)
    if channels.ndim == 2:
        return DecodedPhoto(np.ascontiguousarray(channels), None, metadata)
    n_colors = {2: 1, 3: 3, 4: 3}[channels.shape[2]]
    pixels = np.ascontiguousarray(channels[..., 0] if n_colors == 1 else channels[..., :3])
    alpha = np.ascontiguousarray(channels[..., n_colors]) if channels.shape[2] > n_colors else None
    return DecodedPhoto(pixels, alpha, metadata)


def _opened(file: BinaryIO) -> Image.Image:
    file.seek(0)
    try:
        return Image.open(file, formats=_FORMATS)
    except UnidentifiedImageError:
        file.seek(4)
        if file.read(4) != b"ftyp":
            raise
        _register_heif()
        file.seek(0)
        return Image.open(file, formats=("HEIF",))


@cache
def _register_heif() -> None:
    """Register HEIC with Pillow, at the first file that may be one: the library is slow to load."""
    from pillow_heif import register_heif_opener

    register_heif_opener()


def _raw_mode(image: Image.Image) -> str:
    """How the file lays out its channels, in Pillow's words, for example "RGB;16B" for 16 bits."""
    tiles = getattr(image, "tile", None)
    arguments = tiles[0][3] if tiles else ""
    raw_mode = arguments[0] if isinstance(arguments, tuple) and arguments else arguments
    return raw_mode if isinstance(raw_mode, str) else ""


def _channels(image: Image.Image) -> SourcePixels:
    """Channels of a loaded picture, (H, W) or (H, W, 2..4): grey or RGB, then alpha."""
    if image.mode in _DEEP_GREY_MODES:
        return np.asarray(image).astype(np.uint16)
    if image.mode == "CMYK":
        transform = transform_to_srgb(image.info.get("icc_profile"), "CMYK")
        converted = image.convert("RGB") if transform is None else ImageCms.applyTransform(image, transform)
        return np.asarray(converted)
    grey = image.mode in _GREY_MODES
    mode = ("L" if grey else "RGB") + ("A" if image.has_transparency_data else "")
    return np.asarray(image if image.mode == mode else image.convert(mode))


def _deep_channels(file: BinaryIO, image: Image.Image) -> NDArray[np.uint16] | None:
    """Channels of a picture of 16 bits a channel, which Pillow reduces to 8; None when OpenCV cannot read the file either."""
    file.seek(0)
    channels = cv2.imdecode(np.frombuffer(file.read(), np.uint8), cv2.IMREAD_UNCHANGED)
    if channels is None or channels.dtype != np.uint16 or channels.ndim != 3 or channels.shape[:2] != (image.height, image.width):
        return None
    order = cv2.COLOR_BGR2RGB if channels.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
    return cv2.cvtColor(channels, order).astype(np.uint16, copy=False)


def _upright(channels: SourcePixels, orientation: int) -> SourcePixels:
    """Turn a picture by its EXIF orientation (TIFF 6.0, tag 274)."""
    if orientation in (5, 6, 7, 8):
        channels = channels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        channels = channels[::-1]
    if orientation in (2, 3, 6, 7):
        channels = channels[:, ::-1]
    return channels
