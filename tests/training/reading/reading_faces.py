"""A drawn face in a training folder's frame, with labels: enough for lids, irises and halves to be told apart."""

from __future__ import annotations

import cv2
import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.training.dataset import FaceVariants
from ganimation_desktop.training.reading.labels import FaceLabels

SIZE_PX = 88
IRISES_PX = np.array([[58, 36], [30, 36]], np.float32)
RADIUS_PX = 3.0
SKIN, WHITE, IRIS = (200, 160, 140), (250, 250, 250), (20, 40, 60)


def landmarks() -> np.ndarray:
    """The points that the code looks at, roughly where a face has them; the others lie on the chin."""
    points = np.tile(np.array([44.0, 80.0]), (68, 1))
    points[:17] = np.stack([np.linspace(12, 76, 17), 40 + 40 * np.sin(np.linspace(0, np.pi, 17))], axis=1)
    points[27:31] = [(44, 34), (44, 39), (44, 44), (44, 48)]
    points[31:36] = np.stack([np.linspace(38, 50, 5), np.full(5, 51)], axis=1)
    for first, (x, y) in ((36, IRISES_PX[1]), (42, IRISES_PX[0])):
        points[first : first + 6] = np.array([(-8, 0), (-4, -4), (4, -4), (8, 0), (4, 4), (-4, 4)]) + np.array([x, y])
    points[48:60] = [(44 + 12 * np.cos(t), 63 + 5 * np.sin(t)) for t in np.linspace(-np.pi, np.pi, 12, endpoint=False)]
    points[60:68] = [(34, 63), (39, 62), (44, 62), (49, 62), (54, 63), (49, 64), (44, 64), (39, 64)]
    return points.astype(np.float32)


def picture(points: np.ndarray) -> np.ndarray:
    rgb = np.full((SIZE_PX, SIZE_PX, 3), SKIN, np.uint8)
    for side, first in enumerate((42, 36)):
        cv2.fillPoly(rgb, [points[first : first + 6].round().astype(np.int32)], WHITE)
        cv2.circle(rgb, [int(v) for v in IRISES_PX[side]], int(RADIUS_PX), IRIS, -1)
    return rgb


def face_labels(sided_aus: np.ndarray | None = None) -> FaceLabels:
    sided = np.zeros((2, N_AUS), np.float32) if sided_aus is None else sided_aus
    return FaceLabels(sided, IRISES_PX, np.full(2, RADIUS_PX, np.float32), np.zeros((2, 2), np.float32))


def face(aus: np.ndarray) -> FaceVariants:
    """A face with the AUs (K, 17); each picture is a little brighter than the one before."""
    points = landmarks()
    shades = [np.clip(picture(points).astype(int) + 3 * k, 0, 255).astype(np.uint8) for k in range(len(aus))]
    nothing = np.zeros((len(aus), 0, 2), np.float32)
    return FaceVariants("drawn", np.stack(shades), aus, np.stack([points] * len(aus)), nothing, np.zeros((len(aus), 0), bool))


def dark_middle(rgb: np.ndarray, side: int) -> np.ndarray:
    """Middle of the dark pixels of one eye, xy."""
    x, y = IRISES_PX[side].astype(int)
    part = rgb[y - 6 : y + 7, x - 10 : x + 11].mean(axis=2)
    rows, columns = np.nonzero(part < 90)
    return np.array([columns.mean() + x - 10, rows.mean() + y - 6])
