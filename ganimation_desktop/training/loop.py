"""The training loop, on Lightning Fabric: one visible loop from batch to checkpoint, in one process or in those of torchrun.

A step is a row of turns, which its objective yields; in each, one network goes down the gradient of its loss on a batch. To follow one
step of GANimation read `train` here, then `AdversarialObjective` in `adversarial.py`, `losses.py`, and `core/models/networks/`. The
paper's equations (Pumarola et al., ECCV 2018, section 4) in its order:

1. the edit: `GeneratorOutput.composite`
2. image adversarial loss: `critic_scores` and `gradient_penalty` in the critic's turns, `generator_score` in the generator's
3. attention loss, on the way there and back: `attention_kept`, `attention_variation`
4. conditional expression loss: `conditional_expression`, of what is real in the critic's turns, of edits in the generator's
5. identity loss: `cycle_identity`
6. full loss: `AdversarialObjective.critic_loss_of` and `step_loss_of`, weighed as `config.Adversarial` says
7. minimax problem: `AdversarialObjective.turns`, `critic_steps` turns of the critic for one of the generator
"""

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

from ganimation_desktop.core.base.training_run import STATE_FILE, TrainingReport
from ganimation_desktop.core.models.checkpoint import ARCHITECTURES, CheckpointError, load_checkpoint
from ganimation_desktop.core.models.networks import (
    Critic,
    CriticNormalization,
    CriticOptions,
    FlowGenerator,
    LayeredGenerator,
    LayeredGeneratorOptions,
)
from ganimation_desktop.training.adversarial import AdversarialObjective
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.layer_batches import bundled_textures
from ganimation_desktop.training.objectives import Objective, PairedGeneratorObjective, StepLoss
from ganimation_desktop.training.reading.objective import ReadingObjective
from ganimation_desktop.training.reading.stored import StoredViewsObjective, freeze_trunk
from ganimation_desktop.training.run_folder import Report, RunFolder
from ganimation_desktop.training.state import Plan, TrainingState, learning_rate, plan_of_minutes

log = logging.getLogger(__name__)


class TrainingDiverged(ValueError):
    """The loss, or an intermediate result, is no longer finite."""


