from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.expressions.au_table import AuRow, write_au_table
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode
from ganimation_desktop.core.expressions.presets import builtin_presets
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.video.reader import read_video
from ganimation_desktop.jobs.animation import AnimatedPhoto, AnimationPlan, Way
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.ui.exports.item import ExportState
from ganimation_desktop.ui.video.animation_dialog import AnimationDialog
from ganimation_desktop.ui.video.animation_job import MAX_PREVIEW_PICTURES, preview_times_s
from ganimation_desktop.ui.widgets.ending_threads import ending_threads
from tests.core.fakes import FakeEstimator, fake_animator
from tests.patience import WAIT_S
from tests.ui.test_accessibility import check

BOX = FaceBox(30, 30, 80, 80, 1.5)
MIDDLE = (slice(52, 58), slice(52, 58), 1)


@pytest.fixture
def source():
    frame = Frame(np.full((120, 160, 3), 80, np.uint8))
    smile = Expression(LiveMode.OFFSET, au_vector({"AU12": 1.0}))
    return AnimatedPhoto(Path("photo.png"), frame, smile.target, face=1, boxes=(BOX,))


@pytest.fixture
def load():
    return lambda model, device: fake_animator([], estimator=FakeEstimator())


@pytest.fixture
def open_dialog(qtbot, source, load, app_settings, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)

    def open_dialog(load=load):
        proposed = tmp_path / "photo-animated.gif"
        dialog = AnimationDialog(source, ModelChoice(None, "cpu"), builtin_presets(), load, app_settings, proposed, window)
        dialog.show()
        return dialog

    yield open_dialog
    for dialog in window.findChildren(QDialog):
        dialog.close()


def greens(path):
    if path.suffix in (".mp4", ".webm"):
        return [float(frame.rgb[MIDDLE].mean()) for frame in read_video(path)]
    values = []
    with Image.open(path) as image:
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            values.append(float(np.array(image.convert("RGB"))[MIDDLE].mean()))
    return values


def choose(dialog, way):
    dialog.form.way_box.setCurrentIndex(dialog.form.way_box.findData(way))
    dialog.form.way_box.activated.emit(dialog.form.way_box.currentIndex())


@pytest.fixture
def save(qtbot, queue):
    """Has the dialog's animation written behind the window; returns how green its frames are."""

    def save(dialog, path):
        dialog.form.path_field.setText(str(path))
        dialog.form.fps_field.setValue(10)
        assert dialog.form.format_box.currentData() == path.suffix
        dialog.jobReady.connect(queue.add)
        dialog.start_button.click()
        assert not dialog.isVisible()
        item = queue.items[-1]
        qtbot.waitUntil(lambda: item.state.has_ended)
        assert f"Saved {path.name}" in item.text
        return greens(path)

    return save


def test_every_control_can_be_named(open_dialog):
    check(open_dialog())


def test_the_preview_plays_and_shows_the_expression(qtbot, open_dialog):
    dialog = open_dialog()
    dialog.form.seconds_field.setValue(1)
    qtbot.waitUntil(lambda: len(dialog.pictures) == 12)
    middle = [dialog.pictures[index].toImage().pixelColor(55, 55).green() for index in (0, 6)]
    assert middle[0] < 100
    assert middle[1] > 190
    shown = {dialog.preview.pixmap().cacheKey()}

    def moved():
        shown.add(dialog.preview.pixmap().cacheKey())
        return len(shown) >= 4

    qtbot.waitUntil(moved)


def test_the_preview_follows_what_is_chosen(qtbot, open_dialog):
    dialog = open_dialog()
    qtbot.waitUntil(lambda: len(dialog.pictures) == 25)
    dialog.form.seconds_field.setValue(0.4)
    qtbot.waitUntil(lambda: len(dialog.pictures) == 5)


@pytest.mark.parametrize("suffix", [".gif", ".apng", ".webp", ".mp4"])
def test_to_the_expression_and_back(open_dialog, save, tmp_path, suffix):
    dialog = open_dialog()
    dialog.form.seconds_field.setValue(1)
    values = save(dialog, tmp_path / f"out{suffix}")
    assert len(values) == 10
    assert abs(values[0] - 80) < 8
    assert int(np.argmax(values)) == 5


def test_through_presets_in_the_order_of_the_list(open_dialog, save, tmp_path):
    dialog = open_dialog()
    choose(dialog, Way.THROUGH_PRESETS)
    items = [dialog.form.presets_list.item(row) for row in range(dialog.form.presets_list.count())]
    for item in items:
        item.setCheckState(Qt.CheckState.Unchecked)
    assert "at least one preset" in dialog.summary.text()
    assert not dialog.start_button.isEnabled()
    items[1].setCheckState(Qt.CheckState.Checked)
    assert dialog.form.seconds_field.value() == pytest.approx(3.0)
    assert [preset.name.lower() for preset in dialog.form.plan().presets] == ["joy"]
    values = save(dialog, tmp_path / "out.webp")
    assert int(np.argmax(values)) == pytest.approx(len(values) / 2, abs=1)


