"""An opened mouth stands as still as the skin beside it."""

import math

import numpy as np
import pytest

from ganimation_desktop.benchmarks.editing import portrait_rgb
from ganimation_desktop.benchmarks.steadiness import measure_steadiness
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.models.installed import default_estimator_path, default_generator_path
from tests.core.fakes import fake_animator


def test_an_opened_mouth_is_as_steady_as_the_cheek():
    if not default_generator_path().is_file() or not default_estimator_path().is_file():
        pytest.skip("needs the default weights")
    steadiness = measure_steadiness(Animator.load(device="cpu"), portrait_rgb(640, 480))
    assert 0 < steadiness.cheek_px < 0.3
    assert 0 < steadiness.mouth_px < 1.2 * steadiness.cheek_px


def test_without_a_face_there_is_nothing_to_measure():
    steadiness = measure_steadiness(fake_animator([]), np.full((96, 96, 3), 90, np.uint8))
    assert math.isnan(steadiness.mouth_px)
    assert math.isnan(steadiness.cheek_px)
