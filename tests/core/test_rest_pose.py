import numpy as np
import pytest

from ganimation_desktop.core.action_units import au_index, au_vector
from ganimation_desktop.core.rest_pose import LEARN_S, RestPose

AU12, AU45 = au_index("AU12"), au_index("AU45")


def watch(rest, start_s=0.0):
    """A face at AU12 = 0.2 that blinks once."""
    for index in range(11):
        aus = au_vector({"AU12": 0.2, "AU45": 0.9 if index == 4 else 0.0})
        rest.learn(aus, start_s + index * LEARN_S / 10)


def test_a_blink_is_not_the_pose_at_rest():
    rest = RestPose()
    assert rest.learn(au_vector({"AU12": 0.2}), 0.0) is None
    watch(rest)
    assert rest.aus is not None
    assert rest.aus[AU12] == pytest.approx(0.2)
    assert rest.aus[AU45] == 0


def test_once_learnt_it_stays_until_it_is_forgotten():
    rest = RestPose()
    watch(rest)
    learnt = rest.aus
    assert rest.learn(au_vector({"AU12": 1.0}), 20.0) is learnt
    rest.forget()
    assert rest.learn(au_vector({"AU12": 1.0}), 21.0) is None
    again = rest.learn(au_vector({"AU12": 1.0}), 23.0)
    assert again is not None
    np.testing.assert_array_equal(again, au_vector({"AU12": 1.0}))
