"""Video mode in the window, from the file to the sliders."""

from __future__ import annotations

import shutil
import threading

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from ganimation_desktop.core.expressions.live_request import LiveMode
from ganimation_desktop.core.faces import detector
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.video.reader import VideoReader
from ganimation_desktop.ui.commands.history import ProtectionCommand
from ganimation_desktop.ui.photo.state import State
from ganimation_desktop.ui.video.export_dialog import VideoExportDialog
from tests.core.fakes import FakeDetector
from tests.core.video_files import write_clip
from tests.hanging import Hang
from tests.patience import WAIT_S
from tests.ui.video.video_mode.stage import AU12, AU25, go, settle, shown, slide


def test_a_video_takes_the_place_of_the_photo_with_sliders_masks_and_bar(qtbot, window, video):
    assert window.session.photo is None
    assert len(window.session.faces) == 1
    assert window.videos.bar.isVisible()
    assert window.panel.detected()[AU25] == pytest.approx(0.2, abs=0.02)
    slide(window, "AU12", 0.7)
    settle(qtbot, window)
    assert shown(video).target_aus[AU12] == pytest.approx(0.7)
    qtbot.waitUntil(lambda: window.session.animation.faces[0].share_edited > 0)
    assert "0:00.00" in window.videos.bar.time_label.text()


def test_a_slider_that_moves_is_followed_with_drafts_and_measured_when_it_rests(qtbot, window, video):
    qtbot.waitUntil(lambda: video.result.measured is not None and not video.result.edited.animation.draft)
    window.panel.editStarted.emit("drag")
    window.session.set_target(0, window.session.target(0).with_aus({"AU12": 0.7}))
    qtbot.waitUntil(lambda: video.result.edited.animation.draft and shown(video).target_aus[AU12] == pytest.approx(0.7))
    window.panel.editFinished.emit("drag")
    qtbot.waitUntil(lambda: not video.result.edited.animation.draft and video.result.measured is not None)
    assert shown(video).target_aus[AU12] == pytest.approx(0.7)


def test_a_video_that_stands_still_shows_no_rate(qtbot, window, video):
    qtbot.waitUntil(lambda: video.result.measured is not None)
    for value in (0.3, 0.5, 0.7):
        slide(window, "AU12", value)
        settle(qtbot, window)
    qtbot.waitUntil(lambda: window.status.texts["speed"].split(" (")[0].endswith("ms") and "fps" not in window.status.texts["speed"])


def test_the_sliders_add_to_what_the_face_does_in_every_frame(qtbot, window, video):
    slide(window, "AU25", 0.3)
    go(qtbot, window, 0.2)
    assert shown(video).face.aus[AU25] == pytest.approx(0.6, abs=0.02)
    assert shown(video).target_aus[AU25] == pytest.approx(0.7, abs=0.03)
    video.set_mode(LiveMode.ABSOLUTE)
    settle(qtbot, window)
    assert shown(video).target_aus[AU25] == pytest.approx(0.3, abs=0.02)
    assert window.videos.bar.mode_box.currentData() is LiveMode.ABSOLUTE


def test_amplify_from_the_neutral_frame(qtbot, window, video):
    go(qtbot, window, 0.1)
    window.actions_by_name["video_baseline"].trigger()
    assert window.panel.detected()[AU25] == pytest.approx(0.4, abs=0.02)
    video.set_mode(LiveMode.AMPLIFY)
    window.videos.bar.gain_field.setValue(1.5)
    go(qtbot, window, 0.2)
    assert shown(video).target_aus[AU25] == pytest.approx(0.7, abs=0.03)


def test_undo_takes_a_slider_back_also_at_another_frame(qtbot, window, video):
    slide(window, "AU12", 0.7)
    go(qtbot, window, 0.3)
    window.expressions.undo()
    settle(qtbot, window)
    assert shown(video).target_aus[AU12] == pytest.approx(0.0, abs=1e-5)


def test_what_is_protected_holds_for_every_frame_is_kept_and_undone(qtbot, window, video):
    spot = Protection(np.pad(np.full((100, 100), 255, np.uint8), ((200, 212), (200, 212))))
    slide(window, "AU12", 0.7)
    before = window.session.protections.of(0)
    window.expressions.undo_stack.push(ProtectionCommand(window.session.protections, 0, before, spot, "Protect"))
    go(qtbot, window, 0.3)
    qtbot.waitUntil(lambda: shown(video).protection == spot)
    assert video.state_to_keep().request.protection == spot
    window.expressions.undo()
    assert not video.request.protection
    qtbot.waitUntil(lambda: not shown(video).protection)


