import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.imaging.frames import Frame, photo_from_rgb, read_photo
from tests.core.photo_files import (
    deep_picture,
    encoded,
    exif_block,
    grey_icc,
    picture,
    srgb_icc,
    swapped_icc,
    write_deep,
)


@pytest.mark.parametrize(("name", "options"), [("PNG", {}), ("WEBP", {"lossless": True}), ("TIFF", {}), ("BMP", {})])
def test_lossless_formats_come_in_as_they_are(tmp_path, name, options):
    path = tmp_path / "photo.any"
    path.write_bytes(encoded(Image.fromarray(picture()), name, **options))
    photo = read_photo(path)
    np.testing.assert_array_equal(photo.frame.rgb, picture())
    assert photo.source_pixels is photo.frame.rgb
    assert (photo.metadata.format, photo.path, photo.alpha) == (name, path, None)


@pytest.mark.parametrize(("name", "tolerance"), [("JPEG", 4), ("GIF", 40)])
def test_lossy_formats_come_in_nearly_as_they_are(tmp_path, name, tolerance):
    path = tmp_path / "photo"
    path.write_bytes(encoded(Image.fromarray(picture()), name, **({"quality": 95} if name == "JPEG" else {})))
    difference = read_photo(path).frame.rgb.astype(int) - picture()
    assert np.abs(difference).mean() < tolerance


def test_heic(tmp_path):
    pillow_heif = pytest.importorskip("pillow_heif")
    path = tmp_path / "photo.heic"
    upright = picture(64, 40)
    heif = pillow_heif.from_pillow(Image.fromarray(np.rot90(upright, 1)))
    heif.save(path, quality=95, exif=exif_block(orientation=6))
    photo = read_photo(path)
    assert photo.metadata.format == "HEIF"
    assert np.abs(photo.frame.rgb.astype(int) - upright).mean() < 6


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["PNG", "TIFF", "PNG16", "TIFF16"])
def test_every_orientation_comes_in_upright(tmp_path, orientation, name):
    upright = picture(12, 7)
    stored_from_upright = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: lambda a: a.swapaxes(0, 1),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a, 2).swapaxes(0, 1),
        8: lambda a: np.rot90(a, -1),
    }
    stored = np.ascontiguousarray(stored_from_upright[orientation](upright))
    path = tmp_path / "photo"
    exif = exif_block(orientation=orientation)
    if name == "PNG16":
        deep = tmp_path / "deep.png"
        write_deep(deep, stored.astype(np.uint16) * 257)
        data = deep.read_bytes()
        chunk = b"eXIf" + exif[6:]
        path.write_bytes(data[:33] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + data[33:])
    elif name == "TIFF16":
        deep = tmp_path / "deep.tif"
        write_deep(deep, stored.astype(np.uint16) * 257)
        path.write_bytes(_with_tiff_orientation(deep.read_bytes(), orientation))
    else:
        path.write_bytes(encoded(Image.fromarray(stored), name, exif=exif))
    photo = read_photo(path)
    np.testing.assert_array_equal(photo.frame.rgb, upright)
    assert photo.bit_depth == (16 if name.endswith("16") else 8)
    if photo.metadata.exif:
        block = Image.Exif()
        block.load(photo.metadata.exif)
        assert block.get(0x0112, 1) == 1


def _with_tiff_orientation(data: bytes, orientation: int) -> bytes:
    """A little-endian TIFF with its directory copied to the end and an orientation in it."""
    (at,) = struct.unpack_from("<I", data, 4)
    (n_entries,) = struct.unpack_from("<H", data, at)
    entries = [data[at + 2 + 12 * i : at + 14 + 12 * i] for i in range(n_entries)]
    entries = [entry for entry in entries if struct.unpack_from("<H", entry)[0] != 274]
    entries.append(struct.pack("<HHIHH", 274, 3, 1, orientation, 0))
    entries.sort(key=lambda entry: struct.unpack_from("<H", entry)[0])
    directory = struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)
    return data[:4] + struct.pack("<I", len(data)) + data[8:] + directory


def test_grey_stays_grey(tmp_path):
    path = tmp_path / "grey.png"
    grey = picture()[..., 0]
    Image.fromarray(grey).save(path)
    photo = read_photo(path)
    assert photo.grey
    np.testing.assert_array_equal(photo.source_pixels, grey)
    np.testing.assert_array_equal(photo.frame.rgb, np.repeat(grey[..., None], 3, axis=2))


@pytest.mark.parametrize("mode", ["LA", "RGBA", "PA"])
def test_alpha_is_kept(tmp_path, mode):
    path = tmp_path / "photo"
    alpha = picture(seed=3)[..., 1]
    image = Image.fromarray(picture())
    if mode == "PA":
        image = image.quantize(64).convert("RGBA")
        image.putalpha(Image.fromarray(np.where(alpha > 100, 255, 0).astype(np.uint8)))
        image.save(path, "PNG")
        alpha = np.where(alpha > 100, 255, 0).astype(np.uint8)
    else:
        image = image.convert("L" if mode == "LA" else "RGB")
        image.putalpha(Image.fromarray(alpha))
        image.save(path, "PNG")
    photo = read_photo(path)
    assert photo.alpha is not None
    np.testing.assert_array_equal(photo.alpha, alpha)
    assert photo.grey == (mode == "LA")


