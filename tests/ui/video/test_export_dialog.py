from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog, QWidget

from ganimation_desktop.core.base.action_units import au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.faces.detection import InlineDetections
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.provenance import COMPOSITE_WITH_TRAINED_MEDIA
from ganimation_desktop.core.video import face_edit
from ganimation_desktop.core.video.reader import VideoReader, read_video
from ganimation_desktop.core.video.video_request import VideoRequest
from ganimation_desktop.jobs.animators import ModelChoice
from ganimation_desktop.jobs.video import VideoEdit
from ganimation_desktop.ui.exports.item import ExportState
from ganimation_desktop.ui.video.export_dialog import VideoExportDialog
from ganimation_desktop.ui.video.export_job import VideoExportSource
from ganimation_desktop.ui.widgets.ending_threads import ending_threads
from tests.core.fakes import FakeDetector, FakeEstimator, before_each_edit, fake_animator
from tests.core.video_files import frame_times_ms, sound_packets, write_clip
from tests.patience import WAIT_S
from tests.ui.test_accessibility import check

BOX = FaceBox(30, 30, 80, 80, 1.5)
TIMES_MS = [0, 33, 100, 133, 400]


@pytest.fixture
def clip(tmp_path):
    return write_clip(tmp_path / "clip.mp4", [np.full((128, 192, 3), 90, np.uint8)] * len(TIMES_MS), times_ms=TIMES_MS)


@pytest.fixture
def load(monkeypatch):
    monkeypatch.setattr(face_edit, "InlineDetections", lambda: InlineDetections(FakeDetector([BOX])))
    return lambda model, device: fake_animator([BOX], estimator=FakeEstimator())


@pytest.fixture
def open_dialog(qtbot, clip, load, app_settings):
    window = QWidget()
    qtbot.addWidget(window)

    def open_dialog(part=(0.0, None), load=load, will_write=lambda path: False):
        with VideoReader(clip) as reader:
            edit = VideoEdit(clip, VideoRequest(FaceTarget.of(au_vector({"AU12": 1.0}))).target)
            source = VideoExportSource(reader.info, edit, part, ModelChoice(None, "cpu"))
        dialog = VideoExportDialog(source, load, app_settings, window, will_write=will_write)
        dialog.show()
        return dialog

    yield open_dialog
    for dialog in window.findChildren(QDialog):
        dialog.close()


@pytest.fixture
def export(qtbot, queue):
    """Has the dialog's export done behind the window, and returns its item when it has ended."""

    def export(dialog, *, wait=True):
        dialog.jobReady.connect(queue.add)
        dialog.start_button.click()
        (item,) = queue.items
        if wait:
            qtbot.waitUntil(lambda: item.state.has_ended)
        return item

    return export


def test_every_control_can_be_named(open_dialog):
    check(open_dialog())


def test_what_is_proposed_can_be_exported_at_once(open_dialog, clip):
    dialog = open_dialog()
    assert dialog.path_field.text() == str(clip.with_name(f"{clip.stem}-edited{clip.suffix}"))
    assert dialog.start_button.isEnabled()


def test_the_edited_video_with_its_times_and_sound(open_dialog, export, clip):
    dialog = open_dialog()
    out = dialog.output().path
    assert out == clip.with_name("clip-edited.mp4")
    item = export(dialog)
    assert (item.title, item.path) == ("clip-edited.mp4", out)
    assert "Saved clip-edited.mp4" in item.text
    assert frame_times_ms(out) == TIMES_MS
    assert sound_packets(out) == sound_packets(clip)
    assert all(frame.rgb[52:58, 52:58, 1].mean() > 180 for frame in read_video(out))
    assert COMPOSITE_WITH_TRAINED_MEDIA.encode() in out.read_bytes()


def test_the_dialog_closes_when_the_export_begins(open_dialog, export):
    dialog = open_dialog()
    export(dialog, wait=False)
    assert not dialog.isVisible()


