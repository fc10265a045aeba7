from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganimation_desktop.core.checkpoint import describe, save_checkpoint
from ganimation_desktop.core.networks import Critic, CriticOptions, CriticOutput, FlowGenerator, FlowGeneratorOptions, GeneratorOutput
from ganimation_desktop.training.adversarial import AdversarialObjective, edit
from ganimation_desktop.training.config import Adversarial, TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.loop import Intervals, new_critic, new_network, train
from ganimation_desktop.training.objectives import StepLoss
from ganimation_desktop.training.recipes import MIRROR_ALONE
from ganimation_desktop.training.report import Progress
from ganimation_desktop.training.run_folder import STATE_FILE
from ganimation_desktop.training.state import read_state
from tests.training.pair_folder import first_variant
from tests.training.test_loop import assert_equal, stop_after

SIZE = 32
WEIGHTS = Adversarial(critic_steps=2, critic_width=8)
SILENT = dataclasses.replace(WEIGHTS, score=0.0, expression=0.0, cycle=0.0, attention=0.0, attention_variation=0.0)
GAN = TrainingConfig(
    image_size=SIZE, steps=4, batch_size=4, warmup_steps=1, learning_rate=1e-3, augmentation=MIRROR_ALONE, adversarial=WEIGHTS
)
SPECTRAL = dataclasses.replace(GAN, adversarial=dataclasses.replace(WEIGHTS, regularisation="spectral-norm"))
PAIRED_GAN = dataclasses.replace(GAN, adversarial=dataclasses.replace(WEIGHTS, paired=1.0))
WINDOWED = dataclasses.replace(GAN, adversarial=dataclasses.replace(WEIGHTS, paired=1.0, critic_window=16, critic_rate=2.0))


@pytest.fixture(scope="module")
def photos(train_data: PairData) -> PairData:
    """One picture of each face, as `prepare` makes them."""
    return dataclasses.replace(train_data, faces=[first_variant(face) for face in train_data.faces])


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


def only(term: str) -> Adversarial:
    weights: dict[str, Any] = {term: 1.0}
    return dataclasses.replace(SILENT, **weights)


def objective_with(weights: Adversarial, data: PairData) -> AdversarialObjective:
    return AdversarialObjective(dataclasses.replace(GAN, adversarial=weights), data, data, small_critic())


def descend(parameters, loss_of, n_steps: int, rate: float = 2e-3) -> list[StepLoss]:
    optimizer = torch.optim.Adam(parameters, lr=rate, betas=(0.5, 0.999))
    losses = []
    for _ in range(n_steps):
        losses.append(loss_of())
        optimizer.zero_grad()
        losses[-1].total.backward()
        optimizer.step()
    return losses


@pytest.mark.parametrize(
    ("term", "falls_to"), [("expression", 0.9), ("cycle", 0.7), ("attention", 0.7), ("attention_variation", 0.5), ("score", -np.inf)]
)
def test_each_loss_of_the_generator_does_its_work(term, falls_to, photos):
    objective = objective_with(only(term), photos)
    network, batch = shaken_generator(), objective.draw(0, 0, 0)

    losses = descend(network.parameters(), lambda: objective.step_loss_of(network, batch), 25)

    first, last = losses[0].terms[term].item(), losses[-1].terms[term].item()
    assert last < first
    if np.isfinite(falls_to):
        assert last < falls_to * first


def test_the_critic_learns_to_tell_photographs_from_edits_and_to_read_aus(photos):
    objective = objective_with(dataclasses.replace(WEIGHTS, critic_expression=10.0), photos)
    network, critic, batch = shaken_generator(), objective.critic, objective.draw(0, 0, 0)

    losses = descend(critic.parameters(), lambda: objective.critic_loss_of(network, critic, batch), 60)

    first, last = losses[0].terms, losses[-1].terms
    assert last["critic_scores"] < first["critic_scores"] - 0.01
    assert last["critic_expression"] < 0.5 * first["critic_expression"]
    assert last["gradient_penalty"] < first["gradient_penalty"]


