"""The figures of a run as curves over its steps, sorted into groups that share a scale."""

from __future__ import annotations

import itertools
from array import array
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.training_run import TrainingReport

HELD_OUT_PREFIX = "held_out/"
WHOLE_LOSS = "loss"


class CurveGroup(Enum):
    """What a figure is about."""

    LOSSES = "losses"
    HELD_OUT = "held_out"
    MASK = "mask"
    SPEED = "speed"


@dataclass(frozen=True, eq=False)
class Curve:
    """A value over steps: both (N,), steps ascending."""

    steps: NDArray[np.float64]
    values: NDArray[np.float64]


class CurvePoints:
    """Collects the figures of a run, report after report."""

    def __init__(self) -> None:
        self._points: dict[str, tuple[array[float], array[float]]] = {}

    def add(self, report: TrainingReport) -> None:
        """Append a report; figures from its step on, which were reported before a kill, are dropped."""
        for steps, values in self._points.values():
            while steps and steps[-1] >= report.step:
                steps.pop()
                values.pop()
        figures = {**report.values, "samples_per_s": report.samples_per_s}
        for name in sorted(figures, key=lambda name: name != WHOLE_LOSS):
            steps, values = self._points.setdefault(name, (array("d"), array("d")))
            steps.append(report.step)
            values.append(figures[name])

    def curves(self) -> dict[CurveGroup, dict[str, Curve]]:
        """Return the curves by group and name, the whole loss first, then in the order of the reports."""
        groups: dict[CurveGroup, dict[str, Curve]] = {group: {} for group in CurveGroup}
        for name, (steps, values) in self._points.items():
            if steps:
                groups[group_of(name)][name.removeprefix(HELD_OUT_PREFIX)] = Curve(np.array(steps), np.array(values))
        return groups


def group_of(name: str) -> CurveGroup:
    """Return the group of a figure."""
    if name.startswith(HELD_OUT_PREFIX):
        return CurveGroup.HELD_OUT
    if name.startswith("mask_"):
        return CurveGroup.MASK
    return CurveGroup.SPEED if name in ("rate", "samples_per_s") else CurveGroup.LOSSES


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
