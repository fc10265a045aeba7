"""Reading a face: landmarks, Action Units and eyes, and the level crop that follows from the landmarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.geometry import Affine, affine_scale, apply_affine, compose_affine, inverse_affine, scaling_affine
from ganimation_desktop.core.faces.eyes import EyeReading
from ganimation_desktop.core.faces.face_check import CERTAIN_SCORE, FACE_SCORE, agrees, joint_score, second_view, steady_score
from ganimation_desktop.core.faces.faces import FaceBox, FaceCrop, crop_by_affine, crop_from_box, crop_from_landmarks
from ganimation_desktop.core.models.networks import EstimatorOutput, FaceEstimator, Traced
from ganimation_desktop.core.models.outputs import check_finite

_LARGEST_SCALE_STEP = 2.0
_LARGEST_SHIFT = 0.5


@dataclass(frozen=True, eq=False)
class FaceReading:
    """One face as the estimator reads it.

    Attributes
    ----------
    landmarks_px
        The 68 landmarks in frame pixels, (68, 2) float32 xy, read-only.
    aus
        The Action Units, (17,) float32 in 0..1, read-only.
    crop
        The crop that they were read from: level, of the estimator's size.
    sided_aus
        The Action Units of each side, (2, 17) float32 in 0..1, read-only: the person's own left, which is right in the picture, and right.
        `aus` is their mean; both equal `aus` if the estimator does not distinguish sides.
    eyes
        Irises and gaze; None where the estimator does not read them.
    face_score
        Confidence that the crop shows an upright face, 0..1; None if the estimator gives none.
    """

    landmarks_px: NDArray[np.float32]
    aus: AuVector
    crop: FaceCrop
    sided_aus: NDArray[np.float32]
    eyes: EyeReading | None = None
    face_score: float | None = None

    def steadied(self, landmarks_px: NDArray[np.float32], aus: AuVector) -> FaceReading:
        """Return a copy with smoothed landmarks and AUs; the AUs of each side and the irises move along."""
        sided_aus = np.clip(self.sided_aus + (aus - self.aus), 0, 1).astype(np.float32)
        for array in (landmarks_px, aus, sided_aus):
            array.setflags(write=False)
        eyes = None if self.eyes is None else self.eyes.moved(self.landmarks_px, landmarks_px)
        return replace(self, landmarks_px=landmarks_px, aus=aus, sided_aus=sided_aus, eyes=eyes)


class FaceReader:
    """Reads faces with an estimator, all faces of a frame in one batch."""

    def __init__(self, estimator: FaceEstimator) -> None:
        self._estimator = estimator.eval()
        self._estimated: Callable[[Tensor], EstimatorOutput] = estimator

    def trace(self) -> None:
        """Have the estimator run without Python between its steps from now on, where it can; the values are the same."""
        if self._estimator.traceable and self._estimated is self._estimator:
            self._estimated = Traced(self._estimator, self._estimator)

    def to(self, device: torch.device) -> None:
        """Move the estimator to a device."""
        self._estimator.to(device)

    def read(self, frame_rgb: NDArray[np.uint8], boxes: Sequence[FaceBox], device: torch.device) -> tuple[FaceReading, ...]:
        """Read faces in two passes: rough landmarks from the box, then landmarks and AUs from the level crop that they define."""
        if not boxes:
            return ()
        size_px = self._estimator.image_size
        box_crops = [crop_from_box(frame_rgb, box, size_px) for box in boxes]
        rough = self._estimator.find_landmarks(images_of(box_crops, device))
        rough_px = [_in_frame(points, crop) for points, crop in zip(rough, box_crops, strict=True)]
        level_crops = [level_crop(frame_rgb, points, crop, size_px) for points, crop in zip(rough_px, box_crops, strict=True)]
        return self._estimate(level_crops, device)

    def read_faces(self, frame_rgb: NDArray[np.uint8], boxes: Sequence[FaceBox], device: torch.device) -> tuple[FaceReading | None, ...]:
        """Read the detector's boxes; None for each that is not a face, or an upside-down one."""
        readings = self._scored(frame_rgb, boxes, self.read(frame_rgb, boxes, device), device)
        return tuple(
            reading if agrees(box, reading.crop) and reading.face_score is not None and reading.face_score >= FACE_SCORE else None
            for box, reading in zip(boxes, readings, strict=True)
        )

    def follow(self, frame_rgb: NDArray[np.uint8], before: Sequence[FaceReading], device: torch.device) -> tuple[FaceReading, ...]:
        """Read the faces of the next frame in one pass, starting from their readings in the frame `before`."""
        if not before:
            return ()
        size_px = self._estimator.image_size
        crops = [level_crop(frame_rgb, reading.landmarks_px, reading.crop, size_px) for reading in before]
        return self._estimate(crops, device)

    def measure(self, picture_rgb: NDArray[np.uint8], crops: Sequence[Affine], device: torch.device) -> tuple[AuVector, ...]:
        """Read the AUs at known places: `crops` are maps from the estimator's crop pixels to the picture's."""
        if not crops:
            return ()
        size_px = self._estimator.image_size
        readings = self._estimate([crop_by_affine(picture_rgb, crop, size_px) for crop in crops], device)
        return tuple(reading.aus for reading in readings)

    def _scored(
        self, frame_rgb: NDArray[np.uint8], boxes: Sequence[FaceBox], readings: Sequence[FaceReading], device: torch.device
    ) -> list[FaceReading]:
        """Replace the estimator's face scores by those of both checks; certain detections need none."""
        scored = [replace(reading, face_score=1.0) for reading in readings]
        doubtful = [index for index, box in enumerate(boxes) if box.score < CERTAIN_SCORE]
        if doubtful:
            size_px = self._estimator.image_size
            views = [compose_affine(readings[index].crop.frame_from_crop, second_view(size_px)) for index in doubtful]
            crops = [crop_by_affine(frame_rgb, view, size_px) for view in views]
            second = self._estimator.find_landmarks(images_of(crops, device))
            for index, points, crop in zip(doubtful, second, crops, strict=True):
                reading = readings[index]
                steady = steady_score(boxes[index], reading.crop, reading.landmarks_px, _in_frame(points, crop))
                scored[index] = replace(reading, face_score=joint_score(steady, reading.face_score))
        return scored

    def _estimate(self, crops: Sequence[FaceCrop], device: torch.device) -> tuple[FaceReading, ...]:
        """Read crops as they are."""
        output = self._estimated(images_of(crops, device))
        check_finite((output.landmarks, output.aus), "estimator")
        return tuple(_reading_of(output, index, crop) for index, crop in enumerate(crops))


