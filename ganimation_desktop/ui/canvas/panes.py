"""How the canvas is divided: one pane for the picture, or two of the same size, before at the left and after at the right.

Both panes show the same part of the photo: there is one `CanvasView`, whose canvas is one pane. Positions are device pixels.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF


class Panes:
    """The panes of a canvas.

    Attributes
    ----------
    beside
        Whether there are two.
    """

    def __init__(self) -> None:
        self.beside = False
        self._canvas = QSizeF(1, 1)

    def resize(self, width: float, height: float) -> None:
        """The canvas has this size."""
        self._canvas = QSizeF(width, height)

    @property
    def size(self) -> QSizeF:
        """Size of one pane."""
        return QSizeF(self._canvas.width() // 2, self._canvas.height()) if self.beside else self._canvas

    @property
    def after(self) -> QPointF:
        """Upper left corner of the pane of the edit."""
        return QPointF(self.size.width(), 0) if self.beside else QPointF()

    def rect(self, corner: QPointF) -> QRectF:
        """The pane that begins there, on the canvas."""
        return QRectF(corner, self.size)

    def in_view(self, canvas_point: QPointF) -> QPointF:
        """Position in the view of what a canvas position shows."""
        return canvas_point - self.after if canvas_point.x() >= self.after.x() else canvas_point
