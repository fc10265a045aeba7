"""Template of the stable landmarks in a level face crop, and the crop that belongs to a HOG box.

The numbers were measured on the 923 training portraits (CC0 stock photos and official US government portraits): the template is the
symmetrised generalised Procrustes mean of 520 frontal faces, scaled so that a crop side is 2.3 outer-eye-corner distances and holds
the face from hairline to a fully dropped chin. The HOG relation is the median over 249 dlib detections.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STABLE_POINTS: tuple[int, ...] = (36, 39, 42, 45, 27, 28, 29, 30, 31, 32, 33, 34, 35)
"""Indices, in the 68-point scheme, of the points that expressions hardly move: eye corners and nose."""

TEMPLATE_UNIT: NDArray[np.float64] = np.array(
    [
        (0.2826, 0.3141),
        (0.4139, 0.3227),
        (0.5861, 0.3227),
        (0.7174, 0.3141),
        (0.5000, 0.2994),
        (0.5000, 0.3721),
        (0.5000, 0.4424),
        (0.5000, 0.4865),
        (0.4269, 0.5215),
        (0.4560, 0.5392),
        (0.5000, 0.5439),
        (0.5440, 0.5392),
        (0.5731, 0.5215),
    ]
)
"""Positions of `STABLE_POINTS`, shape (13, 2), xy as fractions of the crop side."""

BOX_SCALE: float = 1.353
"""Side of the crop divided by the side of the HOG box."""

BOX_CENTER_SHIFT: tuple[float, float] = (0.0, 0.05)
"""Crop centre minus HOG box centre, xy, in box sides."""
