import json

import numpy as np
import pytest
from PIL import Image

from ganimation_desktop import cli
from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.expressions.au_table import AuRow, write_au_table
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA
from ganimation_desktop.core.video.animated_picture import durations_ms
from ganimation_desktop.core.video.reader import read_video
from tests.core.fakes import FakeEstimator, fake_animator

BOX = FaceBox(30, 30, 80, 80, 1.5)
MIDDLE = (slice(52, 58), slice(52, 58), 1)


@pytest.fixture(autouse=True)
def animator(monkeypatch):
    fake = fake_animator([BOX], estimator=FakeEstimator())
    monkeypatch.setattr(Animator, "load", lambda model, device: fake)
    return fake


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    Image.new("RGB", (160, 120), (80, 80, 80)).save(path)
    return path


def animate(*arguments):
    return cli.main(["animate", *map(str, arguments)])


def pictures(path):
    """The pictures and how long each is shown."""
    if path.suffix in (".mp4", ".webm", ".mkv", ".mov"):
        return [(frame.rgb, None) for frame in read_video(path)]
    found = []
    with Image.open(path) as image:
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            found.append((np.array(image.convert("RGB")), image.info.get("duration")))
    return found


@pytest.mark.parametrize("suffix", [".gif", ".apng", ".webp", ".mp4", ".webm"])
def test_to_the_expression_and_back(photo, tmp_path, suffix):
    out = tmp_path / f"out{suffix}"
    assert animate(photo, "-o", out, "--au", "AU12=1", "--seconds", "1", "--fps", "10") == 0
    shown = pictures(out)
    assert len(shown) == 10
    greens = [float(rgb[MIDDLE].mean()) for rgb, _ in shown]
    assert abs(greens[0] - 80) < 8
    assert int(np.argmax(greens)) == 5
    assert greens[5] > 190
    np.testing.assert_allclose(greens[1:5], greens[:5:-1], atol=8)
    assert shown[0][0].shape == (120, 160, 3)
    if suffix in (".gif", ".apng", ".webp"):
        assert sum(duration for _, duration in shown) == pytest.approx(1000)
    assert COMPOSITE_WITH_TRAINED_MEDIA.encode() in out.read_bytes()


def test_no_jump_between_pictures(photo, tmp_path):
    assert animate(photo, "-o", tmp_path / "out.apng", "--au", "AU12=1", "--seconds", "2", "--fps", "20") == 0
    greens = [float(rgb[MIDDLE].mean()) for rgb, _ in pictures(tmp_path / "out.apng")]
    assert np.abs(np.diff([*greens, greens[0]])).max() < 15


def test_what_is_protected_stays_in_every_picture(photo, tmp_path):
    """Also when the animation is smaller than the photo that the mask was painted for."""
    Image.new("L", (160, 120), 255).save(tmp_path / "mask.png")
    for arguments, is_grey in ((("--protect", tmp_path / "mask.png"), True), ((), False)):
        out = tmp_path / f"{is_grey}.png"
        assert animate(photo, "-o", out, "--au", "AU12=1", "--size", "80", *arguments) == 0
        with Image.open(out) as strip:
            rgb = np.asarray(strip.convert("RGB"))
        assert (rgb[..., 0] == rgb[..., 1]).all() == is_grey


def test_strip(photo, tmp_path):
    assert animate(photo, "-o", tmp_path / "strip.png", "--au", "AU12=1", "--pictures", "3") == 0
    ((rgb, _),) = pictures(tmp_path / "strip.png")
    assert rgb.shape == (120, 3 * 160 + 2 * 2, 3)
    assert [int(rgb[55, 55 + 162 * number, 1]) > 190 for number in range(3)] == [False, True, False]
    assert COMPOSITE_WITH_TRAINED_MEDIA.encode() in (tmp_path / "strip.png").read_bytes()


def test_through_presets_and_back(photo, tmp_path, animator, capsys):
    arguments = ("--through", "joy,Anger", "--start", "neutral", "--fps", "4", "--json")
    assert animate(photo, "-o", tmp_path / "out.webp", *arguments) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["seconds"] == pytest.approx(4.5)
    assert report["pictures"] == 18


def test_along_an_openface_table(photo, tmp_path):
    rows = [AuRow(au_vector({}), time_s=0.0), AuRow(au_vector({"AU12": 1.0}), time_s=0.5)]
    write_au_table(tmp_path / "aus.csv", rows)
    assert animate(photo, "-o", tmp_path / "out.apng", "--keyframes", tmp_path / "aus.csv", "--fps", "10") == 0
    greens = [float(rgb[MIDDLE].mean()) for rgb, _ in pictures(tmp_path / "out.apng")]
    assert len(greens) == 5
    assert greens == sorted(greens)
    assert greens[-1] > greens[0] + 100


def test_size_is_reduced_to_even_sides(tmp_path):
    Image.new("RGB", (333, 221), (80, 80, 80)).save(tmp_path / "odd.png")
    assert animate(tmp_path / "odd.png", "-o", tmp_path / "out.mp4", "--size", "200", "--seconds", "0.2") == 0
    assert {rgb.shape for rgb, _ in pictures(tmp_path / "out.mp4")} == {(132, 200, 3)}


@pytest.mark.parametrize("fps", [25.0, 30.0, 29.97, 7.0])
@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_durations_add_up(fps, suffix):
    durations = durations_ms(60, fps, suffix)
    assert sum(durations) == pytest.approx(60_000 / fps, abs=10)
    assert min(durations) >= 10


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("missing.png", "-o", "out.gif"), "missing.png"),
        (("photo.png", "-o", "out.bmp"), "must end in"),
        (("photo.png", "-o", "photo.png"), "exists already"),
        (("photo.png", "-o", "out.gif", "--through", "jolly"), "joy"),
        (("photo.png", "-o", "out.gif", "--face", "2"), "no face 2"),
        (("photo.png", "-o", "out.gif", "--seconds", "1", "--hold", "2"), "held"),
        (("photo.png", "-o", "out.mp4", "--quality", "80"), "quality"),
        (("photo.png", "-o", "out.gif", "--through", "joy", "--au", "AU12=1"), "--au"),
        (("photo.png", "-o", "out.gif", "--through", "joy", "--hold", "1"), "--hold"),
        (("photo.png", "-o", "out.gif", "--through", "joy", "--keyframes", "k.json"), "exclude each other"),
        (("photo.png", "-o", "nowhere/out.mp4"), "folder"),
        (("photo.png", "-o", "nowhere/out.gif"), "folder"),
    ],
)
def test_errors_are_one_sentence_and_leave_nothing(photo, tmp_path, monkeypatch, capsys, arguments, reason):
    monkeypatch.chdir(tmp_path)
    assert animate(*arguments) == 2
    err = capsys.readouterr().err
    assert reason in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]
