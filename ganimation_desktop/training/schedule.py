"""The budget of a run: learning rate over steps, and steps from minutes.

The rate rises, stays, and falls in the last part. With a budget in minutes the number of steps is not known at first; it is fixed
when the falling part begins, from the speed so far, and remembered with the state, so that a run can be interrupted anywhere.
"""

from __future__ import annotations

import math

from ganimation_desktop.training.config import TrainingConfig


def learning_rate(step: int, total_steps: int | None, config: TrainingConfig) -> float:
    """Return the rate of a step.

    Parameters
    ----------
    step
        Steps done.
    total_steps
        Steps of the whole run; None while unknown, which means before the falling part.
    config
        Peak, warm-up, falling part.
    """
    rate = config.learning_rate * min(1.0, (step + 1) / config.warmup_steps)
    if total_steps is None:
        return rate
    falling_steps = max(1, round(config.decay_share * total_steps))
    progress = (step - (total_steps - falling_steps)) / falling_steps
    if progress <= 0:
        return rate
    cosine = (1 + math.cos(math.pi * min(progress, 1.0))) / 2
    return rate * (config.final_rate_share + (1 - config.final_rate_share) * cosine)


def steps_from_minutes(step: int, elapsed_s: float, config: TrainingConfig) -> int | None:
    """Fix the number of steps of a run with a budget in minutes, or return None while it is too early.

    The falling part begins now, so the total is chosen such that `decay_share` of it remains and takes the remaining time.
    """
    if config.minutes is None or step == 0 or elapsed_s < (1 - config.decay_share) * config.minutes * 60:
        return None
    return max(step + 1, round(step / (1 - config.decay_share)))


def remaining_s(step: int, total_steps: int | None, elapsed_s: float, config: TrainingConfig) -> float:
    """Estimate the remaining time of a run."""
    if total_steps is not None:
        return (total_steps - step) * elapsed_s / max(step, 1)
    return max(0.0, (config.minutes or 0) * 60 - elapsed_s)
