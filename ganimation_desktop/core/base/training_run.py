"""What the training process and the window share about a run: the files of its folder, recipe names, and its reports.

The training process writes, the window reads; neither imports the other. This module imports nothing heavy.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

CONFIG_FILE: Final = "config.json"
"""The settings."""
STATE_FILE: Final = "last.ckpt"
"""The state, to resume from."""
AVERAGE_FILE: Final = "average.safetensors"
"""The averaged network, as a checkpoint of the program."""
PROGRESS_FILE: Final = "progress.jsonl"
"""The reports, one per line. A step repeated after a kill appears twice; the later line counts."""
SAMPLES_FOLDER: Final = "samples"
"""Sample grids over time, `step-<number>.png`."""
STOP_FILE: Final = "stop"
"""A file of this name asks the run to stop at the end of the step, where no signal can."""
REJECTED_FILE: Final = "rejected.json"
"""In a training folder: the files that could not be used, with the reason."""

PAIRED_RECIPE: Final = "paired"
ESTIMATOR_RECIPE: Final = "estimator"
KERNEL_RECIPE: Final = "kernel"
PUBLISHED_RECIPE: Final = "ganimation"
STARGAN_RECIPE: Final = "stargan"
REFINING_RECIPE: Final = "paired+gan"
RECIPES: Final = (PAIRED_RECIPE, ESTIMATOR_RECIPE, KERNEL_RECIPE, PUBLISHED_RECIPE, STARGAN_RECIPE, REFINING_RECIPE)
"""What `ganimation train --recipe` accepts; `training.recipes` and, for the kernel method, `training.kernel` say what each computes."""

MOST_STEPS: Final = 10**12
"""Larger values mean a damaged file."""


@dataclass(frozen=True)
class MaskFault:
    """A saturated attention mask.

    Attributes
    ----------
    shows
        Whether nearly everything is painted (0) or kept (1).
    change, weight
        What to do: the loss weight to lower or to raise.
    """

    shows: Literal["painted", "kept"]
    change: Literal["lower", "raise"]
    weight: str


@dataclass(frozen=True)
class TrainingReport:
    """What a run reports.

    Attributes
    ----------
    step, total_steps
        Steps done and planned (None while open).
    samples_per_s
        Speed since the last report.
    remaining_s, elapsed_s
        Estimated time to the end, and training time so far, over all sessions.
    values
        Means since the last report, by name: "loss" and the generator's terms (not while only the critic is trained), the critic's terms,
        the statistics, "rate"; after an evaluation also "held_out/...".
    histograms
        Shares by bin, by name: "mask_histogram", from attention 0 to 1.
    mask_fault
        Problem of the attention mask, if any.
    """

    step: int
    total_steps: int | None
    samples_per_s: float
    remaining_s: float
    elapsed_s: float
    values: Mapping[str, float]
    histograms: Mapping[str, Sequence[float]] = field(default_factory=dict)
    mask_fault: MaskFault | None = None

    def to_line(self) -> str:
        """Write the report as a line of JSON, without its end."""
        return json.dumps(dataclasses.asdict(self))

    @staticmethod
    def from_line(line: str | bytes) -> TrainingReport:
        """Read what `to_line` wrote.

        Raises
        ------
        ValueError
            The line is damaged or of another version.
        """
        from ganimation_desktop.core.base.json_file import number_of, object_of, parse_object, text_of  # brings numpy

        try:
            content = parse_object(line)
            fault, total_steps = content.get("mask_fault"), content.get("total_steps")
            return TrainingReport(
                step=int(number_of(content, "step", low=0, high=MOST_STEPS)),
                total_steps=None if total_steps is None else int(number_of(content, "total_steps", low=1, high=MOST_STEPS)),
                samples_per_s=number_of(content, "samples_per_s", low=0, high=math.inf),
                remaining_s=number_of(content, "remaining_s", low=0, high=math.inf),
                elapsed_s=number_of(content, "elapsed_s", low=0, high=math.inf),
                values={name: float(value) for name, value in object_of(content, "values").items()},
                histograms={name: list(map(float, shares)) for name, shares in content.get("histograms", {}).items()},
                mask_fault=None
                if fault is None
                else _mask_fault(text_of(fault, "shows"), text_of(fault, "change"), text_of(fault, "weight")),
            )
        except (TypeError, AttributeError, OverflowError) as error:
            raise ValueError(f"a report of another version: {error}") from None


def _mask_fault(shows: str, change: str, weight: str) -> MaskFault:
    return MaskFault("painted" if shows == "painted" else "kept", "lower" if change == "lower" else "raise", weight)
