"""A training folder on disk -> faces in memory, split by face into training and held-out ones.

The folder has `manifest.json` and one `faces/<stem>.npz` per face: a pair folder of the teacher the photo and renderings of it with other
Action Units, a folder of `ganimation prepare` the photo alone.
"""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AU_CODES, N_AUS
from ganimation_desktop.core.networks import N_LANDMARKS

Split = Literal["train", "held_out"]
HELD_OUT_PERCENT = 8

log = logging.getLogger(__name__)


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
    """

    stem: str
    images_rgb: NDArray[np.uint8]
    aus: NDArray[np.float32]
    landmarks_px: NDArray[np.float32]
    points_px: NDArray[np.float32]
    points_ok: NDArray[np.bool_]


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
    """Say on which side of the split a face is; the same on every machine and for every rendering of it."""
    return "held_out" if int(hashlib.sha1(stem.encode()).hexdigest(), 16) % 100 < HELD_OUT_PERCENT else "train"


def read_pairs(folder: Path, split: Split) -> PairData:
    """Read the faces of one split into memory.

    Parameters
    ----------
    folder
        A training folder, as `ganimation synthesize` or `ganimation prepare` makes it.
    split
        Which faces; the manifest may name those to keep aside, otherwise `split_of` says.

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
        raise FileNotFoundError(f"{folder}: is no training folder (it has no manifest.json); `ganimation prepare` makes one from photos")
    try:
        entries = json.loads(manifest.read_text(encoding="utf-8"))
        size_px, crop_px, au_codes = int(entries["size_px"]), int(entries["crop_px"]), tuple(entries["au_codes"])
        held_out = None if "held_out" not in entries else frozenset(map(str, entries["held_out"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{manifest}: is no manifest of a training folder") from error
    if au_codes != AU_CODES:
        raise ValueError(f"{manifest}: orders the Action Units differently from this program")

    def side_of(stem: str) -> Split:
        return split_of(stem) if held_out is None else "held_out" if stem in held_out else "train"

    paths = [path for path in sorted((folder / "faces").glob("*.npz")) if side_of(path.stem) == split]
    if not paths:
        raise NoFacesError(f"{folder}: " + ("keeps no faces aside" if split == "held_out" else "has no faces to learn from"))
    with ThreadPoolExecutor(max_workers=4) as pool:
        faces = list(pool.map(lambda path: _read_face(path, size_px), paths))
    log.info("%d faces, %d pictures (%s) from %s", len(faces), sum(len(face.aus) for face in faces), split, folder)
    return PairData(faces, crop_px)


def _read_face(path: Path, size_px: int) -> FaceVariants:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            face = FaceVariants(
                stem=path.stem,
                images_rgb=arrays["images"],
                aus=arrays["aus"].astype(np.float32),
                landmarks_px=arrays["landmarks_px"].astype(np.float32),
                points_px=arrays["points_px"].astype(np.float32),
                points_ok=arrays["points_ok"].astype(np.bool_),
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
        raise ValueError(f"{path}: cannot be read as a face of a training folder") from error
    n_variants, n_points = face.points_ok.shape
    shapes: dict[str, tuple[NDArray[np.uint8] | NDArray[np.float32], tuple[int, ...]]] = {
        "images": (face.images_rgb, (n_variants, size_px, size_px, 3)),
        "aus": (face.aus, (n_variants, N_AUS)),
        "landmarks_px": (face.landmarks_px, (n_variants, N_LANDMARKS, 2)),
        "points_px": (face.points_px, (n_variants, n_points, 2)),
    }
    for name, (array, shape) in shapes.items():
        if array.shape != shape:
            raise ValueError(f"{path}: has {name} of shape {array.shape} where {shape} is needed")
        if not np.isfinite(array).all():
            raise ValueError(f"{path}: has {name} that are not finite")
    return face
