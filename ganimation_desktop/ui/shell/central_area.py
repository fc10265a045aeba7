"""The middle of the window: the canvas, and below it the bars of whatever is shown there, such as a live camera."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class CentralArea(QWidget):
    """The canvas with hidden bars below it; whoever owns a bar shows it while it is of use."""

    def __init__(self, canvas: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(canvas, 1)

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar below the canvas, hidden."""
        self._layout.addWidget(bar)
        bar.hide()
