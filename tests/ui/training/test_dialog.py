from __future__ import annotations

import os
import signal
import sys

import pytest
import torch
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from shiboken6 import isValid

from ganimation_desktop.core.base.folder_lock import holder_of
from ganimation_desktop.core.base.limited_process import own_command
from ganimation_desktop.core.models import installed as models
from ganimation_desktop.core.models.checkpoint import describe, load_checkpoint, save_checkpoint
from ganimation_desktop.core.models.networks import FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.ui.training import dialog as training_dialog
from ganimation_desktop.ui.training import watch as training_watch
from ganimation_desktop.ui.training.dialog import TrainingDialog
from ganimation_desktop.ui.training.job import TrainingJob, read_job, write_job
from ganimation_desktop.ui.training.process import pause_run
from ganimation_desktop.ui.training.run import RunState
from tests.training.pair_folder import write_pair_folder

FAKE = (sys.executable, "-m", "tests.ui.fake_training")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("checkpoint") / "small.safetensors"
    generator = FlowGenerator(FlowGeneratorOptions())
    save_checkpoint(path, generator, describe(generator, training={}))
    return path


@pytest.fixture
def runs(tmp_path):
    """The folder of runs; whatever is at work there when the test ends is ended."""
    folder = tmp_path / "runs"
    yield folder
    for run in folder.glob("*"):
        pid = holder_of(run)
        if pid is not None:
            os.kill(pid, signal.SIGTERM)


@pytest.fixture(autouse=True)
def quick_watch(monkeypatch):
    monkeypatch.setattr(training_watch, "INTERVAL_MS", 30)


@pytest.fixture
def open_dialog(qtbot, runs, app_settings):
    dialogs = []

    def open_dialog(command=FAKE):
        dialog = TrainingDialog(runs, app_settings, command=command)
        dialogs.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog._background.busy)
        return dialog

    yield open_dialog
    for dialog in dialogs:
        if isValid(dialog):
            if dialog.snapshot is not None:
                pause_run(dialog.snapshot.folder)
            close_for_good(dialog)


def close_for_good(dialog):
    dialog.done(0)
    dialog.deleteLater()


def job(pairs="/pictures", steps=6, *further, **changes):
    return TrainingJob(str(pairs), False, 12, "paired", steps=steps, further=further, **changes)


def begin(dialog, what, name="smile"):
    dialog.setup.startWanted.emit(name, what)


def wait_for(qtbot, dialog, state):
    qtbot.waitUntil(lambda: dialog.snapshot is not None and dialog.snapshot.state is state)
    return dialog.snapshot


def answer(text):
    """Press the button of the question that is asked next."""

    def press():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, press)
            return
        next(button for button in box.buttons() if button.text().replace("&", "") == text).click()

    QTimer.singleShot(20, press)


def test_a_run_is_watched_to_its_end(qtbot, open_dialog, runs):
    dialog = open_dialog()
    begin(dialog, job(steps=12))
    wait_for(qtbot, dialog, RunState.ENDED)
    assert read_job(runs / "smile") == job(steps=12)
    assert dialog.monitor.headline.text() == "Finished: step 12 of 12"
    assert dialog.monitor.progress.value() == dialog.monitor.progress.maximum()
    assert dialog.monitor.samples.path == runs / "smile" / "samples" / "step-0000010.png"
    assert dialog.monitor.console.toPlainText().splitlines()[0] == "1/12"
    assert "Whole loss" in dialog.monitor.curves.chart.accessibleDescription()
    assert "mean 0.99" in dialog.monitor.mask_statistics.figures.text()
    assert dialog.monitor.alarm.isHidden()
    assert dialog.runs_box.currentText() == "smile (ended)"
    assert not dialog.pause_button.isEnabled()
    assert not dialog.end_button.isEnabled()


def test_pause_saves_and_go_on_goes_on(qtbot, open_dialog, runs):
    dialog = open_dialog()
    begin(dialog, job("/pictures", 1000, "--slow"))
    wait_for(qtbot, dialog, RunState.TRAINING)
    assert "images per second, about" in dialog.monitor.headline.text()
    qtbot.mouseClick(dialog.pause_button, LEFT)
    step = wait_for(qtbot, dialog, RunState.PAUSED).last.step
    assert holder_of(runs / "smile") is None
    assert dialog.pause_button.text() == "Resume"
    qtbot.mouseClick(dialog.pause_button, LEFT)
    qtbot.waitUntil(lambda: dialog.snapshot.last.step > step and dialog.snapshot.state is RunState.TRAINING)


