import json
from operator import itemgetter

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop import cli
from ganimation_desktop.core.base.action_units import au_index, au_vector
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.expressions.au_table import AuRow, write_au_table
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.video import face_edit
from ganimation_desktop.core.video.reader import read_video
from ganimation_desktop.verbs.video import EXIT_INCOMPLETE
from tests.core.edit.layer_faces import FakeLayeredGenerator
from tests.core.fakes import FakeDetector, FakeEstimator, GazeEstimator, before_each_edit, fake_animator
from tests.core.video_files import frame_times_ms, motley_rgb, sound_packets, write_clip

BOXES = (FaceBox(30, 30, 80, 80, 1.5), FaceBox(140, 40, 170, 70, 0.5))
TIMES_MS = [0, 33, 100, 133, 400]


@pytest.fixture
def animator(monkeypatch):
    """Two faces wherever one looks, changed by the fake generator."""
    fake = fake_animator(BOXES, estimator=FakeEstimator())
    monkeypatch.setattr(Animator, "load", lambda model, device: fake)
    monkeypatch.setattr(face_edit, "InlineDetections", lambda: InlineDetections(FakeDetector(BOXES)))
    return fake


@pytest.fixture
def clip(tmp_path, animator):
    return write_clip(tmp_path / "clip.mp4", [motley_rgb()] * len(TIMES_MS), times_ms=TIMES_MS)


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


def test_the_face_that_is_painted_over_in_the_first_frame_is_protected_in_all_of_them(clip, tmp_path):
    mask = np.zeros(motley_rgb().shape[:2], np.uint8)
    mask[:, :110] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    arguments = ("--au", "AU12=1", "--protect", tmp_path / "mask.png", "--quality", "0")
    assert video(clip, "-o", tmp_path / "out.mp4", *arguments) == 0
    assert max(greens(tmp_path / "out.mp4", BOXES[0])) < 130
    assert video(clip, "-o", tmp_path / "mouth.mp4", "--au", "AU12=1", "--only", "eyes", "--face", "all") == 0
    assert (tmp_path / "mouth.mp4").is_file()


def test_all_faces(clip, tmp_path):
    assert video(clip, "-o", tmp_path / "out.mp4", "--au", "AU12=1", "--face", "all") == 0
    for box in BOXES:
        assert min(greens(tmp_path / "out.mp4", box)) > 180


def test_eye_contact_turns_the_eyes_in_every_frame(clip, tmp_path, monkeypatch):
    fake = fake_animator(BOXES, generator=FakeLayeredGenerator(), estimator=GazeEstimator())
    gazes: list[float] = []

    monkeypatch.setattr(Animator, "load", lambda model, device: fake)
    before_each_edit(fake, monkeypatch, lambda targets: gazes.extend(target.gaze[0] for target in targets.values()))
    assert video(clip, "-o", tmp_path / "out.mp4", "--eye-contact", "0.5") == 0
    assert gazes == pytest.approx([0.5 * -10 / 39] * len(TIMES_MS), abs=0.02)


def test_keyframes_move_the_expression(clip, tmp_path):
    keyframes = [{"time_s": 0, "aus": {"AU12": 0}, "easing": "linear"}, {"time_s": 0.4, "aus": {"AU12": 1}}]
    (tmp_path / "track.json").write_text(json.dumps({"keyframes": keyframes}))
    assert video(clip, "-o", tmp_path / "out.mp4", "--keyframes", tmp_path / "track.json") == 0
    values = greens(tmp_path / "out.mp4", BOXES[0])
    assert values == sorted(values)
    assert values[0] < 100
    assert values[-1] > 200


def test_a_table_moves_the_expression_of_the_person_that_is_asked_for(clip, tmp_path, capsys):
    rows = [AuRow(au_vector({"AU12": smile}), frame=n, face_id=who, time_s=n / 10) for n in range(5) for who, smile in ((0, 0.0), (2, 1.0))]
    write_au_table(tmp_path / "aus.csv", rows)
    arguments = (clip, "-o", tmp_path / "out.mp4", "--overwrite", "--keyframes", tmp_path / "aus.csv")
    assert video(*arguments, "--person", "2") == 0
    assert min(greens(tmp_path / "out.mp4", BOXES[0])) > 180
    assert video(*arguments, "--person", "1") == 2
    assert "there is no person 1; there are 0, 2" in capsys.readouterr().err
    assert video(clip, "-o", tmp_path / "out.mp4", "--person", "1") == 2
    assert "--person applies only to --keyframes" in capsys.readouterr().err


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
    beside = animator.beside

    def watched():
        other = beside()
        animate = other.animate

        def noted(targets, **options):
            animation = animate(targets, **options)
            seen.append((animation.frame.index, animation.faces[0].face.aus, animation.faces[0].target_aus))
            return animation

        other.animate = noted
        return other

    animator.beside = watched
    assert video(reddening, "-o", tmp_path / "out.mp4", *arguments) == 0
    au25 = au_index("AU25")
    return np.array([(source[au25], target[au25]) for _, source, target in sorted(seen, key=itemgetter(0))]).T


@pytest.mark.parametrize("mode", [(), ("--mode", "offset")])
def test_by_default_the_expression_is_added_to_what_the_face_shows(reddening, tmp_path, animator, mode):
    source, target = wanted_au25(animator, reddening, tmp_path, *mode, "--au", "AU25=-0.2")
    assert np.ptp(source) > 0.5
    np.testing.assert_allclose(target, (source - 0.2).clip(0, 1), atol=1e-5)


def test_absolute_holds_the_expression(reddening, tmp_path, animator):
    source, target = wanted_au25(animator, reddening, tmp_path, "--mode", "absolute", "--preset", "joy", "--au", "AU25=0.4")
    assert np.ptp(source) > 0.5
    np.testing.assert_allclose(target, 0.4, atol=1e-5)


