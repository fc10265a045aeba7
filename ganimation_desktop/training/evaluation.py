"""Evaluation of checkpoints on held-out faces: against the teacher, against copying the input, and one Action Unit at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from ganimation_desktop.core.base.action_units import AU_CODES, N_AUS
from ganimation_desktop.core.models.networks import FaceEstimator, Generator
from ganimation_desktop.training.augmentation import View, pixels, to_network
from ganimation_desktop.training.dataset import FaceVariants, PairData
from ganimation_desktop.training.edits import moving
from ganimation_desktop.training.figures import AuResponse, EstimatorFigures, GeneratorFigures
from ganimation_desktop.training.layer_batches import whole_color
from ganimation_desktop.training.measures import (
    GEOMETRY,
    correlation,
    face_region,
    gradient_energy,
    level_landmarks,
    rank_correlation,
    response_matrix,
)
from ganimation_desktop.training.shut_lids import closing, with_shut_lids

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
EDITED = 0.5
_BATCH = 32

Floats = NDArray[np.float64]


def evaluate_generator(
    generator: Generator,
    estimator: FaceEstimator,
    data: PairData,
    *,
    on_progress: Callable[[float], None] = lambda share: None,
) -> GeneratorFigures:
    """Measure a generator on all faces of `data`, in their level crops.

    Parameters
    ----------
    generator, estimator
        In evaluation mode, on the CPU.
    data
        Held-out faces.
    on_progress
        Called with the share done.
    """
    editor = _Editor(generator, estimator, data.crop_px)
    pairs: list[_PairFigures] = []
    sweeps: list[_Sweep] = []
    for number, face in enumerate(data.faces):
        if len(face.aus) > 1:
            pairs.append(editor.pairs(face))
        sweeps.append(editor.sweep(face))
        on_progress((number + 1) / len(data.faces))

    errors, per_unit, teacher_per_unit = np.full(5, np.nan), *np.full((2, N_AUS, N_AUS), np.nan)
    if pairs:
        errors = np.concatenate([pair.errors for pair in pairs]).mean(axis=0)
        wanted = np.concatenate([pair.wanted for pair in pairs])
        per_unit = response_matrix(wanted, np.concatenate([pair.measured for pair in pairs]))
        teacher_per_unit = response_matrix(wanted, np.concatenate([pair.teacher_measured for pair in pairs]))
    changes = np.mean([sweep.aus[:, -1] - sweep.aus[:, 0] for sweep in sweeps], axis=0)
    responses = []
    for au, code in enumerate(AU_CODES):
        lengths = [GEOMETRY[code](sweep.landmarks[au]) for sweep in sweeps]
        responses.append(
            AuResponse(
                code=code,
                change=float(changes[au, au]),
                spearman=float(np.mean([rank_correlation(np.array(LEVELS), sweep.aus[au, :, au]) for sweep in sweeps])),
                leakage=float(np.mean([np.abs(np.delete(s.aus[au, -1] - s.aus[au, 0], au)).mean() for s in sweeps])),
                geometry_change=float(100 * np.mean([length[-1] - length[0] for length in lengths])),
                geometry_spearman=float(np.mean([rank_correlation(np.array(LEVELS), length) for length in lengths])),
                per_unit=float(per_unit[au, au]),
                teacher_per_unit=float(teacher_per_unit[au, au]),
                edited=float(np.mean([sweep.edited[au] for sweep in sweeps])),
            )
        )
    return GeneratorFigures(
        n_faces=len(data.faces),
        n_pairs=sum(len(pair.wanted) for pair in pairs),
        error=float(errors[0]),
        error_copying=float(errors[1]),
        face_error=float(errors[2]),
        face_error_copying=float(errors[3]),
        edited=float(errors[4]),
        sharpness=_mean([pair.sharpness for pair in pairs]),
        teacher_sharpness=_mean([pair.teacher_sharpness for pair in pairs]),
        no_change_error=_mean([pair.no_change_error for pair in pairs]),
        responses=tuple(responses),
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def evaluate_estimator(estimator: FaceEstimator, data: PairData) -> EstimatorFigures:
    """Measure a face estimator on the level crops of all pictures of `data`."""
    errors, photo_errors, found_aus, true_aus = [], [], [], []
    for face in data.faces:
        view = View.level(face, data.crop_px, estimator.image_size)
        images = to_network([view.image(face, k) for k in range(len(face.aus))])
        landmarks, aus = estimate(estimator, images)
        true = np.stack([view.landmarks(points) for points in face.landmarks_px])
        eye_distance = np.linalg.norm(true[:, 36] - true[:, 45], axis=1)
        error = np.linalg.norm(landmarks - true, axis=2).mean(axis=1) / eye_distance
        errors.extend(error)
        photo_errors.append(error[0])
        found_aus.append(aus)
        true_aus.append(face.aus)
    found, wanted = np.concatenate(found_aus), np.concatenate(true_aus)
    au_errors = np.abs(found - wanted).mean(axis=0)
    return EstimatorFigures(
        n_faces=len(data.faces),
        n_pictures=len(found),
        point_error=float(np.mean(errors)),
        point_error_photos=float(np.mean(photo_errors)),
        au_mae=float(au_errors.mean()),
        au_mae_of={code: float(au_errors[au]) for au, code in enumerate(AU_CODES)},
        au_correlation={code: correlation(found[:, au], wanted[:, au]) for au, code in enumerate(AU_CODES)},
    )


@dataclass(frozen=True)
class _PairFigures:
    """One face, photo to each variant: errors (M, 5), target and measured changes (M, 17), scalars."""

    errors: Floats
    wanted: Floats
    measured: Floats
    teacher_measured: Floats
    sharpness: float
    teacher_sharpness: float
    no_change_error: float


@dataclass(frozen=True)
class _Sweep:
    """One face, each AU alone: estimated AUs (17, L, 17), level landmarks (17, L, 68, 2), edited share at level 1 (17,)."""

    aus: Floats
    landmarks: Floats
    edited: Floats


class _Editor:
    """A generator and the estimator that evaluates it."""

    def __init__(self, generator: Generator, estimator: FaceEstimator, crop_px: int) -> None:
        self.generator, self.estimator, self.crop_px = generator, estimator, crop_px

    def pairs(self, face: FaceVariants) -> _PairFigures:
        """Edit the photo towards each variant."""
        view = View.level(face, self.crop_px, self.generator.image_size)
        source = view.image(face, 0)
        teacher = np.stack([view.image(face, k) for k in range(1, len(face.aus))])
        attention, results = edit(self.generator, source, face.aus[0], face.aus[1:], Eyes.of(face, view, slice(1, None)))
        _, unchanged = edit(self.generator, source, face.aus[0], face.aus[:1], Eyes.of(face, view, slice(0, 1)))
        landmarks_px = (view.landmarks(face.landmarks_px[0]) + 1) / 2 * view.image_size - 0.5
        region = face_region(landmarks_px, view.image_size)
        errors = np.array(
            [
                (
                    _error(result, wanted),
                    _error(source, wanted),
                    _error(result[region], wanted[region]),
                    _error(source[region], wanted[region]),
                    1 - a.mean(),
                )
                for result, wanted, a in zip(results, teacher, attention, strict=True)
            ]
        )
        sharpness = np.array(
            [
                [gradient_energy(picture, 1 - a) for picture in (source, result, wanted)]
                for result, wanted, a in zip(results, teacher, attention, strict=True)
                if (1 - a).mean() > 1e-3
            ]
            or [[1.0, 1.0, 1.0]]
        ).mean(axis=0)
        _, measured = estimate(self.estimator, to_network([source, *results, *teacher]))
        n = len(results)
        return _PairFigures(
            errors,
            (face.aus[1:] - face.aus[0]).astype(np.float64),
            measured[1 : n + 1] - measured[0],
            measured[n + 1 :] - measured[0],
            float(sharpness[1] / max(sharpness[0], 1e-9)),
            float(sharpness[2] / max(sharpness[0], 1e-9)),
            _error(unchanged[0], source),
        )

    def sweep(self, face: FaceVariants) -> _Sweep:
        """Edit the photo with each AU alone at each level, the others unchanged."""
        view = View.level(face, self.crop_px, self.generator.image_size)
        source = view.image(face, 0)
        targets = np.tile(face.aus[0], (N_AUS, len(LEVELS), 1))
        for au in range(N_AUS):
            targets[au, :, au] = LEVELS
        attention, results = edit(self.generator, source, face.aus[0], targets.reshape(-1, N_AUS), Eyes.of(face, view, slice(0, 1)))
        landmarks, aus = estimate(self.estimator, to_network(list(results)))
        edited = (attention < EDITED).mean(axis=(1, 2)).reshape(N_AUS, len(LEVELS))
        return _Sweep(
            aus.reshape(N_AUS, len(LEVELS), N_AUS),
            level_landmarks(landmarks).reshape(N_AUS, len(LEVELS), -1, 2),
            edited[:, -1],
        )


def edit(
    generator: Generator,
    source_rgb: NDArray[np.uint8],
    source_aus: NDArray[np.float32],
    targets: NDArray[np.float32],
    eyes: Eyes | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Edit one crop towards many expressions.

    Parameters
    ----------
    generator
        In evaluation mode, on the CPU.
    source_rgb
        (S, S, 3) uint8.
    source_aus, targets
        (17,) and (M, 17).
    eyes
        The eyeballs; without them, those of the crop.

    Returns
    -------
    tuple of ndarray
        Attention (M, S, S) and results (M, S, S, 3) uint8.
    """
    aus = torch.from_numpy(targets - source_aus if generator.conditioning == "relative" else targets)
    attentions, results = [], []
    with torch.inference_mode():
        image = to_network([source_rgb])
        eyeballs, gaze = (image, torch.zeros(1, 2)) if eyes is None else (eyes.eyeballs, eyes.gaze)
        gaze, eyeballs = gaze.expand(len(aus), -1)[:, : generator.n_gaze], eyeballs.expand(len(aus), -1, -1, -1)
        features = generator.encode(image)
        for inputs, behind in zip(torch.split(torch.cat((aus, gaze), dim=1), _BATCH), torch.split(eyeballs, _BATCH), strict=True):
            images = image.expand(len(inputs), -1, -1, -1)
            output = generator.decode(tuple(feature.expand(len(inputs), -1, -1, -1) for feature in features), images, inputs)
            layers = output.layers
            if layers is not None and generator.textures is not None:
                if eyes is not None:
                    output = moving(output, torch.lerp(images, eyes.shut.expand_as(images), closing(layers.eye_logit)))
                output = output._replace(color=whole_color(output.color, layers, generator.textures, behind))
            attentions.append(output.attention[:, 0].float().numpy())
            results.append(pixels(output.composite(images)))
    return np.concatenate(attentions), np.concatenate(results)


