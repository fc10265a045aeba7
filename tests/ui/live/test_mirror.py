import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.ui.live.mirror import mirrored
from ganimation_desktop.ui.masks.pictures import MaskKind, MaskPictures
from ganimation_desktop.ui.photo.face_picture import face_picture
from ganimation_desktop.ui.widgets.qimage import rgb_from_qimage
from tests.ui.fakes import TWO_FACES, FakeAnimator


@pytest.fixture
def animation():
    animator = FakeAnimator(TWO_FACES)
    rng = np.random.default_rng(0)
    animator.set_frame(Frame(rng.integers(0, 255, (120, 161, 3), dtype=np.uint8)))
    return animator.animate({0: FaceTarget.of(np.full(N_AUS, 0.6))})


def test_the_picture_is_the_mirror_image_and_twice_is_the_same(animation):
    once = mirrored(animation)
    np.testing.assert_array_equal(once.composite(), animation.composite()[:, ::-1])
    twice = mirrored(once)
    np.testing.assert_array_equal(twice.composite(), animation.composite())
    for face, again in zip(animation.faces, twice.faces, strict=True):
        assert (again.face.box.left, again.face.box.right) == pytest.approx((face.face.box.left, face.face.box.right))
        np.testing.assert_allclose(again.face.crop.frame_from_crop, face.face.crop.frame_from_crop, atol=1e-9)
        np.testing.assert_array_equal(again.attention, face.attention)


def test_what_lies_somewhere_in_the_crop_lies_there_in_the_mirrored_crop(animation):
    once = mirrored(animation)
    for face, other in zip(animation.faces, once.faces, strict=True):
        x, y = apply_affine(face.face.crop.frame_from_crop, np.array([[30.0, 50.0]]))[0]
        at = apply_affine(other.face.crop.frame_from_crop, np.array([[127 - 30.0, 50.0]]))[0]
        assert at == pytest.approx((160 - x, y))
        assert np.linalg.det(other.face.crop.frame_from_crop[:, :2]) > 0
    assert once.faces[0].flow is not None
    assert animation.faces[0].flow is not None
    np.testing.assert_allclose(once.faces[0].flow[50, 127 - 30], animation.faces[0].flow[50, 30] * (-1, 1))


def test_masks_and_thumbnails_show_mirror_images(qapp, animation):
    once = mirrored(animation)
    assert not face_picture(once, 0, 40).isNull()
    pictures, others = (MaskPictures(shown.faces[0]) for shown in (animation, once))
    for kind in (MaskKind.ATTENTION, MaskKind.COLOR, MaskKind.DIFFERENCE):
        rgb, mirror_rgb = (rgb_from_qimage(each.image(kind, bright_is_edited=True)) for each in (pictures, others))
        np.testing.assert_array_equal(mirror_rgb, rgb[:, ::-1])
    assert not others.image(MaskKind.FLOW, bright_is_edited=True).isNull()
