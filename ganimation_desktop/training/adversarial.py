"""GANimation's own objective: a generator against a critic, without pairs.

The critic learns, from photographs and edits, to score what looks like a photograph (WGAN-GP, or a hinge on layers of norm 1) and, from
photographs alone, to read their Action Units. The generator learns to satisfy both, to invert its own edits, and to edit no more than
necessary. If the data have teacher pairs, the paired terms can be added; the pairs' pictures then count as real.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.func import functional_call

from ganimation_desktop.core.models.networks import Critic, CriticOutput, GeneratorOutput, warp
from ganimation_desktop.training import losses
from ganimation_desktop.training.augmentation import PairBatch, pair_batch, step_rng, to_network
from ganimation_desktop.training.config import Adversarial, TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.edits import edit
from ganimation_desktop.training.objectives import (
    Learner,
    PairedGeneratorObjective,
    StepLoss,
    Turn,
    detached,
    generator_grid,
    generator_loss,
    mask_statistics,
)
from ganimation_desktop.training.pair_drawing import draw_pairs


@dataclass(frozen=True, eq=False)
class AdversarialBatch:
    """The batch of one turn of either network.

    Attributes
    ----------
    pair
        Sources to edit; its targets count only in training with pairs.
    real, real_aus
        (N, 3, S, S) real pictures, and (N, 17) their AUs: photographs of the same faces, or in training with pairs the pairs' other
        pictures. These show the same expressions as the edits (photographs seldom show an open mouth, and a critic that knew only them
        would score the expression), and the teacher composes them from photographs.
    wanted_aus
        (N, 17), target AUs of the edits.
    mix
        (N, 1, 1, 1) in [0, 1], interpolation weight between real picture and edit for the gradient penalty.
    """

    pair: PairBatch
    real: Tensor
    real_aus: Tensor
    wanted_aus: Tensor
    mix: Tensor

    def to(self, device: torch.device) -> AdversarialBatch:
        """Return the batch on `device`."""
        return AdversarialBatch(**{name: value.to(device) for name, value in vars(self).items()})


class Shown(NamedTuple):
    """The critic's inputs, a real picture and an edit, (N, 3, W, W) each."""

    real: Tensor
    fake: Tensor


