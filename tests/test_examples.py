"""The examples, and the one in the README, run on the demo portrait."""

import csv
import re
import runpy
import shutil
import sys

import numpy as np
import pytest
from PIL import Image, ImageSequence

from ganimation_desktop import read_photo
from ganimation_desktop.core.base.action_units import AU_CODES
from tests.conftest import REPOSITORY

FACE_BOX = (80, 160, 300, 300)  # top, left, bottom, right of the demo portrait's face, which a smile stays inside


@pytest.fixture
def run_example(monkeypatch):
    def run_example(name, *arguments):
        monkeypatch.setattr(sys, "argv", [name, *map(str, arguments)])
        runpy.run_path(str(REPOSITORY / "examples" / name), run_name="__main__")

    return run_example


def test_edit_photo(run_example, demo_portrait, demo_rgb, tmp_path, capsys):
    run_example("edit_photo.py", demo_portrait, tmp_path / "smile.png")
    changed = (read_photo(tmp_path / "smile.png").frame.rgb != demo_rgb).any(axis=2)
    top, left, bottom, right = FACE_BOX
    assert changed[top:bottom, left:right].mean() > 0.05
    changed[top:bottom, left:right] = False
    assert not changed.any()
    assert "1 faces" in capsys.readouterr().out


def test_plot_masks(run_example, demo_portrait, tmp_path):
    run_example("plot_masks.py", demo_portrait, tmp_path / "masks.png")
    rgb = read_photo(tmp_path / "masks.png").frame.rgb
    side_px = rgb.shape[0]
    assert rgb.shape == (side_px, 3 * side_px, 3)
    attention = rgb[:, side_px : 2 * side_px]
    assert np.ptp(attention) > 200
    assert (attention[..., :1] == attention).all()


def test_guide_pictures_are_those_that_the_guide_shows(run_example, demo_portrait, tmp_path):
    run_example("guide_pictures.py", demo_portrait, tmp_path)
    made, shown = (
        {path.name: read_photo(path).frame.rgb.shape for path in folder.glob("*.jpg")}
        for folder in (tmp_path, REPOSITORY / "resources" / "guide")
    )
    assert made == shown
    assert len(made) == 5


def test_docs_pictures_have_the_names_and_sizes_of_those_in_the_docs(run_example, demo_portrait, tmp_path):
    run_example("docs_pictures.py", demo_portrait, tmp_path)
    docs = REPOSITORY / "docs"
    made = {path.name: read_photo(path).frame.rgb.shape for path in tmp_path.glob("*.jpg")}
    assert made == {name: read_photo(docs / name).frame.rgb.shape for name in made}
    assert len(made) == 4


def test_animate_masks(run_example, demo_portrait, tmp_path):
    run_example("animate_masks.py", demo_portrait, tmp_path / "masks.webp", 2)
    with Image.open(tmp_path / "masks.webp") as picture:
        frames = [np.asarray(frame.convert("RGB"), np.int16) for frame in ImageSequence.Iterator(picture)]
    assert len(frames) > 3  # equal frames become one
    assert {frame.shape for frame in frames} == {(320, 960, 3)}
    assert np.abs(frames[1] - frames[0])[:, :320].max() > 40


def test_measure_folder(run_example, demo_portrait, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    shutil.copy(demo_portrait, photos / "portrait.png")
    run_example("measure_folder.py", photos, tmp_path / "aus.csv")
    (row,) = csv.DictReader((tmp_path / "aus.csv").read_text(encoding="utf-8").splitlines())
    assert row["file"] == "portrait.png"
    assert tuple(row)[1:] == AU_CODES
    assert all(0 <= float(row[code]) <= 1 for code in AU_CODES)


def test_the_readme(demo_portrait, tmp_path, monkeypatch):
    (code,) = re.findall(r"```python\n(.*?)```", (REPOSITORY / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    shutil.copy(demo_portrait, tmp_path / "photo.jpg")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert {"smile.jpg", "joy.jpg"} <= {path.name for path in tmp_path.iterdir()}
