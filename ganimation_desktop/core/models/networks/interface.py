"""The interface of every generator: image and Action Units in, attention and color masks out.

The animator, the training loop and the tools know generators only through this interface; the architectures are in the
neighbouring modules.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Conditioning = Literal["absolute", "relative"]
"""What the AU vector given to a generator means: the target itself, or target minus source."""


class LayerMaps(NamedTuple):
    """Where the skin opens, and what is visible behind it: a mouth, given as positions in a texture, and eyeballs.

    All maps are smooth where they have no edge, float32, at crop size.

    Attributes
    ----------
    mouth_logit
        Logit of the share m of the mouth layer, (N, 1, S, S); about -8 where there is no mouth.
    mouth_uv
        Position (x, y) in the mouth texture, (N, 2, S, S) in [-1, 1] between its outer borders (`align_corners=False`).
    mouth_shade
        Factor on the texture's color, black being 0, (N, 3, S, S), about 0 to 1.2.
    eye_logit
        Logit of the share of the eyeball layer, (N, 1, S, S); about -8 where no eyeball is visible.
    eye_shade
        Factor on the eyeball's color: the shadow of the lid, (N, 1, S, S) in [0, 1].
    """

    mouth_logit: Tensor
    mouth_uv: Tensor
    mouth_shade: Tensor
    eye_logit: Tensor
    eye_shade: Tensor


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
        Share of the moved pixels that the paint hides, (N, 1, S, S) in [0, 1]; None if it hides nothing. The inside of an opened mouth or a
        closed lid is not in the photo, and a residual alone would have to cancel every detail that the flow moves there.
    layers
        What lies behind the skin's openings; None for architectures without layers. With layers `color` is the skin alone, and the whole
        color mask is `(1 - m_mouth - m_eye) * color + m_mouth * mouth + m_eye * eyeball`. `attention` is 0 where the mouth is open.
    """

    attention: Tensor
    color: Tensor
    flow: Tensor | None = None
    residual: Tensor | None = None
    opacity: Tensor | None = None
    layers: LayerMaps | None = None

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

    Images are RGB, NCHW, in [-1, 1]. The AU vector (N, 17) means what `conditioning` says. A network with gaze inputs takes them after
    the AUs, (N, 19): to the right in the picture and up, each in [-1, 1], 0 for the gaze of the photo.

    Attributes
    ----------
    image_size
        The crop side that the network was made for, in pixels.
    conditioning
        "absolute": the target AUs; "relative": target minus source.
    n_gaze
        Number of gaze inputs: 2, or 0 for a network that cannot change the gaze.
    half_precision_parts
        Names of the modules whose convolutions can multiply in bfloat16.
    traceable
        Whether no step depends on values, so that `traced` may record the steps.
    """

    image_size: int
    conditioning: Conditioning
    n_gaze: int = 0
    traceable: bool = False
    half_precision_parts: tuple[str, ...] = ()

    @property
    def textures(self) -> Tensor | None:
        """Pictures of the inside of mouths, the buffer `mouth_textures`: (K, 3, H, W) uint8 RGB, the first being the default.

        None for architectures without layers.
        """
        return self._buffers.get("mouth_textures")

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
    """Return the identity sampling grid (1, H, W, 2) of `image` (N, C, H, W) (`align_corners=False`); it is shared, never change it."""
    return _identity_grid(*image.shape[-2:], image.device)


@lru_cache(maxsize=32)
def _identity_grid(height: int, width: int, device: torch.device) -> Tensor:
    # A tensor made in inference mode could not be used in training later.
    with torch.inference_mode(False):
        y = (torch.arange(height, device=device, dtype=torch.float32) + 0.5) * (2 / height) - 1
        x = (torch.arange(width, device=device, dtype=torch.float32) + 0.5) * (2 / width) - 1
        return torch.stack((x.expand(height, width), y[:, None].expand(height, width)), dim=-1)[None]


def warp(image: Tensor, flow: Tensor) -> Tensor:
    """Move pixels: each output pixel p takes the image at p + flow, bilinear, the border repeated outwards.

    Parameters
    ----------
    image
        (N, C, H, W).
    flow
        (N, 2, H, W), (x, y) in half image sides.
    """
    return sample_at(image, identity_grid(image) + flow.float().permute(0, 2, 3, 1))


def sample_at(image: Tensor, places: Tensor) -> Tensor:
    """Sample an image (N, C, H, W) at positions (N, H', W', 2), (x, y) in [-1, 1] across it, bilinear, the border repeated outwards.

    Raises
    ------
    FloatingPointError
        If a gradient is required and positions are not finite. They sample finite pixels, so no loss reveals them, and torch's backward
        pass writes out of bounds. Without a gradient they are harmless, and live frames skip the check.
    """
    sampled = F.grid_sample(image.float(), places, mode="bilinear", padding_mode="border", align_corners=False)
    if sampled.requires_grad and not places.isfinite().all():
        raise FloatingPointError("the network samples pixels at positions that are not finite")
    return sampled
