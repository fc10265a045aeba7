"""The state of a run between two steps: everything that the next step depends on, its file, and the plan that it follows.

Batches depend on (seed, step) alone, so no random state is kept. The learning rate rises, stays, and falls in the last part. With a
budget in minutes the number of steps is not known at first; it is fixed when the falling part begins, from the speed then, and
remembered with the state, so that a run can be interrupted anywhere.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.models.networks import Critic
from ganimation_desktop.core.models.pickled_weights import read_pickled_weights
from ganimation_desktop.core.models.tensor_tree import encode_tree, is_tree, read_tree
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.objectives import Learner

_VERSION = 1


@dataclass(frozen=True)
class Plan:
    """The end of a run, once it is known: the rate falls from step `falling_from` to step `total_steps`."""

    falling_from: int
    total_steps: int


def plan_of_steps(config: TrainingConfig) -> Plan | None:
    """Return the plan of a budget in steps, or None for one in minutes."""
    return None if config.steps is None else Plan(round((1 - config.decay_share) * config.steps), config.steps)


def plan_of_minutes(step: int, elapsed_s: float, step_s: float, config: TrainingConfig) -> Plan | None:
    """Fix the end of a run with a budget in minutes; None while it is too early.

    Parameters
    ----------
    step, elapsed_s
        Steps done and the training time that they took.
    step_s
        Time that a step takes now.
    config
        Budget, and the share of it in which the rate falls.
    """
    if config.minutes is None or elapsed_s < (1 - config.decay_share) * config.minutes * 60:
        return None
    return Plan(step, step + max(1, round((config.minutes * 60 - elapsed_s) / step_s)))


@dataclass
class TrainingState:
    """Networks, optimizer and counters.

    Attributes
    ----------
    network, average
        The trained network and its exponential moving average.
    optimizer
        AdamW over the network, Adam in adversarial training.
    critic, critic_optimizer
        The opponent of adversarial training; None without one.
    step
        Steps done.
    elapsed_s
        Training time over all sessions.
    plan
        The end of the run, None while a budget in minutes leaves it open.
    """

    network: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    critic: Critic | None = None
    critic_optimizer: torch.optim.Optimizer | None = None
    step: int = 0
    elapsed_s: float = 0.0
    plan: Plan | None = None

    @staticmethod
    def start(network: nn.Module, config: TrainingConfig, critic: Critic | None = None) -> TrainingState:
        """Begin a run with fresh networks."""
        average = copy.deepcopy(network).requires_grad_(False).eval()
        return TrainingState(
            network,
            average,
            _optimizer(network, config),
            critic,
            None if critic is None else _optimizer(critic, config),
            plan=plan_of_steps(config),
        )

    @property
    def learners(self) -> dict[Learner, tuple[nn.Module, torch.optim.Optimizer]]:
        """The networks in training, each with its optimizer."""
        learners: dict[Learner, tuple[nn.Module, torch.optim.Optimizer]] = {"network": (self.network, self.optimizer)}
        if self.critic is not None and self.critic_optimizer is not None:
            learners["critic"] = (self.critic, self.critic_optimizer)
        return learners

    def update_average(self, decay: float) -> None:
        """Move the average towards the network; faster in the first steps."""
        decay = min(decay, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.network.parameters()), 1 - decay)

    def save(self, path: Path, config: TrainingConfig) -> None:
        """Write the state atomically."""
        content = {
            "version": _VERSION,
            "config": config.to_json(),
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "elapsed_s": self.elapsed_s,
            "plan": None if self.plan is None else (self.plan.falling_from, self.plan.total_steps),
        }
        if self.critic is not None and self.critic_optimizer is not None:
            content |= {"critic": self.critic.state_dict(), "critic_optimizer": self.critic_optimizer.state_dict()}
        with new_file(path, overwrite=True) as file:
            file.write(encode_tree(content))

    def load(self, path: Path, config: TrainingConfig) -> None:
        """Take over a saved state.

        A larger budget than the saved one takes the run back to its steady rate; all other settings must be the same.

        Raises
        ------
        ValueError
            The file is damaged, or belongs to a run with other settings.
        """
        content = read_state(path)
        try:
            saved = TrainingConfig.from_json(content["config"])
            if saved.without_budget() != config.without_budget():
                raise ValueError("it belongs to a run with other settings; choose another run folder or the same settings")
            self._take_over(content, saved, config)
        except (ValueError, LookupError, TypeError, AttributeError, RuntimeError, OverflowError) as error:
            raise ValueError(f"{path}: does not hold the state of such a run: {' '.join(str(error).split())[:200]}") from error

    def _take_over(self, content: Mapping[str, Any], saved: TrainingConfig, config: TrainingConfig) -> None:
        self.network.load_state_dict(content["network"])
        self.average.load_state_dict(content["average"])
        self.optimizer.load_state_dict(content["optimizer"])
        if self.critic is not None and self.critic_optimizer is not None:
            self.critic.load_state_dict(content["critic"])
            self.critic_optimizer.load_state_dict(content["critic_optimizer"])
        self.step, self.elapsed_s = int(content["step"]), float(content["elapsed_s"])
        same_budget = (saved.steps, saved.minutes) == (config.steps, config.minutes)
        plan = content.get("plan")
        self.plan = Plan(*plan) if same_budget and plan is not None else plan_of_steps(config)


def _optimizer(network: nn.Module, config: TrainingConfig) -> torch.optim.Optimizer:
    """Make AdamW, or in adversarial training the published Adam."""
    if config.adversarial is None:
        betas, decay = (0.9, 0.99), config.weight_decay
        return torch.optim.AdamW(network.parameters(), lr=config.learning_rate, betas=betas, weight_decay=decay, fused=True)
    betas = (config.adversarial.beta1, config.adversarial.beta2)
    return torch.optim.Adam(network.parameters(), lr=config.learning_rate, betas=betas, fused=True)


def read_state(path: Path) -> dict[str, Any]:
    """Read the file of a state without executing anything in it; the first versions of the program wrote pickles.

    Raises
    ------
    ValueError
        The file is damaged or of another version.
    """
    try:
        content = read_tree(path) if is_tree(path) else read_pickled_weights(path)
    except UnreadableError as error:
        raise ValueError(f"{path}: is not the state of a training run: it {error}") from None
    if not isinstance(content, dict) or "version" not in content:
        raise ValueError(f"{path}: is not the state of a training run")
    if content["version"] != _VERSION:
        raise ValueError(f"{path}: was written by another version of the program")
    return content


def learning_rate(step: int, plan: Plan | None, config: TrainingConfig, *, began_at: int = 0) -> float:
    """Return the learning rate at a step, for a network that started to learn at another; `plan` is None before the falling part."""
    rate = config.learning_rate * min(1.0, (step - began_at + 1) / config.warmup_steps)
    if plan is None or step < plan.falling_from:
        return rate
    progress = (step - plan.falling_from) / max(1, plan.total_steps - plan.falling_from)
    progress = min(progress, 1.0)
    share = 1 - progress if config.decay == "linear" else (1 + math.cos(math.pi * progress)) / 2
    return rate * (config.final_rate_share + (1 - config.final_rate_share) * share)


def remaining_s(step: int, plan: Plan | None, elapsed_s: float, step_s: float, config: TrainingConfig) -> float:
    """Estimate the remaining time of a run."""
    if plan is not None:
        return (plan.total_steps - step) * step_s
    return max(0.0, (config.minutes or 0) * 60 - elapsed_s)
