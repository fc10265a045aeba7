import errno
import os
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from PIL.ExifTags import IFD

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.edit.export import export_before_after, export_photo, patches_of, suggested_path
from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.imaging import frames
from ganimation_desktop.core.imaging.frames import photo_from_rgb, read_photo
from ganimation_desktop.core.imaging.photo_metadata import PhotoMetadata
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA, digital_source_type
from tests.core.photo_files import (
    XMP_WITH_RATING,
    brighter_patch,
    deep_picture,
    encoded,
    exif_block,
    grey_icc,
    picture,
    swapped_icc,
    write_deep,
)


def _photo(tmp_path, image: Image.Image, name: str = "photo.png", **options: Any) -> frames.Photo:
    path = tmp_path / name
    path.write_bytes(encoded(image, Image.registered_extensions()[path.suffix], **options))
    return read_photo(path)


def _pixels(path) -> np.ndarray[Any, Any]:
    with Image.open(path) as image:
        return np.asarray(image)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P"])
@pytest.mark.parametrize("icc", [None, "own"])
def test_unchanged_comes_out_bit_for_bit(tmp_path, suffix, mode, icc):
    image = Image.fromarray(picture()).convert("RGBA" if mode.endswith("A") else "RGB")
    if mode.endswith("A"):
        image.putalpha(Image.fromarray(picture(seed=5)[..., 0]))
    image = image.convert(mode)
    grey = mode.startswith("L")
    photo = _photo(tmp_path, image, icc_profile=(grey_icc() if grey else swapped_icc()) if icc else None)
    result = export_photo(tmp_path / f"out{suffix}", photo)
    expected = np.asarray(image.convert("RGB")) if mode == "P" else np.asarray(image)
    np.testing.assert_array_equal(_pixels(result.path), expected)
    with Image.open(result.path) as out:
        assert out.info.get("icc_profile") == photo.metadata.icc_profile
        assert out.mode == ("RGB" if mode == "P" else mode)
    assert result.source_type is None
    assert digital_source_type(read_photo(result.path).metadata.xmp) is None


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_sixteen_bits_come_out_as_sixteen(tmp_path, suffix, channels):
    path = tmp_path / f"deep{suffix}"
    pixels = deep_picture(channels=channels)
    write_deep(path, pixels[..., 0] if channels == 1 else pixels)
    photo = read_photo(path)
    out = export_photo(tmp_path / f"out{suffix}", photo).path
    decoded = cv2.imdecode(np.frombuffer(out.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    original = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    assert decoded.dtype == np.uint16
    np.testing.assert_array_equal(decoded, original)
    changed = read_photo(export_photo(tmp_path / f"changed{suffix}", photo, [brighter_patch(photo.frame)]).path)
    assert changed.bit_depth == 16
    assert digital_source_type(changed.metadata.xmp) == COMPOSITE_WITH_TRAINED_MEDIA
    differs = changed.source_pixels != photo.source_pixels
    differs[6:18, 10:22] = False
    assert not differs.any()


def test_sixteen_bit_grey_with_alpha_comes_out_as_rgb(tmp_path):
    pixels = deep_picture(channels=2)
    metadata = PhotoMetadata(format="PNG", mode="LA")
    view = np.repeat((pixels[..., :1] >> 8).astype(np.uint8), 3, axis=2)
    photo = frames.Photo(frames.Frame(view), None, metadata, pixels[..., 0].copy(), pixels[..., 1].copy())
    for name in ("out.png", "out.tif"):
        back = read_photo(export_photo(tmp_path / name, photo).path)
        assert back.source_alpha is not None
        np.testing.assert_array_equal(back.source_alpha, pixels[..., 1])
        np.testing.assert_array_equal(back.source_pixels[..., 0], pixels[..., 0])


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
@pytest.mark.parametrize("deep", [False, True])
def test_metadata_comes_along(tmp_path, suffix, deep):
    source = _photo(
        tmp_path,
        Image.fromarray(picture()),
        "photo.jpg",
        exif=exif_block(orientation=6, thumbnail=b"old face"),
        icc_profile=swapped_icc(),
        xmp=XMP_WITH_RATING,
        dpi=(240, 240),
    )
    if deep:
        pixels = source.source_pixels.astype(np.uint16) * 257
        source = frames.Photo(source.frame, source.path, source.metadata, pixels)
    assert source.frame.rgb.shape == (48, 32, 3)
    result = export_photo(tmp_path / f"out{suffix}", source, [brighter_patch(source.frame)])
    with Image.open(result.path) as out:
        assert out.size == (32, 48)
        assert out.info["icc_profile"] == swapped_icc()
        exif = out.getexif()
        assert exif.get(0x010F) == "Camera"
        assert exif.get(0x0112, 1) == 1
        assert exif.get_ifd(IFD.Exif)[0xA002] == 32
        assert not exif.get_ifd(IFD.IFD1)
        if suffix != ".webp":
            assert out.info["dpi"] == pytest.approx((240, 240), abs=0.1)
        out.load()
        xmp = out.info["xmp"]
    assert b"old face" not in result.path.read_bytes()
    assert b'xmp:Rating="4"' in xmp
    assert digital_source_type(xmp) == COMPOSITE_WITH_TRAINED_MEDIA == result.source_type
    again = read_photo(result.path)
    assert (again.metadata.icc_profile, again.frame.rgb.shape) == (swapped_icc(), (48, 32, 3))


def test_metadata_of_a_tiff_comes_along(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "A face"
    exif[0x8298] = "Somebody"
    exif.get_ifd(IFD.Exif)[0x9003] = "2024:01:02 03:04:05"
    exif.get_ifd(IFD.GPSInfo)[1] = "N"
    photo = _photo(tmp_path, Image.fromarray(picture()), "photo.tif", exif=exif.tobytes())
    for name in ("out.jpg", "out.png", "out.tif"):
        with Image.open(export_photo(tmp_path / name, photo).path) as out:
            kept = out.getexif()
            assert (kept[0x010E], kept[0x8298]) == ("A face", "Somebody")
            assert kept.get_ifd(IFD.Exif)[0x9003] == "2024:01:02 03:04:05"
            assert kept.get_ifd(IFD.GPSInfo)[1] == "N"
            assert out.size == (48, 32)


def test_a_photo_without_metadata_gets_none(tmp_path):
    for suffix in (".jpg", ".png", ".webp", ".tif"):
        with Image.open(export_photo(tmp_path / f"out{suffix}", photo_from_rgb(picture())).path) as out:
            assert not {"exif", "icc_profile", "xmp"} & out.info.keys()


def test_a_jpeg_is_compressed_as_before(tmp_path):
    image = Image.fromarray(picture(64, 64))
    photo = _photo(tmp_path, image, "photo.jpg", quality=71, subsampling=2, progressive=True)
    out = export_photo(tmp_path / "out.jpg", photo, [brighter_patch(photo.frame, left=0, top=0, size=16)]).path
    with Image.open(tmp_path / "photo.jpg") as before, Image.open(out) as after:
        assert isinstance(before, Image.Image)
        assert after.quantization == before.quantization  # type: ignore[attr-defined]
        assert after.info.get("progressive") == 1
        # Blocks that were not edited survive the second compression.
        difference = np.asarray(before)[32:, 32:].astype(int) - np.asarray(after)[32:, 32:]
    assert np.abs(difference).mean() < 0.7
    unchanged = export_photo(tmp_path / "unchanged.jpg", photo).path
    better = export_photo(tmp_path / "better.jpg", photo, quality=98).path
    assert better.stat().st_size > unchanged.stat().st_size
    assert read_photo(better).metadata.jpeg.subsampling == 2  # type: ignore[union-attr]


def test_other_photos_become_good_jpegs(tmp_path):
    out = export_photo(tmp_path / "out.jpg", photo_from_rgb(picture())).path
    assert np.abs(_pixels(out).astype(int) - picture()).mean() < 2.5
    settings = read_photo(out).metadata.jpeg
    assert settings is not None
    assert settings.subsampling == 0
    small = export_photo(tmp_path / "small.jpg", photo_from_rgb(picture()), quality=40).path
    assert small.stat().st_size < out.stat().st_size


def test_what_jpeg_cannot_hold_is_reported(tmp_path):
    image = Image.fromarray(picture()).convert("RGBA")
    image.putalpha(Image.fromarray(np.tile(np.array([[0], [255]], np.uint8), (16, 48))))
    result = export_photo(tmp_path / "out.jpg", _photo(tmp_path, image), quality=100)
    assert any("transparency" in note for note in result.notes)
    mean = _pixels(result.path).astype(int)
    assert mean[::2].mean() > 245
    path = tmp_path / "deep.png"
    write_deep(path, deep_picture())
    for suffix in (".jpg", ".webp"):
        assert any("16" in note for note in export_photo(tmp_path / f"deep{suffix}", read_photo(path)).notes)


def test_grey_jpeg_stays_grey_and_painted_colors_are_reported(tmp_path):
    photo = _photo(tmp_path, Image.fromarray(picture()[..., 0]), "photo.jpg", quality=90)
    result = export_photo(tmp_path / "out.jpg", photo, [brighter_patch(photo.frame, levels=(40, 0, 0))])
    with Image.open(result.path) as out:
        assert out.mode == "L"
    assert any("grey" in note for note in result.notes)


def test_cmyk_is_reported_and_written_as_rgb(tmp_path):
    photo = _photo(tmp_path, Image.new("CMYK", (48, 32), (10, 20, 30, 0)), "photo.jpg")
    result = export_photo(tmp_path / "out.jpg", photo)
    assert any("CMYK" in note for note in result.notes)
    with Image.open(result.path) as out:
        assert out.mode == "RGB"


def test_lossless_webp(tmp_path):
    image = Image.fromarray(picture()).convert("RGBA")
    image.putalpha(Image.fromarray(picture(seed=5)[..., 0]))
    out = export_photo(tmp_path / "out.webp", _photo(tmp_path, image), quality=100).path
    np.testing.assert_array_equal(_pixels(out), np.asarray(image))


def test_too_much_metadata_for_a_jpeg(tmp_path):
    xmp = XMP_WITH_RATING.replace(b'xmp:Rating="4"', b'xmp:Rating="4" xmp:Label="' + b"x" * 70_000 + b'"')
    metadata = PhotoMetadata(format="PNG", mode="RGB", exif=exif_block() + bytes(70_000), xmp=xmp)
    plain = photo_from_rgb(picture())
    photo = frames.Photo(plain.frame, None, metadata, plain.source_pixels)
    result = export_photo(tmp_path / "out.jpg", photo, [brighter_patch(photo.frame)])
    assert len(result.notes) == 2
    assert digital_source_type(read_photo(result.path).metadata.xmp) == COMPOSITE_WITH_TRAINED_MEDIA


def test_nothing_is_overwritten_without_being_asked(tmp_path):
    photo = _photo(tmp_path, Image.fromarray(picture()))
    before = photo.path.read_bytes()  # type: ignore[union-attr]
    with pytest.raises(ExportError, match=r"photo\.png exists already"):
        export_photo(tmp_path / "photo.png", photo, [brighter_patch(photo.frame)])
    assert (tmp_path / "photo.png").read_bytes() == before
    export_photo(tmp_path / "photo.png", photo, [brighter_patch(photo.frame)], overwrite=True)
    assert (tmp_path / "photo.png").read_bytes() != before


@pytest.mark.parametrize("name", ["out.bmp", "out", "out.heic"])
def test_unknown_endings(tmp_path, name):
    with pytest.raises(ExportError, match=rf"{name} cannot be written: its name must end in \.jpg"):
        export_photo(tmp_path / name, photo_from_rgb(picture()))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch, suffix):
    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ExportError, match=rf"out\{suffix} cannot be written: the disk is full"):
        export_photo(tmp_path / f"out{suffix}", photo_from_rgb(picture()))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_a_picture_too_long_for_the_format(tmp_path, suffix):
    photo = photo_from_rgb(np.zeros((1, 65_501, 3), np.uint8))
    with pytest.raises(ExportError, match="65501 pixels long"):
        export_photo(tmp_path / f"out{suffix}", photo)
    assert not list(tmp_path.iterdir())


def test_a_wrong_quality(tmp_path):
    with pytest.raises(ValueError, match="quality of 0"):
        export_photo(tmp_path / "out.jpg", photo_from_rgb(picture()), quality=0)
    assert not list(tmp_path.iterdir())


def test_suggested_names(tmp_path):
    assert suggested_path(tmp_path / "me.JPG") == tmp_path / "me-edited.JPG"
    (tmp_path / "me-edited.JPG").touch()
    (tmp_path / "me-edited-2.JPG").touch()
    assert suggested_path(tmp_path / "me.JPG") == tmp_path / "me-edited-3.JPG"
    assert suggested_path("me.heic").name == "me-edited.jpg"
    assert suggested_path("clip.mp4", suffix=".mp4").name == "clip-edited.mp4"
    assert suggested_path("clip.avi", suffix=".mp4").name == "clip-edited.mp4"
    assert suggested_path("me.bmp").name == "me-edited.png"
    assert suggested_path("me.v2.webp", "before-after").name == "me.v2-before-after.webp"


def test_an_animation_is_an_edit(tmp_path):
    photo = photo_from_rgb(picture())
    patch = brighter_patch(photo.frame)
    animation: Any = SimpleNamespace(scale=1.0, faces=(SimpleNamespace(patch=None), SimpleNamespace(patch=patch)))
    assert patches_of(animation) == (patch,)
    out = export_photo(tmp_path / "out.png", photo, animation).path
    np.testing.assert_array_equal(_pixels(out)[6:18, 10:22], patch.rgb)
    animation.scale = 0.5
    with pytest.raises(ValueError, match=r"scale 0\.5"):
        export_photo(tmp_path / "half.png", photo, animation)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_before_and_after(tmp_path, mode):
    photo = _photo(tmp_path, Image.fromarray(picture()).convert(mode))
    result = export_before_after(tmp_path / "strip.png", photo, [brighter_patch(photo.frame)])
    strip = _pixels(result.path)
    edited = _pixels(export_photo(tmp_path / "out.png", photo, [brighter_patch(photo.frame)]).path)
    np.testing.assert_array_equal(strip[:, :48], np.asarray(Image.fromarray(picture()).convert(mode)))
    np.testing.assert_array_equal(strip[:, -48:], edited)
    assert result.source_type == COMPOSITE_WITH_TRAINED_MEDIA


def test_patch_type_is_the_compositing_one():
    assert isinstance(brighter_patch(photo_from_rgb(picture()).frame), Patch)
