"""A photo as a JPEG, PNG, WebP or TIFF file: pixels, depth, opacity and metadata as far as the format can hold them."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.imaging.color_profiles import SourcePixels, eight_bit
from ganimation_desktop.core.imaging.exif import EXIF_PREFIX
from ganimation_desktop.core.imaging.frames import Photo
from ganimation_desktop.core.imaging.photo_metadata import PhotoMetadata
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA, digital_source_type, with_digital_source_type
from ganimation_desktop.core.imaging.tiff_writer import write_tiff

FORMAT_BY_SUFFIX = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF"}

DEFAULT_QUALITY = 95
_PNG_COMPRESSION = 2  # a sixth of the time of zlib's default for a photo, about 15 % more bytes
_LOSSLESS_QUALITY = 100
_FULL_COLOR_QUALITY = 90
_MAX_EXIF_BYTES = 65_533
_MAX_XMP_BYTES = 65_533 - 29
_PNG_HEADER_BYTES = 33
_INCH_M = 0.0254


def format_of(path: Path) -> str:
    """Pillow's name of the format that a file name asks for.

    Raises
    ------
    ExportError
        If it is none of `FORMAT_BY_SUFFIX`.
    """
    if path.suffix.lower() not in FORMAT_BY_SUFFIX:
        raise ExportError(f"{path} cannot be written: its name must end in .jpg, .png, .webp or .tiff")
    return FORMAT_BY_SUFFIX[path.suffix.lower()]


def encode_photo(file: BinaryIO, photo: Photo, file_format: str, quality: int | None = None) -> tuple[str, ...]:
    """Write a photo with its metadata.

    Parameters
    ----------
    file
        Where to write, from its start.
    photo
        The photo.
    file_format
        "JPEG", "PNG", "WEBP" or "TIFF".
    quality
        Of JPEG and WebP, 1 to 100; 100 is lossless in WebP. None compresses a JPEG as it was compressed before, everything else
        with 95.

    Returns
    -------
    tuple of str
        Sentences on what the format could not hold.

    Raises
    ------
    ValueError
        If the quality is outside 1..100.
    OSError
        If the file cannot be written or the picture is too large for the format.
    """
    if quality is not None and not 1 <= quality <= 100:
        raise ValueError(f"a quality of {quality} is outside 1..100")
    if file_format == "JPEG":
        return _write_jpeg(file, photo, quality)
    if file_format == "WEBP":
        return _write_webp(file, photo, quality)
    if file_format == "TIFF":
        return write_tiff(file, _channels(photo.source_pixels, photo.source_alpha), photo.metadata)
    if photo.bit_depth == 16:
        file.write(_deep_png(photo))
    else:
        _write_png(file, photo)
    return ()


def _write_jpeg(file: BinaryIO, photo: Photo, quality: int | None) -> tuple[str, ...]:
    pixels, notes = eight_bit(photo.source_pixels), []
    if photo.bit_depth == 16:
        notes.append("JPEG holds 8 bits a channel; the photo's 16 were rounded.")
    if photo.alpha is not None:
        notes.append("JPEG has no transparency; the photo was put on white.")
        pixels = _on_white(pixels, photo.alpha)
    metadata, metadata_notes = _fitting_jpeg(photo.metadata)
    # With the same tables, blocks that were not edited come out as they were.
    options: dict[str, Any] = {"subsampling": 0 if quality is None or quality >= _FULL_COLOR_QUALITY else 2}
    if metadata.jpeg is not None:
        options["progressive"] = metadata.jpeg.progressive
        if metadata.jpeg.subsampling is not None:
            options["subsampling"] = metadata.jpeg.subsampling
    if metadata.jpeg is not None and quality is None:
        options["qtables"] = [list(table) for table in metadata.jpeg.quantization]
    else:
        options["quality"] = quality or DEFAULT_QUALITY
    Image.fromarray(pixels).save(file, "JPEG", **options, **_metadata_options(metadata))
    return (*notes, *metadata_notes)


def _fitting_jpeg(metadata: PhotoMetadata) -> tuple[PhotoMetadata, list[str]]:
    """Metadata without parts that exceed a JPEG's segments."""
    notes = []
    if metadata.exif and len(metadata.exif) > _MAX_EXIF_BYTES:
        notes.append("Its EXIF data are too large for a JPEG and were left out.")
        metadata = replace(metadata, exif=None)
    if metadata.xmp and len(metadata.xmp) > _MAX_XMP_BYTES:
        notes.append("Its XMP data are too large for a JPEG; only where the edit comes from was written.")
        source_type = digital_source_type(metadata.xmp)
        metadata = replace(metadata, xmp=with_digital_source_type(None) if source_type == COMPOSITE_WITH_TRAINED_MEDIA else None)
    return metadata, notes


