from __future__ import annotations

from typing import TypeVar

import pytest
import torch

from ganimation_desktop.core.action_units import N_AUS
from ganimation_desktop.core.networks import (
    Critic,
    CriticOptions,
    FaceEstimator,
    FlowGenerator,
    FlowGeneratorOptions,
    Generator,
    GeneratorOutput,
    PublishedGenerator,
    PublishedGeneratorOptions,
    StarGanGenerator,
    warp,
)

NetworkT = TypeVar("NetworkT", bound=torch.nn.Module)


def images(n: int, size: int = 64) -> torch.Tensor:
    return torch.rand(n, 3, size, size, generator=torch.Generator().manual_seed(n)) * 2 - 1


def shaken(network: NetworkT) -> NetworkT:
    """Random weights everywhere, also where a fresh network has zeros."""
    torch.manual_seed(1)
    for parameter in network.parameters():
        parameter.data += 0.05 * torch.randn_like(parameter)
    return network.eval()


def test_attention_one_returns_the_source_bit_for_bit():
    image, color = images(2), images(3)[:2]

    assert torch.equal(GeneratorOutput(torch.ones(2, 1, 64, 64), color).composite(image), image)


def test_attention_zero_returns_the_color_mask_bit_for_bit():
    image, color = images(2), images(3)[:2]

    assert torch.equal(GeneratorOutput(torch.zeros(2, 1, 64, 64), color).composite(image), color)


def test_flow_points_to_where_a_pixel_comes_from():
    image = images(1)
    flow = torch.zeros(1, 2, 64, 64)
    flow[:, 0], flow[:, 1] = 3 / 32, -5 / 32  # three pixels to the right, five up

    moved = warp(image, flow)

    torch.testing.assert_close(moved[..., 10:50, 10:50], image[..., 5:45, 13:53], atol=1e-4, rtol=0)


def test_zero_flow_leaves_the_image():
    image = images(1)

    torch.testing.assert_close(warp(image, torch.zeros(1, 2, 64, 64)), image, atol=1e-5, rtol=0)


def test_a_fresh_flow_generator_changes_a_color_by_less_than_one_level():
    image = images(2)

    output = FlowGenerator(FlowGeneratorOptions(image_size=64))(image, torch.rand(2, N_AUS))

    assert output.opacity is not None
    hidden = (1 - output.attention) * output.opacity
    assert hidden.max() < 2 / 255
    torch.testing.assert_close(output.composite(image), (1 - hidden) * image, atol=1e-5, rtol=0)


NARROW = PublishedGeneratorOptions(width=8, n_blocks=2)


