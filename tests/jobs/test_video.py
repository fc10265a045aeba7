import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import N_AUS, au_vector
from ganimation_desktop.core.expressions.keyframes import Keyframe, KeyframeTrack
from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.jobs.expression import EditRequest
from ganimation_desktop.jobs.video import VideoOutput, target_of_request

BASELINE = np.zeros(N_AUS, np.float32)
DETECTED = Preset("detected", {}, keep_others=True)
JOY = Preset("joy", {"AU06": 0.6, "AU12": 0.9})
SHOWN = au_vector({"AU12": 0.3, "AU25": 0.5, "AU45": 0.8})


def asked(request, mode, *, gain=1.0, baseline=BASELINE, track=KeyframeTrack(), time_s=0.0):  # noqa: B008 (never changed)
    target = target_of_request(request, mode, gain, baseline, track)(SHOWN, time_s)
    return {code: value for code, value in target.named().items() if value}


def test_added_expressions_go_on_top_of_what_the_face_shows():
    assert asked(EditRequest(JOY, 0.5), LiveMode.OFFSET) == pytest.approx({"AU06": 0.3, "AU12": 0.75, "AU25": 0.5, "AU45": 0.8})
    assert asked(EditRequest(DETECTED, aus={"AU25": -0.2}), LiveMode.OFFSET) == pytest.approx({"AU12": 0.3, "AU25": 0.3, "AU45": 0.8})


@pytest.mark.parametrize(
    ("request_", "held"),
    [
        (EditRequest(JOY), {"AU06": 0.6, "AU12": 0.9, "AU45": 0.8}),
        (EditRequest(Preset("neutral", {})), {"AU45": 0.8}),
        (EditRequest(DETECTED, aus={"AU12": 1.0}), {"AU12": 1.0, "AU25": 0.5, "AU45": 0.8}),
        (EditRequest(JOY, aus={"AU45": 0.0}), {"AU06": 0.6, "AU12": 0.9}),
        (EditRequest(Preset("asleep", {"AU45": 1.0})), {"AU45": 1.0}),
    ],
)
def test_a_face_that_is_held_may_blink_unless_the_blink_is_asked_for(request_, held):
    assert asked(request_, LiveMode.ABSOLUTE) == pytest.approx(held)


def test_amplifying_starts_from_the_baseline():
    baseline = au_vector({"AU12": 0.1})
    amplified = asked(EditRequest(DETECTED, aus={"AU01": 0.2}), LiveMode.AMPLIFY, gain=1.5, baseline=baseline)
    assert amplified == pytest.approx({"AU01": 0.2, "AU12": 0.4, "AU25": 0.75, "AU45": 1.0})


def test_keyframes_take_the_place_of_the_request():
    track = KeyframeTrack([Keyframe(0.0, {"AU12": 0.0}), Keyframe(1.0, {"AU12": 0.4})])
    assert asked(EditRequest(JOY), LiveMode.ABSOLUTE, track=track, time_s=1.0) == pytest.approx({"AU12": 0.4, "AU25": 0.5, "AU45": 0.8})
    assert asked(EditRequest(JOY), LiveMode.OFFSET, track=track, time_s=1.0)["AU12"] == pytest.approx(0.7)


@pytest.mark.parametrize(("name", "reason"), [("out.avi", "must end in"), ("there.mp4", "exists already")])
def test_what_cannot_be_written_is_refused_before(tmp_path, name, reason):
    (tmp_path / "there.mp4").write_bytes(b"mine")
    with pytest.raises(ValueError, match=reason):
        VideoOutput(tmp_path / name).check()
    VideoOutput(tmp_path / "there.mp4", overwrite=True).check()
