"""Small networks and settings for tests of training against a critic."""

from __future__ import annotations

import dataclasses

import torch

from ganimation_desktop.core.networks import Critic, CriticOptions, FlowGenerator, FlowGeneratorOptions
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

SPECTRAL = dataclasses.replace(GAN, adversarial=dataclasses.replace(WEIGHTS, regularisation="spectral-norm"))

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


def objective_with(weights: Adversarial, data: PairData) -> AdversarialObjective:
    return AdversarialObjective(dataclasses.replace(GAN, adversarial=weights), data, data, small_critic())
