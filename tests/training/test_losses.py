from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from ganimation_desktop.core.models.networks import Critic, CriticOutput, identity_grid
from ganimation_desktop.training import losses


def field(channels: int, side: int, *, low: float = -1.0) -> torch.Tensor:
    """Two smooth pictures that look the same at every resolution."""
    x, y = identity_grid(torch.zeros(1, 1, side, side))[0].unbind(dim=2)
    waves = torch.stack([torch.sin(2 * x + 0.7 * c) * torch.cos(1.5 * y - c) for c in range(channels)])
    pictures = torch.stack((waves, 0.5 * waves.flip(1)))
    return low + (pictures + 1) / 2 * (1 - low)


def terms(side: int, repeats: int) -> dict[str, torch.Tensor]:
    source, target, result = field(3, side), field(3, side).flip(0), 0.6 * field(3, side)
    attention, flow = field(1, side, low=0.0), 0.1 * field(2, side)
    points = torch.rand(2, 30, 2, generator=torch.Generator().manual_seed(0)) * 1.6 - 0.8
    moved = points + 0.05 * torch.sin(3 * points)
    ok = torch.arange(30).expand(2, 30) % 4 > 0

    def many(tensor: torch.Tensor) -> torch.Tensor:
        return tensor.repeat(repeats, *[1] * (tensor.ndim - 1))

    weight = many(losses.change_weight(source, target))
    return {
        "weighted_l1": losses.weighted_l1(many(result), many(target), weight),
        "attention_mean": losses.attention_mean(many(attention)),
        "attention_variation": losses.attention_variation(many(attention)),
        "flow_smoothness": losses.flow_smoothness(many(flow)),
        "flow_at_points": losses.flow_at_points(many(flow), many(moved), many(points), many(ok)),
        "kept_source": losses.kept_source(many(attention), many(source), many(target)),
        "double_image": losses.double_image(many(attention), many(flow)),
        "residual_size": losses.residual_size(many(result)),
        "opacity_share": losses.opacity_share(many(attention)),
        "conditional_expression": losses.conditional_expression(many(points[:, :17, 0]), many(moved[:, :17, 0])),
        "cycle_identity": losses.cycle_identity(many(result), many(source)),
        "gradient_difference": losses.gradient_difference(many(result), many(target), weight),
        "texture_energy": losses.texture_energy(many(result), many(target), weight),
    }