def test_along_an_openface_table(open_dialog, save, tmp_path):
    write_au_table(tmp_path / "aus.csv", [AuRow(au_vector({}), time_s=0.0), AuRow(au_vector({"AU12": 1.0}), time_s=0.5)])
    dialog = open_dialog()
    choose(dialog, Way.ALONG_TRACK)
    assert "Choose a file" in dialog.summary.text()
    dialog.form.read_track(tmp_path / "aus.csv")
    assert dialog.form.seconds_field.value() == pytest.approx(0.5)
    values = save(dialog, tmp_path / "out.apng")
    assert values == sorted(values)
    assert values[-1] > values[0] + 100


def test_a_table_that_cannot_be_read_is_reported(open_dialog, tmp_path):
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    dialog = open_dialog()
    choose(dialog, Way.ALONG_TRACK)
    dialog.form.read_track(tmp_path / "bad.csv")
    assert "bad.csv" in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


def test_cancel_leaves_nothing(qtbot, open_dialog, queue, tmp_path, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow_load(model, device):
        animator = fake_animator([], estimator=FakeEstimator())
        animate = animator.animate

        def slow(*arguments, **options):
            begun.set()
            assert go_on.wait(WAIT_S)
            return animate(*arguments, **options)

        monkeypatch.setattr(animator, "animate", slow)
        return animator

    dialog = open_dialog(load=slow_load)
    dialog.form.path_field.setText(str(tmp_path / "out.mp4"))
    dialog.jobReady.connect(queue.add)
    dialog.start_button.click()
    qtbot.waitUntil(begun.is_set)
    (item,) = queue.items
    queue.cancel(item)
    go_on.set()
    qtbot.waitUntil(lambda: item.state is ExportState.CANCELLED)
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".mp4", ".part")]


@pytest.mark.parametrize(
    ("name", "reason"), [("", "name"), ("out.bmp", "end in"), ("there.gif", "exists already"), ("no/out.gif", "does not exist")]
)
def test_what_cannot_be_written_is_reported_before(open_dialog, tmp_path, name, reason):
    (tmp_path / "there.gif").write_bytes(b"mine")
    dialog = open_dialog()
    dialog.form.path_field.setText(str(tmp_path / name) if name else "")
    assert reason in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


def test_videos_may_be_larger_than_pictures(open_dialog, tmp_path, source):
    dialog = open_dialog()
    assert dialog.form.plan().side_px == 160
    dialog.form.side_field.setValue(100)
    dialog.form.path_field.setText(str(tmp_path / "out.mp4"))
    assert dialog.form.plan().side_px == 100
    assert dialog.form.format_box.currentData() == ".mp4"


def test_a_model_that_cannot_be_loaded_is_reported(qtbot, open_dialog):
    def no_model(model, device):
        raise ValueError("the model is gone")

    dialog = open_dialog(load=no_model)
    qtbot.waitUntil(lambda: "the model is gone" in dialog._preview_state.text())


def test_the_window_opens_it_for_the_selected_face(qtbot, window):
    window.panel.apply_expression(au_vector({"AU12": 0.9}), "smile", scaled=False)
    window.actions_by_name["animate"].trigger()
    (dialog,) = window.findChildren(AnimationDialog)
    assert dialog.form.way_box.currentData() is Way.TO_EXPRESSION
    assert dialog.form.path().name == "photo-animated.gif"
    dialog.reject()


@pytest.mark.parametrize("seconds", [2.0, 20.0, 600.0, 3600.0])
def test_the_preview_of_a_long_animation_fits_into_memory(seconds):
    times_s = preview_times_s(AnimationPlan(seconds=seconds))
    assert len(times_s) <= MAX_PREVIEW_PICTURES
    assert times_s[-1] == pytest.approx(seconds, rel=0.05)
    assert np.allclose(np.diff(times_s), times_s[1])


@pytest.mark.parametrize("close", ["close", "reject"])
def test_closing_does_not_wait_for_what_is_in_work(qtbot, open_dialog, close):
    begun, go_on = threading.Event(), threading.Event()

    def slow_load(model, device):
        begun.set()
        assert go_on.wait(WAIT_S)
        return fake_animator([], estimator=FakeEstimator())

    dialog = open_dialog(load=slow_load)
    qtbot.waitUntil(begun.is_set)
    getattr(dialog, close)()
    assert not dialog.isVisible()
    go_on.set()
    assert ending_threads().wait()
