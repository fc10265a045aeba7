"""Faces and pictures without one -> batches for the second face estimator, augmented like real use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.base.geometry import affine_scale
from ganimation_desktop.core.models.networks import LEFT, RIGHT
from ganimation_desktop.training.augmentation import View, to_network
from ganimation_desktop.training.config import Augmentation
from ganimation_desktop.training.dataset import FaceVariants, PairData, Split, split_of
from ganimation_desktop.training.reading.covers import coarsened, cut_off, draw_hand, draw_mask
from ganimation_desktop.training.reading.faces import ReadFace, draw_face, picture_of
from ganimation_desktop.training.reading.labels import FaceLabels, read_labels
from ganimation_desktop.training.reading.no_faces import NoFaces, jumbled, misplaced, read_no_faces

NO_FACE_SHARE, MADE_OF_FACES = 0.25, 0.45
"""Share of a batch that shows no face, and of those that are misplaced or jumbled faces."""
_MASKED, _HAND, _CUT, _COARSE, _JUMBLED = 0.06, 0.06, 0.06, 0.15, 0.2
_LARGEST_CUT, _READABLE_CUT = 0.45, 0.12
_SMALLEST_PX = 28
_MOUTH = [au_index(code) for code in ("AU10", "AU12", "AU14", "AU15", "AU17", "AU20", "AU23", "AU25", "AU26")]
_EYES = [au_index(code) for code in ("AU05", "AU07", "AU45")]


@dataclass(frozen=True, eq=False)
class ReadingData(PairData):
    """The faces of one split with what was measured on their photos, and pictures without a face."""

    labels: Mapping[str, FaceLabels]
    no_faces: NoFaces


@dataclass(frozen=True, eq=False)
class ReadingBatch:
    """N crops with labels; the person's left comes first, positions are xy in [-1, 1] across the crop.

    Attributes
    ----------
    image
        (N, 3, S, S) in [-1, 1].
    landmarks
        (N, 68, 2).
    sided_aus
        (N, 2, 17) in [0, 1].
    aus_seen
        (N, 17): 1 where an AU can be seen, 0 where it is hidden or there is no face.
    iris, iris_radius, gaze, eyes_ok
        (N, 2, 2), (N, 2), (N, 2, 2), and (N, 2) bool: whether these are known.
    is_face
        (N,): 1 or 0.
    """

    image: Tensor
    landmarks: Tensor
    sided_aus: Tensor
    aus_seen: Tensor
    iris: Tensor
    iris_radius: Tensor
    gaze: Tensor
    eyes_ok: Tensor
    is_face: Tensor

    @property
    def aus(self) -> Tensor:
        """(N, 17): means of both sides."""
        return self.sided_aus.mean(dim=1)

    def chosen(self, index: Tensor) -> ReadingBatch:
        """Return the crops of an index (M,)."""
        return ReadingBatch(**{name: tensor[index] for name, tensor in vars(self).items()})

    def without_pixels(self) -> ReadingBatch:
        """Return the batch with pictures of no pixels, (N, 3, 0, 0)."""
        return replace(self, image=self.image[:, :, :0, :0])

    def to(self, device: torch.device) -> ReadingBatch:
        """Return the batch on `device`."""
        return ReadingBatch(**{name: tensor.to(device) for name, tensor in vars(self).items()})


@dataclass(frozen=True, eq=False)
class _Crop:
    rgb: NDArray[np.uint8]
    landmarks: NDArray[np.float32]
    sided_aus: NDArray[np.float32]
    aus_seen: NDArray[np.float32]
    iris: NDArray[np.float32]
    iris_radius: NDArray[np.float32]
    gaze: NDArray[np.float32]
    eyes_ok: NDArray[np.bool_]
    is_face: bool


def reading_data(data: PairData, folder: Path, split: Split) -> ReadingData:
    """Add the folder's further labels to the faces of a split."""
    size_px = data.faces[0].images_rgb.shape[1]
    no_faces = read_no_faces(folder, size_px)
    kept = np.array([split_of(str(name)) == split for name in no_faces.names], bool)
    return ReadingData(data.faces, data.crop_px, read_labels(folder), NoFaces(no_faces.images_rgb[kept], no_faces.names[kept]))


def draw_reading_batch(data: ReadingData, n: int, image_size: int, how: Augmentation, rng: np.random.Generator) -> ReadingBatch:
    """Draw n crops."""
    crops = []
    for _ in range(n):
        face = data.faces[int(rng.integers(len(data.faces)))]
        drawn = draw_face(face, data.labels.get(face.stem), rng)
        if rng.random() >= NO_FACE_SHARE:
            crops.append(_face_crop(drawn, data.crop_px, image_size, how, rng))
        elif rng.random() < MADE_OF_FACES or not len(data.no_faces.images_rgb):
            crops.append(_spoiled_crop(drawn, data.crop_px, image_size, how, rng))
        else:
            image_rgb = data.no_faces.images_rgb[int(rng.integers(len(data.no_faces.images_rgb)))]
            other = replace(drawn, rgb=image_rgb)
            view, _ = _draw_view(other, data.crop_px, image_size, how, rng)
            crops.append(_without_face(_coarsened(view.image(_alone(other), 0), rng), drawn))
    return _batch(crops)


