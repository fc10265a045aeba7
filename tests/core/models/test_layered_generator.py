"""The generator with layers: what its heads say before training, and how it begins from one without layers."""

import pytest
import torch

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.models.networks import FlowGenerator, FlowGeneratorOptions, LayeredGenerator, LayeredGeneratorOptions

SIZE = 64


def shaken(network: torch.nn.Module) -> None:
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))


@pytest.fixture
def network() -> LayeredGenerator:
    return LayeredGenerator(LayeredGeneratorOptions(image_size=SIZE, width=8, n_blocks=1, n_quarter_blocks=1, n_half_blocks=1)).eval()


def test_maps_have_the_size_of_the_crop_for_one_face_and_for_many(network: LayeredGenerator) -> None:
    for n in (1, 3):
        with torch.inference_mode():
            layers = network(torch.zeros(n, 3, SIZE, SIZE), torch.zeros(n, N_AUS + 2)).layers
        assert layers is not None
        assert [tuple(layer.shape) for layer in layers] == [(n, channels, SIZE, SIZE) for channels in (1, 2, 3, 1, 1)]


def test_nothing_opens_outside_the_windows(network: LayeredGenerator) -> None:
    shaken(network)
    with torch.inference_mode():
        output = network(torch.rand(1, 3, SIZE, SIZE) * 2 - 1, torch.rand(1, N_AUS + 2))
    assert output.layers is not None
    assert (output.layers.mouth_logit[:, :, : SIZE // 4] == -8).all()
    assert (output.layers.eye_logit[:, :, -SIZE // 4 :] == -8).all()


def test_an_open_mouth_is_always_edited_where_lips_move(network: LayeredGenerator) -> None:
    with torch.no_grad():
        list(network.mouth_edge.parameters())[-1].fill_(20.0)
    parted = torch.zeros(1, N_AUS + 2)
    parted[0, au_index("AU25")] = -0.2
    with torch.inference_mode():
        output = network(torch.zeros(1, 3, SIZE, SIZE), parted)
    assert output.attention[0, 0, SIZE * 3 // 4, SIZE // 2] < 1e-3
    assert output.attention[0, 0, 2, 2] > 0.5


def test_teeth_are_not_painted_over_when_no_unit_moves_the_lips(network: LayeredGenerator) -> None:
    with torch.no_grad():
        list(network.mouth_edge.parameters())[-1].fill_(3.0)
    seen = []
    for code, change in (("AU45", 1.0), ("AU04", 1.0), ("AU12", 0.02), ("AU12", 0.125), ("AU12", 1.0)):
        aus = torch.zeros(1, N_AUS + 2)
        aus[0, au_index(code)] = change
        with torch.inference_mode():
            layers = network(torch.zeros(1, 3, SIZE, SIZE), aus).layers
        assert layers is not None
        seen.append(torch.sigmoid(layers.mouth_logit).max().item())
    assert max(seen[:3]) < 0.01
    assert seen[3] == pytest.approx(seen[4])
    assert seen[4] > 0.9


def test_a_mouth_that_is_sure_to_be_open_is_shut_too_and_in_training_it_is_not(network: LayeredGenerator) -> None:
    with torch.no_grad():
        list(network.mouth_edge.parameters())[-1].fill_(20.0)
    still = torch.zeros(1, 3, SIZE, SIZE), torch.zeros(1, N_AUS + 2)
    with torch.inference_mode():
        used, trained = network(*still).layers, network.train()(*still).layers
    assert used is not None
    assert trained is not None
    assert torch.sigmoid(used.mouth_logit).max() < 0.01
    assert torch.sigmoid(trained.mouth_logit).max() > 0.9


def test_an_eye_that_turns_is_edited_and_one_that_rests_need_not_be(network: LayeredGenerator) -> None:
    with torch.no_grad():
        list(network.eye_edge.parameters())[-1].fill_(20.0)
    resting, turning = torch.zeros(1, N_AUS + 2), torch.zeros(1, N_AUS + 2)
    turning[0, -2] = -0.5
    with torch.inference_mode():
        attentions = [network(torch.zeros(1, 3, SIZE, SIZE), inputs).attention[0, 0, SIZE // 3, SIZE // 2] for inputs in (resting, turning)]
    assert attentions[0] > 0.5
    assert attentions[1] < 1e-3


def test_it_begins_as_the_generator_without_layers_that_it_adopts(network: LayeredGenerator) -> None:
    before = FlowGenerator(FlowGeneratorOptions(image_size=SIZE, width=8, n_blocks=1, n_quarter_blocks=1, n_half_blocks=1)).eval()
    shaken(before)
    network.adopt(before)
    image, aus = torch.rand(2, 3, SIZE, SIZE) * 2 - 1, torch.rand(2, N_AUS) * 2 - 1
    with torch.inference_mode():
        old, new = before(image, aus), network(image, torch.cat((aus, torch.rand(2, 2)), dim=1))
    torch.testing.assert_close(new.color, old.color)
    torch.testing.assert_close(new.flow, old.flow)
    torch.testing.assert_close(new.residual, old.residual)


def test_a_crop_that_its_windows_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple of 32"):
        LayeredGeneratorOptions(image_size=40)
