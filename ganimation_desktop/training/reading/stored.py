"""Training of the heads alone, for slow or shared processors: crops are drawn once, and the trunk runs on each of them once.

The trunk, landmarks included, stays fixed, so that each step costs next to nothing.
"""

from __future__ import annotations

import logging

import torch
from torch import nn

from ganimation_desktop.core.models.networks import FaceEstimator, FaceView
from ganimation_desktop.training.augmentation import step_rng
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.objectives import StepLoss
from ganimation_desktop.training.reading.batches import ReadingBatch, draw_reading_batch
from ganimation_desktop.training.reading.objective import ReadingObjective, loss_of

log = logging.getLogger(__name__)


class StoredViewsObjective(ReadingObjective):
    """`ReadingObjective` on crops that are drawn once."""

    def __init__(self, config: TrainingConfig, train: PairData, held_out: PairData) -> None:
        super().__init__(config, train, held_out)
        self._store: tuple[ReadingBatch, FaceView] | None = None

    def step_loss(self, network: nn.Module, step: int, rank: int, device: torch.device) -> StepLoss:
        """Compute all terms on some of the stored crops."""
        if self._store is None:
            self._store = self._drawn(network, rank, device)
        stored, views = self._store
        rng = step_rng(self.config.seed, step, rank)
        index = torch.from_numpy(rng.choice(len(stored.is_face), self.config.batch_size, replace=False))
        batch = stored.chosen(index).to(device)
        view = views.map(lambda tensor: tensor[index].float().to(device))
        return loss_of(network(batch.image, view), batch)

    def _drawn(self, network: nn.Module, rank: int, device: torch.device) -> tuple[ReadingBatch, FaceView]:
        """Draw the crops of this process and compute their features; their pixels are not kept."""
        config = self.config
        estimator = getattr(network, "module", network)
        if not isinstance(estimator, FaceEstimator):
            raise ValueError(f"{config.architecture} has no heads that could be trained alone")
        batches: list[ReadingBatch] = []
        views: list[FaceView] = []
        half = torch.autocast(device.type, torch.bfloat16, enabled=config.precision.startswith("bf16"))
        for turn in range(-(-config.stored_views // config.batch_size)):
            rng = step_rng(config.seed, 0, rank, turn)
            batch = draw_reading_batch(self.train, config.batch_size, config.image_size, config.augmentation, rng)
            with torch.no_grad(), half:
                view = estimator.extract(batch.image.to(device))
            views.append(view.map(lambda tensor: tensor.half().cpu()))
            batches.append(batch.without_pixels())
            if turn % 50 == 0:
                log.info("drew %d of %d crops", (turn + 1) * config.batch_size, config.stored_views)
        fields = vars(batches[0])
        joined = ReadingBatch(**{name: torch.cat([getattr(batch, name) for batch in batches]) for name in fields})
        return joined, FaceView.joined(views)


def freeze_trunk(network: nn.Module) -> None:
    """Freeze all weights of an estimator except those of its heads."""
    if isinstance(network, FaceEstimator):
        for module in network.below_heads():
            module.requires_grad_(False)
