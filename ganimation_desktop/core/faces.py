"""Find faces in a frame and cut them out: HOG detection -> `FaceBox`, box or landmarks -> `FaceCrop`.

Every position is in pixels with pixel centres at integers, x before y: the picture reaches from -0.5 to its width - 0.5. A crop
carries its exact transform, so that what is computed at crop size finds its way back to the frame.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.crop_template import BOX_CENTER_SHIFT, BOX_SCALE, STABLE_POINTS, TEMPLATE_UNIT

N_LANDMARKS = 68
FIRST_LOOK_PX = 800
SECOND_LOOK_PX = 1600
THIRD_LOOK_PX = 3200
MAX_UPSAMPLING = 4.0
TILT_DEG = 25.0

_SMALLEST_SIDE_PX = 8
_TILTED_SCORE = 0.1


@dataclass(frozen=True)
class FaceBox:
    """Where a face is, in pixels of the frame.

    Attributes
    ----------
    left, top, right, bottom
        Edges of the square that the detector found; they may lie outside the frame.
    score
        The detector's confidence; above 0, rarely above 3.
    roll_deg
        Tilt of the head in the picture plane, clockwise, as far as the detector knows it: 0 for an upright find.
    """

    left: float
    top: float
    right: float
    bottom: float
    score: float = 0.0
    roll_deg: float = 0.0

    @property
    def width(self) -> float:
        """Horizontal extent in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Vertical extent in pixels."""
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        """The middle, xy in pixels."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, eq=False)
class FaceCrop:
    """A square cut-out of a face together with its place in the frame.

    Attributes
    ----------
    rgb
        Pixels, (S, S, 3) uint8, read-only.
    frame_from_crop
        Affine map, (2, 3) float64: frame position of a crop position, both in pixels with centres at integers.
    """

    rgb: NDArray[np.uint8]
    frame_from_crop: NDArray[np.float64]

    @property
    def size_px(self) -> int:
        """Side of the crop."""
        return int(self.rgb.shape[0])

    @cached_property
    def crop_from_frame(self) -> NDArray[np.float64]:
        """The inverse of `frame_from_crop`, (2, 3) float64."""
        return inverse_affine(self.frame_from_crop)


@dataclass(frozen=True, eq=False)
class Face:
    """One face of a frame, as the networks see it.

    Attributes
    ----------
    box
        Where the detector found it.
    landmarks_px
        The 68 landmarks in frame pixels, (68, 2) float32 xy; None when no estimator is at hand.
    crop
        What the generator is given: level, placed by the landmarks, or by the box when there are none.
    aus
        The estimated Action Units of the source; zeros when no estimator is at hand.
    """

    box: FaceBox
    landmarks_px: NDArray[np.float32] | None
    crop: FaceCrop
    aus: AuVector


class FaceDetector:
    """dlib's HOG detector of frontal faces. One object belongs to one thread; dlib releases the GIL while it looks."""

    def __init__(self) -> None:
        self._detector = dlib.fhog_object_detector
        raise NotImplementedError

    def detect(self, rgb: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        """Find all faces, the largest first."""
        raise NotImplementedError


def crop_from_box(rgb: NDArray[np.uint8], box: FaceBox, size_px: int) -> FaceCrop:
    """Cut out the face in a detector's box."""
    raise NotImplementedError


def crop_from_landmarks(rgb: NDArray[np.uint8], landmarks_px: NDArray[np.float32], size_px: int) -> FaceCrop:
    """Cut out a level face: the similarity that lays its steady landmarks onto the crop template."""
    raise NotImplementedError


def inverse_affine(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Inverse of a (2, 3) affine map."""
    linear = np.linalg.inv(matrix[:, :2])
    return np.hstack([linear, -linear @ matrix[:, 2:]])
