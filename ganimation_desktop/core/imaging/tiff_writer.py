"""Baseline TIFF with 8 or 16 bits a channel and metadata; Pillow writes color only in 8."""

from __future__ import annotations

import logging
import zlib
from typing import BinaryIO

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from PIL.TiffTags import BYTE, LONG, UNDEFINED

from ganimation_desktop.core.imaging.color_profiles import SourcePixels
from ganimation_desktop.core.imaging.exif import DESCRIPTIVE_IFDS, DESCRIPTIVE_TAGS
from ganimation_desktop.core.imaging.photo_metadata import PhotoMetadata

logger = logging.getLogger(__name__)

_HEADER = b"II*\0\x08\0\0\0"
_STRIP_BYTES = 1 << 20
_DEFLATE = 8
_HORIZONTAL_DIFFERENCES = 2
_UNASSOCIATED_ALPHA = 2
_PER_INCH = 2


def write_tiff(file: BinaryIO, pixels: SourcePixels, metadata: PhotoMetadata) -> tuple[str, ...]:
    """Write a TIFF (TIFF 6.0 and its deflate supplement), compressed without loss.

    Parameters
    ----------
    file
        Where to write, from its start.
    pixels
        (H, W, C): grey or RGB, then alpha where there is one; uint8 or uint16.
    metadata
        EXIF, ICC profile, XMP packet and resolution to write with them.

    Returns
    -------
    tuple of str
        Messages on what could not be written.
    """
    height, width, n_channels = pixels.shape
    strips, rows_per_strip = _strips(pixels)
    n_colors = 1 if n_channels < 3 else 3
    directory, notes = _described(metadata)
    directory[256], directory[257] = width, height
    directory[258] = (8 * pixels.dtype.itemsize,) * n_channels
    directory[259] = _DEFLATE
    directory[262] = 1 if n_colors == 1 else 2  # black is zero; RGB
    directory[277] = n_channels
    directory[278] = rows_per_strip
    directory[284] = 1  # channels are interleaved
    directory[317] = _HORIZONTAL_DIFFERENCES
    if n_channels > n_colors:
        directory[338] = _UNASSOCIATED_ALPHA
    directory.tagtype[279] = directory.tagtype[273] = LONG
    directory[279] = tuple(len(strip) for strip in strips)
    # Relative to the end of the directory: Pillow adds its offset.
    directory[273] = tuple(np.cumsum([0, *(len(strip) for strip in strips[:-1])]).tolist())
    file.write(_HEADER)
    file.write(directory.tobytes(len(_HEADER)))
    for strip in strips:
        file.write(strip)
    return notes


def _strips(pixels: SourcePixels) -> tuple[list[bytes], int]:
    """Compressed strips and the number of rows in each but the last."""
    height, width, n_channels = pixels.shape
    rows_per_strip = min(height, max(1, _STRIP_BYTES // (width * n_channels * pixels.dtype.itemsize)))
    strips = []
    for top in range(0, height, rows_per_strip):
        rows = pixels[top : top + rows_per_strip]
        differences = rows.astype(rows.dtype.newbyteorder("<"))
        differences[:, 1:] -= rows[:, :-1]
        strips.append(zlib.compress(differences.tobytes(), 6))
    return strips, rows_per_strip


def _described(metadata: PhotoMetadata) -> tuple[ImageFileDirectory_v2, tuple[str, ...]]:
    """A directory with the metadata, and messages on what is missing."""
    directory = ImageFileDirectory_v2()
    notes: tuple[str, ...] = ()
    if metadata.exif:
        try:
            directory = _with_exif(metadata.exif)
        except Exception as error:  # Pillow cannot write every value that it reads
            logger.info("EXIF cannot be written to a TIFF: %s", error)
            notes = ("Its EXIF data cannot be written to a TIFF and were left out.",)
    if metadata.dpi:
        directory[282], directory[283] = metadata.dpi
        directory[296] = _PER_INCH
    if metadata.xmp:
        directory.tagtype[700] = BYTE
        directory[700] = metadata.xmp
    if metadata.icc_profile:
        directory.tagtype[34675] = UNDEFINED
        directory[34675] = metadata.icc_profile
    return directory, notes


def _with_exif(block: bytes) -> ImageFileDirectory_v2:
    exif = Image.Exif()
    exif.load(block)
    directory = ImageFileDirectory_v2()
    for tag in DESCRIPTIVE_TAGS.intersection(exif):
        directory[tag] = exif[tag]
    for ifd in DESCRIPTIVE_IFDS:
        if values := exif.get_ifd(ifd):
            directory.tagtype[ifd] = LONG
            directory[ifd] = values
    directory.tobytes(len(_HEADER))
    return directory
