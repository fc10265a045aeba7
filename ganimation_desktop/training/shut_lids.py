"""Sources with their lids shut: what an edit moves when eyes close, as `core/edit` does it at the photo's resolution.

Here the lash line lies along the upper lid, as the lashes of the open eye do: a generator then learns to bring that edge down by its flow.
From a line that lies low already it learned to leave the lid and to paint a second line.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.edit.layers import CLOSING_LOGITS, SURELY_OPEN_LOGIT
from ganimation_desktop.core.faces.eye_cutout import USUAL_RADIUS, cut_out_eye
from ganimation_desktop.core.faces.eyeball import complete_eyeball
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS
from ganimation_desktop.training.dataset import FaceVariants

_OPEN, _SHUT = 0.6, 0.35
"""Largest visibility of an eyeball in an open eye, and in a shut one."""


def closes(face: FaceVariants, source: int, target: int) -> bool:
    """Whether the eyes close from one variant to another."""
    if face.layers is None:
        return False
    eyes = face.layers.eyes
    return bool(eyes[source].max() > 255 * _OPEN and eyes[target].max() < 255 * _SHUT)


def closing(eye_logit: Tensor) -> Tensor:
    """How far the eyes have closed, (N, 1, 1, 1) in 0..1, by how sure a generator is that eyeballs are seen, (N, 1, S, S)."""
    return ((SURELY_OPEN_LOGIT - eye_logit.amax(dim=(1, 2, 3), keepdim=True)) / CLOSING_LOGITS).clamp(0, 1)


def with_shut_lids(face: FaceVariants, variant: int) -> NDArray[np.uint8]:
    """A variant, (R, R, 3) uint8, with skin and a lash line over its eyeballs."""
    rgb, landmarks_px = face.images_rgb[variant].copy(), face.landmarks_px[variant]
    for side in range(len(EYE_LANDMARKS)):
        eye = cut_out_eye(rgb, landmarks_px, side)
        if eye is None:
            continue
        middle = float(eye.columns.mean()), float((eye.upper_px + eye.lower_px).mean() / 2)
        ball = complete_eyeball(eye.rgb, eye.columns, eye.upper_px, eye.lower_px, middle, USUAL_RADIUS * eye.width_px)
        from_frame = eye.cutout_from_frame - np.array([[0, 0, ball.left], [0, 0, ball.top]])
        size = rgb.shape[1::-1]
        drawn = ball.draw_lids(True)
        lids = cv2.warpAffine(drawn.rgb, from_frame, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        share = cv2.warpAffine(drawn.alpha, from_frame, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)[..., None]
        rgb = np.clip(rgb + share * (lids - rgb) + 0.5, 0, 255).astype(np.uint8)
    return np.asarray(rgb, np.uint8)