@pytest.mark.parametrize("name", terms(32, 1))
def test_a_loss_does_not_depend_on_the_batch_size(name):
    torch.testing.assert_close(terms(32, 3)[name], terms(32, 1)[name], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", sorted(terms(32, 1)))
def test_a_loss_does_not_depend_on_the_image_size(name):
    torch.testing.assert_close(terms(128, 1)[name], terms(64, 1)[name], rtol=0.06, atol=1e-5)


@pytest.mark.parametrize("name", sorted(terms(32, 1)))
def test_a_loss_is_a_positive_number(name):
    value = terms(32, 1)[name]

    assert value.ndim == 0
    assert value > 0


def test_weighted_l1_is_the_weighted_mean():
    prediction, target = torch.zeros(1, 3, 1, 2), torch.tensor([[[[1.0, 0.5]]]]).expand(1, 3, 1, 2)

    assert losses.weighted_l1(prediction, target, torch.tensor([[[[3.0, 1.0]]]])).item() == pytest.approx((3 * 1.0 + 0.5) / 4)


def test_change_weight_is_one_where_nothing_changes_and_capped_where_much_does():
    source = torch.zeros(1, 3, 8, 8)
    target = source.clone()
    target[..., 0, 0] = 1

    weight = losses.change_weight(source, target)

    assert weight[0, 0, 4, 4] == 1
    assert weight[0, 0, 0, 0] == 1 + losses.WEIGHT_GAIN * losses.WEIGHT_CAP
    assert torch.equal(losses.change_weight(source, source), torch.ones(1, 1, 8, 8))


def test_a_flow_that_leads_to_the_source_points_costs_nothing():
    points = torch.rand(2, 50, 2) * 1.2 - 0.6
    flow = torch.zeros(2, 2, 32, 32)
    flow[:, 0], flow[:, 1] = 0.1, -0.05

    loss = losses.flow_at_points(flow, points + torch.tensor([0.1, -0.05]), points, torch.ones(2, 50, dtype=torch.bool))

    assert loss.item() == pytest.approx(0, abs=1e-6)


def test_hidden_points_do_not_count():
    points = torch.rand(1, 10, 2)
    hidden = torch.zeros(1, 10, dtype=torch.bool)

    assert losses.flow_at_points(torch.zeros(1, 2, 8, 8), points + 0.3, points, hidden).item() == 0


def test_flow_points_teach_the_flow_its_direction():
    points = torch.rand(1, 200, 2, generator=torch.Generator().manual_seed(0)) * 1.8 - 0.9
    flow = torch.zeros(1, 2, 16, 16, requires_grad=True)

    losses.flow_at_points(flow, points + torch.tensor([0.1, 0.0]), points, torch.ones(1, 200, dtype=torch.bool)).backward()

    assert flow.grad is not None
    assert flow.grad[:, 0].sum() < 0
    assert flow.grad[:, 1].abs().max() == 0


def test_paint_counts_where_moving_alone_cannot_reach():
    target = torch.zeros(1, 3, 64, 64)
    target[..., 30:34, 28:36] = -0.8
    moved = torch.zeros(1, 3, 64, 64)
    weight = losses.paint_weight(moved, target)
    assert weight[..., 30:34, 28:36].min() > 100
    assert weight[..., :28, :].max() == 0
    assert losses.paint_weight(target, target).max() == 0


def test_paint_that_a_layer_shows_leaves_the_weight_to_the_rest():
    target = torch.zeros(1, 3, 64, 64)
    target[..., 40:56, 16:48] = -0.8
    target[..., 20:21, 20:40] = -0.1
    moved = torch.zeros(1, 3, 64, 64)
    mouth = torch.zeros(1, 1, 64, 64)
    mouth[..., 40:56, 16:48] = 1
    alone, beside_a_layer = losses.paint_weight(moved, target), losses.paint_weight(moved, target, mouth)
    assert beside_a_layer[..., 40:56, 16:48].max() == 0
    assert beside_a_layer[..., 20, 20:40].min() > 4 * alone[..., 20, 20:40].max()


@pytest.mark.parametrize("side", [32, 128, 256])
def test_what_moving_brings_there_is_left_out(side):
    moved = torch.zeros(1, 3, side, side)
    target = moved + 0.05
    target[..., : side // 4, : side // 4] = 0.5

    share = losses.unmoved_share(moved, target)

    assert share.shape == (1, 1, side, side)
    assert share[..., : side // 8, : side // 8].min() == 1
    assert share[..., side // 2 :, side // 2 :].max() == 0
    assert share.mean() < 0.2


def test_detail_is_separated_from_tint():
    place = torch.arange(128)
    share = torch.zeros(1, 1, 128, 128)
    share[..., 40:90, 30:100] = 1.0
    gaps = torch.where(place % 4 < 2, 0.5, -0.5).expand(1, 3, 128, 128)
    tint = torch.full((1, 3, 128, 128), 0.3)

    of_gaps, of_tint, of_both = (losses.fine_part(difference, share) for difference in (gaps, tint, gaps + tint))

    assert of_tint.abs().max() < 1e-5
    assert (of_gaps - share * gaps).abs().max() < 0.2
    torch.testing.assert_close(of_both, of_gaps, atol=1e-5, rtol=0)


@pytest.mark.parametrize("side", [16, 48, 128])
def test_the_busiest_window_has_what_it_is_about_in_its_middle(side):
    share = torch.zeros(3, 1, 128, 128)
    share[0, :, 60:68, 60:68] = 1.0
    share[1, :, 2:6, 2:6] = 1.0
    share[1, :, 100:104, 100:120] = 1.0

    corners = losses.busiest_window(share, side)

    assert corners.shape == (3, 2)
    assert corners.min() >= 0
    assert (corners + side).max() <= 128
    assert torch.equal(corners[0], torch.tensor([64 - side // 2] * 2))
    if side < 128:
        x, y = corners[1].tolist()
        assert x <= 100 < 116 <= x + side
        assert y <= 100 < 104 <= y + side


def test_texture_that_lies_elsewhere_costs_less_than_a_blur():
    place = torch.arange(64.0)
    target = torch.sin(place * (2 * torch.pi / 8)).expand(1, 3, 64, 64)
    weight = torch.ones(1, 1, 64, 64)

    shifted = losses.texture_energy(target.roll(2, dims=3), target, weight)
    blurred = losses.texture_energy(0.3 * target, target, weight)

    assert losses.texture_energy(target, target, weight) == 0
    assert shifted < 0.3 * blurred
    assert losses.weighted_l1(0.3 * target, target, weight) < losses.weighted_l1(target.roll(2, dims=3), target, weight)


def test_double_image_moves_the_mask_and_leaves_the_flow_alone():
    attention = torch.full((1, 1, 8, 8), 0.5, requires_grad=True)
    flow = torch.full((1, 2, 8, 8), 0.1, requires_grad=True)

    losses.double_image(attention, flow).backward()

    assert flow.grad is None
    assert attention.grad is not None
    assert (attention.grad > 0).all()


def test_flow_smoothness_is_the_squared_strain():
    side = 64
    stretch = 0.25
    flow = torch.zeros(1, 2, side, side)
    flow[:, 0] = identity_grid(flow)[..., 0] * stretch

    assert losses.flow_smoothness(flow).item() == pytest.approx(stretch**2 / 2, rel=1e-4)


class LinearCritic(Critic):
    """Scores an image by its inner product with fixed weights."""

    def __init__(self, weights: torch.Tensor) -> None:
        nn.Module.__init__(self)
        self.weights = weights

    def forward(self, image: torch.Tensor) -> CriticOutput:
        return CriticOutput((image * self.weights).sum(dim=(1, 2, 3)).reshape(-1, 1, 1, 1), torch.zeros(len(image), 17))


@pytest.mark.parametrize("length", [0.0, 1.0, 3.0])
@pytest.mark.parametrize("n", [1, 4])
def test_the_gradient_penalty_of_a_linear_critic(length, n):
    weights = length * F.normalize(torch.rand(1, 3 * 8 * 8), dim=1).reshape(1, 3, 8, 8)

    penalty = losses.gradient_penalty(LinearCritic(weights), torch.rand(n, 3, 8, 8), torch.rand(n, 3, 8, 8), torch.rand(n, 1, 1, 1))

    assert penalty.item() == pytest.approx((length - 1) ** 2, abs=1e-4)


def test_the_gradient_penalty_reaches_the_critics_weights():
    critic = Critic()

    losses.gradient_penalty(critic, torch.rand(2, 3, 128, 128), torch.rand(2, 3, 128, 128), torch.rand(2, 1, 1, 1)).backward()

    assert all(parameter.grad is not None for parameter in critic.main[0].parameters() if parameter.ndim > 1)
    assert critic.au_head.weight.grad is None


def test_critic_and_generator_pull_the_score_in_opposite_directions():
    real, fake = torch.tensor([2.0]), torch.tensor([-1.0])

    assert losses.critic_scores(real, fake).item() == -3
    assert losses.generator_score(fake).item() == 1


def test_the_hinge_is_the_difference_of_scores_inside_its_margin_and_nothing_beyond():
    real, fake = torch.tensor([0.5, -0.25]), torch.tensor([-0.5, 0.75])

    assert losses.critic_hinge(real, fake) == pytest.approx(2 + losses.critic_scores(real, fake).item())
    assert losses.critic_hinge(torch.tensor([1.5, 3.0]), torch.tensor([-1.0, -7.0])) == 0


def test_conditional_expression_is_the_published_mean():
    estimated, wanted = torch.zeros(2, 17), torch.full((2, 17), 0.5)

    assert losses.conditional_expression(estimated, wanted).item() == pytest.approx(0.25)
