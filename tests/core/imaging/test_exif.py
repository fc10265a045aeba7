import pytest
from PIL import Image
from PIL.ExifTags import IFD

from ganimation_desktop.core.imaging.exif import upright_exif
from tests.core.photo_files import exif_block


def _loaded(block: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif.load(block)
    return exif


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("swapped", [False, True])
def test_orientation_sizes_and_thumbnail(order, swapped):
    block = exif_block(orientation=6, thumbnail=b"the old face", order=order)
    upright = upright_exif(block, swapped=swapped)
    assert upright is not None
    exif = _loaded(upright)
    assert (exif[0x0112], exif[0x010F]) == (1, "Camera")
    sizes = exif.get_ifd(IFD.Exif)
    assert (sizes[0xA002], sizes[0xA003]) == ((32, 48) if swapped else (48, 32))
    assert not exif.get_ifd(IFD.IFD1)
    assert b"the old face" not in upright


def test_nothing_else_changes():
    block = exif_block(orientation=1)
    assert upright_exif(block, swapped=False) == block
    assert upright_exif(block.removeprefix(b"Exif\0\0"), swapped=False) == block


@pytest.mark.parametrize("block", [b"", b"Exif\0\0", b"Exif\0\0XX*\0\x08\0\0\0", b"Exif\0\0II*\0\xff\xff\xff\x7f", exif_block()[:40]])
def test_damaged_blocks(block):
    assert upright_exif(block, swapped=True) is None


def test_a_thumbnail_that_claims_the_whole_block_takes_nothing_with_it():
    block = bytearray(exif_block(orientation=3, thumbnail=b"the old face"))
    place = block.index(b"\x01\x02\x04\x00")
    block[place + 8 : place + 12] = (0).to_bytes(4, "little")
    upright = upright_exif(bytes(block), swapped=False)
    assert upright is not None
    assert _loaded(upright)[0x010F] == "Camera"