def test_a_spectrally_normalised_critic_learns_with_the_hinge_and_without_a_penalty(photos):
    objective = AdversarialObjective(SPECTRAL, photos, photos, spectral_critic())
    network, critic, batch = shaken_generator(), objective.critic, objective.draw(0, 0, 0)

    losses = descend(critic.parameters(), lambda: objective.critic_loss_of(network, critic, batch), 90)

    first, last = losses[0].terms, losses[-1].terms
    assert "gradient_penalty" not in first
    assert last["critic_scores"] < first["critic_scores"] - 0.01
    assert last["critic_scores"] >= 0
    assert last["critic_expression"] < 0.5 * first["critic_expression"]


def test_judging_an_edit_does_not_change_a_spectrally_normalised_critic(photos):
    objective = AdversarialObjective(SPECTRAL, photos, photos, spectral_critic())
    network, batch = shaken_generator(), objective.draw(0, 0, 0)
    before = {name: value.clone() for name, value in objective.critic.state_dict().items()}

    objective.step_loss_of(network, batch).total.backward()
    objective.check(network, torch.device("cpu"))
    judged = objective.critic.state_dict()
    assert_equal(judged, before)

    objective.critic_loss_of(network, objective.critic, batch)
    assert any(not torch.equal(value, before[name]) for name, value in objective.critic.state_dict().items())


def test_with_pairs_the_critic_judges_edits_beside_the_pictures_that_they_should_become(train_data, photos):
    batch = AdversarialObjective(PAIRED_GAN, train_data, train_data, small_critic()).draw(5, 0, 0)
    unpaired = objective_with(WEIGHTS, photos).draw(5, 0, 0)

    assert torch.equal(batch.real, batch.pair.target)
    assert torch.equal(batch.real_aus, batch.wanted_aus)
    assert torch.equal(unpaired.real, unpaired.pair.source)
    assert torch.equal(unpaired.real_aus, unpaired.pair.source_aus)


def test_with_pairs_only_what_the_flow_cannot_bring_is_judged(train_data):
    objective = AdversarialObjective(PAIRED_GAN, train_data, train_data, small_critic())
    batch = objective.draw(5, 0, 0)
    source, target = batch.pair.source, batch.pair.target
    result = torch.zeros_like(source)
    still = torch.zeros(len(source), 2, SIZE, SIZE)
    same = dataclasses.replace(batch, pair=batch.pair.with_target(source), real=source)

    shown = objective.shown(GeneratorOutput(source[:, :1], source, still), result, batch)
    unpaired = objective_with(WEIGHTS, train_data).shown(GeneratorOutput(source[:, :1], source, still), result, batch)

    share = (shown.fake - target).abs().amax(dim=1) / (result - target).abs().amax(dim=1).clamp_min(1e-3)
    assert 0.02 < share.mean() < 0.9
    assert torch.equal(shown.real, target)
    assert torch.equal(objective.shown(GeneratorOutput(source[:, :1], source, still), result, same).fake, source)
    assert torch.equal(objective.shown(GeneratorOutput(source[:, :1], source), result, batch).fake, result)
    assert torch.equal(unpaired.fake, result)


def test_a_critic_with_a_window_sees_the_part_of_both_pictures_that_calls_for_paint(train_data):
    critic = new_critic(WINDOWED)
    assert critic is not None
    objective = AdversarialObjective(WINDOWED, train_data, train_data, critic)
    drawn = objective.draw(5, 0, 0)
    source = torch.zeros_like(drawn.real)
    target = source.clone()
    target[:, :, 20:28, 8:16] = torch.linspace(0.3, 0.9, 8)
    batch = dataclasses.replace(drawn, pair=dataclasses.replace(drawn.pair, source=source, target=target), real=target)
    output = GeneratorOutput(source[:, :1], source, torch.zeros(len(source), 2, SIZE, SIZE))

    shown = objective.shown(output, source, batch)

    assert shown.real.shape == shown.fake.shape == (len(source), 3, 16, 16)
    assert torch.equal(shown.real[:, :, 4:12, 4:12], target[:, :, 20:28, 8:16])
    assert shown.fake[:, :, 5:11, 5:11].abs().max() < 0.05
    assert critic(shown.fake).aus.shape == (len(source), 17)


