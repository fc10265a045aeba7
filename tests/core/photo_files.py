"""Photos that tests make: small pictures, color profiles and EXIF blocks."""

from __future__ import annotations

import io
import struct
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.imaging.frames import Frame

XMP_WITH_RATING = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmp:Rating="4" tiff:Orientation="6"/>'
    b"</rdf:RDF></x:xmpmeta>     \n\n" + b" " * 200 + b'<?xpacket end="w"?>'
)


def picture(width: int = 48, height: int = 32, *, seed: int = 0) -> NDArray[np.uint8]:
    """Smooth colors with a little noise, (H, W, 3), every channel different."""
    y, x = np.mgrid[:height, :width]
    noise = np.random.default_rng(seed).integers(0, 8, (height, width, 3))
    channels = np.stack([x * 200 / width, y * 200 / height, 60 + (x + y) * 120 / (width + height)], axis=-1)
    return (channels + noise).astype(np.uint8)


def deep_picture(width: int = 48, height: int = 32, channels: int = 3) -> NDArray[np.uint16]:
    """Random 16-bit pixels, (H, W, C)."""
    return np.random.default_rng(1).integers(0, 65536, (height, width, channels), dtype=np.uint16)


def write_deep(path: Path, pixels: NDArray[np.uint16]) -> None:
    """Write 16-bit grey, RGB or RGBA pixels as PNG or TIFF."""
    order = {3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGRA}.get(pixels.shape[2] if pixels.ndim == 3 else 1)
    assert cv2.imwrite(str(path), pixels if order is None else cv2.cvtColor(pixels, order))


def brighter_patch(frame: Frame, *, left: int = 10, top: int = 6, size: int = 12, levels: tuple[int, int, int] = (20, 20, 20)) -> Patch:
    """Make a square of the frame brighter by so many levels a channel."""
    region = frame.rgb[top : top + size, left : left + size].astype(np.int16) + np.array(levels, np.int16)
    return Patch(left, top, np.clip(region, 0, 255).astype(np.uint8))


def exif_block(*, orientation: int = 1, thumbnail: bytes = b"", order: str = "<") -> bytes:
    """EXIF with a camera's name, sizes 48x32 and, if wanted, a thumbnail at its end."""
    make = b"Camera\0\0"
    n_ifd0 = 3
    make_at = 8 + 2 + 12 * n_ifd0 + 4
    exif_ifd_at = make_at + len(make)
    ifd1_at = exif_ifd_at + 2 + 24 + 4
    thumbnail_at = ifd1_at + 2 + 24 + 4

    def short(tag: int, value: int) -> bytes:
        return struct.pack(order + "HHIHH", tag, 3, 1, value, 0)

    def long(tag: int, value: int) -> bytes:
        return struct.pack(order + "HHII", tag, 4, 1, value)

    ifd0 = struct.pack(order + "HHII", 0x010F, 2, 7, make_at) + short(0x0112, orientation) + long(0x8769, exif_ifd_at)
    block = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    block += struct.pack(order + "H", n_ifd0) + ifd0 + struct.pack(order + "I", ifd1_at if thumbnail else 0) + make
    block += struct.pack(order + "H", 2) + short(0xA002, 48) + long(0xA003, 32) + struct.pack(order + "I", 0)
    if thumbnail:
        block += struct.pack(order + "H", 2) + long(0x0201, thumbnail_at) + long(0x0202, len(thumbnail))
        block += struct.pack(order + "I", 0) + thumbnail
    return b"Exif\0\0" + block


@cache
def srgb_icc() -> bytes:
    """sRGB as an ICC profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@cache
def swapped_icc() -> bytes:
    """An RGB profile whose red and green primaries are swapped, so that a missing conversion is plain to see."""
    profile = bytearray(srgb_icc())
    (n_tags,) = struct.unpack_from(">I", profile, 128)
    places = {bytes(profile[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(n_tags)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def grey_icc(gamma: float = 1.0) -> bytes:
    """A grey profile with a plain gamma curve."""

    def s15f16(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    white = b"XYZ " + bytes(4) + s15f16(0.9642) + s15f16(1.0) + s15f16(0.8249)
    tags = {b"kTRC": curve, b"wtpt": white}
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content
    header = struct.pack(">I4sI4s4s4s", at + len(body), b"lcms", 0x02100000, b"mntr", b"GRAY", b"XYZ ")
    header += bytes(12) + b"acsp" + bytes(28) + s15f16(0.9642) + s15f16(1.0) + s15f16(0.8249)
    return header.ljust(128, b"\0") + table + body


def encoded(image: Image.Image, image_format: str, **options: object) -> bytes:
    """A picture as a file's bytes."""
    buffer = io.BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()
