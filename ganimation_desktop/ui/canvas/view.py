"""Where the photo lies on the canvas: fit, zoom at a point, pan. Pure geometry, no widget.

All canvas positions are device pixels from the upper left corner of the canvas; photo positions are photo pixels from the
upper left corner of the photo (pixel centres at halves).
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF

from ganimation_desktop.core.base.geometry import Rectangle

MAX_ZOOM = 32.0
MIN_SHOWN_PX = 48.0
FIT_MARGIN = 0.02


class CanvasView:
    """Zoom and place of the photo.

    Attributes
    ----------
    zoom
        Device pixels per photo pixel.
    fitted
        Whether the photo follows the size of the canvas.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self.fitted = True
        self._photo = QSizeF(1, 1)
        self._canvas = QSizeF(1, 1)
        self._left = 0.0
        self._top = 0.0

    def set_photo_size(self, width: int, height: int) -> None:
        """Another photo: fit it."""
        self._photo = QSizeF(width, height)
        self.fit()

    def set_canvas_size(self, width: float, height: float) -> None:
        """The canvas was resized: stay fitted, or keep the middle of the canvas in place."""
        middle = self.photo_point(QPointF(self._canvas.width() / 2, self._canvas.height() / 2))
        self._canvas = QSizeF(max(width, 1), max(height, 1))
        if self.fitted:
            self.fit()
        else:
            self._place(middle, QPointF(self._canvas.width() / 2, self._canvas.height() / 2))

    @property
    def fit_zoom(self) -> float:
        """The zoom at which the whole photo is seen; small photos are enlarged at most eightfold."""
        room = 1 - 2 * FIT_MARGIN
        zoom = min(room * self._canvas.width() / self._photo.width(), room * self._canvas.height() / self._photo.height())
        return min(zoom, 8.0)

    def fit(self) -> None:
        """Show the whole photo."""
        self.fitted = True
        self.zoom = self.fit_zoom
        self._place(
            QPointF(self._photo.width() / 2, self._photo.height() / 2), QPointF(self._canvas.width() / 2, self._canvas.height() / 2)
        )

    def zoom_at(self, canvas_point: QPointF, zoom: float) -> None:
        """Set the zoom and keep what lies under a canvas point there."""
        anchor = self.photo_point(canvas_point)
        smallest = min(self.fit_zoom, MIN_SHOWN_PX / max(self._photo.width(), self._photo.height()))
        self.zoom = min(max(zoom, smallest), MAX_ZOOM)
        self.fitted = False
        self._place(anchor, canvas_point)

    def zoom_to(self, zoom: float) -> None:
        """Set the zoom about the middle of the canvas."""
        self.zoom_at(QPointF(self._canvas.width() / 2, self._canvas.height() / 2), zoom)

    def pan(self, delta: QPointF) -> None:
        """Move the photo by device pixels."""
        self.fitted = False
        self._left += delta.x()
        self._top += delta.y()
        self._keep_in_sight()

    @property
    def middle(self) -> QPointF:
        """Photo position in the middle of the canvas."""
        return self.photo_point(QPointF(self._canvas.width() / 2, self._canvas.height() / 2))

    def center_on(self, photo_point: QPointF, zoom: float) -> None:
        """Set the zoom, with a photo position in the middle of the canvas."""
        self.zoom_to(zoom)
        self._place(photo_point, QPointF(self._canvas.width() / 2, self._canvas.height() / 2))

    def photo_point(self, canvas_point: QPointF) -> QPointF:
        """Photo position under a canvas position."""
        return QPointF((canvas_point.x() - self._left) / self.zoom, (canvas_point.y() - self._top) / self.zoom)

    def canvas_point(self, photo_point: QPointF) -> QPointF:
        """Canvas position of a photo position."""
        return QPointF(self._left + photo_point.x() * self.zoom, self._top + photo_point.y() * self.zoom)

    def canvas_rect(self, photo_rect: QRectF) -> QRectF:
        """Canvas rectangle of a photo rectangle."""
        return QRectF(self.canvas_point(photo_rect.topLeft()), photo_rect.size() * self.zoom)

    @property
    def photo_rect(self) -> QRectF:
        """Canvas rectangle of the whole photo."""
        return self.canvas_rect(QRectF(QPointF(0, 0), self._photo))

    @property
    def visible_part(self) -> Rectangle | None:
        """The part of the photo that the canvas shows, in photo pixels; None while it shows all of it."""
        shown = QRectF(self.photo_point(QPointF(0, 0)), self._canvas / self.zoom)
        photo = QRectF(QPointF(0, 0), self._photo)
        if shown.contains(photo):
            return None
        part = shown.intersected(photo)
        return Rectangle(math.floor(part.left()), math.floor(part.top()), math.ceil(part.right()), math.ceil(part.bottom()))

    def _place(self, photo_point: QPointF, canvas_point: QPointF) -> None:
        self._left = canvas_point.x() - photo_point.x() * self.zoom
        self._top = canvas_point.y() - photo_point.y() * self.zoom
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Centre what is smaller than the canvas, keep half of what is larger in sight, start at a whole device pixel."""
        self._left = round(self._kept(self._left, self._photo.width() * self.zoom, self._canvas.width()))
        self._top = round(self._kept(self._top, self._photo.height() * self.zoom, self._canvas.height()))

    @staticmethod
    def _kept(start: float, length: float, room: float) -> float:
        if length <= room:
            return min(max(start, 0.0), room - length)
        return min(max(start, room / 2 - length), room / 2)
