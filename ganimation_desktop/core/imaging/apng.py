"""Animated PNG, written picture by picture: Pillow's writer wants all of them at once (APNG specification 1.0, Mozilla)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.imaging.png import encode_png

_SIGNATURE_BYTES = 8
_SOURCE, _KEEP = 0, 0


def write_apng(file: BinaryIO, pictures: Iterator[NDArray[np.uint8]], durations_ms: Sequence[int], xmp: bytes) -> None:
    """Write an animation that is repeated for ever.

    Parameters
    ----------
    file
        Where to write, from its start.
    pictures
        As many as there are durations, all of one size, (H, W, 3) uint8 RGB.
    durations_ms
        How long each is shown.
    xmp
        XMP packet in UTF-8.
    """
    sequence = 0
    for number, (rgb, duration_ms) in enumerate(zip(pictures, durations_ms, strict=True)):
        chunks = _chunks_of(rgb)
        if number == 0:
            file.write(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", chunks[0][1]))
            file.write(_chunk(b"acTL", struct.pack(">II", len(durations_ms), 0)))
            file.write(_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp))
        height, width = rgb.shape[:2]
        file.write(_chunk(b"fcTL", struct.pack(">IIIIIHHBB", sequence, width, height, 0, 0, duration_ms, 1000, _KEEP, _SOURCE)))
        sequence += 1
        for kind, data in chunks:
            if kind != b"IDAT":
                continue
            # The first picture is the still one, for programs that know no animation.
            if number == 0:
                file.write(_chunk(b"IDAT", data))
            else:
                file.write(_chunk(b"fdAT", struct.pack(">I", sequence) + data))
                sequence += 1
    file.write(_chunk(b"IEND", b""))


def _chunks_of(rgb: NDArray[np.uint8]) -> list[tuple[bytes, bytes]]:
    """Encode a picture and take the file apart."""
    data, position, chunks = encode_png(rgb), _SIGNATURE_BYTES, []
    while position < len(data):
        (n_bytes,) = struct.unpack_from(">I", data, position)
        chunks.append((data[position + 4 : position + 8], data[position + 8 : position + 8 + n_bytes]))
        position += 12 + n_bytes
    return chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
