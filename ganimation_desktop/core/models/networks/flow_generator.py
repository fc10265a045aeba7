"""The program's own generator: small enough for real time on a CPU, without normalisation layers.

The image is folded into channels (pixel unshuffle) and reduced to 1/8 resolution, where residual blocks do most of the
work; the AU change enters there by feature-wise scale and shift (FiLM: Perez et al. 2018), so that the encoder runs once
per photo. The decoder unfolds again (pixel shuffle), adds the encoder's features back in, and has a few blocks for fine
detail. Four heads: attention, flow, residual, opacity; the color mask is `(1 - opacity) * warp(image, flow) + residual`. An occlusion map
next to a flow, to show what was hidden, follows the First Order Motion Model (Siarohin et al. 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.models.networks.interface import Conditioning, Generator, GeneratorOutput, warp

FLOW_SCALE = 0.1
"""Half crop sides per unit of the flow head: an output of 1 moves a pixel by 6.4 px in a crop of 128."""
ATTENTION_GAIN = 2.0
"""Scale that lets the attention reach 0 or 1 with small weights."""
ATTENTION_LOGIT_AT_START = 0.5
"""An untrained network keeps 62 percent of each source pixel."""
OPACITY_GAIN, OPACITY_LOGIT_AT_START = 2.0, -4.0
"""Untrained paint hides 2 percent of what lies below."""


@dataclass(frozen=True)
class FlowGeneratorOptions:
    """Sizes of a `FlowGenerator`.

    Attributes
    ----------
    image_size
        Crop side in pixels, a multiple of 8.
    width
        Channels at 1/2 resolution; twice as many at 1/4, four times at 1/8.
    n_blocks, n_quarter_blocks, n_half_blocks
        Residual blocks at 1/8, 1/4 and 1/2 resolution: the first locate the mouth and its shape, the last draw edges of lips and gaps
        between teeth.
    """

    image_size: int = 128
    width: int = 32
    n_blocks: int = 4
    n_quarter_blocks: int = 2
    n_half_blocks: int = 1

    def __post_init__(self) -> None:
        if self.image_size % 8 or self.image_size <= 0:
            raise ValueError(f"image size {self.image_size} is not a multiple of 8")


def _start_even(unfolded: nn.Conv2d) -> None:
    """Give the four sub-pixels of a 2x pixel shuffle the same weights, against checkerboards (Aitken et al. 2017)."""
    with torch.no_grad():
        for parameter in (unfolded.weight, unfolded.bias):
            if parameter is not None:
                parameter.copy_(parameter[::4].repeat_interleave(4, dim=0))


class ResidualBlock(nn.Module):
    """Residual block of two 3x3 convolutions; initialised to the identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        """Return x plus what the block adds; same shape."""
        changed: Tensor = self.conv2(F.silu(self.conv1(F.silu(x))))
        return x + changed


class FilmBlock(ResidualBlock):
    """A residual block whose activations are scaled and shifted by a code of the AU change."""

    def __init__(self, channels: int, code_size: int) -> None:
        super().__init__(channels)
        self.film = nn.Linear(code_size, 4 * channels)
        # Standard deviation 0.5 / sqrt(code_size). Not normal_: while a checkpoint is loaded it would import torch's compiler, 1.3 s.
        bound = 0.5 * (3 / code_size) ** 0.5
        nn.init.uniform_(self.film.weight, -bound, bound)
        nn.init.zeros_(self.film.bias)

    def forward(self, x: Tensor, code: Tensor) -> Tensor:  # type: ignore[override]
        """Return x (N, C, H, W) plus what the block adds for `code` (N, code_size)."""
        scale1, shift1, scale2, shift2 = self.film(code)[:, :, None, None].chunk(4, dim=1)
        h: Tensor = self.conv1(F.silu(torch.addcmul(shift1, x, 1 + scale1)))
        h = self.conv2(F.silu(torch.addcmul(shift2, h, 1 + scale2)))
        return x + h


