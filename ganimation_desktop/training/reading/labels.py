"""Labels of a face beyond the 17 AUs of its training folder: both sides, irises, gaze, and how far the lips are parted.

The teacher's folder holds its target AUs. Measurements of the photo give the difference of its two sides and the irises; the lips' gap is
measured on the landmarks of every picture, photo and rendering alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.base.array_file import read_arrays
from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.geometry import apply_affine, inverse_affine
from ganimation_desktop.core.models.networks import lips_parted
from ganimation_desktop.training.synthesis.labels import aus_from_photo
from ganimation_desktop.training.synthesis.photos import Portrait, photo_from_level_picture

LABELS_FILE = "reading.npz"

_COLUMNS = ("sided_aus", "iris_px", "iris_radius_px", "gaze")

_IRISES = ((473, 474, 475, 476, 477), (468, 469, 470, 471, 472))
"""Face Mesh: centre and four points of the rim, the person's left first."""
_SIDES = ("_L", "_R")
_PARTED_AU = au_index("AU25")


@dataclass(frozen=True, eq=False)
class FaceLabels:
    """What was measured on the photo of a face, in pixels of its stored picture; the person's left comes first.

    Attributes
    ----------
    sided_aus
        (2, 17) float32 in 0..1.
    iris_px, iris_radius_px
        (2, 2) and (2,) float32.
    gaze
        (2, 2) float32 in -1..1: x towards the person's left, y up.
    """

    sided_aus: NDArray[np.float32]
    iris_px: NDArray[np.float32]
    iris_radius_px: NDArray[np.float32]
    gaze: NDArray[np.float32]


def sided_labels(
    labels: FaceLabels | None, photo_aus: NDArray[np.float32], aus: NDArray[np.float32], landmarks: NDArray[np.float32]
) -> NDArray[np.float32]:
    """AUs (2, 17) of both sides of one picture.

    Parameters
    ----------
    labels
        Measurements of the photo; None without any: both sides then have the folder's AUs.
    photo_aus, aus
        AUs (17,) of the photo and of this picture of the face. The teacher reduces the difference of the photo's sides in proportion as it
        weakens an AU.
    landmarks
        (68, 2) of this picture.
    """
    sided = np.tile(aus, (2, 1))
    if labels is not None:
        difference = labels.sided_aus - labels.sided_aus.mean(axis=0)
        kept = np.clip(np.minimum(photo_aus, aus) / np.maximum(photo_aus, 0.05), 0, 1)
        sided = sided + difference * kept
        sided[:, _PARTED_AU] = lips_parted(torch.from_numpy(landmarks[None]))[0].item()
    return np.clip(sided, 0, 1).astype(np.float32)


def measured_labels(portrait: Portrait, size_px: int, crop_px: int) -> FaceLabels:
    """Labels of a portrait from its landmarks and blendshapes."""
    picture_from_photo = inverse_affine(photo_from_level_picture(portrait, size_px, crop_px))
    points = apply_affine(picture_from_photo, portrait.landmarks_px)
    sided, gaze = np.zeros((2, N_AUS), np.float32), np.zeros((2, 2), np.float32)
    for side, (own, other) in enumerate((_SIDES, _SIDES[::-1])):
        scores = {name: score for name, score in portrait.scores.items() if not name.endswith(other)}
        sided[side] = aus_from_photo(scores, portrait.landmarks_px)
        outwards = scores[f"eyeLookOut{own}"] - scores[f"eyeLookIn{own}"]
        gaze[side] = outwards if side == 0 else -outwards, scores[f"eyeLookUp{own}"] - scores[f"eyeLookDown{own}"]
    rims = np.array([np.linalg.norm(points[list(iris[1:])] - points[iris[0]], axis=1).mean() for iris in _IRISES])
    return FaceLabels(sided, points[[iris[0] for iris in _IRISES]].astype(np.float32), rims.astype(np.float32), gaze)


def write_labels(folder: Path, labels: Mapping[str, FaceLabels]) -> None:
    """Write the labels of faces, by the name of their file, into a training folder."""
    with new_file(folder / LABELS_FILE, overwrite=True) as file:
        np.savez(
            file,
            stems=np.array(list(labels)),
            sided_aus=np.stack([face.sided_aus for face in labels.values()]),
            iris_px=np.stack([face.iris_px for face in labels.values()]),
            iris_radius_px=np.stack([face.iris_radius_px for face in labels.values()]),
            gaze=np.stack([face.gaze for face in labels.values()]),
        )


def read_labels(folder: Path) -> dict[str, FaceLabels]:
    """Read what `write_labels` wrote; empty where a training folder has none, as those of `ganimation prepare`.

    Raises
    ------
    ValueError
        The file does not hold what it should.
    """
    path = folder / LABELS_FILE
    if not path.exists():
        return {}
    try:
        arrays = read_arrays(path, ("stems", *_COLUMNS))
        columns = [arrays[name].astype(np.float32) for name in _COLUMNS]
        stems = [str(stem) for stem in arrays["stems"]]
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} cannot be read as labels of a training folder: {error}") from None
    shapes = ((2, N_AUS), (2, 2), (2,), (2, 2))
    for column, shape in zip(columns, shapes, strict=True):
        if column.shape != (len(stems), *shape) or not np.isfinite(column).all():
            raise ValueError(f"{path}: holds labels of a wrong shape or that are not finite")
    return {stem: FaceLabels(*(column[row] for column in columns)) for row, stem in enumerate(stems)}
