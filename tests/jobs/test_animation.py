from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.progress import Cancelled
from ganimation_desktop.core.expressions.keyframes import Keyframe, KeyframeTrack
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.jobs.animation import AnimatedPhoto, AnimationOutput, AnimationPlan, Way, prepare, write_photo_animation
from tests.core.fakes import LEFT, RIGHT, FakeEstimator, fake_animator

SMILE = Expression(LiveMode.OFFSET, au_vector({"AU12": 1.0}))
FRAME = Frame(np.full((240, 300, 3), 80, np.uint8))


@pytest.fixture
def animator():
    return fake_animator([LEFT, RIGHT], estimator=FakeEstimator())


def photo(**options):
    return AnimatedPhoto(Path("photo.png"), FRAME, SMILE.target, **options)


def green(rgb, box, scale=1.0):
    x, y = (round(scale * place) for place in box.center)
    return float(rgb[y - 2 : y + 3, x - 2 : x + 3, 1].mean())


@pytest.mark.parametrize(("face", "moving"), [("largest", [True, False]), (2, [False, True]), ("all", [True, True])])
def test_the_chosen_faces_go_to_the_expression_and_back(animator, face, moving):
    animation = prepare(photo(face=face), AnimationPlan(seconds=1.0), animator, 300)
    assert animation.n_moving == sum(moving)
    start, middle = animation.picture_at(0.0), animation.picture_at(0.5)
    assert [green(middle, box) > green(start, box) + 50 for box in (LEFT, RIGHT)] == moving


def test_known_boxes_are_reduced_with_the_frame(animator):
    box = FaceBox(100, 80, 200, 180)
    animation = prepare(photo(boxes=(box,)), AnimationPlan(seconds=1.0), animator, 150)
    assert (animation.frame.width, animation.frame.height) == (150, 120)
    assert green(animation.picture_at(0.5), box, 0.5) > green(animation.picture_at(0.0), box, 0.5) + 50


def test_a_face_that_is_not_there_names_the_photo(animator):
    with pytest.raises(ValueError, match=r"photo\.png: there is no face 3; 2 found"):
        prepare(photo(face=3), AnimationPlan(), animator, 300)


@pytest.mark.parametrize(
    ("plan", "seconds"),
    [
        (AnimationPlan(hold_s=0.5), 2.5),
        (AnimationPlan(Way.ALONG_TRACK, track=KeyframeTrack([Keyframe(0.0, {"AU12": 0.0}), Keyframe(3.0, {"AU12": 1.0})])), 3.0),
        (AnimationPlan(Way.ALONG_TRACK, track=KeyframeTrack([Keyframe(0.0, {"AU12": 1.0})]), fps=10.0), 0.1),
        (AnimationPlan(seconds=0.7), 0.7),
    ],
)
def test_the_length_is_what_was_asked_for_or_what_it_takes(animator, tmp_path, plan, seconds):
    written = write_photo_animation(photo(), plan, AnimationOutput(tmp_path / "out.gif"), animator)
    assert written.seconds == pytest.approx(seconds)
    assert written.n_pictures == max(1, round(seconds * plan.fps))
    assert (written.size_px, written.n_faces) == ((300, 240), 1)


def test_a_strip_has_the_pictures_asked_for(animator, tmp_path):
    told = []
    output = AnimationOutput(tmp_path / "strip.png", n_strip_pictures=3)
    written = write_photo_animation(photo(), AnimationPlan(), output, animator, on_picture=lambda *counts: told.append(counts))
    assert written.n_pictures == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    with Image.open(written.path) as image:
        assert image.size == (3 * 300 + 2 * 3, 240)


@pytest.mark.parametrize("name", ["out.gif", "out.apng", "out.mp4", "out.png"])
def test_cancelling_leaves_nothing(animator, tmp_path, name):
    told = []
    with pytest.raises(Cancelled):
        write_photo_animation(
            photo(),
            AnimationPlan(),
            AnimationOutput(tmp_path / name),
            animator,
            on_picture=lambda *counts: told.append(counts),
            is_cancelled=lambda: len(told) == 2,
        )
    assert len(told) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (AnimationOutput(Path("out.bmp")), "must end in"),
        (AnimationOutput(Path("out.mp4"), quality=80), r"a quality of 80 is outside 0\.\.51"),
        (AnimationOutput(Path("out.webp"), quality=0), r"a quality of 0 is outside 1\.\.100"),
    ],
)
def test_what_cannot_be_written_is_refused_before(output, reason):
    with pytest.raises(ValueError, match=reason):
        output.check()
