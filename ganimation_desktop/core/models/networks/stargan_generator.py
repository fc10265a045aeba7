"""The earlier method that GANimation is compared with: StarGAN's generator (Choi et al. 2018), conditioned on the AU vector.

The same layers as the published GANimation generator but one: it has no attention mask and paints the whole crop.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ganimation_desktop.core.models.networks.interface import Generator, GeneratorOutput
from ganimation_desktop.core.models.networks.published_generator import PublishedGeneratorOptions, conditioned_on, published_trunk


class StarGanGenerator(Generator):
    """7x7 stem on image and AU planes, two down, residual blocks, two up, one head that paints the picture.

    Its attention is 0 everywhere, so that the composite is the color mask. StarGAN's labels are discrete attributes; here they are AU
    intensities, fed in the same way.

    Parameters
    ----------
    options
        Sizes and the meaning of the AU vector, as of the published generator.
    """

    def __init__(self, options: PublishedGeneratorOptions | None = None) -> None:
        super().__init__()
        self.options = options or PublishedGeneratorOptions()
        self.image_size = self.options.image_size
        self.conditioning = self.options.conditioning
        self.main = published_trunk(self.options)
        self.color_head = nn.Conv2d(self.options.width, 3, 7, padding=3, bias=False)

    def encode(self, image: Tensor) -> tuple[Tensor, ...]:
        """Return nothing: the AUs enter at the first layer, so no part depends on the image alone."""
        return ()

    def decode(self, features: tuple[Tensor, ...], image: Tensor, aus: Tensor) -> GeneratorOutput:
        """Paint the picture for one AU vector (N, 17) per image; the mask keeps nothing of the source."""
        color = torch.tanh(self.color_head(self.main(conditioned_on(image, aus))))
        return GeneratorOutput(torch.zeros_like(color[:, :1]), color)
