import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index, au_vector
from ganimation_desktop.core.faces.neutral_baseline import LEARN_S, NeutralBaseline

AU12, AU45 = au_index("AU12"), au_index("AU45")


def watch(baseline, start_s=0.0):
    """A face at AU12 = 0.2 that blinks once."""
    for index in range(11):
        aus = au_vector({"AU12": 0.2, "AU45": 0.9 if index == 4 else 0.0})
        baseline.learn(aus, start_s + index * LEARN_S / 10)


def test_a_blink_is_not_the_neutral_pose():
    baseline = NeutralBaseline()
    assert baseline.learn(au_vector({"AU12": 0.2}), 0.0) is None
    watch(baseline)
    assert baseline.aus is not None
    assert baseline.aus[AU12] == pytest.approx(0.2)
    assert baseline.aus[AU45] == 0


def test_once_learnt_it_stays_until_it_is_forgotten():
    baseline = NeutralBaseline()
    watch(baseline)
    learnt = baseline.aus
    assert baseline.learn(au_vector({"AU12": 1.0}), 20.0) is learnt
    baseline.forget()
    assert baseline.learn(au_vector({"AU12": 1.0}), 21.0) is None
    again = baseline.learn(au_vector({"AU12": 1.0}), 23.0)
    assert again is not None
    np.testing.assert_array_equal(again, au_vector({"AU12": 1.0}))
