"""Find faces in a frame and cut them out: HOG detection -> `FaceBox`, box or landmarks -> `FaceCrop`.

Every position is in pixels with pixel centres at integers, x before y: the picture reaches from -0.5 to its width - 0.5. A crop
carries its exact transform, so that what is computed at crop size finds its way back to the frame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.crop_template import BOX_CENTER_SHIFT, BOX_SCALE, STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.geometry import (
    affine_scale,
    apply_affine,
    compose_affine,
    fit_similarity,
    frame_rectangle,
    inverse_affine,
    scaling_affine,
)

N_LANDMARKS = 68
FIRST_LOOK_PX = 800
SECOND_LOOK_PX = 1600
THIRD_LOOK_PX = 3200
MAX_UPSAMPLING = 4.0
TILT_DEG = 45.0
"""The turned looks; the detector itself forgives about 40 degrees to either side."""

SURE_SCORE = 0.25
WEAK_SCORE = 0.1
"""On 300 portraits 1 % of the faces scored below 0.3; what it took for faces on clothes and coins scored up to 0.16."""

_SMALLEST_SIDE_PX = 8
_CROWD_FACE_PX = 120
_ROLL_DEG_BY_DETECTOR = (0.0, 0.0, 0.0, -25.0, 25.0)
"""dlib's detector is five: frontal, looking left, looking right, and frontal turned to either side."""


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
    """dlib's HOG detector of frontal faces. One object belongs to one thread; dlib releases the GIL while it looks.

    The detector sees faces of 80 px and more, so it looks at copies of the picture: at most 800 px first, larger ones and turned
    ones while nothing is sure, and larger ones for a crowd. Finds that are not sure are dropped beside sure ones.
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
            If the array is no RGB picture.
        """
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
            raise ValueError(f"the face detector takes (H, W, 3) uint8, not {rgb.shape} {rgb.dtype}")
        height, width = rgb.shape[:2]
        if min(height, width) < _SMALLEST_SIDE_PX:
            return ()
        long_px = max(height, width)
        first_px = min(long_px, FIRST_LOOK_PX)
        found = self._run(*_resized(rgb, first_px))
        if not _sure(found) or _is_crowd(_sure(found), long_px, first_px):
            found = _merged(found, self._run(*_resized(rgb, min(SECOND_LOOK_PX, round(long_px * MAX_UPSAMPLING)))))
        if not _sure(found):
            found = _merged(found, self._tilted_look(rgb, first_px))
        if long_px > SECOND_LOOK_PX and (not _sure(found) or _is_crowd(_sure(found), long_px, SECOND_LOOK_PX)):
            found = _merged(found, self._run(*_resized(rgb, min(long_px, THIRD_LOOK_PX))))
        boxes = _sure(found) or [box for box in found[:1] if box.score >= WEAK_SCORE]
        return tuple(sorted(boxes, key=lambda box: box.width * box.height, reverse=True))

    def _tilted_look(self, rgb: NDArray[np.uint8], long_px: int) -> list[FaceBox]:
        """Look at copies turned to either side."""
        small_rgb, rgb_from_small = _resized(rgb, long_px)
        found = []
        for roll_deg in (-TILT_DEG, TILT_DEG):
            turned_rgb, small_from_turned = _turned(small_rgb, roll_deg)
            found += self._run(turned_rgb, compose_affine(rgb_from_small, small_from_turned), roll_deg)
        return found

    def _run(self, rgb: NDArray[np.uint8], frame_from_rgb: NDArray[np.float64], roll_deg: float = 0.0) -> list[FaceBox]:
        rectangles, scores, detectors = self._detector.run(np.ascontiguousarray(rgb), 0, 0.0)
        scale = affine_scale(frame_from_rgb)
        boxes = []
        for rectangle, score, detector in zip(rectangles, scores, detectors, strict=True):
            center = ((rectangle.left() + rectangle.right()) / 2, (rectangle.top() + rectangle.bottom()) / 2)
            x, y = map(float, apply_affine(frame_from_rgb, np.array([center]))[0])
            half_width, half_height = rectangle.width() * scale / 2, rectangle.height() * scale / 2
            roll = roll_deg + _ROLL_DEG_BY_DETECTOR[detector]
            boxes.append(FaceBox(x - half_width, y - half_height, x + half_width, y + half_height, float(score), roll))
        return boxes


def crop_from_box(rgb: NDArray[np.uint8], box: FaceBox, size_px: int) -> FaceCrop:
    """Cut out the face in a detector's box.

    Parameters
    ----------
    rgb
        The picture, (H, W, 3) uint8.
    box
        Where the face is; the crop may reach beyond the picture, whose border is then continued outwards.
    size_px
        Side of the crop.
    """
    side_px = (box.width + box.height) / 2
    shift_px = np.array(BOX_CENTER_SHIFT) * side_px
    roll = math.radians(box.roll_deg)
    turn = np.array([[math.cos(roll), -math.sin(roll)], [math.sin(roll), math.cos(roll)]])
    linear = turn * (side_px * BOX_SCALE / size_px)
    center = np.array(box.center) + turn @ shift_px
    offset = center - linear @ np.full(2, (size_px - 1) / 2)
    return crop_by_affine(rgb, np.hstack([linear, offset[:, None]]), size_px)


