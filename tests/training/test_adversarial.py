"""The losses of training against a critic, and its settings."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pytest
import torch

from ganimation_desktop.core.models.networks import GeneratorOutput
from ganimation_desktop.training.config import Adversarial, TrainingConfig
from ganimation_desktop.training.edits import edit
from ganimation_desktop.training.loop import new_network
from tests.training.critic_setup import (
    GAN,
    PAIRED_GAN,
    SPECTRAL_WEIGHTS,
    WEIGHTS,
    objective_with,
    shaken_generator,
    slope_found,
    small_critic,
    spectral_critic,
)
from tests.training.test_loop import assert_equal

SILENT = dataclasses.replace(WEIGHTS, score=0.0, expression=0.0, cycle=0.0, attention=0.0, attention_variation=0.0)


def only(term: str) -> Adversarial:
    weights: dict[str, Any] = {term: 1.0}
    return dataclasses.replace(SILENT, **weights)


AS_PROMISED = pytest.approx(1, abs=0.35)  # three times what curved losses were seen to leave off


@pytest.mark.parametrize("term", ["expression", "cycle", "attention", "attention_variation", "score"])
def test_each_loss_of_the_generator_falls_along_its_gradient(term, photos):
    objective = objective_with(only(term), photos)
    network, batch = shaken_generator(), objective.draw(0, 0, 0)
    first = objective.step_loss_of(network, batch)

    slope = slope_found(network.parameters(), lambda: objective.step_loss_of(network, batch).total, 1e-3 * abs(first.total.item()))

    assert first.total.item() == pytest.approx(first.terms[term].item())
    assert slope == AS_PROMISED


@pytest.mark.parametrize("term", ["critic_scores", "critic_expression", "gradient_penalty"])
@pytest.mark.parametrize("weights", [WEIGHTS, SPECTRAL_WEIGHTS], ids=["gradient penalty", "spectral norm"])
def test_each_loss_of_the_critic_falls_along_its_gradient(weights, term, photos, monkeypatch):
    shares = {name: 1e4 if name == term else 0.0 for name in ("critic_expression", "gradient_penalty")}
    critic = small_critic() if weights is WEIGHTS else spectral_critic()
    objective = objective_with(dataclasses.replace(weights, **shares), photos, critic)
    network, drawn = shaken_generator(), objective.draw(0, 0, 0)
    batch = dataclasses.replace(drawn, real=-drawn.real)  # told apart at once
    for _ in range(50):  # the norms of the layers are found turn by turn
        first = objective.critic_loss_of(network, critic, batch)
    monkeypatch.setattr(critic, "train", lambda mode=True: critic)  # and stand still now

    slope = slope_found(
        critic.parameters(),
        lambda: objective.critic_loss_of(network, critic, batch).total,
        1e-5 if term == "critic_scores" else 1.0,
    )

    assert ("gradient_penalty" in first.terms) == (weights is WEIGHTS)
    if term in first.terms:
        assert slope == AS_PROMISED


@pytest.mark.outcome
def test_the_critic_learns_to_tell_photographs_from_edits_and_to_read_aus(photos):
    objective = objective_with(dataclasses.replace(WEIGHTS, critic_expression=10.0), photos)
    network, critic, batch = shaken_generator(), objective.critic, objective.draw(0, 0, 0)
    optimizer = torch.optim.Adam(critic.parameters(), lr=2e-3, betas=(0.5, 0.999))
    first = objective.critic_loss_of(network, critic, batch)

    for _ in range(60):
        optimizer.zero_grad()
        objective.critic_loss_of(network, critic, batch).total.backward()
        optimizer.step()

    last = objective.critic_loss_of(network, critic, batch)
    assert last.terms["critic_scores"] < first.terms["critic_scores"]
    assert last.terms["critic_expression"] < 0.1 * first.terms["critic_expression"]
    assert last.terms["gradient_penalty"] < 0.1 * first.terms["gradient_penalty"]


def test_judging_an_edit_does_not_change_a_spectrally_normalised_critic(photos):
    objective = objective_with(SPECTRAL_WEIGHTS, photos, spectral_critic())
    network, batch = shaken_generator(), objective.draw(0, 0, 0)
    before = {name: value.clone() for name, value in objective.critic.state_dict().items()}

    objective.step_loss_of(network, batch).total.backward()
    objective.check(network, torch.device("cpu"))
    judged = objective.critic.state_dict()
    assert_equal(judged, before)

    objective.critic_loss_of(network, objective.critic, batch)
    assert any(not torch.equal(value, before[name]) for name, value in objective.critic.state_dict().items())


WRONG = [
    {"critic_layers": 0},
    {"critic_steps": 0},
    {"critic_warmup_steps": -1},
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
    n_gaze, textures = 0, None

    def __init__(self, conditioning: str) -> None:
        super().__init__()
        self.conditioning = conditioning

    def forward(self, image: torch.Tensor, aus: torch.Tensor) -> GeneratorOutput:
        self.aus = aus
        return GeneratorOutput(image[:, :1], image)


@pytest.mark.parametrize(("conditioning", "given"), [("absolute", 0.75), ("relative", 0.5)])
def test_a_generator_is_reported_the_target_or_the_change(conditioning, given):
    network = Recorder(conditioning)

    edit(network, torch.zeros(1, 3, 8, 8), torch.full((1, 17), 0.25), torch.full((1, 17), 0.75))

    assert torch.equal(network.aus, torch.full((1, 17), given))


@pytest.mark.parametrize("conditioning", ["absolute", "relative"])
def test_the_published_generator_is_made_with_either_conditioning(conditioning):
    network = new_network(TrainingConfig(steps=1, architecture="ganimation-published", conditioning=conditioning))

    assert network.conditioning == conditioning


def test_an_architecture_may_have_one_conditioning_only():
    with pytest.raises(ValueError, match="flow-film-4 has no absolute conditioning"):
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
