"""The protection brush in the window, by mouse, wheel and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ganimation_desktop.core.base.geometry import apply_affine, inverse_affine
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection, frame_from_map
from ganimation_desktop.core.faces.regions import Region
from ganimation_desktop.ui.canvas.brush_tool import BrushTool
from ganimation_desktop.ui.masks.pictures import MaskKind


@pytest.fixture
def tool(window):
    window.actions_by_name["protect"].setChecked(True)
    return window.protection.tool


def _middle(window) -> tuple[float, float]:
    """The middle of the selected face, a photo position."""
    x, y = window.session.faces[window.session.selected_face].box.center
    return x + 0.5, y + 0.5


def _at(tool: BrushTool, x: float, y: float) -> QPoint:
    return tool.widget_point(QPointF(x, y)).toPoint()


def _draw(qtbot, tool: BrushTool, start: tuple[float, float], end: tuple[float, float]) -> None:
    qtbot.mousePress(tool, Qt.MouseButton.LeftButton, pos=_at(tool, *start))
    qtbot.mouseMove(tool, _at(tool, *end))
    qtbot.mouseRelease(tool, Qt.MouseButton.LeftButton, pos=_at(tool, *end))


def _painted_at(window, x: float, y: float) -> int:
    """What is painted at a photo position of the selected face."""
    painted = window.session.protections.of(window.session.selected_face).painted
    return 0 if painted is None else _value_at(window, painted, x, y)


def _value_at(window, protected, x: float, y: float) -> int:
    """What a map has at a photo position of the selected face."""
    matrix = inverse_affine(frame_from_map(window.session.faces[window.session.selected_face]))
    ((column, row),) = apply_affine(matrix, np.array([[x - 0.5, y - 0.5]])).round().astype(int)
    return int(protected[row, column])


def _wheel(tool: BrushTool, modifiers: Qt.KeyboardModifier) -> QWheelEvent:
    position = QPointF(200, 200)
    none = Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(position, tool.mapToGlobal(position), QPoint(), QPoint(0, 120), *none, False)
    QApplication.sendEvent(tool, event)
    return event


def test_a_stroke_protects_is_edited_at_once_and_undone_at_once(qtbot, window, tool):
    x, y = _middle(window)
    _draw(qtbot, tool, (x - 5, y), (x + 5, y))
    assert _painted_at(window, x, y) == 255
    assert _painted_at(window, x, y - 30) == 0
    wanted = window.session.protections.of(0)
    qtbot.waitUntil(lambda: window.session.animation is not None and window.session.animation.faces[0].protection == wanted)
    assert window.expressions.undo_stack.undoText() == "Protect"
    window.actions_by_name["undo"].trigger()
    assert window.session.protections.of(0) == UNPROTECTED
    window.actions_by_name["redo"].trigger()
    assert window.session.protections.of(0) == wanted


def test_while_a_stroke_is_drawn_the_overlay_shows_it_and_its_edit_is_asked_for(qtbot, window, tool):
    x, y = _middle(window)
    qtbot.mousePress(tool, Qt.MouseButton.LeftButton, pos=_at(tool, x, y))
    assert _value_at(window, tool._protected, x, y) == 255
    drawing = window.session.protections.of(0)
    assert drawing
    qtbot.waitUntil(lambda: window.session.animation.faces[0].protection == drawing)
    assert not window.expressions.undo_stack.canUndo()
    qtbot.mouseMove(tool, _at(tool, x + 20, y))
    assert window.session.protections.of(0) != drawing
    qtbot.mouseRelease(tool, Qt.MouseButton.LeftButton, pos=_at(tool, x + 20, y))
    assert window.expressions.undo_stack.count() == 1


def test_allow_takes_the_protection_away_again(qtbot, window, tool):
    x, y = _middle(window)
    _draw(qtbot, tool, (x - 10, y), (x + 10, y))
    qtbot.keyClick(tool, Qt.Key.Key_X)
    assert window.protection.bar.allow_button.isChecked()
    _draw(qtbot, tool, (x, y), (x, y))
    assert _painted_at(window, x, y) == 0
    assert _painted_at(window, x + 10, y) == 255
    assert window.expressions.undo_stack.undoText() == "Allow"


def test_clear_and_invert(qtbot, window, tool):
    x, y = _middle(window)
    assert not window.actions_by_name["protect_clear"].isEnabled()
    _draw(qtbot, tool, (x, y), (x, y))
    window.actions_by_name["protect_invert"].trigger()
    assert _painted_at(window, x, y) == 0
    assert _painted_at(window, x + 30, y) == 255
    window.protection.bar.buttons["protect_clear"].click()
    assert not window.session.protections.of(0)
    assert window.expressions.undo_stack.count() == 3
    window.expressions.undo()
    assert _painted_at(window, x + 30, y) == 255


def test_a_region_by_one_click_without_the_brush_and_a_place_beside_it_allowed_with_it(qtbot, window):
    window.actions_by_name["only_eyes"].trigger()
    assert window.session.protections.of(0) == Protection(only=frozenset({Region.EYES}))
    window.actions_by_name["only_mouth"].trigger()
    assert window.session.protections.of(0).only == {Region.EYES, Region.MOUTH}
    window.actions_by_name["only_eyes"].trigger()
    assert window.session.protections.of(0).only == {Region.MOUTH}
    window.expressions.undo()
    assert window.actions_by_name["only_eyes"].isChecked()
    window.actions_by_name["protect"].trigger()
    tool = window.protection.tool
    qtbot.keyClick(tool, Qt.Key.Key_X)
    x, y = _middle(window)
    _draw(qtbot, tool, (x, y), (x, y))
    protection = window.session.protections.of(0)
    assert not protection.only
    assert _painted_at(window, x, y) == 0
    assert _painted_at(window, x - 35, y) == 255
    assert not window.actions_by_name["only_mouth"].isChecked()


def test_each_face_has_its_own_and_the_selected_one_is_painted(qtbot, window, tool):
    window.session.select_face(1)
    _draw(qtbot, tool, _middle(window), _middle(window))
    assert window.session.protections.of(1)
    assert not window.session.protections.of(0)
    window.session.select_face(0)
    assert tool._protected is None


def test_the_size_by_brackets_and_wheel_and_the_softness_by_the_wheel(qtbot, window, tool):
    bar = window.protection.bar
    size, softness = bar.size_slider.value(), bar.softness_slider.value()
    qtbot.keyClicks(tool, "]")
    assert bar.size_slider.value() > size
    qtbot.keyClicks(tool, "[[")
    assert bar.size_slider.value() < size
    assert _wheel(tool, Qt.KeyboardModifier.ControlModifier).isAccepted()
    assert bar.size_slider.value() >= size - 1
    _wheel(tool, Qt.KeyboardModifier.ShiftModifier)
    assert bar.softness_slider.value() > softness
    qtbot.keyClicks(tool, "{{")
    assert bar.softness_slider.value() < softness
    assert not _wheel(tool, Qt.KeyboardModifier.NoModifier).isAccepted()  # so that the canvas zooms


def test_the_smallest_brush_can_be_made_larger_again(qtbot, window, tool):
    bar = window.protection.bar
    bar.size_slider.setValue(1)
    qtbot.keyClicks(tool, "]]")
    assert bar.size_slider.value() == 3
    bar.size_slider.setValue(100)
    qtbot.keyClicks(tool, "]")
    assert bar.size_slider.value() == 100


def test_arrows_and_enter_paint_without_a_mouse(qtbot, window, tool):
    tool._move_pointer(None)
    qtbot.keyClick(tool, Qt.Key.Key_Right)
    qtbot.keyClick(tool, Qt.Key.Key_Return)
    assert window.session.protections.of(0)
    assert window.expressions.undo_stack.count() == 1


def test_escape_hides_brush_bar_and_overlay_and_keeps_the_protection(qtbot, window, tool):
    _draw(qtbot, tool, _middle(window), _middle(window))
    assert window.protection.bar.isVisible()
    qtbot.keyClick(tool, Qt.Key.Key_Escape)
    assert not tool.isVisible()
    assert not window.protection.bar.isVisible()
    assert not window.actions_by_name["protect"].isChecked()
    assert window.session.protections.of(0)


def test_one_tool_at_a_time(window, tool):
    window.actions_by_name["face_box"].setChecked(True)
    assert not window.actions_by_name["protect"].isChecked()
    window.actions_by_name["protect"].setChecked(True)
    assert not window.actions_by_name["face_box"].isChecked()
    assert not window.face_boxes.tool.isVisible()


def test_painting_on_the_attention_pane(qtbot, window, tool):
    view = next(iter(window.masks.panes.values())).view
    center = view.rect().center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=center)
    qtbot.mouseMove(view, center + QPoint(6, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=center + QPoint(6, 0))
    painted = window.session.protections.of(0).painted
    assert painted is not None
    assert painted.max() == 255
    assert 0 < (painted > 0).mean() < 0.2
    assert window.expressions.undo_stack.count() == 1
    assert window.masks.link.center == QPointF(0.5, 0.5)
    window.actions_by_name["protect"].setChecked(False)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=center)
    assert window.expressions.undo_stack.count() == 1


def test_what_is_protected_is_shown_on_the_masks_while_the_brush_is_out(qtbot, window, tool):
    difference = window.masks.panes[MaskKind.DIFFERENCE].view
    qtbot.waitUntil(lambda: not difference._image.isNull())
    before = difference.grab().toImage()
    qtbot.mousePress(difference, Qt.MouseButton.LeftButton, pos=difference.rect().center())
    painting = difference.grab().toImage().pixelColor(difference.rect().center())
    assert painting.blue() > before.pixelColor(difference.rect().center()).blue() + 50
    qtbot.mouseRelease(difference, Qt.MouseButton.LeftButton, pos=difference.rect().center())
    assert not window.masks.link.overlay.isNull()
    window.actions_by_name["protect"].setChecked(False)
    assert window.masks.link.overlay.isNull()
    window.actions_by_name["protect"].setChecked(True)
    assert not window.masks.link.overlay.isNull()


def test_another_photo_has_nothing_protected_and_coming_back_restores_it(qtbot, window, tool, tmp_path, photo_path):
    _draw(qtbot, tool, _middle(window), _middle(window))
    kept = window.session.protections.of(0)
    window.opener.open_demo()
    qtbot.waitUntil(lambda: window.session.photo is not None and window.session.photo.path != photo_path and window.session.faces_known)
    assert not window.session.protections.of(0)
    assert not window.actions_by_name["protect"].isChecked()
    window.opener.open_path(photo_path)
    qtbot.waitUntil(lambda: window.session.photo is not None and window.session.photo.path == photo_path and window.session.faces_known)
    assert window.session.protections.of(0) == kept
    window.expressions.undo()
    assert not window.session.protections.of(0)


def test_the_brush_is_not_there_without_a_face(open_window):
    window = open_window(start=False)
    for name in ("protect", "protect_clear", "protect_invert", "only_eyes"):
        assert not window.actions_by_name[name].isEnabled()