def test_the_part_without_sound_in_another_format(open_dialog, export):
    dialog = open_dialog(part=(0.1, 0.3))
    assert "0:00.10 - 0:00.30" in dialog.part_box.currentText()
    dialog.sound_box.setCurrentIndex(1)
    dialog.format_box.setCurrentIndex(dialog.format_box.findData(".webm"))
    dialog.format_box.activated.emit(dialog.format_box.currentIndex())
    out = dialog.output().path
    assert out.suffix == ".webm"
    export(dialog)
    assert frame_times_ms(out) == [0, 33]


def test_sound_that_a_format_cannot_hold_is_reported_and_nothing_is_left(open_dialog, export, clip):
    dialog = open_dialog()
    dialog.path_field.setText(str(clip.with_name("out.webm")))
    item = export(dialog)
    assert item.state is ExportState.FAILED
    assert "aac" in item.text
    assert [path.name for path in clip.parent.glob("*.*") if path.suffix in (".webm", ".part")] == []


@pytest.fixture
def slow(monkeypatch):
    """A loader whose animator waits, and when it begins and may go on."""
    begun, go_on = threading.Event(), threading.Event()

    def slow_load(model, device):
        animator = fake_animator([BOX], estimator=FakeEstimator())

        def slow(targets):
            begun.set()
            assert go_on.wait(WAIT_S)

        before_each_edit(animator, monkeypatch, slow)
        return animator

    yield slow_load, begun, go_on
    go_on.set()


def test_cancel_leaves_nothing(qtbot, open_dialog, export, queue, clip, slow):
    load, begun, go_on = slow
    item = export(open_dialog(load=load), wait=False)
    qtbot.waitUntil(begun.is_set)
    queue.cancel(item)
    go_on.set()
    qtbot.waitUntil(lambda: item.state is ExportState.CANCELLED)
    assert sorted(path.name for path in clip.parent.iterdir() if path.is_file() and path.suffix != ".ini") == ["clip.mp4"]


def test_the_end_of_the_window_does_not_wait_and_leaves_nothing(qtbot, open_dialog, export, queue, clip, slow):
    load, begun, go_on = slow
    export(open_dialog(load=load), wait=False)
    qtbot.waitUntil(begun.is_set)
    queue.close()
    go_on.set()
    assert ending_threads().wait()
    assert sorted(path.name for path in clip.parent.iterdir() if path.is_file() and path.suffix != ".ini") == ["clip.mp4"]


def test_a_second_export_gets_another_name_while_the_first_one_runs(qtbot, open_dialog, export, queue, clip, slow):
    load, begun, _ = slow
    export(open_dialog(load=load), wait=False)
    qtbot.waitUntil(begun.is_set)
    dialog = open_dialog(will_write=queue.will_write)
    assert dialog.output().path == clip.with_name("clip-edited-2.mp4")
    dialog.path_field.setText(str(clip.with_name("clip-edited.mp4")))
    dialog.replace_box.setChecked(True)
    assert "an export that is waiting" in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "name"),
        ("out.avi", "end in"),
        ("nowhere/out.mp4", "does not exist"),
        ("clip.mp4", "open video itself"),
        ("there.mp4", "exists already"),
    ],
)
def test_what_cannot_be_written_is_reported_before(open_dialog, clip, name, reason):
    clip.with_name("there.mp4").write_bytes(b"mine")
    dialog = open_dialog()
    dialog.path_field.setText(str(clip.parent / name) if name else "")
    assert reason in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


def test_a_file_is_replaced_when_that_was_chosen(open_dialog, export, clip):
    out = clip.with_name("there.mp4")
    out.write_bytes(b"mine")
    dialog = open_dialog()
    dialog.path_field.setText(str(out))
    dialog.replace_box.setChecked(True)
    export(dialog)
    assert len(frame_times_ms(out)) == len(TIMES_MS)


def test_progress_says_how_many_and_how_long(qtbot, open_dialog, export):
    texts = []
    item = export(open_dialog(), wait=False)
    item.changed.connect(lambda: texts.append(item.text))
    qtbot.waitUntil(lambda: item.state is ExportState.DONE)
    assert any("frames" in text and "left" in text for text in texts)
