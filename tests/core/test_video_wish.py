import numpy as np
import pytest

from ganimation_desktop.core.action_units import au_index, au_vector
from ganimation_desktop.core.keyframes import Easing, Keyframe, KeyframeTrack
from ganimation_desktop.core.live_wish import LiveMode
from ganimation_desktop.core.video_wish import VideoWish

REST = au_vector({"AU12": 0.1, "AU25": 0.2})
SPEAKING = au_vector({"AU12": 0.1, "AU25": 0.7, "AU45": 1.0})
SMILE = au_vector({"AU12": 0.6, "AU25": 0.2})
TRACK = KeyframeTrack([Keyframe(0.0, {"AU12": 0.1}, Easing.LINEAR), Keyframe(1.0, {"AU12": 0.9})])


@pytest.mark.parametrize("mode", list(LiveMode))
def test_at_rest_nothing_changes(mode):
    wish = VideoWish(REST, REST, mode)
    np.testing.assert_allclose(wish.target(SPEAKING, 0.0), SPEAKING, atol=1e-6)


def test_the_difference_to_rest_is_added_to_what_the_face_does():
    target = VideoWish(SMILE, REST).target(SPEAKING, 3.0)
    np.testing.assert_allclose(target, au_vector({"AU12": 0.6, "AU25": 0.7, "AU45": 1.0}), atol=1e-6)


def test_holding_lets_the_face_blink():
    target = VideoWish(SMILE, REST, LiveMode.ABSOLUTE).target(SPEAKING, 0.0)
    np.testing.assert_allclose(target, au_vector({"AU12": 0.6, "AU25": 0.2, "AU45": 1.0}), atol=1e-6)


def test_holding_the_eyes_shut():
    shut = au_vector({"AU12": 0.1, "AU25": 0.2, "AU45": 0.9})
    target = VideoWish(shut, REST, LiveMode.ABSOLUTE).target(SPEAKING, 0.0)
    assert target[au_index("AU45")] == pytest.approx(0.9)


def test_amplifying_goes_out_from_rest():
    target = VideoWish(REST, REST, LiveMode.AMPLIFY, gain=1.5).target(SPEAKING, 0.0)
    np.testing.assert_allclose(target, au_vector({"AU12": 0.1, "AU25": 0.95, "AU45": 1.0}), atol=1e-6)


@pytest.mark.parametrize(("mode", "middle"), [(LiveMode.OFFSET, 0.5), (LiveMode.ABSOLUTE, 0.5)])
def test_keyframes_move_the_sliders(mode, middle):
    wish = VideoWish(REST, REST, mode, track=TRACK)
    assert wish.aus_at(0.5)[au_index("AU12")] == pytest.approx(middle)
    assert wish.target(SPEAKING, 0.5)[au_index("AU12")] == pytest.approx(middle)


@pytest.mark.parametrize("mode", list(LiveMode))
def test_no_jump_where_keyframes_come_to_rest(mode):
    wish = VideoWish(REST, REST, mode, track=TRACK)
    values = np.array([wish.target(SPEAKING, time_s) for time_s in np.linspace(-0.1, 1.1, 121)])
    assert np.abs(np.diff(values, axis=0)).max() < 0.02
