from __future__ import annotations

import threading

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from shiboken6 import isValid

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.core.imaging.resizing import Resize
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.jobs.result_names import NamePattern, ResultDefaults
from ganimation_desktop.ui.batch.batch_dialog import BatchDialog
from ganimation_desktop.ui.batch.batch_report import BatchReport
from ganimation_desktop.ui.exports.item import ExportState
from ganimation_desktop.ui.shell import running_jobs
from tests.ui.fakes import TWO_FACES, FakeAnimator, FakeLoader


def _target():
    """Everything at 0.9, but for two values that are as in the photo of the face."""
    aus = np.full(17, 0.9, np.float32)
    aus[:2] = 0.1
    return aus


def _photo(path, size=(80, 60)):
    Image.linear_gradient("L").resize(size).convert("RGB").save(path)
    return path


@pytest.fixture
def photos(tmp_path):
    return tuple(_photo(tmp_path / f"{number}.png") for number in range(3))


@pytest.fixture
def open_dialog(qtbot, app_settings):
    dialogs = []

    def open_dialog(animator=None):
        loader = FakeLoader(animator or FakeAnimator(TWO_FACES))
        dialog = BatchDialog(np.full(17, 0.1, np.float32), FaceTarget.of(_target()), ModelChoice(None, "cpu"), loader, app_settings)
        dialogs.append(dialog)
        dialog.show()
        return dialog

    yield open_dialog
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()


@pytest.fixture
def run(qtbot, queue):
    """Has the dialog's batch done behind the window, and returns its item when it has ended."""

    def run(dialog, *, wait=True):
        dialog.jobReady.connect(queue.add)
        dialog.start_button.click()
        item = queue.items[-1]
        if wait:
            qtbot.waitUntil(lambda: item.state.has_ended)
        return item

    return run


def _names(item):
    return [result.file.name if result.file is not None else result.problem for result in item.details]


