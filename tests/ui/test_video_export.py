from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog, QWidget

from ganimation_desktop.core import frame_editor
from ganimation_desktop.core.action_units import au_vector
from ganimation_desktop.core.detection import InlineDetections
from ganimation_desktop.core.faces import FaceBox
from ganimation_desktop.core.provenance import COMPOSITE_WITH_TRAINED_MEDIA
from ganimation_desktop.core.video import VideoReader, read_video
from ganimation_desktop.core.video_wish import VideoWish
from ganimation_desktop.ui.animation_worker import ModelChoice
from ganimation_desktop.ui.video_export_dialog import VideoExportDialog
from ganimation_desktop.ui.video_export_job import VideoExportSource
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.core.video_files import frame_times_ms, sound_packets, write_clip
from tests.ui.test_accessibility import check

BOX = FaceBox(30, 30, 80, 80, 1.5)
TIMES_MS = [0, 33, 100, 133, 400]


@pytest.fixture
def clip(tmp_path):
    return write_clip(tmp_path / "clip.mp4", [np.full((128, 192, 3), 90, np.uint8)] * len(TIMES_MS), times_ms=TIMES_MS)


@pytest.fixture
def load(monkeypatch):
    monkeypatch.setattr(frame_editor, "InlineDetections", lambda: InlineDetections(FakeDetector([BOX])))
    return lambda model, device: fake_animator([BOX], estimator=FakeEstimator())


@pytest.fixture
def open_dialog(qtbot, clip, load, app_settings):
    window = QWidget()
    qtbot.addWidget(window)

    def open_dialog(part=(0.0, None), load=load):
        with VideoReader(clip) as reader:
            source = VideoExportSource(reader.info, VideoWish(au_vector({"AU12": 1.0})), "largest", part, ModelChoice(None, "cpu"))
        dialog = VideoExportDialog(source, load, app_settings, window)
        dialog.show()
        return dialog

    yield open_dialog
    for dialog in window.findChildren(QDialog):
        dialog.close()


def finish(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled() or "exists" in dialog.summary.text() or "Saved" in dialog.summary.text())


def test_every_control_can_be_named(open_dialog):
    check(open_dialog())


def test_what_is_proposed_can_be_exported_at_once(open_dialog, clip):
    dialog = open_dialog()
    assert dialog.path_field.text() == str(clip.with_name(f"{clip.stem}-edited{clip.suffix}"))
    assert dialog.start_button.isEnabled()


def test_the_edited_video_with_its_times_and_sound(qtbot, open_dialog, clip):
    dialog = open_dialog()
    out = dialog.plan().path
    assert out == clip.with_name("clip-edited.mp4")
    with qtbot.waitSignal(dialog.exported) as exported:
        dialog.start_button.click()
    finish(qtbot, dialog)
    assert exported.args == [out]
    assert "Saved clip-edited.mp4" in dialog.summary.text()
    assert frame_times_ms(out) == TIMES_MS
    assert sound_packets(out) == sound_packets(clip)
    assert all(frame.rgb[52:58, 52:58, 1].mean() > 180 for frame in read_video(out))
    assert COMPOSITE_WITH_TRAINED_MEDIA.encode() in out.read_bytes()


def test_the_part_without_sound_in_another_format(qtbot, open_dialog, clip):
    dialog = open_dialog(part=(0.1, 0.3))
    assert "0:00.10 - 0:00.30" in dialog.part_box.currentText()
    dialog.sound_box.setCurrentIndex(1)
    dialog.format_box.setCurrentIndex(dialog.format_box.findData(".webm"))
    dialog.format_box.activated.emit(dialog.format_box.currentIndex())
    out = dialog.plan().path
    assert out.suffix == ".webm"
    with qtbot.waitSignal(dialog.exported):
        dialog.start()
    finish(qtbot, dialog)
    assert frame_times_ms(out) == [0, 33]


def test_sound_that_a_format_cannot_hold_is_said_and_nothing_is_left(qtbot, open_dialog, clip):
    dialog = open_dialog()
    dialog.path_field.setText(str(clip.with_name("out.webm")))
    dialog.start()
    qtbot.waitUntil(lambda: "aac" in dialog.summary.text())
    assert [path.name for path in clip.parent.glob("*.*") if path.suffix in (".webm", ".part")] == []
    qtbot.waitUntil(lambda: dialog.start_button.isEnabled())


def test_cancel_leaves_nothing(qtbot, open_dialog, clip, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow_load(model, device):
        animator = fake_animator([BOX], estimator=FakeEstimator())
        animate = animator.animate

        def slow(*arguments, **options):
            begun.set()
            assert go_on.wait(5)
            return animate(*arguments, **options)

        monkeypatch.setattr(animator, "animate", slow)
        return animator

    dialog = open_dialog(load=slow_load)
    dialog.start()
    qtbot.waitUntil(begun.is_set)
    assert dialog.close_button.text() == "Cancel"
    dialog.close_button.click()
    go_on.set()
    qtbot.waitUntil(lambda: "Cancelled" in dialog.summary.text())
    assert sorted(path.name for path in clip.parent.iterdir() if path.is_file() and path.suffix != ".ini") == ["clip.mp4"]


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
def test_what_cannot_be_written_is_said_before(open_dialog, clip, name, reason):
    clip.with_name("there.mp4").write_bytes(b"mine")
    dialog = open_dialog()
    dialog.path_field.setText(str(clip.parent / name) if name else "")
    assert reason in dialog.summary.text()
    assert not dialog.start_button.isEnabled()


def test_a_file_is_replaced_when_that_was_chosen(qtbot, open_dialog, clip):
    out = clip.with_name("there.mp4")
    out.write_bytes(b"mine")
    dialog = open_dialog()
    dialog.path_field.setText(str(out))
    dialog.replace_box.setChecked(True)
    with qtbot.waitSignal(dialog.exported):
        dialog.start()
    finish(qtbot, dialog)
    assert len(frame_times_ms(out)) == len(TIMES_MS)


def test_progress_says_how_many_and_how_long(qtbot, open_dialog):
    dialog = open_dialog()
    texts = []
    with qtbot.waitSignal(dialog.exported):
        dialog.start()
        assert dialog._worker is not None
        dialog._worker.progressed.connect(lambda _: texts.append(dialog.summary.text()))
    finish(qtbot, dialog)
    assert any("left" in text for text in texts)
    assert Path(dialog.plan().path).exists()
