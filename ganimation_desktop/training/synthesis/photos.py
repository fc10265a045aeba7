"""Inputs of the teacher: portraits with their Face Mesh landmarks and blendshapes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.array_file import read_arrays
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.geometry import apply_affine, fit_similarity, inverse_affine
from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.faces import crop_by_affine
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.fit import MESH_FROM_68
from ganimation_desktop.training.synthesis.labels import unbiased_scores

N_MESH_LANDMARKS = 478


@dataclass(frozen=True)
class Portrait:
    """A photo with one face, and its measurements.

    Attributes
    ----------
    path
        The photo.
    landmarks_px
        Shape (478, 2), Face Mesh landmarks in pixels of the photo.
    scores
        Unbiased blendshape scores by name.
    """

    path: Path
    landmarks_px: FloatArray
    scores: dict[str, float]


def read_portraits(photos: Path, landmarks: Path, blendshapes: Path) -> tuple[list[Portrait], list[str]]:
    """Portraits of a folder that have both measurements, and the names of those that have not.

    Parameters
    ----------
    photos
        Folder of pictures.
    landmarks
        `.npz` with `names` and `landmarks_px` (N, 478, 2).
    blendshapes
        `.npz` with `names`, `blendshapes` (the 52 names) and `scores` (N, 52).

    Raises
    ------
    ValueError
        If a file does not hold what it should, naming it.
    """
    points = _by_name(landmarks, "landmarks_px")
    scores = _by_name(blendshapes, "scores")
    try:
        shape_names = [str(name) for name in read_arrays(blendshapes, ("blendshapes",))["blendshapes"]]
    except UnreadableError as error:
        raise ValueError(f"{blendshapes} {error}") from None
    portraits, unmeasured = [], []
    for path in sorted(path for path in photos.iterdir() if path.is_file() and not path.name.startswith(".")):
        if path.name in points and path.name in scores:
            by_shape = dict(zip(shape_names, scores[path.name].tolist(), strict=True))
            portraits.append(Portrait(path, points[path.name], unbiased_scores(by_shape)))
        else:
            unmeasured.append(path.name)
    if not portraits:
        raise ValueError(f"{photos} holds no photo with landmarks in {landmarks} and blendshapes in {blendshapes}")
    return portraits, unmeasured


def _by_name(path: Path, key: str) -> dict[str, FloatArray]:
    try:
        arrays = read_arrays(path, ("names", key))
        return {str(name): value.astype(np.float64) for name, value in zip(arrays["names"], arrays[key], strict=True)}
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} does not hold names and {key}: {error}") from error


def photo_from_level_picture(portrait: Portrait, size_px: int, crop_px: int) -> FloatArray:
    """The map (2, 3) from the pixels of `level_picture` to those of the photo."""
    template_px = TEMPLATE_UNIT * crop_px - 0.5 + (size_px - crop_px) / 2
    return fit_similarity(template_px, portrait.landmarks_px[MESH_FROM_68[list(STABLE_POINTS)]])


def level_picture(portrait: Portrait, size_px: int, crop_px: int) -> tuple[NDArray[np.uint8], FloatArray, float]:
    """Cut the level crop of the program with a margin around it.

    Returns
    -------
    picture
        Shape (size_px, size_px, 3) uint8 RGB; its middle `crop_px` are the program's crop.
    landmarks_px
        Shape (478, 2) in pixels of the picture.
    magnification
        Pixels of the picture per pixel of the photo.
    """
    rgb = read_photo(portrait.path).frame.rgb
    photo_from_picture = photo_from_level_picture(portrait, size_px, crop_px)
    picture_from_photo = inverse_affine(photo_from_picture)
    picture = crop_by_affine(rgb, photo_from_picture, size_px).rgb
    magnification = float(np.sqrt(np.linalg.det(picture_from_photo[:, :2])))
    return picture, apply_affine(picture_from_photo, portrait.landmarks_px), magnification
