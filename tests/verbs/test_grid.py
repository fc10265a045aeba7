import json

import pytest
from PIL import Image

from ganimation_desktop import cli
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.faces.faces import FaceBox
from tests.core.fakes import FakeEstimator, fake_animator


@pytest.fixture(autouse=True)
def loaded(monkeypatch):
    """The models that are loaded, each a fake that finds one face."""
    paths = []

    def load(model, device):
        paths.append(model)
        return fake_animator([FaceBox(30, 30, 80, 80, 1.5)], estimator=FakeEstimator())

    monkeypatch.setattr(Animator, "load", load)
    return paths


@pytest.fixture
def photos(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.png", "b.png"):
        Image.new("RGB", (160, 120), (80, 80, 80)).save(tmp_path / name)
    (tmp_path / "text.png").write_text("text")
    return tmp_path


def grid(*arguments):
    return cli.main(["grid", *map(str, arguments)])


def test_a_grid_of_action_units(photos, capsys):
    assert grid("a.png", "-o", "out.png", "--aus", "AU12,AU25", "--cell", "64", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["expressions"] == ["AU12 Lip corner puller", "AU25 Lips part"]
    assert document["strengths"] == [0, 0.5, 1]
    with Image.open("out.png") as picture:
        assert list(picture.size) == document["size"]


def test_a_contact_sheet_of_presets(photos, capsys):
    assert grid("a.png", "b.png", "-o", "out.jpg", "--whole", "--cell", "64", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["strengths"] == [1]
    assert len(document["expressions"]) == 6


def test_two_models(photos, loaded, tmp_path, capsys):
    assert grid("a.png", "-o", "out.png", "--presets", "joy", "--compare", "other.safetensors", "--cell", "48", "--json") == 0
    assert [path.name for path in loaded][1] == "other.safetensors"
    assert json.loads(capsys.readouterr().out)["models"][1] == "other"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("missing.png", "-o", "out.png"), "missing.png"),
        (("text.png", "-o", "out.png"), "text.png"),
        (("a.png", "-o", "out.gif"), "must end in"),
        (("a.png", "-o", "b.png"), "exists already"),
        (("a.png", "-o", "out.png", "--aus", "AU99"), "AU99"),
        (("a.png", "-o", "out.png", "--presets", "jolly"), "joy"),
        (("a.png", "-o", "out.png", "--face", "3"), "a.png"),
        (("a.png", "-o", "out.png", "--cell", "2048"), "smaller cells"),
    ],
)
def test_errors_are_one_sentence_and_leave_nothing(photos, capsys, arguments, reason):
    before = sorted(photos.iterdir())
    assert grid(*arguments) == 2
    err = capsys.readouterr().err
    assert reason in err
    assert err.count("\n") == 1
    assert sorted(photos.iterdir()) == before


@pytest.mark.parametrize(
    "arguments", [("--strengths", "2"), ("--cell", "9"), ("--aus", ","), ("--face", "0"), ("--aus", "all", "--presets", "joy")]
)
def test_wrong_usage(photos, capsys, arguments):
    with pytest.raises(SystemExit):
        grid("a.png", "-o", "out.png", *arguments)
    assert arguments[0] in capsys.readouterr().err


def test_interrupting_leaves_nothing(photos, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(Animator, "close_up", interrupted)
    assert grid("a.png", "-o", "out.png", "--aus", "AU12") == cli.EXIT_INTERRUPTED
    assert not (photos / "out.png").exists()
