import numpy as np
import pytest

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.ui.photo.face_picture import face_picture, face_rgb
from tests.ui.fakes import FakeAnimator


@pytest.mark.parametrize("place", [(0.25, 0.25, 0.75, 0.75), (0.0, 0.6, 0.3, 1.1), (0.8, -0.2, 1.2, 0.2)])
@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_a_face_is_cut_out_of_the_edited_picture(place, scale):
    animator = FakeAnimator((place,))
    animator.set_frame(Frame(np.random.default_rng(0).integers(0, 255, (200, 200, 3), np.uint8)))
    animation = animator.animate({0: FaceTarget.of(np.full(17, 0.7, np.float32))}, scale=scale)
    box = animation.faces[0].face.box
    left, top, right, bottom = (round(side * scale) for side in (box.left, box.top, box.right, box.bottom))
    expected = animation.composite()[max(top, 0) : bottom, max(left, 0) : right]
    np.testing.assert_array_equal(face_rgb(animation, 0, around=0.0), expected)
    assert max(face_picture(animation, 0, 48).width(), face_picture(animation, 0, 48).height()) == 48


def test_a_face_outside_the_picture_has_none():
    animator = FakeAnimator(((0.1, 0.1, 0.3, 0.3),))
    animator.set_frame(Frame(np.zeros((100, 100, 3), np.uint8)))
    animation = animator.animate({})
    object.__setattr__(animation.faces[0].face, "box", type(animation.faces[0].face.box)(300, 300, 320, 320))
    assert face_picture(animation, 0, 48).isNull()
