"""The eyes of a face at the photo's own resolution: level cutouts with lid edges and the circle of the iris."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, apply_affine
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS

USUAL_RADIUS = 0.22
"""Radius of the iris over the distance of the eye's corners: median of 44 eyes, nine in ten between 0.195 and 0.247."""

_MARGIN, _REACH = 0.3, 0.85
"""What is cut out beside the corners, and above and below the line between them, in eye widths."""
_SMALLEST_EYE_PX = 6.0
_SEARCH_WIDTH_PX = 32.0
_RADII = np.arange(0.18, 0.262, 0.01)
_ARC = np.radians(np.concatenate([np.arange(-20, 61, 10), np.arange(120, 201, 10)]))
"""Directions in which the edge of the iris is searched, y downwards: beside and below, where lids rarely cover it."""
_STRONGEST_EDGE = 60.0
"""Rises of brightness above this, in 8-bit units, are clipped to it: the edge of a reflection is no better evidence."""


@dataclass(frozen=True, eq=False)
class EyeCutout:
    """One eye, level, in the frame's own pixels.

    Attributes
    ----------
    rgb
        (h, w, 3) uint8.
    cutout_from_frame
        Map from the frame's pixels to the cut-out's: a rotation and a shift.
    columns
        Columns of the cut-out between the corners of the eye, ascending, (N,).
    upper_px, lower_px
        Rows of the lids' edges there, (N,).
    """

    rgb: NDArray[np.uint8]
    cutout_from_frame: Affine
    columns: NDArray[np.float64]
    upper_px: NDArray[np.float64]
    lower_px: NDArray[np.float64]

    def circle(self, centre_px: NDArray[np.floating], radius_px: float) -> IrisCircle:
        """Express a circle of the frame, its centre (2,) xy, in pixels of the cut-out."""
        x, y = apply_affine(self.cutout_from_frame, centre_px[None])[0]
        return IrisCircle(float(x), float(y), radius_px)

    @property
    def width_px(self) -> float:
        """Distance of the corners."""
        return float(self.columns[-1] - self.columns[0])


@dataclass(frozen=True)
class IrisCircle:
    """The edge of an iris, in pixels of the cut-out."""

    x: float
    y: float
    radius: float