@dataclass(frozen=True)
class Intervals:
    """How often a run reports (steps, or seconds if they pass first), saves its state and evaluates held-out faces (minutes)."""

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
    on_progress: Callable[[TrainingReport], None] = lambda progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> TrainingState:
    """Train, or resume training, in a run folder.

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
        Called after each step; True saves and returns.

    Returns
    -------
    TrainingState
        The state reached; it is also on disk.

    Raises
    ------
    TrainingDiverged
        The loss or a flow became infinite or not a number; the last saved state is kept.
    """
    intervals = intervals or Intervals()
    fabric = start_fabric(config, accelerator)
    torch.manual_seed(config.seed)

    # Networks, optimizers, and the state of an earlier session.
    network_alone, critic_alone = new_network(config, initial), new_critic(config)
    state = TrainingState.start(_channels_last(network_alone).to(fabric.device), config, _moved(critic_alone, fabric.device))
    state_path = run_dir / STATE_FILE
    if state_path.exists():
        state.load(state_path, config)
        log.info("resumed %s at step %d", run_dir, state.step)
    learners = {name: fabric.setup(*learner) for name, learner in state.learners.items()}
    networks = {name: network for name, (network, _) in learners.items()}
    networks["network"].train()
    objective = objective_of(config, train_data, held_out, state.critic)
    run = RunFolder(run_dir, config, state) if fabric.is_global_zero else None
    report = Report(state, config)
    saved_at = sampled_at = reported_at = time.monotonic()

    try:
        while state.plan is None or state.step < state.plan.total_steps:
            began = time.monotonic()

            # One step: in each turn batch and loss (the objective's), gradient, weights; then the average.
            for turn in objective.turns(networks, state.step, fabric.global_rank, fabric.device):
                rate = learning_rate(state.step, state.plan, config, began_at=turn.began_at)
                _refuse_nonfinite(turn.loss, run_dir, state)
                network, optimizer = learners[turn.learner]
                _descend(fabric, network, optimizer, turn.loss, rate * turn.rate, config)
                report.add_turn(turn)
            state.step += 1
            state.update_average(config.ema_decay)
            report.add_step(config.batch_size * fabric.world_size, time.monotonic() - began)
            plan = state.plan or plan_of_minutes(state.step, state.elapsed_s, report.step_s, config)
            state.plan, stopping = _agreed(fabric, (plan, should_stop()))

            # Between steps, in the first process: report, evaluate held-out faces, save.
            finished = state.plan is not None and state.step == state.plan.total_steps
            now = time.monotonic()
            if run is not None:
                if finished or now - sampled_at > intervals.sample_minutes * 60 or (state.step == config.warmup_steps):
                    sampled_at = now
                    report.held_out = run.evaluate(objective, fabric.device)
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
    except FloatingPointError as error:
        raise _diverged(str(error), run_dir, state) from error
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
        raise ValueError(f"the architecture {config.architecture} is no {config.task}")
    options = architecture.options(image_size=config.image_size)
    if isinstance(options, LayeredGeneratorOptions):
        options = dataclasses.replace(options, n_textures=len(bundled_textures()))
    if config.conditioning is not None and hasattr(options, "conditioning"):
        options = dataclasses.replace(options, conditioning=config.conditioning)
    network = architecture.network(options)
    if config.conditioning not in (None, getattr(network, "conditioning", None)):
        raise ValueError(f"{config.architecture} has no {config.conditioning} conditioning")
    if isinstance(network, LayeredGenerator):
        network.mouth_textures = bundled_textures()
    if initial is not None:
        loaded = load_checkpoint(initial)
        if isinstance(network, LayeredGenerator) and isinstance(loaded.network, FlowGenerator):
            network.adopt(loaded.network)
            return network
        # A network that adds heads to another starts from the other's weights.
        if not issubclass(architecture.network, type(loaded.network)):
            raise CheckpointError(initial, f"is a {loaded.metadata.architecture}, not a {config.architecture}")
        network.load_state_dict(loaded.network.state_dict(), strict=type(loaded.network) is architecture.network)
    if config.stored_views:
        freeze_trunk(network)
    return network


def new_critic(config: TrainingConfig) -> Critic | None:
    """Build the opponent of adversarial training, for its window: as many layers as asked for, if they leave a map of 2 x 2 or more."""
    if config.adversarial is None:
        return None
    side = min(config.adversarial.critic_window or config.image_size, config.image_size)
    n_layers = min(config.adversarial.critic_layers, side.bit_length() - 2)
    normalization: CriticNormalization = "spectral" if config.adversarial.regularisation == "spectral-norm" else "none"
    return Critic(CriticOptions(side, config.adversarial.critic_width, n_layers, normalization))


def objective_of(config: TrainingConfig, train_data: PairData, held_out: PairData, critic: Critic | None = None) -> Objective:
    """Return the objective that a configuration asks for, with the critic that `new_critic` built for it."""
    if critic is not None:
        return AdversarialObjective(config, train_data, held_out, critic)
    if config.stored_views:
        return StoredViewsObjective(config, train_data, held_out)
    return (PairedGeneratorObjective if config.task == "generator" else ReadingObjective)(config, train_data, held_out)


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
    """The first process's value: clocks and signals differ between processes."""
    if fabric.world_size == 1:
        return said
    agreed: tuple[Plan | None, bool] = fabric.broadcast(said)
    return agreed


def _refuse_nonfinite(loss: StepLoss, run_dir: Path, state: TrainingState) -> None:
    if not math.isfinite(loss.total.item()):
        raise _diverged("the loss is not a finite number", run_dir, state)


def _diverged(reason: str, run_dir: Path, state: TrainingState) -> TrainingDiverged:
    path = run_dir / STATE_FILE
    advice = f"the last good state is kept in {path}" if path.exists() else "lower the learning rate"
    sentence = f"{run_dir}: {reason} at step {state.step}; {advice}"
    return TrainingDiverged(sentence)


def _moved(critic: Critic | None, device: torch.device) -> Critic | None:
    return None if critic is None else critic.to(device)


def _channels_last(network: nn.Module) -> nn.Module:
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
