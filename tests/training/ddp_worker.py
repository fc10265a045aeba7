"""One of the processes that `test_many_processes.py` starts under torchrun; its assertions end it with an error.

Each process computes the gradient of its own half batch, synchronised, and compares it with that of the whole batch, which it computes
alone; then all train a few steps together, which must leave them with the same weights.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import torch
from lightning_fabric import Fabric
from torch import nn

from ganimation_desktop.core.base.training_run import TrainingReport
from ganimation_desktop.training.adversarial import AdversarialBatch, AdversarialObjective
from ganimation_desktop.training.augmentation import PairBatch
from ganimation_desktop.training.config import Adversarial, TrainingConfig
from ganimation_desktop.training.dataset import read_pairs
from ganimation_desktop.training.loop import leave_processes, new_critic, new_network, start_fabric, train
from ganimation_desktop.training.objectives import StepLoss, edit_pair, generator_loss

CONFIG = TrainingConfig(
    image_size=32,
    steps=3,
    batch_size=2,
    warmup_steps=1,
    learning_rate=1e-3,
    adversarial=Adversarial(critic_steps=2, critic_width=4, paired=1.0),
)

SPECTRAL = dataclasses.replace(CONFIG, adversarial=Adversarial(critic_steps=2, critic_width=4, paired=1.0, regularisation="spectral-norm"))


def joined(halves: list[AdversarialBatch]) -> AdversarialBatch:
    pair = dataclasses.replace(
        halves[0].pair,
        source=torch.cat([half.pair.source for half in halves]),
        target=torch.cat([half.pair.target for half in halves]),
        source_aus=torch.cat([half.pair.source_aus for half in halves]),
        target_aus=torch.cat([half.pair.target_aus for half in halves]),
        source_points=torch.cat([half.pair.source_points for half in halves]),
        target_points=torch.cat([half.pair.target_points for half in halves]),
        points_ok=torch.cat([half.pair.points_ok for half in halves]),
    )
    names = [name for name in vars(halves[0]) if name != "pair"]
    return AdversarialBatch(pair, **{name: torch.cat([getattr(half, name) for half in halves]) for name in names})


def gradients(fabric: Fabric, network: nn.Module, loss: StepLoss) -> list[torch.Tensor]:
    network.zero_grad()
    fabric.backward(loss.total)
    return [parameter.grad.clone() for parameter in network.parameters() if parameter.grad is not None]


def assert_half_batches_give_the_whole_gradient(folder: Path) -> None:
    fabric = start_fabric(CONFIG, "cpu")
    assert fabric.world_size == 2
    data = read_pairs(folder, "train")
    torch.manual_seed(0)
    network, critic = new_network(CONFIG), new_critic(CONFIG)
    assert critic is not None
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.05)
    objective = AdversarialObjective(CONFIG, data, data, critic)
    both = [objective.draw(0, 0, rank) for rank in range(2)]
    whole, half = joined(both), both[fabric.global_rank]

    def paired(module: nn.Module, batch: PairBatch) -> StepLoss:
        return generator_loss(edit_pair(module, batch), batch, CONFIG)

    alone = [
        gradients(fabric, network, paired(network, whole.pair)),
        gradients(fabric, network, objective.step_loss_of(network, whole)),
        gradients(fabric, critic, objective.critic_loss_of(network, critic, whole)),
    ]
    shared = fabric.setup(network, torch.optim.SGD(network.parameters()))[0]
    shared_critic = fabric.setup(critic, torch.optim.SGD(critic.parameters()))[0]
    together = [
        gradients(fabric, shared, paired(shared, half.pair)),
        gradients(fabric, shared, objective.step_loss_of(shared, half)),
        gradients(fabric, shared_critic, objective.critic_loss_of(shared, shared_critic, half)),
    ]
    for expected, found in zip(alone, together, strict=True):
        assert len(expected) == len(found) > 0
        scale = max(gradient.abs().max() for gradient in expected)
        for a, b in zip(expected, found, strict=True):
            torch.testing.assert_close(a, b, atol=1e-4 * float(scale), rtol=1e-3)


def assert_training_keeps_the_processes_together(config: TrainingConfig, folder: Path, run_dir: Path) -> None:
    data = read_pairs(folder, "train")
    reports: list[TrainingReport] = []
    state = train(config, data, read_pairs(folder, "held_out"), run_dir, on_progress=reports.append)
    rank = torch.distributed.get_rank()
    assert bool(reports) == (rank == 0)
    assert state.critic is not None
    for network in (state.network, state.critic):
        weights = torch.cat([value.detach().flatten() for value in network.state_dict().values()])
        gathered = [torch.empty_like(weights) for _ in range(2)]
        torch.distributed.all_gather(gathered, weights)
        assert torch.equal(gathered[0], gathered[1])


if __name__ == "__main__":
    torch.set_num_threads(1)
    assert_half_batches_give_the_whole_gradient(Path(sys.argv[1]))
    assert_training_keeps_the_processes_together(CONFIG, Path(sys.argv[1]), Path(sys.argv[2]))
    assert_training_keeps_the_processes_together(SPECTRAL, Path(sys.argv[1]), Path(sys.argv[2]) / "spectral")
    leave_processes()
    assert not torch.distributed.is_initialized()