def _reading_of(output: EstimatorOutput, index: int, crop: FaceCrop) -> FaceReading:
    """The estimator's output for one crop of its batch."""
    landmarks_px, aus = _in_frame(output.landmarks[index], crop), _limited(output.aus[index], 0)
    sided_aus = np.tile(aus, (2, 1)) if output.sided_aus is None else _limited(output.sided_aus[index], 0)
    eyes = None
    if output.iris is not None and output.iris_radius is not None and output.gaze is not None:
        radius = output.iris_radius[index].float().cpu().numpy() * np.float32(crop.size_px / 2 * affine_scale(crop.frame_from_crop))
        eyes = EyeReading(_in_frame(output.iris[index], crop), radius, _limited(output.gaze[index], -1))
        radius.setflags(write=False)
    score = None if output.face_logit is None else float(output.face_logit[index].float().sigmoid())
    sided_aus.setflags(write=False)
    return FaceReading(landmarks_px, aus, crop, sided_aus, eyes, score)


def _in_frame(points: Tensor, crop: FaceCrop) -> NDArray[np.float32]:
    """Points (N, 2), in half crop sides around the middle of the crop, in frame pixels; read-only."""
    in_crop = points.float().cpu().numpy().astype(np.float64) * (crop.size_px / 2) + (crop.size_px - 1) / 2
    in_frame = apply_affine(crop.frame_from_crop, in_crop).astype(np.float32)
    in_frame.setflags(write=False)
    return in_frame


def _limited(values: Tensor, low: float) -> NDArray[np.float32]:
    """Values in `low`..1 as a read-only array."""
    limited = np.asarray(np.clip(values.float().cpu().numpy(), low, 1), np.float32)
    limited.setflags(write=False)
    return limited


def images_of(crops: Sequence[FaceCrop], device: torch.device) -> Tensor:
    """Crops as the networks take them: (N, 3, S, S) float32 RGB in [-1, 1]."""
    pixels = torch.from_numpy(np.stack([crop.rgb for crop in crops])).to(device)
    # (N, S, S, 3) seen as (N, 3, S, S) is the channels-last layout that the networks are fastest with.
    return pixels.permute(0, 3, 1, 2).float().div(127.5).sub(1)


def level_crop(frame_rgb: NDArray[np.uint8], landmarks_px: NDArray[np.float32], known: FaceCrop, size_px: int) -> FaceCrop:
    """Crop a face by its landmarks, or like the known crop if they contradict it: then it is not a face, or mostly hidden.

    Parameters
    ----------
    frame_rgb
        The frame, (H, W, 3) uint8.
    landmarks_px
        The 68 landmarks in frame pixels, (68, 2).
    known
        The crop that the landmarks were read from.
    size_px
        Side of the crop.
    """
    known_map = compose_affine(known.frame_from_crop, scaling_affine(known.size_px / size_px))
    try:
        crop = crop_from_landmarks(frame_rgb, landmarks_px, size_px)
    except ValueError:
        return crop_by_affine(frame_rgb, known_map, size_px)
    middle = np.full((1, 2), (size_px - 1) / 2)
    scale_step = affine_scale(crop.frame_from_crop) / affine_scale(known_map)
    moved = apply_affine(inverse_affine(known_map), apply_affine(crop.frame_from_crop, middle)) - middle
    if 1 / _LARGEST_SCALE_STEP <= scale_step <= _LARGEST_SCALE_STEP and np.abs(moved).max() <= _LARGEST_SHIFT * size_px:
        return crop
    return crop_by_affine(frame_rgb, known_map, size_px)
