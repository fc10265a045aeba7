"""Training objectives: batch -> network -> weighted loss terms.

The loop knows an objective only as this protocol: a step is a row of turns, in each of which one network goes down the gradient of its
loss. The objective of teacher pairs here has a single turn; in `training.adversarial` the critic takes turns before the generator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ganimation_desktop.core.models.networks import GeneratorOutput, LayerMaps, warp
from ganimation_desktop.training import losses
from ganimation_desktop.training.augmentation import (
    PairBatch,
    View,
    pair_batch,
    pixels,
    step_rng,
)
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.edits import edit
from ganimation_desktop.training.layer_batches import LayerBatch
from ganimation_desktop.training.pair_drawing import draw_pair_batch

N_CHECKED = 96
CHECK_BATCH = 24
N_MASK_BINS = 10
"""Of the histogram of the attention mask."""
N_ROWS = 8
"""Of the sample grid."""


@dataclass(frozen=True)
class StepLoss:
    """The loss of one step.

    Attributes
    ----------
    total
        The loss, a scalar with gradient.
    terms
        Each term before its weight, detached.
    stats
        Other figures of the batch, such as statistics of the mask, detached; scalars or histograms.
    """

    total: Tensor
    terms: Mapping[str, Tensor]
    stats: Mapping[str, Tensor]


Learner = Literal["network", "critic"]
"""The networks in training: the main one, and its critic in adversarial training."""


@dataclass(frozen=True)
class Turn:
    """One descent within a step.

    Attributes
    ----------
    learner
        Whose turn it is.
    loss
        Its loss.
    rate
        Its learning rate, as a multiple of the run's.
    began_at
        The step at which it starts to learn and its learning rate starts to rise.
    """

    learner: Learner
    loss: StepLoss
    rate: float = 1.0
    began_at: int = 0


class Objective(Protocol):
    """Draws batches and turns them into losses; `check` and `sample` use held-out faces."""

    def turns(self, networks: Mapping[Learner, nn.Module], step: int, rank: int, device: torch.device) -> Iterator[Turn]:
        """Yield the turns of a step, each with the loss after the updates of the previous turns.

        Parameters
        ----------
        networks
            All networks in training, on `device`.
        step, rank
            Batches belong to (seed, step, rank); the rank is the number of this process.
        """

    def check(self, network: nn.Module, device: torch.device) -> dict[str, float]:
        """Measure the network on held-out faces."""

    def sample(self, network: nn.Module, device: torch.device) -> NDArray[np.uint8]:
        """Draw the fixed sample grid, (H, W, 3) uint8."""


class PairedGeneratorObjective:
    """Teacher pairs: the generator's edit of one picture must become the other."""

    def __init__(self, config: TrainingConfig, train: PairData, held_out: PairData) -> None:
        self.config = config
        self.train = train
        fixed = step_rng(0, 0)
        crops = []
        for number in range(N_CHECKED):
            face = held_out.faces[number % len(held_out.faces)]
            source = 0 if number < N_CHECKED // 2 else int(fixed.integers(len(face.aus)))
            target = int(fixed.integers(1, len(face.aus))) if len(face.aus) > 1 else 0
            crops.append((face, source, target, View.level(face, held_out.crop_px, config.image_size)))
        self.checked = [pair_batch(crops[i : i + CHECK_BATCH]) for i in range(0, N_CHECKED, CHECK_BATCH)]

    def turns(self, networks: Mapping[Learner, nn.Module], step: int, rank: int, device: torch.device) -> Iterator[Turn]:
        """Yield the one turn of a step."""
        yield Turn("network", self.step_loss(networks["network"], step, rank, device))

    def step_loss(self, network: nn.Module, step: int, rank: int, device: torch.device) -> StepLoss:
        """Compute all terms on one batch."""
        rng = step_rng(self.config.seed, step, rank)
        batch = draw_pair_batch(self.train, self.config.batch_size, self.config.image_size, self.config.augmentation, rng).to(device)
        return generator_loss(edit_pair(network, batch), batch, self.config)

    def check(self, network: nn.Module, device: torch.device) -> dict[str, float]:
        """Compare error to the teacher with the error of copying the input, on held-out faces."""
        error = copying = edited = 0.0
        for batch in (checked.to(device) for checked in self.checked):
            output = edit_pair(network, batch)
            result = output.composite(batch.source).clamp(-1, 1)
            error += (result - batch.target).abs().mean().item() / 2
            copying += (batch.source - batch.target).abs().mean().item() / 2
            edited += (1 - output.attention).mean().item()
        n = len(self.checked)
        return {"l1": error / n, "l1_copying": copying / n, "l1_ratio": error / max(copying, 1e-9), "edited": edited / n}

    def sample(self, network: nn.Module, device: torch.device) -> NDArray[np.uint8]:
        """Draw held-out faces: source, teacher, result, color, attention."""
        batch = self.checked[0].to(device)
        return generator_grid(batch, edit_pair(network, batch))


