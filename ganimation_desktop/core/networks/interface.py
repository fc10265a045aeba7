"""What every generator promises: image and Action Units in, attention and color masks out.

The animator, the training loop and the tools know generators only through this interface; the architectures are in the
neighbouring modules.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Conditioning = Literal["absolute", "relative"]
"""What the AU vector given to a generator means: the target itself, or target minus source."""


class GeneratorOutput(NamedTuple):
    """Masks that a generator made for a batch of face crops.

    Attributes
    ----------
    attention
        A, shape (N, 1, S, S), in [0, 1]; 1 keeps the source pixel.
    color
        C, shape (N, 3, S, S), about [-1, 1]. With a flow it is `(1 - opacity) * warp(image, flow) + residual`.
    flow
        Displacement (N, 2, S, S) as (x, y) in half crop sides: output pixel p takes the source at p + flow. None for
        architectures without flow.
    residual
        What is painted on top of the moved pixels, (N, 3, S, S); None for architectures without flow.
    opacity
        Share of the moved pixels that the paint hides, (N, 1, S, S) in [0, 1]; None where it hides nothing. What an opened mouth or a
        closed lid shows is nowhere in the photo, and adding alone would have to cancel every detail that the flow brings there.
    """

    attention: Tensor
    color: Tensor
    flow: Tensor | None = None
    residual: Tensor | None = None
    opacity: Tensor | None = None

    def composite(self, image: Tensor) -> Tensor:
        """Blend the source image with the color mask, `A * I + (1 - A) * C` (GANimation, equation 1).

        Parameters
        ----------
        image
            The source crops (N, 3, S, S), in [-1, 1].

        Returns
        -------
        Tensor
            The edited crops (N, 3, S, S).
        """
        return torch.lerp(self.color, image, self.attention)


class Generator(nn.Module, ABC):
    """A network that edits the expression of a face crop.

    Images are RGB, NCHW, in [-1, 1]. The AU vector (N, 17) means what `conditioning` says.

    Attributes
    ----------
    image_size
        The crop side that the network was made for, in pixels.
    conditioning
        "absolute": the target AUs; "relative": target minus source.
    """

    image_size: int
    conditioning: Conditioning

    @abstractmethod
    def encode(self, image: Tensor) -> tuple[Tensor, ...]:
        """Compute what depends on the image alone, once per photo."""

    @abstractmethod
    def decode(self, features: tuple[Tensor, ...], image: Tensor, aus: Tensor) -> GeneratorOutput:
        """Compute the masks for one AU vector per image, from `encode(image)`."""

    def forward(self, image: Tensor, aus: Tensor) -> GeneratorOutput:
        """Encode and decode in one go."""
        return self.decode(self.encode(image), image, aus)


def identity_grid(image: Tensor) -> Tensor:
    """Return the sampling grid (1, H, W, 2) that leaves `image` (N, C, H, W) as it is (`align_corners=False`)."""
    height, width = image.shape[-2:]
    y = (torch.arange(height, device=image.device, dtype=torch.float32) + 0.5) * (2 / height) - 1
    x = (torch.arange(width, device=image.device, dtype=torch.float32) + 0.5) * (2 / width) - 1
    return torch.stack((x.expand(height, width), y[:, None].expand(height, width)), dim=-1)[None]


def warp(image: Tensor, flow: Tensor) -> Tensor:
    """Move pixels: each output pixel p takes the image at p + flow, bilinear, the border continued outwards.

    Parameters
    ----------
    image
        (N, C, H, W).
    flow
        (N, 2, H, W), (x, y) in half image sides.
    """
    grid = identity_grid(image) + flow.float().permute(0, 2, 3, 1)
    return F.grid_sample(image.float(), grid, mode="bilinear", padding_mode="border", align_corners=False)
