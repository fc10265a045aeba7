"""Faces in a frame and their crops: `FaceBox`, box or landmarks -> `FaceCrop`, `Face`.

Every position is in pixels with pixel centres at integers, x before y: the picture reaches from -0.5 to its width - 0.5. A crop
carries its exact transform, so that results at crop size can be mapped back to the frame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.geometry import (
    affine_scale,
    compose_affine,
    fit_similarity,
    frame_rectangle,
    inverse_affine,
    scaling_affine,
)
from ganimation_desktop.core.faces.crop_template import BOX_CENTER_SHIFT, BOX_SCALE, STABLE_POINTS, TEMPLATE_UNIT

N_LANDMARKS = 68


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
        The 68 landmarks in frame pixels, (68, 2) float32 xy; None without an estimator.
    crop
        The generator's input: level, placed by the landmarks, or by the box without them.
    aus
        The estimated Action Units of the source; zeros without an estimator.
    sided_aus
        Those of the person's left and right side, (2, 17), as `FaceReading.sided_aus`; None without an estimator.
    """

    box: FaceBox
    landmarks_px: NDArray[np.float32] | None
    crop: FaceCrop
    aus: AuVector
    sided_aus: NDArray[np.float32] | None = None


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
        If the landmarks are not 68 finite points or coincide.
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
    # For a large reduction, average around the face first; the remaining factor is below two.
    left, top, right, bottom = frame_rectangle(frame_from_crop, size_px, rgb.shape, margin_px=2 * reduction + 2)
    part_rgb = rgb[top:bottom, left:right]
    part_from_crop = frame_from_crop - np.array([[0, 0, left], [0, 0, top]])
    if reduction > 1:
        part_rgb, part_from_reduced = resized(part_rgb, math.ceil(max(part_rgb.shape) / reduction))
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


def resized(rgb: NDArray[np.uint8], long_px: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Make a copy whose long side is `long_px`; return it with the map from its pixels to the original's."""
    height, width = rgb.shape[:2]
    factor = long_px / max(height, width)
    if factor == 1:
        return rgb, scaling_affine(1.0)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    resized_rgb = np.asarray(cv2.resize(rgb, size, interpolation=interpolation), np.uint8)
    return resized_rgb, scaling_affine(width / size[0], height / size[1])