def _write_webp(file: BinaryIO, photo: Photo, quality: int | None) -> tuple[str, ...]:
    lossless = quality == _LOSSLESS_QUALITY
    image = _image(photo)
    image.save(file, "WEBP", quality=quality or DEFAULT_QUALITY, lossless=lossless, exact=True, **_metadata_options(photo.metadata))
    return ("WebP holds 8 bits a channel; the photo's 16 were rounded.",) if photo.bit_depth == 16 else ()


def _write_png(file: BinaryIO, photo: Photo) -> None:
    options = _metadata_options(photo.metadata)
    if xmp := options.pop("xmp", None):
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp.decode())
    _image(photo).save(file, "PNG", compress_level=_PNG_COMPRESSION, **options)


def _deep_png(photo: Photo) -> bytes:
    """A PNG of 16 bits a channel: OpenCV's, with chunks of metadata behind the header."""
    channels = _channels(photo.source_pixels, photo.source_alpha)
    order = {1: None, 3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGRA}[channels.shape[2]]
    done, encoded = cv2.imencode(".png", channels if order is None else cv2.cvtColor(channels, order))
    if not done:
        raise OSError("the picture cannot be encoded as PNG")
    metadata, chunks = photo.metadata, b""
    if metadata.icc_profile:
        chunks += _png_chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(metadata.icc_profile))
    if metadata.dpi:
        chunks += _png_chunk(b"pHYs", struct.pack(">IIB", *(round(dpi / _INCH_M) for dpi in metadata.dpi), 1))
    if metadata.exif:
        chunks += _png_chunk(b"eXIf", metadata.exif.removeprefix(EXIF_PREFIX))
    if metadata.xmp:
        chunks += _png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + metadata.xmp)
    png = encoded.tobytes()
    return png[:_PNG_HEADER_BYTES] + chunks + png[_PNG_HEADER_BYTES:]


def _png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _metadata_options(metadata: PhotoMetadata) -> dict[str, Any]:
    options = {"exif": metadata.exif, "icc_profile": metadata.icc_profile, "xmp": metadata.xmp, "dpi": metadata.dpi}
    return {name: value for name, value in options.items() if value}


def _image(photo: Photo) -> Image.Image:
    """The photo in 8 bits, with its alpha."""
    image = Image.fromarray(eight_bit(photo.source_pixels))
    if photo.alpha is not None:
        image.putalpha(Image.fromarray(photo.alpha))
    return image


def _channels(pixels: SourcePixels, alpha: SourcePixels | None) -> SourcePixels:
    """Colors and alpha as one (H, W, C) array; grey with alpha in 16 bits as RGB with alpha, because few programs read it."""
    colors = pixels if pixels.ndim == 3 else pixels[..., None]
    if alpha is None:
        return colors
    repeats = 3 if pixels.ndim == 2 and pixels.dtype == np.uint16 else 1
    return np.concatenate([colors] * repeats + [alpha[..., None]], axis=2)


def _on_white(pixels: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    see_through = alpha < 255
    flattened = pixels.copy()
    opacity = alpha[see_through].astype(np.float32) / 255
    if pixels.ndim == 3:
        opacity = opacity[:, None]
    flattened[see_through] = np.rint(255 + (pixels[see_through] - 255.0) * opacity).astype(np.uint8)
    return flattened