@pytest.mark.parametrize("maker", [FlowGenerator, lambda: PublishedGenerator(NARROW), lambda: StarGanGenerator(NARROW)])
def test_generators_keep_the_promises_of_their_interface(maker):
    generator: Generator = shaken(maker())
    image, aus = images(3), torch.rand(3, N_AUS)

    with torch.inference_mode():
        output = generator(image, aus)
        decoded = generator.decode(generator.encode(image), image, aus)
        single = generator(image[1:2], aus[1:2])

    assert output.attention.shape == (3, 1, 64, 64)
    assert output.color.shape == (3, 3, 64, 64)
    assert 0 <= output.attention.min() <= output.attention.max() <= 1
    assert torch.equal(decoded.color, output.color)
    torch.testing.assert_close(single.attention[0], output.attention[1], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(single.color[0], output.color[1], atol=1e-4, rtol=1e-4)


def test_the_color_mask_of_a_flow_generator_is_moved_source_below_paint():
    generator = shaken(FlowGenerator())
    image = images(2)

    with torch.inference_mode():
        output = generator(image, torch.rand(2, N_AUS))

    assert output.flow is not None
    assert output.residual is not None
    assert output.flow.abs().max() > 0
    assert output.opacity is not None
    assert 0 < output.opacity.min() < output.opacity.max() < 1
    torch.testing.assert_close(output.color, (1 - output.opacity) * warp(image, output.flow) + output.residual)


def test_the_flow_generator_answers_to_the_aus():
    generator = shaken(FlowGenerator())
    image = images(1)

    with torch.inference_mode():
        features = generator.encode(image)
        results = [generator.decode(features, image, aus[None]).attention for aus in torch.eye(N_AUS)]

    assert all(not torch.equal(results[0], other) for other in results[1:])


def test_the_published_generator_has_the_published_size():
    generator = PublishedGenerator()

    assert sum(parameter.numel() for parameter in generator.parameters()) == 8_471_296
    assert generator.conditioning == "absolute"


def test_stargan_is_the_published_generator_without_its_mask():
    published, stargan = PublishedGenerator(), StarGanGenerator()
    image, aus = images(2, 32), torch.rand(2, N_AUS)

    stargan.load_state_dict({name: value for name, value in published.state_dict().items() if not name.startswith("attention")})
    with torch.inference_mode():
        output = stargan(image, aus)

        torch.testing.assert_close(output.color, published(image, aus).color)
    assert torch.equal(output.composite(image), output.color)
    assert output.attention.count_nonzero() == 0


def test_our_networks_are_small():
    assert 1.5e6 < sum(parameter.numel() for parameter in FlowGenerator().parameters()) < 2.2e6
    assert sum(parameter.numel() for parameter in FaceEstimator().parameters()) < 1.1e6


@pytest.mark.parametrize("size", [0, 100, -8])
def test_sizes_that_do_not_fold_are_refused(size):
    with pytest.raises(ValueError, match="multiple of 8"):
        FlowGeneratorOptions(image_size=size)


@pytest.mark.parametrize("n", [1, 3])
def test_the_estimator_gives_landmarks_in_the_crop_and_aus_in_range(n):
    estimator = shaken(FaceEstimator())

    with torch.inference_mode():
        output = estimator(images(n, 128))

    assert output.landmarks.shape == (n, 68, 2)
    assert output.aus.shape == (n, N_AUS)
    assert output.landmarks.abs().max() <= 1
    assert 0 <= output.aus.min() <= output.aus.max() <= 1


def test_the_au_head_does_not_pull_at_the_landmarks():
    estimator = FaceEstimator().train()
    for parameter in estimator.au_head.parameters():
        torch.nn.init.normal_(parameter)

    estimator(images(2, 128)).aus.sum().backward()

    assert estimator.heat_head.weight.grad is None


def test_a_spectrally_normalised_critic_keeps_its_layers_at_norm_one():
    critic = Critic(CriticOptions(32, 8, 3, "spectral"))
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter.mul_(7)
    for _ in range(50):
        critic(images(1, 32))

    layers = [layer for layer in (*critic.main, critic.score_head) if isinstance(layer, torch.nn.Conv2d)]
    norms = [torch.linalg.matrix_norm(layer.weight.flatten(1), ord=2).item() for layer in layers]

    assert norms == pytest.approx([1.0] * 4, abs=0.02)
    assert torch.linalg.matrix_norm(critic.au_head.weight.flatten(1), ord=2) > 1.5


def test_a_spectrally_normalised_critic_has_a_gradient_to_learn_from():
    torch.manual_seed(0)
    image = images(2, 128).requires_grad_()

    (gradient,) = torch.autograd.grad(Critic(CriticOptions(width=16, normalization="spectral"))(image).scores.mean(), image)

    assert 0.02 < gradient.norm() < 20


def test_a_critic_of_unknown_normalization_is_refused():
    with pytest.raises(ValueError, match="normalization"):
        CriticOptions(normalization="hope")  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [1, 2])
def test_the_critic_scores_patches_and_reads_aus(n):
    output = Critic()(images(n, 128))

    assert output.scores.shape == (n, 1, 2, 2)
    assert output.aus.shape == (n, N_AUS)
