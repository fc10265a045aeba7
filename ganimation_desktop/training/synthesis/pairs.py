"""From portraits to a folder of training pairs: fit, draw expressions, render, write; resumable, in several processes.

The folder holds `manifest.json`, one `faces/<stem>.npz` for each face and `rejected.json` with the reason for every photo left out.
A face that is already there is not made again.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AU_CODES
from ganimation_desktop.core.faces import FaceDetector
from ganimation_desktop.core.frames import read_photo
from ganimation_desktop.training.synthesis.expressions import draw_expressions
from ganimation_desktop.training.synthesis.face_model import FaceModel, load_face_model
from ganimation_desktop.training.synthesis.fit import MESH_FROM_68, fit_face
from ganimation_desktop.training.synthesis.labels import aus_from_photo, expression_weights
from ganimation_desktop.training.synthesis.mouth import Donor, make_donor
from ganimation_desktop.training.synthesis.photos import Portrait, level_picture, read_portraits
from ganimation_desktop.training.synthesis.render import FaceRenderer

FORMAT_VERSION = 1
N_SKIN_POINTS = 236

_MAX_FIT_ERROR = 0.055
_MAX_YAW_DEG = 38.0
_MAX_MAGNIFICATION = 1.9
_DONOR_MIN_FACE_PX = 140.0
_DONOR_MAX_TURN = 0.13
_DONOR_TEETH_EDGE = 0.42


@dataclass(frozen=True)
class SynthesisConfig:
    """Where the teacher reads, and what it makes.

    Attributes
    ----------
    photos, landmarks, blendshapes, face_model
        See `photos.read_portraits` and `face_model.load_face_model`.
    n_variants
        Pictures of each face, the photo itself among them.
    size_px, crop_px
        Side of the stored pictures, and of the program's crop in their middle.
    seed
        Start of every draw; a face's pictures depend on it and on the photo's name alone.
    """

    photos: Path
    landmarks: Path
    blendshapes: Path
    face_model: Path
    n_variants: int = 24
    size_px: int = 176
    crop_px: int = 128
    seed: int = 0


@dataclass(frozen=True)
class Progress:
    """How far the teacher is: faces made (those of an earlier run among them), photos rejected, photos in all."""

    n_made: int
    n_rejected: int
    n_photos: int


@dataclass(frozen=True)
class _Rejected:
    reason: str


def synthesize(
    config: SynthesisConfig,
    folder: Path,
    n_processes: int = 2,
    limit: int | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
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

    Raises
    ------
    ValueError
        If an input is not what it should be, or the folder was begun with other settings.
    """
    portraits, unmeasured = read_portraits(config.photos, config.landmarks, config.blendshapes)
    portraits = portraits[:limit]
    _begin(folder, config)
    rejected = dict.fromkeys(unmeasured, "no landmarks or blendshapes")
    waiting = [portrait for portrait in portraits if not _face_path(folder, portrait).exists()]
    n_made = len(portraits) - len(waiting)
    for portrait, outcome in _run(config, folder, waiting, n_processes):
        if outcome is None:
            n_made += 1
        else:
            rejected[portrait.path.name] = outcome.reason
        on_progress(Progress(n_made, len(rejected), len(portraits) + len(unmeasured)))
    _write_atomically(folder / "rejected.json", json.dumps(dict(sorted(rejected.items())), indent=1).encode())
    return Progress(n_made, len(rejected), len(portraits) + len(unmeasured))


def _run(config: SynthesisConfig, folder: Path, portraits: list[Portrait], n_processes: int) -> Iterator[tuple[Portrait, _Rejected | None]]:
    if n_processes == 1:
        for portrait in portraits:
            yield portrait, _make_face(config, folder, portrait)
        return
    with ProcessPoolExecutor(n_processes, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        futures = {pool.submit(_make_face, config, folder, portrait): portrait for portrait in portraits}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)


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
        if json.loads(path.read_text()) != manifest:
            raise ValueError(f"{folder} holds pairs made with other settings; choose another folder")
    else:
        _write_atomically(path, json.dumps(manifest, indent=1).encode())


def _face_path(folder: Path, portrait: Portrait) -> Path:
    return folder / "faces" / f"{portrait.path.stem}.npz"


def _write_atomically(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


@dataclass(frozen=True)
class _Workshop:
    """What every face of a worker process shares."""

    model: FaceModel
    detector: FaceDetector
    donor: Donor
    other_aus: list[NDArray[np.float32]]
    points: NDArray[np.int64]


@cache
def _workshop(config: SynthesisConfig) -> _Workshop:
    portraits, _ = read_portraits(config.photos, config.landmarks, config.blendshapes)
    model = load_face_model(config.face_model)
    return _Workshop(
        model=model,
        detector=FaceDetector(),
        donor=choose_donor(portraits),
        other_aus=[aus_from_photo(portrait.scores, portrait.landmarks_px) for portrait in portraits],
        points=followed_points(model),
    )


def choose_donor(portraits: list[Portrait]) -> Donor:
    """The portrait that lends its teeth: of the large faces that look at the camera, the widest open mouth in bright light."""

    def openness(portrait: Portrait) -> float:
        points = portrait.landmarks_px
        across = points[263] - points[33]
        width = float(np.linalg.norm(across))
        turn = float((points[4] - (points[33] + points[263]) / 2) @ across) / width**2
        if np.ptp(points, axis=0).max() < _DONOR_MIN_FACE_PX or abs(turn) > _DONOR_MAX_TURN:
            return -1.0
        return math.dist(points[13], points[14]) / max(math.dist(points[78], points[308]), 1.0)

    best = max(portraits, key=openness)
    return make_donor(read_photo(best.path).frame.rgb, best.landmarks_px, _DONOR_TEETH_EDGE)


def followed_points(model: FaceModel) -> NDArray[np.int64]:
    """Skin vertices that are followed through the renderings, spread evenly over the front of the face, the lids left out."""
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
    config: SynthesisConfig, portrait: Portrait, model: FaceModel, donor: Donor, points: NDArray[np.int64], detector: FaceDetector
) -> tuple[FaceRenderer, NDArray[np.float32]]:
    """Fit a portrait and get ready to draw it.

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
        raise ValueError("the HOG detector sees no face")
    return FaceRenderer(model, picture, landmarks_px, fit, aus, donor, points), aus


def _make_face(config: SynthesisConfig, folder: Path, portrait: Portrait) -> _Rejected | None:
    shop = _workshop(config)
    try:
        renderer, source_aus = make_renderer(config, portrait, shop.model, shop.donor, shop.points, shop.detector)
    except ValueError as error:
        return _Rejected(str(error))
    name_seed = int.from_bytes(hashlib.sha1(portrait.path.stem.encode()).digest()[:4])
    rng = np.random.default_rng((config.seed, name_seed))
    targets = draw_expressions(rng, source_aus, shop.other_aus, config.n_variants - 1)
    renderings = [renderer.source(), *(renderer.render(target) for target in targets)]
    beside = folder / "faces" / f".{portrait.path.stem}.{os.getpid()}.npz"
    np.savez(
        beside,
        images=np.stack([rendering.rgb for rendering in renderings]),
        aus=np.stack([source_aus, *targets]),
        landmarks_px=np.stack([rendering.landmarks_px for rendering in renderings]),
        points_px=np.stack([rendering.points_px for rendering in renderings]),
        points_ok=np.broadcast_to(renderer.points_ok, (len(renderings), len(renderer.points_ok))),
    )
    beside.replace(_face_path(folder, portrait))
    return None
