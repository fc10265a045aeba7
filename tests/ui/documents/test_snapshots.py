from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.documents.document import Document, Source, VideoState
from ganimation_desktop.core.documents.history import FaceChange, TrackChange
from ganimation_desktop.core.expressions.keyframes import Keyframe, KeyframeTrack
from ganimation_desktop.core.video.video_request import VideoRequest
from ganimation_desktop.ui.documents.snapshots import changes_to
from ganimation_desktop.ui.panels.history_panel import HistoryPanel, usable_name


def _names(desk) -> list[str]:
    snapshots = desk.window.history.snapshots
    return [snapshots.item(row).text() for row in range(snapshots.count())]


@pytest.fixture
def panel(desk) -> HistoryPanel:
    history: HistoryPanel = desk.window.history
    return history


@pytest.fixture
def two(desk):
    """A is a smile, B is raised brows."""
    desk.slide("AU12", 0.8)
    desk.trigger("snapshot_save")
    desk.slide("AU12", 0.1)
    desk.slide("AU01", 0.9)
    desk.trigger("snapshot_save")
    return desk


def test_one_key_switches_between_a_and_b_and_undo_goes_back(two, panel):
    assert _names(two) == ["A", "B"]
    two.trigger("snapshot_switch")
    assert (two.value("AU12"), two.value("AU01")) == (0.8, pytest.approx(0.1))
    assert panel.snapshots.currentRow() == 0
    two.trigger("snapshot_switch")
    assert (two.value("AU12"), two.value("AU01")) == (pytest.approx(0.1), 0.9)
    assert two.window.expressions.undo_stack.undoText() == "Snapshot B"
    two.window.expressions.undo()
    assert two.value("AU12") == 0.8


def test_a_click_shows_a_snapshot_and_one_that_is_shown_is_no_step(qtbot, two, panel):
    n_steps = two.window.expressions.undo_stack.count()
    panel.snapshots.itemClicked.emit(panel.snapshots.item(1))
    assert two.window.expressions.undo_stack.count() == n_steps
    panel.snapshots.itemClicked.emit(panel.snapshots.item(0))
    assert two.window.expressions.undo_stack.count() == n_steps + 1
    assert two.value("AU12") == 0.8


def test_a_click_on_a_step_goes_there(qtbot, two, panel):
    two.window.findChild(type(panel.parent()), "history").raise_()
    qtbot.waitUntil(panel.isVisible)
    model = panel.steps.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["As opened", "AU12", "AU12", "AU01"]
    qtbot.mouseClick(panel.steps.viewport(), Qt.MouseButton.LeftButton, pos=panel.steps.visualRect(model.index(1, 0)).center())
    assert (two.value("AU12"), two.value("AU01")) == (0.8, pytest.approx(0.1))
    qtbot.keyClick(panel.steps, Qt.Key.Key_Up)
    assert not two.window.session.is_edited()


def test_a_snapshot_is_renamed_in_the_list_and_deleted_only_after_a_question(qtbot, two, panel):
    two.window.findChild(type(panel.parent()), "history").raise_()
    qtbot.waitUntil(panel.isVisible)
    panel.snapshots.setCurrentRow(1)
    panel.snapshots.rename_action.trigger()
    (field,) = panel.snapshots.findChildren(QLineEdit)
    field.setText("  raised   brows ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    two.until(lambda: _names(two) == ["A", "raised brows"])
    asked: list[str] = []

    def ask(name: str) -> bool:
        asked.append(name)
        return len(asked) > 1

    two.window.documents.snapshots.ask_to_delete = ask
    panel.snapshots.setCurrentRow(1)
    panel.snapshots.delete_action.trigger()
    assert _names(two) == ["A", "raised brows"]
    panel.snapshots.delete_action.trigger()
    assert _names(two) == ["A"]
    assert asked == ["raised brows"] * 2


def test_snapshots_belong_to_their_photo_and_are_there_in_the_next_window(two, photos, open_desk):
    two.open(photos[1])
    assert _names(two) == []
    assert not two.window.actions_by_name["snapshot_switch"].isEnabled()
    two.trigger("snapshot_save")
    two.show("a.png")
    assert _names(two) == ["A", "B"]
    two.window.close()
    later = open_desk(name="a.png")
    assert _names(later) == ["A", "B"]
    later.trigger("snapshot_switch")
    assert later.value("AU12") == 0.8


def test_snapshots_are_saved_in_a_project(two, tmp_path, open_desk, qtbot):
    project = tmp_path / "work.ganimation"
    with qtbot.waitSignal(two.window.documents.projects.saved):
        two.window.documents.projects.write(project)
    two.window.close()
    other = open_desk(folder="elsewhere")
    other.window.opener.open_path(project)
    other.wait_for("a.png")
    assert _names(other) == ["A", "B"]


def test_a_snapshot_finds_its_face_though_another_one_was_removed(two, qtbot):
    second = two.window.session.faces[1].box
    two.window.faces.setCurrentRow(0)
    two.window.session.select_face(1)
    two.slide("AU12", 0.6)
    two.trigger("snapshot_save")
    two.window.session.select_face(0)
    two.window._faces_presenter.refresh()
    two.window.faces.remove_action.trigger()
    assert [face.box for face in two.window.session.faces] == [second]
    two.window.expressions.reset_to_detected()
    panel = two.window.history.snapshots
    panel.itemClicked.emit(panel.item(2))
    assert two.value("AU12") == 0.6


def test_a_video_goes_to_the_sliders_and_keyframes_of_a_snapshot():
    wanted, track = FaceTarget.of(np.full(17, 0.4, np.float32)), KeyframeTrack([Keyframe(1.0, {"AU12": 0.5})])
    before = Document(Source(None, "", 8, 8), video=VideoState(VideoRequest(wanted, np.zeros(17, np.float32), track=track)))
    snapshot = before.snapshot("A")
    assert changes_to(snapshot, before) == ()
    after = Document(before.source, video=VideoState(VideoRequest(FaceTarget.of(np.zeros(17)), np.zeros(17, np.float32))))
    first, second, third = changes_to(snapshot, after)
    assert isinstance(first, TrackChange)
    assert isinstance(second, FaceChange)
    assert isinstance(third, TrackChange)
    assert (first.after.keyframes, second.after, third.after) == ((), wanted, track)


@pytest.mark.parametrize(("text", "name"), [(" a  b ", "a b"), ("", ""), ("\x07", ""), ("x" * 60, "x" * 40)])
def test_names_that_can_be_shown(text, name):
    assert usable_name(text) == name
