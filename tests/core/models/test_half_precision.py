import copy

import pytest
import torch

from ganimation_desktop.core.base.action_units import N_AUS, au_vector
from ganimation_desktop.core.models.checkpoint import load_checkpoint
from ganimation_desktop.core.models.installed import default_estimator_path, default_generator_path, load_estimator
from ganimation_desktop.core.models.networks import FlowGenerator, PublishedGenerator, multiplies_bfloat16, use_half_precision
from ganimation_desktop.core.models.networks.half_precision import HalfPrecisionConvolution
from tests.core.fakes import BOX, fake_animator


@pytest.fixture(scope="module")
def generator():
    if not default_generator_path().is_file():
        pytest.skip("needs the default weights")
    network = load_checkpoint(default_generator_path()).network
    assert isinstance(network, FlowGenerator)
    return network


def halved(generator):
    half = copy.deepcopy(generator)
    use_half_precision(half, half.half_precision_parts)
    return half


@pytest.mark.parametrize("aus", [{"AU12": 1, "AU06": 0.7, "AU25": 0.7}, {"AU25": 1, "AU26": 0.8}, {"AU45": 1}])
def test_masks_are_nearly_those_of_single_precision(generator, demo_rgb, aus):
    image = torch.from_numpy(demo_rgb[20:276:2, 100:356:2].copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
    controls = torch.zeros(1, N_AUS + generator.n_gaze)
    controls[:, :N_AUS] = torch.from_numpy(au_vector(aus))
    with torch.inference_mode():
        single, half = (network(image, controls) for network in (generator, halved(generator)))
    for name, worst, mean in (("attention", 0.05, 2e-3), ("residual", 0.02, 5e-4), ("opacity", 0.03, 2e-4), ("flow", 2e-3, 1e-4)):
        difference = (getattr(single, name) - getattr(half, name)).abs()
        assert difference.max() < worst, name
        assert difference.mean() < mean, name
        assert getattr(half, name).dtype == torch.float32


def test_every_convolution_is_halved_and_code_and_scales_are_not(generator):
    half = halved(generator)
    halves = {name for name, parameter in half.named_parameters() if parameter.dtype == torch.bfloat16}
    convolutions = {name for name, module in generator.named_modules() if isinstance(module, torch.nn.Conv2d)}
    assert {name.rpartition(".")[0] for name in halves} == convolutions
    assert half.code[0].weight.dtype == half.blocks[0].film.weight.dtype == torch.float32


def test_a_face_is_read_nearly_as_in_single_precision(demo_rgb):
    if not default_estimator_path().is_file():
        pytest.skip("needs the default weights")
    estimator = load_estimator()
    image = torch.from_numpy(demo_rgb[20:276:2, 100:356:2].copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.inference_mode():
        single, half = (network(image) for network in (estimator, halved(estimator)))
    for name, worst in (("landmarks", 4e-3), ("iris", 2e-3), ("aus", 0.01), ("sided_aus", 0.01), ("gaze", 0.01), ("face_logit", 0.1)):
        assert (getattr(single, name) - getattr(half, name)).abs().max() < worst, name


def test_turning_twice_turns_once(generator):
    half = halved(generator)
    convolution = half.blocks[0].conv1
    use_half_precision(half, half.half_precision_parts)
    assert half.blocks[0].conv1 is convolution


def test_a_generator_that_names_no_parts_is_left_alone():
    published = PublishedGenerator()
    use_half_precision(published, published.half_precision_parts)
    assert all(parameter.dtype == torch.float32 for parameter in published.parameters())


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [({"avx512_bf16": True, "amx_bf16": False}, True), ({"amx_bf16": True}, True), ({"avx512_f": True}, False), ({}, False)],
)
def test_the_processor_is_asked_what_it_can(monkeypatch, capabilities, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    assert multiplies_bfloat16() is expected


def test_a_torch_that_cannot_say_counts_as_no(monkeypatch):
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert not multiplies_bfloat16()


@pytest.mark.parametrize("supported", [True, False])
def test_the_animator_uses_it_where_the_processor_can(monkeypatch, supported):
    monkeypatch.setattr("ganimation_desktop.core.models.on_device.multiplies_bfloat16", lambda: supported)
    network = FlowGenerator()
    animator = fake_animator([BOX], generator=network)
    assert any(isinstance(module, HalfPrecisionConvolution) for module in network.modules()) is supported
    assert animator.device.type == "cpu"


def test_an_untrained_decoder_runs_in_half_precision():
    network = halved(FlowGenerator())
    with torch.inference_mode():
        assert torch.isfinite(network(torch.zeros(2, 3, 128, 128), torch.zeros(2, N_AUS)).color).all()
