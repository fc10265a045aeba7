"""Expressions that the teacher draws for a face: an AU distribution that covers every AU, alone and together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS, AuVector, au_index, au_vector

PROTOTYPES: tuple[AuVector, ...] = tuple(
    au_vector(values)
    for values in (
        {"AU06": 0.8, "AU12": 1.0, "AU25": 0.8},
        {"AU06": 0.4, "AU12": 0.7},
        {"AU06": 0.9, "AU12": 1.0, "AU25": 1.0, "AU26": 0.6},
        {"AU01": 0.9, "AU04": 0.6, "AU15": 0.8, "AU17": 0.4},
        {"AU01": 0.9, "AU02": 1.0, "AU05": 0.9, "AU25": 0.7, "AU26": 0.9},
        {"AU01": 0.8, "AU02": 0.5, "AU04": 0.6, "AU05": 0.8, "AU07": 0.3, "AU20": 0.8, "AU25": 0.6, "AU26": 0.3},
        {"AU04": 1.0, "AU05": 0.3, "AU07": 0.8, "AU23": 0.8},
        {"AU04": 0.8, "AU07": 0.6, "AU09": 0.5, "AU10": 0.5, "AU25": 0.7, "AU26": 0.3},
        {"AU04": 0.4, "AU09": 0.9, "AU10": 0.5, "AU15": 0.3, "AU17": 0.5},
        {"AU14": 0.9, "AU12": 0.2},
        {"AU45": 1.0},
        {"AU12": 0.8, "AU06": 0.6, "AU45": 1.0, "AU25": 0.4},
        {"AU25": 0.9, "AU26": 0.5},
    )
)
"""EMFACS prototypes (Friesen and Ekman 1983) and the movements of daily life, in the intensities that the model reaches."""

_BLINK, _PARTED, _DROPPED, _SMILING = (au_index(code) for code in ("AU45", "AU25", "AU26", "AU12"))


def draw_expressions(rng: np.random.Generator, source_aus: AuVector, others: Sequence[AuVector], n: int) -> list[AuVector]:
    """Target AU vectors for one face.

    Parameters
    ----------
    rng
        Source of chance.
    source_aus
        AUs of the photo.
    others
        AU vectors of other photos, shape (17,) each.
    n
        How many; the first is neutral. After it in turn: one AU alone on the photo, one AU alone on a neutral face, a sparse mixture,
        a prototype with noise, a mouth that opens, one with other AUs, another photo's expression. The inside of an opened mouth must be
        painted from nothing, which takes the most training.
    """
    units = rng.permutation(N_AUS)
    expressions = [np.zeros(N_AUS, np.float32)]
    for index in range(n - 1):
        kind = index % 7
        if kind < 2:
            unit = int(units[(index // 7 * 2 + kind) % N_AUS])
            vector = source_aus.copy() if kind == 0 else np.zeros(N_AUS, np.float32)
            vector[unit] = rng.uniform(0.55, 1.0)
        elif kind == 2:
            vector = np.where(rng.random(N_AUS) < 0.3, rng.random(N_AUS) ** 0.8, 0.0)
            vector[_BLINK] *= rng.random() < 0.4
        elif kind == 3:
            vector = PROTOTYPES[int(rng.integers(len(PROTOTYPES)))] * rng.uniform(0.5, 1.1) + _noise(rng)
        elif kind == 4:
            vector = _open_mouth(rng)
        elif kind == 5:
            vector = _open_mouth(rng) + np.where(rng.random(N_AUS) < 0.2, rng.random(N_AUS), 0.0)
            vector[_BLINK] *= rng.random() < 0.4
        else:
            vector = others[int(rng.integers(len(others)))] + _noise(rng)
        expressions.append(np.clip(vector, 0.0, 1.0).astype(np.float32))
    return expressions


def draw_gazes(rng: np.random.Generator, n: int) -> list[tuple[float, float]]:
    """Where the eyes turn in n pictures, to the right and up against the photo, -1..1; large turns more often than small, most none."""
    gazes = []
    for _ in range(n):
        drawn = rng.uniform(-1.0, 1.0, 2)
        right, up = np.sign(drawn) * np.abs(drawn) ** 0.7
        turned = rng.random() < 0.38
        gazes.append((float(right), float(up)) if turned else (0.0, 0.0))
    return gazes


def _open_mouth(rng: np.random.Generator) -> AuVector:
    vector = np.zeros(N_AUS, np.float32)
    vector[_PARTED] = rng.uniform(0.2, 1.0)
    vector[_DROPPED] = rng.uniform(0.0, 1.0) * (rng.random() < 0.6)
    vector[_SMILING] = rng.uniform(0.3, 1.0) * (rng.random() < 0.6)
    return vector


def _noise(rng: np.random.Generator) -> AuVector:
    """Small changes of a few AUs: U(-0.1, 0.1) as in the paper's target sampling."""
    return np.asarray(rng.uniform(-0.1, 0.1, N_AUS) * (rng.random(N_AUS) < 0.5), np.float32)
