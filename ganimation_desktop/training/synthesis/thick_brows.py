"""Brows of the re-rendering that move as a whole: hairs are not squeezed when a brow is drawn down, the skin around them is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.lids import BROW_MESH
from ganimation_desktop.training.synthesis.stretching import at_rows, calm, target_rows

_UPPER_EDGE_MESH = ((70, 63, 105, 66, 107), (336, 296, 334, 293, 300))
"""Upper edge of each brow in Face Mesh, from left to right."""
_HAIRS_BEYOND = 0.25
"""How far a brow's hairs reach beyond its landmarks, as a share of its thickness."""
_FOREHEAD = 0.45
"""Height of the skin above a brow that gives way to it, in widths of the brow."""


def keep_thick(flow_px: NDArray[np.float32], landmarks_px: FloatArray) -> None:
    """Move each brow as a whole in a backward flow (S, S, 2), in place: the skin above it stretches, its hairs do not.

    The face model squeezes what it draws down, and a brow of a few rows would become a line.
    """
    rows = np.arange(len(flow_px), dtype=np.float32)[:, None]
    for upper_mesh, lower_mesh in zip(_UPPER_EDGE_MESH, BROW_MESH, strict=True):
        upper, lower = landmarks_px[list(upper_mesh)], landmarks_px[list(lower_mesh)]
        left, right = (float(end(np.vstack([upper, lower])[:, 0])) for end in (np.min, np.max))
        width = right - left
        columns = np.arange(max(int(left - 0.2 * width), 0), min(int(right + 0.2 * width) + 1, flow_px.shape[1]))
        if not columns.size:
            continue
        below, above = (np.interp(columns, edge[:, 0], edge[:, 1]) for edge in (lower, upper))
        hairs = _HAIRS_BEYOND * np.maximum(below - above, 0.0)
        below, thick = calm(below + hairs, 0.05 * width), calm(np.maximum(below - above, 0.0) + 2 * hairs, 0.05 * width)
        vertical = flow_px[:, columns, 1]
        foot = target_rows(vertical, below)
        head = np.clip(foot - thick, 0, len(flow_px) - 1).astype(np.float32)[None]
        change = (below - foot).astype(np.float32)[None] - at_rows(vertical, head[0])
        fade = np.clip(1 - (head - rows) / (_FOREHEAD * width), 0.0, 1.0)
        stiff = vertical + change * fade * fade * (3 - 2 * fade)
        stiff = np.where(rows > head, (below - foot)[None], stiff)
        inside = np.minimum(columns - columns[0], columns[-1] - columns) / (0.2 * width)
        share = np.where(rows > foot[None], 0.0, np.clip(inside, 0.0, 1.0)[None])
        flow_px[:, columns, 1] += (share * (stiff - vertical)).astype(np.float32)
