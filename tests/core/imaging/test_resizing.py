import io

import numpy as np
import pytest
from PIL import Image
from PIL.ExifTags import IFD

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.edit.export import export_before_after, export_photo
from ganimation_desktop.core.imaging import resizing
from ganimation_desktop.core.imaging.frames import Frame, Photo, photo_from_rgb, read_photo
from ganimation_desktop.core.imaging.photo_metadata import PhotoMetadata
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA, digital_source_type
from ganimation_desktop.core.imaging.resizing import Resize, resized
from tests.core.photo_files import brighter_patch, exif_block, picture, swapped_icc

SIZED_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" exif:PixelXDimension="48" exif:PixelYDimension="32">'
    b"<tiff:ImageWidth>48</tiff:ImageWidth><tiff:ImageLength>32</tiff:ImageLength></rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize(
    ("resize", "size_px"),
    [
        (Resize(50), (50, 25)),
        (Resize(400), (200, 100)),
        (Resize(400, enlarge=True), (400, 200)),
        (Resize(percent=50), (100, 50)),
        (Resize(percent=150), (300, 150)),
        (Resize(percent=1), (2, 1)),
    ],
)
def test_sizes(resize, size_px):
    assert resize.size_px(200, 100) == size_px
    assert resize.size_px(100, 200) == size_px[::-1]


@pytest.mark.parametrize("text", ["2048", "50%", "400%", "16"])
def test_texts_come_back(text):
    assert str(Resize.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "neither"),
        ("large", "neither"),
        ("-5", "neither"),
        ("٢٠٤٨", "neither"),
        ("15", "16 to 65500"),
        ("0%", "1 to 400"),
        ("401%", "1 to 400"),
    ],
)
def test_what_is_no_size_is_reported(text, reason):
    with pytest.raises(ValueError, match=reason):
        Resize.parse(text)


def test_a_photo_of_that_size_stays_the_same():
    photo = photo_from_rgb(picture())
    assert resized(photo, Resize(4000)) is photo
    assert resized(photo, Resize(percent=100)) is photo


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_metadata_follow(tmp_path, suffix):
    exif, path = exif_block(orientation=1), tmp_path / "photo.jpg"
    Image.fromarray(picture()).save(path, exif=exif, icc_profile=swapped_icc(), xmp=SIZED_XMP, dpi=(240, 240))
    photo = read_photo(path)
    assert (photo.frame.width, photo.frame.height) == (48, 32)
    result = export_photo(tmp_path / f"out{suffix}", photo, [brighter_patch(photo.frame)], resize=Resize(24))
    with Image.open(result.path) as out:
        assert out.size == (24, 16)
        assert out.info["icc_profile"] == swapped_icc()
        assert out.getexif().get(0x010F) == "Camera"
        inner = out.getexif().get_ifd(IFD.Exif)
        assert (inner[0xA002], inner[0xA003]) == (24, 16)
        assert [round(float(dpi)) for dpi in out.info["dpi"]] == [240, 240] if suffix != ".webp" else True
    xmp = read_photo(result.path).metadata.xmp or b""
    assert b'exif:PixelXDimension="24" exif:PixelYDimension="16"' in xmp
    assert b"<tiff:ImageWidth>24<" in xmp
    assert b"<tiff:ImageLength>16<" in xmp
    assert digital_source_type(xmp) == COMPOSITE_WITH_TRAINED_MEDIA


def test_another_size_alone_is_no_edit_by_a_model(tmp_path):
    result = export_photo(tmp_path / "out.png", photo_from_rgb(picture()), resize=Resize(24))
    assert result.source_type is None


@pytest.mark.parametrize("shape", [(40, 60), (40, 60, 3)])
def test_sixteen_bits_and_grey_stay(shape):
    pixels = np.full(shape, 12_345, np.uint16)
    photo = Photo(Frame(np.full((40, 60, 3), 48, np.uint8)), None, PhotoMetadata("PNG", "L"), pixels)
    for resize in (Resize(30), Resize(percent=200)):
        result = resized(photo, resize)
        assert result.source_pixels.dtype == np.uint16
        assert result.source_pixels.ndim == len(shape)
        assert (result.source_pixels == 12_345).all()


def test_transparent_pixels_do_not_color_opaque_ones():
    rgb, alpha = np.zeros((40, 40, 3), np.uint8), np.zeros((40, 40), np.uint8)
    rgb[:, :21], rgb[:, 21:] = (0, 0, 255), (255, 0, 0)
    alpha[:, :21] = 255
    for size in (Resize(20), Resize(percent=200)):
        result = resized(photo_from_rgb(rgb.copy(), alpha.copy()), size)
        assert result.alpha is not None
        shown = result.frame.rgb[result.alpha > 0]
        assert (shown == (0, 0, 255)).all()
        assert result.source_pixels is result.frame.rgb


def test_before_and_after_are_in_that_size_too(tmp_path):
    photo = photo_from_rgb(picture())
    path = export_before_after(tmp_path / "out.png", photo, [brighter_patch(photo.frame)], resize=Resize(24)).path
    with Image.open(path) as image:
        assert image.size == (24 + 2 + 24, 16)


def test_a_result_that_no_photo_may_be_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(resizing, "MAX_PIXELS", 3000)
    with pytest.raises(ExportError, match=r"out\.png cannot be written: 96 x 64 pixels are more than"):
        export_photo(tmp_path / "out.png", photo_from_rgb(picture()), resize=Resize(percent=200))
    assert list(tmp_path.iterdir()) == []


def test_damaged_metadata_stay_as_they_are(tmp_path):
    buffer = io.BytesIO()
    Image.fromarray(picture()).save(buffer, "PNG")
    metadata = PhotoMetadata("PNG", "RGB", exif=b"Exif\0\0II*\0\xff\xff\xff\xff", xmp=b"no packet")
    photo = Photo(Frame(picture()), None, metadata, picture())
    assert resized(photo, Resize(24)).metadata == metadata
