"""Whole runs against a critic: what they learn, stop and resume."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from ganimation_desktop.core.base.training_run import STATE_FILE, TrainingReport
from ganimation_desktop.core.models.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.models.networks import LayeredGenerator, LayeredGeneratorOptions
from ganimation_desktop.training.layer_batches import bundled_textures
from ganimation_desktop.training.loop import Intervals, train
from ganimation_desktop.training.state import read_state
from tests.training.critic_setup import GAN, PAIRED_GAN, SIZE, SPECTRAL, WEIGHTS, WINDOWED
from tests.training.test_loop import assert_equal, stop_after


@pytest.mark.outcome
def test_training_with_all_losses_edits_and_undoes_its_edits(photos, tmp_path):
    weights = dataclasses.replace(WEIGHTS, critic_steps=1, attention=1.0)
    config = dataclasses.replace(GAN, steps=40, learning_rate=5e-4, adversarial=weights)
    reports: list[TrainingReport] = []

    train(config, photos, photos, tmp_path, intervals=Intervals(report_steps=5), on_progress=reports.append)

    first, last = reports[0].values, reports[-1].values
    assert last["critic_expression"] < 0.7 * first["critic_expression"]
    assert last["expression"] < first["expression"]
    assert last["cycle"] < 0.5 * max(report.values["cycle"] for report in reports)
    assert 0.02 < last["mask_mean"] < 0.98
    assert last["held_out/edited"] > 0.02


@pytest.mark.parametrize("config", [GAN, PAIRED_GAN, WINDOWED, SPECTRAL], ids=["gan", "paired+gan", "windowed", "spectral"])
def test_a_resumed_run_equals_an_uninterrupted_one_bit_for_bit(config, train_data, held_out, tmp_path):
    whole = train(config, train_data, held_out, tmp_path / "whole", intervals=Intervals(sample_minutes=0))
    train(config, train_data, held_out, tmp_path / "pieces", should_stop=stop_after(2))
    resumed = train(config, train_data, held_out, tmp_path / "pieces")

    assert whole.critic is not None
    assert whole.critic_optimizer is not None
    assert resumed.critic is not None
    assert resumed.critic_optimizer is not None
    assert_equal(resumed.network.state_dict(), whole.network.state_dict())
    assert_equal(resumed.critic.state_dict(), whole.critic.state_dict())
    assert_equal(resumed.optimizer.state_dict(), whole.optimizer.state_dict())
    assert_equal(resumed.critic_optimizer.state_dict(), whole.critic_optimizer.state_dict())


KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import read_pairs
from ganimation_desktop.training.layer_batches import bundled_textures
from ganimation_desktop.training.loop import Intervals, train
def kill(progress):
    if progress.step == 3:
        os.kill(os.getpid(), signal.SIGKILL)
folder, run = map(Path, sys.argv[1:3])
config = TrainingConfig.from_json(sys.argv[3])
often = Intervals(report_steps=1, save_minutes=0)
train(config, read_pairs(folder, "train"), read_pairs(folder, "held_out"), run, intervals=often, on_progress=kill)
"""


def test_a_run_that_was_killed_ends_with_the_same_weights(pair_folder, train_data, held_out, tmp_path):
    whole = train(GAN, train_data, held_out, tmp_path / "whole")
    command = [sys.executable, "-c", KILLED, str(pair_folder), str(tmp_path / "killed"), GAN.to_json()]

    killed = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=False)
    left_at_step = read_state(tmp_path / "killed" / STATE_FILE)["step"]
    resumed = train(GAN, train_data, held_out, tmp_path / "killed")

    assert killed.returncode == -9, killed.stderr
    assert left_at_step == 2
    assert whole.critic is not None
    assert resumed.critic is not None
    assert_equal(resumed.network.state_dict(), whole.network.state_dict())
    assert_equal(resumed.average.state_dict(), whole.average.state_dict())
    assert_equal(resumed.critic.state_dict(), whole.critic.state_dict())


def test_a_good_generator_waits_for_the_critic(train_data, held_out, tmp_path):
    textures = bundled_textures()
    network = LayeredGenerator(LayeredGeneratorOptions(image_size=SIZE, n_textures=len(textures)))
    network.mouth_textures = textures
    torch.nn.init.normal_(network.heads.weight, std=0.01)
    save_checkpoint(tmp_path / "good.safetensors", network, describe(network, training={}))
    config = dataclasses.replace(PAIRED_GAN, steps=2, adversarial=dataclasses.replace(WEIGHTS, paired=1.0, critic_warmup_steps=2))

    reports: list[TrainingReport] = []

    state = train(config, train_data, held_out, tmp_path / "run", initial=tmp_path / "good.safetensors", on_progress=reports.append)
    later = train(dataclasses.replace(config, steps=3), train_data, held_out, tmp_path / "run")

    assert_equal(dict(state.network.state_dict()), dict(network.state_dict()))
    assert not torch.equal(later.network.state_dict()["heads.weight"], network.heads.weight)
    assert not state.optimizer.state_dict()["state"]
    assert "loss" not in reports[-1].values
    assert "critic_scores" in reports[-1].values
    assert state.critic is not None
    assert state.critic.au_head.weight.grad is not None
