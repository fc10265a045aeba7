"""The second face estimator: the first one's landmarks, and AUs of both sides, irises, gaze, and whether it is a face.

An eye is 17 pixels wide in the crop and 4 in the first estimator's features. So two patches of each half of the face are cut from
the crop at its own resolution, placed by the landmarks: the eye with its brow, and the half of mouth and chin. The patches of the
person's right are mirrored, so that one small network reads both sides alike.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.models.networks.estimator import (
    EYE_OUTER_CORNERS,
    N_LANDMARKS,
    EstimatorOutput,
    FaceEstimator,
    FaceEstimatorOptions,
    FaceView,
    level_geometry,
)
from ganimation_desktop.core.models.networks.interface import identity_grid, sample_at

MIRRORED_LANDMARKS: tuple[int, ...] = (
    *range(16, -1, -1),
    *range(26, 16, -1),
    *(27, 28, 29, 30, 35, 34, 33, 32, 31),
    *(45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40),
    *(54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65),
)
"""Landmark i of a mirrored face is landmark `MIRRORED_LANDMARKS[i]` of the face (68-point scheme of iBUG 300-W)."""

LEFT, RIGHT = 0, 1
"""Index of the person's own side; the left is on the right of the picture."""

_EYE_CORNERS = ((42, 45), (39, 36))
_NOSE_BASE = 33
_FINE = 32
_CODE = 64
_PARTED = au_index("AU25")
FULLY_PARTED_WITHOUT_JAW = 0.6
"""What AU25 reads where the teacher's AU25 is 1 and its jaw is closed."""
PARTED_GAPS, PARTED_AUS = (0.01, 0.08, 0.14, 0.44), (0.0, 0.38, FULLY_PARTED_WITHOUT_JAW, 1.0)
"""Gap of the inner lips over the distance of the outer eye corners, and AU25. The first three gaps are what the teacher's AU25 of 0, 0.5
and 1 opens without the jaw. A straight line up to the widest mouths would read a gentle smile as shut; the teacher's 1 at 0.14 would leave
no room for what the jaw opens. This correlates with the gap by 0.95 and stays within 0.12 of the teacher up to a gap of 0.08."""
_RADIUS_UNIT = 0.06
"""Iris radius over the distance of the outer eye corners, median of the portraits: what the radius head is a factor of."""


class _Patch(NamedTuple):
    """Where a patch lies, in distances of the outer eye corners: from its anchor outwards and down, and its pixels (rows, columns)."""

    outwards: tuple[float, float]
    down: tuple[float, float]
    size: tuple[int, int]


_EYE_PATCH = _Patch((-0.3, 0.3), (-0.38, 0.22), (40, 40))
_MOUTH_PATCH = _Patch((-0.108, 0.54), (-0.1, 0.764), (48, 36))


