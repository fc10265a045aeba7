import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index, au_vector
from ganimation_desktop.core.edit.decoding import au_change


def test_a_relative_generator_takes_the_difference():
    change = au_change(au_vector({"AU12": 0.7, "AU25": 0.1}), au_vector({"AU12": 0.2, "AU25": 0.5}))

    np.testing.assert_allclose(change, au_vector({"AU25": 0.4}) - au_vector({"AU12": 0.5}), atol=1e-6)


@pytest.mark.parametrize("read", [0.3, 0.6, 0.9])
def test_lips_close_as_far_as_the_teacher_opens_them(read):
    change = au_change(au_vector({"AU25": read}), au_vector({}))

    assert change[au_index("AU25")] == pytest.approx(-read / 0.6, abs=1e-6)
    assert np.count_nonzero(change) == 1
