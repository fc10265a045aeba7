"""A line icon on its own, in the colors that are in force."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganimation_desktop.ui.widgets.icons import load_icon


class IconLabel(QWidget):
    """Shows an icon as a `QLabel` shows a pixmap, but draws it whenever it is painted, so that it follows light and dark.

    Parameters
    ----------
    side
        Width and height of the icon in logical pixels.
    name
        The icon, of `resources/icons`.
    """

    def __init__(self, side: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._icon = load_icon(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon = load_icon(name)
        self.update()

    def sizeHint(self) -> QSize:
        """The side of the icon."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon at the top left."""
        painter = QPainter(self)
        self._icon.paint(painter, 0, 0, self._side, self._side)
        painter.end()
