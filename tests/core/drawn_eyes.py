"""Drawn eyes whose lids and irises are known."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.faces.eye_cutout import USUAL_RADIUS
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS

EYE_WIDTH = 100.0
LIDS = ((0.0, 0.0), (0.3, -0.22), (0.7, -0.22), (1.0, 0.0), (0.7, 0.14), (0.3, 0.14))
"""An eye of width 1: corner, upper lid, corner, lower lid back."""


def drawn_face(
    angle_deg: float = 0.0,
    scale: float = 1.0,
    iris: tuple[float, float] = (0.5, -0.03),
    radius: float = USUAL_RADIUS,
    n_px: int = 600,
) -> tuple[NDArray[np.uint8], NDArray[np.float64], list[NDArray[np.float64]]]:
    """A face of two eyes on plain skin, turned; (frame, landmarks, centres of the irises in the frame)."""
    turn = math.radians(angle_deg)
    rotation = scale * np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    rgb = np.full((n_px, n_px, 3), (190, 140, 120), np.uint8)
    landmarks, centres = np.zeros((68, 2)), []
    for eye, left in zip(EYE_LANDMARKS, (80.0, -180.0), strict=True):
        lids = (np.array(LIDS) * EYE_WIDTH + (left, 0)) @ rotation.T + n_px / 2
        centre = rotation @ (np.array(iris) * EYE_WIDTH + (left, 0)) + n_px / 2
        landmarks[list(eye)] = lids
        opening = np.zeros((n_px, n_px), np.uint8)
        outline = [_curve(lids[[0, 1, 2, 3]]), _curve(lids[[3, 4, 5, 0]])]
        cv2.fillPoly(opening, [np.concatenate(outline).round().astype(np.int32)], 1)
        eyeball = np.full_like(rgb, (225, 220, 215))
        cv2.circle(eyeball, centre.round().astype(int).tolist(), round(radius * EYE_WIDTH * scale), (70, 60, 50), -1, cv2.LINE_AA)
        rgb[opening > 0] = eyeball[opening > 0]
        centres.append(centre)
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 1.0), np.uint8), landmarks, centres


def _curve(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A cubic through four points."""
    t, steps = np.array([0, 0.3, 0.7, 1.0]), np.linspace(0, 1, 40)
    return np.stack([np.polyval(np.polyfit(t, points[:, k], 3), steps) for k in (0, 1)], axis=1)
