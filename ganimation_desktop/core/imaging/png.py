"""A picture as the bytes of a plain PNG, without metadata."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def encode_png(rgb: NDArray[np.uint8]) -> bytes:
    """Encode (H, W, 3) uint8 RGB.

    Raises
    ------
    ValueError
        If it cannot be encoded.
    """
    done, encoded = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    if not done:
        raise ValueError("a picture cannot be encoded as PNG")
    return encoded.tobytes()
