"""The state of a run between two steps: everything that the next step depends on, and its file.

Batches depend on (seed, step) alone, so no random state is kept.
"""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ganimation_desktop.core.atomic_file import new_file
from ganimation_desktop.core.networks import Critic
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.schedule import Plan, plan_of_steps

_VERSION = 1


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
        Training time in all sittings.
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

    def update_average(self, decay: float) -> None:
        """Move the average towards the network; faster in the first steps, when it has seen little."""
        decay = min(decay, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.network.parameters()), 1 - decay)

    def save(self, path: Path, config: TrainingConfig) -> None:
        """Write the state beside its place and rename it."""
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
            torch.save(content, file)

    def load(self, path: Path, config: TrainingConfig) -> None:
        """Take over a saved state.

        A larger budget than the saved one takes the run back to its steady rate; all other settings must be the same.

        Raises
        ------
        ValueError
            The file is damaged, or belongs to a run with other settings.
        """
        content = read_state(path)
        saved = TrainingConfig.from_json(content["config"])
        if saved.without_budget() != config.without_budget():
            raise ValueError(f"{path}: belongs to a run with other settings; choose another run folder or the same settings")
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
    """Read the file of a state without executing anything in it.

    Raises
    ------
    ValueError
        The file is damaged or of another version.
    """
    try:
        content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        version = content["version"]
    except (RuntimeError, EOFError, pickle.UnpicklingError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: is no state of a training run, or is damaged") from error
    if version != _VERSION:
        raise ValueError(f"{path}: was written by another version of the program")
    return content
