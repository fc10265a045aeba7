"""Reports and folder of a training run.

A report has means of the losses since the last one, speed, remaining time, and a warning. The folder has the files that
`core.base.training_run` names, and TensorBoard's events. Only the first of several processes writes it.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch.utils.tensorboard import SummaryWriter

from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.training_run import (
    AVERAGE_FILE,
    CONFIG_FILE,
    PROGRESS_FILE,
    SAMPLES_FOLDER,
    STATE_FILE,
    MaskFault,
    TrainingReport,
)
from ganimation_desktop.core.imaging.png import encode_png
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.objectives import Objective, Turn
from ganimation_desktop.training.state import TrainingState, remaining_s

SATURATED_SHARE = 0.98
SPEED_STEPS = 200

log = logging.getLogger(__name__)


def mask_fault(values: Mapping[str, float]) -> MaskFault | None:
    """Return the fault of an attention mask that is nearly everywhere 0 or 1, or None."""
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
    """Return the message for what `mask_fault` finds, or None."""
    fault = mask_fault(values)
    if fault is None:
        return None
    advice = f"{fault.change} the loss weight {fault.weight}"
    if fault.shows == "painted":
        return f"the attention mask is 0 nearly everywhere (all is painted): {advice}"
    return f"the attention mask is 1 nearly everywhere (nothing is edited): {advice} or lower the learning rate"


class Report:
    """Sums of the steps' results until the next report."""

    def __init__(self, state: TrainingState, config: TrainingConfig) -> None:
        self.state = state
        self.config = config
        self.held_out: dict[str, float] = {}
        self.last_held_out: dict[str, float] = {}
        self.step_s = 0.0
        self.n_steps_of_sitting = 0
        self._start()

    def _start(self) -> None:
        self.sums: dict[str, torch.Tensor] = {}
        self.counts: dict[str, int] = {}
        self.n_samples = 0
        self.began_s = self.state.elapsed_s

    def add_turn(self, turn: Turn) -> None:
        """Add the terms of one turn."""
        if turn.learner == "network":
            self._add("loss", turn.loss.total.detach())
        for name, value in {**turn.loss.terms, **turn.loss.stats}.items():
            self._add(name, value)

    def add_step(self, n_samples: int, took_s: float) -> None:
        """Count one step, after its turns, and its time."""
        self.state.elapsed_s += took_s
        self.n_steps_of_sitting += 1
        self.step_s += (took_s - self.step_s) / min(self.n_steps_of_sitting, SPEED_STEPS)
        self.n_samples += n_samples

    def _add(self, name: str, value: torch.Tensor) -> None:
        self.sums[name] = self.sums[name] + value if name in self.sums else value
        self.counts[name] = self.counts.get(name, 0) + 1

    def take(self, rate: float) -> TrainingReport:
        """Return the means and reset."""
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
        return TrainingReport(
            step=state.step,
            total_steps=None if state.plan is None else state.plan.total_steps,
            samples_per_s=speed,
            remaining_s=remaining_s(state.step, state.plan, state.elapsed_s, self.step_s, self.config),
            elapsed_s=state.elapsed_s,
            values=values,
            histograms=histograms,
            mask_fault=mask_fault(values),
        )


class RunFolder:
    """Writes the files of a run, starting from the state that it starts or resumes from."""

    def __init__(self, folder: Path, config: TrainingConfig, state: TrainingState) -> None:
        self.folder = folder
        self.config = config
        self.state = state
        _write(folder / CONFIG_FILE, config.to_json().encode())
        self._events = SummaryWriter(folder / "events", purge_step=state.step)

    def evaluate(self, objective: Objective, device: torch.device) -> dict[str, float]:
        """Measure the averaged network on held-out faces and write the sample grid."""
        with torch.inference_mode():
            figures = objective.check(self.state.average, device)
            grid = objective.sample(self.state.average, device)
        _write(self.folder / SAMPLES_FOLDER / f"step-{self.state.step:07d}.png", encode_png(grid))
        return figures

    def write_scalars(self, progress: TrainingReport) -> None:
        """Add a report to the curves."""
        with (self.folder / PROGRESS_FILE).open("a", encoding="utf-8") as lines:
            lines.write(progress.to_line() + "\n")
        for name, value in progress.values.items():
            self._events.add_scalar(name, value, progress.step)
        self._events.add_scalar("samples_per_s", progress.samples_per_s, progress.step)
        self._events.flush()

    def save(self, held_out: Mapping[str, float]) -> None:
        """Write the state, and the averaged network with the record of its training."""
        self.state.save(self.folder / STATE_FILE, self.config)
        record: dict[str, Any] = {
            "steps": self.state.step,
            "samples": self.state.step * self.config.batch_size,
            "hours": round(self.state.elapsed_s / 3600, 3),
            "settings": dataclasses.asdict(self.config),
            "held_out": dict(held_out),
        }
        save_checkpoint(self.folder / AVERAGE_FILE, self.state.average, describe(self.state.average, training=record))

    def close(self) -> None:
        """Close the curves."""
        self._events.close()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with new_file(path, overwrite=True) as file:
        file.write(data)