def level_batch(data: ReadingData, chosen: list[tuple[FaceVariants, int]], image_size: int) -> ReadingBatch:
    """Cut the level crops of given pictures (face, variant) as they are."""
    crops = []
    for face, variant in chosen:
        picture = picture_of(face, data.labels.get(face.stem), variant)
        view = View.level(face, data.crop_px, image_size)
        crops.append(_labelled(picture, view, view.image(face, variant), np.ones(N_AUS, np.float32)))
    return _batch(crops)


def _face_crop(face: ReadFace, crop_px: int, image_size: int, how: Augmentation, rng: np.random.Generator) -> _Crop:
    view, seen = _draw_view(face, crop_px, image_size, how, rng)
    rgb = view.image(_alone(face), 0)
    if rng.random() < _CUT:
        share = rng.uniform(0.03, _LARGEST_CUT)
        rgb = cut_off(rgb, int(rng.integers(4)), share)
        if share > _READABLE_CUT:
            seen[:] = 0
    return _labelled(face, view, _coarsened(rgb, rng), seen)


def _spoiled_crop(face: ReadFace, crop_px: int, image_size: int, how: Augmentation, rng: np.random.Generator) -> _Crop:
    view, _ = _draw_view(face, crop_px, image_size, how, rng)
    if rng.random() < _JUMBLED:
        rgb = jumbled(view.image(_alone(face), 0), rng)
    else:
        view = replace(view, full_from_crop=misplaced(view.full_from_crop, image_size, rng), overlays=())
        rgb = view.image(_alone(face), 0)
    return _without_face(_coarsened(rgb, rng), face)


def _draw_view(
    face: ReadFace, crop_px: int, image_size: int, how: Augmentation, rng: np.random.Generator
) -> tuple[View, NDArray[np.float32]]:
    """Draw a view, at times with a mask or a hand; return it and which AUs (17,) can be seen."""
    view = View.draw(_alone(face), crop_px, image_size, how, rng)
    seen = np.ones(N_AUS, np.float32)
    kind = rng.random()
    landmarks = view.landmarks(face.landmarks_px)
    if kind < _MASKED:
        view = replace(view, overlays=(*view.overlays, draw_mask(landmarks, image_size, rng)))
    elif kind < _MASKED + _HAND:
        bare = replace(view, overlays=(), noise=None, jpeg_quality=None, tones=None, blur_px=None)
        view = replace(view, overlays=(*view.overlays, draw_hand(landmarks, bare.image(_alone(face), 0), rng)))
    hidden = np.zeros(len(landmarks), bool)
    for overlay in view.overlays:
        hidden |= overlay.hides(landmarks)
    if hidden[48:].mean() > 0.25:
        seen[_MOUTH] = 0
    if hidden[36:48].mean() > 0.5:
        seen[_EYES] = 0
    return view, seen


def _labelled(face: ReadFace, view: View, rgb: NDArray[np.uint8], seen: NDArray[np.float32]) -> _Crop:
    iris, radius, gaze, eyes_ok = face.labels.iris_px, face.labels.iris_radius_px, face.labels.gaze, face.eyes_ok
    sided = face.sided_aus
    if view.mirrored:
        swap = [RIGHT, LEFT]
        iris, radius, eyes_ok, sided = iris[swap], radius[swap], eyes_ok[swap], sided[swap]
        gaze = gaze[swap] * np.array([-1, 1], np.float32)
    at = view.points(iris)
    hidden = np.any([overlay.hides(at) for overlay in view.overlays], axis=0) if view.overlays else np.zeros(2, bool)
    in_crop = radius / affine_scale(view.full_from_crop) * (2 / view.image_size)
    return _Crop(rgb, view.landmarks(face.landmarks_px), sided, seen, at, in_crop, gaze, eyes_ok & ~hidden, is_face=True)


def _without_face(rgb: NDArray[np.uint8], face: ReadFace) -> _Crop:
    zeros, ones, none = np.zeros((2, 2), np.float32), np.ones(2, np.float32), np.zeros(2, bool)
    nowhere, no_aus, unseen = np.zeros_like(face.landmarks_px), np.zeros_like(face.sided_aus), np.zeros(N_AUS, np.float32)
    return _Crop(rgb, nowhere, no_aus, unseen, zeros, ones, zeros, none, is_face=False)


def _coarsened(rgb: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    return coarsened(rgb, int(rng.integers(_SMALLEST_PX, rgb.shape[0]))) if rng.random() < _COARSE else rgb


def _alone(face: ReadFace) -> FaceVariants:
    """One picture as a face of a training folder, for use with views."""
    nothing = np.zeros((1, 0, 2), np.float32)
    return FaceVariants("", face.rgb[None], face.sided_aus.mean(axis=0)[None], face.landmarks_px[None], nothing, np.zeros((1, 0), bool))


def _batch(crops: list[_Crop]) -> ReadingBatch:
    def stacked(name: str) -> Tensor:
        return torch.from_numpy(np.stack([getattr(crop, name) for crop in crops]).astype(np.float32))

    names = ("landmarks", "sided_aus", "aus_seen", "iris", "iris_radius", "gaze", "is_face")
    eyes_ok = torch.from_numpy(np.stack([crop.eyes_ok for crop in crops]))
    return ReadingBatch(image=to_network([crop.rgb for crop in crops]), eyes_ok=eyes_ok, **{name: stacked(name) for name in names})
