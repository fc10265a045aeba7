"""A small pair folder: random smooth pictures whose brightness, left half and landmarks follow the AUs."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS
from ganimation_desktop.training.dataset import FaceVariants, split_of

SIZE_PX, CROP_PX, N_VARIANTS, N_POINTS = 44, 32, 3, 40


def write_face(folder: Path, stem: str) -> Path:
    rng = np.random.default_rng(sum(stem.encode()))
    aus = rng.random((N_VARIANTS, N_AUS)).astype(np.float32)
    base = cv2.resize(rng.integers(40, 200, (6, 6, 3), dtype=np.uint8), (SIZE_PX, SIZE_PX), interpolation=cv2.INTER_CUBIC)
    shades = np.clip(base[None].astype(np.float32) + 60 * (aus[:, :1, None, None] - 0.5), 0, 255)
    points = rng.uniform(10, 34, (1, N_POINTS, 2)) + rng.normal(0, 1, (N_VARIANTS, N_POINTS, 2))
    landmarks = np.tile(np.stack(np.meshgrid(np.linspace(12, 32, 17), [14, 20, 26, 30]), axis=-1).reshape(1, 68, 2), (N_VARIANTS, 1, 1))
    path = folder / "faces" / f"{stem}.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        images=shades.astype(np.uint8),
        aus=aus,
        landmarks_px=landmarks.astype(np.float32),
        points_px=points.astype(np.float32),
        points_ok=rng.random((N_VARIANTS, N_POINTS)) < 0.9,
    )
    return path


def write_manifest(folder: Path, au_codes: tuple[str, ...] = AU_CODES) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {"version": 1, "size_px": SIZE_PX, "crop_px": CROP_PX, "n_variants": N_VARIANTS, "au_codes": au_codes}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def write_pair_folder(folder: Path, n_train: int = 4, n_held_out: int = 2) -> Path:
    write_manifest(folder)
    wanted = {"train": n_train, "held_out": n_held_out}
    number = 0
    while any(wanted.values()):
        stem = f"face-{number:03d}"
        if wanted[split_of(stem)]:
            wanted[split_of(stem)] -= 1
            write_face(folder, stem)
        number += 1
    return folder


def first_variant(face: FaceVariants) -> FaceVariants:
    """The photo alone, as `ganimation prepare` makes it."""
    return FaceVariants(face.stem, face.images_rgb[:1], face.aus[:1], face.landmarks_px[:1], face.points_px[:1], face.points_ok[:1])
