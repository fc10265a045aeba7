"""How far the lips of the re-rendering part: from how far the photo shows them open, to what the AUs say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from ganimation_desktop.core.base.action_units import AuVector, au_index
from ganimation_desktop.training.synthesis.face_model import FaceModel, FloatArray
from ganimation_desktop.training.synthesis.fit import FaceFit

UPPER_INNER, LOWER_INNER = (60, 61, 62, 63, 64), (60, 67, 66, 65, 64)
"""Inner lips in the 68-point scheme, from corner to corner."""

_ROUND_QUARTER, _ROUND_EIGHTH = 0.95, 0.74
"""Depth of an opened lower lip below the corners of the mesh, at 1/4 and 1/8 of the width over that in the middle.

The opening that shows is rounder than a V by them, though not quite as round as real mouths (0.80 and 0.51, the median of 30)."""
_ALONG = np.array([0.0, 0.125, 0.25, 0.5, 0.75, 0.875, 1.0])
_PARTED, _DROPPED, _RAISED, _CHIN_RAISED = (au_index(code) for code in ("AU25", "AU26", "AU10", "AU17"))


class LipSeam:
    """The line where the lips of a fitted face meet.

    Parameters
    ----------
    model, fit
        The fitted face.
    shapes
        Shape (E, V, 3), its expression shapes.
    size_px
        Side of the picture.
    """

    def __init__(self, model: FaceModel, fit: FaceFit, shapes: FloatArray, size_px: int) -> None:
        self._model, self._fit, self._size = model, fit, size_px
        self._upper, self._lower = (model.landmarks[list(loop[1:4])] for loop in (UPPER_INNER, LOWER_INNER))
        self._corners = model.landmarks[[60, 64]]
        self._opening_shapes = shapes[:, self._lower] - shapes[:, self._upper]
        ends = (model.neutral[model.landmarks[list(UPPER_INNER)]] + model.neutral[model.landmarks[list(LOWER_INNER)]])[:, :2] / 2
        x, y = model.neutral[:, 0], model.neutral[:, 1]
        self._along = np.clip(np.interp(x, ends[:, 0], [0.0, 0.25, 0.5, 0.75, 1.0], left=-1.0, right=-1.0), -1.0, 1.0)
        self._height = y - np.interp(x, ends[:, 0], ends[:, 1])

    def settle(self, target_px: FloatArray, weights: FloatArray, source_px: FloatArray, source: AuVector, target: AuVector) -> float:
        """Make the lips meet where the AUs close them, and open them round, from how far the photo shows them open.

        The model's own opening is never quite the photo's: only its change is used to open, and the ratio of the AUs to close.

        Parameters
        ----------
        target_px
            Shape (V, 3), moved vertices; changed in place.
        weights
            Shape (E,), expression weights of the target.
        source_px
            Shape (V, 3), vertices of the photo.
        source, target
            AUs of the photo, and those to show.

        Returns
        -------
        float
            How far the lips are moved against each other, 0..1.
        """
        photo_gap, parted, parted_before = self._gaps(source_px), _parting(target), _parting(source)
        if parted < parted_before:
            wanted = photo_gap * (parted / parted_before)
        else:
            opened = np.maximum(self._model_gaps(weights - self._raising(source, target)) - self._model_gaps(self._fit.weights), 0.0)
            wanted = photo_gap + opened
        error = wanted - self._gaps(target_px)
        self._move(target_px, error, 0.65 * error[[0, 2]], upper_share=0.4)
        if parted > parted_before:
            self._round_lower_lip(target_px, float(np.clip((wanted - photo_gap).max() / (0.03 * self._size), 0.0, 1.0)))
        return float(np.clip(np.abs(wanted - photo_gap).max() / (0.02 * self._size), 0.0, 1.0))

    def _raising(self, source: AuVector, target: AuVector) -> FloatArray:
        """The weights, (E,), by which the target raises the chin: that presses the lips together, though the shapes move them unevenly."""
        without = target.copy()
        without[_CHIN_RAISED] = min(source[_CHIN_RAISED], target[_CHIN_RAISED])
        return self._model.weights_for(target) - self._model.weights_for(without)

    def _round_lower_lip(self, target_px: FloatArray, share: float) -> None:
        """Give the lower lip of an opened mouth the outline of real ones: a U, where linear shapes make a V."""
        corners = float(target_px[self._corners, 1].mean())
        lower = target_px[self._lower, 1]
        depth = max(float(lower[1]) - corners, 0.0)
        quarters = np.maximum(corners + _ROUND_QUARTER * depth - lower[[0, 2]], 0.0)
        eighths = np.maximum(corners + _ROUND_EIGHTH * depth - (corners + 0.5 * (lower[[0, 2]] - corners)), 0.0)
        self._move(target_px, share * np.array([quarters[0], 0.0, quarters[1]]), share * eighths, upper_share=0.0)

    def _move(self, target_px: FloatArray, at_quarters: FloatArray, at_eighths: FloatArray, upper_share: float) -> None:
        """Move the lips apart, in place, by so many pixels at 1/4, 1/2 and 3/4 and at 1/8 and 7/8 of their width."""
        moves = PchipInterpolator(_ALONG, [0.0, at_eighths[0], *at_quarters, at_eighths[1], 0.0])
        across = np.where(self._along >= 0, moves(np.maximum(self._along, 0.0)), 0.0)
        target_px[:, 1] += np.where(self._height > 0, -upper_share, 1 - upper_share) * across * np.exp(-((self._height / 1.3) ** 2))

    def _gaps(self, points_px: FloatArray) -> FloatArray:
        """Distance of the inner lips at three columns, shape (3,), pixels."""
        return np.asarray(points_px[self._lower, 1] - points_px[self._upper, 1])

    def _model_gaps(self, weights: FloatArray) -> FloatArray:
        """What the expression alone opens the lips of the model, shape (3,), pixels."""
        moved: NDArray[np.float64] = np.tensordot(weights, self._opening_shapes, 1)
        return np.asarray(np.maximum((moved @ self._fit.image_from_model.T)[:, 1], 0.0))


def _parting(aus: AuVector) -> float:
    """How far the AUs part the lips, on a scale of their own."""
    return float(aus[_PARTED] + 0.9 * aus[_DROPPED] + 0.25 * aus[_RAISED])