class AdversarialObjective:
    """The losses of both networks.

    Parameters
    ----------
    config
        Settings, with `adversarial`.
    train, held_out
        Training and held-out faces.
    critic
        The critic itself, for evaluation; the loop also passes it, wrapped, among the networks of its turns. It is in training mode only
        there, so that evaluating edits does not change it.
    """

    def __init__(self, config: TrainingConfig, train: PairData, held_out: PairData, critic: Critic) -> None:
        if config.adversarial is None:
            raise ValueError("the settings have no critic")
        self.config = config
        self.weights: Adversarial = config.adversarial
        self.train = train
        self.critic = critic.eval()
        self.has_pairs = any(len(face.aus) > 1 for face in train.faces)
        if self.weights.paired and not self.has_pairs:
            raise ValueError("the data have one picture of each face, so there is nothing for the paired terms")
        self.known_aus = np.concatenate([face.aus for face in train.faces])
        self.paired = PairedGeneratorObjective(config, train, held_out)

    @property
    def penalised(self) -> bool:
        """Whether a gradient penalty keeps the critic smooth, instead of its layers."""
        return self.weights.regularisation == "gradient-penalty"

    def turns(self, networks: Mapping[Learner, nn.Module], step: int, rank: int, device: torch.device) -> Iterator[Turn]:
        """Yield the critic's turns, then the generator's unless the critic is still warming up.

        The critic learns to distinguish real pictures from edits and to read AUs; the generator is trained against it.
        """
        network, critic, began_at = networks["network"], networks["critic"], self.weights.critic_warmup_steps
        for turn in range(self.weights.critic_steps):
            yield Turn("critic", self.critic_loss(network, critic, step, turn, rank, device), self.weights.critic_rate)
        if step >= began_at:
            yield Turn("network", self.step_loss(network, step, rank, device), began_at=began_at)

    def draw(self, step: int, turn: int, rank: int) -> AdversarialBatch:
        """Draw the batch that belongs to (seed, step, turn, rank)."""
        config = self.config
        rng = step_rng(config.seed, step, rank, turn)
        crops = draw_pairs(self.train, config.batch_size, config.image_size, config.augmentation, rng)
        pair = pair_batch(crops)
        others = self.known_aus[rng.integers(len(self.known_aus), size=len(crops))]
        noise = rng.uniform(-self.weights.target_noise, self.weights.target_noise, others.shape)
        drawn_aus = torch.from_numpy((others + noise).clip(0, 1).astype(np.float32))
        return AdversarialBatch(
            pair=pair,
            real=pair.target if self.weights.paired else to_network([view.image(face, 0) for face, _, _, view in crops]),
            real_aus=pair.target_aus if self.weights.paired else torch.from_numpy(np.stack([face.aus[0] for face, _, _, _ in crops])),
            wanted_aus=pair.target_aus if self.weights.paired else drawn_aus,
            mix=torch.from_numpy(rng.random((len(crops), 1, 1, 1), dtype=np.float32)),
        )

    def critic_loss(self, network: nn.Module, critic: nn.Module, step: int, turn: int, rank: int, device: torch.device) -> StepLoss:
        """Compute the critic's loss in one of its turns: scores, gradient penalty if it has one, AUs of real pictures."""
        batch = self.draw(step, turn, rank).to(device)
        return self.critic_loss_of(network, critic, batch)

    def critic_loss_of(self, network: nn.Module, critic: nn.Module, batch: AdversarialBatch) -> StepLoss:
        """Compute the critic's loss on a given batch."""
        source, weights = batch.pair.source, self.weights
        with torch.no_grad():
            there = edit(network, source, batch.pair.source_aus, batch.wanted_aus, batch.pair.layers)
            real, fake = self.shown(there, there.composite(source), batch)
        critic.train()
        judged: CriticOutput = critic(torch.cat((real, fake)))
        critic.eval()
        n = len(fake)
        score_loss = losses.critic_scores if self.penalised else losses.critic_hinge
        terms = {"critic_scores": score_loss(judged.scores[:n], judged.scores[n:])}
        total = terms["critic_scores"]
        if self.penalised:
            terms["gradient_penalty"] = losses.gradient_penalty(cast(Critic, critic), real, fake, batch.mix)
            total = total + weights.gradient_penalty * terms["gradient_penalty"]
        terms["critic_expression"] = losses.conditional_expression(judged.aus[:n], batch.real_aus)
        total = total + weights.critic_expression * terms["critic_expression"]
        return StepLoss(total, detached(terms), {})

    def step_loss(self, network: nn.Module, step: int, rank: int, device: torch.device) -> StepLoss:
        """Compute the generator's loss, on the batch of the critic's last turn as published."""
        batch = self.draw(step, self.weights.critic_steps - 1, rank).to(device)
        return self.step_loss_of(network, batch)

    def step_loss_of(self, network: nn.Module, batch: AdversarialBatch) -> StepLoss:
        """Compute the generator's loss on a given batch."""
        source, source_aus, weights = batch.pair.source, batch.pair.source_aus, self.weights
        there = edit(network, source, source_aus, batch.wanted_aus, batch.pair.layers)
        fake = there.composite(source)
        back = edit(network, fake, batch.wanted_aus, source_aus, batch.pair.way_back)
        # The critic only evaluates here and must not learn.
        judged: CriticOutput = functional_call(
            self.critic, {name: p.detach() for name, p in self.critic.named_parameters()}, (self.shown(there, fake, batch).fake,)
        )
        masks = (there.attention, back.attention)
        terms = {
            "score": losses.generator_score(judged.scores),
            "expression": losses.conditional_expression(judged.aus, batch.wanted_aus),
            "cycle": losses.cycle_identity(back.composite(fake), source),
            "attention": sum(map(losses.attention_kept, masks), torch.zeros((), device=fake.device)),
            "attention_variation": sum(map(losses.attention_variation, masks), torch.zeros((), device=fake.device)),
        }
        total = torch.stack([getattr(weights, name) * term for name, term in terms.items()]).sum()
        reported, stats = detached(terms), {name: value.detach() for name, value in mask_statistics(there.attention).items()}
        if weights.paired:
            paired = generator_loss(there, batch.pair, self.config)
            total = total + weights.paired * paired.total
            reported |= {f"paired_{name}": value for name, value in paired.terms.items()}
            stats |= paired.stats
        return StepLoss(total, reported, stats)

    def shown(self, output: GeneratorOutput, result: Tensor, batch: AdversarialBatch) -> Shown:
        """Return the critic's inputs: whole pictures, but with pairs and a flow only the detail that no flow can produce.

        The rest of the edit is replaced by the pair's other picture: elsewhere the moved photo is sharp enough, and a generator scored
        there learns to add noise to the skin instead of gaps between teeth. Tint is also left to the pairs, as a generator scored on it
        oscillates. If the critic has a window, it sees that part of both.
        """
        real, fake = batch.real, result.float()
        if not self.weights.paired:
            return Shown(real, fake)
        moved = batch.pair.source if output.flow is None else warp(batch.pair.source, output.flow.detach())
        share = losses.unmoved_share(moved, real)
        if output.flow is not None:
            fake = real + losses.fine_part(fake - real, share)
        side = self.critic.options.image_size
        if side == real.shape[-1]:
            return Shown(real, fake)
        corners = losses.busiest_window(share, side).tolist()
        windows = [
            torch.stack([image[:, y : y + side, x : x + side] for image, (x, y) in zip(images, corners, strict=True)])
            for images in (real, fake)
        ]
        return Shown(*windows)

    def check(self, network: nn.Module, device: torch.device) -> dict[str, float]:
        """Measure on held-out faces: cycle, AUs of edits as the critic reads them, its AUs and scores of real pictures; pairs."""
        sums = {"cycle": 0.0, "expression": 0.0, "critic_au_mae": 0.0, "told_apart": 0.0, "edited": 0.0}
        for checked in self.paired.checked:
            batch = self._checked(checked).to(device)
            source, source_aus = batch.pair.source, batch.pair.source_aus
            output = edit(network, source, source_aus, batch.wanted_aus, batch.pair.layers)
            fake = output.composite(source)
            restored = edit(network, fake, batch.wanted_aus, source_aus, batch.pair.way_back).composite(fake)
            sums["cycle"] += losses.cycle_identity(restored, source).item()
            of_real, of_fake = (self.critic(picture) for picture in self.shown(output, fake, batch))
            sums["expression"] += losses.conditional_expression(of_fake.aus, batch.wanted_aus).item()
            sums["critic_au_mae"] += (of_real.aus - batch.real_aus).abs().mean().item()
            sums["told_apart"] += (of_real.scores.mean(dim=(1, 2, 3)) > of_fake.scores.mean(dim=(1, 2, 3))).float().mean().item()
            sums["edited"] += (1 - output.attention).mean().item()
        figures = {name: value / len(self.paired.checked) for name, value in sums.items()}
        return figures | (self.paired.check(network, device) if self.has_pairs else {})

    def sample(self, network: nn.Module, device: torch.device) -> NDArray[np.uint8]:
        """Draw held-out faces: source, teacher's picture (without pairs: the picture after the cycle), result, color, attention."""
        if self.has_pairs:
            return self.paired.sample(network, device)
        batch = self._checked(self.paired.checked[0]).to(device)
        source, source_aus = batch.pair.source, batch.pair.source_aus
        output = edit(network, source, source_aus, batch.wanted_aus, batch.pair.layers)
        fake = output.composite(source)
        restored = edit(network, fake, batch.wanted_aus, source_aus, batch.pair.way_back).composite(fake)
        return generator_grid(batch.pair.with_target(restored), output)

    def _checked(self, pair: PairBatch) -> AdversarialBatch:
        """Return held-out faces as a batch: the targets are those of their pairs, or without pairs those of the next face."""
        return AdversarialBatch(
            pair=pair,
            real=pair.target if self.weights.paired else pair.source,
            real_aus=pair.target_aus if self.weights.paired else pair.source_aus,
            wanted_aus=pair.target_aus if self.has_pairs else pair.source_aus.roll(1, dims=0),
            mix=torch.zeros(len(pair.source), 1, 1, 1),
        )
