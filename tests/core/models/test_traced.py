"""Traced networks: the same values as before, bit for bit."""

import threading

import pytest
import torch
from torch import nn

from ganimation_desktop.core.models.networks import (
    FlowGenerator,
    LayeredGenerator,
    LayeredGeneratorOptions,
    SidedFaceEstimator,
    Traced,
    TracedGenerator,
)
from tests.core.fakes import FakeEstimator, FakeGenerator

SMALL = LayeredGeneratorOptions(image_size=64, width=8, n_blocks=1, n_textures=1, texture_height=8, texture_width=16)


@pytest.fixture(autouse=True)
def _inference():
    torch.manual_seed(0)
    with torch.inference_mode():
        yield


def stirred(network: nn.Module):
    """A network whose weights are all of some size: heads start at zero."""
    for parameter in network.parameters():
        parameter.add_(0.05 * torch.randn_like(parameter))
    return network.eval()


def is_tracing():
    return torch._C._get_tracing_state() is not None


def crops(n, size_px):
    return torch.rand(n, size_px, size_px, 3).permute(0, 3, 1, 2) * 2 - 1


def tensors(output):
    return [part for value in output for part in (value if isinstance(value, tuple) else (value,))]


@pytest.mark.parametrize("kind", [FlowGenerator, LayeredGenerator])
def test_a_traced_generator_computes_the_same_whatever_the_values_and_the_number_of_faces(kind):
    generator = stirred(kind(SMALL))
    traced = TracedGenerator(generator)
    n_inputs = 17 + generator.n_gaze
    assert (traced.image_size, traced.n_gaze, traced.conditioning) == (generator.image_size, generator.n_gaze, generator.conditioning)
    for n_faces, strength in ((1, 0.0), (1, 1.0), (2, 0.5), (1, 0.2)):
        images, aus = crops(n_faces, SMALL.image_size), strength * (2 * torch.rand(n_faces, n_inputs) - 1)
        expected = generator.decode(generator.encode(images), images, aus)
        output = traced.decode(traced.encode(images), images, aus)
        assert type(output) is type(expected)
        assert type(output.layers) is type(expected.layers)
        for value, known in zip(tensors(output), tensors(expected), strict=True):
            assert (value is None) == (known is None)
            assert known is None or torch.equal(value, known)


def test_a_traced_estimator_computes_the_same():
    estimator = stirred(SidedFaceEstimator())
    traced = Traced(estimator, estimator)
    for n_faces in (1, 2, 1):
        images = crops(n_faces, estimator.image_size)
        for value, known in zip(traced(images), estimator(images), strict=True):
            assert torch.equal(value, known)


def test_steps_are_recorded_once_for_inputs_of_a_shape_whoever_comes_first():
    calls: list[torch.Size] = []

    def function(values):
        calls.append(values.shape)
        return (values + 1, None)

    traced = Traced(nn.Identity(), function)

    def call():
        with torch.inference_mode():
            assert traced(torch.zeros(3))[0].tolist() == [1, 1, 1]

    threads = [threading.Thread(target=call) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    n_calls = len(calls)
    assert traced(torch.ones(3))[1] is None
    assert len(calls) == n_calls
    assert traced(torch.ones(2))[0].tolist() == [2, 2]
    assert len(calls) > n_calls


def test_what_cannot_be_traced_is_called():
    def function(values):
        if is_tracing():
            raise RuntimeError("not this one")
        return (values + 1,)

    assert Traced(nn.Identity(), function)(torch.ones(2))[0].tolist() == [2, 2]


def test_on_other_devices_the_function_is_called():
    def function(values):
        assert not is_tracing()
        return (values + 1,)

    assert Traced(nn.Identity(), function)(torch.zeros(1, device="meta"))[0].device.type == "meta"


def test_networks_that_decide_by_values_are_left_alone():
    assert not FakeGenerator().traceable
    assert not FakeEstimator().traceable
