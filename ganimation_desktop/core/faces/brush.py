"""A round brush with a soft edge that paints on a protection map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.protection import MAP_PX, Protection


@dataclass(frozen=True)
class Brush:
    """A brush.

    Attributes
    ----------
    radius_px
        Distance from its middle at which it ends, in pixels of the map.
    softness
        Share of the radius over which it fades out, 0..1.
    protects
        Whether it protects; otherwise it allows the edit again.
    """

    radius_px: float
    softness: float = 0.5
    protects: bool = True

    def paint(self, painted: NDArray[np.uint8], start: tuple[float, float], end: tuple[float, float]) -> Rectangle | None:
        """Draw a straight line, in place; the same line twice changes nothing more.

        Parameters
        ----------
        painted
            The map, (512, 512).
        start, end
            Where the line begins and ends, xy in pixels of the map.

        Returns
        -------
        Rectangle or None
            The part that may have changed; None beside the map.
        """
        reach = self.radius_px + 1
        left, top = (max(0, int(np.floor(min(start[axis], end[axis]) - reach))) for axis in (0, 1))
        right, bottom = (min(MAP_PX, int(np.ceil(max(start[axis], end[axis]) + reach)) + 1) for axis in (0, 1))
        if left >= right or top >= bottom:
            return None
        xs, ys = np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)[:, None]
        way = np.array(end, np.float32) - np.array(start, np.float32)
        along = np.clip(((xs - start[0]) * way[0] + (ys - start[1]) * way[1]) / max(float(way @ way), 1e-6), 0, 1)
        distance = np.hypot(xs - (start[0] + along * way[0]), ys - (start[1] + along * way[1]))
        # At least one pixel wide, so that a hard edge is not jagged.
        fade_px = max(self.softness * self.radius_px, 1.0)
        share = np.clip((self.radius_px + 0.5 - distance) / fade_px, 0, 1)
        stroke = np.rint(255 * share * share * (3 - 2 * share)).astype(np.uint8)
        part = painted[top:bottom, left:right]
        np.copyto(part, np.maximum(part, stroke) if self.protects else np.minimum(part, 255 - stroke))
        return Rectangle(left, top, right, bottom)


class Stroke:
    """A stroke of a brush on a face, while it is drawn.

    Parameters
    ----------
    brush
        The brush.
    before, face
        What was protected of the face. To allow a place outside of the regions, these are painted first.
    start
        Where it begins, xy in pixels of the map.

    Attributes
    ----------
    shown
        Everything that is protected so far, (512, 512) uint8; changed in place while the stroke is drawn.
    """

    def __init__(self, brush: Brush, before: Protection, face: Face, start: tuple[float, float]) -> None:
        self._brush, self._last = brush, start
        base = before if brush.protects else before.as_painted(face)
        self._only = base.only
        self._painted = np.zeros((MAP_PX, MAP_PX), np.uint8) if base.painted is None else base.painted.copy()
        protected = base.map_for(face)
        self.shown = self._painted if not self._only or protected is None else protected.copy()

    def draw_to(self, point: tuple[float, float]) -> Rectangle | None:
        """Draw on to a point, xy in pixels of the map; return the part that may have changed, None for nothing."""
        changed = self._brush.paint(self._painted, self._last, point)
        if changed is not None and self.shown is not self._painted:
            self._brush.paint(self.shown, self._last, point)
        self._last = point
        return changed

    @property
    def protection(self) -> Protection:
        """What is protected now."""
        return Protection(self._painted.copy(), self._only)
