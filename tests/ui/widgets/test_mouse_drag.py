"""Dragging a value with the mouse, without a control."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from ganimation_desktop.ui.widgets.mouse_drag import MouseDrag

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class Value:
    """A value that follows the x of the mouse, and what happened to it."""

    def __init__(self) -> None:
        self.x = 0.0
        self.events: list[object] = []
        self.drag = MouseDrag(self.drag_to, self.drag_to, self.events.append, lambda: self.events.append("reset"))

    def drag_to(self, point: QPointF) -> bool:
        before, self.x = self.x, point.x()
        return self.x != before


@pytest.fixture
def value() -> Value:
    return Value()


def event(kind: QEvent.Type, x: float = 0.0, button: Qt.MouseButton = LEFT) -> QMouseEvent:
    return QMouseEvent(kind, QPointF(x, 0), QPointF(x, 0), button, button, Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize(("x", "dragged"), [(5.0, False), (7.0, True)])
def test_a_drag_reports_whether_it_changed_the_value(value, x, dragged):
    value.drag.press(event(QEvent.Type.MouseButtonPress, 5.0))
    assert value.drag.pressed
    value.drag.move(event(QEvent.Type.MouseMove, x))
    value.drag.move(event(QEvent.Type.MouseMove, x))
    value.drag.release(event(QEvent.Type.MouseButtonRelease, x))
    assert (value.x, value.events, value.drag.pressed) == (x, [dragged], False)


def test_other_buttons_are_for_the_parent(value):
    press = event(QEvent.Type.MouseButtonPress, 5.0, RIGHT)
    press.accept()
    value.drag.press(press)
    move = event(QEvent.Type.MouseMove, 6.0)
    move.accept()
    value.drag.move(move)
    assert not press.isAccepted()
    assert not move.isAccepted()
    assert (value.x, value.events) == (0.0, [])


def test_a_double_click_resets(value):
    value.drag.double_click(event(QEvent.Type.MouseButtonDblClick))
    assert value.events == ["reset"]
