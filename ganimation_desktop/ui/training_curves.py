"""The figures of a run as curves over its steps, sorted into groups that share a scale."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

HELD_OUT_PREFIX = "held_out/"
WHOLE_LOSS = "loss"


class CurveGroup(Enum):
    """What a figure is about."""

    LOSSES = "losses"
    HELD_OUT = "held_out"
    MASK = "mask"
    PACE = "pace"


class ReportLike(Protocol):
    """What of a report becomes curves."""

    @property
    def step(self) -> int:
        """Steps done."""

    @property
    def samples_per_s(self) -> float:
        """Speed."""

    @property
    def values(self) -> Mapping[str, float]:
        """Figures by name; not every report has all."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A value over steps: both (N,), steps ascending."""

    steps: NDArray[np.float64]
    values: NDArray[np.float64]


def curves_of(reports: Sequence[ReportLike]) -> dict[CurveGroup, dict[str, Curve]]:
    """Return the curves of a run by group and name, the whole loss first, then in the order of the reports."""
    points: dict[str, tuple[list[int], list[float]]] = {}
    for report in reports:
        told = {**report.values, "samples_per_s": report.samples_per_s}
        for name, value in sorted(told.items(), key=lambda pair: pair[0] != WHOLE_LOSS):
            steps, values = points.setdefault(name, ([], []))
            steps.append(report.step)
            values.append(value)
    groups: dict[CurveGroup, dict[str, Curve]] = {group: {} for group in CurveGroup}
    for name, (steps, values) in points.items():
        groups[group_of(name)][name.removeprefix(HELD_OUT_PREFIX)] = Curve(np.array(steps, np.float64), np.array(values, np.float64))
    return groups


def group_of(name: str) -> CurveGroup:
    """Say what a figure is about."""
    if name.startswith(HELD_OUT_PREFIX):
        return CurveGroup.HELD_OUT
    if name.startswith("mask_"):
        return CurveGroup.MASK
    return CurveGroup.PACE if name in ("rate", "samples_per_s") else CurveGroup.LOSSES


def thinned(curve: Curve, n_columns: int) -> Curve:
    """Keep the lowest and the highest value of each of `n_columns` pieces, in order, where there are many more."""
    n = len(curve.steps)
    if n <= 4 * n_columns:
        return curve
    edges = np.linspace(0, n, n_columns + 1).astype(int)
    kept = {0, n - 1}
    for start, stop in itertools.pairwise(edges.tolist()):
        piece = curve.values[start:stop]
        kept |= {start + int(np.argmin(piece)), start + int(np.argmax(piece))}
    chosen = np.array(sorted(kept))
    return Curve(curve.steps[chosen], curve.values[chosen])


def nearest(steps: NDArray[np.float64], step: float) -> int:
    """Return the place of the step that is nearest to one."""
    return int(np.abs(steps - step).argmin())
