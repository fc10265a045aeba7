"""The training loop, on Lightning Fabric: one visible loop from batch to checkpoint, in one process or in those of torchrun."""

from __future__ import annotations

import dataclasses
import logging
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from lightning_fabric import Fabric
from torch import nn

from ganimation_desktop.core.checkpoint import ARCHITECTURES, CheckpointError, load_checkpoint
from ganimation_desktop.core.networks import Critic, CriticNormalization, CriticOptions
from ganimation_desktop.training.adversarial import AdversarialObjective
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.objectives import StepLoss, objective_of
from ganimation_desktop.training.report import Progress, Report
from ganimation_desktop.training.run_folder import STATE_FILE, RunFolder
from ganimation_desktop.training.schedule import Plan, learning_rate, plan_of_minutes
from ganimation_desktop.training.state import TrainingState

log = logging.getLogger(__name__)


class TrainingDiverged(ValueError):
    """The loss is no longer a finite number."""


@dataclass(frozen=True)
class Intervals:
    """How often a run reports (steps, or seconds if they are over first), saves its state and looks at held-out faces (minutes)."""

    report_steps: int = 50
    report_s: float = math.inf
    save_minutes: float = 2.0
    sample_minutes: float = 5.0


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
    fabric = start_fabric(config, accelerator)
    torch.manual_seed(config.seed)

    # Networks, optimizers, and what an earlier sitting left.
    network_alone, critic_alone = new_network(config, initial), new_critic(config)
    state = TrainingState.start(_channels_last(network_alone).to(fabric.device), config, _moved(critic_alone, fabric.device))
    state_path = run_dir / STATE_FILE
    if state_path.exists():
        state.load(state_path, config)
        log.info("resumed %s at step %d", run_dir, state.step)
    network, optimizer = fabric.setup(state.network, state.optimizer)
    network.train()
    objective = objective_of(config, train_data, held_out)
    adversary = None
    if state.critic is not None and state.critic_optimizer is not None:
        critic, critic_optimizer = fabric.setup(state.critic, state.critic_optimizer)
        objective = adversary = AdversarialObjective(config, train_data, held_out, state.critic)
    run = RunFolder(run_dir, config, state) if fabric.is_global_zero else None
    report = Report(state, config)
    saved_at = sampled_at = reported_at = time.monotonic()

    try:
        while state.plan is None or state.step < state.plan.total_steps:
            began = time.monotonic()
            rate = learning_rate(state.step, state.plan, config)

            # The critic's turns, in adversarial training: it learns to tell photographs from edits and to read their AUs.
            if adversary is not None:
                for turn in range(adversary.turns):
                    critic_loss = adversary.critic_loss(network, critic, state.step, turn, fabric.global_rank, fabric.device)
                    _refuse_nonfinite(critic_loss, run_dir, state)
                    _descend(fabric, critic, critic_optimizer, critic_loss, rate * adversary.critic_rate, config)
                    report.add_terms(critic_loss)

            # The network's turn, unless the critic has its head start: batch, loss, gradient, weights, average.
            loss = None
            began_at = 0 if adversary is None else adversary.head_start
            if state.step >= began_at:
                rate = learning_rate(state.step, state.plan, config, began_at=began_at)
                loss = objective.step_loss(network, state.step, fabric.global_rank, fabric.device)
                _refuse_nonfinite(loss, run_dir, state)
                _descend(fabric, network, optimizer, loss, rate, config)
            state.step += 1
            state.update_average(config.ema_decay)
            report.add(loss, config.batch_size * fabric.world_size, time.monotonic() - began)
            plan = state.plan or plan_of_minutes(state.step, state.elapsed_s, report.pace_s, config)
            state.plan, stopping = _agreed(fabric, (plan, should_stop()))

            # Between steps, in the first process: report, look at held-out faces, save.
            finished = state.plan is not None and state.step == state.plan.total_steps
            now = time.monotonic()
            if run is not None:
                if finished or now - sampled_at > intervals.sample_minutes * 60 or (state.step == config.warmup_steps):
                    sampled_at = now
                    report.held_out = run.look(objective, fabric.device)
                due = state.step % intervals.report_steps == 0 or now - reported_at > intervals.report_s
                if finished or stopping or report.held_out or due:
                    reported_at = now
                    progress = report.take(rate)
                    run.write_scalars(progress)
                    on_progress(progress)
                if finished or stopping or now - saved_at > intervals.save_minutes * 60:
                    saved_at = now
                    run.save(report.last_held_out)
            if stopping:
                break
    finally:
        if run is not None:
            run.close()
    return state


