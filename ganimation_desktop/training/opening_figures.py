"""Figures of opened mouths and eyes: detail between the lips, the opening of the eye, the shape of the iris."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.models.networks import FaceEstimator, Generator
from ganimation_desktop.training.augmentation import View, to_network
from ganimation_desktop.training.dataset import FaceVariants, PairData
from ganimation_desktop.training.evaluation import Eyes, edit, estimate
from ganimation_desktop.training.measures import GEOMETRY, iris_aspect, level_landmarks, mouth_detail

OPENED_MOUTH = {"AU25": 1.0, "AU26": 0.8}
RAISED_LIDS = {"AU05": 1.0}
PARTED = 0.12
"""Gap between the lips over the distance of the eyes from which a photo counts as one of an open mouth."""


@dataclass(frozen=True)
class OpeningFigures:
    """Figures of opened mouths and eyes, medians over faces; NaN where no face shows them.

    Attributes
    ----------
    mouth_detail, photo_mouth_detail
        Mean gradient over standard deviation between the lips: of closed mouths that were opened, and of photos of open mouths.
    n_mouths, n_photo_mouths
        How many mouths that were.
    eye_opening_change
        Change of the eye's opening by raised lids, as a share.
    iris_aspect, photo_iris_aspect
        Height of the visible iris over its width, with raised lids and in the photos; 1 is round.
    """

    mouth_detail: float
    photo_mouth_detail: float
    n_mouths: int
    n_photo_mouths: int
    eye_opening_change: float
    iris_aspect: float
    photo_iris_aspect: float


def evaluate_openings(generator: Generator, estimator: FaceEstimator, data: PairData) -> OpeningFigures:
    """Open the mouths and eyes of all faces of `data`, in their level crops.

    Parameters
    ----------
    generator, estimator
        In evaluation mode, on the CPU.
    data
        Faces kept aside.
    """
    faces = [_measure(face, data.crop_px, generator, estimator) for face in data.faces]
    edits, photos = (np.array([values[k] for values in faces], np.float64) for k in ("edit", "photo"))
    parted = photos[:, 3] > PARTED
    return OpeningFigures(
        mouth_detail=_median(edits[~parted, 0]),
        photo_mouth_detail=_median(photos[parted, 0]),
        n_mouths=int(np.isfinite(edits[~parted, 0]).sum()),
        n_photo_mouths=int(np.isfinite(photos[parted, 0]).sum()),
        eye_opening_change=_median(edits[:, 1] / np.maximum(photos[:, 1], 1e-6) - 1),
        iris_aspect=_median(edits[:, 2]),
        photo_iris_aspect=_median(photos[:, 2]),
    )


def openings_table(figures: OpeningFigures) -> str:
    """Write the figures as Markdown."""
    counts = f"{figures.n_mouths} mouths; photos of {figures.n_photo_mouths} open ones"
    rows = (
        (
            f"detail between the lips, AU25 = 1 with AU26 = 0.8 ({counts})",
            _number(figures.mouth_detail),
            _number(figures.photo_mouth_detail),
        ),
        ("opening of the eye, AU05 = 1", _percent(figures.eye_opening_change), "–"),
        ("height of the visible iris over its width, AU05 = 1", _number(figures.iris_aspect), _number(figures.photo_iris_aspect)),
    )
    lines = [
        "| mouths and eyes | opened | photos |",
        "|---|---|---|",
        *(f"| {what} | {opened} | {photo} |" for what, opened, photo in rows),
    ]
    return "\n".join(lines) + "\n"


def _measure(face: FaceVariants, crop_px: int, generator: Generator, estimator: FaceEstimator) -> dict[str, tuple[float, ...]]:
    """Mouth detail, eye opening, iris aspect and lip gap of the edits and of the photo of one face."""
    view = View.level(face, crop_px, generator.image_size)
    source = view.image(face, 0)
    targets = np.tile(face.aus[0], (2, 1))
    for target, expression in zip(targets, (OPENED_MOUTH, RAISED_LIDS), strict=True):
        for code, intensity in expression.items():
            target[au_index(code)] = intensity
    _, (opened, raised) = edit(generator, source, face.aus[0], targets, Eyes.of(face, view, slice(0, 1)))
    landmarks, _ = estimate(estimator, to_network([source, opened, raised]))
    source_px, opened_px, raised_px = (landmarks + 1) / 2 * generator.image_size - 0.5
    return {
        "edit": (mouth_detail(opened, opened_px), _eye_opening(raised_px), iris_aspect(raised, raised_px), _lip_gap(opened_px)),
        "photo": (mouth_detail(source, source_px), _eye_opening(source_px), iris_aspect(source, source_px), _lip_gap(source_px)),
    }


def _eye_opening(landmarks_px: NDArray[np.float64]) -> float:
    return float(GEOMETRY["AU05"](level_landmarks(landmarks_px)))


def _lip_gap(landmarks_px: NDArray[np.float64]) -> float:
    return float(GEOMETRY["AU25"](level_landmarks(landmarks_px)))


def _median(values: NDArray[np.float64]) -> float:
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if len(finite) else math.nan


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:+.0f} %"
