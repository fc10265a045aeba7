import json

import numpy as np
import pytest

from ganimation_desktop import cli
from ganimation_desktop.core import frame_editor
from ganimation_desktop.core.action_units import au_index
from ganimation_desktop.core.animator import Animator
from ganimation_desktop.core.detection import InlineDetections
from ganimation_desktop.core.faces import FaceBox
from ganimation_desktop.core.video import read_video
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.core.video_files import frame_times_ms, sound_packets, write_clip

BOXES = (FaceBox(30, 30, 80, 80, 1.5), FaceBox(140, 40, 170, 70, 0.5))
TIMES_MS = [0, 33, 100, 133, 400]


@pytest.fixture
def animator(monkeypatch):
    """Two faces wherever one looks, changed by the fake generator."""
    fake = fake_animator(BOXES, estimator=FakeEstimator())
    monkeypatch.setattr(Animator, "load", lambda model, device: fake)
    monkeypatch.setattr(frame_editor, "InlineDetections", lambda: InlineDetections(FakeDetector(BOXES)))
    return fake


@pytest.fixture
def clip(tmp_path, animator):
    return write_clip(tmp_path / "clip.mp4", [np.full((128, 192, 3), 90, np.uint8)] * len(TIMES_MS), times_ms=TIMES_MS)


def video(*arguments):
    return cli.main(["video", *map(str, arguments)])


def greens(path, box):
    """Mean green of a face's middle, frame by frame."""
    x, y = map(round, box.center)
    return [float(frame.rgb[y - 3 : y + 3, x - 3 : x + 3, 1].mean()) for frame in read_video(path)]


def test_every_frame_is_edited_and_times_and_sound_stay(clip, tmp_path, capsys):
    out = tmp_path / "out.mp4"
    assert video(clip, "-o", out, "--au", "AU12=1", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["frames"], report["frames_with_face"], report["audio"]) == (5, 5, True)
    assert frame_times_ms(out) == frame_times_ms(clip) == TIMES_MS
    assert sound_packets(out) == sound_packets(clip)
    assert min(greens(out, BOXES[0])) > 180
    assert max(greens(out, BOXES[1])) < 110


def test_all_faces(clip, tmp_path):
    assert video(clip, "-o", tmp_path / "out.mp4", "--au", "AU12=1", "--face", "all") == 0
    for box in BOXES:
        assert min(greens(tmp_path / "out.mp4", box)) > 180


def test_keyframes_move_the_expression(clip, tmp_path):
    keyframes = [{"time_s": 0, "aus": {"AU12": 0}, "easing": "linear"}, {"time_s": 0.4, "aus": {"AU12": 1}}]
    (tmp_path / "track.json").write_text(json.dumps({"keyframes": keyframes}))
    assert video(clip, "-o", tmp_path / "out.mp4", "--keyframes", tmp_path / "track.json") == 0
    values = greens(tmp_path / "out.mp4", BOXES[0])
    assert values == sorted(values)
    assert values[0] < 100
    assert values[-1] > 200


@pytest.fixture
def reddening(tmp_path, animator):
    """A clip whose face opens its mouth: the fake estimator reads AU25 from the red of the crop."""
    pictures = []
    for red in (0, 64, 128, 191):
        rgb = np.full((128, 192, 3), 90, np.uint8)
        rgb[..., 0] = red
        pictures.append(rgb)
    return write_clip(tmp_path / "red.mp4", pictures, times_ms=[0, 1000, 2000, 3000])


def wanted_au25(animator, reddening, tmp_path, *arguments):
    """Source and target AU25 of the larger face, frame by frame."""
    seen = []
    animate = animator.animate

    def noted(targets, **options):
        animation = animate(targets, **options)
        seen.append((animation.faces[0].face.aus, animation.faces[0].target_aus))
        return animation

    animator.animate = noted
    assert video(reddening, "-o", tmp_path / "out.mp4", *arguments) == 0
    au25 = au_index("AU25")
    return np.array([(source[au25], target[au25]) for source, target in seen]).T


def test_offset_is_added_to_what_the_face_shows(reddening, tmp_path, animator):
    source, target = wanted_au25(animator, reddening, tmp_path, "--mode", "offset", "--au", "AU25=-0.2")
    assert np.ptp(source) > 0.5
    np.testing.assert_allclose(target, (source - 0.2).clip(0, 1), atol=1e-5)


