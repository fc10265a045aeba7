"""The budget of a run: learning rate over steps, and steps from minutes.

The rate rises, stays, and falls in the last part. With a budget in minutes the number of steps is not known at first; it is fixed
when the falling part begins, from the speed then, and remembered with the state, so that a run can be interrupted anywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ganimation_desktop.training.config import TrainingConfig


@dataclass(frozen=True)
class Plan:
    """The end of a run, once it is known: the rate falls from step `falling_from` to step `total_steps`."""

    falling_from: int
    total_steps: int


def plan_of_steps(config: TrainingConfig) -> Plan | None:
    """Return the plan of a budget in steps, or None for one in minutes."""
    return None if config.steps is None else Plan(round((1 - config.decay_share) * config.steps), config.steps)


def plan_of_minutes(step: int, elapsed_s: float, pace_s: float, config: TrainingConfig) -> Plan | None:
    """Fix the end of a run with a budget in minutes, or return None while it is too early.

    Parameters
    ----------
    step, elapsed_s
        Steps done and the training time that they took.
    pace_s
        Time that a step takes now.
    config
        Budget, and the share of it in which the rate falls.
    """
    if config.minutes is None or elapsed_s < (1 - config.decay_share) * config.minutes * 60:
        return None
    return Plan(step, step + max(1, round((config.minutes * 60 - elapsed_s) / pace_s)))


def learning_rate(step: int, plan: Plan | None, config: TrainingConfig, *, began_at: int = 0) -> float:
    """Return the rate of a step of a network that began to learn at another, `plan` being None before the falling part."""
    rate = config.learning_rate * min(1.0, (step - began_at + 1) / config.warmup_steps)
    if plan is None or step < plan.falling_from:
        return rate
    progress = (step - plan.falling_from) / max(1, plan.total_steps - plan.falling_from)
    progress = min(progress, 1.0)
    share = 1 - progress if config.decay == "linear" else (1 + math.cos(math.pi * progress)) / 2
    return rate * (config.final_rate_share + (1 - config.final_rate_share) * share)


def remaining_s(step: int, plan: Plan | None, elapsed_s: float, pace_s: float, config: TrainingConfig) -> float:
    """Estimate the remaining time of a run."""
    if plan is not None:
        return (plan.total_steps - step) * pace_s
    return max(0.0, (config.minutes or 0) * 60 - elapsed_s)
