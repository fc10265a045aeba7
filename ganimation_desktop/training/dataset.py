"""A training folder on disk -> faces in memory, split by face into training and held-out ones.

The folder has `manifest.json` and one `faces/<stem>.npz` per face: a pair folder of the teacher the photo and renderings of it with other
Action Units, a folder of `ganimation prepare` the photo alone.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS
from ganimation_desktop.core.base.array_file import read_arrays
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import list_of, number_of, read_object
from ganimation_desktop.core.models.networks import N_LANDMARKS
from ganimation_desktop.training.layer_windows import eye_window, mouth_window

Split = Literal["train", "held_out"]
HELD_OUT_PERCENT = 8

_MOST_PX = 4096

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class FaceLayers:
    """What lies behind the skin in K pictures of a face, in the windows of `layer_windows`.

    Attributes
    ----------
    gaze
        (K, 2) float32, turn of the eyes against the photo, to the right and up, in [-1, 1].
    mouth
        (K, h, w) uint8, where the inside of the mouth is visible.
    mouth_uv
        (K, h, w, 2) float16, position in the mouth texture.
    mouth_shade
        (K, h, w, 3) uint8, light on it in units of 1/`SHADE_UNIT`.
    eyes, eye_shade
        (K, r, R) uint8, where an eyeball is visible, and the light that the lids leave it.
    eyeballs_rgb
        (K, r, R, 3) uint8, the picture without lids.
    """

    gaze: NDArray[np.float32]
    mouth: NDArray[np.uint8]
    mouth_uv: NDArray[np.float16]
    mouth_shade: NDArray[np.uint8]
    eyes: NDArray[np.uint8]
    eye_shade: NDArray[np.uint8]
    eyeballs_rgb: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class FaceVariants:
    """One face with K expressions, all in the same frame of R x R pixels; variant 0 is the photo itself.

    Attributes
    ----------
    stem
        Name of the photo.
    images_rgb
        (K, R, R, 3) uint8.
    aus
        (K, 17) float32 in [0, 1].
    landmarks_px
        (K, 68, 2) float32, xy.
    points_px, points_ok
        (K, P, 2) float32 positions of the same surface points in each variant; (K, P) bool, visible.
    layers
        What lies behind the skin; None in folders without it.
    """

    stem: str
    images_rgb: NDArray[np.uint8]
    aus: NDArray[np.float32]
    landmarks_px: NDArray[np.float32]
    points_px: NDArray[np.float32]
    points_ok: NDArray[np.bool_]
    layers: FaceLayers | None = None


@dataclass(frozen=True, eq=False)
class PairData:
    """The faces of one split.

    Attributes
    ----------
    faces
        The faces, by stem.
    crop_px
        Side of the level crop, which lies in the middle of each image.
    """

    faces: Sequence[FaceVariants]
    crop_px: int


class NoFacesError(ValueError):
    """A training folder has no face in a split."""


def split_of(stem: str) -> Split:
    """Return the split of a face; the same on every machine and for every rendering of it."""
    return "held_out" if int(hashlib.sha1(stem.encode()).hexdigest(), 16) % 100 < HELD_OUT_PERCENT else "train"


def read_pairs(folder: Path, split: Split) -> PairData:
    """Read the faces of one split into memory.

    Parameters
    ----------
    folder
        A training folder, as `ganimation synthesize` or `ganimation prepare` makes it.
    split
        Which faces; the manifest may name the held-out ones, otherwise `split_of` decides.

    Raises
    ------
    NoFacesError
        No face is in the split.
    ValueError
        The manifest or a face does not hold what it should; the message names the file.
    FileNotFoundError
        There is no manifest.
    """
    manifest = folder / "manifest.json"
    if not manifest.exists():
        raise FileNotFoundError(f"{folder}: is not a training folder (it has no manifest.json); `ganimation prepare` makes one from photos")
    try:
        entries = read_object(manifest)
        size_px, crop_px = (int(number_of(entries, side, low=1, high=_MOST_PX)) for side in ("size_px", "crop_px"))
        au_codes = list_of(entries, "au_codes")
        held_out = None if "held_out" not in entries else frozenset(map(str, list_of(entries, "held_out")))
    except UnreadableError as error:
        raise ValueError(f"{manifest} is not the manifest of a training folder: it {error}") from None
    if au_codes != list(AU_CODES):
        raise ValueError(f"{manifest}: orders the Action Units differently from this program")

    def side_of(stem: str) -> Split:
        return split_of(stem) if held_out is None else "held_out" if stem in held_out else "train"

    paths = [path for path in sorted((folder / "faces").glob("*.npz")) if side_of(path.stem) == split]
    if not paths:
        raise NoFacesError(f"{folder}: " + ("has no held-out faces" if split == "held_out" else "has no training faces"))
    with ThreadPoolExecutor(max_workers=4) as pool:
        faces = list(pool.map(lambda path: _read_face(path, size_px), paths))
    log.info("%d faces, %d pictures (%s) from %s", len(faces), sum(len(face.aus) for face in faces), split, folder)
    return PairData(faces, crop_px)


def _read_face(path: Path, size_px: int) -> FaceVariants:
    try:
        arrays = read_arrays(path)
        face = FaceVariants(
            stem=path.stem,
            images_rgb=arrays["images"],
            aus=arrays["aus"].astype(np.float32),
            landmarks_px=arrays["landmarks_px"].astype(np.float32),
            points_px=arrays["points_px"].astype(np.float32),
            points_ok=arrays["points_ok"].astype(np.bool_),
            layers=_layers(arrays) if "mouth" in arrays else None,
        )
        n_variants, n_points = face.points_ok.shape
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} cannot be read as a face of a training folder: {error}") from None
    shapes: dict[str, tuple[NDArray[Any], tuple[int, ...]]] = {
        "images": (face.images_rgb, (n_variants, size_px, size_px, 3)),
        "aus": (face.aus, (n_variants, N_AUS)),
        "landmarks_px": (face.landmarks_px, (n_variants, N_LANDMARKS, 2)),
        "points_px": (face.points_px, (n_variants, n_points, 2)),
    }
    if face.layers is not None:
        shapes |= _layer_shapes(face.layers, n_variants, size_px)
    for name, (array, shape) in shapes.items():
        if array.shape != shape:
            raise ValueError(f"{path}: has {name} of shape {array.shape} where {shape} is needed")
        if array.dtype.kind not in "buif" or not np.isfinite(array).all():
            raise ValueError(f"{path}: has {name} that are not finite")
    return face


def _layers(arrays: Mapping[str, NDArray[Any]]) -> FaceLayers:
    return FaceLayers(
        gaze=arrays["gaze"].astype(np.float32),
        mouth=arrays["mouth"],
        mouth_uv=arrays["mouth_uv"],
        mouth_shade=arrays["mouth_shade"],
        eyes=arrays["eyes"],
        eye_shade=arrays["eye_shade"],
        eyeballs_rgb=arrays["eyeballs"],
    )


def _layer_shapes(layers: FaceLayers, n_variants: int, size_px: int) -> dict[str, tuple[NDArray[Any], tuple[int, ...]]]:
    def within(window: tuple[slice, slice]) -> tuple[int, ...]:
        return (n_variants, *(part.stop - part.start for part in window))

    mouth, eyes = within(mouth_window(size_px)), within(eye_window(size_px))
    return {
        "gaze": (layers.gaze, (n_variants, 2)),
        "mouth": (layers.mouth, mouth),
        "mouth_uv": (layers.mouth_uv, (*mouth, 2)),
        "mouth_shade": (layers.mouth_shade, (*mouth, 3)),
        "eyes": (layers.eyes, eyes),
        "eye_shade": (layers.eye_shade, eyes),
        "eyeballs": (layers.eyeballs_rgb, (*eyes, 3)),
    }
