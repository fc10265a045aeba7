"""Skin of the re-rendering that stretches along the image columns between two edges, as between brow and lid; and where its points go."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray


def target_rows(vertical: NDArray[np.float32], source_rows: FloatArray) -> FloatArray:
    """Rows (C,) whose backward flow (S, C) leads to given rows of the photo, the uppermost ones, smooth along the columns."""
    reached = np.arange(len(vertical), dtype=np.float32)[:, None] + vertical
    after = np.clip(np.argmax(reached >= source_rows[None], axis=0), 1, len(vertical) - 1)
    columns = np.arange(vertical.shape[1])
    low, high = reached[after - 1, columns], reached[after, columns]
    rows = after - 1 + np.clip((source_rows - low) / np.maximum(high - low, 1e-3), 0.0, 1.0)
    return calm(rows, 0.012 * len(vertical))


def at_rows(values: NDArray[np.float32], rows: FloatArray) -> FloatArray:
    """Values (S, C) at one row (C,) of each column, interpolated."""
    columns, whole = np.arange(values.shape[1]), np.clip(rows, 0, len(values) - 2).astype(np.int64)
    part = np.clip(rows - whole, 0, 1)
    return np.asarray(values[whole, columns] * (1 - part) + values[whole + 1, columns] * part, np.float64)


def followed(source_px: FloatArray, flow: NDArray[np.float32]) -> FloatArray:
    """Points (N, 2) of the photo in the target: the positions whose backward flow (S, S, 2) leads to them, by fixed-point iteration."""
    moved = source_px.copy()
    for _ in range(16):
        columns, rows = moved.T.astype(np.float32)
        found = cv2.remap(flow, columns[:, None], rows[:, None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]
        moved = 0.5 * moved + 0.5 * (source_px - found)
    return moved


def stretched(
    vertical: NDArray[np.float32], rows: NDArray[np.float32], brow_px: FloatArray, anchor_px: FloatArray, anchor_target_px: FloatArray
) -> tuple[NDArray[np.float32], FloatArray]:
    """Stretch the skin between a brow and what lies below it.

    Parameters
    ----------
    vertical
        Shape (S, C), backward flow along some columns.
    rows
        Shape (S, 1).
    brow_px
        Shape (C,), rows of the brow's lower edge in the photo.
    anchor_px, anchor_target_px
        Shape (C,), rows below it in the photo, and where they are in the target.

    Returns
    -------
    vertical
        The flow with that skin stretched, evenly where the brow has moved, most at the anchor where that has; the same above the brow's
        edge, and below the anchor the anchor's.
    top
        Shape (C,), rows of the brow's lower edge in the target.
    """
    top = np.minimum(target_rows(vertical, brow_px), anchor_target_px - 1.0)
    top_source = top + at_rows(vertical, top)
    height = np.maximum(anchor_target_px - top, 1.0)
    source_height = np.maximum(anchor_px - top_source, 0.15 * height)
    down = np.clip(rows - top, 0.0, height)
    # A brow that moves stretches the skin below it evenly; a lid that comes down unfolds from its crease, and no hair grows longer.
    at_rest = np.maximum(anchor_px - top, 1.0)
    unfolded = down / (1 + down / height * (height / at_rest - 1))
    below = anchor_px - source_height + unfolded * source_height / at_rest + np.maximum(rows - anchor_target_px, 0.0) - rows
    return np.where(rows > top, below, vertical).astype(np.float32), top


def calm(values: FloatArray, sigma: float) -> FloatArray:
    """Smooth values (C,) along the columns."""
    blurred = cv2.GaussianBlur(np.asarray(values, np.float64)[None], (0, 0), max(sigma, 0.3), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(blurred[0], np.float64)


def smooth(t: NDArray[np.floating] | float) -> FloatArray:
    """From 0 at 0 to 1 at 1, level at both ends and beyond them."""
    clipped = np.clip(t, 0.0, 1.0)
    return np.asarray(clipped * clipped * (3 - 2 * clipped), np.float64)