def test_amplify_starts_from_the_neutral_face(reddening, tmp_path, animator):
    source, target = wanted_au25(animator, reddening, tmp_path, "--mode", "amplify", "--gain", "1.5", "--neutral-at", "1.0")
    baseline = 64 / 255
    np.testing.assert_allclose(target, (baseline + 1.5 * (source - baseline)).clip(0, 1), atol=0.02)
    assert target[-1] > source[-1] + 0.2


def test_amplify_and_add(reddening, tmp_path, animator):
    source, target = wanted_au25(animator, reddening, tmp_path, "--mode", "amplify", "--gain", "0", "--au", "AU25=0.3")
    assert np.ptp(source) > 0.5
    np.testing.assert_allclose(target, 0.3, atol=1e-5)


def test_keyframes_can_be_added_to_what_the_face_does(reddening, tmp_path, animator):
    keyframes = [{"time_s": 0, "aus": {"AU25": 0.25}, "easing": "linear"}, {"time_s": 3, "aus": {"AU25": 0.55}}]
    (tmp_path / "track.json").write_text(json.dumps({"keyframes": keyframes}))
    arguments = ("--mode", "offset", "--keyframes", tmp_path / "track.json", "--neutral-at", "1.0")
    source, target = wanted_au25(animator, reddening, tmp_path, *arguments)
    np.testing.assert_allclose(target, (source + np.linspace(0.25, 0.55, 4) - 64 / 255).clip(0, 1), atol=0.02)


def test_a_part_without_its_sound(clip, tmp_path, capsys):
    out = tmp_path / "out.mp4"
    assert video(clip, "-o", out, "--au", "AU12=1", "--from", "0.1", "--to", "0.2", "--no-sound", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["frames"], report["audio"]) == (2, False)
    assert frame_times_ms(out) == [0, 33]
    assert min(greens(out, BOXES[0])) > 180


def test_without_a_face_the_video_stays_and_it_is_reported(clip, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(face_edit, "InlineDetections", lambda: InlineDetections(FakeDetector([])))
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
        (("clip.mp4", "-o", "out.mp4", "--mode", "absolute", "--au", "AU12=-0.5"), "--mode offset"),
        (("clip.mp4", "-o", "out.mp4", "--mode", "amplify"), "--gain"),
        (("clip.mp4", "-o", "out.mp4", "--gain", "2"), "--mode amplify"),
        (("clip.mp4", "-o", "out.mp4", "--mode", "offset", "--reset", "neutral"), "--reset neutral"),
        (("clip.mp4", "-o", "out.mp4", "--keyframes", "k.json", "--au", "AU12=1"), "--keyframes"),
        (("clip.mp4", "-o", "out.mp4", "--neutral-at", "0"), "--neutral-at"),
        (("clip.mp4", "-o", "out.mp4", "--from", "0.3", "--to", "0.2"), "--from 0.3"),
        (("clip.mp4", "-o", "out.mp4", "--from", "7"), "no frame after 7 s"),
        (("clip.mp4", "-o", "out.mp4", "--protect", "black.png"), "no face at 0 s"),
        (("clip.mp4", "-o", "out.mp4", "--protect", "small.png"), "small.png is 4x3 pixels; the video to protect is"),
        (("clip.mp4", "-o", "out.mp4", "--protect", "black.png", "--face", "all"), "--face all"),
        (("clip.mp4", "-o", "out.mp4", "--eye-contact", "1"), "cannot turn the eyes"),
    ],
)
def test_errors_are_one_sentence_and_leave_nothing(clip, tmp_path, monkeypatch, capsys, arguments, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.mp4").write_text("text")
    Image.new("L", (4, 3)).save(tmp_path / "small.png")
    Image.fromarray(np.zeros(motley_rgb().shape[:2], np.uint8)).save(tmp_path / "black.png")
    before = sorted(tmp_path.iterdir())
    assert video(*arguments) == 2
    err = capsys.readouterr().err
    assert reason in err
    assert err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("kind", ["cut short", "damaged"])
def test_what_can_be_read_of_a_damaged_video_is_kept_and_the_exit_code_reports_it(tmp_path, animator, capsys, caplog, kind):
    noise = np.random.default_rng(0)
    pictures = [noise.integers(0, 256, (96, 128, 3), np.uint8) for _ in range(16)]
    source = write_clip(tmp_path / "clip.mkv", pictures, fps=4, audio=None)
    content = source.read_bytes()
    middle = len(content) // 2
    source.write_bytes(content[:middle] if kind == "cut short" else content[:middle] + bytes(30_000) + content[middle + 30_000 :])
    out = tmp_path / "out.mkv"
    assert video(source, "-o", out, "--au", "AU12=1", "--json") == EXIT_INCOMPLETE == 3
    assert 0 < json.loads(capsys.readouterr().out)["frames"] == len(frame_times_ms(out)) <= len(pictures)
    assert f"{source} is {kind}" in caplog.text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.mkv", "out.mkv"]


def test_interrupting_leaves_nothing(clip, tmp_path, animator, monkeypatch, capsys):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(animator, "beside", interrupted)
    assert video(clip, "-o", tmp_path / "out.mp4", "--au", "AU12=1") == cli.EXIT_INTERRUPTED
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--quality", "52"),
        ("--face", "0"),
        ("--au", "AU12"),
        ("--gain", "2.5"),
        ("--mode", "more"),
        ("--from", "-1"),
        ("--eye-contact", "2"),
    ],
)
def test_wrong_usage(clip, tmp_path, capsys, arguments):
    with pytest.raises(SystemExit):
        video(clip, "-o", tmp_path / "out.mp4", *arguments)
    assert arguments[0] in capsys.readouterr().err
