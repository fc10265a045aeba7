import numpy as np

from ganimation_desktop.core.action_units import au_vector
from ganimation_desktop.core.keyframes import Keyframe, KeyframeTrack
from ganimation_desktop.core.live_wish import Expression, LiveMode
from ganimation_desktop.core.video_wish import VideoWish

SOURCE = au_vector({"AU12": 0.4, "AU25": 0.6})


def test_one_expression_for_every_frame():
    wish = VideoWish(Expression(LiveMode.OFFSET, au_vector({"AU12": 0.3})))
    for time_s in (0.0, 5.0):
        np.testing.assert_allclose(wish.target(SOURCE, time_s), au_vector({"AU12": 0.7, "AU25": 0.6}), atol=1e-6)


def test_amplifying_goes_out_from_rest():
    wish = VideoWish(Expression(LiveMode.AMPLIFY, gain=0.0), rest=au_vector({"AU12": 0.1}))
    np.testing.assert_allclose(wish.target(SOURCE, 0.0), au_vector({"AU12": 0.1}), atol=1e-6)


def test_keyframes_go_before_the_expression_and_leave_the_rest_to_the_face():
    track = KeyframeTrack([Keyframe(0.0, {"AU12": 0.0}), Keyframe(1.0, {"AU12": 1.0})])
    wish = VideoWish(Expression(LiveMode.ABSOLUTE, au_vector({"AU25": 1.0})), track)
    np.testing.assert_allclose(wish.target(SOURCE, 0.5), au_vector({"AU12": 0.5, "AU25": 0.6}), atol=1e-6)
