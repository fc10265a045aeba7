"""The critic of adversarial training: scores patches as photographs and reads the Action Units they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from ganimation_desktop.core.base.action_units import N_AUS

CriticNormalization = Literal["none", "spectral"]
"""Normalisation that keeps the critic smooth: none, as published, or spectral (Miyato et al. 2018)."""


_SLOPE = 0.01


class CriticOutput(NamedTuple):
    """Patch scores (N, 1, S/64, S/64) with six layers, unbounded, higher for photographs; AUs (N, 17)."""

    scores: Tensor
    aus: Tensor


@dataclass(frozen=True)
class CriticOptions:
    """Sizes of a `Critic`, the defaults the published ones (crop side, channels of the first layer, layers), and its normalisation."""

    image_size: int = 128
    width: int = 64
    n_layers: int = 6
    normalization: CriticNormalization = "none"

    def __post_init__(self) -> None:
        if self.image_size < 2**self.n_layers:
            raise ValueError(f"a crop of {self.image_size} px is too small for {self.n_layers} layers that halve it")
        if self.normalization not in get_args(CriticNormalization):
            raise ValueError(f"unknown normalization {self.normalization!r}")


class _DoubledLeakyReLU(nn.LeakyReLU):
    def forward(self, x: Tensor) -> Tensor:
        return 2 * super().forward(x)


class Critic(nn.Module):
    """PatchGAN scores and AU regression from one trunk of stride-2 convolutions (GANimation, section 4).

    With spectral normalisation every layer that leads to the scores has a largest singular value of 1, estimated by one power iteration
    for each forward pass in training mode and by none in evaluation mode; the activations are doubled, for they halve the signal, and six
    such layers would leave scores whose gradient is a thousandth of that under a gradient penalty. The AU head is not normalised: it
    regresses given values, and the scores do not pass through it.

    Parameters
    ----------
    options
        Sizes.
    """

    def __init__(self, options: CriticOptions | None = None) -> None:
        super().__init__()
        self.options = options or CriticOptions()
        w, spectral = self.options.width, self.options.normalization == "spectral"
        activation = _DoubledLeakyReLU if spectral else nn.LeakyReLU
        layers: list[nn.Module] = [nn.Conv2d(3, w, 4, stride=2, padding=1), activation(_SLOPE)]
        for _ in range(1, self.options.n_layers):
            layers += [nn.Conv2d(w, 2 * w, 4, stride=2, padding=1), activation(_SLOPE)]
            w *= 2
        self.main = nn.Sequential(*layers)
        self.score_head = nn.Conv2d(w, 1, 3, padding=1, bias=False)
        self.au_head = nn.Conv2d(w, N_AUS, self.options.image_size // 2**self.options.n_layers, bias=False)
        if spectral:
            for layer in (*self.main, self.score_head):
                if isinstance(layer, nn.Conv2d):
                    spectral_norm(layer)

    def forward(self, image: Tensor) -> CriticOutput:
        """Judge crops (N, 3, S, S), RGB in [-1, 1]."""
        x = self.main(image)
        return CriticOutput(self.score_head(x), self.au_head(x).flatten(1))
