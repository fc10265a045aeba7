"""The kernel estimator from a training folder to its figures: pictures -> features -> fit -> comparison with the network, face by face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import ACTION_UNITS, AU_CODES
from ganimation_desktop.core.models.networks import FaceEstimator
from ganimation_desktop.training.augmentation import View, step_rng, to_network
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.kernel.aus import Carrier, KernelAus, carriers, fit_kernel_aus
from ganimation_desktop.training.kernel.features import FaceFeatures, triangles_of
from ganimation_desktop.training.measures import Floats, correlation, level_landmarks

FIT_PICTURES: Final = 5000
"""Approximate number of pictures to fit: memory grows with the square of it, time with the cube."""


@dataclass(frozen=True, eq=False)
class FaceTable:
    """Pictures of faces with the network's estimates.

    Attributes
    ----------
    crops_rgb
        (S, S, 3) uint8 each, level.
    landmarks_px
        (N, 68, 2) in crop pixels, estimated by the network, as in real use.
    aus, network_aus
        (N, 17), true and as the network reads them.
    faces
        (N,), which face each picture shows.
    """

    crops_rgb: list[NDArray[np.uint8]]
    landmarks_px: Floats
    aus: Floats
    network_aus: Floats
    faces: NDArray[np.intp]

    def features(self, features: FaceFeatures) -> NDArray[np.float32]:
        """Compute the features of all pictures, (N, D)."""
        return np.stack([features.of_face(rgb, landmarks) for rgb, landmarks in zip(self.crops_rgb, self.landmarks_px, strict=True)])


@dataclass(frozen=True)
class KernelFigures:
    """The kernel estimator compared with the network, on faces that neither was trained on.

    Attributes
    ----------
    n_faces, n_pictures
        What was looked at.
    correlation, network_correlation
        Of estimated and true AU over all pictures, per AU.
    au_mae_of, network_au_mae_of
        Mean absolute error, per AU.
    carriers
        Per AU the groups of features that the kernel estimate comes from, the strongest first.
    """

    n_faces: int
    n_pictures: int
    correlation: dict[str, float]
    network_correlation: dict[str, float]
    au_mae_of: dict[str, float]
    network_au_mae_of: dict[str, float]
    carriers: dict[str, tuple[Carrier, ...]]


def fit_to_pairs(data: PairData, estimator: FaceEstimator, seed: int = 0) -> KernelAus:
    """Fit a kernel estimator to the photo of each face and some of its renderings, `FIT_PICTURES` in all."""
    table = face_table(data, estimator, max(1, FIT_PICTURES // len(data.faces)), seed)
    features = FaceFeatures(triangles_of(level_landmarks(table.landmarks_px).mean(axis=0)))
    return fit_kernel_aus(features, table.features(features), table.aus, table.faces)


def evaluate_kernel(model: KernelAus, estimator: FaceEstimator, data: PairData) -> KernelFigures:
    """Compare a kernel estimator with the network that finds its landmarks, on the level crops of all pictures of `data`."""
    table = face_table(data, estimator)
    values = table.features(model.features)
    found = model.estimate(values)
    return KernelFigures(
        n_faces=len(data.faces),
        n_pictures=len(values),
        correlation=_of_each(correlation, found, table.aus),
        network_correlation=_of_each(correlation, table.network_aus, table.aus),
        au_mae_of=_of_each(_mae, found, table.aus),
        network_au_mae_of=_of_each(_mae, table.network_aus, table.aus),
        carriers=carriers(model, values),
    )


def carriers_of(model: KernelAus, estimator: FaceEstimator, data: PairData) -> dict[str, tuple[Carrier, ...]]:
    """Return what each AU is read from on all pictures of `data`."""
    return carriers(model, face_table(data, estimator).features(model.features))


def kernel_table(figures: KernelFigures) -> str:
    """Write the comparison and what each AU is read from as Markdown."""
    means = [np.mean(list(column.values())) for column in _columns(figures)]
    lines = [
        f"{figures.n_faces} faces, {figures.n_pictures} pictures.",
        "",
        "| AU | name | r, kernel | r, network | error, kernel | error, network |",
        "|---|---|---|---|---|---|",
    ]
    for unit in ACTION_UNITS:
        r, network_r, error, network_error = (column[unit.code] for column in _columns(figures))
        lines.append(f"| {unit.code} | {unit.name} | {r:.2f} | {network_r:.2f} | {error:.3f} | {network_error:.3f} |")
    lines += [
        f"| all | mean | {means[0]:.2f} | {means[1]:.2f} | {means[2]:.3f} | {means[3]:.3f} |",
        "",
        "r: correlation with the true AU over all pictures. Error: mean absolute.",
        "",
        carriers_table(figures.carriers),
    ]
    return "\n".join(lines)


def carriers_table(found: dict[str, tuple[Carrier, ...]]) -> str:
    """Write what each AU is read from as Markdown."""
    lines = ["| AU | name | read from (share of the estimate's variance; the feature it follows most closely) |", "|---|---|---|"]
    for unit in ACTION_UNITS:
        parts = [f"{c.group} {c.share:.0%} ({c.feature}, {c.tendency:+.2f})" for c in found[unit.code]]
        lines.append(f"| {unit.code} | {unit.name} | {'; '.join(parts)} |")
    return "\n".join(lines) + "\n"


def face_table(data: PairData, estimator: FaceEstimator, n_of_each: int | None = None, seed: int = 0) -> FaceTable:
    """Cut the level crops of all pictures, or of the photo and some renderings of each face, and run the network on them."""
    crops: list[NDArray[np.uint8]] = []
    landmarks, aus, network_aus, faces = [], [], [], []
    for number, face in enumerate(data.faces):
        others = np.arange(1, len(face.aus))
        if n_of_each is not None and n_of_each < len(face.aus):
            others = np.sort(step_rng(seed, number).permutation(others)[: n_of_each - 1])
        chosen = [0, *map(int, others)]
        view = View.level(face, data.crop_px, estimator.image_size)
        pictures = [view.image(face, variant) for variant in chosen]
        with torch.inference_mode():
            output = estimator(to_network(pictures))
        crops += pictures
        landmarks.append((output.landmarks.double().numpy() + 1) / 2 * estimator.image_size - 0.5)
        network_aus.append(output.aus.double().numpy())
        aus.append(face.aus[chosen].astype(np.float64))
        faces += [number] * len(chosen)
    return FaceTable(crops, np.concatenate(landmarks), np.concatenate(aus), np.concatenate(network_aus), np.array(faces))


def _columns(figures: KernelFigures) -> tuple[dict[str, float], ...]:
    return figures.correlation, figures.network_correlation, figures.au_mae_of, figures.network_au_mae_of


def _of_each(measure: Callable[[Floats, Floats], float], found: Floats, true: Floats) -> dict[str, float]:
    return {code: measure(found[:, au], true[:, au]) for au, code in enumerate(AU_CODES)}


def _mae(found: Floats, true: Floats) -> float:
    return float(np.abs(found - true).mean())
