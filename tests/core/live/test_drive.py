import time

import numpy as np
import pytest

from ganimation_desktop.core.base.action_units import au_index, au_vector
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.neutral_baseline import LEARN_S
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.live.drive import ANOTHER_PERSON_S, DriveRequest, PhotoDriver, driven_target
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator

BOX = FaceBox(60, 60, 140, 140, 1.5)
AU25 = au_index("AU25")


def sides(left, right=None):
    """AUs by side."""
    return np.stack([au_vector(left), au_vector(left if right is None else right)])


def test_what_the_live_face_does_is_added():
    photo, neutral = au_vector({"AU12": 0.3, "AU25": 0.9}), sides({"AU12": 0.1})
    target = driven_target(photo, sides({"AU12": 0.5, "AU25": 0.4}), neutral)
    np.testing.assert_allclose(target.aus, au_vector({"AU12": 0.7, "AU25": 1.0}), atol=1e-6)
    assert driven_target(photo, neutral, neutral).aus.tolist() == photo.tolist()
    assert driven_target(photo, sides({"AU12": 0.2}), neutral, gain=2.0).aus[au_index("AU12")] == pytest.approx(0.5)


def test_a_wink_winks_on_the_same_side_of_the_photo_and_an_uneven_neutral_face_moves_evenly():
    photo, uneven = au_vector({}), sides({"AU12": 0.3}, {"AU12": 0.0})
    wink = driven_target(photo, sides({"AU45": 0.1}, {"AU45": 0.4}), sides({}))
    assert wink.right[au_index("AU45")] == pytest.approx(0.85)
    assert wink.left[au_index("AU45")] == 0
    even = driven_target(photo, uneven + sides({"AU06": 0.5}), uneven)
    assert not even.is_split
    assert even.aus[au_index("AU06")] == pytest.approx(0.5)


def live(time_s, red=60):
    """The fake estimator reads AU25 off the red."""
    rgb = np.full((240, 360, 3), 60, np.uint8)
    rgb[..., 0] = red
    return Frame(rgb, round(30 * time_s), time_s)


@pytest.fixture
def driver():
    animator = fake_animator([], estimator=FakeEstimator())
    photo = Frame(np.full((200, 200, 3), 80, np.uint8))
    return PhotoDriver(animator, photo, boxes=[FaceBox(40, 40, 160, 160, 1.0)], detections=InlineDetections(FakeDetector([BOX])))


def run(driver, start_s, seconds, red=60):
    for index in range(round(30 * seconds)):
        result = driver.process(live(start_s + index / 30, red), DriveRequest())
    return result


def test_the_neutral_pose_is_learnt_first_and_then_leaves_the_photo_alone(driver):
    result = run(driver, 0, LEARN_S / 2)
    assert result.calibrating
    assert result.animation is None
    result = run(driver, LEARN_S / 2, LEARN_S)
    assert not result.calibrating
    assert np.abs(result.animation.composite().astype(int) - 80).max() <= 1


def test_the_photo_follows_the_live_face(driver):
    run(driver, 0, LEARN_S + 0.2)
    result = run(driver, LEARN_S + 0.2, 1.0, red=90)
    change = result.animation.faces[0].target_aus - result.animation.faces[0].face.aus
    assert change[AU25] == pytest.approx(30 / 255, abs=0.02)
    assert np.abs(np.delete(change, AU25)).max() < 1e-6
    assert result.animation.frame.rgb.shape == (200, 200, 3)


def test_calibrating_anew_takes_the_pose_of_now_for_neutral(driver):
    run(driver, 0, LEARN_S + 0.2)
    run(driver, LEARN_S + 0.2, 1.0, red=90)
    driver.calibrate()
    result = run(driver, 3.0, LEARN_S + 0.5, red=90)
    assert np.abs(result.animation.composite().astype(int) - 80).max() <= 1


def test_a_wish_is_applied_again_to_the_last_frame(driver):
    assert driver.reprocess(DriveRequest()) is None
    run(driver, 0, LEARN_S + 0.2)
    run(driver, LEARN_S + 0.2, 1.0, red=90)
    result = driver.reprocess(DriveRequest(gain=2.0, scale=0.5))
    change = result.animation.faces[0].target_aus - result.animation.faces[0].face.aus
    assert change[AU25] == pytest.approx(60 / 255, abs=0.02)
    assert result.animation.frame.rgb.shape == (100, 100, 3)


def test_the_photo_is_measured_when_wished(driver):
    run(driver, 0, LEARN_S + 0.2)
    assert driver.reprocess(DriveRequest()).measured == ()
    (aus,) = driver.reprocess(DriveRequest(measure=True)).measured
    assert aus[AU25] == pytest.approx(80 / 255, abs=0.02)


def test_edits_of_the_photo_at_the_same_time_equal_edits_one_after_the_other(driver, monkeypatch):
    run(driver, 0, LEARN_S + 0.2)
    edits = [driver.prepare(live(LEARN_S + 1 + index / 30, red), DriveRequest()) for index, red in enumerate((90, 200))]
    expected = [edit().animation.composite() for edit in edits]
    animate = Animator.animate
    between = [edits[1]]
    results: list[np.ndarray] = []

    def interrupted(animator, *args, **options):
        if between:
            results.append(between.pop()().animation.composite())
        return animate(animator, *args, **options)

    monkeypatch.setattr(Animator, "animate", interrupted)
    results.append(edits[0]().animation.composite())
    assert (expected[0] != expected[1]).any()
    np.testing.assert_array_equal(results[1], expected[0])
    np.testing.assert_array_equal(results[0], expected[1])


@pytest.mark.parametrize(("gone_s", "learns"), [(1.0, False), (ANOTHER_PERSON_S + 1, True)])
def test_who_comes_back_soon_is_the_same_person(gone_s, learns):
    detector = FakeDetector([BOX])
    animator = fake_animator([], estimator=FakeEstimator())
    driver = PhotoDriver(animator, Frame(np.full((200, 200, 3), 80, np.uint8)), boxes=[BOX], detections=InlineDetections(detector))
    run(driver, 0, LEARN_S + 0.2)
    detector.boxes = ()
    run(driver, 2, 1.5)
    detector.boxes = (BOX,)
    result = run(driver, 2 + gone_s, 0.5)
    assert result.driver is not None
    assert result.driver.id > 0
    assert result.calibrating == learns


def test_no_live_face_is_a_result():
    animator = fake_animator([], estimator=FakeEstimator())
    photo = Frame(np.full((200, 200, 3), 80, np.uint8))
    driver = PhotoDriver(animator, photo, boxes=[BOX], detections=InlineDetections(FakeDetector([])))
    result = driver.process(Frame(live(0).rgb, 0, time.perf_counter()), DriveRequest())
    assert result.driver is None
    assert result.animation is None


def test_a_photo_without_the_face_and_a_missing_estimator_are_refused():
    photo = Frame(np.full((200, 200, 3), 80, np.uint8))
    with pytest.raises(ValueError, match="no face 1"):
        PhotoDriver(fake_animator([], estimator=FakeEstimator()), photo, detections=InlineDetections(FakeDetector([])))
    with pytest.raises(ValueError, match="estimator"):
        PhotoDriver(fake_animator([BOX]), photo, detections=InlineDetections(FakeDetector([])))
