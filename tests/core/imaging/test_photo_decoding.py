"""Files that are no photo, or too much of one."""

import os
import struct
import zlib

import pytest
from PIL import Image

from ganimation_desktop.core.imaging import photo_decoding
from ganimation_desktop.core.imaging.frames import PhotoError, read_photo
from tests.core.photo_files import encoded, picture


def _png_header(width: int, height: int) -> bytes:
    data = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + data
        + struct.pack(">I", zlib.crc32(data))
        + struct.pack(">I", 64)
        + b"IDAT"
        + bytes(68)
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"Dear diary,\nnothing happened today.\n", "is not a picture"),
        (encoded(Image.fromarray(picture()), "JPEG")[:400], "damaged or cut short"),
        (encoded(Image.fromarray(picture(200, 200)), "PNG")[:2000], "damaged or cut short"),
        (encoded(Image.fromarray(picture()), "TIFF")[:1000], "damaged or cut short"),
        (encoded(Image.fromarray(picture()), "WEBP")[:100], "damaged or cut short"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "photo.jpg"),
        (_png_header(20000, 10000), "200 megapixels (20000x10000)"),
        (_png_header(2_000_000_000, 2_000_000_000), "megapixels"),
        (encoded(Image.new("F", (4, 4)), "TIFF"), "kind F"),
    ],
    ids=["empty", "text", "cut JPEG", "cut PNG", "cut TIFF", "cut WebP", "cut HEIC", "200 megapixels", "far too large", "floating point"],
)
def test_hostile_files_end_in_one_sentence(tmp_path, content, reason):
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(PhotoError) as caught:
        read_photo(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert reason in message
    assert "\n" not in message


def test_a_video_is_named_as_one(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + bytes(50))
    with pytest.raises(PhotoError, match=r"clip\.mp4 is a video, not a picture"):
        read_photo(path)


def test_missing_folder_and_unreadable(tmp_path, monkeypatch):
    with pytest.raises(PhotoError, match=r"gone\.png does not exist"):
        read_photo(tmp_path / "gone.png")
    with pytest.raises(PhotoError, match="is a folder"):
        read_photo(tmp_path)
    path = tmp_path / "secret.png"
    Image.new("RGB", (4, 4)).save(path)

    def refuse(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PhotoError, match=r"secret\.png may not be read"):
        read_photo(path)


def test_the_limit_is_checked_before_decoding(tmp_path, monkeypatch):
    path = tmp_path / "photo.png"
    Image.fromarray(picture(40, 30)).save(path)
    monkeypatch.setattr(photo_decoding, "MAX_PIXELS", 1199)
    with pytest.raises(PhotoError, match="megapixels"):
        read_photo(path)
    monkeypatch.setattr(photo_decoding, "MAX_PIXELS", 1200)
    assert read_photo(path).frame.width == 40
