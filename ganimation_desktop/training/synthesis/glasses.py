"""Glasses on a portrait: whether it wears any, whether they hide the eyes, and where their rims hold still.

A rim lies in front of the skin and does not move with it. Behind glasses the teacher moves only the lids, so that models learn to leave
rims alone.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.lids import Eye

_WORN_FROM = 0.6
"""Measured on 923 portraits: of 140 above it, 115 wear glasses; of those below, about 30 do, most of them rimless."""
_DARK_BELOW = 0.42
_MIRRORS_ABOVE = 0.135
"""Difference of the channels' shares behind glasses and on the cheeks: 0.15 for mirrored ones, 0.09 at most on others."""
_UNIT_PX = 120.0
_BRIDGE = 168
_EYES = ((33, 133, 145, -1), (263, 362, 374, 1))
"""Outer corner, inner corner, lower lid and side of each eye."""
_CHEEKS = (50, 280)


def wears_glasses(picture: NDArray[np.float32], landmarks_px: FloatArray) -> bool:
    """Whether edges cross the bridge of the nose, the cheeks below the eyes and the temples, where skin has none.

    Parameters
    ----------
    picture
        (S, S, 3), a level face.
    landmarks_px
        (478, 2), Face Mesh landmarks in it.
    """
    zoom = _UNIT_PX / float(np.linalg.norm(landmarks_px[263] - landmarks_px[33]))
    shift = np.array([120.0, 90.0]) - zoom * landmarks_px[_BRIDGE]
    view = np.array([[zoom, 0.0, shift[0]], [0.0, zoom, shift[1]]])
    grey = cv2.warpAffine(picture.mean(axis=2), view, (240, 200), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    grey = cv2.GaussianBlur(grey, (0, 0), 1.2)
    points = landmarks_px * zoom + shift

    def steepest(left: float, right: float, top: float, bottom: float) -> float:
        part = grey[max(0, int(top)) : int(bottom), max(0, int(left)) : int(right)]
        return float(np.abs(np.diff(part, axis=0)).max(axis=0).mean()) if part.shape[0] > 1 and part.shape[1] else 0.0

    bridge = points[_BRIDGE]
    edges = steepest(bridge[0] - 6, bridge[0] + 6, bridge[1] - 8, bridge[1] + 34)
    for outer, inner, lid, side in _EYES:
        left, right = sorted((points[inner, 0], points[outer, 0]))
        edges += 0.6 * steepest(left, right, points[lid, 1] + 7, points[lid, 1] + 34)
        left, right = sorted((points[outer, 0] + 8 * side, points[outer, 0] + 22 * side))
        edges += 0.2 * steepest(left, right, points[outer, 1] - 14, points[outer, 1] + 12)
    return edges / (float(grey[40:170, 40:200].std()) + 8.0) > _WORN_FROM


def hide_eyes(picture: NDArray[np.float32], landmarks_px: FloatArray) -> bool:
    """Whether the glasses of a level face hide its eyes: below the lids it is much darker than the cheeks, or of another color."""

    def color(point: FloatArray) -> NDArray[np.float32]:
        x, y = point.round().astype(int)
        return np.asarray(picture[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].mean(axis=(0, 1)), np.float32)

    below_lids = []
    for outer, inner, lid, _ in _EYES:
        width = float(np.linalg.norm(landmarks_px[outer] - landmarks_px[inner]))
        below_lids.append(color(landmarks_px[lid] + (0.0, 0.22 * width)))
    cheeks = np.mean([color(landmarks_px[index]) for index in _CHEEKS], axis=0)
    dark = float(np.mean(below_lids)) < _DARK_BELOW * float(cheeks.mean())
    return dark or min(float(np.abs(_tint(below) - _tint(cheeks)).sum()) for below in below_lids) > _MIRRORS_ABOVE


def _tint(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shares of the channels, (3,); steady in deep shadow."""
    return np.asarray((rgb + 8.0) / float((rgb + 8.0).sum()), np.float32)


def rims_above(picture: NDArray[np.float32], skin: NDArray[np.float32], eye: Eye) -> NDArray[np.float32]:
    """Where a rim lies close above an eye, (S, S) float32 in 0..1: what is much darker or lighter there than the skin.

    Parameters
    ----------
    picture
        (S, S, 3), a level face with glasses.
    skin
        (S, S, 3), the skin around the eye, from `lids.lid_skin`.
    eye
        The eye.
    """
    size = picture.shape[0]
    rows, columns = np.arange(size, dtype=np.float32)[:, None], np.arange(size)
    above = (np.interp(columns, eye.columns, eye.upper_px) - rows) / eye.width_px
    near = np.clip((above - 0.08) / 0.04, 0, 1) * np.clip((0.5 - above) / 0.1, 0, 1)
    near = near * ((columns >= eye.columns[0]) & (columns <= eye.columns[-1]))
    unlike = np.abs(picture.mean(axis=2) / np.maximum(skin.mean(axis=2), 1.0) - 1)
    rims = np.asarray(near * np.clip((unlike - 0.3) / 0.15, 0, 1), np.float32)
    # A rim crosses all of the eye; the fold of a lid is shorter.
    n, parts, figures, _ = cv2.connectedComponentsWithStats((rims > 0.3).astype(np.uint8), connectivity=8)
    long = [part for part in range(1, n) if figures[part, cv2.CC_STAT_WIDTH] > 1.3 * eye.width_px]
    kept = cv2.dilate(np.isin(parts, long).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.dilate(rims, np.ones((3, 3), np.uint8)) * kept, np.float32)


def still_region(landmarks_px: FloatArray, size_px: int) -> NDArray[np.float32]:
    """Where rims may lie, (S, S) float32: 1 there, falling to 0 around it."""
    columns, rows = np.meshgrid(np.arange(size_px, dtype=np.float32), np.arange(size_px, dtype=np.float32))
    region = np.zeros((size_px, size_px), np.float32)
    for outer, inner, _, _ in _EYES:
        width = float(np.linalg.norm(landmarks_px[outer] - landmarks_px[inner]))
        x, y = (landmarks_px[outer] + landmarks_px[inner]) / 2
        across = np.maximum(np.abs(columns - x) - 1.2 * width, 0)
        above, below = np.maximum(y - 0.85 * width - rows, 0) / (0.7 * width), np.maximum(rows - y - 0.78 * width, 0) / (0.3 * width)
        nearness = np.clip(1 - np.hypot(across / (0.3 * width), np.maximum(above, below)), 0, 1)
        region = np.maximum(region, nearness * nearness * (3 - 2 * nearness))
    return region
