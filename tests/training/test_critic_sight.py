"""What of real pictures and of edits the critic gets to see."""

from __future__ import annotations

import dataclasses

import torch

from ganimation_desktop.core.models.networks import CriticOutput, GeneratorOutput
from ganimation_desktop.training import losses
from ganimation_desktop.training.adversarial import AdversarialObjective
from ganimation_desktop.training.loop import new_critic
from tests.training.critic_setup import PAIRED_GAN, SIZE, SPECTRAL, WEIGHTS, WINDOWED, objective_with, shaken_generator, small_critic


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

    share = losses.unmoved_share(source, target)
    differs = (shown.fake != target).any(dim=1, keepdim=True)
    assert 0.02 < differs.float().mean() < 0.9
    assert not differs[share == 0].any()
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
    assert (shown.fake - shown.real)[:, :, 4:12, 4:12].abs().mean() > 0.02
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