def is_first_process() -> bool:
    """Whether this process is the one that reports and writes; there are others only under torchrun."""
    return os.environ.get("RANK", "0") == "0"


def new_network(config: TrainingConfig, initial: Path | None = None) -> nn.Module:
    """Build the network that a configuration names, with fresh weights or those of a checkpoint."""
    if config.architecture not in ARCHITECTURES:
        raise ValueError(f"unknown architecture {config.architecture!r}; known are {', '.join(ARCHITECTURES)}")
    architecture = ARCHITECTURES[config.architecture]
    if architecture.kind != config.task:
        raise ValueError(f"{config.architecture} is no {config.task}")
    options = architecture.options(image_size=config.image_size)
    if config.conditioning is not None and hasattr(options, "conditioning"):
        options = dataclasses.replace(options, conditioning=config.conditioning)
    network = architecture.network(options)
    if config.conditioning not in (None, getattr(network, "conditioning", None)):
        raise ValueError(f"{config.architecture} has no {config.conditioning} conditioning")
    if initial is not None:
        loaded = load_checkpoint(initial)
        if loaded.metadata.architecture != config.architecture:
            raise CheckpointError(initial, f"is a {loaded.metadata.architecture}, not a {config.architecture}")
        network.load_state_dict(loaded.network.state_dict())
    return network


def new_critic(config: TrainingConfig) -> Critic | None:
    """Build the opponent of adversarial training, for its window: as many layers as asked for, if they leave a map of 2 x 2 or more."""
    if config.adversarial is None:
        return None
    side = min(config.adversarial.critic_window or config.image_size, config.image_size)
    n_layers = min(config.adversarial.critic_layers, side.bit_length() - 2)
    normalization: CriticNormalization = "spectral" if config.adversarial.regularisation == "spectral-norm" else "none"
    return Critic(CriticOptions(side, config.adversarial.critic_width, n_layers, normalization))


def start_fabric(config: TrainingConfig, accelerator: str) -> Fabric:
    """Start one process, or join those that torchrun started, which share the gradient of each step."""
    n_processes, n_here = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    fabric = Fabric(
        accelerator=accelerator,
        devices=n_here,
        num_nodes=n_processes // n_here,
        strategy="ddp" if n_processes > 1 else "auto",
        precision=config.precision,  # type: ignore[arg-type]
    )
    fabric.launch()
    return fabric


def leave_processes() -> None:
    """Leave the group of torchrun's processes, if there is one; a process that ends with the group's threads running may be aborted."""
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()


def _descend(
    fabric: Fabric, network: nn.Module, optimizer: torch.optim.Optimizer, loss: StepLoss, rate: float, config: TrainingConfig
) -> None:
    """Take one step down the gradient of a loss."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    fabric.backward(loss.total)
    if config.gradient_clip:
        fabric.clip_gradients(network, optimizer, max_norm=config.gradient_clip, error_if_nonfinite=False)
    optimizer.step()


def _agreed(fabric: Fabric, said: tuple[Plan | None, bool]) -> tuple[Plan | None, bool]:
    """What the first process says: clocks and signals differ between processes."""
    if fabric.world_size == 1:
        return said
    agreed: tuple[Plan | None, bool] = fabric.broadcast(said)
    return agreed


def _refuse_nonfinite(loss: StepLoss, run_dir: Path, state: TrainingState) -> None:
    if not math.isfinite(loss.total.item()):
        path = run_dir / STATE_FILE
        advice = f"the last good state is kept in {path}" if path.exists() else "lower the learning rate"
        raise TrainingDiverged(f"{run_dir}: the loss is not a finite number at step {state.step}; {advice}")


def _moved(critic: Critic | None, device: torch.device) -> Critic | None:
    return None if critic is None else critic.to(device)


def _channels_last(network: nn.Module) -> nn.Module:
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