@dataclass(frozen=True, eq=False)
class Eyes:
    """Eyeballs without lids, (M, 3, S, S) in [-1, 1], and how far they turn, (M, 2), or one each; and the photo with shut lids."""

    eyeballs: Tensor
    gaze: Tensor
    shut: Tensor

    @staticmethod
    def of(face: FaceVariants, view: View, variants: slice) -> Eyes | None:
        """Take them from the teacher's pictures, if available."""
        if face.layers is None:
            return None
        cut = [view.behind().eyeballs(face, face.layers, k) for k in range(*variants.indices(len(face.aus)))]
        shut = to_network([view.image(face, 0, with_shut_lids(face, 0))])
        return Eyes(torch.from_numpy(np.stack(cut)).permute(0, 3, 1, 2), torch.from_numpy(face.layers.gaze[variants]), shut)


def estimate(estimator: FaceEstimator, images: Tensor) -> tuple[Floats, Floats]:
    """Return landmarks (M, 68, 2) and AUs (M, 17) of crops of any size, resized for the estimator."""
    side = estimator.image_size
    with torch.inference_mode():
        if images.shape[-1] != side:
            images = F.interpolate(images, (side, side), mode="bicubic", align_corners=False, antialias=True).clamp(-1, 1)
        outputs = [estimator(chunk) for chunk in torch.split(images, _BATCH)]
    landmarks = torch.cat([output.landmarks for output in outputs]).double().numpy()
    return landmarks, torch.cat([output.aus for output in outputs]).double().numpy()


def _error(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    return float(np.abs(a.astype(np.float32) - b).mean() / 255)


def limited(data: PairData, n_faces: int | None) -> PairData:
    """Return every k-th face such that at most `n_faces` remain."""
    if n_faces is None or n_faces >= len(data.faces):
        return data
    chosen: Sequence[FaceVariants] = [data.faces[i * len(data.faces) // n_faces] for i in range(n_faces)]
    return PairData(chosen, data.crop_px)
