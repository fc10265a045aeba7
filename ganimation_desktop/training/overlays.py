"""Overlays drawn over a face and its edit alike: glasses, microphones and patches. What lies in front of a face must not move with it.

The teacher moves whatever it finds on the skin, frames of glasses with it; these overlays correct the student.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_FINE = 4
"""Overlays are drawn this many times larger and reduced, for smooth edges."""
_SUNGLASSES = 0.2
_HIDING = 0.3


@dataclass(frozen=True, eq=False)
class Overlay:
    """A color layer, (S, S, 3) float32 in 0..255, with its opacity, (S, S, 1) float32 in 0..1."""

    color: NDArray[np.float32]
    opacity: NDArray[np.float32]

    def over(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Draw it over a picture (S, S, 3) uint8."""
        return np.asarray(rgb * (1 - self.opacity) + self.color * self.opacity + 0.5, np.uint8)

    def hides(self, points: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Return which points (P, 2), [-1, 1] across the crop, it covers."""
        size_px = self.opacity.shape[0]
        columns, rows = np.clip(np.floor((points + 1) * (size_px / 2)), 0, size_px - 1).astype(int).T
        return np.asarray(self.opacity[rows, columns, 0] > _HIDING)


def draw_glasses(landmarks: NDArray[np.float32], size_px: int, rng: np.random.Generator) -> Overlay:
    """Draw a pair of glasses: two lenses, a bridge and temples, of chance shape, color and tint.

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
    eyes = sorted((points[36:42], points[42:48]), key=lambda eye: float(eye[:, 0].mean()))
    left, right = (eye.mean(axis=0) for eye in eyes)
    distance = float(np.linalg.norm(right - left))
    axis = (right - left) / distance
    down = np.array([-axis[1], axis[0]])
    angle = float(np.degrees(np.arctan2(axis[1], axis[0])))

    frame, lens = np.zeros((side, side), np.uint8), np.zeros((side, side), np.uint8)
    half = np.array([distance * rng.uniform(0.36, 0.45), distance * rng.uniform(0.26, 0.38)])
    thickness = max(1, round(distance * rng.uniform(0.02, 0.075)))
    roundness = float(rng.choice([2.0, 3.0, 5.0]))
    drop = distance * rng.uniform(0.02, 0.1)
    outlines = [_lens_outline(centre + drop * down, half, angle, roundness) for centre in (left, right)]
    for outline in outlines:
        cv2.fillPoly(lens, [outline], 255)
        cv2.polylines(frame, [outline], True, 255, thickness)
    for start, end in _bridge_and_temples(left, right, axis, down, half, drop, side):
        cv2.line(frame, start, end, 255, thickness)

    dark = bool(rng.random() < _SUNGLASSES)
    frame_color = rng.uniform(5, 70, 3) if rng.random() < 0.7 else rng.uniform(60, 220, 3)
    lens_color = rng.uniform(0, 60, 3) if dark else rng.uniform(150, 255, 3)
    lens_opacity = rng.uniform(0.75, 1.0) if dark else rng.uniform(0.0, 0.12)
    frame_share, lens_share = (_reduced(mask, size_px)[..., None] for mask in (frame, lens))
    opacity = np.maximum(frame_share, lens_opacity * lens_share)
    color = frame_color * frame_share + lens_color * (1 - frame_share)
    return Overlay(color.astype(np.float32), opacity.astype(np.float32))


def draw_microphone(landmarks: NDArray[np.float32], size_px: int, rng: np.random.Generator) -> Overlay:
    """Draw a microphone before the chin: a ball beside or below the mouth, and its handle down to the edge.

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
    distance = float(np.linalg.norm(points[42:48].mean(axis=0) - points[36:42].mean(axis=0)))
    mouth = points[48:68].mean(axis=0)
    x, y = mouth + distance * np.array([rng.choice([-1.0, 1.0]) * rng.uniform(0.1, 0.5), rng.uniform(0.25, 0.55)])
    radius = distance * rng.uniform(0.16, 0.26)
    mask = np.zeros((side, side), np.uint8)
    foot = (round(float(x + distance * rng.uniform(-0.6, 0.6))), side + round(radius))
    cv2.line(mask, (round(float(x)), round(float(y))), foot, 255, max(1, round(0.9 * radius)))
    cv2.circle(mask, (round(float(x)), round(float(y))), max(1, round(radius)), 255, -1)
    opacity = _reduced(mask, size_px)[..., None]
    return Overlay(np.broadcast_to(rng.uniform(10, 110, 3).astype(np.float32), (size_px, size_px, 3)), opacity)


def draw_patch(size_px: int, rng: np.random.Generator) -> Overlay:
    """Draw a plain patch of a tenth to a third of the crop side."""
    width, height = (rng.uniform(0.1, 0.33, 2) * size_px).astype(int)
    left, top = int(rng.integers(0, size_px - width)), int(rng.integers(0, size_px - height))
    opacity = np.zeros((size_px, size_px, 1), np.float32)
    opacity[top : top + height, left : left + width] = 1
    return Overlay(np.broadcast_to(rng.integers(0, 256, 3).astype(np.float32), (size_px, size_px, 3)), opacity)


def _lens_outline(centre: NDArray[np.float32], half: NDArray[np.float64], angle_deg: float, roundness: float) -> NDArray[np.int32]:
    """A superellipse, (48, 2): exponent 2 is an ellipse, larger is squarer."""
    t = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    unit = np.stack([np.cos(t), np.sin(t)], axis=1)
    shape = np.sign(unit) * np.abs(unit) ** (2 / roundness) * half
    turn = np.radians(angle_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return np.asarray(np.round(shape @ rotation.T + centre), np.int32)


def _bridge_and_temples(
    left: NDArray[np.float32],
    right: NDArray[np.float32],
    axis: NDArray[np.float32],
    down: NDArray[np.float32],
    half: NDArray[np.float64],
    drop: float,
    side: int,
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    height = (drop - 0.3 * half[1]) * down
    ends = (
        (left + half[0] * axis + height, right - half[0] * axis + height),
        (left - half[0] * axis + height, left - (half[0] + 0.12 * side) * axis + height),
        (right + half[0] * axis + height, right + (half[0] + 0.12 * side) * axis + height),
    )
    return [((round(float(a[0])), round(float(a[1]))), (round(float(b[0])), round(float(b[1])))) for a, b in ends]


def _reduced(mask: NDArray[np.uint8], size_px: int) -> NDArray[np.float32]:
    reduced = np.asarray(cv2.resize(mask, (size_px, size_px), interpolation=cv2.INTER_AREA), np.float32)
    return reduced / np.float32(255)
