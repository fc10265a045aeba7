"""Occlusions of real faces: masks and hands, drawn over the face, and the border of the frame."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.overlays import Overlay

_FINE = 2
"""Covers are drawn this many times larger and reduced, for smooth edges."""
_MASK_COLORS = ((190, 215, 235), (235, 238, 240), (30, 32, 36), (120, 150, 190), (200, 160, 170), (90, 110, 90))


def draw_mask(landmarks: NDArray[np.float32], size_px: int, rng: np.random.Generator) -> Overlay:
    """Draw a mask over nose, mouth and chin: its outline from the landmarks, folds, a shade and at times a pattern.

    Parameters
    ----------
    landmarks
        (68, 2), [-1, 1] across the crop.
    size_px
        Side of the crop.
    rng
        Source of chance.
    """
    side = size_px * _FINE
    points = (landmarks + 1) * (side / 2)
    top = points[int(rng.choice([28, 29, 30]))]
    jaw = points[2:15].copy()
    chin = jaw.mean(axis=0)
    jaw[2:-2] += (jaw[2:-2] - chin) * rng.uniform(0.0, 0.12)
    outline = np.vstack([jaw, (points[14] + 2 * top) / 3, top, (points[2] + 2 * top) / 3])
    shape = np.zeros((side, side), np.uint8)
    cv2.fillPoly(shape, [np.round(outline).astype(np.int32)], 255)
    for strap in ((points[2], points[0]), (points[14], points[16]), (points[4], points[1]), (points[12], points[15])):
        cv2.line(shape, _pixel(strap[0]), _pixel(strap[1]), 255, max(1, side // 100))
    color = np.empty((side, side, 3), np.float32)
    color[:] = np.clip(np.array(_MASK_COLORS[int(rng.integers(len(_MASK_COLORS)))]) + rng.normal(0, 12, 3), 0, 255)
    rows = np.arange(side, dtype=np.float32)[:, None]
    folds = 1 + rng.uniform(0, 0.12) * np.sin(rows * rng.uniform(0.04, 0.12) + rng.uniform(0, 6))
    columns = np.arange(side, dtype=np.float32)[None]
    light = 1 + rng.uniform(-0.35, 0.35) * (columns - side / 2) / side
    if rng.random() < 0.2:
        folds = folds + 0.15 * np.sign(np.sin(columns * rng.uniform(0.05, 0.2)) * np.sin(rows * rng.uniform(0.05, 0.2)))
    return _overlay(color * (folds * light)[..., None], shape, size_px)


def draw_hand(landmarks: NDArray[np.float32], rgb: NDArray[np.uint8], rng: np.random.Generator) -> Overlay:
    """Draw fingers in the color of the face's skin, over mouth, chin, cheek or an eye.

    Parameters
    ----------
    landmarks
        (68, 2), [-1, 1] across the crop.
    rgb
        The crop, (S, S, 3) uint8.
    rng
        Source of chance.
    """
    size_px = rgb.shape[0]
    side = size_px * _FINE
    points = (landmarks + 1) * (side / 2)
    eyes = float(np.linalg.norm(points[45] - points[36]))
    nose = np.clip(points[30] / _FINE, 2, size_px - 3).astype(int)
    skin = rgb[nose[1] - 2 : nose[1] + 3, nose[0] - 2 : nose[0] + 3].reshape(-1, 3).mean(axis=0)
    target = points[int(rng.choice([8, 33, 48, 54, 57, 62, 4, 12, 36, 45]))] + rng.normal(0, 0.1 * eyes, 2)
    angle = rng.uniform(0.15, 0.85) * np.pi
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    width = eyes * rng.uniform(0.13, 0.19)
    shape, color = np.zeros((side, side), np.uint8), np.zeros((side, side, 3), np.float32)
    for finger in range(int(rng.integers(2, 5))):
        tip = target + across * (finger - 1.5) * width * 1.05 + along * rng.uniform(-0.15, 0.15) * eyes
        base = tip + along * eyes * 1.8
        cv2.line(shape, _pixel(tip), _pixel(base), 255, int(width))
        for step in range(4):
            tone = skin * (0.72 + 0.09 * step + rng.normal(0, 0.01))
            cv2.line(color, _pixel(tip), _pixel(base), tuple(map(float, tone)), max(1, int(width * (1 - 0.22 * step))))
    return _overlay(np.asarray(cv2.GaussianBlur(color, (0, 0), 2.0), np.float32), shape, size_px)


def cut_off(rgb: NDArray[np.uint8], edge: int, share: float) -> NDArray[np.uint8]:
    """Continue the border of a frame that ends within the crop.

    Parameters
    ----------
    rgb
        The crop, (S, S, 3) uint8.
    edge
        Where the frame ends: 0 left, 1 right, 2 top, 3 bottom.
    share
        Share of the crop that lies beyond.
    """
    n = max(1, round(share * rgb.shape[0]))
    cut = rgb.copy()
    if edge == 0:
        cut[:, :n] = cut[:, n : n + 1]
    elif edge == 1:
        cut[:, -n:] = cut[:, -n - 1 : -n]
    elif edge == 2:
        cut[:n] = cut[n : n + 1]
    else:
        cut[-n:] = cut[-n - 1 : -n]
    return cut


def coarsened(rgb: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    """Show a crop as if its face had been small in the photo: reduced to `side_px` and enlarged again."""
    small = cv2.resize(rgb, (side_px, side_px), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _pixel(position: NDArray[np.floating]) -> tuple[int, int]:
    return round(float(position[0])), round(float(position[1]))


def _overlay(color: NDArray[np.floating], shape: NDArray[np.uint8], size_px: int) -> Overlay:
    size = (size_px, size_px)
    opacity = np.asarray(cv2.resize(shape, size, interpolation=cv2.INTER_AREA), np.float32)[..., None] / np.float32(255)
    small = cv2.resize(np.clip(color, 0, 255).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return Overlay(np.asarray(small, np.float32), opacity)