def test_held_out_pairs_say_whether_the_critic_tells_edits_apart(train_data):
    objective = AdversarialObjective(PAIRED_GAN, train_data, train_data, small_critic())

    class Opinion(torch.nn.Module):
        options = objective.critic.options

        def __init__(self, of_real: float) -> None:
            super().__init__()
            self.scores = iter([of_real, 0.0] * 100)

        def forward(self, image):
            return CriticOutput(torch.full((len(image), 1, 2, 2), next(self.scores)), torch.zeros(len(image), 17))

    found = []
    for of_real in (1.0, -1.0):
        objective.critic = Opinion(of_real)  # type: ignore[assignment]
        found.append(objective.check(shaken_generator(), torch.device("cpu"))["told_apart"])

    assert found == [1.0, 0.0]


def test_fewer_layers_judge_smaller_patches():
    config = dataclasses.replace(SPECTRAL, adversarial=dataclasses.replace(WEIGHTS, critic_layers=2))
    critic = new_critic(config)
    assert critic is not None
    image = torch.zeros(1, 3, SIZE, SIZE, requires_grad=True)

    scores = critic(image).scores
    scores[0, 0, 0, 0].backward()

    assert scores.shape == (1, 1, SIZE // 4, SIZE // 4)
    assert image.grad is not None
    assert not image.grad[..., SIZE // 2 :].any()


WRONG = [
    {"critic_layers": 0},
    {"critic_steps": 0},
    {"critic_head_start": -1},
    {"critic_rate": 0.0, "paired": 1.0},
    {"critic_window": 20, "paired": 1.0},
    {"critic_window": 16},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_critic_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="critic"):
        Adversarial(**wrong)


def test_an_unknown_regularisation_is_refused():
    with pytest.raises(ValueError, match="regularisation"):
        Adversarial(regularisation="hope")  # type: ignore[arg-type]


def test_the_generators_turn_leaves_the_critic_alone_and_the_critics_turn_the_generator(photos):
    objective = objective_with(WEIGHTS, photos)
    network, batch = shaken_generator(), objective.draw(0, 0, 0)

    objective.critic_loss_of(network, objective.critic, batch).total.backward()
    assert all(parameter.grad is None for parameter in network.parameters())
    before = [parameter.grad.clone() for parameter in objective.critic.parameters() if parameter.grad is not None]
    objective.step_loss_of(network, batch).total.backward()

    assert len(before) == len(list(objective.critic.parameters()))
    after = [parameter.grad for parameter in objective.critic.parameters() if parameter.grad is not None]
    assert all(map(torch.equal, before, after))
    assert all(parameter.grad is not None for parameter in network.parameters())


def test_training_with_all_losses_edits_and_undoes_its_edits(photos, tmp_path):
    weights = dataclasses.replace(WEIGHTS, critic_steps=1, attention=1.0)
    config = dataclasses.replace(GAN, steps=40, learning_rate=5e-4, adversarial=weights)
    reports: list[Progress] = []

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
    network = FlowGenerator(FlowGeneratorOptions(image_size=SIZE))
    torch.nn.init.normal_(network.heads.weight, std=0.01)
    save_checkpoint(tmp_path / "good.safetensors", network, describe(network, training={}))
    config = dataclasses.replace(PAIRED_GAN, steps=2, adversarial=dataclasses.replace(WEIGHTS, paired=1.0, critic_head_start=2))

    state = train(config, train_data, held_out, tmp_path / "run", initial=tmp_path / "good.safetensors")
    later = train(dataclasses.replace(config, steps=3), train_data, held_out, tmp_path / "run")

    assert_equal(dict(state.network.state_dict()), dict(network.state_dict()))
    assert not torch.equal(later.network.state_dict()["heads.weight"], network.heads.weight)
    assert state.critic is not None
    assert state.critic.au_head.weight.grad is not None


def test_targets_are_the_aus_of_faces_and_a_little_noise(photos):
    batch = objective_with(WEIGHTS, photos).draw(3, 1, 0)
    known = torch.from_numpy(np.concatenate([face.aus for face in photos.faces]))

    distance = (batch.wanted_aus[:, None] - known).abs().amax(dim=2).amin(dim=1)

    assert (distance <= 0.1 + 1e-6).all()
    assert distance.max() > 0.01
    assert 0 <= batch.wanted_aus.min() <= batch.wanted_aus.max() <= 1


def test_with_pairs_the_target_is_the_pairs_own(train_data):
    batch = objective_with(dataclasses.replace(WEIGHTS, paired=1.0), train_data).draw(0, 0, 0)

    assert torch.equal(batch.wanted_aus, batch.pair.target_aus)


def test_turns_ranks_and_steps_draw_differently_and_each_the_same_again(photos):
    objective = objective_with(WEIGHTS, photos)
    drawn = [objective.draw(*place).mix for place in ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))]

    assert torch.equal(drawn[0], objective.draw(0, 0, 0).mix)
    assert all(not torch.equal(drawn[0], other) for other in drawn[1:])