def test_ending_early_offers_the_model_of_that_step(qtbot, open_dialog):
    dialog = open_dialog()
    begin(dialog, job("/pictures", 1000, "--slow"))
    wait_for(qtbot, dialog, RunState.TRAINING)
    qtbot.mouseClick(dialog.end_button, LEFT)
    wait_for(qtbot, dialog, RunState.ENDED)
    assert dialog.monitor.headline.text().startswith("Stopped early at step")
    assert dialog.add_button.isEnabled()
    assert not dialog.pause_button.isEnabled()


def test_a_failure_is_reported_in_one_sentence(qtbot, open_dialog):
    dialog = open_dialog()
    begin(dialog, job("/pictures", 9, "--fail"))
    wait_for(qtbot, dialog, RunState.FAILED)
    assert dialog.monitor.headline.text() == "the pictures are gone"
    assert dialog.delete_button.isEnabled()


def test_a_command_that_cannot_be_started_is_reported(qtbot, open_dialog):
    dialog = open_dialog(("/nowhere/ganimation",))
    begin(dialog, job())
    qtbot.waitUntil(lambda: "/nowhere/ganimation" in dialog.message.text())


def test_a_saturated_mask_is_reported_with_what_to_do(qtbot, open_dialog):
    dialog = open_dialog()
    begin(dialog, job("/pictures", 5, "--fault"))
    wait_for(qtbot, dialog, RunState.ENDED)
    assert not dialog.monitor.alarm.isHidden()
    text = dialog.monitor.alarm_text()
    assert "nothing is edited" in text
    assert "lower loss weight attention_mean" in text


