"""Video mode in the window, from the file to the sliders and keyframes, with networks whose answer is known."""

from __future__ import annotations

import json
import threading
import time

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.core import faces
from ganimation_desktop.core.action_units import AU_CODES, N_AUS, au_index
from ganimation_desktop.core.faces import FaceBox
from ganimation_desktop.core.keyframes import Easing, Keyframe, KeyframeTrack, write_track
from ganimation_desktop.core.live_wish import LiveMode
from ganimation_desktop.core.video import VideoReader
from ganimation_desktop.ui.edit_controller import State
from ganimation_desktop.ui.video_export_dialog import VideoExportDialog
from tests.core.fakes import FakeDetector, FakeEstimator, fake_animator
from tests.core.video_files import write_clip

BOXES = (FaceBox(30, 30, 80, 80, 1.5), FaceBox(140, 40, 170, 70, 0.5))
TIMES_MS = [0, 100, 200, 300, 400]
AU12, AU25 = au_index("AU12"), au_index("AU25")


@pytest.fixture
def loader(monkeypatch):
    monkeypatch.setattr(faces, "FaceDetector", lambda: FakeDetector(BOXES))
    return lambda model, device: fake_animator(BOXES, estimator=FakeEstimator())


@pytest.fixture
def clip(tmp_path):
    """The fake estimator reads AU25 from the red of the crop, which grows from frame to frame."""
    pictures = []
    for red in (51, 102, 153, 204, 255):
        rgb = np.full((128, 192, 3), 90, np.uint8)
        rgb[..., 0] = red
        pictures.append(rgb)
    return write_clip(tmp_path / "clip.mp4", pictures, times_ms=TIMES_MS)


@pytest.fixture
def window(qtbot, open_window, clip):
    window = open_window(clip, wait=False)
    qtbot.waitUntil(lambda: window.edits.state is State.READY, timeout=15000)
    return window


@pytest.fixture
def video(window):
    return window.videos.video


def go(qtbot, window, time_s):
    """Go to a moment and wait for its frame, and for what is wanted of it."""
    video = window.videos.video
    video.player.seek(time_s)
    qtbot.waitUntil(lambda: video.time_s == pytest.approx(time_s, abs=1e-3))
    settle(qtbot, window)


def settle(qtbot, window):
    video = window.videos.video
    qtbot.waitUntil(lambda: np.allclose(shown(video).target_aus, wanted(video), atol=1e-5))


def wanted(video):
    edited = video.result.edited
    return video.wish.target(edited.tracked[edited.chosen[0]].aus, video.time_s)


def shown(video):
    edited = video.result.edited
    return edited.animation.faces[edited.chosen[0]]


def slide(window, code, value):
    """Move a slider as one edit."""
    aus = window.panel.targets()
    aus[au_index(code)] = value
    window.panel.apply_expression(aus, code, scaled=False)


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


def test_the_sliders_add_to_what_the_face_does_in_every_frame(qtbot, window, video):
    slide(window, "AU25", 0.3)
    go(qtbot, window, 0.2)
    assert shown(video).face.aus[AU25] == pytest.approx(0.6, abs=0.02)
    assert shown(video).target_aus[AU25] == pytest.approx(0.7, abs=0.03)
    video.set_mode(LiveMode.ABSOLUTE)
    settle(qtbot, window)
    assert shown(video).target_aus[AU25] == pytest.approx(0.3, abs=0.02)
    assert window.videos.bar.mode_box.currentData() is LiveMode.ABSOLUTE


def test_amplify_from_the_frame_at_rest(qtbot, window, video):
    go(qtbot, window, 0.1)
    window.actions_by_name["video_rest"].trigger()
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
    assert window.session.targets(1)[AU12] == pytest.approx(0.7)


