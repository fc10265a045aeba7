from __future__ import annotations

import gc
import os
import sys
import warnings

import pytest

from ganimation_desktop.core.folder_lock import FolderInUseError, FolderLock, holder_of
from ganimation_desktop.ui import training_process
from ganimation_desktop.ui.training_process import end_run, missing_library, own_command, pause_run, start_run
from ganimation_desktop.ui.training_run import RunReader, RunState, TrainingJob, read_job, write_job

FAKE = (sys.executable, "-m", "tests.ui.fake_training")


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run"
    write_job(folder, TrainingJob("/pictures", False, 12, "paired", steps=500, further=("--slow",), ended=True))
    return folder


@pytest.fixture
def process(run, qtbot):
    process = start_run(run, FAKE)
    qtbot.waitUntil(lambda: RunReader(run).read().state is RunState.TRAINING, timeout=20_000)
    yield process
    process.kill()
    process.wait()


def test_a_started_run_is_nobodys_child_works_beside_the_window_and_is_open_again(run, process):
    assert holder_of(run) == process.pid
    assert not read_job(run).ended
    if sys.platform != "win32":
        assert os.getsid(process.pid) == process.pid != os.getsid(0)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_a_run_at_work_is_not_started_twice(run, process):
    with pytest.raises(FolderInUseError, match="being trained already"):
        start_run(run, FAKE)


def test_pausing_ends_after_a_step(run, process):
    pause_run(run)
    assert process.wait(20) == 0
    snapshot = RunReader(run).read()
    assert snapshot.state is RunState.PAUSED
    assert any("stopped at step" in line for line in snapshot.console)


def test_a_killed_run_is_found_paused_and_goes_on(run, process, qtbot):
    process.kill()
    process.wait()
    before = RunReader(run).read()
    assert before.state is RunState.PAUSED
    again = start_run(run, FAKE)
    qtbot.waitUntil(lambda: len(RunReader(run).read().reports) > len(before.reports), timeout=20_000)
    end_run(run)
    again.wait(20)
    assert RunReader(run).read().state is RunState.ENDED


def test_the_command_of_a_checkout_and_of_the_frozen_app(monkeypatch, tmp_path):
    assert own_command() == [sys.executable, "-m", "ganimation_desktop"]
    app = tmp_path / "GANimation Desktop"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(app))
    assert own_command() == [str(app)]
    (tmp_path / "ganimation").touch()
    assert own_command() == [str(tmp_path / "ganimation")]


def test_a_missing_library_is_named(monkeypatch):
    assert missing_library() is None
    monkeypatch.setattr(training_process, "LIBRARIES", ("json", "unicorn_library"))
    assert missing_library() == "unicorn_library"


def test_asking_a_run_that_is_not_at_work_to_pause_does_nothing(run):
    pause_run(run)
    with FolderLock(run):
        pass
    assert RunReader(run).read().state is RunState.ENDED


def test_a_run_that_its_starter_forgets_goes_on_and_is_reaped_by_the_next(run, tmp_path, qtbot):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pid = start_run(run, FAKE).pid
        gc.collect()
    qtbot.waitUntil(lambda: holder_of(run) == pid, timeout=20_000)
    (forgotten,) = (process for process in training_process._started if process.pid == pid)
    forgotten.kill()
    forgotten.wait()
    other = tmp_path / "other"
    write_job(other, TrainingJob("/pictures", False, 12, "paired", steps=500, further=("--slow",)))
    process = start_run(other, FAKE)
    assert pid not in {process.pid for process in training_process._started}
    process.kill()
    process.wait()
