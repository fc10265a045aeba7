"""From portraits to a folder of training pairs: fit, draw expressions, render, write; resumable, in several processes.

The folder holds `manifest.json`, one `faces/<stem>.npz` for each face and `rejected.json` with the reason for every rejected photo.
A face that already exists is not made again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import read_object, write_object
from ganimation_desktop.core.base.training_run import REJECTED_FILE
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.jobs.processes import work_on_files
from ganimation_desktop.jobs.shard import WHOLE, Shard, report_name
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.training.layer_windows import SHADE_UNIT, eye_window, mouth_window
from ganimation_desktop.training.photo_progress import PhotoProgress, PhotoTally
from ganimation_desktop.training.synthesis.expressions import draw_expressions, draw_gazes
from ganimation_desktop.training.synthesis.face_model import FaceModel, load_face_model
from ganimation_desktop.training.synthesis.fit import MESH_FROM_68, fit_face
from ganimation_desktop.training.synthesis.labels import aus_from_photo, expression_weights
from ganimation_desktop.training.synthesis.mouth_texture import read_textures
from ganimation_desktop.training.synthesis.photos import Portrait, level_picture, read_portraits
from ganimation_desktop.training.synthesis.render import FaceRenderer, Rendering

FORMAT_VERSION = 2
N_SKIN_POINTS = 236

_MAX_FIT_ERROR = 0.055
_MAX_YAW_DEG = 38.0
_MAX_MAGNIFICATION = 1.9


@dataclass(frozen=True)
class SynthesisConfig:
    """Inputs and settings of the teacher.

    Attributes
    ----------
    photos, landmarks, blendshapes, face_model
        See `photos.read_portraits` and `face_model.load_face_model`.
    n_variants
        Pictures of each face, the photo itself among them.
    size_px, crop_px
        Side of the stored pictures, and of the program's crop in their middle.
    seed
        Random seed; a face's pictures depend on it and on the photo's name alone.
    """

    photos: Path
    landmarks: Path
    blendshapes: Path
    face_model: Path
    n_variants: int = 24
    size_px: int = 176
    crop_px: int = 128
    seed: int = 0


def synthesize(
    config: SynthesisConfig,
    folder: Path,
    n_processes: int = 2,
    limit: int | None = None,
    on_progress: Callable[[PhotoProgress], None] = lambda progress: None,
    shard: Shard = WHOLE,
) -> PhotoProgress:
    """Make the pairs.

    Parameters
    ----------
    config
        What to make from what.
    folder
        Where to; made if missing, continued if begun with the same settings.
    n_processes
        Worker processes.
    limit
        Stop after this many photos; all by default.
    on_progress
        Called after every photo.
    shard
        Which photos, by name. Several shares may go into one folder at the same time, also from different machines.

    Raises
    ------
    ValueError
        If an input is not what it should be, a face cannot be made or written, or the folder was begun with other settings.
    """
    portraits, unmeasured = read_portraits(config.photos, config.landmarks, config.blendshapes)
    portraits = [portrait for portrait in portraits[:limit] if shard.takes(portrait.path)]
    rejected = dict.fromkeys((name for name in unmeasured if shard.takes(Path(name))), "no landmarks or blendshapes")
    n_photos = len(portraits) + len(rejected)
    _begin(folder, config)
    waiting = [portrait.path for portrait in portraits if not _face_path(folder, portrait.path).exists()]
    tally = PhotoTally(len(portraits) - len(waiting), rejected, n_photos, on_progress)

    work_on_files(waiting, _PairMaking(config, folder), n_processes, tally.add)
    write_object(folder / report_name(REJECTED_FILE, shard), dict(sorted(rejected.items())), overwrite=True)
    return tally.progress


def _begin(folder: Path, config: SynthesisConfig) -> None:
    manifest = {
        "version": FORMAT_VERSION,
        "size_px": config.size_px,
        "crop_px": config.crop_px,
        "n_variants": config.n_variants,
        "seed": config.seed,
        "au_codes": list(AU_CODES),
    }
    (folder / "faces").mkdir(parents=True, exist_ok=True)
    path = folder / "manifest.json"
    if path.exists():
        try:
            begun = read_object(path)
        except UnreadableError as error:
            raise ValueError(f"{path} is no manifest of a training folder: it {error}") from None
        if begun != manifest:
            raise ValueError(f"{folder} holds pairs made with other settings; choose another folder")
    else:
        write_object(path, manifest, overwrite=True)


def _face_path(folder: Path, photo: Path) -> Path:
    return folder / "faces" / f"{photo.stem}.npz"


@dataclass(frozen=True)
class _PairMaking:
    """Reads what every face of a process shares and returns what makes a face there: the reason if it cannot be used, else nothing."""

    config: SynthesisConfig
    folder: Path

    def __call__(self) -> Callable[[Path], str]:
        cv2.setNumThreads(1)
        config = self.config
        portraits = {portrait.path: portrait for portrait in read_portraits(config.photos, config.landmarks, config.blendshapes)[0]}
        model = load_face_model(config.face_model)
        shop = _Workshop(
            model=model,
            detector=FaceDetector(),
            texture=read_textures(resources_dir() / "teeth")[0],
            other_aus=[aus_from_photo(portrait.scores, portrait.landmarks_px) for portrait in portraits.values()],
            points=followed_points(model),
        )
        return lambda path: _make_face(config, self.folder, portraits[path], shop)


@dataclass(frozen=True)
class _Workshop:
    """Data shared by all faces of a process."""

    model: FaceModel
    detector: FaceDetector
    texture: NDArray[np.uint8]
    other_aus: list[NDArray[np.float32]]
    points: NDArray[np.int64]


def followed_points(model: FaceModel) -> NDArray[np.int64]:
    """Skin vertices that are tracked through the renderings, spread evenly over the front of the face, the lids left out."""
    eyes = model.neutral[model.landmarks[36:48]]
    away_from_lids = np.linalg.norm(model.neutral[:, None] - eyes[None], axis=2).min(axis=1) > 0.8
    candidates = np.flatnonzero(away_from_lids & (model.neutral[:, 2] > 2.0))
    chosen = [int(candidates[0])]
    nearest = np.full(len(candidates), np.inf)
    for _ in range(N_SKIN_POINTS - 1):
        nearest = np.minimum(nearest, np.linalg.norm(model.neutral[candidates] - model.neutral[chosen[-1]], axis=1))
        chosen.append(int(candidates[nearest.argmax()]))
    return np.array(chosen)


def make_renderer(
    config: SynthesisConfig,
    portrait: Portrait,
    model: FaceModel,
    texture: NDArray[np.uint8],
    points: NDArray[np.int64],
    detector: FaceDetector,
) -> tuple[FaceRenderer, NDArray[np.float32]]:
    """Fit a portrait and prepare its renderer.

    Returns
    -------
    renderer
        Draws it.
    source_aus
        AUs of the photo, shape (17,).

    Raises
    ------
    ValueError
        With the reason, if the teacher should not use the photo.
    """
    picture, landmarks_px, magnification = level_picture(portrait, config.size_px, config.crop_px)
    if magnification > _MAX_MAGNIFICATION:
        raise ValueError(f"face too small: enlarged {magnification:.1f} times")
    aus = aus_from_photo(portrait.scores, portrait.landmarks_px)
    fit = fit_face(model, landmarks_px[MESH_FROM_68], expression_weights(model, portrait.scores, aus))
    if fit.error > _MAX_FIT_ERROR:
        raise ValueError(f"badly fitted: landmarks off by {100 * fit.error:.1f} % of the face")
    if abs(np.degrees(fit.yaw_rad)) > _MAX_YAW_DEG:
        raise ValueError(f"turned by {abs(np.degrees(fit.yaw_rad)):.0f} degrees")
    if not detector.detect(picture):
        raise ValueError("the HOG detector finds no face")
    return FaceRenderer(model, picture, landmarks_px, fit, aus, texture, points), aus


def _layers(renderings: list[Rendering], size_px: int) -> dict[str, NDArray[Any]]:
    """What lies behind the skin, as `dataset.FaceLayers` reads it; the light on a mouth in units of 1/`SHADE_UNIT`."""
    mouth, eyes = mouth_window(size_px), eye_window(size_px)

    def bytes_of(values: NDArray[np.float32], unit: float) -> NDArray[np.uint8]:
        return np.clip(np.round(values * unit), 0, 255).astype(np.uint8)

    return {
        "mouth": np.stack([bytes_of(rendering.mouth.mask[mouth], 255) for rendering in renderings]),
        "mouth_uv": np.stack([rendering.mouth.uv[mouth].astype(np.float16) for rendering in renderings]),
        "mouth_shade": np.stack([bytes_of(rendering.mouth.shade[mouth], SHADE_UNIT) for rendering in renderings]),
        "eyes": np.stack([bytes_of(rendering.eyes[eyes], 255) for rendering in renderings]),
        "eye_shade": np.stack([bytes_of(rendering.eye_shade[eyes], 255) for rendering in renderings]),
        "eyeballs": np.stack([rendering.eyeballs_rgb[eyes] for rendering in renderings]),
    }


def _make_face(config: SynthesisConfig, folder: Path, portrait: Portrait, shop: _Workshop) -> str:
    try:
        renderer, source_aus = make_renderer(config, portrait, shop.model, shop.texture, shop.points, shop.detector)
    except ValueError as error:
        return str(error)
    name_seed = int.from_bytes(hashlib.sha1(portrait.path.stem.encode()).digest()[:4])
    rng = np.random.default_rng((config.seed, name_seed))
    targets = draw_expressions(rng, source_aus, shop.other_aus, config.n_variants - 1)
    gazes = draw_gazes(rng, config.n_variants - 1)
    renderings = [renderer.source(), *(renderer.render(*wanted) for wanted in zip(targets, gazes, strict=True))]
    beside = folder / "faces" / f".{portrait.path.stem}.{os.getpid()}.npz"
    np.savez(
        beside,
        images=np.stack([rendering.rgb for rendering in renderings]),
        aus=np.stack([source_aus, *targets]),
        landmarks_px=np.stack([rendering.landmarks_px for rendering in renderings]),
        points_px=np.stack([rendering.points_px for rendering in renderings]),
        points_ok=np.broadcast_to(renderer.points_ok, (len(renderings), len(renderer.points_ok))),
        gaze=np.array([(0.0, 0.0), *gazes], np.float32),
        allow_pickle=False,
        **_layers(renderings, config.size_px),
    )
    beside.replace(_face_path(folder, portrait.path))
    return ""
