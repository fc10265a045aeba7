"""What is kept of a photo beside its pixels."""

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.imaging.frames import read_photo
from tests.core.photo_files import XMP_WITH_RATING, exif_block, picture


def test_metadata(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.fromarray(picture()).save(
        path,
        exif=exif_block(orientation=6, thumbnail=b"old face"),
        xmp=XMP_WITH_RATING,
        dpi=(300, 300),
        quality=83,
        subsampling=1,
        progressive=True,
    )
    metadata = read_photo(path).metadata
    assert metadata.dpi == (300, 300)
    assert metadata.exif is not None
    assert b"Camera" in metadata.exif
    assert b"old face" not in metadata.exif
    assert metadata.xmp is not None
    assert b'xmp:Rating="4"' in metadata.xmp
    assert b'tiff:Orientation="1"' in metadata.xmp
    assert metadata.jpeg is not None
    assert (metadata.jpeg.subsampling, metadata.jpeg.progressive) == (1, True)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_exif_costs_only_the_exif(tmp_path):
    path = tmp_path / "photo.png"
    Image.fromarray(picture()).save(path, exif=b"Exif\0\0II*\0\xff\xff\xff\x7f rubbish")
    photo = read_photo(path)
    np.testing.assert_array_equal(photo.frame.rgb, picture())
    assert photo.metadata.exif is None
    assert any("EXIF" in note for note in photo.metadata.notes)
