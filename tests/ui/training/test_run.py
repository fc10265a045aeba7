from __future__ import annotations

import json
import os
import time

import pytest

from ganimation_desktop.core.base.folder_lock import FolderLock
from ganimation_desktop.ui.training.curves import CurveGroup
from ganimation_desktop.ui.training.job import TrainingJob, write_job
from ganimation_desktop.ui.training.run import RunReader, RunState, delete_run, list_runs

JOB = TrainingJob("/pictures", False, 12, "paired", steps=9)


def line(step: int, total: int | None = 9, **values: float) -> str:
    report = {"step": step, "total_steps": total, "samples_per_s": 3.0, "remaining_s": 1.0, "elapsed_s": 1.0}
    return json.dumps(report | {"values": {"loss": 1.0} | values}) + "\n"


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run"
    write_job(folder, JOB)
    return folder


def test_reports_are_read_as_they_come(run):
    reader = RunReader(run)
    progress = run / "progress.jsonl"
    progress.write_text(line(1) + line(2)[:20])
    assert [report.step for report in reader.read().reports] == [1]
    progress.write_text(line(1) + line(2) + "damaged\n" + line(3, color=0.5))
    snapshot = reader.read()
    assert [report.step for report in snapshot.reports] == [1, 2, 3]
    curves = snapshot.curves[CurveGroup.LOSSES]
    assert curves["loss"].steps.tolist() == [1, 2, 3]
    assert curves["color"].steps.tolist() == [3]


def test_steps_that_were_done_again_replace_those_before(run):
    (run / "progress.jsonl").write_text(line(1) + line(2) + line(3, loss=9.0) + line(2, loss=5.0))
    curve = RunReader(run).read().curves[CurveGroup.LOSSES]["loss"]
    assert curve.steps.tolist() == [1, 2]
    assert curve.values.tolist() == [1.0, 5.0]


def test_states_of_a_run_at_work(run):
    reader = RunReader(run)
    assert reader.read().state is RunState.PAUSED
    assert reader.read(is_starting=True).state is RunState.STARTING
    with FolderLock(run):
        assert reader.read().state is RunState.STARTING
        (run / "progress.jsonl").write_text(line(1))
        assert reader.read().state is RunState.TRAINING
        (run / "stop").touch()
        assert reader.read().state is RunState.PAUSING
    assert reader.read().state is RunState.PAUSED


def test_the_first_step_of_every_sitting_is_waited_for(run):
    reader = RunReader(run)
    config, progress = run / "config.json", run / "progress.jsonl"
    with FolderLock(run):
        assert reader.read().first_step_s is None
        config.write_text("{}")
        os.utime(config, (time.time() - 110, time.time() - 110))
        waiting = reader.read()
        assert waiting.state is RunState.STARTING
        assert waiting.first_step_s == pytest.approx(110, abs=5)
        progress.write_text(line(1))
        assert (reader.read().state, reader.read().first_step_s) == (RunState.TRAINING, None)
        os.utime(progress, (1, 1))  # the report of the sitting before
        again = reader.read()
        assert again.state is RunState.STARTING
        assert [report.step for report in again.reports] == [1]
    assert (reader.read().state, reader.read().first_step_s) == (RunState.PAUSED, None)


def test_photos_are_prepared_first(tmp_path):
    write_job(tmp_path, TrainingJob("/photos", True, 3, "ganimation", steps=9))
    faces = tmp_path / "pictures" / "faces"
    faces.mkdir(parents=True)
    (faces / "a.npz").touch()
    with FolderLock(tmp_path):
        snapshot = RunReader(tmp_path).read()
        assert (snapshot.state, snapshot.n_prepared) == (RunState.PREPARING, 1)
        (tmp_path / "pictures" / "rejected.json").write_text('{"b.png": "is empty"}')
        (tmp_path / "config.json").write_text("{}")
        snapshot = RunReader(tmp_path).read()
        assert (snapshot.state, snapshot.rejected) == (RunState.STARTING, {"b.png": "is empty"})


def test_a_run_that_reached_its_steps_or_was_ended_has_ended(run):
    (run / "progress.jsonl").write_text(line(9))
    assert RunReader(run).read().state is RunState.ENDED
    (run / "progress.jsonl").write_text(line(4))
    assert RunReader(run).read().state is RunState.PAUSED
    write_job(run, TrainingJob("/pictures", False, 12, "paired", steps=9, ended=True))
    assert RunReader(run).read().state is RunState.ENDED


@pytest.mark.parametrize(
    ("console", "problem"),
    [
        ("3/9\nganimation: /p: holds no faces\n", "/p: holds no faces"),
        ("usage: ganimation train\nganimation train: error: unrecognized arguments: --charm\n", "unrecognized arguments: --charm"),
        ("Traceback (most recent call last):\n  x\nRuntimeError: out of memory\n", "RuntimeError: out of memory"),
        ("3/9\n", ""),
        ("ganimation: interrupted\n", ""),
        ("stopped at step 3; the same command resumes from here\n/run/average.safetensors\n", ""),
    ],
)
def test_a_failure_is_reported_in_the_words_of_the_command(run, console, problem):
    (run / "console.log").write_text(console)
    snapshot = RunReader(run).read()
    assert snapshot.state is (RunState.FAILED if problem else RunState.PAUSED)
    assert snapshot.problem == problem


def test_the_newest_sample_is_shown(run, photo_path):
    samples = run / "samples"
    samples.mkdir()
    for step in (5, 20, 100):
        (samples / f"step-{step:07d}.png").write_bytes(photo_path.read_bytes())
    snapshot = RunReader(run).read()
    assert snapshot.sample_path == samples / "step-0000100.png"
    assert snapshot.sample is not None
    assert snapshot.sample.width() == 240


def test_runs_at_work_come_first_and_damaged_ones_are_left_out(tmp_path):
    for name in ("a", "b"):
        write_job(tmp_path / name, JOB)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "job.json").write_text("{")
    with FolderLock(tmp_path / "a"):
        assert [snapshot.folder.name for snapshot in list_runs(tmp_path)] == ["a", "b"]
    assert list_runs(tmp_path / "nowhere") == []


def test_a_run_at_work_is_not_deleted(run):
    with FolderLock(run), pytest.raises(ValueError, match="being trained"):
        delete_run(run)
    delete_run(run)
    assert not run.exists()
