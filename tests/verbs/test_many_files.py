"""Many files from the terminal: shares, several processes, and going on where an earlier run stopped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from ganimation_desktop.cli import main
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.expressions.au_measuring import AuMeasurer
from ganimation_desktop.core.expressions.au_table_reading import read_au_table
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.core.models.devices import pick_device
from ganimation_desktop.core.video import face_edit
from ganimation_desktop.paths import demo_portrait
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.core.video_files import frame_times_ms, motley_rgb, write_clip

BOX = FaceBox(30, 30, 80, 80, 1.5)
N_PHOTOS = 6


@pytest.fixture
def fakes(monkeypatch):
    """A face wherever one looks."""
    fake = fake_animator([BOX], estimator=FakeEstimator())
    measurer = AuMeasurer(FakeEstimator(), FakeDetector([BOX]), pick_device("cpu"))
    monkeypatch.setattr(Animator, "load", lambda model, device: fake)
    monkeypatch.setattr(AuMeasurer, "load", lambda model, device, groups: measurer)
    monkeypatch.setattr(face_edit, "InlineDetections", lambda: InlineDetections(FakeDetector([BOX])))


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    return [Path(shutil.copy(demo_portrait(), folder / f"{number}.png")) for number in range(N_PHOTOS)]


@pytest.fixture
def videos(tmp_path):
    return [write_clip(tmp_path / f"{name}.avi", [motley_rgb()] * 2, times_ms=[0, 100], audio=None) for name in "ab"]


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("fakes")
class TestEdit:
    def test_shares_fill_one_folder(self, photos, tmp_path):
        filled = []
        for number in (1, 2, 3):
            assert run("edit", *photos, "-o", tmp_path / "out", "--au", "AU12=1", "--shard", f"{number}/3") == 0
            filled.append(len(names(tmp_path / "out")) if (tmp_path / "out").exists() else 0)
        assert filled[-1] == N_PHOTOS
        assert filled[0] < N_PHOTOS

    def test_a_later_run_goes_on(self, photos, tmp_path, capsys):
        arguments = ("edit", *photos, "-o", tmp_path / "out", "--au", "AU12=1", "--skip-existing", "--json")
        run(*arguments[:3], *arguments[-6:])
        first = (tmp_path / "out" / "0.png").stat().st_mtime_ns
        capsys.readouterr()
        assert run(*arguments) == 0
        output, errors = capsys.readouterr()
        assert errors.splitlines()[-1] == "4 of 4 files edited, 2 existed already"
        report = json.loads(output)
        assert len(report["photos"]) == 4
        assert report["skipped"] == 2
        assert (tmp_path / "out" / "0.png").stat().st_mtime_ns == first

    def test_skipping_and_replacing_exclude_each_other(self, photos, tmp_path, capsys):
        assert run("edit", *photos, "-o", tmp_path / "out", "--skip-existing", "--overwrite") == 2
        assert "--skip-existing and --overwrite exclude each other" in capsys.readouterr().err


@pytest.mark.usefixtures("fakes")
class TestAus:
    def test_a_folder_gets_a_table_for_each_file(self, photos, tmp_path, capsys):
        assert run("aus", *photos, "-o", f"{tmp_path / 'tables'}/") == 0
        assert names(tmp_path / "tables") == [f"{number}.csv" for number in range(N_PHOTOS)]
        (row,) = read_au_table(tmp_path / "tables" / "3.csv")
        assert row.file == str(photos[3])
        assert capsys.readouterr().out == ""

    def test_a_later_run_goes_on(self, photos, tmp_path, capsys):
        tables = f"{tmp_path / 'tables'}/"
        run("aus", photos[0], "-o", tables)
        assert run("aus", *photos, "-o", tables, "--skip-existing") == 0
        assert capsys.readouterr().err.splitlines()[-1] == "5 of 5 files measured, 1 existed already"

    def test_one_table_cannot_be_gone_on_with(self, photos, tmp_path, capsys):
        assert run("aus", *photos, "-o", tmp_path / "all.csv", "--skip-existing") == 2
        assert "--skip-existing needs one table per file" in capsys.readouterr().err

    def test_files_of_one_name_would_become_one_table(self, photos, tmp_path, capsys):
        other = shutil.copy(photos[0], photos[0].with_suffix(".bmp"))
        assert run("aus", photos[0], other, "-o", f"{tmp_path / 'tables'}/") == 2
        assert "would both become" in capsys.readouterr().err


@pytest.mark.usefixtures("fakes")
class TestVideo:
    def test_several_go_into_a_folder(self, videos, tmp_path, capsys):
        assert run("video", *videos, "-o", tmp_path / "out", "--au", "AU12=1", "--json") == 0
        assert names(tmp_path / "out") == ["a.mp4", "b.mp4"]
        assert len(frame_times_ms(tmp_path / "out" / "a.mp4")) == 2
        report = json.loads(capsys.readouterr().out)
        assert [video["frames_with_face"] for video in report["videos"]] == [2, 2]
        assert (report["failed"], report["skipped"]) == ([], 0)

    def test_one_that_fails_does_not_stop_the_others_and_a_later_run_goes_on(self, videos, tmp_path, capsys):
        (tmp_path / "c.mp4").write_text("text")
        arguments = ("video", *videos, tmp_path / "c.mp4", "-o", tmp_path / "out", "--au", "AU12=1")
        assert run(*arguments) == 2
        assert names(tmp_path / "out") == ["a.mp4", "b.mp4"]
        assert "c.mp4 is not a video" in capsys.readouterr().err
        assert run(*arguments, "--skip-existing") == 2
        assert "0 of 1 files edited, 2 existed already, 1 failed:" in capsys.readouterr().err


def test_two_processes_edit_what_one_edits(photos, tmp_path):
    for jobs in (1, 2):
        assert run("edit", *photos[:2], "-o", tmp_path / str(jobs), "--au", "AU12=1", "--jobs", jobs) == 0
    for name in ("0.png", "1.png"):
        one, two = (read_photo(tmp_path / jobs / name).frame.rgb.astype(int) for jobs in "12")
        assert np.abs(one - two).max() <= 2  # other numbers of threads add up in another order
        assert np.abs(one - read_photo(photos[0]).frame.rgb).max() > 20
