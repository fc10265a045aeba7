"""The figures that an evaluation comes to: of a generator, of one of its Action Units, of a face estimator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AuResponse:
    """Response of the picture when one AU goes from 0 to 1, mean over faces.

    Attributes
    ----------
    code
        The AU.
    change
        Change of the estimated AU.
    spearman
        Rank correlation of the estimated AU with the slider.
    leakage
        Mean absolute change of all other estimated AUs.
    geometry_change, geometry_spearman
        The same for the AU's landmark length, in percent of the eye distance.
    per_unit, teacher_per_unit
        Change of the estimated AU per unit of target change, by regression over the held-out pairs: the model's edits, the teacher's
        pictures.
    edited
        Share of the crop whose attention is below a half at level 1.
    """

    code: str
    change: float
    spearman: float
    leakage: float
    geometry_change: float
    geometry_spearman: float
    per_unit: float
    teacher_per_unit: float
    edited: float


@dataclass(frozen=True)
class GeneratorFigures:
    """The figures of a generator; errors are mean absolute differences in [0, 1], over the crop or over the face.

    Those that need pairs are NaN for data with one picture of each face.

    Attributes
    ----------
    n_faces, n_pairs
        Numbers of evaluated faces and pictures.
    error, error_copying, face_error, face_error_copying
        Result against the teacher's picture, and source against it.
    edited
        Mean of 1 - A over the pairs.
    sharpness, teacher_sharpness
        Gradient energy of the edited region over that of the source, for the result and the teacher's picture.
    no_change_error
        Error without a target change (compositing makes it exactly 0).
    responses
        One per AU.
    """

    n_faces: int
    n_pairs: int
    error: float
    error_copying: float
    face_error: float
    face_error_copying: float
    edited: float
    sharpness: float
    teacher_sharpness: float
    no_change_error: float
    responses: tuple[AuResponse, ...]


@dataclass(frozen=True)
class EstimatorFigures:
    """The figures of a face estimator.

    Attributes
    ----------
    n_faces, n_pictures
        Numbers of evaluated faces and pictures.
    point_error, point_error_photos
        Mean landmark distance over the distance of the outer eye corners: all pictures, photos alone.
    au_mae, au_mae_of
        Mean absolute AU error, of all AUs and of each.
    au_correlation
        Correlation of estimated and true AU over all pictures, per AU.
    """

    n_faces: int
    n_pictures: int
    point_error: float
    point_error_photos: float
    au_mae: float
    au_mae_of: dict[str, float]
    au_correlation: dict[str, float]