def test_play_to_the_end_step_back_and_loop(qtbot, window, video):
    play = window.actions_by_name["video_play"]
    play.trigger()
    assert video.player.playing
    qtbot.waitUntil(lambda: not video.player.playing and video.time_s > 0)
    assert not play.isChecked()
    qtbot.waitUntil(lambda: video.time_s == pytest.approx(0.4))
    window.actions_by_name["video_back"].trigger()
    qtbot.waitUntil(lambda: video.time_s == pytest.approx(0.3))


def test_a_part_is_set_at_the_play_head(qtbot, window, video):
    go(qtbot, window, 0.1)
    window.actions_by_name["video_from"].trigger()
    go(qtbot, window, 0.3)
    window.actions_by_name["video_to"].trigger()
    start_s, end_s = video.player.part
    assert start_s == pytest.approx(0.1)
    assert 0.3 < end_s < 0.4
    window.actions_by_name["video_whole"].trigger()
    assert video.player.part == (0.0, None)


def test_all_faces_get_the_expression(qtbot, window, video):
    slide(window, "AU12", 0.7)
    video.set_face("all")
    qtbot.waitUntil(lambda: len(window.session.faces) == 2)
    qtbot.waitUntil(lambda: all(face.target_aus[AU12] > 0.6 for face in video.result.edited.animation.faces))
    assert window.session.target(1).aus[AU12] == pytest.approx(0.7)


def test_a_face_that_is_picked_while_the_video_stands_still_is_marked_in_its_picture(qtbot, window, video):
    video.set_face("all")
    qtbot.waitUntil(lambda: len(window.session.faces) == 2)
    canvas, export = window.canvas, window.actions_by_name["export"]
    qtbot.waitUntil(lambda: len(canvas._faces) == 2)
    assert canvas._selected == 0
    window.faces.chosen.emit(1)
    assert (window.session.selected_face, canvas._selected) == (1, 1)
    assert export.isEnabled()


def test_closing_goes_back_to_the_photo(qtbot, window, video, photo_path):
    window.opener.open_path(photo_path)
    qtbot.waitUntil(lambda: window.session.photo is not None and window.session.faces_known)
    assert not video.active
    assert not window.videos.bar.isVisible()
    slide(window, "AU12", 0.5)


def test_the_title_names_the_video_and_export_exports_it(qtbot, window, video):
    assert "clip.mp4" in window.windowTitle()
    slide(window, "AU12", 0.7)
    settle(qtbot, window)
    qtbot.waitUntil(window.actions_by_name["export"].isEnabled)
    window.actions_by_name["export"].trigger()
    (dialog,) = window.findChildren(VideoExportDialog)
    dialog.reject()
    window.actions_by_name["video_close"].trigger()
    assert "clip.mp4" not in window.windowTitle()


def test_closing_the_window_while_it_plays_ends_the_threads(qtbot, window, video):
    video.player.set_loop(loop=True)
    video.player.play(play=True)
    qtbot.waitUntil(lambda: video.time_s > 0)
    window.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "video decoder"]


def test_a_decoder_that_hangs_holds_only_the_end_of_the_program_up(qtbot, window, video, monkeypatch):
    hang = Hang()

    def decoded_from(reader, time_s):
        hang()
        return iter(())

    monkeypatch.setattr(VideoReader, "decoded_from", decoded_from)
    video.player.seek(0.2)
    assert hang.begun.wait(WAIT_S)
    window.actions_by_name["video_close"].trigger()
    assert hang.goes_on
    timer = threading.Timer(0.3, hang.end)
    timer.start()
    window.close()
    assert not hang.goes_on
    assert not [thread for thread in threading.enumerate() if thread.name == "video decoder"]
    timer.join()


def test_close_video_brings_the_photo_back(qtbot, open_window, photo_path, clip):
    window = open_window(photo_path)
    slide(window, "AU12", 0.5)
    window.opener.open_path(clip)
    qtbot.waitUntil(lambda: window.videos.video.result is not None)
    window.actions_by_name["video_close"].trigger()
    assert window.session.photo.path == photo_path
    assert window.session.target(0).aus[AU12] == pytest.approx(0.5)


