"""The message on a canvas: what is no longer shown is not read aloud either."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ganimation_desktop.ui.canvas.message import CanvasMessage


def test_a_message_that_is_cleared_says_nothing_more(qtbot) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    message = CanvasMessage(canvas)
    message.show_message("Searching for faces…", "One moment.", busy=True)
    assert message.accessibleName() == message.text == "Searching for faces… One moment."
    message.clear()
    assert message.accessibleName() == message.text == ""
    assert message.isHidden()
