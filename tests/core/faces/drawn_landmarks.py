"""The 68 landmarks of a face that looks straight ahead, in shares of the level crop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT


def _arc(center: tuple[float, float], radii: tuple[float, float], degrees: tuple[float, float], count: int) -> NDArray[np.float64]:
    angles = np.radians(np.linspace(*degrees, count))
    return np.array(center) + np.stack([radii[0] * np.cos(angles), radii[1] * np.sin(angles)], axis=1)


def drawn_landmarks() -> NDArray[np.float64]:
    """Jaw, brows, nose, eyes and a closed mouth, (68, 2) xy; the stable points lie on the template."""
    points = np.full((68, 2), 0.5)
    points[0:17] = _arc((0.5, 0.45), (0.33, 0.42), (180, 0), 17)
    points[17:22] = _arc((0.34, 0.25), (0.11, 0.04), (180, 360), 5)
    points[22:27] = _arc((0.66, 0.25), (0.11, 0.04), (180, 360), 5)
    points[list(STABLE_POINTS)] = TEMPLATE_UNIT
    points[[37, 38]] = points[36] * [[0.67], [0.33]] + points[39] * [[0.33], [0.67]] + [0, -0.02]
    points[[41, 40]] = points[36] * [[0.67], [0.33]] + points[39] * [[0.33], [0.67]] + [0, 0.02]
    points[[43, 44]] = points[42] * [[0.67], [0.33]] + points[45] * [[0.33], [0.67]] + [0, -0.02]
    points[[47, 46]] = points[42] * [[0.67], [0.33]] + points[45] * [[0.33], [0.67]] + [0, 0.02]
    points[48:55] = _arc((0.5, 0.67), (0.12, 0.03), (180, 360), 7)
    points[55:60] = _arc((0.5, 0.67), (0.12, 0.04), (0, 180), 7)[1:-1]
    points[60:65] = _arc((0.5, 0.67), (0.1, 0.002), (180, 360), 5)
    points[65:68] = _arc((0.5, 0.67), (0.1, 0.002), (0, 180), 5)[1:-1]
    return points
