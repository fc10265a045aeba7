"""Brows of the re-rendering that are drawn down: how close they come to each other and to the lids.

The corrugator draws the inner ends of the brows together by about a fifth of the gap between them; the face model, driven far enough to
lower the brows visibly, closes more than a third of it, and brows that lie low would cover the eyes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.lids import BROW_MESH, UPPER_LID_MESH
from ganimation_desktop.training.synthesis.stretching import calm, followed, smooth, target_rows

_INNER_ENDS_MESH = ((55, 107), (285, 336))
_NARROWED = 0.2
"""By about how much the gap between the brows narrows at most, as a share of it."""
_LOWERED = 0.81
"""How far a brow falls at most, in heights of the skin between it and the lid."""
_LEAST_ROOM = 0.2
"""Height of that skin at least, in widths of the eye."""
_FOREHEAD, _BESIDE = 0.4, 0.35
"""How far above a brow and beyond its outer end the skin gives way, in widths of the eye."""


def hold_back(flow_px: NDArray[np.float32], landmarks_px: FloatArray) -> None:
    """Hold drawn brows back in a backward flow (S, S, 2), in place; other movements stay as they are.

    Parameters
    ----------
    flow_px
        Source position minus target position.
    landmarks_px
        (478, 2), Face Mesh landmarks of the photo.
    """
    size = len(flow_px)
    columns, rows = np.arange(size, dtype=np.float64), np.arange(size, dtype=np.float32)[:, None]
    brows, lids = (_from_left(landmarks_px, mesh) for mesh in (BROW_MESH, UPPER_LID_MESH))
    width = float(np.linalg.norm(landmarks_px[UPPER_LID_MESH[0][0]] - landmarks_px[UPPER_LID_MESH[0][-1]]))
    brow, lid = (np.interp(columns, points[:, 0], points[:, 1]) for points in (brows, lids))
    room = calm(np.maximum(lid - brow, _LEAST_ROOM * width), 0.1 * width)
    foot = target_rows(flow_px[..., 1], brow)
    down = calm(_limited((foot - brow) / room, _LOWERED), 0.1 * width)

    inner = np.array([landmarks_px[list(mesh)].mean(axis=0) for mesh in _INNER_ENDS_MESH])
    gap, after = (float(ends[1, 0] - ends[0, 0]) for ends in (inner, followed(inner, flow_px)))
    across = float(_limited(np.array([1 - after / max(gap, 1.0)]), _NARROWED)[0])

    above = 1 - (foot - 0.2 * width - rows) / (_FOREHEAD * width)
    below = 1 - (rows - foot) / np.maximum(lid + 0.25 * width - foot, 1.0)
    beside = 1 - np.maximum(brows[0, 0] - columns, columns - brows[-1, 0]) / (_BESIDE * width)
    share = smooth(np.minimum(above, below)) * smooth(beside)
    flow_px[..., 0] *= 1 - share * (1 - across)
    flow_px[..., 1] *= 1 - share * (1 - down)


def _from_left(landmarks_px: FloatArray, meshes: tuple[tuple[int, ...], ...]) -> FloatArray:
    points = landmarks_px[[index for mesh in meshes for index in mesh]]
    return np.asarray(points[np.argsort(points[:, 0])])


def _limited(movement: FloatArray, limit: float) -> FloatArray:
    """Factor that keeps a movement in one direction below a limit, and a small one as it is."""
    onward = np.maximum(movement, 1e-3)
    return np.asarray(np.where(movement > 0, limit * np.tanh(onward / limit) / onward, 1.0))
