"""The critic of adversarial training: scores patches as photographs and reads the Action Units they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor, nn

from ganimation_desktop.core.action_units import N_AUS


class CriticOutput(NamedTuple):
    """Patch scores (N, 1, S/64, S/64) with six layers, unbounded, higher for photographs; AUs (N, 17)."""

    scores: Tensor
    aus: Tensor


@dataclass(frozen=True)
class CriticOptions:
    """Sizes of a `Critic`; the defaults are the published ones (crop side, channels of the first layer, layers)."""

    image_size: int = 128
    width: int = 64
    n_layers: int = 6

    def __post_init__(self) -> None:
        if self.image_size < 2**self.n_layers:
            raise ValueError(f"a crop of {self.image_size} px is too small for {self.n_layers} layers that halve it")


class Critic(nn.Module):
    """PatchGAN scores and AU regression from one trunk of stride-2 convolutions (GANimation, section 4).

    Parameters
    ----------
    options
        Sizes.
    """

    def __init__(self, options: CriticOptions | None = None) -> None:
        super().__init__()
        self.options = options or CriticOptions()
        w = self.options.width
        layers: list[nn.Module] = [nn.Conv2d(3, w, 4, stride=2, padding=1), nn.LeakyReLU(0.01)]
        for _ in range(1, self.options.n_layers):
            layers += [nn.Conv2d(w, 2 * w, 4, stride=2, padding=1), nn.LeakyReLU(0.01)]
            w *= 2
        self.main = nn.Sequential(*layers)
        self.score_head = nn.Conv2d(w, 1, 3, padding=1, bias=False)
        self.au_head = nn.Conv2d(w, N_AUS, self.options.image_size // 2**self.options.n_layers, bias=False)

    def forward(self, image: Tensor) -> CriticOutput:
        """Judge crops (N, 3, S, S), RGB in [-1, 1]."""
        x = self.main(image)
        return CriticOutput(self.score_head(x), self.au_head(x).flatten(1))