def test_a_dropped_video_is_opened(qtbot, open_window, photo_path, clip):
    window = open_window(photo_path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(clip))])
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.canvas.dropEvent(event)
    qtbot.waitUntil(lambda: window.videos.video.result is not None)
    assert window.settings.recent_files[0] == clip


def test_a_photo_that_is_asked_for_after_the_video_is_what_is_shown(qtbot, open_window, photo_path, clip, tmp_path):
    window = open_window(photo_path)
    other = shutil.copy(photo_path, tmp_path / "other.jpg")
    window.opener.open_path(clip)
    assert window.presenter.opening == clip.name
    window.opener.open_path(other)
    qtbot.waitUntil(lambda: window.session.photo.path == other)
    qtbot.waitUntil(lambda: not window._reading.busy and window.modes.state is State.READY)
    assert window.modes.current is window.modes.photo
    assert window.presenter.opening == ""


def test_another_video_begins_without_anything_of_the_one_before(qtbot, window, video, tmp_path):
    slide(window, "AU12", 0.7)
    other = write_clip(tmp_path / "other.mp4", [np.full((64, 96, 3), 200, np.uint8)] * 2, times_ms=[0, 100])
    sizes = []
    with qtbot.waitSignal(video.opened):
        window.opener.open_path(other)
    video.resultShown.connect(lambda: sizes.append(video.result.edited.frame.width))
    qtbot.waitUntil(lambda: bool(sizes))
    assert set(sizes) == {96}
    assert window.panel.target().aus[AU12] == pytest.approx(0.0)
    assert not window.expressions.undo_stack.canUndo()


def test_the_same_video_opened_again_is_where_it_was_left(qtbot, window, video, clip):
    go(qtbot, window, 0.4)
    times_s: list[float] = []
    video.resultShown.connect(lambda: times_s.append(video.time_s))
    with qtbot.waitSignal(video.opened):
        window.opener.open_path(clip)
    qtbot.waitUntil(lambda: bool(times_s) and times_s[-1] == pytest.approx(0.4, abs=1e-3))
    qtbot.waitUntil(lambda: window.panel.detected()[AU25] == pytest.approx(0.2, abs=0.02))


def test_a_damaged_video_is_reported_and_the_photo_stays(qtbot, open_window, photo_path, tmp_path):
    window = open_window(photo_path)
    (tmp_path / "bad.mp4").write_text("no video")
    window.opener.open_path(tmp_path / "bad.mp4")
    qtbot.waitUntil(lambda: "bad.mp4 is not a video" in window.status.texts["message"])
    assert window.session.photo is not None
    assert window.settings.recent_files == [photo_path]


def test_without_a_face_it_is_reported_and_playing_goes_on(qtbot, open_window, clip, monkeypatch):
    monkeypatch.setattr(detector, "FaceDetector", lambda: FakeDetector([]))
    window = open_window(clip, wait=False)
    qtbot.waitUntil(lambda: window.modes.state is State.NO_FACE)
    assert "No face" in window.canvas.message.text
    assert window.actions_by_name["video_play"].isEnabled()
    assert not window.actions_by_name["keyframe_add"].isEnabled()


def test_a_failing_edit_is_reported_and_the_next_frame_works(qtbot, window, video, monkeypatch):
    calls = []

    def failing(self, targets, **options):
        calls.append(targets)
        raise ValueError("the edit went wrong")

    with monkeypatch.context() as patched:
        patched.setattr("ganimation_desktop.core.edit.animator.Animator.animate", failing)
        video.player.seek(0.2)
        qtbot.waitUntil(lambda: "went wrong" in window.status.texts["message"])
    go(qtbot, window, 0.3)
    assert window.modes.state is State.READY


def test_eye_contact_is_asked_for_kept_and_says_when_the_model_cannot(qtbot, window, video, clip):
    slider = window.videos.bar.eye_contact.slider
    qtbot.waitUntil(lambda: not slider.isEnabled())
    assert "cannot turn the eyes" in slider.toolTip()
    slider.setValue(40)
    assert video.request.eye_contact == pytest.approx(0.4)
    with qtbot.waitSignal(video.opened):
        window.opener.open_path(clip)
    assert video.request.eye_contact == pytest.approx(0.4)
    assert slider.value() == 40