class PatchNetwork(nn.Module):
    """Reads a patch (N, 3, H, W), sides multiples of 4: a code (N, 64), and features at half its resolution."""

    def __init__(self, patch: _Patch) -> None:
        super().__init__()
        rows, columns = patch.size
        self.stem = nn.Conv2d(12, _FINE // 2, 3, padding=1)
        self.fine = nn.Conv2d(_FINE // 2, _FINE, 3, padding=1)
        self.down4 = nn.Conv2d(_FINE, _FINE, 3, stride=2, padding=1)
        self.down8 = nn.Conv2d(_FINE, _CODE, 3, stride=2, padding=1)
        self.code = nn.Linear(_CODE * -(-rows // 8) * -(-columns // 8), _CODE)

    def forward(self, patch: Tensor) -> tuple[Tensor, Tensor]:
        """Return code and features."""
        fine = F.silu(self.fine(F.silu(self.stem(F.pixel_unshuffle(patch, 2)))))
        coarse = F.silu(self.down8(F.silu(self.down4(fine))))
        return F.silu(self.code(coarse.flatten(1))), fine


class SidedFaceEstimator(FaceEstimator):
    """Landmarks, AUs of both sides, irises, gaze, and whether there is a face.

    Parameters
    ----------
    options
        Sizes.
    """

    traceable = True
    half_precision_parts = (*FaceEstimator.half_precision_parts, "eye_network", "mouth_network")

    def __init__(self, options: FaceEstimatorOptions | None = None) -> None:
        super().__init__(options)
        self.eye_network = PatchNetwork(_EYE_PATCH)
        self.mouth_network = PatchNetwork(_MOUTH_PATCH)
        self.iris_heat = nn.Conv2d(_FINE, 1, 1)
        self.iris_head = nn.Linear(_CODE, 3)
        self.gaze_head = nn.Linear(2 * _CODE, 2)
        self.lips_head = nn.Sequential(nn.Linear(4 * _CODE + 2 * N_LANDMARKS, _CODE), nn.SiLU(), nn.Linear(_CODE, 1))
        self.side_head = nn.Sequential(nn.Linear(4 * _CODE + 2 * N_LANDMARKS, 128), nn.SiLU(), nn.Linear(128, N_AUS))
        coarse = 4 * self.options.width
        self.face_head = nn.Sequential(nn.Linear(2 * coarse + N_LANDMARKS + 4 * _CODE, _CODE), nn.SiLU(), nn.Linear(_CODE, 1))
        for head in (self.iris_head, self.gaze_head, self.side_head[2], self.lips_head[2]):
            nn.init.zeros_(head.weight)  # type: ignore[arg-type]
            nn.init.zeros_(head.bias)  # type: ignore[arg-type]

    def below_heads(self) -> tuple[nn.Module, ...]:
        """All modules that `extract` uses."""
        return (*super().below_heads(), self.eye_network, self.mouth_network, self.iris_heat)

    def extract(self, image: Tensor) -> FaceView:
        """Compute the landmarks and the input of the heads: the whole face, and the patches of both sides."""
        view = self.see_whole(image)
        eye_places, mouth_places = _places(view.landmarks.detach())
        pixels = image.float()
        # Patches of both sides in one batch (2N), the left ones first; the iris is the expectation of a heat map in its patch.
        eye_code, eye_fine = self.eye_network(_cut(pixels, eye_places, _EYE_PATCH))
        mouth_code, _ = self.mouth_network(_cut(pixels, mouth_places, _MOUTH_PATCH))
        heat = self.iris_heat(eye_fine).float()
        iris = heat.flatten(2).softmax(dim=2)[:, 0] @ identity_grid(heat).reshape(-1, 2)
        return view._replace(eye_code=_by_side(eye_code), mouth_code=_by_side(mouth_code), iris=_by_side(iris))

    def forward(self, image: Tensor, view: FaceView | None = None) -> EstimatorOutput:
        """Estimate from crops (N, 3, S, S), RGB in [-1, 1]; `view` is the output of `extract` for them, if known."""
        view = self.extract(image) if view is None else view
        assert view.eye_code is not None
        assert view.mouth_code is not None
        assert view.iris is not None
        points = view.landmarks.detach()
        eye_code, mouth_code = (torch.cat(code.unbind(dim=1)) for code in (view.eye_code, view.mouth_code))
        eyes, codes = _with_other_side(eye_code), torch.cat((_with_other_side(eye_code), _with_other_side(mouth_code)), dim=1)

        # AUs: what the whole face shows, how its sides differ, and how far the lips are parted, which the landmarks nearly say.
        own_geometry = torch.cat((level_geometry(points), _mirrored_geometry(points))).flatten(1)
        seen_on_side = torch.cat((codes, own_geometry), dim=1)
        of_left, of_right = self.side_head(seen_on_side).chunk(2)
        difference = (of_left - of_right) / 2
        parted = lips_parted(points) + _by_side(self.lips_head(seen_on_side)).mean(dim=1)[:, 0]
        shared = torch.cat((view.aus[:, :_PARTED], parted[:, None].to(view.aus.dtype), view.aus[:, _PARTED + 1 :]), dim=1)
        sided = torch.stack((shared + difference, shared - difference), dim=1)

        # Eyes: the iris in its patch, corrected by the code.
        eye_places, _ = _places(points)
        shift_x, shift_y, log_radius = self.iris_head(eye_code).float().unbind(dim=1)
        iris = eye_places.at(torch.cat(view.iris.unbind(dim=1)) + torch.stack((shift_x, shift_y), dim=1), _EYE_PATCH)
        radius = eye_places.unit * _RADIUS_UNIT * log_radius.exp()
        outwards, up = _by_side(self.gaze_head(eyes).float()).unbind(dim=2)
        gaze = torch.stack((outwards * outwards.new_tensor([1.0, -1.0]), up), dim=2)

        # Whether it is a face: from the whole view, the certainty of the landmarks, and the patches.
        seen = torch.cat((view.whole, view.certainty.clamp_min(1e-4).log(), codes[: len(points)]), dim=1)
        face_logit = self.face_head(seen)[:, 0]

        if not self.training:
            sided, gaze = sided.clamp(0, 1), gaze.clamp(-1, 1)
        return EstimatorOutput(view.landmarks, sided.mean(dim=1), sided, _by_side(iris), _by_side(radius), gaze, face_logit)


def lips_parted(landmarks: Tensor) -> Tensor:
    """AU25 of landmarks (N, 68, 2): how far the lips are parted, whatever the jaw does; shape (N,)."""
    eyes = (landmarks[:, EYE_OUTER_CORNERS[1]] - landmarks[:, EYE_OUTER_CORNERS[0]]).norm(dim=1)
    gap = (landmarks[:, 62] - landmarks[:, 66]).norm(dim=1) / eyes.clamp_min(1e-6)
    parted, slope = torch.zeros_like(gap), 0.0
    for index, start in enumerate(PARTED_GAPS):
        after = 0.0 if index + 1 == len(PARTED_GAPS) else (PARTED_AUS[index + 1] - PARTED_AUS[index]) / (PARTED_GAPS[index + 1] - start)
        parted = parted + (after - slope) * F.relu(gap - start)
        slope = after
    return parted


class _Places(NamedTuple):
    """Frames of 2N patches in the crop: anchors (2N, 2), unit vectors outwards and down (2N, 2), the length of a unit (2N,)."""

    anchor: Tensor
    outwards: Tensor
    down: Tensor
    unit: Tensor

    def at(self, position: Tensor, patch: _Patch) -> Tensor:
        """Crop positions of positions (2N, ..., 2) in [-1, 1] across a patch."""
        middle = position.new_tensor([sum(patch.outwards) / 2, sum(patch.down) / 2])
        half = position.new_tensor([(patch.outwards[1] - patch.outwards[0]) / 2, (patch.down[1] - patch.down[0]) / 2])
        x, y = (middle + position * half).unbind(dim=-1)
        shape = (len(self.anchor), *(1,) * (position.dim() - 2))
        axes = [(self.unit[:, None] * axis).view(*shape, 2) for axis in (self.outwards, self.down)]
        return self.anchor.view(*shape, 2) + x[..., None] * axes[0] + y[..., None] * axes[1]


def _places(landmarks: Tensor) -> tuple[_Places, _Places]:
    """Where the patches of the eyes and of the halves of the mouth lie, by landmarks (N, 68, 2)."""
    across = landmarks[:, EYE_OUTER_CORNERS[1]] - landmarks[:, EYE_OUTER_CORNERS[0]]
    distance = across.norm(dim=1).clamp_min(0.05)
    left = across / distance[:, None]
    down = torch.stack((-left[:, 1], left[:, 0]), dim=1)
    outwards, downs, unit = torch.cat((left, -left)), torch.cat((down, down)), torch.cat((distance, distance))
    eyes = torch.cat([landmarks[:, list(corners)].mean(dim=1) for corners in _EYE_CORNERS])
    nose = landmarks[:, _NOSE_BASE]
    return _Places(eyes, outwards, downs, unit), _Places(torch.cat((nose, nose)), outwards, downs, unit)


def _cut(image: Tensor, places: _Places, patch: _Patch) -> Tensor:
    """Cut patches (2N, 3, rows, columns) from crops (N, 3, S, S)."""
    grid = identity_grid(image.new_empty(1, 1, *patch.size)).expand(len(places.anchor), -1, -1, -1)
    left, right = places.at(grid, patch).chunk(2)
    cut = [sample_at(image, side) for side in (left, right)]
    return torch.cat(cut)


def _mirrored_geometry(landmarks: Tensor) -> Tensor:
    geometry = level_geometry(landmarks)[:, list(MIRRORED_LANDMARKS)]
    return geometry * geometry.new_tensor([-1.0, 1.0])


def _with_other_side(code: Tensor) -> Tensor:
    """Codes (2N, C) of both sides -> (2N, 2C): of a side and of the other."""
    left, right = code.chunk(2)
    return torch.cat((code, torch.cat((right, left))), dim=1)


def _by_side(values: Tensor) -> Tensor:
    """(2N, ...) -> (N, 2, ...)."""
    return torch.stack(values.chunk(2), dim=1)
