"""What one step computes: batch -> network -> weighted loss terms, for each thing that can be trained.

The loop knows an objective only as this protocol; the adversarial one (`training.adversarial`) has a loss for the critic besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
import torch
from torch import Tensor, nn

from ganimation_desktop.core.networks import EstimatorOutput, Generator, GeneratorOutput, warp
from ganimation_desktop.training import losses
from ganimation_desktop.training.augmentation import (
    FaceBatch,
    PairBatch,
    View,
    draw_face_batch,
    draw_pair_batch,
    face_batch,
    pair_batch,
    step_rng,
)
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.samples import estimator_grid, generator_grid

N_CHECKED = 96
CHECK_BATCH = 24
LANDMARK_WEIGHT, AU_WEIGHT = 0.2, 20.0
"""Of the estimator's two terms."""
N_MASK_BINS = 10
"""Of the histogram of the attention mask."""


@dataclass(frozen=True)
class StepLoss:
    """The loss of one step.

    Attributes
    ----------
    total
        What is minimised, a scalar with gradient.
    terms
        Each term before its weight, detached.
    stats
        Other figures of the batch, such as statistics of the mask, detached; scalars or histograms.
    """

    total: Tensor
    terms: Mapping[str, Tensor]
    stats: Mapping[str, Tensor]


class Objective(Protocol):
    """Draws batches and turns them into losses; `check` and `sample` look at faces kept aside."""

    def step_loss(self, network: nn.Module, step: int, rank: int, device: torch.device) -> StepLoss:
        """Compute the loss of a step on the batch that belongs to (seed, step, rank)."""

    def check(self, network: nn.Module, device: torch.device) -> dict[str, float]:
        """Measure the network on held-out faces."""

    def sample(self, network: nn.Module, device: torch.device) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
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

    def step_loss(self, network: nn.Module, step: int, rank: int, device: torch.device) -> StepLoss:
        """Compute all terms on one batch."""
        rng = step_rng(self.config.seed, step, rank)
        batch = draw_pair_batch(self.train, self.config.batch_size, self.config.image_size, self.config.augmentation, rng).to(device)
        output: GeneratorOutput = network(batch.source, wanted_aus(network, batch))
        return generator_loss(output, batch, self.config)

    def check(self, network: nn.Module, device: torch.device) -> dict[str, float]:
        """Compare error to the teacher with the error of copying the input, on held-out faces."""
        error = copying = edited = 0.0
        for batch in (checked.to(device) for checked in self.checked):
            output: GeneratorOutput = network(batch.source, wanted_aus(network, batch))
            result = output.composite(batch.source).clamp(-1, 1)
            error += (result - batch.target).abs().mean().item() / 2
            copying += (batch.source - batch.target).abs().mean().item() / 2
            edited += (1 - output.attention).mean().item()
        n = len(self.checked)
        return {"l1": error / n, "l1_copying": copying / n, "l1_ratio": error / max(copying, 1e-9), "edited": edited / n}

    def sample(self, network: nn.Module, device: torch.device) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """Draw held-out faces: source, teacher, result, color, attention."""
        batch = self.checked[0].to(device)
        return generator_grid(batch, network(batch.source, wanted_aus(network, batch)))


class EstimatorObjective:
    """Landmarks and AUs of single crops."""

    def __init__(self, config: TrainingConfig, train: PairData, held_out: PairData) -> None:
        self.config = config
        self.train = train
        fixed = step_rng(0, 0)
        crops = []
        for number in range(N_CHECKED):
            face = held_out.faces[number % len(held_out.faces)]
            variant = 0 if number < N_CHECKED // 2 else int(fixed.integers(len(face.aus)))
            crops.append((face, variant, View.level(face, held_out.crop_px, config.image_size)))
        self.checked = [face_batch(crops[i : i + CHECK_BATCH]) for i in range(0, N_CHECKED, CHECK_BATCH)]

    def step_loss(self, network: nn.Module, step: int, rank: int, device: torch.device) -> StepLoss:
        """Compute landmark distance and AU error on one batch."""
        rng = step_rng(self.config.seed, step, rank)
        batch = draw_face_batch(self.train, self.config.batch_size, self.config.image_size, self.config.augmentation, rng).to(device)
        output: EstimatorOutput = network(batch.image)
        terms = {
            "landmarks": losses.landmark_distance(output.landmarks, batch.landmarks),
            "aus": losses.au_error(output.aus, batch.aus),
        }
        total = LANDMARK_WEIGHT * terms["landmarks"] + AU_WEIGHT * terms["aus"]
        with torch.no_grad():
            stats = {"point_error": point_error(output.landmarks, batch.landmarks), "au_mae": (output.aus - batch.aus).abs().mean()}
        return StepLoss(total, detached(terms), stats)

    def check(self, network: nn.Module, device: torch.device) -> dict[str, float]:
        """Measure point error (share of the eye distance) and AU error on level crops of held-out faces."""
        points = aus = correlation = 0.0
        for batch in (checked.to(device) for checked in self.checked):
            output: EstimatorOutput = network(batch.image)
            points += point_error(output.landmarks, batch.landmarks).item()
            aus += (output.aus - batch.aus).abs().mean().item()
            correlation += torch.corrcoef(torch.stack((output.aus.flatten(), batch.aus.flatten())))[0, 1].item()
        n = len(self.checked)
        return {"point_error": points / n, "au_mae": aus / n, "au_correlation": correlation / n}

    def sample(self, network: nn.Module, device: torch.device) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """Draw held-out faces with true and estimated landmarks."""
        batch: FaceBatch = self.checked[0].to(device)
        return estimator_grid(batch, network(batch.image))


def objective_of(config: TrainingConfig, train: PairData, held_out: PairData) -> Objective:
    """Return the objective that a configuration asks for."""
    return (PairedGeneratorObjective if config.task == "generator" else EstimatorObjective)(config, train, held_out)


def wanted_aus(network: nn.Module, batch: PairBatch) -> Tensor:
    """Return the AU vector that the generator's conditioning asks for."""
    relative = cast(Generator, network).conditioning == "relative"
    return batch.target_aus - batch.source_aus if relative else batch.target_aus


def generator_loss(output: GeneratorOutput, batch: PairBatch, config: TrainingConfig) -> StepLoss:
    """Weigh and add the paired terms; those of the flow only for generators that have one."""
    weights = config.losses
    result = output.composite(batch.source)
    weight = losses.change_weight(batch.source, batch.target)
    if output.flow is not None:
        weight = weight + losses.paint_weight(warp(batch.source, output.flow.detach()), batch.target)
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
    if output.opacity is not None:
        terms["opacity"] = losses.opacity_share(output.opacity)
    total = torch.stack([getattr(weights, name) * term for name, term in terms.items()]).sum()
    with torch.no_grad():
        copying = losses.weighted_l1(batch.source, batch.target, weight)
        stats = mask_statistics(output.attention) | {"reconstruction_ratio": terms["reconstruction"] / copying.clamp_min(1e-6)}
    return StepLoss(total, detached(terms), stats)


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


def point_error(prediction: Tensor, target: Tensor) -> Tensor:
    """Mean landmark distance as a share of the distance of the outer eye corners; inputs (N, 68, 2)."""
    eye_distance: Tensor = (target[:, 36] - target[:, 45]).norm(dim=1)
    distance: Tensor = (prediction - target).norm(dim=2).mean(dim=1)
    return (distance / eye_distance).mean()


def detached(terms: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return terms without their gradient, to be reported."""
    return {name: term.detach() for name, term in terms.items()}
