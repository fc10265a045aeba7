"""What is told of a training that goes on after its dialog was closed."""

from __future__ import annotations

import sys

import pytest

from ganimation_desktop.ui.training import watch as training_watch
from ganimation_desktop.ui.training.dialog import TrainingDialog
from ganimation_desktop.ui.training.end_notice import EndNotice
from ganimation_desktop.ui.training.job import TrainingJob, write_job
from ganimation_desktop.ui.training.process import pause_run, start_run
from ganimation_desktop.ui.training.run import RunReader, RunState

FAKE = (sys.executable, "-m", "tests.ui.fake_training")


@pytest.fixture(autouse=True)
def quick_watch(monkeypatch):
    monkeypatch.setattr(training_watch, "INTERVAL_MS", 30)


@pytest.fixture
def run(tmp_path, qtbot):
    """The folder of a run that is at work."""
    folder = tmp_path / "runs" / "smile"
    write_job(folder, TrainingJob("/pictures", False, 12, "paired", steps=500, further=("--slow",)))
    process = start_run(folder, FAKE)
    qtbot.waitUntil(lambda: RunReader(folder).read().state is RunState.TRAINING)
    yield folder
    process.kill()
    process.wait()


def test_its_end_is_told_once(qtbot, run):
    told = []
    notice = EndNotice(run, "Train a model")
    notice.ended.connect(lambda *what: told.append(what))
    pause_run(run)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("Train a model", "smile (paused)")]
    notice.close()


def test_the_dialog_names_what_it_leaves_at_work(qtbot, run, app_settings):
    dialog = TrainingDialog(run.parent, app_settings, command=FAKE)
    left = []
    dialog.leftAtWork.connect(lambda *what: left.append(what))
    qtbot.waitUntil(lambda: dialog.snapshot is not None and dialog.snapshot.state is RunState.TRAINING)
    dialog.done(0)
    assert left == [(run, dialog.windowTitle())]


def test_after_the_end_nothing_is_left_to_tell(qtbot, run, app_settings):
    dialog = TrainingDialog(run.parent, app_settings, command=FAKE)
    dialog.leftAtWork.connect(lambda *_: pytest.fail("left"))
    pause_run(run)
    qtbot.waitUntil(lambda: dialog.snapshot is not None and dialog.snapshot.state is RunState.PAUSED)
    dialog.done(0)
