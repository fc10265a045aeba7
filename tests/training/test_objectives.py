from __future__ import annotations

import pytest
import torch

from ganimation_desktop.training.objectives import PairedGeneratorObjective
from tests.training.critic_setup import shaken_generator, slope_found
from tests.training.test_loop import GENERATOR

CPU = torch.device("cpu")


def test_the_loss_on_pairs_falls_along_its_gradient(train_data, held_out):
    objective, network = PairedGeneratorObjective(GENERATOR, train_data, held_out), shaken_generator()

    slope = slope_found(network.parameters(), lambda: objective.step_loss(network, 0, 0, CPU).total, 1e-3)

    assert slope == pytest.approx(1, abs=0.5)  # the weights of its pixels follow the flow and count as fixed
