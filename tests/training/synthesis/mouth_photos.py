"""A drawn photo of an open mouth, its landmarks, and how to cut its teeth out."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.mouth_making import MouthCut
from ganimation_desktop.training.synthesis.mouth_texture import HEIGHT, WIDTH
from ganimation_desktop.training.synthesis.outlines import INNER_LIPS_MESH

LIP = (200, 40, 60)
EDGE_ROW = HEIGHT // 2 - 2
TOOTH_PX = 64
FIRST_PX = 80
CUT = MouthCut("drawn.jpg", 0.5, tuple((left, left + TOOTH_PX - 2, EDGE_ROW) for left in range(FIRST_PX, WIDTH - 120, TOOTH_PX)), 0.6)


def drawn_mouth() -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """A photo of red skin with an open mouth, whitish above its middle and black below, and its landmarks."""
    landmarks = np.zeros((478, 2))
    landmarks[33], landmarks[263] = (50, 60), (250, 60)
    angles = np.concatenate([np.linspace(np.pi, 0, 11), np.linspace(0, -np.pi, 11)[1:-1]])
    landmarks[list(INNER_LIPS_MESH)] = np.stack([150 + 60 * np.cos(angles), 170 - 30 * np.sin(angles)], axis=1)
    photo = np.full((260, 300, 3), LIP, np.uint8)
    inside = np.zeros((260, 300), np.uint8)
    cv2.fillPoly(inside, [landmarks[list(INNER_LIPS_MESH)].round().astype(np.int32)], 1)
    rows = np.arange(260)[:, None]
    photo[(inside == 1) & (rows <= 170)] = (240, 232, 228)
    photo[(inside == 1) & (rows > 170)] = 0
    return photo, landmarks
