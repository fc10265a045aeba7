"""The generator as published (GANimation, section 4; the layers of its official code).

8.47 million parameters, 10.6 billion multiplications for a crop of 128: included so that published checkpoints can be loaded and the method
trained as described.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor, nn

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.models.networks.interface import Conditioning, Generator, GeneratorOutput

Normalization = Literal["instance", "none"]
"""Instance norm as published, or biased convolutions alone, into which fixed statistics of an imported network were folded."""


@dataclass(frozen=True)
class PublishedGeneratorOptions:
    """Sizes of a `PublishedGenerator`; the defaults are the published ones.

    Attributes
    ----------
    image_size
        Crop side in pixels, a multiple of 4.
    width
        Channels after the stem.
    n_blocks
        Residual blocks at 1/4 resolution.
    conditioning
        Meaning of the AU vector.
    normalization
        What follows each convolution of the trunk.
    """

    image_size: int = 128
    width: int = 64
    n_blocks: int = 6
    conditioning: Conditioning = "absolute"
    normalization: Normalization = "instance"

    def __post_init__(self) -> None:
        if self.image_size % 4 or self.image_size <= 0:
            raise ValueError(f"image size {self.image_size} is not a multiple of 4")
        if self.conditioning not in get_args(Conditioning) or self.normalization not in get_args(Normalization):
            raise ValueError(f"unknown conditioning {self.conditioning!r} or normalization {self.normalization!r}")


def _norm(channels: int, kind: Normalization) -> nn.Module:
    return nn.InstanceNorm2d(channels, affine=True) if kind == "instance" else nn.Identity()


class PublishedBlock(nn.Module):
    """Residual block: convolution, instance norm, ReLU, convolution, instance norm."""

    def __init__(self, channels: int, normalization: Normalization = "instance") -> None:
        super().__init__()
        biased = normalization == "none"
        self.main = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=biased),
            _norm(channels, normalization),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels, channels, 3, padding=1, bias=biased),
            _norm(channels, normalization),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return x plus what the block adds; same shape."""
        changed: Tensor = self.main(x)
        return x + changed


def published_trunk(options: PublishedGeneratorOptions) -> nn.Sequential:
    """Build all layers before the heads: (N, 3 + 17, S, S) to (N, width, S, S)."""
    w, kind = options.width, options.normalization
    biased = kind == "none"
    layers: list[nn.Module] = [nn.Conv2d(3 + N_AUS, w, 7, padding=3, bias=biased), _norm(w, kind), nn.ReLU(inplace=True)]
    for _ in range(2):
        layers += [nn.Conv2d(w, 2 * w, 4, stride=2, padding=1, bias=biased), _norm(2 * w, kind), nn.ReLU(inplace=True)]
        w *= 2
    layers += [PublishedBlock(w, kind) for _ in range(options.n_blocks)]
    for _ in range(2):
        layers += [nn.ConvTranspose2d(w, w // 2, 4, stride=2, padding=1, bias=biased), _norm(w // 2, kind)]
        layers += [nn.ReLU(inplace=True)]
        w //= 2
    return nn.Sequential(*layers)


def conditioned_on(image: Tensor, aus: Tensor) -> Tensor:
    """Concatenate the AU vectors (N, 17), each value as a plane, with the images (N, 3, S, S): (N, 3 + 17, S, S)."""
    return torch.cat((image, aus[:, :, None, None].expand(-1, -1, *image.shape[-2:])), dim=1)


class PublishedGenerator(Generator):
    """7x7 stem on image and AU planes, two down, residual blocks, two up, heads for color and attention.

    Parameters
    ----------
    options
        Sizes and the meaning of the AU vector.
    """

    def __init__(self, options: PublishedGeneratorOptions | None = None) -> None:
        super().__init__()
        self.options = options or PublishedGeneratorOptions()
        self.image_size = self.options.image_size
        self.conditioning = self.options.conditioning
        self.main = published_trunk(self.options)
        self.color_head = nn.Conv2d(self.options.width, 3, 7, padding=3, bias=False)
        self.attention_head = nn.Conv2d(self.options.width, 1, 7, padding=3, bias=False)

    def encode(self, image: Tensor) -> tuple[Tensor, ...]:
        """Return nothing: the AUs enter at the first layer, so no part depends on the image alone."""
        return ()

    def decode(self, features: tuple[Tensor, ...], image: Tensor, aus: Tensor) -> GeneratorOutput:
        """Compute the masks for one AU vector (N, 17) per image."""
        x = self.main(conditioned_on(image, aus))
        return GeneratorOutput(torch.sigmoid(self.attention_head(x)), torch.tanh(self.color_head(x)))
