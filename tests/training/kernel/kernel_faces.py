"""Faces for the kernel estimator: drawn ones, whose mouth widens with AU12 and whose brow has furrows with AU04."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT

SMILE, FROWN = au_index("AU12"), au_index("AU04")
SIDE = 128


def resting_landmarks() -> NDArray[np.float64]:
    """A plausible face of 68 landmarks in a crop of 128 pixels; its steady points lie on the crop template."""
    points = np.zeros((68, 2))
    angles = np.linspace(np.pi, 0, 17)
    points[:17] = np.column_stack((64 + 46 * np.cos(angles), 52 + 60 * np.sin(angles)))
    points[17:22] = np.column_stack((np.linspace(26, 54, 5), 36 - 4 * np.sin(np.linspace(0.4, 2.4, 5))))
    points[22:27] = np.column_stack((np.linspace(74, 102, 5), 36 - 4 * np.sin(np.linspace(0.7, 2.7, 5))))
    for first, x in ((36, 40), (42, 88)):
        turn = np.linspace(np.pi, -np.pi, 7)[:6]
        points[first : first + 6] = np.column_stack((x + 9 * np.cos(turn), 48 - 4 * np.sin(turn)))
    outer, inner = np.linspace(np.pi, -np.pi, 13)[:12], np.linspace(np.pi, -np.pi, 9)[:8]
    points[48:60] = np.column_stack((64 + 20 * np.cos(outer), 90 - 8 * np.sin(outer)))
    points[60:] = np.column_stack((64 + 15 * np.cos(inner), 90 - 2.5 * np.sin(inner)))
    points[list(STABLE_POINTS)] = TEMPLATE_UNIT * SIDE
    return points


def drawn_faces(n: int, seed: int = 0) -> tuple[list[NDArray[np.uint8]], NDArray[np.float64], NDArray[np.float64]]:
    """Draw crops (128, 128, 3), landmarks (n, 68, 2) and AUs (n, 17), of which only AU12 and AU04 show."""
    rng = np.random.default_rng(seed)
    aus = rng.random((n, N_AUS))
    rest = resting_landmarks()
    crops, landmarks = [], []
    y, x = np.mgrid[:SIDE, :SIDE]
    for smile, frown in aus[:, [SMILE, FROWN]]:
        points = rest + rng.normal(0, 0.3, rest.shape)
        points[48:, 0] = 64 + (points[48:, 0] - 64) * (1 + 0.4 * smile)
        furrows = 50 * frown * np.cos(2 * np.pi * x / 7) * np.exp(-(((x - 64) / 10) ** 2) - ((y - 34) / 10) ** 2)
        grey = 120 + furrows + rng.normal(0, 3, (SIDE, SIDE)) + 20 * np.sin(y / 17)
        crops.append(np.repeat(grey.clip(0, 255)[..., None], 3, axis=2).astype(np.uint8))
        landmarks.append(points)
    return crops, np.stack(landmarks), aus
