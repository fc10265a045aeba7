"""A generator's output as arrays: masks for display, and masks for compositing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.edit.behind import MouthTexture
from ganimation_desktop.core.edit.compositing import CropMasks
from ganimation_desktop.core.edit.layers import LayerMasks
from ganimation_desktop.core.models.networks import Generator, GeneratorOutput, LayerMaps
from ganimation_desktop.core.models.outputs import check_finite

_HALF_RANGE = 127.5


@dataclass(frozen=True, eq=False)
class GeneratedFace:
    """One face of a generator's batch.

    Attributes
    ----------
    crop_masks
        Masks for compositing.
    color_rgb
        Color mask C, (S, S, 3) uint8, read-only; with layers, that of the skin alone.
    """

    crop_masks: CropMasks
    color_rgb: NDArray[np.uint8]


def generated_faces(output: GeneratorOutput, images: Tensor) -> list[GeneratedFace]:
    """Convert a batch.

    Parameters
    ----------
    output
        The generator's output.
    images
        Its input, (N, 3, S, S) in [-1, 1]. A generator without flow leaves pixels in place, so that its residual is the
        color mask minus these.

    Notes
    -----
    8-bit units are 0 for black, network units for mid-grey: paint of opacity o therefore contributes `127.5 o`.

    Raises
    ------
    NotFiniteError
        If the generator computed values that are not finite.
    """
    check_finite((output.attention, output.color, output.flow, output.residual, output.opacity, *(output.layers or ())), "generator")
    size_px = images.shape[-1]
    residual = output.residual if output.flow is not None and output.residual is not None else output.color - images
    attentions = output.attention.float().cpu().numpy()[:, 0]
    opacities = None if output.opacity is None else output.opacity.detach().float().cpu().numpy()[:, 0]
    painted = residual if output.opacity is None else residual + output.opacity
    residuals = _hwc(painted) * np.float32(_HALF_RANGE)
    colors = (_hwc(output.color) + 1) * np.float32(_HALF_RANGE)
    colors_rgb = np.clip(colors + 0.5, 0, 255).astype(np.uint8)
    flows = None if output.flow is None else _hwc(output.flow) * np.float32(size_px / 2)
    layers = None if output.layers is None else _layer_masks(output.layers)
    faces = []
    for index in range(len(images)):
        masks = CropMasks(
            attentions[index],
            residuals[index],
            None if flows is None else flows[index],
            None if opacities is None else opacities[index],
            None if layers is None else layers[index],
        )
        face = GeneratedFace(masks, colors_rgb[index])
        for array in (masks.attention, masks.residual, masks.flow, masks.opacity, face.color_rgb):
            if array is not None:
                array.setflags(write=False)
        faces.append(face)
    return faces


def mouth_textures(generator: Generator) -> tuple[MouthTexture, ...]:
    """The mouth textures of a generator; none for an architecture without layers."""
    textures = generator.textures
    if textures is None:
        return ()
    pictures = textures.round().to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy()
    return tuple(MouthTexture(np.ascontiguousarray(rgb)) for rgb in pictures)


def check_teeth(number: int | None, n_teeth: int) -> None:
    """Refuse a set of teeth, from 1, that a generator does not have; None is the usual one. Raises `ValueError`."""
    if number is not None and not 1 <= number <= n_teeth:
        has = f"has {n_teeth} sets of teeth" if n_teeth else "has no teeth to choose"
        raise ValueError(f"there are no teeth {number}: the model {has}")


def _layer_masks(maps: LayerMaps) -> list[LayerMasks]:
    """Layers of a batch, each with arrays that are read-only."""
    mouth_logits, mouth_uvs, mouth_shades, eye_logits, eye_shades = map(_hwc, maps)
    for values in (mouth_logits, mouth_uvs, mouth_shades, eye_logits, eye_shades):
        values.setflags(write=False)
    return [
        LayerMasks(mouth_logit[..., 0], mouth_uv, mouth_shade, eye_logit[..., 0], eye_shade[..., 0])
        for mouth_logit, mouth_uv, mouth_shade, eye_logit, eye_shade in zip(
            mouth_logits, mouth_uvs, mouth_shades, eye_logits, eye_shades, strict=True
        )
    ]


def _hwc(values: Tensor) -> NDArray[np.float32]:
    """(N, C, H, W) on any device -> (N, H, W, C), contiguous."""
    return np.ascontiguousarray(values.detach().float().permute(0, 2, 3, 1).cpu().numpy())
