"""The training loop, on Lightning Fabric: one visible loop from batch to checkpoint.

A run lives in a folder: `config.json`, `last.ckpt` (the state, to resume from), `average.safetensors` (the averaged network as a
checkpoint of the program), `samples/` (the fixed grid over time) and TensorBoard's events.
"""

from __future__ import annotations

import dataclasses
import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from lightning_fabric import Fabric
from torch import nn
from torch.utils.tensorboard import SummaryWriter

from ganimation_desktop.core.atomic_file import new_file
from ganimation_desktop.core.checkpoint import ARCHITECTURES, CheckpointError, describe, load_checkpoint, save_checkpoint
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.objectives import Objective, StepLoss, objective_of
from ganimation_desktop.training.samples import encode_png
from ganimation_desktop.training.schedule import learning_rate, plan_of_minutes, remaining_s
from ganimation_desktop.training.state import TrainingState

STATE_FILE = "last.ckpt"
CONFIG_FILE = "config.json"
AVERAGE_FILE = "average.safetensors"
SATURATED_SHARE = 0.98
PACE_STEPS = 200

log = logging.getLogger(__name__)


class TrainingDiverged(ValueError):
    """The loss is no longer a finite number."""


@dataclass(frozen=True)
class Intervals:
    """How often a run reports (steps), saves its state (minutes) and looks at held-out faces (minutes)."""

    report_steps: int = 50
    save_minutes: float = 2.0
    sample_minutes: float = 5.0


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
        Means since the last report, by name: "loss", the terms, the statistics, "rate"; on a check also "held_out/...".
    """

    step: int
    total_steps: int | None
    samples_per_s: float
    remaining_s: float
    values: Mapping[str, float]


def train(
    config: TrainingConfig,
    train_data: PairData,
    held_out: PairData,
    run_dir: Path,
    *,
    accelerator: str = "cpu",
    initial: Path | None = None,
    intervals: Intervals | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> TrainingState:
    """Train, or go on training, in a run folder.

    Parameters
    ----------
    config
        Settings; those of a run to be resumed must be the same, except for the budget.
    train_data, held_out
        Faces to learn from, and faces to look at.
    run_dir
        Made if missing; resumed if it holds a state.
    accelerator
        "cpu", "cuda" or "mps".
    initial
        Checkpoint whose weights a new run starts from.
    intervals
        How often to report, save and sample.
    on_progress
        Called with each report.
    should_stop
        Asked after each step; True saves and returns.

    Returns
    -------
    TrainingState
        The state reached; it is also on disk.

    Raises
    ------
    TrainingDiverged
        The loss became infinite or not a number; the last saved state is kept.
    """
    intervals = intervals or Intervals()
    fabric = Fabric(accelerator=accelerator, devices=1, precision=config.precision)  # type: ignore[arg-type]
    fabric.launch()
    torch.manual_seed(config.seed)

    # Networks, optimizer, and what an earlier sitting left.
    state = TrainingState.start(_channels_last(new_network(config, initial)).to(fabric.device), config)
    state_path = run_dir / STATE_FILE
    if state_path.exists():
        state.load(state_path, config)
        log.info("resumed %s at step %d", run_dir, state.step)
    _write(run_dir / CONFIG_FILE, config.to_json().encode())
    network, optimizer = fabric.setup(state.network, state.optimizer)
    network.train()
    objective = objective_of(config, train_data, held_out)
    writer = SummaryWriter(run_dir / "events", purge_step=state.step)
    report = _Report(state, config)
    saved_at = sampled_at = time.monotonic()

    try:
        while state.plan is None or state.step < state.plan.total_steps:
            # One step: batch, loss, gradient, weights, average.
            began = time.monotonic()
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(state.step, state.plan, config)
            loss = objective.step_loss(network, state.step, fabric.global_rank, fabric.device)
            if not math.isfinite(loss.total.item()):
                raise TrainingDiverged(f"{run_dir}: the loss is not a finite number at step {state.step}; {_advice(state_path)}")
            optimizer.zero_grad(set_to_none=True)
            fabric.backward(loss.total)
            fabric.clip_gradients(network, optimizer, max_norm=config.gradient_clip, error_if_nonfinite=False)
            optimizer.step()
            state.step += 1
            state.update_average(config.ema_decay)
            report.add(loss, config.batch_size * fabric.world_size, time.monotonic() - began)
            state.plan = state.plan or plan_of_minutes(state.step, state.elapsed_s, report.pace_s, config)

            # Between steps: report, look at held-out faces, save.
            finished = state.plan is not None and state.step == state.plan.total_steps
            stopping = should_stop()
            now = time.monotonic()
            if finished or now - sampled_at > intervals.sample_minutes * 60 or (state.step == config.warmup_steps):
                sampled_at = now
                report.held_out = _look(objective, state, run_dir, fabric.device)
            if finished or stopping or report.held_out or state.step % intervals.report_steps == 0:
                progress = report.take(optimizer.param_groups[0]["lr"])
                _write_scalars(writer, progress)
                on_progress(progress)
            if finished or stopping or now - saved_at > intervals.save_minutes * 60:
                saved_at = now
                state.save(state_path, config)
                export_average(state, config, run_dir / AVERAGE_FILE, report.last_held_out)
            if stopping:
                break
    finally:
        writer.close()
    return state


def new_network(config: TrainingConfig, initial: Path | None = None) -> nn.Module:
    """Build the network that a configuration names, with fresh weights or those of a checkpoint."""
    if config.architecture not in ARCHITECTURES:
        raise ValueError(f"unknown architecture {config.architecture!r}; known are {', '.join(ARCHITECTURES)}")
    architecture = ARCHITECTURES[config.architecture]
    if architecture.kind != config.task:
        raise ValueError(f"{config.architecture} is no {config.task}")
    network = architecture.network(architecture.options(image_size=config.image_size))
    if initial is not None:
        loaded = load_checkpoint(initial)
        if loaded.metadata.architecture != config.architecture:
            raise CheckpointError(initial, f"is a {loaded.metadata.architecture}, not a {config.architecture}")
        network.load_state_dict(loaded.network.state_dict())
    return network


def export_average(state: TrainingState, config: TrainingConfig, path: Path, held_out: Mapping[str, float]) -> None:
    """Write the averaged network as a checkpoint, with the record of its training."""
    record: dict[str, Any] = {
        "steps": state.step,
        "samples": state.step * config.batch_size,
        "hours": round(state.elapsed_s / 3600, 3),
        "settings": dataclasses.asdict(config),
        "held_out": dict(held_out),
    }
    save_checkpoint(path, state.average, describe(state.average, training=record))


def saturation(values: Mapping[str, float]) -> str | None:
    """Say what to do when the attention mask is nearly everywhere 0 or 1, or return None."""
    if values.get("mask_near_0", 0.0) > SATURATED_SHARE:
        return "the attention mask is 0 nearly everywhere (all is painted): raise the loss weight attention_mean"
    if values.get("mask_near_1", 0.0) > SATURATED_SHARE:
        return "the attention mask is 1 nearly everywhere (nothing is edited): lower the loss weight attention_mean or the learning rate"
    return None


class _Report:
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
        self.n_steps = self.n_samples = 0
        self.began_s = self.state.elapsed_s

    def add(self, loss: StepLoss, n_samples: int, took_s: float) -> None:
        """Add one step and the time it took."""
        self.state.elapsed_s += took_s
        self.n_steps_of_sitting += 1
        self.pace_s += (took_s - self.pace_s) / min(self.n_steps_of_sitting, PACE_STEPS)
        for name, value in {"loss": loss.total.detach(), **loss.terms, **loss.stats}.items():
            self.sums[name] = self.sums[name] + value if name in self.sums else value
        self.n_steps += 1
        self.n_samples += n_samples

    def take(self, rate: float) -> Progress:
        """Return the means and start again."""
        values = {name: (value / self.n_steps).item() for name, value in self.sums.items()}
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
        )


def _look(objective: Objective, state: TrainingState, run_dir: Path, device: torch.device) -> dict[str, float]:
    """Measure the averaged network on held-out faces and write the sample grid."""
    with torch.inference_mode():
        figures = objective.check(state.average, device)
        grid = objective.sample(state.average, device)
    _write(run_dir / "samples" / f"step-{state.step:07d}.png", encode_png(grid))
    return figures


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with new_file(path, overwrite=True) as file:
        file.write(data)


def _write_scalars(writer: SummaryWriter, progress: Progress) -> None:
    for name, value in progress.values.items():
        writer.add_scalar(name, value, progress.step)
    writer.add_scalar("samples_per_s", progress.samples_per_s, progress.step)
    writer.flush()


def _advice(state_path: Path) -> str:
    return f"the last good state is kept in {state_path}" if state_path.exists() else "lower the learning rate"


def _channels_last(network: nn.Module) -> nn.Module:
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
