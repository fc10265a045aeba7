"""One edit in training: a generator's output with the whole color mask, including the layers behind the skin."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from ganimation_desktop.core.models.networks import Generator, GeneratorOutput, warp
from ganimation_desktop.training.layer_batches import LayerBatch, whole_color


def edit(network: nn.Module, image: Tensor, shown_aus: Tensor, wanted_aus: Tensor, layers: LayerBatch | None = None) -> GeneratorOutput:
    """Edit images from source to target AUs, respecting the generator's conditioning.

    Parameters
    ----------
    network
        A generator, possibly wrapped for training.
    image
        (N, 3, S, S) in [-1, 1].
    shown_aus, wanted_aus
        (N, 17) each.
    layers
        The turn of the eyes and the eyeballs behind the lids; without them the eyes are those of the images.
    """
    generator = cast(Generator, network)
    inputs = wanted_aus - shown_aus if generator.conditioning == "relative" else wanted_aus
    if generator.n_gaze:
        gaze = inputs.new_zeros((len(inputs), generator.n_gaze)) if layers is None else layers.gaze
        inputs = torch.cat((inputs, gaze), dim=1)
    output: GeneratorOutput = network(image, inputs)
    if layers is not None and layers.shut_source is not None:
        output = moving(output, layers.shut_source)
    if output.layers is None or generator.textures is None:
        return output
    eyeballs = image if layers is None else layers.eyeballs
    return output._replace(color=whole_color(output.color, output.layers, generator.textures, eyeballs))


def moving(output: GeneratorOutput, picture: Tensor) -> GeneratorOutput:
    """Let the flow move another picture than the source, (N, 3, S, S); generators without a flow are left alone."""
    if output.flow is None or output.residual is None:
        return output
    moved = warp(picture, output.flow)
    return output._replace(color=output.residual + (moved if output.opacity is None else (1 - output.opacity) * moved))
