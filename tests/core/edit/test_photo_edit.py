import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.edit.patch import Patch
from ganimation_desktop.core.edit.photo_edit import apply_patches
from ganimation_desktop.core.imaging.frames import photo_from_rgb, read_photo
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA, digital_source_type
from tests.core.photo_files import brighter_patch, deep_picture, grey_icc, picture, swapped_icc, write_deep

REGION = (slice(6, 18), slice(10, 22))


def _outside(pixels):
    """The pixels with the region of `brighter_patch` blanked."""
    blanked = pixels.copy()
    blanked[REGION] = 0
    return blanked


def test_no_change_is_the_same_photo():
    photo = photo_from_rgb(picture())
    same = Patch(3, 4, photo.frame.rgb[4:10, 3:9])
    assert apply_patches(photo, ()) is photo
    assert apply_patches(photo, [same]) is photo
    assert digital_source_type(photo.metadata.xmp) is None


def test_plain_photo_takes_the_patch():
    photo = photo_from_rgb(picture())
    patch = brighter_patch(photo.frame)
    edited = apply_patches(photo, [patch])
    np.testing.assert_array_equal(edited.frame.rgb[REGION], patch.rgb)
    np.testing.assert_array_equal(_outside(edited.frame.rgb), _outside(picture()))
    np.testing.assert_array_equal(photo.frame.rgb, picture())
    assert edited.source_pixels is edited.frame.rgb
    assert digital_source_type(edited.metadata.xmp) == COMPOSITE_WITH_TRAINED_MEDIA


def test_overlapping_patches_lie_in_order():
    photo = photo_from_rgb(picture())
    patches = [brighter_patch(photo.frame), brighter_patch(photo.frame, left=16, top=10, levels=(0, 40, 0))]
    expected = picture().copy()
    for patch in patches:
        patch.paste_into(expected)
    np.testing.assert_array_equal(apply_patches(photo, patches).frame.rgb, expected)


def test_edits_add_up():
    photo = photo_from_rgb(picture())
    once = apply_patches(photo, [brighter_patch(photo.frame)])
    twice = apply_patches(once, [brighter_patch(once.frame)])
    np.testing.assert_array_equal(twice.frame.rgb[8, 12], picture()[8, 12] + 40)


def test_sixteen_bits_take_the_difference(tmp_path):
    path = tmp_path / "deep.png"
    pixels = deep_picture() // 2
    write_deep(path, pixels)
    photo = read_photo(path)
    edited = apply_patches(photo, [brighter_patch(photo.frame, levels=(20, 0, 7))])
    np.testing.assert_array_equal(edited.source_pixels[REGION], pixels[REGION] + np.array([20, 0, 7]) * 257)
    np.testing.assert_array_equal(_outside(edited.source_pixels), _outside(pixels))
    np.testing.assert_array_equal(edited.frame.rgb[REGION], photo.frame.rgb[REGION] + np.array([20, 0, 7]))


def test_sixteen_bits_stop_at_white(tmp_path):
    path = tmp_path / "deep.png"
    write_deep(path, np.full((32, 48, 3), 65000, np.uint16))
    photo = read_photo(path)
    white = Patch(10, 6, np.full((12, 12, 3), 255, np.uint8))
    assert apply_patches(photo, [white]).source_pixels[8, 12].tolist() == [65514 if 65000 + 514 < 65535 else 65535] * 3


def test_grey_stays_grey_and_takes_the_lightness(tmp_path):
    path = tmp_path / "grey.png"
    Image.fromarray(picture()[..., 0]).save(path)
    photo = read_photo(path)
    edited = apply_patches(photo, [brighter_patch(photo.frame, levels=(30, 0, 0))])
    assert edited.grey
    np.testing.assert_allclose(edited.source_pixels[REGION] - photo.source_pixels[REGION].astype(int), 30 * 0.299, atol=1)
    np.testing.assert_array_equal(edited.frame.rgb[..., 0], edited.source_pixels)


def test_a_change_goes_back_into_the_profile_of_the_photo(tmp_path):
    path = tmp_path / "wide.png"
    Image.fromarray(picture()).save(path, icc_profile=swapped_icc())
    photo = read_photo(path)
    edited = apply_patches(photo, [brighter_patch(photo.frame, levels=(30, 0, 0))])
    # The profile's second channel is red.
    change = edited.source_pixels[REGION].astype(int) - picture()[REGION]
    assert np.abs(change - np.array([0, 30, 0])).max() <= 2
    np.testing.assert_array_equal(_outside(edited.source_pixels), _outside(picture()))
    assert edited.metadata.icc_profile == swapped_icc()


def test_a_change_goes_back_into_a_grey_profile(tmp_path):
    path = tmp_path / "linear.png"
    Image.fromarray(np.full((32, 48), 55, np.uint8)).save(path, icc_profile=grey_icc(gamma=1.0))
    photo = read_photo(path)
    edited = apply_patches(photo, [brighter_patch(photo.frame, levels=(60, 60, 60))])
    assert abs(int(edited.source_pixels[8, 12]) - 129) <= 3  # sRGB 188 is linear 0.503
    assert abs(int(edited.frame.rgb[8, 12, 0]) - 188) <= 2


@pytest.mark.parametrize(("left", "top"), [(-1, 0), (0, -1), (40, 0), (0, 25)])
def test_a_patch_outside_is_refused(left, top):
    with pytest.raises(ValueError, match="not inside a frame of 48x32"):
        apply_patches(photo_from_rgb(picture()), [Patch(left, top, np.zeros((9, 9, 3), np.uint8))])
