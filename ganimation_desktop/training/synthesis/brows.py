"""Brows of a face with glasses: how far they may go, and the skin between them and the rims.

A rim lies in front of the skin and stays. A brow above it goes as the model says, as far as the skin between the two can stretch or
fold; a brow that touches the rim stays with it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.lids import BROW_MESH, Eye
from ganimation_desktop.training.synthesis.stretching import calm, stretched, target_rows

_MOST_STRETCHED, _MOST_FOLDED = 2.0, 0.7
"""How far a brow rises and falls above a rim, in heights of the skin between them."""
_RIM_FROM = 0.3
"""Difference from the skin's brightness, as a share of it, that is a rim."""
_HIGHEST = 0.35
"""Height of that skin at most, in eye widths."""


class BrowsAboveRims:
    """Brows of a face with glasses, which move as far as the skin between them and the rims lets them.

    Parameters
    ----------
    image
        Shape (S, S, 3), the photo.
    landmarks_px
        Shape (478, 2), Face Mesh landmarks in it.
    eyes
        Both eyes.
    skins
        The skin around each eye, from `lids.lid_skin`.
    still
        Where rims may lie, from `glasses.still_region`.
    """

    def __init__(
        self,
        image: NDArray[np.float32],
        landmarks_px: FloatArray,
        eyes: Sequence[Eye],
        skins: Sequence[NDArray[np.float32]],
        still: NDArray[np.float32],
    ) -> None:
        size = image.shape[0]
        columns = np.arange(size, dtype=np.float64)
        brows = landmarks_px[[index for side in BROW_MESH for index in side]]
        brows = brows[np.argsort(brows[:, 0])]
        self._brow_px = calm(np.interp(columns, brows[:, 0], brows[:, 1]), 0.02 * size)
        heights = [_bare_height(image, skin, eye, self._brow_px) for eye, skin in zip(eyes, skins, strict=True)]
        middles = [float(eye.columns.mean()) for eye in eyes]
        self._height_px = np.interp(columns, middles, heights)
        self._still = still
        self._ends = still.max(axis=0)

    def hold(self, flow_px: NDArray[np.float32]) -> float:
        """Hold rims still in a backward flow (S, S, 2), in place; the share of their way that the brows go, 0..1."""
        rows = np.arange(len(flow_px), dtype=np.float32)[:, None]
        rim = (self._brow_px + self._height_px)[None].astype(np.float32)
        raised = self._brow_px - target_rows(flow_px[..., 1], self._brow_px)
        limit = np.where(raised > 0, _MOST_STRETCHED, _MOST_FOLDED) * self._height_px
        near = self._ends > 0.5
        moving = near & (np.abs(raised) > 0.5)
        share = float(np.clip(np.min(limit[moving] / np.abs(raised[moving])), 0.0, 1.0)) if moving.any() else 1.0
        over = np.clip((rows - rim) / (0.12 * len(flow_px)), 0.0, 1.0)
        flow_px *= (share + (1 - share) * over)[..., None]
        held = flow_px * (1 - self._still)[..., None]
        vertical, top = stretched(flow_px[..., 1], rows, self._brow_px, rim[0], rim[0])
        between = np.clip((rows - top) / np.maximum(rim - top, 1.0), 0.0, 1.0)[..., None]
        above = np.dstack([flow_px[..., 0] * (1 - between[..., 0]), vertical])
        mapped = np.where((rows < rim)[..., None], above, held)
        flow_px += self._ends[None, :, None] * (mapped - flow_px)
        return share


def _bare_height(image: NDArray[np.float32], skin: NDArray[np.float32], eye: Eye, brow_px: FloatArray) -> float:
    """Height in pixels of the skin under a brow down to the rim, over most of the eye's columns."""
    size = len(image)
    inner = eye.columns[(eye.columns >= 0) & (eye.columns < size)].astype(np.int64)
    inner = inner[(inner > inner[0] + 0.3 * eye.width_px) & (inner < inner[-1] - 0.3 * eye.width_px)]
    if not inner.size:
        return 0.0
    unlike = np.abs(image.mean(axis=2) / np.maximum(skin.mean(axis=2), 1.0) - 1) > _RIM_FROM
    rows = np.arange(size)[:, None]
    reach = _HIGHEST * eye.width_px
    found = unlike[:, inner] & (rows > brow_px[inner] + 0.03 * eye.width_px) & (rows < brow_px[inner] + reach)
    heights = np.where(found.any(axis=0), np.argmax(found, axis=0) - 1 - brow_px[inner], reach)
    return float(np.clip(np.median(heights), 0.0, reach))
