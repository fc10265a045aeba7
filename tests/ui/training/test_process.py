from __future__ import annotations

import gc
import os
import sys
import warnings

import pytest

from ganimation_desktop.core.base.folder_lock import FolderInUseError, FolderLock, holder_of
from ganimation_desktop.core.base.limited_process import own_command
from ganimation_desktop.ui.training import process as training_process
from ganimation_desktop.ui.training.job import TrainingJob, read_job, write_job
from ganimation_desktop.ui.training.process import end_run, missing_library, pause_run, start_run
from ganimation_desktop.ui.training.run import RunReader, RunState
from tests.patience import WAIT_S

FAKE = (sys.executable, "-m", "tests.ui.fake_training")


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run"
    write_job(folder, TrainingJob("/pictures", False, 12, "paired", steps=500, further=("--slow",), ended=True))
    return folder


@pytest.fixture
def process(run, qtbot):
    process = start_run(run, FAKE)
    qtbot.waitUntil(lambda: RunReader(run).read().state is RunState.TRAINING)
    yield process
    process.kill()
    process.wait()


def test_a_started_run_is_nobodys_child_works_beside_the_window_and_is_open_again(run, process):
    assert holder_of(run) == process.pid
    assert not read_job(run).ended
    if sys.platform != "win32":
        assert os.getsid(process.pid) == process.pid != os.getsid(0)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == training_process.lowered_niceness()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has classes of priority instead")
@pytest.mark.parametrize(("own", "of_the_run"), [(0, 10), (5, 15), (10, 19), (19, 19)])
def test_a_run_is_nicer_than_the_window_as_far_as_that_goes(own, of_the_run, monkeypatch):
    monkeypatch.setattr(os, "getpriority", lambda which, who: own)
    assert training_process.lowered_niceness() == of_the_run


def test_a_run_at_work_is_not_started_twice(run, process):
    with pytest.raises(FolderInUseError, match="being trained already"):
        start_run(run, FAKE)


def test_pausing_ends_after_a_step(run, process):
    pause_run(run)
    assert process.wait(WAIT_S) == 0
    snapshot = RunReader(run).read()
    assert snapshot.state is RunState.PAUSED
    assert any("stopped at step" in line for line in snapshot.console)


def test_a_killed_run_is_found_paused_and_goes_on(run, process, qtbot):
    process.kill()
    process.wait()
    before = RunReader(run).read()
    assert before.state is RunState.PAUSED
    again = start_run(run, FAKE)
    qtbot.waitUntil(lambda: len(RunReader(run).read().reports) > len(before.reports))
    end_run(run)
    again.wait(WAIT_S)
    assert RunReader(run).read().state is RunState.ENDED


def test_the_command_of_a_checkout_and_of_the_frozen_app(monkeypatch, tmp_path):
    assert own_command() == [sys.executable, "-P", "-m", "ganimation_desktop"]
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
    qtbot.waitUntil(lambda: holder_of(run) == pid)
    (forgotten,) = (process for process in training_process._started if process.pid == pid)
    forgotten.kill()
    forgotten.wait()
    other = tmp_path / "other"
    write_job(other, TrainingJob("/pictures", False, 12, "paired", steps=500, further=("--slow",)))
    process = start_run(other, FAKE)
    assert pid not in {process.pid for process in training_process._started}
    process.kill()
    process.wait()
