"""The tint of skin: what of a level crop is the cheeks, and how to compare colors whatever the light."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_CHEEK_ROWS, _CHEEK_COLUMNS = (0.45, 0.61), ((0.22, 0.36), (0.64, 0.78))
"""Where the cheeks are in a level crop, as shares of its side."""
_STEADY = 8.0
"""What is added to each channel, in 8-bit units, so that tints are steady in deep shadow."""


def cheek_rgb(crop_rgb: NDArray[np.float32] | NDArray[np.uint8]) -> NDArray[np.float32]:
    """The median color of the cheeks in a level crop, (S, S, 3) -> (3,) in 8-bit units."""
    size_px = len(crop_rgb)
    top, bottom = (round(share * size_px) for share in _CHEEK_ROWS)
    sides = [slice(round(left * size_px), round(right * size_px)) for left, right in _CHEEK_COLUMNS]
    return np.asarray(np.median(np.concatenate([crop_rgb[top:bottom, side].reshape(-1, 3) for side in sides]), axis=0), np.float32)


def tint(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shares of the channels, (..., 3), of colors in 8-bit units."""
    steady = rgb + np.float32(_STEADY)
    return np.asarray(steady / (steady[..., 0] + steady[..., 1] + steady[..., 2])[..., None], np.float32)