def edit_pair(network: nn.Module, batch: PairBatch) -> GeneratorOutput:
    """Edit the sources of a batch towards its targets."""
    return edit(network, batch.source, batch.source_aus, batch.target_aus, batch.layers)


def generator_loss(output: GeneratorOutput, batch: PairBatch, config: TrainingConfig) -> StepLoss:
    """Weigh and add the paired terms; those of the flow only for generators that have one."""
    weights = config.losses
    result = output.composite(batch.source)
    weight = losses.change_weight(batch.source, batch.target)
    if output.flow is not None:
        layer = None if output.layers is None or batch.layers is None else batch.layers.mouth
        weight = weight + losses.paint_weight(warp(batch.moved_source, output.flow.detach()), batch.target, layer)
    terms = {
        "reconstruction": losses.weighted_l1(result, batch.target, weight),
        "gradient": losses.gradient_difference(result, batch.target, weight),
        "texture": losses.texture_energy(result, batch.target, weight),
        "color": losses.weighted_l1(output.color, batch.target, weight),
        "attention_mean": losses.attention_mean(output.attention),
        "attention_variation": losses.attention_variation(output.attention),
        "kept_source": losses.kept_source(output.attention, batch.source, batch.target),
    }
    if output.flow is not None and output.residual is not None:
        terms |= {
            "flow_points": losses.flow_at_points(output.flow, batch.source_points, batch.target_points, batch.points_ok),
            "flow_smoothness": losses.flow_smoothness(output.flow),
            "residual": losses.residual_size(output.residual),
            "double_image": losses.double_image(output.attention, output.flow),
        }
    if output.layers is not None and batch.layers is not None:
        terms |= layer_terms(output.layers, batch.layers)
    if output.opacity is not None:
        terms["opacity"] = losses.opacity_share(output.opacity)
    total = torch.stack([getattr(weights, name) * term for name, term in terms.items()]).sum()
    with torch.no_grad():
        copying = losses.weighted_l1(batch.source, batch.target, weight)
        stats = mask_statistics(output.attention) | {"reconstruction_ratio": terms["reconstruction"] / copying.clamp_min(1e-6)}
    return StepLoss(total, detached(terms), stats)


def layer_terms(layers: LayerMaps, wanted: LayerBatch) -> dict[str, Tensor]:
    """Compute the terms of the layers behind the skin."""
    return {
        "layer_edges": losses.layer_edges(layers.mouth_logit, wanted.mouth) + losses.layer_edges(layers.eye_logit, wanted.eyes),
        "layer_places": losses.within_layer(layers.mouth_uv, wanted.mouth_uv, wanted.mouth),
        "layer_light": losses.within_layer(layers.mouth_shade, wanted.mouth_shade, wanted.mouth)
        + losses.within_layer(layers.eye_shade, wanted.eye_shade, wanted.eyes),
    }


def mask_statistics(attention: Tensor) -> dict[str, Tensor]:
    """Return mean, standard deviation, saturated shares and histogram (shares, from 0 to 1) of a batch of attention masks.

    A generator whose mask is fixed has none.
    """
    if not attention.requires_grad:
        return {}
    histogram = torch.histc(attention.detach().float(), N_MASK_BINS, 0, 1) / attention.numel()
    return {
        "mask_histogram": histogram,
        "mask_mean": attention.mean(),
        "mask_std": attention.std(),
        "mask_near_0": (attention < 0.02).float().mean(),
        "mask_near_1": (attention > 0.98).float().mean(),
    }


def generator_grid(batch: PairBatch, output: GeneratorOutput, n_rows: int = N_ROWS) -> NDArray[np.uint8]:
    """Draw rows of source, teacher's picture, result, color mask and edited share (bright = edited), twice side by side."""
    edited = (1 - output.attention).expand(-1, 3, -1, -1) * 2 - 1
    columns = torch.cat((batch.source, batch.target, output.composite(batch.source), output.color, edited), dim=3)
    rows = pixels(columns)[: 2 * n_rows]
    half = (len(rows) + 1) // 2
    left = np.concatenate(list(rows[:half]))
    right = np.zeros_like(left)
    if half < len(rows):
        stacked = np.concatenate(list(rows[half:]))
        right[: len(stacked)] = stacked
    return np.concatenate((left, right), axis=1)


def detached(terms: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return detached terms, for reports."""
    return {name: term.detach() for name, term in terms.items()}
