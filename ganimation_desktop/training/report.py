"""What a run tells while it goes: means of the losses since the last report, speed, remaining time, and warnings."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import torch

from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.objectives import StepLoss
from ganimation_desktop.training.schedule import remaining_s
from ganimation_desktop.training.state import TrainingState

SATURATED_SHARE = 0.98
PACE_STEPS = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MaskFault:
    """An attention mask that says nothing.

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
class Progress:
    """What a run reports.

    Attributes
    ----------
    step, total_steps
        Steps done and planned (None while open).
    samples_per_s
        Speed since the last report.
    remaining_s
        Estimated time to the end.
    values
        Means since the last report, by name: "loss" and the generator's terms (not while only its critic learns), those of the critic,
        the statistics, "rate"; on a check also "held_out/...".
    histograms
        Shares by bin, by name: "mask_histogram", from attention 0 to 1.
    mask_fault
        What is wrong with the attention mask, if anything.
    """

    step: int
    total_steps: int | None
    samples_per_s: float
    remaining_s: float
    values: Mapping[str, float]
    histograms: Mapping[str, Sequence[float]] = field(default_factory=dict)
    mask_fault: MaskFault | None = None


def mask_fault(values: Mapping[str, float]) -> MaskFault | None:
    """Say what to do when the attention mask is nearly everywhere 0 or 1, or return None."""
    painted, kept = (values.get(name, 0.0) > SATURATED_SHARE for name in ("mask_near_0", "mask_near_1"))
    if not painted and not kept:
        return None
    # The published term makes the mask small, the paired one large.
    against_critic = "score" in values
    return MaskFault(
        "painted" if painted else "kept",
        "lower" if painted == against_critic else "raise",
        "gan.attention" if against_critic else "attention_mean",
    )


def saturation(values: Mapping[str, float]) -> str | None:
    """Say what `mask_fault` finds in a sentence, or return None."""
    fault = mask_fault(values)
    if fault is None:
        return None
    advice = f"{fault.change} the loss weight {fault.weight}"
    if fault.shows == "painted":
        return f"the attention mask is 0 nearly everywhere (all is painted): {advice}"
    return f"the attention mask is 1 nearly everywhere (nothing is edited): {advice} or lower the learning rate"


class Report:
    """Sums of what steps return, until the next report."""

    def __init__(self, state: TrainingState, config: TrainingConfig) -> None:
        self.state = state
        self.config = config
        self.held_out: dict[str, float] = {}
        self.last_held_out: dict[str, float] = {}
        self.pace_s = 0.0
        self.n_steps_of_sitting = 0
        self._start()

    def _start(self) -> None:
        self.sums: dict[str, torch.Tensor] = {}
        self.counts: dict[str, int] = {}
        self.n_samples = 0
        self.began_s = self.state.elapsed_s

    def add_terms(self, loss: StepLoss) -> None:
        """Add the terms of a turn of the critic."""
        for name, value in {**loss.terms, **loss.stats}.items():
            self._add(name, value)

    def add(self, loss: StepLoss | None, n_samples: int, took_s: float) -> None:
        """Add one step and the time it took; None for one in which only the critic learned."""
        self.state.elapsed_s += took_s
        self.n_steps_of_sitting += 1
        self.pace_s += (took_s - self.pace_s) / min(self.n_steps_of_sitting, PACE_STEPS)
        if loss is not None:
            self._add("loss", loss.total.detach())
            self.add_terms(loss)
        self.n_samples += n_samples

    def _add(self, name: str, value: torch.Tensor) -> None:
        self.sums[name] = self.sums[name] + value if name in self.sums else value
        self.counts[name] = self.counts.get(name, 0) + 1

    def take(self, rate: float) -> Progress:
        """Return the means and start again."""
        means = {name: value / self.counts[name] for name, value in self.sums.items()}
        values = {name: mean.item() for name, mean in means.items() if mean.ndim == 0}
        histograms = {name: mean.tolist() for name, mean in means.items() if mean.ndim == 1}
        if warning := saturation(values):
            log.warning(warning)
        values["rate"] = rate
        values |= {f"held_out/{name}": value for name, value in self.held_out.items()}
        self.last_held_out = self.held_out or self.last_held_out
        self.held_out = {}
        state = self.state
        speed = self.n_samples / max(state.elapsed_s - self.began_s, 1e-9)
        self._start()
        return Progress(
            step=state.step,
            total_steps=None if state.plan is None else state.plan.total_steps,
            samples_per_s=speed,
            remaining_s=remaining_s(state.step, state.plan, state.elapsed_s, self.pace_s, self.config),
            values=values,
            histograms=histograms,
            mask_fault=mask_fault(values),
        )
