from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QUndoStack, QWheelEvent
from PySide6.QtWidgets import QApplication

from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.ui.canvas.box_tool import BoxTool
from ganimation_desktop.ui.photo.state import State
from tests.ui.fakes import FakeAnimator


@pytest.fixture
def tool(window):
    window.actions_by_name["face_box"].setChecked(True)
    return window.face_boxes.tool


def _at(tool: BoxTool, x: float, y: float) -> QPoint:
    """Where a photo position is on the tool."""
    return tool._on_screen(QPointF(x, y)).toPoint()


def _drag(qtbot, tool: BoxTool, start: tuple[float, float], end: tuple[float, float]) -> None:
    qtbot.mousePress(tool, Qt.MouseButton.LeftButton, pos=_at(tool, *start))
    qtbot.mouseMove(tool, _at(tool, *end))
    qtbot.mouseRelease(tool, Qt.MouseButton.LeftButton, pos=_at(tool, *end))


def test_a_face_that_was_not_found_is_drawn_and_edited(qtbot, window, tool):
    _drag(qtbot, tool, (150, 5), (200, 50))
    qtbot.waitUntil(lambda: len(window.session.faces) == 3)
    box = window.session.faces[2].box
    assert (box.left, box.top, box.width) == pytest.approx((149.5, 4.5, 50), abs=1)
    assert window.session.selected_face == 2
    assert window.session.known_boxes[2] == box
    window.panel.rows[8].edited.emit(0.9)
    qtbot.waitUntil(lambda: window.session.animation is not None and window.session.animation.faces[2].patch is not None)
    window.expressions.undo()
    assert np.array_equal(window.session.target(2).aus, window.session.detected(2))
    window.expressions.undo()
    qtbot.waitUntil(lambda: len(window.session.faces) == 2)
    window.expressions.redo()
    qtbot.waitUntil(lambda: len(window.session.faces) == 3)


def test_a_found_face_is_moved_turned_and_keeps_its_expression(qtbot, window, tool):
    window.session.set_target(0, np.full(17, 0.7, np.float32))
    before = window.session.faces[0].box
    x, y = before.center
    _drag(qtbot, tool, (x, y), (x + 20, y + 8))
    qtbot.waitUntil(lambda: window.session.faces[0].box != before)
    moved = window.session.faces[0].box
    assert moved.center == pytest.approx((x + 20, y + 8), abs=1)
    assert np.array_equal(window.session.target(0).aus, np.full(17, 0.7, np.float32))
    knob = tool._on_screen(tool._knob(tool.shape)).toPoint()
    qtbot.mousePress(tool, Qt.MouseButton.LeftButton, pos=knob)
    qtbot.mouseMove(tool, _at(tool, x + 120, y + 8))
    qtbot.mouseRelease(tool, Qt.MouseButton.LeftButton, pos=_at(tool, x + 120, y + 8))
    qtbot.waitUntil(lambda: window.session.faces[0].box.roll_deg == pytest.approx(90, abs=3))
    window.expressions.undo()
    qtbot.waitUntil(lambda: window.session.faces[0].box == moved)
    assert window.expressions.undo_stack.canUndo()


def test_keys_move_enlarge_and_turn_and_escape_ends(qtbot, window, tool):
    before = window.session.faces[0].box
    qtbot.keyClick(tool, Qt.Key.Key_Right)
    qtbot.keyClick(tool, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(tool, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.session.faces[0].box.roll_deg == pytest.approx(3))
    after = window.session.faces[0].box
    assert after.center[0] > before.center[0]
    assert after.width > (before.width + before.height) / 2
    qtbot.keyClick(tool, Qt.Key.Key_Escape)
    assert not tool.isVisible()
    assert not window.actions_by_name["face_box"].isChecked()


def test_a_click_selects_another_face_and_too_small_a_drag_draws_none(qtbot, window, tool):
    x, y = window.session.faces[1].box.center
    qtbot.mouseClick(tool, Qt.MouseButton.LeftButton, pos=_at(tool, x, y))
    assert window.session.selected_face == 1
    _drag(qtbot, tool, (3, 3), (6, 6))
    assert not window.expressions.undo_stack.canUndo()
    assert tool.shape is not None


def test_the_wheel_is_left_to_the_canvas_below(tool):
    event = QWheelEvent(
        QPointF(200, 200),
        tool.mapToGlobal(QPointF(200, 200)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(tool, event)
    assert not event.isAccepted()  # so that Qt hands it to the canvas


def test_a_box_is_an_entry_of_the_history_that_is_in_use(qtbot, window, tool):
    stack = QUndoStack(window)
    window.expressions.undo_group.addStack(stack)
    window.expressions.undo_group.setActiveStack(stack)
    qtbot.keyClick(tool, Qt.Key.Key_Right)
    assert stack.count() == 1


def test_an_outcome_of_the_boxes_before_is_no_result(qtbot, window, animator):
    window.session.change_boxes((FaceBox(10, 10, 60, 60),), 0)
    assert not window.session.faces_are_read
    qtbot.waitUntil(lambda: len(window.session.faces) == 1)
    assert window.session.faces_are_read
    qtbot.waitUntil(lambda: window.session.animation is not None)
    assert len(window.session.animation.faces) == 1


class TestWithoutAFace:
    @pytest.fixture
    def animator(self) -> FakeAnimator:
        return FakeAnimator(())

    def test_the_message_offers_to_draw_one(self, qtbot, open_window, photo_path):
        window = open_window(photo_path, wait=False)
        qtbot.waitUntil(lambda: window.edits.state is State.NO_FACE)
        message, draw = window.canvas.message, window.actions_by_name["face_box"]
        qtbot.waitUntil(lambda: bool(message.text))
        draw.trigger()
        assert not message.text, "it would cover a part of the photo"
        draw.trigger()
        assert message.text
        draw.trigger()
        _drag(qtbot, window.face_boxes.tool, (20, 20), (100, 100))
        qtbot.waitUntil(lambda: window.edits.state is State.READY)
        assert window.session.selected_face == 0
        window.opener.open_image(QImage(64, 64, QImage.Format.Format_RGB32))
        qtbot.waitUntil(lambda: not window.actions_by_name["face_box"].isChecked())