class FlowGenerator(Generator):
    """Attention, flow, residual and opacity from a face crop and an AU change (`conditioning` is "relative").

    Parameters
    ----------
    options
        Sizes.
    """

    conditioning: Conditioning = "relative"
    traceable = True
    half_precision_parts: tuple[str, ...] = (
        *("stem", "down", "blocks", "up_quarter", "quarter_blocks", "up_half", "half_blocks", "heads"),
    )

    def __init__(self, options: FlowGeneratorOptions | None = None) -> None:
        super().__init__()
        self.options = options or FlowGeneratorOptions()
        self.image_size = self.options.image_size
        w = self.options.width
        code_size = 128

        self.stem = nn.Conv2d(3 * 16, 2 * w, 3, padding=1)
        self.down = nn.Conv2d(8 * w, 4 * w, 3, padding=1)
        self.code = nn.Sequential(nn.Linear(2 * (N_AUS + self.n_gaze), code_size), nn.SiLU(), nn.Linear(code_size, code_size), nn.SiLU())
        self.blocks = nn.ModuleList(FilmBlock(4 * w, code_size) for _ in range(self.options.n_blocks))
        self.up_quarter = nn.Conv2d(4 * w, 8 * w, 1)
        self.quarter_blocks = nn.ModuleList(FilmBlock(2 * w, code_size) for _ in range(self.options.n_quarter_blocks))
        self.up_half = nn.Conv2d(2 * w, 4 * w, 3, padding=1)
        self.half_blocks = nn.ModuleList(FilmBlock(w, code_size) for _ in range(self.options.n_half_blocks))
        self.heads = nn.Conv2d(w, 4 * 5 + 2, 3, padding=1)
        for unfolded in (self.up_quarter, self.up_half):
            _start_even(unfolded)
        nn.init.zeros_(self.heads.weight)
        nn.init.zeros_(self.heads.bias)  # type: ignore[arg-type]

    def encode(self, image: Tensor) -> tuple[Tensor, ...]:
        """Return features at 1/4 and 1/8 resolution."""
        quarter = self.stem(F.pixel_unshuffle(image, 4))
        return quarter, self.down(F.pixel_unshuffle(F.silu(quarter), 2))

    def decode(self, features: tuple[Tensor, ...], image: Tensor, aus: Tensor) -> GeneratorOutput:
        """Compute the masks; `aus` (N, 17) is target minus source, in [-1, 1]."""
        _, half = self.trunk(features, aus)
        return self.skin(half, image)

    def trunk(self, features: tuple[Tensor, ...], aus: Tensor) -> tuple[Tensor, Tensor]:
        """Return the input of the heads, at 1/4 and 1/2 resolution."""
        quarter, x = features
        code = self.code(torch.cat((aus, aus.abs()), dim=1))
        for block in self.blocks:
            x = block(x, code)
        x = F.pixel_shuffle(self.up_quarter(F.silu(x)), 2) + quarter
        for block in self.quarter_blocks:
            x = block(x, code)
        half = F.pixel_shuffle(self.up_half(F.silu(x)), 2)
        for block in self.half_blocks:
            half = block(half, code)
        return F.silu(x), F.silu(half)

    def skin(self, half: Tensor, image: Tensor) -> GeneratorOutput:
        """Compute the masks of the skin from features at 1/2 resolution: four sub-pixels of residual, attention, opacity, a smooth flow."""
        heads = self.heads(half).float()
        masks = F.pixel_shuffle(heads[:, :20], 2)
        residual, attention_logit, opacity_logit = masks[:, :3], masks[:, 3:4], masks[:, 4:]
        attention = torch.sigmoid(ATTENTION_GAIN * attention_logit + ATTENTION_LOGIT_AT_START)
        flow = FLOW_SCALE * F.interpolate(heads[:, 20:], scale_factor=2, mode="bilinear", align_corners=False)
        opacity = torch.sigmoid(OPACITY_GAIN * opacity_logit + OPACITY_LOGIT_AT_START)
        color = torch.addcmul(residual, 1 - opacity, warp(image, flow))
        return GeneratorOutput(attention, color, flow, residual, opacity)
