"""Evaluation figures as a Markdown table, and contact sheets of edits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import ACTION_UNITS, AU_CODES, N_AUS, au_vector
from ganimation_desktop.core.models.networks import Generator
from ganimation_desktop.training.augmentation import View
from ganimation_desktop.training.dataset import FaceVariants, PairData
from ganimation_desktop.training.evaluation import Eyes, edit
from ganimation_desktop.training.figures import EstimatorFigures, GeneratorFigures

EXPRESSIONS: Mapping[str, Mapping[str, float]] = {
    "neutral": {},
    "smile": {"AU06": 0.7, "AU12": 1.0, "AU25": 0.7},
    "surprise": {"AU01": 0.9, "AU02": 0.9, "AU05": 0.8, "AU25": 0.8, "AU26": 0.8},
    "anger": {"AU04": 1.0, "AU05": 0.4, "AU07": 0.7, "AU23": 0.8},
    "sadness": {"AU01": 0.9, "AU04": 0.6, "AU15": 0.9, "AU17": 0.5},
    "disgust": {"AU09": 0.9, "AU10": 0.7, "AU17": 0.4},
    "blink": {"AU45": 1.0},
}
"""Expressions of the contact sheet: AU intensities, the others 0."""

_HEADER_PX = 16


def generator_table(figures: GeneratorFigures) -> str:
    """Write a generator's figures as Markdown."""
    lines = [
        f"{figures.n_faces} faces, {figures.n_pairs} pairs.",
        "",
        *(_pair_lines(figures) if figures.n_pairs else ()),
        "| AU | name | change | Spearman | leakage | landmarks, % | Spearman | per unit | teacher's per unit | edited share |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for unit, row in zip(ACTION_UNITS, figures.responses, strict=True):
        lines.append(
            f"| {row.code} | {unit.name} | {row.change:+.2f} | {row.spearman:.2f} | {row.leakage:.3f} | {row.geometry_change:+.1f} "
            f"| {row.geometry_spearman:.2f} | {_signed(row.per_unit)} | {_signed(row.teacher_per_unit)} | {row.edited:.3f} |"
        )
    lines += [
        "",
        "Change, leakage: estimated AUs when the slider goes from 0 to 1 alone. Landmarks: change of a length that belongs to the AU, in "
        "percent of the eye distance. Per unit: regression of measured on target AU changes over all pairs.",
    ]
    return "\n".join(lines) + "\n"


def _signed(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:+.2f}"


def _pair_lines(figures: GeneratorFigures) -> tuple[str, ...]:
    return (
        "| what | model | copying the input |",
        "|---|---|---|",
        f"| error to the teacher's picture, crop | {figures.error:.4f} | {figures.error_copying:.4f} |",
        f"| error to the teacher's picture, face | {figures.face_error:.4f} | {figures.face_error_copying:.4f} |",
        f"| error without change, before compositing makes it 0 | {figures.no_change_error:.4f} | 0 |",
        "",
        f"Sharpness of the edited region against the source: {figures.sharpness:.2f} (teacher {figures.teacher_sharpness:.2f}). "
        f"Mean edited share: {figures.edited:.3f}.",
        "",
    )


def estimator_table(figures: EstimatorFigures) -> str:
    """Write an estimator's figures as Markdown."""
    lines = [
        f"{figures.n_faces} faces, {figures.n_pictures} pictures.",
        "",
        f"Point error: {100 * figures.point_error:.2f} % of the eye distance (photos alone {100 * figures.point_error_photos:.2f} %). "
        f"Mean AU error: {figures.au_mae:.3f}.",
        "",
        "| AU | name | correlation | mean error |",
        "|---|---|---|---|",
        *(
            f"| {unit.code} | {unit.name} | {figures.au_correlation[unit.code]:.2f} | {figures.au_mae_of[unit.code]:.3f} |"
            for unit in ACTION_UNITS
        ),
    ]
    return "\n".join(lines) + "\n"


def expression_sheet(generator: Generator, data: PairData) -> NDArray[np.uint8]:
    """Draw each face with each of the `EXPRESSIONS`, the source first."""
    targets = np.stack([au_vector(aus) for aus in EXPRESSIONS.values()])
    rows = [_row(generator, face, data.crop_px, targets) for face in data.faces]
    return _with_header(np.concatenate(rows), ("source", *EXPRESSIONS))


def au_sheet(generator: Generator, data: PairData) -> NDArray[np.uint8]:
    """Draw each face with each AU alone at 1 on top of its own expression, the source first."""
    rows = []
    for face in data.faces:
        targets = np.tile(face.aus[0], (N_AUS, 1))
        np.fill_diagonal(targets, 1.0)
        rows.append(_row(generator, face, data.crop_px, targets))
    return _with_header(np.concatenate(rows), ("source", *AU_CODES))


def _row(generator: Generator, face: FaceVariants, crop_px: int, targets: NDArray[np.float32]) -> NDArray[np.uint8]:
    view = View.level(face, crop_px, generator.image_size)
    source = view.image(face, 0)
    _, results = edit(generator, source, face.aus[0], targets, Eyes.of(face, view, slice(0, 1)))
    return np.concatenate((source, *results), axis=1)


def _with_header(rgb: NDArray[np.uint8], titles: Sequence[str]) -> NDArray[np.uint8]:
    header = np.full((_HEADER_PX, rgb.shape[1], 3), 255, np.uint8)
    for number, title in enumerate(titles):
        x = number * (rgb.shape[1] // len(titles)) + 4
        cv2.putText(header, title, (x, _HEADER_PX - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
    return np.concatenate((header, rgb))
