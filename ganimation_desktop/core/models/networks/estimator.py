"""The face estimator: 68 landmarks and 17 AU intensities of a crop, in a few milliseconds.

Landmarks are the expectation of one heat map each (integral regression: Sun et al. 2018), so that a shifted face gives
shifted landmarks. AUs are read from features sampled at the landmarks and from the landmark geometry itself, which makes
them follow the face and not the crop. The second version (`sided_estimator.py`) reads more from the same features.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.models.networks.flow_generator import ResidualBlock
from ganimation_desktop.core.models.networks.interface import identity_grid, sample_at

N_LANDMARKS = 68
_POINT_FEATURES = 12
EYE_OUTER_CORNERS = (36, 45)


class EstimatorOutput(NamedTuple):
    """What an estimator reads from N crops. Positions are (x, y) in [-1, 1] across the crop (`align_corners=False`).

    Where a tensor has an axis for the side, the person's own left comes first. Architectures that read landmarks and AUs alone leave the
    rest None.

    Attributes
    ----------
    landmarks
        (N, 68, 2).
    aus
        (N, 17) in [0, 1].
    sided_aus
        (N, 2, 17) in [0, 1]; `aus` is their mean.
    iris, iris_radius
        (N, 2, 2) centres and (N, 2) radii, in half crop sides.
    gaze
        (N, 2, 2): x from the person's own right (-1) to left (1), y from down (-1) to up (1); 0 straight ahead.
    face_logit
        (N,), above 0 where the crop shows an upright face.
    """

    landmarks: Tensor
    aus: Tensor
    sided_aus: Tensor | None = None
    iris: Tensor | None = None
    iris_radius: Tensor | None = None
    gaze: Tensor | None = None
    face_logit: Tensor | None = None


class FaceView(NamedTuple):
    """Features of N crops, the input of the estimator's heads.

    Attributes
    ----------
    landmarks
        (N, 68, 2), as in `EstimatorOutput`.
    aus
        (N, 17): AUs as they are read from the whole face, not limited to 0..1.
    certainty
        (N, 68): the peak of each landmark's heat map.
    whole
        (N, 8W): mean and maximum of the coarsest features.
    eye_code, mouth_code, iris
        (N, 2, 64) and (N, 2, 2): features of the patches of each side, the person's left first; None in the first estimator.
    """

    landmarks: Tensor
    aus: Tensor
    certainty: Tensor
    whole: Tensor
    eye_code: Tensor | None = None
    mouth_code: Tensor | None = None
    iris: Tensor | None = None

    def map(self, change: Callable[[Tensor], Tensor]) -> FaceView:
        """Apply a function to every tensor."""
        known = {name: change(tensor) for name, tensor in self._asdict().items() if tensor is not None}
        return FaceView(**known)

    @staticmethod
    def joined(views: Sequence[FaceView]) -> FaceView:
        """Concatenate several views along the batch."""
        known = [name for name, tensor in views[0]._asdict().items() if tensor is not None]
        return FaceView(**{name: torch.cat([getattr(view, name) for view in views]) for name in known})


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

    Attributes
    ----------
    half_precision_parts
        Names of the modules whose convolutions can multiply in bfloat16: all but the heads of heat maps and of the features at
        landmarks, without which landmarks are half as precise.
    traceable
        As of `Generator`.

    Parameters
    ----------
    options
        Sizes.
    """

    traceable: bool = False
    half_precision_parts: tuple[str, ...] = (
        *("stem", "block4", "down8", "block8", "down16", "block16", "up8", "up_block8", "up4", "up_block4"),
    )

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

    def forward(self, image: Tensor, view: FaceView | None = None) -> EstimatorOutput:
        """Estimate from crops (N, 3, S, S), RGB in [-1, 1]; `view` is the output of `extract` for them, if known."""
        view = self.extract(image) if view is None else view
        return EstimatorOutput(view.landmarks, view.aus if self.training else view.aus.clamp(0, 1))

    def find_landmarks(self, image: Tensor) -> Tensor:
        """Find only the landmarks (N, 68, 2), which is faster."""
        return self.see_whole(image).landmarks

    def below_heads(self) -> tuple[nn.Module, ...]:
        """All modules that `extract` uses."""
        down = (self.stem, self.block4, self.down8, self.block8, self.down16, self.block16)
        return (*down, self.up8, self.up_block8, self.up4, self.up_block4, self.heat_head, self.point_features, self.au_head)

    def extract(self, image: Tensor) -> FaceView:
        """Compute the landmarks and the input of the heads."""
        return self.see_whole(image)

    def see_whole(self, image: Tensor) -> FaceView:
        """Compute the landmarks and the other features of the trunk."""
        # Features at 1/4 resolution with the whole face as receptive field.
        quarter = self.block4(self.stem(F.pixel_unshuffle(image, 4)))
        eighth = self.block8(self.down8(F.silu(quarter)))
        coarse = self.block16(self.down16(F.silu(eighth)))
        x = self.up_block8(F.pixel_shuffle(self.up8(F.silu(coarse)), 2) + eighth)
        x = F.silu(self.up_block4(F.pixel_shuffle(self.up4(F.silu(x)), 2) + quarter))

        # One heat map per landmark; its expectation is the landmark.
        heat = self.heat_head(x).float().flatten(2).softmax(dim=2)
        landmarks = heat @ identity_grid(x).reshape(-1, 2)
        whole = torch.cat((coarse.float().mean(dim=(2, 3)), coarse.float().amax(dim=(2, 3))), dim=1)

        # Appearance at the landmarks, and their positions at the face's own scale.
        looks = sample_at(self.point_features(x), landmarks.detach()[:, :, None])
        geometry = level_geometry(landmarks.detach())
        aus = self.au_head(torch.cat((looks.flatten(1), geometry.flatten(1)), dim=1))
        return FaceView(landmarks, aus, heat.amax(dim=2), whole)


def level_geometry(landmarks: Tensor) -> Tensor:
    """Shift, turn and scale landmarks (N, 68, 2) so that the outer eye corners lie at (-1, 0) and (1, 0)."""
    left, right = (landmarks[:, i] for i in EYE_OUTER_CORNERS)
    axis = (right - left) / 2
    axis = axis / axis.square().sum(dim=1, keepdim=True).clamp_min(1e-4)
    centred = landmarks - (left + right)[:, None] / 2
    x = (centred * axis[:, None]).sum(dim=2)
    y = centred[..., 1] * axis[:, None, 0] - centred[..., 0] * axis[:, None, 1]
    return torch.stack((x, y), dim=2)