class TestKeyframes:
    @pytest.fixture(autouse=True)
    def _two(self, qtbot, window, video):
        """At rest at the start, a smile at 0.4 s: the second one made by moving a slider there."""
        slide(window, "AU12", 0.2)
        window.actions_by_name["keyframe_add"].trigger()
        go(qtbot, window, 0.4)
        slide(window, "AU12", 1.0)
        settle(qtbot, window)

    def times(self, video):
        return [keyframe.time_s for keyframe in video.wish.track.keyframes]

    def test_they_name_what_was_changed_and_move_the_sliders(self, qtbot, window, video):
        assert [dict(keyframe.aus) for keyframe in video.wish.track.keyframes] == [
            {"AU12": pytest.approx(0.2)},
            {"AU12": pytest.approx(1.0)},
        ]
        go(qtbot, window, 0.2)
        assert window.panel.targets()[AU12] == pytest.approx(0.6)
        assert shown(video).target_aus[AU12] == pytest.approx(0.6)
        assert shown(video).target_aus[AU25] == pytest.approx(shown(video).face.aus[AU25])

    def test_an_action_unit_that_comes_later_leaves_the_keyframes_before_as_they_look(self, qtbot, window, video):
        slide(window, "AU25", 0.9)
        first, last = video.wish.track.keyframes
        assert first.aus["AU25"] == pytest.approx(video.wish.rest[AU25])
        assert last.aus["AU25"] == pytest.approx(0.9)
        go(qtbot, window, 0.0)
        assert shown(video).target_aus[AU25] == pytest.approx(shown(video).face.aus[AU25])
        window.expressions.undo()
        assert "AU25" not in video.wish.track.keyframes[0].aus

    def test_a_drag_is_one_undo_step_and_brings_back_the_keyframes_of_before(self, qtbot, window, video):
        window.expressions.undo()
        assert self.times(video) == [0.0]
        window.expressions.redo()
        assert self.times(video) == pytest.approx([0.0, 0.4])
        window.expressions.undo()
        window.expressions.undo()
        assert self.times(video) == []

    def test_moving_on_the_timeline(self, window, video):
        timeline = window.videos.bar.timeline
        assert list(timeline.keyframes_s) == pytest.approx([0.0, 0.4])
        timeline.keyframeMoved.emit(self.times(video)[1], 0.2)
        assert self.times(video) == pytest.approx([0.0, 0.2])
        window.expressions.undo()
        assert self.times(video) == pytest.approx([0.0, 0.4])

    def test_deleting_at_the_play_head(self, qtbot, window, video):
        delete = window.actions_by_name["keyframe_delete"]
        assert delete.isEnabled()
        delete.trigger()
        assert self.times(video) == [0.0]
        go(qtbot, window, 0.2)
        assert not delete.isEnabled()

    def test_easing(self, qtbot, window, video):
        window.actions_by_name["keyframe_previous"].trigger()
        qtbot.waitUntil(lambda: video.time_s == 0.0)
        window.videos.bar.easingChosen.emit(Easing.LINEAR)
        assert video.wish.track.keyframes[0].easing is Easing.LINEAR
        go(qtbot, window, 0.1)
        assert window.panel.targets()[AU12] == pytest.approx(0.4)
        assert not window.videos.bar.easing_box.isEnabled()

    def test_saved_beside_the_video_and_read_when_it_is_opened_again(self, qtbot, window, video, clip, monkeypatch):
        path = clip.with_name("clip.keyframes.json")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (arguments[2], ""))
        window.actions_by_name["keyframes_save"].trigger()
        assert len(json.loads(path.read_text())["keyframes"]) == 2
        window.expressions.undo()
        with qtbot.waitSignal(video.opened):
            window.opener.open_path(clip)
        qtbot.waitUntil(lambda: video.result is not None)
        assert self.times(video) == pytest.approx([0.0, 0.4])

    def test_a_file_that_is_none_is_said_and_changes_nothing(self, window, video, tmp_path):
        (tmp_path / "bad.json").write_text("{}")
        window.videos.keyframes.read(tmp_path / "bad.json")
        assert "bad.json" in window.status.texts["message"]
        assert len(self.times(video)) == 2


def test_a_slider_stops_the_playing_where_keyframes_are(qtbot, window, video):
    window.videos.keyframes.add()
    video.player.set_loop(loop=True)
    video.player.play(play=True)
    window.panel.editStarted.emit("drag")
    assert not video.player.playing
    window.panel.editFinished.emit("drag")


def test_without_changes_the_first_keyframe_names_everything(window, video):
    window.actions_by_name["keyframe_add"].trigger()
    (keyframe,) = video.wish.track.keyframes
    assert len(keyframe.aus) == 17


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
    started_s = time.monotonic()
    window.close()
    assert time.monotonic() - started_s < 2
    assert not [thread for thread in threading.enumerate() if thread.name == "video decoder"]


def test_a_decoder_that_hangs_holds_only_the_end_of_the_program_up(qtbot, window, video, monkeypatch):
    hanging, go_on = threading.Event(), threading.Event()

    def hang(reader, time_s):
        hanging.set()
        assert go_on.wait(20)
        return iter(())

    monkeypatch.setattr(VideoReader, "decoded_from", hang)
    video.player.seek(0.2)
    assert hanging.wait(5)
    started_s = time.monotonic()
    window.actions_by_name["video_close"].trigger()
    assert time.monotonic() - started_s < 1
    timer = threading.Timer(0.3, go_on.set)
    timer.start()
    window.close()
    assert go_on.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "video decoder"]
    timer.join()


