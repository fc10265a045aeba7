"""How steeply brightness, or another map, rises from pixel to pixel."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def steepness(values: NDArray[np.uint8] | NDArray[np.float32], scale: float = 1 / 8) -> NDArray[np.float32]:
    """Measure the length of the gradient at every pixel, with Sobel's filter.

    The same values give the same bits wherever they lie in memory. OpenCV's `magnitude` does not: its last bit follows the alignment of the
    array, so that neighbours of the same steepness are equal in one run and not in the next.

    Parameters
    ----------
    values
        Shape (H, W), uint8 or float32.
    scale
        Factor on Sobel's sums; an eighth for the rise per pixel.

    Returns
    -------
    NDArray
        Shape (H, W) float32.
    """
    across, down = (cv2.Sobel(values, cv2.CV_32F, *order, scale=scale) for order in ((1, 0), (0, 1)))
    squared = np.square(across, dtype=np.float32)
    squared += np.square(down, dtype=np.float32)
    return np.asarray(np.sqrt(squared, out=squared), np.float32)
