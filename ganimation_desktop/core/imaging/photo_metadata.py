"""Metadata of a photo, extracted from an opened file and prepared for writing."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from PIL import Image, JpegImagePlugin

from ganimation_desktop.core.imaging.exif import exif_of_tiff, upright_exif
from ganimation_desktop.core.imaging.provenance import upright_xmp

logger = logging.getLogger(__name__)

SWAPPING_ORIENTATIONS = (5, 6, 7, 8)
_MAX_DPI = 65_535  # the range of a JPEG


@dataclass(frozen=True)
class JpegSettings:
    """How a JPEG was compressed, so that an export can compress the same way.

    Attributes
    ----------
    quantization
        Its quantization tables, 64 numbers each.
    subsampling
        Pillow's code of the color subsampling (0: 4:4:4, 1: 4:2:2, 2: 4:2:0), or None for another one.
    progressive
        Whether it is a progressive JPEG.
    """

    quantization: tuple[tuple[int, ...], ...]
    subsampling: int | None
    progressive: bool


@dataclass(frozen=True)
class PhotoMetadata:
    """Metadata of a picture file.

    Attributes
    ----------
    format
        Name of the file's format: JPEG, PNG, WEBP, TIFF, BMP, GIF or HEIF.
    mode
        Pillow's name of the color mode in the file, for example "L", "RGBA" or "CMYK".
    exif
        EXIF block, ready to be written: orientation 1, no thumbnail. None when there is none.
    icc_profile
        ICC profile of `Photo.source_pixels`; None means sRGB.
    xmp
        XMP packet, ready to be written: orientation 1, no thumbnail. None when there is none.
    dpi
        Resolution in dots per inch, horizontal and vertical, where stated.
    jpeg
        Compression of a JPEG.
    notes
        Messages on what was not read from the file, for example the other frames of an animation.
    """

    format: str
    mode: str
    exif: bytes | None = None
    icc_profile: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    jpeg: JpegSettings | None = None
    notes: tuple[str, ...] = ()


def metadata_of(image: Image.Image, orientation: int, notes: tuple[str, ...]) -> PhotoMetadata:
    """Collect the metadata of a picture.

    Parameters
    ----------
    image
        The picture as Pillow opened and loaded it.
    orientation
        EXIF orientation, 1 to 8, by which its pixels are turned.
    notes
        Messages on what was not read.
    """
    info = image.info
    name = image.format or "PNG"
    stated_exif = info.get("exif")
    exif = None
    if name == "TIFF":
        exif = _exif_of_tiff(image)
    elif stated_exif:
        exif = upright_exif(stated_exif, swapped=orientation in SWAPPING_ORIENTATIONS)
        if exif is None:
            notes = (*notes, "Its EXIF data are damaged and were left out.")
    stated_xmp = info.get("xmp")
    xmp = upright_xmp(stated_xmp) if isinstance(stated_xmp, bytes) else None
    if stated_xmp and xmp is None:
        notes = (*notes, "Its XMP data cannot be read or are too large, and were left out.")
    icc_profile = info.get("icc_profile")
    return PhotoMetadata(
        format="JPEG" if name == "MPO" else name,
        mode=image.mode,
        exif=exif,
        # Pixels that were converted from CMYK are sRGB.
        icc_profile=icc_profile if icc_profile and image.mode != "CMYK" else None,
        xmp=xmp,
        dpi=_dpi(info.get("dpi")),
        jpeg=_jpeg_settings(image) if isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode != "CMYK" else None,
        notes=notes,
    )


def exif_orientation(image: Image.Image) -> int:
    """EXIF orientation of a loaded picture, 1 (upright) to 8; 1 for the formats whose decoders turn the picture themselves."""
    if image.format in ("TIFF", "HEIF"):
        return 1
    try:
        orientation = image.getexif().get(0x0112, 1)
    except Exception as error:  # a damaged EXIF block must not make the picture unreadable
        logger.info("EXIF orientation ignored: %s", error)
        return 1
    return orientation if orientation in range(1, 9) else 1


def _exif_of_tiff(image: Image.Image) -> bytes | None:
    try:
        return exif_of_tiff(image)
    except Exception as error:  # Pillow cannot write every tag that it reads
        logger.info("EXIF of a TIFF ignored: %s", error)
        return None


def _dpi(stated: object) -> tuple[float, float] | None:
    try:
        x_dpi, y_dpi = (float(value) for value in stated)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (x_dpi, y_dpi) if 1 <= x_dpi <= _MAX_DPI and 1 <= y_dpi <= _MAX_DPI else None


def _jpeg_settings(image: JpegImagePlugin.JpegImageFile) -> JpegSettings:
    subsampling = JpegImagePlugin.get_sampling(image)
    return JpegSettings(
        quantization=tuple(tuple(image.quantization[key]) for key in sorted(image.quantization)),
        subsampling=subsampling if subsampling in (0, 1, 2) else None,
        progressive=bool(image.info.get("progressive")),
    )