def test_results_go_to_the_folder_asked_for_and_never_over_anything(open_dialog, run, photos, tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    for name in ("0-edited.png", "0-edited-2.png"):
        dialog = open_dialog()
        dialog.add_photos(photos[:1])
        dialog.output.folder_field.edit.setText(str(folder))
        assert _names(run(dialog)) == [name]
    assert sorted(path.name for path in folder.iterdir()) == ["0-edited-2.png", "0-edited.png"]


@pytest.mark.parametrize(("choice", "changed"), [(0, 1), (1, 2)])
def test_the_largest_face_or_all_of_them(open_dialog, run, photos, tmp_path, choice, changed):
    dialog = open_dialog()
    dialog.add_photos(photos[:1])
    dialog.choice.faces_box.setCurrentIndex(choice)
    run(dialog)
    before, after = read_photo(photos[0]).frame.rgb, read_photo(tmp_path / "0-edited.png").frame.rgb
    left, right = (before != after).any(axis=2)[:, :40], (before != after).any(axis=2)[:, 48:]
    assert int(left.any()) + int(right.any()) == changed


def test_it_says_whether_all_values_are_given_or_the_changed_ones(open_dialog):
    choice = open_dialog().choice
    source = np.full(17, 0.5, np.float32)
    assert choice.values_box.currentText() == "all 17 values"
    np.testing.assert_allclose(choice.request("Batch").target(source).aus, _target())
    choice.values_box.setCurrentIndex(1)
    assert choice.values_box.currentText().startswith("15 changed value")
    np.testing.assert_allclose(choice.request("Batch").target(source).aus, np.where(_target() > 0.5, 0.9, 0.5))


def test_a_preset_at_a_strength_can_be_given_instead(qtbot, app_settings):
    preset = Preset("Grin", {"AU12": 0.8})
    source = np.full(17, 0.2, np.float32)
    dialog = BatchDialog(source, FaceTarget.of(_target()), ModelChoice(None, "cpu"), FakeLoader(), app_settings, presets=(preset,))
    qtbot.addWidget(dialog)
    choice = dialog.choice
    choice.strength_box.setValue(50)
    np.testing.assert_allclose(choice.request("Batch").target(source).aus, (source + _target()) / 2, rtol=1e-5)
    choice.expression_box.setCurrentIndex(1)
    assert not choice.values_box.isEnabled()
    target = choice.request("Batch").target(source).aus
    np.testing.assert_allclose(target, (source + preset.target(source).aus) / 2, rtol=1e-5)


def test_a_batch_runs_behind_the_window_and_sums_up(open_dialog, run, photos):
    photos[2].write_bytes(b"")
    dialog = open_dialog()
    dialog.add_photos(photos)
    dialog.add_photos(photos[:1])
    assert dialog.table.rowCount() == 3
    item = run(dialog)
    assert item.title == "3 photo(s): this face's expression"
    assert item.text == "2 of 3 photos saved, 1 failed."
    assert item.has_problem
    assert _names(item)[:2] == ["0-edited.png", "1-edited.png"]
    assert "is empty" in _names(item)[2]
    assert item.path == photos[1].with_name("1-edited.png")


def test_cancel_ends_after_the_photo_in_work(qtbot, open_dialog, run, queue, photos):
    animator = FakeAnimator(delay_s=0.1)
    dialog = open_dialog(animator)
    dialog.add_photos(photos)
    item = run(dialog, wait=False)
    qtbot.waitUntil(lambda: "animate" in animator.calls)
    queue.cancel(item)
    qtbot.waitUntil(lambda: item.state is ExportState.CANCELLED)
    assert "cancelled" in item.text
    assert len(item.details) < 3


def test_the_report_lists_each_photo_as_it_is_done(qtbot, open_dialog, run, photos):
    photos[1].write_bytes(b"")
    dialog = open_dialog()
    dialog.add_photos(photos)
    item = run(dialog, wait=False)
    report = BatchReport(item)
    qtbot.addWidget(report)
    report.show()
    qtbot.waitUntil(lambda: item.state.has_ended)
    cells = report.table.model()
    assert [cells.index(row, 0).data() for row in range(3)] == ["0.png", "1.png", "2.png"]
    assert cells.index(0, 1).data() == "0-edited.png"
    assert not cells.index(0, 1).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert "is empty" in cells.index(1, 1).data()
    assert report.summary.text() == item.text
    again = BatchReport(item)
    qtbot.addWidget(again)
    assert again.table.rowCount() == 3


def test_a_model_that_cannot_be_loaded_is_reported(qtbot, app_settings, run, photos, tmp_path):
    choice = ModelChoice(tmp_path / "missing.safetensors", "cpu")
    dialog = BatchDialog(np.zeros(17, np.float32), FaceTarget.of(np.ones(17)), choice, FakeLoader(), app_settings)
    dialog.add_photos(photos)
    item = run(dialog)
    assert item.state is ExportState.FAILED
    assert "missing.safetensors does not exist" in item.text


def test_start_needs_photos_and_a_folder_that_exists(open_dialog, photos):
    dialog = open_dialog()
    assert not dialog.start_button.isEnabled()
    dialog.add_photos(photos)
    assert dialog.start_button.isEnabled()
    dialog.output.folder_field.edit.setText("/nowhere/at/all")
    assert not dialog.start_button.isEnabled()
    assert "/nowhere/at/all" in dialog.summary.text()


@pytest.mark.parametrize("folder", ["~nobody-of-this-name", "x" * 300])
def test_a_folder_that_cannot_be_is_reported(open_dialog, photos, folder):
    dialog = open_dialog()
    dialog.add_photos(photos)
    dialog.output.folder_field.edit.setText(folder)
    assert "does not exist" in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


def test_photos_can_be_taken_off_the_list(open_dialog, photos):
    dialog = open_dialog()
    dialog.add_photos(photos)
    dialog.table.selectRow(1)
    dialog._remove_selected()
    assert [dialog.table.item(row, 0).text() for row in range(2)] == ["0.png", "2.png"]


def _begin_batch(window, photos):
    window.actions_by_name["batch"].trigger()
    (dialog,) = window.findChildren(BatchDialog)
    dialog.add_photos(photos)
    dialog.start_button.click()


def test_the_window_is_worked_with_while_a_batch_runs(qtbot, window, animator, photos):
    animator.delay_s = 0.05
    _begin_batch(window, photos)
    assert window.isEnabled()
    assert window.exports.panel.isVisibleTo(window)
    assert window.exports.button.isVisibleTo(window)
    with qtbot.waitSignal(window.exports.queue.emptied):
        window.session.set_target(0, np.full(17, 0.5, np.float32))
    assert "3 of 3 photos saved" in window.status.texts["message"]
    assert window.exports.button.isHidden()


def test_the_report_of_a_batch_is_opened_from_its_row(qtbot, window, photos):
    with qtbot.waitSignal(window.exports.queue.emptied):
        _begin_batch(window, photos)
    (item,) = window.exports.queue.items
    window.exports.panel.row_of(item).details_button.click()
    (report,) = window.findChildren(BatchReport)
    assert report.table.rowCount() == 3
    report.close()


def test_closing_the_window_ends_a_running_batch(qtbot, window, animator, photos, monkeypatch):
    monkeypatch.setattr(running_jobs, "confirm", lambda *_texts: True)
    animator.delay_s = 0.05
    _begin_batch(window, photos)
    window.close()
    assert not any("exports" in thread.name for thread in threading.enumerate())


def test_staying_lets_a_running_batch_go_on(qtbot, window, animator, photos, monkeypatch):
    monkeypatch.setattr(running_jobs, "confirm", lambda *_texts: False)
    animator.delay_s = 0.05
    _begin_batch(window, photos)
    with qtbot.waitSignal(window.exports.queue.emptied):
        window.close()
    assert window.isVisible()
    assert "3 of 3 photos saved" in window.exports.queue.items[0].text


def test_the_end_of_the_program_asks_nothing_and_leaves_nothing_incomplete(qtbot, window, animator, photos, monkeypatch):
    monkeypatch.setattr(QMessageBox, "exec", lambda _: pytest.fail("asked"))
    animator.delay_s = 0.05
    _begin_batch(window, photos)
    window.end()
    assert not window.isVisible()
    assert not any("exports" in thread.name for thread in threading.enumerate())
    assert not list(photos[0].parent.glob("*.part"))


def test_names_and_size_of_the_results(open_dialog, run, photos, tmp_path):
    dialog = open_dialog()
    dialog.add_photos(photos)
    dialog.output.pattern_field.edit.setText("{count} of {preset}")
    assert dialog.output.pattern_field.example.text() == "Example: 1 of custom.png"
    dialog.output.size_field.show_size(Resize(40))
    assert _names(run(dialog)) == [f"{number} of custom.png" for number in (1, 2, 3)]
    assert read_photo(tmp_path / "2 of custom.png").frame.width == 40


def test_a_pattern_that_names_no_file_is_reported(open_dialog, photos):
    dialog = open_dialog()
    dialog.add_photos(photos)
    dialog.output.pattern_field.edit.setText("{number}")
    assert "no field {number}" in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


def test_a_batch_begins_with_the_defaults_of_the_settings(qtbot, open_dialog, app_settings, tmp_path):
    app_settings.result_defaults = ResultDefaults(tmp_path, NamePattern("{date}"), Resize(percent=50))
    assert open_dialog().output.defaults() == app_settings.result_defaults
