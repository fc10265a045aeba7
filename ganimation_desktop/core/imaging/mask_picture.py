"""A mask as a picture file of a photo's size, as painting programs write it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.imaging.color_profiles import eight_bit
from ganimation_desktop.core.imaging.frames import Frame, read_photo


@dataclass(frozen=True, eq=False)
class MaskPicture:
    """A mask from a file.

    Attributes
    ----------
    path
        The file.
    values
        How white and opaque each pixel is, (H, W) uint8, read-only.
    """

    path: Path
    values: NDArray[np.uint8]

    def check_fits(self, frame: Frame, of: str = "photo") -> None:
        """Raise `ValueError` if it has another size than a frame."""
        height, width = self.values.shape
        if (width, height) != (frame.width, frame.height):
            raise ValueError(f"{self.path} is {width}x{height} pixels; the {of} to protect is {frame.width}x{frame.height}")

    def sized_for(self, frame: Frame) -> NDArray[np.uint8]:
        """The values for the same picture at another size, (H, W) uint8."""
        if self.values.shape == (frame.height, frame.width):
            return self.values
        return np.asarray(cv2.resize(self.values, (frame.width, frame.height), interpolation=cv2.INTER_AREA), np.uint8)


def read_mask(path: str | Path) -> MaskPicture:
    """Read a mask: white is 1, black or transparent is 0.

    Raises
    ------
    PhotoError
        If the file cannot be read as a picture.
    """
    photo = read_photo(path)
    values = np.asarray(cv2.cvtColor(photo.frame.rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    if photo.source_alpha is not None:
        values = np.asarray(cv2.multiply(values, eight_bit(photo.source_alpha), scale=1 / 255), np.uint8)
    values.setflags(write=False)
    return MaskPicture(Path(path), values)