def test_amplify_goes_out_from_the_face_at_rest(reddening, tmp_path, animator):
    source, target = wanted_au25(animator, reddening, tmp_path, "--mode", "amplify", "--gain", "1.5", "--rest-at", "1.0")
    rest = 64 / 255
    np.testing.assert_allclose(target, (rest + 1.5 * (source - rest)).clip(0, 1), atol=0.02)
    assert target[-1] > source[-1] + 0.2


def test_amplify_and_add(reddening, tmp_path, animator):
    source, target = wanted_au25(animator, reddening, tmp_path, "--mode", "amplify", "--gain", "0", "--au", "AU25=0.3")
    assert np.ptp(source) > 0.5
    np.testing.assert_allclose(target, 0.3, atol=1e-5)


def test_keyframes_can_be_added_to_what_the_face_does(reddening, tmp_path, animator):
    keyframes = [{"time_s": 0, "aus": {"AU25": 0.25}, "easing": "linear"}, {"time_s": 3, "aus": {"AU25": 0.55}}]
    (tmp_path / "track.json").write_text(json.dumps({"keyframes": keyframes}))
    arguments = ("--mode", "offset", "--keyframes", tmp_path / "track.json", "--rest-at", "1.0")
    source, target = wanted_au25(animator, reddening, tmp_path, *arguments)
    np.testing.assert_allclose(target, (source + np.linspace(0.25, 0.55, 4) - 64 / 255).clip(0, 1), atol=0.02)


def test_a_part_without_its_sound(clip, tmp_path, capsys):
    out = tmp_path / "out.mp4"
    assert video(clip, "-o", out, "--au", "AU12=1", "--from", "0.1", "--to", "0.2", "--no-sound", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["frames"], report["audio"]) == (2, False)
    assert frame_times_ms(out) == [0, 33]
    assert min(greens(out, BOXES[0])) > 180


def test_without_a_face_the_video_stays_and_it_is_said(clip, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(frame_editor, "InlineDetections", lambda: InlineDetections(FakeDetector([])))
    assert video(clip, "-o", tmp_path / "out.mp4", "--au", "AU12=1") == 0
    assert "no face was found" in caplog.text
    assert max(greens(tmp_path / "out.mp4", BOXES[0])) < 100


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("missing.mp4", "-o", "out.mp4"), "missing.mp4 does not exist"),
        (("clip.mp4", "-o", "out.avi"), "must end in"),
        (("clip.mp4", "-o", "clip.mp4"), "exists already"),
        (("clip.mp4", "-o", "out.mp4", "--keyframes", "none.json"), "none.json"),
        (("clip.mp4", "-o", "out.mp4", "--preset", "jolly"), "joy"),
        (("text.mp4", "-o", "out.mp4"), "not a video"),
        (("clip.mp4", "-o", "out.mp4", "--au", "AU12=-0.5"), "--mode offset"),
        (("clip.mp4", "-o", "out.mp4", "--mode", "amplify"), "--gain"),
        (("clip.mp4", "-o", "out.mp4", "--gain", "2"), "--mode amplify"),
        (("clip.mp4", "-o", "out.mp4", "--mode", "offset", "--reset", "neutral"), "--reset neutral"),
        (("clip.mp4", "-o", "out.mp4", "--keyframes", "k.json", "--au", "AU12=1"), "--keyframes"),
        (("clip.mp4", "-o", "out.mp4", "--rest-at", "0"), "--rest-at"),
        (("clip.mp4", "-o", "out.mp4", "--from", "0.3", "--to", "0.2"), "--from 0.3"),
        (("clip.mp4", "-o", "out.mp4", "--from", "7"), "no frame between 7 s"),
    ],
)
def test_errors_are_one_sentence_and_leave_nothing(clip, tmp_path, monkeypatch, capsys, arguments, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.mp4").write_text("text")
    before = sorted(tmp_path.iterdir())
    assert video(*arguments) == 2
    err = capsys.readouterr().err
    assert reason in err
    assert err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_interrupting_leaves_nothing(clip, tmp_path, animator, monkeypatch, capsys):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(animator, "animate", interrupted)
    assert video(clip, "-o", tmp_path / "out.mp4", "--au", "AU12=1") == cli.EXIT_INTERRUPTED
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


@pytest.mark.parametrize(
    "arguments", [("--quality", "52"), ("--face", "0"), ("--au", "AU12"), ("--gain", "2.5"), ("--mode", "more"), ("--from", "-1")]
)
def test_wrong_usage(clip, tmp_path, capsys, arguments):
    with pytest.raises(SystemExit):
        video(clip, "-o", tmp_path / "out.mp4", *arguments)
    assert arguments[0] in capsys.readouterr().err
