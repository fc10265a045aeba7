"""Masks at crop size -> changed pixels at the frame's own size: `out = A*I + (1-A)*C`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Patch:
    """What replaces `frame[top:top + h, left:left + w]`.

    Attributes
    ----------
    left, top
        Place of the upper left pixel in the frame.
    rgb
        Pixels, (h, w, 3) uint8, read-only.
    """

    left: int
    top: int
    rgb: NDArray[np.uint8]

    def paste_into(self, frame_rgb: NDArray[np.uint8]) -> None:
        """Write the pixels into a frame, in place."""
        height, width = self.rgb.shape[:2]
        frame_rgb[self.top : self.top + height, self.left : self.left + width] = self.rgb