def cut_out_eye(frame_rgb: NDArray[np.uint8], landmarks_px: NDArray[np.floating], eye: int) -> EyeCutout | None:
    """Cut out an eye.

    Parameters
    ----------
    frame_rgb
        The frame, (H, W, 3) uint8.
    landmarks_px
        The 68 landmarks in frame pixels, (68, 2).
    eye
        Index into `EYE_LANDMARKS`: 0 for the person's left eye.

    Returns
    -------
    EyeCutout or None
        None for an eye of a few pixels, or one seen from the side.
    """
    points = landmarks_px.astype(np.float64)
    direction = points[45] - points[36]
    angle = math.atan2(direction[1], direction[0])
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    level = points[list(EYE_LANDMARKS[eye])] @ turn.T
    left, right = level[0], level[3]
    width_px = float(right[0] - left[0])
    if width_px < _SMALLEST_EYE_PX:
        return None

    # A level face is cut out at whole pixels, so that nothing is interpolated.
    origin = np.floor([left[0] - _MARGIN * width_px, (left[1] + right[1]) / 2 - _REACH * width_px])
    cutout_from_frame = np.hstack([turn, -origin[:, None]])
    size = (math.ceil((1 + 2 * _MARGIN) * width_px) + 1, math.ceil(2 * _REACH * width_px) + 1)
    rgb = cv2.warpAffine(frame_rgb, cutout_from_frame, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    level = level - origin
    columns = np.arange(math.ceil(level[0, 0]), math.floor(level[3, 0]) + 1, dtype=np.float64)
    upper, lower = (_lid_rows(level[list(indices)], columns) for indices in ((0, 1, 2, 3), (0, 5, 4, 3)))
    return EyeCutout(np.asarray(rgb, np.uint8), cutout_from_frame, columns, np.minimum(upper, lower), np.maximum(upper, lower))


def find_iris(eye: EyeCutout, near: IrisCircle | None = None) -> IrisCircle:
    """Find the circle across which brightness rises most (Daugman 1993), near where an iris can be.

    Parameters
    ----------
    eye
        The eye.
    near
        Rough circle of the iris, if known.

    Returns
    -------
    IrisCircle
        `near`, or a circle of the usual size in the middle of the eye, when lids hide every edge.
    """
    factor = min(1.0, _SEARCH_WIDTH_PX / eye.width_px)
    red = cv2.resize(eye.rgb[..., 0], None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    red = np.asarray(cv2.GaussianBlur(red, (0, 0), 0.7), np.float32)
    columns, upper, lower = ((values + 0.5) * factor - 0.5 for values in (eye.columns, eye.upper_px, eye.lower_px))
    width = eye.width_px * factor
    rows, all_columns = np.arange(red.shape[0])[:, None], np.arange(red.shape[1])
    between_lids = (rows > np.interp(all_columns, columns, upper) + 0.02 * width) & (rows < np.interp(all_columns, columns, lower))
    between_lids &= (all_columns >= columns[0]) & (all_columns <= columns[-1])
    picture = cv2.merge([red, between_lids.astype(np.float32)])

    # Every centre, radius and direction at once: (down, across, radii, directions).
    step = width / _SEARCH_WIDTH_PX
    middle = near or IrisCircle(float(eye.columns.mean()), float((eye.upper_px + eye.lower_px).mean() / 2), USUAL_RADIUS * eye.width_px)
    reach_x, reach_y = (2, 2) if near else (9, 4)
    x = (middle.x + 0.5) * factor - 0.5 + np.arange(-reach_x, reach_x + 1) * step
    y = (middle.y + 0.5) * factor - 0.5 + np.arange(-reach_y, reach_y + 1) * step
    radii, gap = middle.radius * factor * _RADII / USUAL_RADIUS, max(1.0, 0.03 * width)

    def rings(offset: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Brightness next to the circles, and whether it is visible."""
        at_x = x[:, None, None] + (radii[:, None] + offset) * np.cos(_ARC)
        at_y = y[:, None, None] + (radii[:, None] + offset) * np.sin(_ARC)
        at_x, at_y = np.broadcast_arrays(at_x[None], at_y[:, None])
        map_x, map_y = (np.asarray(values.reshape(len(y) * len(x), -1), np.float32) for values in (at_x, at_y))
        found = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).reshape(*at_x.shape, 2)
        return np.asarray(found[..., 0], np.float32), np.asarray(found[..., 1], np.float32)

    (outer, seen_outer), (inner, seen_inner) = rings(gap), rings(-gap)
    seen = seen_outer * seen_inner
    if not seen.any():
        return middle
    rises = (np.minimum(outer - inner, _STRONGEST_EDGE) * seen).sum(axis=3) / (seen.sum(axis=3) + 2)
    darkness = 0.15 * (inner * seen_inner).sum(axis=3) / (seen_inner.sum(axis=3) + 1e-3)
    # Its size is limited, and the lower lid covers a little of it.
    below = y[:, None, None] + radii - np.interp(x, columns, lower)[:, None]
    unlikely = ((_RADII - USUAL_RADIUS) / 0.03) ** 2 + (np.arange(-reach_x, reach_x + 1)[:, None] / reach_x) ** 2
    if near is None:
        unlikely = unlikely + ((below - 0.06 * width) / (0.035 * width)) ** 2
    score = np.asarray(rises - darkness - unlikely, np.float32)
    down, across, size = (int(index) for index in np.unravel_index(int(score.argmax()), score.shape))
    found_y = y[down] + step * _vertex(score[:, across, size], down)
    found_x = x[across] + step * _vertex(score[down, :, size], across)
    found_radius = radii[size] + (radii[1] - radii[0]) * _vertex(score[down, across], size)
    return IrisCircle((found_x + 0.5) / factor - 0.5, (found_y + 0.5) / factor - 0.5, found_radius / factor)


def _vertex(values: NDArray[np.float32], best: int) -> float:
    """Where the parabola through the best of a series and its neighbours peaks, in steps from the best."""
    if not 0 < best < len(values) - 1:
        return 0.0
    before, at, after = (float(values[best + k]) for k in (-1, 0, 1))
    curvature = before - 2 * at + after
    return 0.5 * (before - after) / curvature if curvature < 0 else 0.0


def _lid_rows(points: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of a smooth curve through the four points of a lid, (4, 2) xy, at `columns`."""
    order = np.argsort(points[:, 0])
    x, y = points[order].T
    if np.diff(x).min() < 0.1 * (x[-1] - x[0]):
        return np.asarray(np.interp(columns, x, y), np.float64)
    # The cubic in Newton's form: a tenth of the time of a fit.
    slopes = np.diff(y) / np.diff(x)
    bends = np.diff(slopes) / (x[2:] - x[:-2])
    twist = (bends[1] - bends[0]) / (x[3] - x[0])
    rows = (bends[0] + twist * (columns - x[2])) * (columns - x[1]) + slopes[0]
    return np.asarray(rows * (columns - x[0]) + y[0], np.float64)