def test_paired_terms_need_pairs(photos):
    with pytest.raises(ValueError, match="one picture of each face"):
        objective_with(dataclasses.replace(WEIGHTS, paired=1.0), photos)


class Recorder(torch.nn.Module):
    def __init__(self, conditioning: str) -> None:
        super().__init__()
        self.conditioning = conditioning

    def forward(self, image: torch.Tensor, aus: torch.Tensor) -> GeneratorOutput:
        self.aus = aus
        return GeneratorOutput(image[:, :1], image)


@pytest.mark.parametrize(("conditioning", "given"), [("absolute", 0.75), ("relative", 0.5)])
def test_a_generator_is_told_the_target_or_the_change(conditioning, given):
    network = Recorder(conditioning)

    edit(network, torch.zeros(1, 3, 8, 8), torch.full((1, 17), 0.25), torch.full((1, 17), 0.75))

    assert torch.equal(network.aus, torch.full((1, 17), given))


@pytest.mark.parametrize("conditioning", ["absolute", "relative"])
def test_the_published_generator_is_made_with_either_conditioning(conditioning):
    network = new_network(TrainingConfig(steps=1, architecture="ganimation-published", conditioning=conditioning))

    assert network.conditioning == conditioning


def test_an_architecture_may_have_one_conditioning_only():
    with pytest.raises(ValueError, match="flow-film-3 has no absolute conditioning"):
        new_network(TrainingConfig(steps=1, conditioning="absolute"))


def test_only_a_generator_has_a_critic():
    with pytest.raises(ValueError, match="only a generator"):
        TrainingConfig(task="estimator", steps=1, adversarial=WEIGHTS)


def test_settings_with_a_critic_survive_json():
    assert TrainingConfig.from_json(PAIRED_GAN.to_json()) == PAIRED_GAN


def test_settings_from_before_there_was_a_critic_are_read():

    old = json.loads(TrainingConfig(steps=3).to_json())
    for name in ("adversarial", "conditioning", "decay"):
        del old[name]

    assert TrainingConfig.from_json(json.dumps(old)) == TrainingConfig(steps=3)


def test_settings_from_before_regularisation_was_a_choice_are_read():
    old = json.loads(GAN.to_json())
    del old["adversarial"]["regularisation"]

    assert TrainingConfig.from_json(json.dumps(old)) == GAN