def crop_from_landmarks(rgb: NDArray[np.uint8], landmarks_px: NDArray[np.floating], size_px: int) -> FaceCrop:
    """Cut out a level face, placed by the landmarks that expressions hardly move.

    Parameters
    ----------
    rgb
        The picture, (H, W, 3) uint8.
    landmarks_px
        The 68 landmarks in pixels of the picture, (68, 2).
    size_px
        Side of the crop.

    Raises
    ------
    ValueError
        If the landmarks are not 68 finite points or all lie on one spot.
    """
    landmarks = np.asarray(landmarks_px, np.float64)
    if landmarks.shape != (N_LANDMARKS, 2) or not np.isfinite(landmarks).all():
        raise ValueError(f"expected {N_LANDMARKS} finite landmarks, not an array of shape {landmarks.shape} or one with NaN")
    template_px = TEMPLATE_UNIT * size_px - 0.5
    return crop_by_affine(rgb, fit_similarity(template_px, landmarks[list(STABLE_POINTS)]), size_px)


def crop_by_affine(rgb: NDArray[np.uint8], frame_from_crop: NDArray[np.float64], size_px: int) -> FaceCrop:
    """Cut out the square that an affine map describes, without aliasing; beyond the picture its border is continued.

    Parameters
    ----------
    rgb
        The picture, (H, W, 3) uint8.
    frame_from_crop
        (2, 3) map from crop pixels to picture pixels.
    size_px
        Side of the crop.
    """
    reduction = max(1, math.floor(affine_scale(frame_from_crop)))
    # Where much is reduced, average the neighbourhood of the face first; the rest of the way is less than a factor of two.
    left, top, right, bottom = frame_rectangle(frame_from_crop, size_px, rgb.shape, margin_px=2 * reduction + 2)
    part_rgb = rgb[top:bottom, left:right]
    part_from_crop = frame_from_crop - np.array([[0, 0, left], [0, 0, top]])
    if reduction > 1:
        part_rgb, part_from_reduced = _resized(part_rgb, math.ceil(max(part_rgb.shape) / reduction))
        part_from_crop = compose_affine(inverse_affine(part_from_reduced), part_from_crop)
    # A warp samples single points: sample on a finer grid and average while the crop still has fewer pixels than the picture.
    oversampling = 2 if affine_scale(part_from_crop) > 1 + 1e-6 else 1
    fine_px = size_px * oversampling
    warped_rgb = cv2.warpAffine(
        part_rgb,
        compose_affine(part_from_crop, scaling_affine(1 / oversampling)),
        (fine_px, fine_px),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if oversampling > 1:
        warped_rgb = cv2.resize(warped_rgb, (size_px, size_px), interpolation=cv2.INTER_AREA)
    crop_rgb = np.asarray(warped_rgb, np.uint8)
    crop_rgb.setflags(write=False)
    return FaceCrop(crop_rgb, frame_from_crop)


def _resized(rgb: NDArray[np.uint8], long_px: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Make a copy whose long side is `long_px`; return it with the map from its pixels to the original's."""
    height, width = rgb.shape[:2]
    factor = long_px / max(height, width)
    if factor == 1:
        return rgb, scaling_affine(1.0)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    resized_rgb = np.asarray(cv2.resize(rgb, size, interpolation=interpolation), np.uint8)
    return resized_rgb, scaling_affine(width / size[0], height / size[1])


def _turned(rgb: NDArray[np.uint8], roll_deg: float) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Turn the whole picture so that a head tilted by `roll_deg` stands upright; return it with the map to the original's pixels."""
    height, width = rgb.shape[:2]
    roll = math.radians(roll_deg)
    cos, sin = math.cos(roll), math.sin(roll)
    turned_width = math.ceil(width * cos + height * abs(sin))
    turned_height = math.ceil(height * cos + width * abs(sin))
    linear = np.array([[cos, -sin], [sin, cos]])
    offset = np.array([width - 1, height - 1]) / 2 - linear @ (np.array([turned_width - 1, turned_height - 1]) / 2)
    rgb_from_turned = np.hstack([linear, offset[:, None]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned_rgb = cv2.warpAffine(rgb, rgb_from_turned, (turned_width, turned_height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned_rgb, np.uint8), rgb_from_turned


def _sure(boxes: list[FaceBox]) -> list[FaceBox]:
    return [box for box in boxes if box.score >= SURE_SCORE]


def _is_crowd(boxes: list[FaceBox], frame_px: int, look_px: int) -> bool:
    """Whether a larger copy may show more faces: there are several, and some as small as this look can see."""
    limit_px = _CROWD_FACE_PX * frame_px / look_px
    return frame_px > look_px and len(boxes) > 1 and min(box.width for box in boxes) < limit_px


def _merged(boxes: list[FaceBox], others: list[FaceBox]) -> list[FaceBox]:
    """Join finds, the best first; where two answer to the same face, the better one stays."""
    kept: list[FaceBox] = []
    for box in sorted([*boxes, *others], key=lambda box: box.score, reverse=True):
        if not any(_is_within(box, other) or _is_within(other, box) for other in kept):
            kept.append(box)
    return kept


def _is_within(box: FaceBox, other: FaceBox) -> bool:
    x, y = box.center
    return other.left <= x <= other.right and other.top <= y <= other.bottom
