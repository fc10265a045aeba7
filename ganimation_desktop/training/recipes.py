"""Named default settings of training runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Final

from ganimation_desktop.core.base.training_run import (
    ESTIMATOR_RECIPE,
    PAIRED_RECIPE,
    PUBLISHED_RECIPE,
    REFINING_RECIPE,
    STARGAN_RECIPE,
)
from ganimation_desktop.training.config import ESTIMATOR_AUGMENTATION, Adversarial, Augmentation, TrainingConfig

DEFAULT_MINUTES: Final = 60.0
PUBLISHED_EPOCHS, PUBLISHED_DECAY_EPOCHS, PUBLISHED_BATCH = 30, 10, 25
"""GANimation, section 5: 20 epochs at the steady rate and 10 in which it falls to 0, batches of 25."""

MIRROR_ALONE: Final = Augmentation(rotation_deg=0.0, zoom_low=1.0, zoom_high=1.0, shift=0.0, degrade=0.0, cover=0.0, glasses=0.0)
"""The augmentation of the published codes, in addition to light and color."""


def paired(n_pictures: int) -> TrainingConfig:
    """Teacher pairs alone: the bundled generator's training up to its last part, `paired_gan`."""
    return TrainingConfig(minutes=DEFAULT_MINUTES)


def estimator(n_pictures: int) -> TrainingConfig:
    """The bundled face estimator's training."""
    return TrainingConfig(
        task="estimator",
        architecture="face-estimator-2",
        minutes=DEFAULT_MINUTES,
        batch_size=48,
        learning_rate=1e-3,
        augmentation=ESTIMATOR_AUGMENTATION,
    )


def ganimation(n_pictures: int) -> TrainingConfig:
    """Return the published training: architecture, four losses, Adam, 20 + 10 epochs over the pictures; it needs no pairs."""
    adversarial = Adversarial()
    return TrainingConfig(
        architecture="ganimation-published",
        steps=max(1, round(PUBLISHED_EPOCHS * n_pictures / (PUBLISHED_BATCH * adversarial.critic_steps))),
        batch_size=PUBLISHED_BATCH,
        learning_rate=1e-4,
        warmup_steps=1,
        decay="linear",
        decay_share=PUBLISHED_DECAY_EPOCHS / PUBLISHED_EPOCHS,
        final_rate_share=0.0,
        weight_decay=0.0,
        gradient_clip=0.0,
        augmentation=MIRROR_ALONE,
        adversarial=adversarial,
    )


def stargan(n_pictures: int) -> TrainingConfig:
    """Return the earlier method (Choi et al. 2018) on the same terms: GANimation's training without the attention mask and its losses.

    StarGAN's own weights agree (scores 1, cycle 10, gradient penalty 10, five critic steps, Adam at 1e-4); its classification of discrete
    labels becomes the regression of AUs, with GANimation's weight.
    """
    published = ganimation(n_pictures)
    adversarial = dataclasses.replace(Adversarial(), attention=0.0, attention_variation=0.0)
    return dataclasses.replace(published, architecture="stargan-au", adversarial=adversarial)


def paired_gan(n_pictures: int) -> TrainingConfig:
    """Teacher pairs and a critic: refines a generator that was trained on pairs (start it from one), so that paint looks photographed.

    The pairs already say what goes where, and what is moved is sharp. So the critic sees 48 pixels around what must be painted, mostly
    the inside of a mouth, as the local critics of GFPGAN (Wang et al. 2021) see mouths and eyes; it takes one turn at a higher
    rate, after a warm-up. The scores have 0.06 of their published weight: their gradient on what is painted is then about as large as
    that of the paired terms. With the published weight of its AU error, 160, the critic learned to distinguish nothing:
    these edits begin close to what they should become, and that error hid the rest. Crops are not degraded here: noise lies on what is
    real and on what is moved but not on what is painted, so that a critic would ask for noise.
    """
    adversarial = Adversarial(
        critic_steps=1,
        critic_width=32,
        critic_layers=4,
        critic_window=48,
        critic_rate=1.5,
        critic_warmup_steps=1000,
        critic_expression=0.5,
        score=0.06,
        expression=1.0,
        cycle=0.1,
        attention=0.0,
        attention_variation=0.0,
        paired=1.0,
    )
    return TrainingConfig(
        minutes=DEFAULT_MINUTES,
        batch_size=16,
        learning_rate=3e-4,
        weight_decay=0.0,
        augmentation=Augmentation(degrade=0.0),
        adversarial=adversarial,
    )


RECIPES: Final[Mapping[str, Callable[[int], TrainingConfig]]] = {
    PAIRED_RECIPE: paired,
    ESTIMATOR_RECIPE: estimator,
    PUBLISHED_RECIPE: ganimation,
    STARGAN_RECIPE: stargan,
    REFINING_RECIPE: paired_gan,
}
"""Each takes the number of training pictures, which fixes the length of a run that is counted in epochs."""
