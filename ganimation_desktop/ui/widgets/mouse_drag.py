"""Mouse handling of controls whose value is dragged."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent


class MouseDrag:
    """Turns the mouse events that a control hands on into a drag with the left button; other buttons are for the parent.

    Attributes
    ----------
    pressed
        Whether the left button is down.

    Parameters
    ----------
    begin
        Called with the point where the button is pressed, in widget pixels.
    drag_to
        Called with each point while it is down; returns whether that changed the value.
    end
        Called when it is released, with whether the value was changed by dragging.
    reset
        Called after a double click.
    """

    def __init__(
        self,
        begin: Callable[[QPointF], object],
        drag_to: Callable[[QPointF], bool],
        end: Callable[[bool], object],
        reset: Callable[[], object],
    ) -> None:
        self.pressed = False
        self._begin, self._drag_to, self._end, self._reset = begin, drag_to, end, reset
        self._dragged = False

    def press(self, event: QMouseEvent) -> None:
        """Begin."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.pressed, self._dragged = True, False
        self._begin(event.position())
        event.accept()

    def move(self, event: QMouseEvent) -> None:
        """Take the value along."""
        if not self.pressed:
            event.ignore()
            return
        self._dragged = self._drag_to(event.position()) or self._dragged
        event.accept()

    def release(self, event: QMouseEvent) -> None:
        """Let the value go."""
        if not self.pressed or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.pressed = False
        self._end(self._dragged)
        event.accept()

    def double_click(self, event: QMouseEvent) -> None:
        """Reset the value."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._reset()
        event.accept()
