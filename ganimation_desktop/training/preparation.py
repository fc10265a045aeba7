"""Photos -> a training folder: one level crop of the largest face of each photo, its landmarks and Action Units; resumable.

The folder is laid out like the teacher's pairs (`training.dataset`), with one picture of each face, and also holds `rejected.json` with the
reason for every rejected file and `data_sheet.md` with the distribution of the Action Units.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import ACTION_UNITS, AU_CODES, AuVector
from ganimation_desktop.core.base.array_file import read_arrays
from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.geometry import affine_scale, apply_affine, fit_similarity, inverse_affine
from ganimation_desktop.core.base.json_file import read_object
from ganimation_desktop.core.base.training_run import REJECTED_FILE
from ganimation_desktop.core.faces.crop_template import BOX_SCALE, STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.face_reading import FaceReader, FaceReading
from ganimation_desktop.core.faces.faces import FaceBox, crop_by_affine
from ganimation_desktop.core.imaging.frames import read_photo
from ganimation_desktop.jobs.processes import work_on_files
from ganimation_desktop.jobs.shard import WHOLE, Shard, report_name
from ganimation_desktop.training.photo_progress import PhotoProgress, PhotoTally

FORMAT_VERSION: Final = 1
MAX_MAGNIFICATION: Final = 2.0
MAX_OUTSIDE: Final = 0.3
"""Share of the crop that may lie beyond the photo."""
_LARGEST_SCALE_STEP, _LARGEST_SHIFT = 2.0, 0.5
_CLEARLY_SHOWN: Final = 0.2


class Rejected(ValueError):
    """A photo cannot be used; the message is the reason."""


@dataclass(frozen=True, eq=False)
class Preparation:
    """What to prepare.

    Attributes
    ----------
    photos
        The files; each is known by its stem.
    labels
        AUs by stem, measured elsewhere; None lets the estimator read them.
    held_out
        Held-out stems; None leaves the split to the data set.
    are_faces
        Whether every picture is the square of a face detector, as in the published data sets; otherwise faces are detected.
    size_px, crop_px
        Side of the stored pictures, and of the level crop in their middle.
    """

    photos: Sequence[Path]
    labels: Mapping[str, AuVector] | None = None
    held_out: Sequence[str] | None = None
    are_faces: bool = False
    size_px: int = 176
    crop_px: int = 128


@dataclass(frozen=True)
class FaceTools:
    """What finds the faces, and reads landmarks and AUs."""

    detector: FaceDetector
    reader: FaceReader


def prepare(
    preparation: Preparation,
    folder: Path,
    load_tools: Callable[[], FaceTools],
    on_progress: Callable[[PhotoProgress], None] = lambda progress: None,
    *,
    n_processes: int = 1,
    shard: Shard = WHOLE,
) -> PhotoProgress:
    """Make or continue a training folder; photos that are already in it are not read again.

    Parameters
    ----------
    preparation
        What to make.
    folder
        The folder; created if missing.
    load_tools
        Called once in each process, and pickled where there are several.
    on_progress
        Called after every photo.
    n_processes
        How many processes read photos.
    shard
        Which photos, by name. Several shares may be written to one folder at the same time, also from different machines.

    Raises
    ------
    ValueError
        The folder was begun with other settings, or a face cannot be written.
    """
    _begin(folder, preparation)
    photos = shard.of_files(preparation.photos)
    by_stem: dict[str, Path] = {}
    rejected: dict[str, str] = {}
    for path in photos:
        if by_stem.setdefault(path.stem, path) is not path:
            rejected[path.name] = f"has the same name as {by_stem[path.stem].name}"
    waiting = [path for path in by_stem.values() if not _face_path(folder, path).exists()]
    tally = PhotoTally(len(by_stem) - len(waiting), rejected, len(photos), on_progress)

    try:
        work_on_files(waiting, _FaceMaking(preparation, folder, load_tools), n_processes, tally.add)
    finally:
        _write(folder / report_name(REJECTED_FILE, shard), json.dumps(dict(sorted(rejected.items())), indent=1))
    _write(folder / "data_sheet.md", data_sheet(folder))
    return tally.progress


@dataclass(frozen=True, eq=False)
class _FaceMaking:
    """Loads the tools of a process and returns what makes the face of a photo there: the reason if it cannot be used, else nothing."""

    preparation: Preparation
    folder: Path
    load_tools: Callable[[], FaceTools]

    def __call__(self) -> Callable[[Path], str]:
        tools = self.load_tools()

        def make(path: Path) -> str:
            try:
                face = make_face(path, self.preparation, tools.detector, tools.reader)
            except Rejected as error:
                return str(error)
            _save_face(_face_path(self.folder, path), **face)
            return ""

        return make


def make_face(path: Path, preparation: Preparation, detector: FaceDetector, reader: FaceReader) -> dict[str, NDArray[Any]]:
    """Cut, read and label the largest face of a photo; the arrays are those of `training.dataset` for one picture.

    Raises
    ------
    Rejected
        With the reason, if the photo cannot be used.
    """
    if preparation.labels is not None and path.stem not in preparation.labels:
        raise Rejected("has no Action Units in the table")
    if not path.is_file():
        raise Rejected("does not exist")
    try:
        rgb = read_photo(path).frame.rgb
    except ValueError as error:
        raise Rejected(str(error).removeprefix(str(path)).lstrip(": ")) from error
    box = _face_of(rgb, detector, is_face=preparation.are_faces)
    with torch.inference_mode():
        (reading,) = reader.read(rgb, [box], torch.device("cpu"))
    photo_from_picture = _level_map(reading, box, preparation)
    magnification = 1 / affine_scale(photo_from_picture)
    if magnification > MAX_MAGNIFICATION and not preparation.are_faces:
        raise Rejected(f"shows too small a face: it would be enlarged {magnification:.1f} times")
    if (outside := _share_outside(photo_from_picture, rgb.shape, preparation)) > MAX_OUTSIDE and not preparation.are_faces:
        raise Rejected(f"cuts the face off: {100 * outside:.0f} % of the crop lie outside the picture")
    landmarks_px = apply_affine(inverse_affine(photo_from_picture), reading.landmarks_px.astype(np.float64)).astype(np.float32)
    aus = reading.aus if preparation.labels is None else preparation.labels[path.stem]
    return {
        "images": crop_by_affine(rgb, photo_from_picture, preparation.size_px).rgb[None],
        "aus": np.asarray(aus, np.float32)[None],
        "landmarks_px": landmarks_px[None],
        "points_px": landmarks_px[None],
        "points_ok": np.ones((1, len(landmarks_px)), np.bool_),
    }


def data_sheet(folder: Path) -> str:
    """Describe how often and how strongly the faces of a training folder show each Action Unit."""
    vectors = []
    for path in sorted((folder / "faces").glob("*.npz")):
        try:
            vectors.append(read_arrays(path, ("aus",))["aus"])
        except UnreadableError as error:
            raise ValueError(f"{path} {error}") from None
    aus = np.concatenate(vectors) if vectors else np.zeros((0, len(AU_CODES)), np.float32)
    lines = [
        f"# {len(aus)} pictures",
        "",
        f"| AU | | mean | 95th percentile | share above {_CLEARLY_SHOWN:g} |",
        "|---|---|---|---|---|",
    ]
    if len(aus):
        for unit, column in zip(ACTION_UNITS, aus.T, strict=True):
            shown, high = (column > _CLEARLY_SHOWN).mean(), np.percentile(column, 95)
            lines.append(f"| {unit.code} | {unit.name.lower()} | {column.mean():.2f} | {high:.2f} | {100 * shown:.0f} % |")
    return "\n".join(lines) + "\n"


def _begin(folder: Path, preparation: Preparation) -> None:
    manifest = {
        "version": FORMAT_VERSION,
        "size_px": preparation.size_px,
        "crop_px": preparation.crop_px,
        "n_variants": 1,
        "au_codes": list(AU_CODES),
        "labels": "estimator" if preparation.labels is None else "table",
    }
    if preparation.held_out is not None:
        manifest["held_out"] = sorted(preparation.held_out)
    (folder / "faces").mkdir(parents=True, exist_ok=True)
    path = folder / "manifest.json"
    if not path.exists():
        _write(path, json.dumps(manifest, indent=1))
        return
    try:
        begun = read_object(path)
    except UnreadableError as error:
        raise ValueError(f"{path} is no manifest of a training folder: it {error}") from None
    if begun != manifest:
        raise ValueError(f"{folder} was begun with other settings; choose another folder")


def _face_of(rgb: NDArray[np.uint8], detector: FaceDetector, *, is_face: bool) -> FaceBox:
    boxes = detector.detect(rgb)
    if boxes:
        return boxes[0]
    if not is_face:
        raise Rejected("shows no face that the detector finds")
    height, width = rgb.shape[:2]
    return FaceBox(-0.5, -0.5, width - 0.5, height - 0.5)


def _level_map(reading: FaceReading, box: FaceBox, preparation: Preparation) -> NDArray[np.float64]:
    """Place the stored picture by the landmarks, which must agree with the detector."""
    margin_px = (preparation.size_px - preparation.crop_px) / 2
    template_px = TEMPLATE_UNIT * preparation.crop_px - 0.5 + margin_px
    try:
        photo_from_picture = fit_similarity(template_px, reading.landmarks_px[list(STABLE_POINTS)].astype(np.float64))
    except ValueError:
        raise Rejected("shows a face whose landmarks are not found") from None
    side_px = affine_scale(photo_from_picture) * preparation.crop_px
    expected_px = BOX_SCALE * box.width
    middle = apply_affine(photo_from_picture, np.full((1, 2), (preparation.size_px - 1) / 2))[0]
    shift = float(np.abs(middle - np.array(box.center)).max()) / expected_px
    if not 1 / _LARGEST_SCALE_STEP <= side_px / expected_px <= _LARGEST_SCALE_STEP or shift > _LARGEST_SHIFT:
        raise Rejected("shows a face whose landmarks are not found")
    return photo_from_picture


def _share_outside(photo_from_picture: NDArray[np.float64], shape: tuple[int, ...], preparation: Preparation) -> float:
    """Share of the level crop that lies beyond the photo."""
    margin_px = (preparation.size_px - preparation.crop_px) / 2
    places = margin_px + np.linspace(0, preparation.crop_px - 1, 32)
    x, y = apply_affine(photo_from_picture, np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)).T
    height, width = shape[:2]
    return float(1 - ((x > -0.5) & (x < width - 0.5) & (y > -0.5) & (y < height - 0.5)).mean())


def _face_path(folder: Path, photo: Path) -> Path:
    return folder / "faces" / f"{photo.stem}.npz"


def _save_face(path: Path, **arrays: NDArray[Any]) -> None:
    with new_file(path, overwrite=True) as file:
        np.savez(file, allow_pickle=False, **arrays)


def _write(path: Path, text: str) -> None:
    with new_file(path, overwrite=True) as file:
        file.write(text.encode())
