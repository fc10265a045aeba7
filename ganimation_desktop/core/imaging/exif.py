"""EXIF blocks of photos: what is kept, patched in place so that every other byte (maker notes too) stays as the camera wrote it."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator

from PIL import Image
from PIL.ExifTags import IFD

EXIF_PREFIX = b"Exif\0\0"

_IMAGE_WIDTH = 0x0100
_IMAGE_LENGTH = 0x0101
_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_PIXEL_X = 0xA002
_PIXEL_Y = 0xA003
_THUMBNAIL_PLACES = ((0x0201, 0x0202), (0x0111, 0x0117))  # (offset, length) of a JPEG thumbnail, of an uncompressed one
_SHORT, _LONG = 3, 4

# The tags of a TIFF's first directory that describe the photo. All others describe how the file stores its pixels.
DESCRIPTIVE_TAGS = frozenset(
    {
        0x010D,  # DocumentName
        0x010E,  # ImageDescription
        0x010F,  # Make
        0x0110,  # Model
        0x0131,  # Software
        0x0132,  # DateTime
        0x013B,  # Artist
        0x013C,  # HostComputer
        0x8298,  # Copyright
        0x4746,  # Rating
        0x9C9B,  # XPTitle
        0x9C9C,  # XPComment
        0x9C9D,  # XPAuthor
        0x9C9E,  # XPKeywords
        0x9C9F,  # XPSubject
    }
)
DESCRIPTIVE_IFDS = (IFD.Exif, IFD.GPSInfo)


def upright_exif(exif: bytes, *, swapped: bool) -> bytes | None:
    """Make an EXIF block fit a picture that was turned upright and will be changed: orientation 1, no thumbnail of the old picture.

    Parameters
    ----------
    exif
        The block, with or without its "Exif" prefix.
    swapped
        Whether turning swapped width and height; the sizes noted in the block are swapped then.

    Returns
    -------
    bytes or None
        The block with its prefix, or None when it is damaged. Sizes and offsets inside it do not change.
    """
    block = bytearray(exif.removeprefix(EXIF_PREFIX))
    order = {b"II": "<", b"MM": ">"}.get(bytes(block[:2]))
    if order is None:
        return None
    try:
        (ifd_at,) = struct.unpack_from(order + "I", block, 4)
        for tag, entry_at in _entries(block, order, ifd_at):
            if tag == _ORIENTATION:
                _write_number(block, order, entry_at, 1)
            elif tag == _EXIF_IFD and swapped:
                _swap_sizes(block, order, _read_number(block, order, entry_at))
        (n_entries,) = struct.unpack_from(order + "H", block, ifd_at)
    except struct.error:
        return None
    with contextlib.suppress(struct.error):  # a damaged thumbnail takes nothing else with it
        _drop_thumbnail(block, order, link_at=ifd_at + 2 + 12 * n_entries)
    return EXIF_PREFIX + bytes(block)


def resized_exif(exif: bytes | None, width: int, height: int) -> bytes | None:
    """Return an EXIF block with another picture size where it states one; as it is where it is None or damaged."""
    if exif is None:
        return None
    block = bytearray(exif.removeprefix(EXIF_PREFIX))
    order = {b"II": "<", b"MM": ">"}.get(bytes(block[:2]))
    if order is None:
        return exif
    with contextlib.suppress(struct.error):
        (ifd_at,) = struct.unpack_from(order + "I", block, 4)
        for tag, entry_at in _entries(block, order, ifd_at):
            if tag in (_IMAGE_WIDTH, _IMAGE_LENGTH):
                _write_number(block, order, entry_at, width if tag == _IMAGE_WIDTH else height)
            elif tag == _EXIF_IFD:
                for inner_tag, inner_at in _entries(block, order, _read_number(block, order, entry_at)):
                    if inner_tag in (_PIXEL_X, _PIXEL_Y):
                        _write_number(block, order, inner_at, width if inner_tag == _PIXEL_X else height)
    return EXIF_PREFIX + bytes(block)


def exif_of_tiff(image: Image.Image) -> bytes | None:
    """Collect the descriptive part of an opened TIFF's own tags as an EXIF block; None when there is none."""
    source = image.getexif()
    kept = Image.Exif()
    for tag in DESCRIPTIVE_TAGS.intersection(source):
        kept[tag] = source[tag]
    for ifd in DESCRIPTIVE_IFDS:
        if values := source.get_ifd(ifd):
            kept.get_ifd(ifd).update(values)
    return kept.tobytes() if len(kept) or any(kept.get_ifd(ifd) for ifd in DESCRIPTIVE_IFDS) else None


def _entries(block: bytearray, order: str, ifd_at: int) -> Iterator[tuple[int, int]]:
    """Tag and place of every entry of a directory."""
    (n_entries,) = struct.unpack_from(order + "H", block, ifd_at)
    for index in range(n_entries):
        entry_at = ifd_at + 2 + 12 * index
        yield struct.unpack_from(order + "H", block, entry_at)[0], entry_at


def _number_format(block: bytearray, order: str, entry_at: int) -> str:
    (kind,) = struct.unpack_from(order + "H", block, entry_at + 2)
    if kind not in (_SHORT, _LONG):
        raise struct.error(f"a number of type {kind}")
    return order + ("H" if kind == _SHORT else "I")


def _read_number(block: bytearray, order: str, entry_at: int) -> int:
    (number,) = struct.unpack_from(_number_format(block, order, entry_at), block, entry_at + 8)
    return int(number)


def _write_number(block: bytearray, order: str, entry_at: int, number: int) -> None:
    struct.pack_into(_number_format(block, order, entry_at), block, entry_at + 8, number)


def _swap_sizes(block: bytearray, order: str, ifd_at: int) -> None:
    places = {tag: entry_at for tag, entry_at in _entries(block, order, ifd_at) if tag in (_PIXEL_X, _PIXEL_Y)}
    if len(places) == 2:
        sizes = {tag: _read_number(block, order, entry_at) for tag, entry_at in places.items()}
        _write_number(block, order, places[_PIXEL_X], sizes[_PIXEL_Y])
        _write_number(block, order, places[_PIXEL_Y], sizes[_PIXEL_X])


def _drop_thumbnail(block: bytearray, order: str, *, link_at: int) -> None:
    """Unlink the thumbnail's directory and erase its pixels; they would still show the picture before the edit."""
    (thumbnail_ifd_at,) = struct.unpack_from(order + "I", block, link_at)
    struct.pack_into(order + "I", block, link_at, 0)
    if not 0 < thumbnail_ifd_at < len(block):
        return
    places = dict(_entries(block, order, thumbnail_ifd_at))
    for offset_tag, length_tag in _THUMBNAIL_PLACES:
        if offset_tag in places and length_tag in places:
            start = _read_number(block, order, places[offset_tag])
            end = min(start + _read_number(block, order, places[length_tag]), len(block))
            if end == len(block) > start > link_at:
                del block[start:]
            elif end > start > link_at:
                block[start:end] = bytes(end - start)