def test_close_video_brings_the_photo_back(qtbot, open_window, photo_path, clip):
    window = open_window(photo_path)
    slide(window, "AU12", 0.5)
    window.opener.open_path(clip)
    qtbot.waitUntil(lambda: window.videos.video.result is not None)
    window.actions_by_name["video_close"].trigger()
    assert window.session.photo.path == photo_path
    assert window.session.targets(0)[AU12] == pytest.approx(0.5)


def test_a_dropped_video_is_opened(qtbot, open_window, photo_path, clip):
    window = open_window(photo_path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(clip))])
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.canvas.dropEvent(event)
    qtbot.waitUntil(lambda: window.videos.video.result is not None)
    assert window.settings.recent_files[0] == clip


def test_a_photo_that_comes_before_the_video_is_there_stays_and_nothing_is_being_opened(qtbot, open_window, photo_path, clip):
    window = open_window(photo_path)
    window.opener.open_path(clip)
    assert window.presenter.opening == clip.name
    photo = window.session.photo
    window.session.open_photo(photo)
    qtbot.waitUntil(lambda: not window._reading.busy and window.edits.state is State.READY)
    assert window.session.photo is photo
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
    assert window.panel.targets()[AU12] == pytest.approx(0.0)
    assert not window.expressions.undo_stack.canUndo()


def test_a_damaged_video_is_said_and_the_photo_stays(qtbot, open_window, photo_path, tmp_path):
    window = open_window(photo_path)
    (tmp_path / "bad.mp4").write_text("no video")
    window.opener.open_path(tmp_path / "bad.mp4")
    qtbot.waitUntil(lambda: "bad.mp4 is not a video" in window.status.texts["message"])
    assert window.session.photo is not None
    assert window.settings.recent_files == [photo_path]


def test_without_a_face_it_is_said_and_playing_goes_on(qtbot, open_window, clip, monkeypatch):
    monkeypatch.setattr(faces, "FaceDetector", lambda: FakeDetector([]))
    window = open_window(clip, wait=False)
    qtbot.waitUntil(lambda: window.edits.state is State.NO_FACE)
    assert "No face" in window.canvas.message.text
    assert window.actions_by_name["video_play"].isEnabled()
    assert not window.actions_by_name["keyframe_add"].isEnabled()


def test_a_failing_edit_is_said_and_the_next_frame_works(qtbot, window, video, monkeypatch):
    calls = []

    def failing(self, targets, **options):
        calls.append(targets)
        raise ValueError("the edit went wrong")

    with monkeypatch.context() as patched:
        patched.setattr("ganimation_desktop.core.animator.Animator.animate", failing)
        video.player.seek(0.2)
        qtbot.waitUntil(lambda: "went wrong" in window.status.texts["message"])
    go(qtbot, window, 0.3)
    assert window.edits.state is State.READY


def test_keyframes_of_a_table_with_many_rows(qtbot, window, video, tmp_path):
    track = KeyframeTrack([Keyframe(number / 100, {"AU12": number / 100}) for number in range(41)])
    write_track(tmp_path / "many.json", track)
    window.videos.keyframes.read(tmp_path / "many.json")
    go(qtbot, window, 0.3)
    assert shown(video).target_aus[AU12] == pytest.approx(0.3, abs=1e-3)


def _keyframes_file(folder):
    write_track(folder / "smile.json", KeyframeTrack([Keyframe(0.1, {"AU12": 0.5})]))
    return folder / "smile.json"


def _au_table(folder):
    columns = ["frame", "timestamp", "success", *(f"{code}_r" for code in AU_CODES)]
    (folder / "smile.csv").write_text("\n".join(",".join(row) for row in (columns, ["1", "0.0", "1", *["2.5"] * N_AUS])))
    return folder / "smile.csv"


@pytest.mark.parametrize("make", [_keyframes_file, _au_table])
def test_dropped_keyframes_are_taken_for_the_open_video(qtbot, window, video, tmp_path, make):
    window.canvas.filesDropped.emit((make(tmp_path),))
    qtbot.waitUntil(lambda: bool(video.wish.track.keyframes))
    assert video.wish.track.keyframes[0].aus["AU12"] == pytest.approx(0.5)


@pytest.mark.parametrize("make", [_keyframes_file, _au_table])
def test_dropped_keyframes_without_a_video_are_said(qtbot, open_window, photo_path, tmp_path, make):
    window = open_window(photo_path)
    path = make(tmp_path)
    window.canvas.filesDropped.emit((path,))
    qtbot.waitUntil(lambda: f"{path.name} has keyframes for a video" in window.status.texts["message"])
    assert window.session.photo.path == photo_path
