"""The face estimator: 68 landmarks and 17 AU intensities of a crop, in a few milliseconds.

Landmarks are the expectation of one heat map each (integral regression: Sun et al. 2018), so that a shifted face gives
shifted landmarks. AUs are read from features sampled at the landmarks and from the landmark geometry itself, which makes
them follow the face and not the crop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganimation_desktop.core.action_units import N_AUS
from ganimation_desktop.core.networks.flow_generator import ResidualBlock
from ganimation_desktop.core.networks.interface import identity_grid

N_LANDMARKS = 68
_POINT_FEATURES = 12
_EYE_OUTER_CORNERS = (36, 45)


class EstimatorOutput(NamedTuple):
    """Landmarks (N, 68, 2) as (x, y) in [-1, 1] across the crop (`align_corners=False`); AUs (N, 17) in [0, 1]."""

    landmarks: Tensor
    aus: Tensor


@dataclass(frozen=True)
class FaceEstimatorOptions:
    """Sizes of a `FaceEstimator`: crop side in pixels (a multiple of 16) and channels at 1/4 resolution."""

    image_size: int = 128
    width: int = 32

    def __post_init__(self) -> None:
        if self.image_size % 16 or self.image_size <= 0:
            raise ValueError(f"image size {self.image_size} is not a multiple of 16")


class FaceEstimator(nn.Module):
    """Landmarks and AUs of a face crop.

    Parameters
    ----------
    options
        Sizes.
    """

    def __init__(self, options: FaceEstimatorOptions | None = None) -> None:
        super().__init__()
        self.options = options or FaceEstimatorOptions()
        self.image_size = self.options.image_size
        w = self.options.width
        self.stem = nn.Conv2d(3 * 16, w, 3, padding=1)
        self.block4 = ResidualBlock(w)
        self.down8 = nn.Conv2d(w, 2 * w, 3, stride=2, padding=1)
        self.block8 = ResidualBlock(2 * w)
        self.down16 = nn.Conv2d(2 * w, 4 * w, 3, stride=2, padding=1)
        self.block16 = nn.Sequential(ResidualBlock(4 * w), ResidualBlock(4 * w))
        self.up8 = nn.Conv2d(4 * w, 8 * w, 1)
        self.up_block8 = ResidualBlock(2 * w)
        self.up4 = nn.Conv2d(2 * w, 4 * w, 1)
        self.up_block4 = ResidualBlock(w)
        self.heat_head = nn.Conv2d(w, N_LANDMARKS, 1)
        self.point_features = nn.Conv2d(w, _POINT_FEATURES, 1)
        self.au_head = nn.Sequential(nn.Linear(N_LANDMARKS * (_POINT_FEATURES + 2), 128), nn.SiLU(), nn.Linear(128, N_AUS))
        nn.init.zeros_(self.au_head[2].weight)  # type: ignore[arg-type]
        nn.init.constant_(self.au_head[2].bias, 0.15)  # type: ignore[arg-type]

    def forward(self, image: Tensor) -> EstimatorOutput:
        """Estimate from crops (N, 3, S, S), RGB in [-1, 1]."""
        # Features at 1/4 resolution that have seen the whole face.
        quarter = self.block4(self.stem(F.pixel_unshuffle(image, 4)))
        eighth = self.block8(self.down8(F.silu(quarter)))
        x = self.block16(self.down16(F.silu(eighth)))
        x = self.up_block8(F.pixel_shuffle(self.up8(F.silu(x)), 2) + eighth)
        x = F.silu(self.up_block4(F.pixel_shuffle(self.up4(F.silu(x)), 2) + quarter))

        # One heat map per landmark; its expectation is the landmark.
        heat = self.heat_head(x).float().flatten(2).softmax(dim=2)
        landmarks = heat @ identity_grid(x).reshape(-1, 2)

        # What the face looks like at its landmarks, and where they lie in the face's own scale.
        at_landmarks = landmarks.detach()[:, :, None]
        looks = F.grid_sample(self.point_features(x).float(), at_landmarks, padding_mode="border", align_corners=False)
        geometry = _level_landmarks(landmarks.detach())
        aus = self.au_head(torch.cat((looks.flatten(1), geometry.flatten(1)), dim=1))
        return EstimatorOutput(landmarks, aus if self.training else aus.clamp(0, 1))


def _level_landmarks(landmarks: Tensor) -> Tensor:
    """Shift, turn and scale landmarks (N, 68, 2) so that the outer eye corners lie at (-1, 0) and (1, 0)."""
    left, right = (landmarks[:, i] for i in _EYE_OUTER_CORNERS)
    axis = (right - left) / 2
    axis = axis / axis.square().sum(dim=1, keepdim=True).clamp_min(1e-4)
    centred = landmarks - (left + right)[:, None] / 2
    x = (centred * axis[:, None]).sum(dim=2)
    y = centred[..., 1] * axis[:, None, 0] - centred[..., 0] * axis[:, None, 1]
    return torch.stack((x, y), dim=2)
