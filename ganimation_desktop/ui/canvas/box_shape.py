"""A face box as a pointer changes it: a square with a middle, a side and a tilt, all in photo pixels. No widget."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

if TYPE_CHECKING:
    from ganimation_desktop.core.faces.faces import FaceBox

SMALLEST_PX = 12.0
CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))


@dataclass(frozen=True)
class BoxShape:
    """A square that may be turned about its middle.

    Attributes
    ----------
    middle
        In photo pixels, counted from the corner of the photo.
    side
        In photo pixels.
    roll_deg
        Tilt of the head, clockwise.
    """

    middle: QPointF
    side: float
    roll_deg: float = 0.0

    @classmethod
    def of(cls, box: FaceBox) -> BoxShape:
        """The square of a face box, which counts from pixel centres."""
        x, y = box.center
        return cls(QPointF(x + 0.5, y + 0.5), (box.width + box.height) / 2, box.roll_deg)

    @classmethod
    def drawn(cls, start: QPointF, end: QPointF) -> BoxShape:
        """The square that a drag from one corner draws; it is as large as the longer way."""
        way = end - start
        side = max(abs(way.x()), abs(way.y()))
        return cls(start + QPointF(math.copysign(side, way.x()), math.copysign(side, way.y())) / 2, side)

    def face_box(self) -> FaceBox:
        """The face box of this square."""
        from ganimation_desktop.core.faces.faces import FaceBox

        x, y, half = self.middle.x() - 0.5, self.middle.y() - 0.5, self.side / 2
        return FaceBox(x - half, y - half, x + half, y + half, 0.0, self.roll_deg)

    @property
    def photo_from_shape(self) -> QTransform:
        """From the square of -1..1 to the photo."""
        half = self.side / 2
        return QTransform.fromTranslate(self.middle.x(), self.middle.y()).rotate(self.roll_deg).scale(half, half)

    def corners(self) -> list[QPointF]:
        """The four corners in the photo, clockwise from the upper left one of the head."""
        return [self.photo_from_shape.map(QPointF(x, y)) for x, y in CORNERS]

    def knob(self, distance: float) -> QPointF:
        """The point above the middle of the upper side, so many photo pixels away from it."""
        return self.photo_from_shape.map(QPointF(0, -1 - 2 * distance / self.side))

    def contains(self, point: QPointF) -> bool:
        """Whether a photo position lies inside."""
        inverse, _ = self.photo_from_shape.inverted()
        return QRectF(-1, -1, 2, 2).contains(inverse.map(point))

    def moved(self, way: QPointF) -> BoxShape:
        """The square elsewhere."""
        return replace(self, middle=self.middle + way)

    def with_corner_at(self, point: QPointF) -> BoxShape:
        """The square about the same middle whose side passes a photo position."""
        x, y = self._in_own_axes(point)
        return replace(self, side=max(2 * max(abs(x), abs(y)), SMALLEST_PX))

    def turned_to(self, point: QPointF, step_deg: float = 0.0) -> BoxShape:
        """The square whose upper side faces a photo position, at a whole number of steps where there are any."""
        way = point - self.middle
        roll_deg = math.degrees(math.atan2(way.x(), -way.y()))
        return replace(self, roll_deg=round(roll_deg / step_deg) * step_deg if step_deg else roll_deg)

    def _in_own_axes(self, point: QPointF) -> tuple[float, float]:
        way, roll = point - self.middle, math.radians(self.roll_deg)
        return (
            way.x() * math.cos(roll) + way.y() * math.sin(roll),
            way.y() * math.cos(roll) - way.x() * math.sin(roll),
        )
