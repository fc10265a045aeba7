"""Two expressions on one face: the generator's maps for either side, joined along the midline of the face.

A generator moves both sides of a face alike. Run once for each side, its maps can be joined where the sides meet, because its content is
smooth there. They are weighted with the share of the pixels that each side edits, so that the seam moves every pixel a share of the way.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.base.geometry import apply_affine
from ganimation_desktop.core.edit.layers import CLOSED_LOGIT
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.models.networks import GeneratorOutput, LayerMaps

RAMP = 0.22
"""Half the width of the strip in which one side becomes the other, in distances between the eyes."""

_MIDLINE = (27, 28, 29, 30, 33, 51, 62, 66, 57, 8)
"""Landmarks from the root of the nose down to the chin."""
_LITTLE = 1e-3
_SURELY_OPEN, _SHUTTING = 1.2, 3.0
"""Logit from which lips that part on one side alone are sure to, and how many times of what lacks a lower one loses: below 0.9 a sliver
of a single tooth would lie on closed lips."""
_HIDDEN = -4.0
"""Largest logit of a mouth up to which nothing of it shows."""


def left_share(face: Face) -> NDArray[np.float32]:
    """How much of each crop pixel belongs to the person's left side, (S, S) in 0..1: exactly 0 and 1 beside the strip at the midline.

    The midline bends with the face: where the head is turned, the nose stands beside the line from brow to chin.
    """
    size_px = face.crop.size_px
    xs, ys = np.meshgrid(np.arange(size_px), np.arange(size_px))
    if face.landmarks_px is None:
        return _ramp((xs - (size_px - 1) / 2) / (0.35 * RAMP * size_px))
    points = apply_affine(face.crop.crop_from_frame, face.landmarks_px)
    left_eye, right_eye = (points[list(eye)].mean(axis=0) for eye in EYE_LANDMARKS)
    distance = max(float(np.hypot(*(left_eye - right_eye))), 1.0)
    across = (left_eye - right_eye) / distance
    down = np.array([-across[1], across[0]])
    midline = points[list(_MIDLINE)]
    midline = midline[np.argsort(midline @ down)]
    middle = np.interp(xs * down[0] + ys * down[1], midline @ down, midline @ across)
    return _ramp((xs * across[0] + ys * across[1] - middle) / (RAMP * distance))


def join_sides(left: GeneratorOutput, right: GeneratorOutput, share: Tensor) -> GeneratorOutput:
    """Join the maps of both sides of one face.

    Parameters
    ----------
    left, right
        The generator's maps for the expression of either side, (1, C, S, S).
    share
        How much belongs to the person's left, (1, 1, S, S) in 0..1.
    """
    rest = 1 - share
    attention = share * left.attention + rest * right.attention
    by_edited = share * (1 - left.attention + _LITTLE), rest * (1 - right.attention + _LITTLE)
    layers = None
    if left.layers is not None and right.layers is not None:
        layers = _join_layers(left.layers, right.layers, share)
    return GeneratorOutput(
        attention,
        _mean(left.color, right.color, by_edited),
        _optional_mean(left.flow, right.flow, by_edited),
        _optional_mean(left.residual, right.residual, by_edited),
        _optional_mean(left.opacity, right.opacity, by_edited),
        layers,
    )


def unchanged_output(image: Tensor, like: GeneratorOutput) -> GeneratorOutput:
    """What a generator means for a side that stays as it is, exactly: the image, (1, 3, S, S), without any change."""

    def nothing(values: Tensor | None) -> Tensor | None:
        return None if values is None else torch.zeros_like(values[:1])

    layers = None
    if like.layers is not None:
        maps = LayerMaps(*(torch.zeros_like(values[:1]) for values in like.layers))
        closed = torch.full_like(maps.mouth_logit, CLOSED_LOGIT)
        layers = maps._replace(mouth_logit=closed, eye_logit=closed, eye_shade=torch.ones_like(maps.eye_shade))
    kept = torch.ones_like(like.attention[:1])
    return GeneratorOutput(kept, image, nothing(like.flow), nothing(like.residual), nothing(like.opacity), layers)


def _join_layers(left: LayerMaps, right: LayerMaps, share: Tensor) -> LayerMaps:
    """Logits are joined as they are; what is seen behind an opening counts as much as it is open."""
    rest = 1 - share

    def by_opening(left_logit: Tensor, right_logit: Tensor) -> tuple[Tensor, Tensor]:
        return share * (torch.sigmoid(left_logit) + _LITTLE), rest * (torch.sigmoid(right_logit) + _LITTLE)

    mouth, eyes = by_opening(left.mouth_logit, right.mouth_logit), by_opening(left.eye_logit, right.eye_logit)
    return LayerMaps(
        mouth_logit=_without_sliver(share * left.mouth_logit + rest * right.mouth_logit, left.mouth_logit, right.mouth_logit),
        mouth_uv=_mean(left.mouth_uv, right.mouth_uv, mouth),
        mouth_shade=_mean(left.mouth_shade, right.mouth_shade, mouth),
        eye_logit=share * left.eye_logit + rest * right.eye_logit,
        eye_shade=_mean(left.eye_shade, right.eye_shade, eyes),
    )


def _without_sliver(joined: Tensor, left_logit: Tensor, right_logit: Tensor) -> Tensor:
    """Shut what is left of a mouth that hardly opens on one side while the other stays closed; all logits are (1, 1, S, S)."""
    highest, left, right = (logit.amax(dim=(1, 2, 3), keepdim=True) for logit in (joined, left_logit, right_logit))
    one_is_closed = (-torch.minimum(left, right)).clamp(0, 1)
    may_show = (highest - _HIDDEN).clamp(0, 1)
    return joined - _SHUTTING * (_SURELY_OPEN - highest).clamp_min(0) * one_is_closed * may_show


def _mean(left: Tensor, right: Tensor, weights: tuple[Tensor, Tensor]) -> Tensor:
    return (weights[0] * left + weights[1] * right) / (weights[0] + weights[1])


def _optional_mean(left: Tensor | None, right: Tensor | None, weights: tuple[Tensor, Tensor]) -> Tensor | None:
    return None if left is None or right is None else _mean(left, right, weights)


def _ramp(position: NDArray[np.floating]) -> NDArray[np.float32]:
    """From 0 at -1 to 1 at 1, level at both ends."""
    share = np.clip((position + 1) / 2, 0, 1)
    return (share * share * (3 - 2 * share)).astype(np.float32)
