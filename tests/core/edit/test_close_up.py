from __future__ import annotations

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_vector
from tests.core.fakes import LEFT, RIGHT, FakeEstimator, FakeGenerator, fake_animator, textured_frame


@pytest.fixture
def animator():
    return fake_animator((LEFT, RIGHT), generator=FakeGenerator(), estimator=FakeEstimator())


def test_a_close_up_shows_one_face_with_an_expression(animator):
    faces = animator.set_frame(textured_frame())
    plain = animator.close_up(1, faces[1].aus, 64)
    green = animator.close_up(1, au_vector({"AU12": 1.0}, faces[1].aus), 64)
    assert plain.shape == green.shape == (64, 64, 3)
    change = green.astype(int) - plain
    assert change[32, 32, 1] > 50
    assert abs(change[2, 2]).max() <= 2
    assert not np.array_equal(plain, animator.close_up(0, faces[0].aus, 64))


def test_a_close_up_leaves_the_edit_of_the_frame_as_it_is(animator):
    faces = animator.set_frame(textured_frame())
    target = {0: au_vector({"AU25": 0.8}, faces[0].aus)}
    before = animator.animate(target).composite()
    animator.close_up(0, au_vector({"AU12": 1.0}), 48)
    n_decoded = len(animator._model.generator.decoded_aus)
    np.testing.assert_array_equal(animator.animate(target).composite(), before)
    assert len(animator._model.generator.decoded_aus) == n_decoded


def test_a_close_up_belongs_to_the_frame_that_is_set(animator):
    animator.set_frame(textured_frame())
    aus = au_vector({"AU12": 0.5})
    first = animator.close_up(0, aus, 32)
    animator.set_frame(textured_frame(500, 400))
    assert not np.array_equal(animator.close_up(0, aus, 32), first)
