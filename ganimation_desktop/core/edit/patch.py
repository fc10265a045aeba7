"""The changed pixels of a frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
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


def smallest_patch(source_rgb: NDArray[np.uint8], edited_rgb: NDArray[np.uint8], left: int, top: int) -> Patch | None:
    """Trim an edited rectangle to the pixels that differ from the source."""
    height, width = source_rgb.shape[:2]
    difference = np.asarray(cv2.absdiff(source_rgb, edited_rgb)).reshape(height, 3 * width)
    first, first_row, n_values, n_rows = cv2.boundingRect(difference)
    if not n_rows:
        return None
    first_column, end_column = first // 3, (first + n_values + 2) // 3
    patch_rgb = edited_rgb[first_row : first_row + n_rows, first_column:end_column].copy()
    patch_rgb.setflags(write=False)
    return Patch(left + first_column, top + first_row, patch_rgb)
