from __future__ import annotations

import threading

import numpy as np
import pytest
from PIL import Image
from shiboken6 import isValid

from ganimation_desktop.core.frames import read_photo
from ganimation_desktop.ui.animation_worker import ModelChoice
from ganimation_desktop.ui.batch_dialog import BatchDialog
from ganimation_desktop.ui.batch_job import BatchPlan, BatchResult, Faces, run_batch, sorted_photos
from tests.ui.fakes import TWO_FACES, FakeAnimator, FakeLoader


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
        dialog = BatchDialog(np.full(17, 0.9, np.float32), ModelChoice(None, "cpu"), loader, app_settings)
        dialogs.append(dialog)
        dialog.show()
        return dialog

    yield open_dialog
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()


def _texts(dialog):
    return [dialog.table.item(row, 1).text() for row in range(dialog.table.rowCount())]


def test_every_photo_becomes_a_new_file_and_one_that_fails_stops_no_other(photos, tmp_path):
    photos[1].write_bytes(b"broken")
    results: list[BatchResult] = []
    run_batch(BatchPlan(photos, None, np.ones(17, np.float32)), FakeAnimator(), results.append, lambda: False)
    assert [result.written for result in results] == [tmp_path / "0-edited.png", None, tmp_path / "2-edited.png"]
    assert "1.png" in results[1].problem


def test_results_go_to_the_folder_asked_for_and_never_over_anything(photos, tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    for _ in range(2):
        run_batch(BatchPlan(photos[:1], folder, np.ones(17, np.float32)), FakeAnimator(), lambda _: None, lambda: False)
    assert sorted(path.name for path in folder.iterdir()) == ["0-edited-2.png", "0-edited.png"]


@pytest.mark.parametrize(("faces", "changed"), [(Faces.LARGEST, 1), (Faces.ALL, 2)])
def test_the_largest_face_or_all_of_them(photos, tmp_path, faces, changed):
    plan = BatchPlan(photos[:1], None, np.ones(17, np.float32), faces=faces)
    run_batch(plan, FakeAnimator(TWO_FACES), lambda _: None, lambda: False)
    before, after = read_photo(photos[0]).frame.rgb, read_photo(tmp_path / "0-edited.png").frame.rgb
    left, right = (before != after).any(axis=2)[:, :40], (before != after).any(axis=2)[:, 48:]
    assert int(left.any()) + int(right.any()) == changed


def test_a_photo_without_a_face_is_a_failure_with_a_reason(photos):
    results: list[BatchResult] = []
    run_batch(BatchPlan(photos[:1], None, np.ones(17, np.float32)), FakeAnimator(()), results.append, lambda: False)
    assert "no face" in results[0].problem


def test_the_strength_goes_from_what_is_detected(photos):
    class Recording(FakeAnimator):
        def animate(self, targets, *, scale=1.0):
            self.targets = targets
            return super().animate(targets, scale=scale)

    animator = Recording(source=0.2)
    run_batch(BatchPlan(photos[:1], None, np.ones(17, np.float32), strength=0.5), animator, lambda _: None, lambda: False)
    assert animator.targets[0][0] == pytest.approx(0.6)


def test_photos_are_found_in_folders_and_listed_once(photos, tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    assert sorted_photos([tmp_path, photos[0]], (".png",)) == list(photos)


def test_a_batch_runs_and_sums_up(qtbot, open_dialog, photos):
    photos[2].write_bytes(b"")
    dialog = open_dialog()
    dialog.add_photos(photos)
    dialog.add_photos(photos[:1])
    assert dialog.table.rowCount() == 3
    dialog.start_button.click()
    qtbot.waitUntil(lambda: "2 of 3 photos written, 1 failed." in dialog.summary.text())
    assert _texts(dialog)[:2] == ["0-edited.png", "1-edited.png"]
    assert "is empty" in _texts(dialog)[2]
    assert dialog.start_button.isEnabled()


def test_cancel_ends_after_the_photo_in_work(qtbot, open_dialog, photos):
    animator = FakeAnimator(delay_s=0.1)
    dialog = open_dialog(animator)
    dialog.add_photos(photos)
    dialog.start_button.click()
    qtbot.waitUntil(lambda: "animate" in animator.calls)
    dialog.close_button.click()
    qtbot.waitUntil(lambda: "cancelled" in dialog.summary.text())
    assert _texts(dialog)[-1] == "not done"
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        dialog.close_button.click()


def test_a_model_that_cannot_be_loaded_is_said(qtbot, app_settings, photos, tmp_path):
    choice = ModelChoice(tmp_path / "missing.safetensors", "cpu")
    dialog = BatchDialog(np.ones(17, np.float32), choice, FakeLoader(), app_settings)
    dialog.add_photos(photos)
    dialog.start()
    qtbot.waitUntil(lambda: "missing.safetensors does not exist" in dialog.summary.text())
    dialog.close()


def test_start_needs_photos_and_a_folder_that_exists(open_dialog, photos):
    dialog = open_dialog()
    assert not dialog.start_button.isEnabled()
    dialog.add_photos(photos)
    assert dialog.start_button.isEnabled()
    dialog.folder_field.setText("/nowhere/at/all")
    assert not dialog.start_button.isEnabled()
    assert "/nowhere/at/all" in dialog.summary.text()


@pytest.mark.parametrize("folder", ["~nobody-of-this-name", "x" * 300])
def test_a_folder_that_cannot_be_is_said(open_dialog, photos, folder):
    dialog = open_dialog()
    dialog.add_photos(photos)
    dialog.folder_field.setText(folder)
    assert "does not exist" in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


def test_photos_can_be_taken_off_the_list(open_dialog, photos):
    dialog = open_dialog()
    dialog.add_photos(photos)
    dialog.table.selectRow(1)
    dialog._remove_selected()
    assert [dialog.table.item(row, 0).text() for row in range(2)] == ["0.png", "2.png"]


def test_closing_the_window_ends_a_running_batch(qtbot, window, animator, photos):
    animator.delay_s = 0.05
    window.actions_by_name["batch"].trigger()
    (dialog,) = window.findChildren(BatchDialog)
    dialog.add_photos(photos)
    dialog.start_button.click()
    window.close()
    assert not any("batch" in thread.name for thread in threading.enumerate())
