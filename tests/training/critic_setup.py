"""Small networks and settings for tests of training against a critic."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

from ganimation_desktop.core.models.networks import Critic, CriticOptions, FlowGenerator, FlowGeneratorOptions
from ganimation_desktop.training.adversarial import AdversarialObjective
from ganimation_desktop.training.config import Adversarial, TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.loop import new_critic
from ganimation_desktop.training.recipes import MIRROR_ALONE

SIZE = 32

WEIGHTS = Adversarial(critic_steps=2, critic_width=8)

GAN = TrainingConfig(
    image_size=SIZE, steps=4, batch_size=4, warmup_steps=1, learning_rate=1e-3, augmentation=MIRROR_ALONE, adversarial=WEIGHTS
)

SPECTRAL_WEIGHTS = dataclasses.replace(WEIGHTS, regularisation="spectral-norm")

SPECTRAL = dataclasses.replace(GAN, adversarial=SPECTRAL_WEIGHTS)

PAIRED_GAN = dataclasses.replace(GAN, adversarial=dataclasses.replace(WEIGHTS, paired=1.0))

WINDOWED = dataclasses.replace(GAN, adversarial=dataclasses.replace(WEIGHTS, paired=1.0, critic_window=16, critic_rate=2.0))


def small_critic(seed: int = 0) -> Critic:
    torch.manual_seed(seed)
    return Critic(CriticOptions(SIZE, 8, 4))


def spectral_critic() -> Critic:
    torch.manual_seed(0)
    critic = new_critic(SPECTRAL)
    assert critic is not None
    return critic


def shaken_generator() -> FlowGenerator:
    """A generator that edits: random weights also where a fresh one has zeros."""
    torch.manual_seed(1)
    network = FlowGenerator(FlowGeneratorOptions(image_size=SIZE, width=8, n_blocks=1))
    torch.nn.init.normal_(network.heads.weight, std=0.05)
    return network


def slope_found(parameters: Iterable[nn.Parameter], loss_of: Callable[[], Tensor], promised: float) -> float:
    """Go a short way down the gradient of a loss and as far up; return the fall between, as a multiple of what the gradient promises.

    A right gradient gives 1, one that does not belong to the loss about 0, a wrong sign -1.
    """
    learning = list(parameters)
    gradients = torch.autograd.grad(loss_of(), learning, materialize_grads=True, allow_unused=True)
    step = promised / sum(gradient.square().sum().item() for gradient in gradients)

    def after(change: float) -> float:
        with torch.no_grad():
            for parameter, gradient in zip(learning, gradients, strict=True):
                parameter.add_(gradient, alpha=change)
        return loss_of().item()

    above, below = after(step), after(-2 * step)
    return (above - below) / (2 * promised)


def objective_with(weights: Adversarial, data: PairData, critic: Critic | None = None) -> AdversarialObjective:
    return AdversarialObjective(dataclasses.replace(GAN, adversarial=weights), data, data, critic or small_critic())
