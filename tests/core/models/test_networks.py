from __future__ import annotations

from typing import TypeVar

import pytest
import torch

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.models.networks import (
    LEFT,
    MIRRORED_LANDMARKS,
    RIGHT,
    Critic,
    CriticOptions,
    FaceEstimator,
    FaceEstimatorOptions,
    FlowGenerator,
    FlowGeneratorOptions,
    Generator,
    GeneratorOutput,
    PublishedGenerator,
    PublishedGeneratorOptions,
    SidedFaceEstimator,
    StarGanGenerator,
    lips_parted,
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


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
@pytest.mark.parametrize("learns", ["image", "flow"])
def test_a_flow_that_is_not_finite_is_refused_before_a_gradient_is_taken(wrong, learns):
    image, flow = images(1), torch.zeros(1, 2, 64, 64)
    flow[0, 0, 5, 5] = wrong
    (image if learns == "image" else flow).requires_grad_()

    with pytest.raises(FloatingPointError, match="not finite"):
        warp(image, flow)


def test_a_flow_that_is_not_finite_gives_a_picture_where_nothing_learns():
    assert warp(images(1), torch.full((1, 2, 64, 64), torch.nan)).isfinite().all()


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
    assert 0 <= output.opacity.min() < output.opacity.max() <= 1
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
    assert sum(parameter.numel() for parameter in SidedFaceEstimator().parameters()) < 1.5e6


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


@pytest.fixture
def sided():
    return shaken(SidedFaceEstimator(FaceEstimatorOptions(image_size=64, width=8)))


def mirror(output):
    """What an estimator that reads both sides alike says of the mirror image, given what it says of the image."""
    flip = torch.tensor([-1.0, 1.0])
    return output.landmarks[:, list(MIRRORED_LANDMARKS)] * flip, output.iris.flip(1) * flip, output.gaze.flip(1) * flip


def test_sides_eyes_and_faces_are_read_in_range(sided):
    with torch.inference_mode():
        output = sided(images(3))

    assert output.sided_aus.shape == (3, 2, N_AUS)
    assert 0 <= output.sided_aus.min() <= output.sided_aus.max() <= 1
    assert torch.equal(output.aus, output.sided_aus.mean(dim=1))
    assert output.iris.shape == output.gaze.shape == (3, 2, 2)
    assert output.gaze.abs().max() <= 1
    assert (output.iris_radius > 0).all()
    assert output.iris_radius.shape == (3, 2)
    assert output.face_logit.shape == (3,)


def test_the_patches_of_both_sides_are_mirror_images(sided, monkeypatch):
    """A picture that is its own mirror image, with landmarks that are too, has the same AUs, mirrored irises and gaze on both sides."""
    half = images(1)[..., :32]
    image = torch.cat((half, half.flip(3)), dim=3)
    points = torch.rand(1, 68, 2, generator=torch.Generator().manual_seed(0)) * 1.6 - 0.8
    points[:, [36, 45]] = torch.tensor([[-0.4, -0.2], [0.4, -0.2]])
    points = (points + points[:, list(MIRRORED_LANDMARKS)] * torch.tensor([-1.0, 1.0])) / 2
    whole = sided.see_whole(image)._replace(landmarks=points)
    monkeypatch.setattr(sided, "see_whole", lambda image: whole)

    with torch.inference_mode():
        output = sided(image)

    _, iris, gaze = mirror(output)
    torch.testing.assert_close(output.sided_aus[:, LEFT], output.sided_aus[:, RIGHT], atol=1e-5, rtol=0)
    torch.testing.assert_close(output.iris, iris, atol=1e-5, rtol=0)
    torch.testing.assert_close(output.gaze, gaze, atol=1e-5, rtol=0)
    assert output.iris[0, LEFT, 0] > output.iris[0, RIGHT, 0]


def test_an_untrained_second_estimator_reads_what_the_first_one_does():
    first = shaken(FaceEstimator(FaceEstimatorOptions(image_size=64, width=8)))
    second = SidedFaceEstimator(first.options).eval()
    missing, unexpected = second.load_state_dict(first.state_dict(), strict=False)

    with torch.inference_mode():
        before, after = first(images(2)), second(images(2))

    assert not unexpected
    assert all(name.split(".")[0].endswith(("_network", "_heat", "_head")) for name in missing)
    torch.testing.assert_close(after.landmarks, before.landmarks)
    others = [au for au in range(N_AUS) if au != au_index("AU25")]
    torch.testing.assert_close(after.aus[:, others], before.aus[:, others])


def with_gaps(*gaps):
    """Landmarks whose inner lips are so many eye distances apart."""
    points = torch.zeros(len(gaps), 68, 2)
    points[:, 36, 0], points[:, 45, 0] = -0.4, 0.4
    points[:, 66, 1] = 0.8 * torch.tensor(gaps)
    return points


def test_parted_lips_are_read_off_their_gap():
    found = lips_parted(with_gaps(0.0, 0.01, 0.08, 0.14, 0.44, 0.6))

    torch.testing.assert_close(found, torch.tensor([0, 0, 0.38, 0.6, 1, 1]), atol=1e-5, rtol=0)


def test_parted_lips_follow_the_gap_from_shut_to_wide_open():
    gaps = torch.linspace(0, 0.44, 40)

    assert torch.corrcoef(torch.stack((gaps, lips_parted(with_gaps(*gaps.tolist())))))[0, 1] > 0.94


def test_the_sides_differ_around_what_the_whole_face_shows(sided):
    with torch.no_grad():
        output = sided.train()(images(2))
        view = sided.extract(images(2))

    others = [au for au in range(N_AUS) if au != au_index("AU25")]
    torch.testing.assert_close(output.aus[:, others], view.aus[:, others])
    assert (output.sided_aus[:, LEFT] - output.sided_aus[:, RIGHT]).abs().max() > 1e-4


@pytest.mark.parametrize("estimator_class", [FaceEstimator, SidedFaceEstimator])
def test_landmarks_alone_are_those_of_the_whole(estimator_class):
    estimator = shaken(estimator_class(FaceEstimatorOptions(image_size=64, width=8)))

    with torch.inference_mode():
        torch.testing.assert_close(estimator.find_landmarks(images(2)), estimator(images(2)).landmarks)


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
