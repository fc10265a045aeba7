"""Where the irises of a face are and where it looks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EYE_LANDMARKS: tuple[tuple[int, ...], tuple[int, ...]] = ((42, 43, 44, 45, 46, 47), (36, 37, 38, 39, 40, 41))
"""The landmarks around each eye, the person's left first."""


@dataclass(frozen=True, eq=False)
class EyeReading:
    """Both eyes; the first index is the side, the person's own left (right in the picture) first. Arrays are read-only float32.

    Attributes
    ----------
    iris_px, iris_radius_px
        Centres (2, 2), xy, and radii (2,) of the irises in frame pixels.
    gaze
        (2, 2) in -1..1: x from the person's own right to left (FACS AU62, AU61), y from down to up (AU64, AU63), relative to the head.
    """

    iris_px: NDArray[np.float32]
    iris_radius_px: NDArray[np.float32]
    gaze: NDArray[np.float32]

    def moved(self, from_landmarks_px: NDArray[np.floating], to_landmarks_px: NDArray[np.floating]) -> EyeReading:
        """Carry the irises along with the landmarks (68, 2) around them."""
        steps = [(to_landmarks_px - from_landmarks_px)[list(eye)].mean(axis=0) for eye in EYE_LANDMARKS]
        iris_px = (self.iris_px + steps).astype(np.float32)
        iris_px.setflags(write=False)
        return EyeReading(iris_px, self.iris_radius_px, self.gaze)
