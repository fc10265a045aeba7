"""Keyframes of a video in the window."""

from __future__ import annotations

import json
import shutil

import pytest
from PySide6.QtWidgets import QFileDialog

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS
from ganimation_desktop.core.expressions.keyframes import Easing, Keyframe, KeyframeTrack, write_track
from tests.ui.video.video_mode.stage import AU12, AU25, go, settle, shown, slide


class TestKeyframes:
    @pytest.fixture(autouse=True)
    def _two(self, qtbot, window, video):
        """Neutral at the start, a smile at 0.4 s: the second one made by moving a slider there."""
        slide(window, "AU12", 0.2)
        window.actions_by_name["keyframe_add"].trigger()
        go(qtbot, window, 0.4)
        slide(window, "AU12", 1.0)
        settle(qtbot, window)

    def times(self, video):
        return [keyframe.time_s for keyframe in video.request.track.keyframes]

    def test_they_name_what_was_changed_and_move_the_sliders(self, qtbot, window, video):
        assert [dict(keyframe.aus) for keyframe in video.request.track.keyframes] == [
            {"AU12": pytest.approx(0.2)},
            {"AU12": pytest.approx(1.0)},
        ]
        go(qtbot, window, 0.2)
        assert window.panel.target().aus[AU12] == pytest.approx(0.6)
        assert shown(video).target_aus[AU12] == pytest.approx(0.6)
        assert shown(video).target_aus[AU25] == pytest.approx(shown(video).face.aus[AU25])

    def test_an_action_unit_that_comes_later_leaves_the_keyframes_before_as_they_look(self, qtbot, window, video):
        slide(window, "AU25", 0.9)
        first, last = video.request.track.keyframes
        assert first.aus["AU25"] == pytest.approx(video.request.baseline[AU25])
        assert last.aus["AU25"] == pytest.approx(0.9)
        go(qtbot, window, 0.0)
        assert shown(video).target_aus[AU25] == pytest.approx(shown(video).face.aus[AU25])
        window.expressions.undo()
        assert "AU25" not in video.request.track.keyframes[0].aus

    def test_a_drag_is_one_undo_step_and_brings_back_the_keyframes_of_before(self, qtbot, window, video):
        window.expressions.undo()
        assert self.times(video) == [0.0]
        window.expressions.redo()
        assert self.times(video) == pytest.approx([0.0, 0.4])
        window.expressions.undo()
        window.expressions.undo()
        assert self.times(video) == []

    def test_adding_one_that_is_there_already_is_no_step(self, window, video):
        window.videos.bar.easingChosen.emit(Easing.LINEAR)
        steps, keyframes = window.expressions.undo_stack.count(), video.request.track.keyframes
        window.actions_by_name["keyframe_add"].trigger()
        assert video.request.track.keyframes == keyframes
        assert window.expressions.undo_stack.count() == steps

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
        assert video.request.track.keyframes[0].easing is Easing.LINEAR
        go(qtbot, window, 0.1)
        assert window.panel.target().aus[AU12] == pytest.approx(0.4)
        assert not window.videos.bar.easing_box.isEnabled()

    def test_saved_beside_a_video_and_read_when_it_is_opened_for_the_first_time(self, qtbot, window, video, clip, monkeypatch):
        path = clip.with_name("clip.keyframes.json")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (arguments[2], ""))
        window.actions_by_name["keyframes_save"].trigger()
        assert len(json.loads(path.read_text())["keyframes"]) == 2
        window.expressions.undo()
        own = self.times(video)
        other = shutil.copy(clip, clip.with_name("other.mp4"))
        path.rename(clip.with_name("other.keyframes.json"))
        for file, times in ((other, [0.0, 0.4]), (clip, own)):
            with qtbot.waitSignal(video.opened):
                window.opener.open_path(file)
            qtbot.waitUntil(lambda: video.result is not None)
            assert self.times(video) == pytest.approx(times), "what was done to a video goes before a file beside it"

    def test_a_file_that_is_none_is_reported_and_changes_nothing(self, window, video, tmp_path):
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
    (keyframe,) = video.request.track.keyframes
    assert len(keyframe.aus) == 17


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
    qtbot.waitUntil(lambda: bool(video.request.track.keyframes))
    assert video.request.track.keyframes[0].aus["AU12"] == pytest.approx(0.5)


@pytest.mark.parametrize("make", [_keyframes_file, _au_table])
def test_dropped_keyframes_without_a_video_are_reported(qtbot, open_window, photo_path, tmp_path, make):
    window = open_window(photo_path)
    path = make(tmp_path)
    window.canvas.filesDropped.emit((path,))
    qtbot.waitUntil(lambda: f"{path.name} has keyframes for a video" in window.status.texts["message"])
    assert window.session.photo.path == photo_path


def test_the_timeline_has_the_keyframes_where_they_are_and_undo_brings_strength_back(qtbot, window, video):
    bar, panel = window.videos.bar, window.panel

    def shown():
        assert list(bar.timeline.keyframes_s) == [keyframe.time_s for keyframe in video.request.track.keyframes]
        assert bar.timeline.time_s == video.time_s
        assert panel.header.strength_text == f"{round(100 * panel.strength)} %"
        for row, target in zip(panel.rows, window.session.target(0).aus, strict=True):
            assert (row.slider.exact_value, row.spin.value()) == (float(target), round(float(target), 2))
        return bar.timeline.keyframes_s, panel.target().aus.tolist(), panel.strength

    slide(window, "AU12", 1.0)
    window.actions_by_name["keyframe_add"].trigger()
    seen = [shown()]
    panel.header.strengthEdited.emit(0.25)
    panel.finish_edit()
    seen.append(shown())
    go(qtbot, window, 0.4)
    slide(window, "AU25", 0.75)
    shown()
    for before in reversed(seen):
        window.expressions.undo()
        window.videos.video.player.seek(0.0)
        qtbot.waitUntil(lambda: video.time_s == pytest.approx(0.0, abs=1e-3))
        assert shown() == before
