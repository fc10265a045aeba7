"""What a face shows: landmarks and Action Units, and with the landmarks a level crop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.faces import FaceBox, FaceCrop, crop_by_affine, crop_from_box, crop_from_landmarks
from ganimation_desktop.core.geometry import Affine, affine_scale, apply_affine, compose_affine, inverse_affine, scaling_affine
from ganimation_desktop.core.networks import FaceEstimator

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
    """

    landmarks_px: NDArray[np.float32]
    aus: AuVector
    crop: FaceCrop


class FaceReader:
    """Reads faces with an estimator, all faces of a frame in one batch."""

    def __init__(self, estimator: FaceEstimator) -> None:
        self._estimator = estimator.eval()

    def to(self, device: torch.device) -> None:
        """Move the estimator."""
        self._estimator.to(device)

    def read(self, frame_rgb: NDArray[np.uint8], boxes: Sequence[FaceBox], device: torch.device) -> tuple[FaceReading, ...]:
        """Read faces in two passes: the box gives rough landmarks, these a level crop, and that the landmarks and AUs."""
        if not boxes:
            return ()
        size_px = self._estimator.image_size
        box_crops = [crop_from_box(frame_rgb, box, size_px) for box in boxes]
        rough_landmarks, _ = self._estimate(box_crops, device)
        level_crops = [level_crop(frame_rgb, points, crop, size_px) for crop, points in zip(box_crops, rough_landmarks, strict=True)]
        landmarks, aus = self._estimate(level_crops, device)
        return tuple(map(FaceReading, landmarks, aus, level_crops))

    def follow(self, frame_rgb: NDArray[np.uint8], before: Sequence[FaceReading], device: torch.device) -> tuple[FaceReading, ...]:
        """Read the faces of the next frame of a video, where they were a moment `before`, in one pass."""
        if not before:
            return ()
        size_px = self._estimator.image_size
        crops = [level_crop(frame_rgb, reading.landmarks_px, reading.crop, size_px) for reading in before]
        landmarks, aus = self._estimate(crops, device)
        return tuple(map(FaceReading, landmarks, aus, crops))

    def measure(self, picture_rgb: NDArray[np.uint8], crops: Sequence[Affine], device: torch.device) -> tuple[AuVector, ...]:
        """Read the AUs at known places: `crops` are maps from the estimator's crop pixels to the picture's."""
        if not crops:
            return ()
        size_px = self._estimator.image_size
        return tuple(self._estimate([crop_by_affine(picture_rgb, crop, size_px) for crop in crops], device)[1])

    def _estimate(self, crops: Sequence[FaceCrop], device: torch.device) -> tuple[list[NDArray[np.float32]], list[AuVector]]:
        """Landmarks in frame pixels and AUs of crops."""
        output = self._estimator(images_of(crops, device))
        # Landmarks are in half crop sides around the middle of the crop.
        size_px = self._estimator.image_size
        in_crop = output.landmarks.float().cpu().numpy().astype(np.float64) * (size_px / 2) + (size_px - 1) / 2
        landmarks = [apply_affine(crop.frame_from_crop, points).astype(np.float32) for crop, points in zip(crops, in_crop, strict=True)]
        aus = list(np.clip(output.aus.float().cpu().numpy(), 0, 1))
        for array in (*landmarks, *aus):
            array.setflags(write=False)
        return landmarks, aus


def images_of(crops: Sequence[FaceCrop], device: torch.device) -> Tensor:
    """Crops as the networks take them: (N, 3, S, S) float32 RGB in [-1, 1]."""
    pixels = torch.from_numpy(np.stack([crop.rgb for crop in crops])).to(device)
    # (N, S, S, 3) seen as (N, 3, S, S) is the channels-last layout that the networks are fastest with.
    return pixels.permute(0, 3, 1, 2).float().div(127.5).sub(1)


def level_crop(frame_rgb: NDArray[np.uint8], landmarks_px: NDArray[np.float32], known: FaceCrop, size_px: int) -> FaceCrop:
    """Cut a face by its landmarks, but where they contradict a crop that is known, cut as that: it is no face, or one badly hidden.

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
