"""Small pictures of documents, made off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animation import Animation

THUMBNAIL_PX = 128
"""Long side, twice what the filmstrip shows on an ordinary screen."""


def thumbnail_png(picture: Animation | NDArray[np.uint8]) -> bytes:
    """Reduce an edit, or a picture (H, W, 3), to a small PNG."""
    rgb = picture if isinstance(picture, np.ndarray) else picture.composite()
    height, width = rgb.shape[:2]
    share = min(1.0, THUMBNAIL_PX / max(height, width))
    size = max(round(width * share), 1), max(round(height * share), 1)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".png", cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
    return encoded.tobytes()