def test_photos_are_prepared_and_files_left_out_are_listed(qtbot, open_dialog, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(30):
        (photos / f"{number}.jpg").write_bytes(b"x" if number else b"")
    dialog = open_dialog()
    begin(dialog, TrainingJob(str(photos), True, 30, "ganimation", steps=4))
    wait_for(qtbot, dialog, RunState.PREPARING)
    qtbot.waitUntil(lambda: "found in 30 files so far" in dialog.monitor.headline.text())
    wait_for(qtbot, dialog, RunState.ENDED)
    assert dialog.monitor.left_out.rowCount() == 1
    assert [dialog.monitor.left_out.item(0, column).text() for column in range(2)] == ["0.jpg", "is empty"]


def test_preparing_can_be_paused_too(qtbot, open_dialog, runs, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(100):
        (photos / f"{number}.jpg").write_bytes(b"x")
    dialog = open_dialog()
    begin(dialog, TrainingJob(str(photos), True, 100, "ganimation", steps=4))
    qtbot.waitUntil(lambda: dialog.snapshot is not None and dialog.snapshot.n_prepared > 0)
    qtbot.mouseClick(dialog.pause_button, LEFT)
    wait_for(qtbot, dialog, RunState.PAUSED)
    assert not (runs / "smile" / "config.json").exists()
    assert not dialog.add_button.isEnabled()
    qtbot.mouseClick(dialog.pause_button, LEFT)
    wait_for(qtbot, dialog, RunState.ENDED)


def test_closing_can_let_the_run_go_on_and_opening_finds_it(qtbot, open_dialog, runs):
    first = open_dialog()
    begin(first, job("/pictures", 1000, "--slow"))
    wait_for(qtbot, first, RunState.TRAINING)
    answer("Cancel")
    first.close()
    assert first.isVisible()
    answer("Keep it running")
    first.close()
    assert not first.isVisible()
    pid = holder_of(runs / "smile")
    assert pid is not None

    second = open_dialog()
    wait_for(qtbot, second, RunState.TRAINING)
    assert second.runs_box.currentText() == "smile (training)"
    answer("Pause it")
    second.close()
    qtbot.waitUntil(lambda: holder_of(runs / "smile") is None)

    third = open_dialog()
    assert wait_for(qtbot, third, RunState.PAUSED).folder == runs / "smile"
    third.close()
    assert not third.isVisible()


def test_the_model_is_added_once_and_used(qtbot, open_dialog, checkpoint, tmp_path, monkeypatch):
    user = tmp_path / "models"
    monkeypatch.setattr(models, "user_models_dir", lambda: user)
    dialog = open_dialog()
    begin(dialog, job("/pictures", 3, "--model", str(checkpoint)))
    wait_for(qtbot, dialog, RunState.ENDED)
    qtbot.mouseClick(dialog.add_button, LEFT)
    qtbot.waitUntil(lambda: "added to your models" in dialog.message.text())
    assert [path.name for path in user.iterdir()] == ["smile.safetensors"]
    with qtbot.waitSignal(dialog.modelChosen) as chosen:
        qtbot.mouseClick(dialog.use_button, LEFT)
    assert chosen.args == [user / "smile.safetensors"]
    assert len(list(user.iterdir())) == 1
    assert dialog.use_button.isEnabled()


def test_a_model_that_cannot_be_used_is_reported(qtbot, open_dialog):
    dialog = open_dialog()
    begin(dialog, job())
    wait_for(qtbot, dialog, RunState.ENDED)
    qtbot.mouseClick(dialog.use_button, LEFT)
    qtbot.waitUntil(lambda: "average.safetensors" in dialog.message.text())
    assert dialog.use_button.isEnabled()


def test_an_estimator_can_be_added_but_not_edited_with(qtbot, open_dialog):
    dialog = open_dialog()
    begin(dialog, TrainingJob("/pictures", False, 12, "estimator", steps=3))
    wait_for(qtbot, dialog, RunState.ENDED)
    assert dialog.add_button.isEnabled()
    assert not dialog.use_button.isEnabled()


def test_a_run_is_deleted_after_a_question(qtbot, open_dialog, runs):
    dialog = open_dialog()
    begin(dialog, job())
    wait_for(qtbot, dialog, RunState.ENDED)
    answer("Cancel")
    qtbot.mouseClick(dialog.delete_button, LEFT)
    assert (runs / "smile").exists()
    answer("Delete")
    qtbot.mouseClick(dialog.delete_button, LEFT)
    qtbot.waitUntil(lambda: not (runs / "smile").exists())
    assert dialog.runs_box.count() == 1
    assert dialog.watcher is None


def test_several_runs_can_be_looked_at(qtbot, open_dialog, runs):
    for name in ("a", "b"):
        write_job(runs / name, job(ended=True))
    dialog = open_dialog()
    assert dialog.watcher is None
    assert {dialog.runs_box.itemText(row) for row in (1, 2)} == {"a (ended)", "b (ended)"}
    dialog.runs_box.setCurrentIndex(2)
    dialog.runs_box.activated.emit(2)
    wait_for(qtbot, dialog, RunState.ENDED)
    assert dialog.monitor.headline.text() == "Nothing has been learned yet."
    dialog.runs_box.setCurrentIndex(0)
    dialog.runs_box.activated.emit(0)
    assert dialog.setup.isVisible()


def test_missing_libraries_are_reported_before_anything_is_filled_in(open_dialog, monkeypatch):
    monkeypatch.setattr(training_dialog, "missing_library", lambda: "lightning_fabric")
    assert "lightning_fabric" in open_dialog().setup.note.text()
    monkeypatch.setattr(training_dialog, "is_frozen", lambda: True)
    assert "app does not include" in open_dialog().setup.note.text()


def test_the_window_opens_one_dialog_and_uses_its_model(qtbot, window, loader, tmp_path):
    for _ in range(2):
        window.actions_by_name["train"].trigger()
    (dialog,) = window.findChildren(TrainingDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    path = tmp_path / "mine.safetensors"
    path.write_bytes(b"")
    dialog.modelChosen.emit(path)
    qtbot.waitUntil(lambda: (path, window.edits.model.device) in loader.loaded)


def test_the_program_stays_open_when_the_user_would_rather_stay(window, monkeypatch):
    window.actions_by_name["train"].trigger()
    monkeypatch.setattr(training_dialog, "may_leave", lambda *_: False)
    window.close()
    assert window.isVisible()
    monkeypatch.undo()
    window.close()
    assert not window.isVisible()


def test_a_real_training_from_pictures_to_a_model_in_the_list(qtbot, open_dialog, tmp_path, monkeypatch):
    monkeypatch.setattr(models, "user_models_dir", lambda: tmp_path / "models")
    pairs = write_pair_folder(tmp_path / "pairs", n_train=2, n_held_out=1)
    dialog = open_dialog(own_command())
    small = ("--batch-size", "2", "--image-size", "32", "--threads", "1")
    begin(dialog, TrainingJob(str(pairs), False, 3, "paired", steps=3, device="cpu", further=small))
    qtbot.waitUntil(
        lambda: dialog.snapshot is not None and not dialog.snapshot.state.is_at_work and bool(dialog.snapshot.console), timeout=90_000
    )
    assert dialog.snapshot.state is RunState.ENDED, dialog.snapshot.console
    assert dialog.snapshot.last.step == 3
    assert sum(dialog.snapshot.last.histograms["mask_histogram"]) == pytest.approx(1, abs=1e-5)
    assert dialog.monitor.samples.picture is not None
    qtbot.mouseClick(dialog.add_button, LEFT)
    qtbot.waitUntil(lambda: "added to your models" in dialog.message.text())
    assert load_checkpoint(tmp_path / "models" / "smile.safetensors").metadata.training["steps"] == 3
