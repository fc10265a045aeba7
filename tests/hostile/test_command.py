"""The command on damaged files: exit code 0 or 3 with a result, or 2 with one line that names the file, and no file left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop import cli
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.paths import demo_portrait
from ganimation_desktop.verbs.terminal import shown
from tests.core.fakes import FakeEstimator, fake_animator
from tests.core.video_files import striped_rgb, write_clip
from tests.hostile.bounds import within
from tests.hostile.contract import TIME_S, odd_name
from tests.hostile.kinds import KINDS

pytestmark = [pytest.mark.usefixtures("pickles_in_process"), pytest.mark.filterwarnings("ignore")]

Arguments = Callable[[Path, Path, Path], Sequence[object]]
"""Of the damaged file, a good clip and the folder for results."""

COMMANDS: dict[str, tuple[str, Arguments]] = {
    "edit": ("photos", lambda path, clip, out: ("edit", path, "-o", out / "a.png", "--au", "AU12=0.8", "--recipe", "--masks", out)),
    "edit with odd metadata": ("metadata of photos", lambda path, clip, out: ("edit", path, "-o", out / "a.tif", "--au", "AU12=0.8")),
    "edit like": ("photos", lambda path, clip, out: ("edit", demo_portrait(), "-o", out / "a.jpg", "--like", path)),
    "aus": ("photos", lambda path, clip, out: ("aus", path, "-o", out / "a.csv")),
    "aus of a video": ("videos", lambda path, clip, out: ("aus", path, "-o", out / "a.csv")),
    "animate": ("photos", lambda path, clip, out: ("animate", path, "-o", out / "a.gif", "--preset", "joy", "--seconds", "0.2")),
    "animate along a table": (
        "tables",
        lambda path, clip, out: ("animate", demo_portrait(), "-o", out / "a.gif", "--keyframes", path, "--fps", "1"),
    ),
    "video": ("videos", lambda path, clip, out: ("video", path, "-o", out / "a.mp4", "--au", "AU12=0.8")),
    "video with keyframes": ("keyframes", lambda path, clip, out: ("video", clip, "-o", out / "a.mp4", "--keyframes", path)),
    "models": ("models", lambda path, clip, out: ("models", path)),
    "model": ("headers of models", lambda path, clip, out: ("aus", demo_portrait(), "-o", out / "a.csv", "--model", path)),
    "convert": ("published generators", lambda path, clip, out: ("convert", path, "-o", out / "a.safetensors")),
}
N_EACH = 8


@pytest.fixture(autouse=True)
def _faces_at_once(monkeypatch):
    """A face wherever one looks, and networks that take no time."""
    animator = fake_animator((FaceBox(10, 5, 40, 30, 1.5),), estimator=FakeEstimator())
    monkeypatch.setattr(Animator, "load", lambda model, device: animator)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_on_damaged_files(command, tmp_path, capsys):
    name, arguments = COMMANDS[command]
    kind = KINDS[name]
    for folder in ("seeds", "inputs", "results"):
        (tmp_path / folder).mkdir()
    seeds = kind.seeds(tmp_path / "seeds")
    clip = write_clip(tmp_path / "clip.mkv", [striped_rgb(index) for index in range(2)], audio=None)
    faults = []
    for number in range(50_000, 50_000 + N_EACH):
        path = tmp_path / "inputs" / odd_name(kind.suffix, np.random.default_rng(number)).replace("-o", "x-o")
        path.write_bytes(kind.input(number, seeds))
        with within(TIME_S):
            exit_code = cli.main([str(argument) for argument in arguments(path, clip, tmp_path / "results")])
        output, said = capsys.readouterr()
        said = said or output  # what is wrong with a model is what `models` is asked for
        results = [result.name for result in (tmp_path / "results").iterdir()]
        if fault := _fault(command, exit_code, said, path, results):
            faults.append(f"#{number}: {fault}")
        for result in results:
            (tmp_path / "results" / result).unlink()
        path.unlink()
    assert faults == []


def _fault(command: str, exit_code: int, said: str, path: Path, results: Sequence[str]) -> str | None:
    if exit_code in (0, 3):
        return None if results or command == "models" else "no result"
    if exit_code != 2:
        return f"exit code {exit_code}"
    if results:
        return f"left {results}"
    (line, *more) = said.splitlines() if said else ("",)
    names = [" ".join(text.split()) for name in (path, path.name) for text in (str(name), shown(str(name)))]
    if more or not (line.startswith("ganimation") or command == "models") or not any(name[:100] in line for name in names):
        return f"said {said[:400]!r}"
    return None