def test_palette_with_a_transparent_color(tmp_path):
    path = tmp_path / "photo.gif"
    image = Image.new("P", (8, 4))
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.paste(1, (4, 0, 8, 4))
    image.save(path, transparency=1)
    photo = read_photo(path)
    assert photo.alpha is not None
    assert photo.alpha[0].tolist() == [255] * 4 + [0] * 4
    assert photo.frame.rgb[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_sixteen_bits_are_kept(tmp_path, suffix, channels):
    path = tmp_path / f"deep{suffix}"
    pixels = deep_picture(channels=channels)
    write_deep(path, pixels[..., 0] if channels == 1 else pixels)
    photo = read_photo(path)
    assert photo.bit_depth == 16
    colors = pixels[..., 0] if channels == 1 else pixels[..., :3]
    np.testing.assert_array_equal(photo.source_pixels, colors)
    view = photo.frame.rgb[..., 0] if channels == 1 else photo.frame.rgb
    assert np.abs(view - colors / 257).max() <= 0.5
    if channels == 4:
        assert photo.source_alpha is not None
        assert photo.alpha is not None
        np.testing.assert_array_equal(photo.source_alpha, pixels[..., 3])
        assert photo.alpha.dtype == np.uint8


def test_sixteen_bit_grey_with_alpha(tmp_path):
    path = tmp_path / "la16.png"
    pixels = deep_picture(5, 3, 2)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 5, 3, 16, 4, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    photo = read_photo(path)
    np.testing.assert_array_equal(photo.source_pixels, pixels[..., 0])
    assert photo.source_alpha is not None
    np.testing.assert_array_equal(photo.source_alpha, pixels[..., 1])


def test_cmyk_becomes_rgb_and_reports_it(tmp_path):
    path = tmp_path / "cmyk.jpg"
    Image.new("CMYK", (16, 16), (0, 255, 255, 0)).save(path, quality=95)
    photo = read_photo(path)
    red, green, blue = photo.frame.rgb[8, 8].tolist()
    assert red > 200 > 60 > max(green, blue)
    assert photo.metadata.icc_profile is None
    assert any("CMYK" in note for note in photo.metadata.notes)


def test_only_the_first_picture_of_an_animation(tmp_path):
    path = tmp_path / "two.webp"
    red, blue = Image.new("RGB", (16, 16), (250, 0, 0)), Image.new("RGB", (16, 16), (0, 0, 250))
    red.save(path, save_all=True, append_images=[blue], lossless=True)
    photo = read_photo(path)
    assert photo.frame.rgb[0, 0].tolist() == [250, 0, 0]
    assert any("first picture" in note for note in photo.metadata.notes)


def test_a_profile_is_converted_for_the_view_and_kept_for_the_file(tmp_path):
    path = tmp_path / "wide.png"
    Image.fromarray(picture()).save(path, icc_profile=swapped_icc())
    photo = read_photo(path)
    assert photo.metadata.icc_profile == swapped_icc()
    np.testing.assert_array_equal(photo.source_pixels, picture())
    assert np.abs(photo.frame.rgb.astype(int) - picture()[..., [1, 0, 2]]).max() <= 1


def test_a_grey_profile_is_converted(tmp_path):
    path = tmp_path / "linear.png"
    Image.fromarray(np.full((4, 4), 55, np.uint8)).save(path, icc_profile=grey_icc(gamma=1.0))
    photo = read_photo(path)
    assert photo.grey
    assert photo.source_pixels[0, 0] == 55
    assert np.abs(photo.frame.rgb.astype(int) - 128).max() <= 2  # sRGB encodes 0.215 as 0.5


@pytest.mark.parametrize("profile", [srgb_icc(), b"nonsense", grey_icc()])
def test_a_profile_that_does_nothing_or_fits_badly_leaves_the_pixels(tmp_path, profile):
    path = tmp_path / "photo.png"
    Image.fromarray(picture()).save(path, icc_profile=profile)
    photo = read_photo(path)
    np.testing.assert_array_equal(photo.frame.rgb, picture())
    assert photo.metadata.icc_profile == profile


def test_one_pixel(tmp_path):
    path = tmp_path / "one.png"
    Image.new("RGB", (1, 1), (1, 2, 3)).save(path)
    assert read_photo(path).frame.rgb.tolist() == [[[1, 2, 3]]]


def test_a_misnamed_file_is_read_by_its_content(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(Image.fromarray(picture()), "PNG"))
    assert read_photo(path).metadata.format == "PNG"


def test_arrays_are_read_only(tmp_path):
    path = tmp_path / "photo.png"
    Image.fromarray(picture()).convert("LA").save(path)
    photo = read_photo(path)
    for array in (photo.frame.rgb, photo.source_pixels, photo.source_alpha):
        assert array is not None
        assert not array.flags.writeable


def test_photo_from_rgb():
    photo = photo_from_rgb(picture())
    assert photo.path is None
    np.testing.assert_array_equal(photo.frame.rgb, picture())
    with pytest.raises(ValueError, match="frame is"):
        photo_from_rgb(picture()[..., 0])
    with pytest.raises(ValueError, match="do not fit"):
        photo_from_rgb(picture(), alpha=np.zeros((2, 2), np.uint8))


def test_a_frame_checks_its_array():
    wrong_arrays: list[Any] = [np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3), np.float32), np.zeros((0, 4, 3), np.uint8)]
    for wrong in wrong_arrays:
        with pytest.raises(ValueError, match="a frame is"):
            Frame(wrong)
