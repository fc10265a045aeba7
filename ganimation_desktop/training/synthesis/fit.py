"""Fit of the face model to the landmarks of one photo: pose, identity, and a correction that puts every landmark where the photo has it.

Second stage of the teacher. The expression weights are not fitted: they come from the blendshapes (`labels.py`), because identity and
expression are ambiguous in landmarks alone (a toothy smile is explained as well by a dropped jaw).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.training.synthesis.face_model import FaceModel, FloatArray

MESH_FROM_68: NDArray[np.int64] = np.array(
    [
        *(127, 234, 93, 132, 58, 136, 150, 176, 152, 400, 379, 365, 288, 361, 323, 454, 356),
        *(70, 63, 105, 66, 107, 336, 296, 334, 293, 300, 168, 197, 5, 4, 75, 97, 2, 326, 305),
        *(33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380),
        *(61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87),
    ]
)
"""Index in Face Mesh's 478 landmarks of each point of the 68-point scheme."""

_POINT_WEIGHT: FloatArray = np.concatenate([np.full(17, 0.35), np.ones(51)])
_N_ROUNDS = 6
_IDENTITY_WEIGHT = 0.012
"""Ridge weight of an identity mode, in face sizes per standard deviation."""


@dataclass(frozen=True)
class FaceFit:
    """A face model laid over a photo.

    Attributes
    ----------
    image_from_model
        Shape (2, 3): linear part of the projection, pixels per centimetre; y down.
    shift_px
        Shape (2,), image position of the model's origin.
    view_from_model
        Shape (3, 3) rotation; row 2 is the viewing axis.
    identity
        Shape (N_IDENTITIES,), standard deviations.
    weights
        Shape (E,), expression weights of the photo.
    correction_px
        Shape (V, 2), what is added to the projected vertices so that the landmarks lie on the photo's.
    error
        Root mean square landmark distance before the correction, in face sizes.
    """

    image_from_model: FloatArray
    shift_px: FloatArray
    view_from_model: FloatArray
    identity: FloatArray
    weights: FloatArray
    correction_px: FloatArray
    error: float

    @property
    def scale(self) -> float:
        """Pixels per centimetre."""
        return float(np.linalg.norm(self.image_from_model[0]))

    @property
    def yaw_rad(self) -> float:
        """Rotation about the vertical axis, radians."""
        return float(np.arctan2(self.view_from_model[2, 0], self.view_from_model[2, 2]))


def fit_face(model: FaceModel, landmarks_px: FloatArray, weights: FloatArray) -> FaceFit:
    """Fit pose and identity to 68 landmarks, given the expression weights.

    Parameters
    ----------
    model
        The face model.
    landmarks_px
        Shape (68, 2), pixels.
    weights
        Shape (E,), from `labels.expression_weights`.

    Returns
    -------
    FaceFit
        Weak-perspective pose and identity by alternating linear least squares (closed form each), then a thin-plate correction.
    """
    vertices = model.landmarks
    expressive = model.neutral[vertices] + np.tensordot(weights, model.expressions[:, vertices], 1)
    modes = model.identities[:, vertices]
    size_px = float(np.ptp(landmarks_px, axis=0).mean())
    identity = np.zeros(len(modes))
    for _ in range(_N_ROUNDS):
        projection, shift, rotation = _pose(expressive + np.tensordot(identity, modes, 1), landmarks_px)
        residual = (landmarks_px - (expressive @ projection.T + shift)) * _POINT_WEIGHT[:, None] / size_px
        design = np.einsum("ij,knj->nik", projection, modes) * _POINT_WEIGHT[:, None, None] / size_px
        design = design.reshape(-1, len(modes))
        ridge = np.eye(len(modes)) * (_IDENTITY_WEIGHT**2 * len(residual))
        identity = np.clip(np.linalg.solve(design.T @ design + ridge, design.T @ residual.ravel()), -3.0, 3.0)
    projection, shift, rotation = _pose(expressive + np.tensordot(identity, modes, 1), landmarks_px)
    shape = model.neutral + np.tensordot(identity, model.identities, 1) + np.tensordot(weights, model.expressions, 1)
    projected = shape @ projection.T + shift
    gap = landmarks_px - projected[vertices]
    error = float(np.sqrt((gap**2).sum(axis=1).mean()) / size_px)
    correction = _thin_plate(projected[vertices], gap, projected, smoothing=0.02)
    return FaceFit(projection, shift, rotation, identity, weights, correction, error)


def _pose(shape: FloatArray, image: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Scaled orthographic pose: affine least squares, then the nearest scaled rotation."""
    weight = _POINT_WEIGHT[:, None] ** 2
    mean_shape = (shape * weight).sum(axis=0) / weight.sum()
    mean_image = (image * weight).sum(axis=0) / weight.sum()
    centred = (shape - mean_shape) * _POINT_WEIGHT[:, None]
    target = (image - mean_image) * _POINT_WEIGHT[:, None] * np.array([1.0, -1.0])
    affine = np.linalg.lstsq(centred, target, rcond=None)[0].T
    u, singular, vt = np.linalg.svd(affine, full_matrices=False)
    rows = u @ vt
    scale = float(singular.mean())
    rotation = np.vstack([rows, np.cross(rows[0], rows[1])])
    projection = scale * rows * np.array([[1.0], [-1.0]])
    return projection, mean_image - projection @ mean_shape, rotation


def _thin_plate(centres: FloatArray, values: FloatArray, at: FloatArray, smoothing: float) -> FloatArray:
    """Smoothed thin-plate spline through `values` at `centres` (both (N, 2)), evaluated at `at` (M, 2)."""
    unit = float(np.ptp(centres, axis=0).mean())

    def kernel(a: FloatArray, b: FloatArray) -> FloatArray:
        squared = ((a[:, None] - b[None]) ** 2).sum(-1) / unit**2
        return np.asarray(0.5 * squared * np.log(squared + 1e-12))

    n = len(centres)
    affine = np.hstack([np.ones((n, 1)), centres / unit])
    system = np.zeros((n + 3, n + 3))
    system[:n, :n] = kernel(centres, centres) + smoothing * 0.01 * np.eye(n)
    system[:n, n:], system[n:, :n] = affine, affine.T
    solution = np.linalg.solve(system, np.vstack([values, np.zeros((3, 2))]))
    return np.asarray(kernel(at, centres) @ solution[:n] + np.hstack([np.ones((len(at), 1)), at / unit]) @ solution[n:])
