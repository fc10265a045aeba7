"""Find faces in a frame: dlib's HOG detector on copies of the picture, larger and turned ones too -> `FaceBox`."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, affine_scale, apply_affine, compose_affine
from ganimation_desktop.core.faces.faces import FaceBox, resized

DETECTOR_FACE_PX = 80
"""The smallest face that the detector sees."""
FIRST_LOOK_PX = 800
SECOND_LOOK_PX = 1600
THIRD_LOOK_PX = 3200
MAX_UPSAMPLING = 4.0
TILT_DEG = 45.0
"""Rotations of the picture; the detector itself tolerates about 40 degrees to either side."""

SURE_SCORE = 0.25
WEAK_SCORE = 0.1
"""On 300 portraits 1 % of the faces scored below 0.3; false detections on clothes and coins scored up to 0.16."""

_SMALLEST_SIDE_PX = 8
_CROWD_FACE_PX = 120
_ROLL_DEG_BY_DETECTOR = (0.0, 0.0, 0.0, -25.0, 25.0)
"""dlib's detector is five: frontal, looking left, looking right, and frontal turned to either side."""


class FaceDetector:
    """dlib's HOG detector of frontal faces. One object belongs to one thread; dlib releases the GIL while it works.

    The detector finds faces of 80 px and more, so it runs on copies of the picture: at most 800 px first, larger and rotated ones while
    there is no confident detection, and larger ones for a crowd. Uncertain detections are dropped if there are confident ones.
    """

    def __init__(self) -> None:
        self._detector = dlib.get_frontal_face_detector()

    def detect(self, rgb: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        """Find all faces, the largest first.

        Parameters
        ----------
        rgb
            The picture, (H, W, 3) uint8, of any size.

        Raises
        ------
        ValueError
            If the array is not an RGB picture.
        """
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
            raise ValueError(f"the face detector takes (H, W, 3) uint8, not {rgb.shape} {rgb.dtype}")
        height, width = rgb.shape[:2]
        if min(height, width) < _SMALLEST_SIDE_PX:
            return ()
        long_px = max(height, width)
        first_px = min(long_px, FIRST_LOOK_PX)
        found = self.scan(*resized(rgb, first_px))
        if not _sure(found) or _is_crowd(_sure(found), long_px, first_px):
            found = _merged(found, self.scan(*resized(rgb, min(SECOND_LOOK_PX, round(long_px * MAX_UPSAMPLING)))))
        if not _sure(found):
            found = _merged(found, self._detect_tilted(rgb, first_px))
        if long_px > SECOND_LOOK_PX and (not _sure(found) or _is_crowd(_sure(found), long_px, SECOND_LOOK_PX)):
            found = _merged(found, self.scan(*resized(rgb, min(long_px, THIRD_LOOK_PX))))
        boxes = _sure(found) or [box for box in found[:1] if box.score >= WEAK_SCORE]
        return tuple(sorted(boxes, key=lambda box: box.width * box.height, reverse=True))

    def _detect_tilted(self, rgb: NDArray[np.uint8], long_px: int) -> list[FaceBox]:
        """Detect in copies turned to either side."""
        small_rgb, rgb_from_small = resized(rgb, long_px)
        found = []
        for roll_deg in (-TILT_DEG, TILT_DEG):
            turned_rgb, small_from_turned = turned(small_rgb, roll_deg)
            found += self.scan(turned_rgb, compose_affine(rgb_from_small, small_from_turned), roll_deg)
        return found

    def scan(self, rgb: NDArray[np.uint8], frame_from_rgb: Affine, roll_deg: float = 0.0, *, min_score: float = 0.0) -> list[FaceBox]:
        """Find the faces of `DETECTOR_FACE_PX` and more in one copy of the frame.

        Parameters
        ----------
        rgb
            A copy of the frame or of a part of it, (H, W, 3) uint8, perhaps turned.
        frame_from_rgb
            Map from its pixels to the frame's, in which the detections are returned.
        roll_deg
            Tilt, in the frame, of a head that is upright in the copy.
        min_score
            Detections with a lower score are dropped. Below 0 most are false.
        """
        rectangles, scores, detectors = self._detector.run(np.ascontiguousarray(rgb), 0, min_score)
        boxes = []
        for rectangle, score, detector in zip(rectangles, scores, detectors, strict=True):
            roll = roll_deg + _ROLL_DEG_BY_DETECTOR[detector]
            left, top, right, bottom = rectangle.left(), rectangle.top(), rectangle.right(), rectangle.bottom()
            boxes.append(moved(FaceBox(left - 0.5, top - 0.5, right + 0.5, bottom + 0.5, float(score), roll), frame_from_rgb))
        return boxes


def moved(box: FaceBox, frame_from_rgb: Affine) -> FaceBox:
    """Map a box of a copy to the frame; tilt and score stay."""
    x, y = map(float, apply_affine(frame_from_rgb, np.array([box.center]))[0])
    half_width, half_height = (affine_scale(frame_from_rgb) * extent / 2 for extent in (box.width, box.height))
    return replace(box, left=x - half_width, top=y - half_height, right=x + half_width, bottom=y + half_height)


def turned(rgb: NDArray[np.uint8], roll_deg: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Turn the whole picture so that a head tilted by `roll_deg` stands upright; return it with the map to the original's pixels."""
    height, width = rgb.shape[:2]
    roll = math.radians(roll_deg)
    cos, sin = math.cos(roll), math.sin(roll)
    turned_width = math.ceil(width * abs(cos) + height * abs(sin) - 1e-6)
    turned_height = math.ceil(height * abs(cos) + width * abs(sin) - 1e-6)
    linear = np.array([[cos, -sin], [sin, cos]])
    offset = np.array([width - 1, height - 1]) / 2 - linear @ (np.array([turned_width - 1, turned_height - 1]) / 2)
    rgb_from_turned = np.hstack([linear, offset[:, None]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned_rgb = cv2.warpAffine(rgb, rgb_from_turned, (turned_width, turned_height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned_rgb, np.uint8), rgb_from_turned


def _sure(boxes: list[FaceBox]) -> list[FaceBox]:
    return [box for box in boxes if box.score >= SURE_SCORE]


def _is_crowd(boxes: list[FaceBox], frame_px: int, look_px: int) -> bool:
    """Whether a larger copy may show more faces: there are several, and some as small as can be found here."""
    limit_px = _CROWD_FACE_PX * frame_px / look_px
    return frame_px > look_px and len(boxes) > 1 and min(box.width for box in boxes) < limit_px


def _merged(boxes: list[FaceBox], others: list[FaceBox]) -> list[FaceBox]:
    """Merge detections, the best first; of two of the same face the better one stays."""
    kept: list[FaceBox] = []
    for box in sorted([*boxes, *others], key=lambda box: box.score, reverse=True):
        if not any(is_within(box, other) or is_within(other, box) for other in kept):
            kept.append(box)
    return kept


def is_within(box: FaceBox, other: FaceBox) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = box.center
    return other.left <= x <= other.right and other.top <= y <= other.bottom
