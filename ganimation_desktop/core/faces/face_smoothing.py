"""Smoothing of one face over time: its box, its landmarks and its Action Units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine, affine_scale, apply_affine, fit_similarity, inverse_affine
from ganimation_desktop.core.faces.crop_template import BOX_SCALE, STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.smoothing import OneEuroFilter

# Positions are in face sizes and AUs in 0..1, so that one setting fits all cameras: for a still face a cutoff of 1.5 Hz, at the speed of a
# quick nod (2 faces per second) or a blink some 30 Hz, which is the frame rate.
_POINTS_FILTER = (1.5, 15.0)
_AUS_FILTER = (2.0, 8.0)
# The head's place is known to a few ten-thousandths of a face: at a hundredth of a face per second the cutoff is 7 Hz.
_PLACE_FILTER = (1.0, 600.0)

_HEAD_POINTS = BOX_SCALE * (TEMPLATE_UNIT - TEMPLATE_UNIT.mean(axis=0))
_LEAST_STEP = 0.5
"""Change of the face's size, as a ratio, from which smoothing begins again."""
_LEAST_SCALE = 0.3
"""Ratio of a head's size by its landmarks to that of its box, or the reverse, below which the landmarks are no head."""


class FaceSmoother:
    """Smooths one face over time.

    Where the head is follows from many landmarks together, almost without jitter; where each landmark is on the head does not. So the two
    are filtered apart: the head's place hardly, or an edit would lag behind a face that sways, and the landmarks on the head strongly.
    """

    def __init__(self) -> None:
        self._aus_filter = OneEuroFilter(*_AUS_FILTER)
        self._size_px = 0.0
        self._begin()

    def __call__(self, box: FaceBox, reading: FaceReading | None, time_s: float) -> tuple[FaceBox, FaceReading | None]:
        """Filter box, landmarks and AUs in units of the face's size, which is kept fixed as long as the face hardly changes in size."""
        if not _LEAST_STEP < box.width / max(self._size_px, 1e-6) < 1 / _LEAST_STEP:
            self._size_px = box.width
            self._begin()
        corners = np.array([[box.left, box.top], [box.right, box.bottom]])
        points = corners if reading is None else np.vstack([corners, reading.landmarks_px])
        points = self._steady(points, None if reading is None else self._head_place(reading), time_s)
        (left, top), (right, bottom) = points[:2].tolist()
        box = replace(box, left=left, top=top, right=right, bottom=bottom)
        if reading is None:
            return box, None
        landmarks_px = points[2:].astype(np.float32)
        aus = self._aus_filter(reading.aus, time_s).clip(0, 1).astype(np.float32)
        return box, reading.steadied(landmarks_px, aus)

    def _begin(self) -> None:
        self._had_place = False
        self._place_filter = OneEuroFilter(*_PLACE_FILTER)
        self._points_filter = OneEuroFilter(*_POINTS_FILTER)

    def _steady(self, points_px: NDArray[np.floating], frame_from_head: Affine | None, time_s: float) -> NDArray[np.float64]:
        """Filter points, (N, 2); `frame_from_head` maps to their frame from a head of the size 1."""
        if (frame_from_head is not None) != self._had_place:
            self._begin()
            self._had_place = frame_from_head is not None
        if frame_from_head is None:
            return self._points_filter(points_px / self._size_px, time_s) * self._size_px
        on_head = self._points_filter(apply_affine(inverse_affine(frame_from_head), points_px), time_s)
        steady_place = self._place_filter(frame_from_head / self._size_px, time_s) * self._size_px
        return apply_affine(steady_place, on_head)

    def _head_place(self, reading: FaceReading) -> Affine | None:
        """Map to the frame from a head of the size 1, with its origin amid the stable landmarks; None if these do not say where it is."""
        try:
            frame_from_head = fit_similarity(_HEAD_POINTS, reading.landmarks_px[list(STABLE_POINTS)])
        except ValueError:
            return None
        return frame_from_head if _LEAST_SCALE < affine_scale(frame_from_head) / self._size_px < 1 / _LEAST_SCALE else None
