"""A generator's output as arrays: masks to look at, and masks that compositing takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.compositing import CropMasks
from ganimation_desktop.core.networks import GeneratorOutput

_HALF_RANGE = 127.5


@dataclass(frozen=True, eq=False)
class GeneratedFace:
    """One face of a generator's batch.

    Attributes
    ----------
    crop_masks
        What compositing takes.
    color_rgb
        Color mask C, (S, S, 3) uint8, read-only.
    """

    crop_masks: CropMasks
    color_rgb: NDArray[np.uint8]


def generated_faces(output: GeneratorOutput, images: Tensor) -> list[GeneratedFace]:
    """Convert a batch.

    Parameters
    ----------
    output
        What the generator made.
    images
        What it was given, (N, 3, S, S) in [-1, 1]. A generator without flow leaves pixels in place, so that its residual is the
        color mask minus these.

    Notes
    -----
    8-bit units begin at black, those of networks in the middle: paint of opacity o brings `127.5 o` of the way along.
    """
    size_px = images.shape[-1]
    residual = output.residual if output.flow is not None and output.residual is not None else output.color - images
    attentions = output.attention.float().cpu().numpy()[:, 0]
    opacities = None if output.opacity is None else output.opacity.detach().float().cpu().numpy()[:, 0]
    painted = residual if output.opacity is None else residual + output.opacity
    residuals = _hwc(painted) * np.float32(_HALF_RANGE)
    colors = np.clip((_hwc(output.color) + 1) * _HALF_RANGE + 0.5, 0, 255).astype(np.uint8)
    flows = None if output.flow is None else _hwc(output.flow) * np.float32(size_px / 2)
    faces = []
    for index in range(len(images)):
        masks = CropMasks(
            attentions[index],
            residuals[index],
            None if flows is None else flows[index],
            None if opacities is None else opacities[index],
        )
        face = GeneratedFace(masks, colors[index])
        for array in (masks.attention, masks.residual, masks.flow, masks.opacity, face.color_rgb):
            if array is not None:
                array.setflags(write=False)
        faces.append(face)
    return faces


def _hwc(values: Tensor) -> NDArray[np.float32]:
    """(N, C, H, W) on any device -> (N, H, W, C), contiguous."""
    return np.ascontiguousarray(values.detach().float().permute(0, 2, 3, 1).cpu().numpy())
