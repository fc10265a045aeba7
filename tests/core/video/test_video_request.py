import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index, au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.keyframes import Easing, Keyframe, KeyframeTrack
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.video.video_request import VideoRequest

BASELINE = au_vector({"AU12": 0.1, "AU25": 0.2})
SPEAKING = au_vector({"AU12": 0.1, "AU25": 0.7, "AU45": 1.0})
SMILE = au_vector({"AU12": 0.6, "AU25": 0.2})
TRACK = KeyframeTrack([Keyframe(0.0, {"AU12": 0.1}, Easing.LINEAR), Keyframe(1.0, {"AU12": 0.9})])


@pytest.mark.parametrize("mode", list(LiveMode))
def test_at_the_baseline_nothing_changes(mode):
    request = VideoRequest(FaceTarget.of(BASELINE), BASELINE, mode)
    np.testing.assert_allclose(request.target(SPEAKING, 0.0).aus, SPEAKING, atol=1e-6)


def test_the_difference_to_the_baseline_is_added_to_what_the_face_does():
    target = VideoRequest(FaceTarget.of(SMILE), BASELINE).target(SPEAKING, 3.0).aus
    np.testing.assert_allclose(target, au_vector({"AU12": 0.6, "AU25": 0.7, "AU45": 1.0}), atol=1e-6)


def test_holding_lets_the_face_blink():
    target = VideoRequest(FaceTarget.of(SMILE), BASELINE, LiveMode.ABSOLUTE).target(SPEAKING, 0.0).aus
    np.testing.assert_allclose(target, au_vector({"AU12": 0.6, "AU25": 0.2, "AU45": 1.0}), atol=1e-6)


def test_holding_the_eyes_shut():
    shut = au_vector({"AU12": 0.1, "AU25": 0.2, "AU45": 0.9})
    target = VideoRequest(FaceTarget.of(shut), BASELINE, LiveMode.ABSOLUTE).target(SPEAKING, 0.0).aus
    assert target[au_index("AU45")] == pytest.approx(0.9)


def test_amplifying_starts_from_the_baseline():
    target = VideoRequest(FaceTarget.of(BASELINE), BASELINE, LiveMode.AMPLIFY, gain=1.5).target(SPEAKING, 0.0).aus
    np.testing.assert_allclose(target, au_vector({"AU12": 0.1, "AU25": 0.95, "AU45": 1.0}), atol=1e-6)


@pytest.mark.parametrize(("mode", "middle"), [(LiveMode.OFFSET, 0.5), (LiveMode.ABSOLUTE, 0.5)])
def test_keyframes_move_the_sliders(mode, middle):
    request = VideoRequest(FaceTarget.of(BASELINE), BASELINE, mode, track=TRACK)
    assert request.sliders_at(0.5).aus[au_index("AU12")] == pytest.approx(middle)
    assert request.target(SPEAKING, 0.5).aus[au_index("AU12")] == pytest.approx(middle)


@pytest.mark.parametrize("mode", list(LiveMode))
def test_no_jump_where_keyframes_end(mode):
    request = VideoRequest(FaceTarget.of(BASELINE), BASELINE, mode, track=TRACK)
    values = np.array([request.target(SPEAKING, time_s).aus for time_s in np.linspace(-0.1, 1.1, 121)])
    assert np.abs(np.diff(values, axis=0)).max() < 0.02
