"""What one step of an estimator's training computes: landmarks, AUs, and the architecture's other outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from ganimation_desktop.core.models.networks import EstimatorOutput
from ganimation_desktop.training.augmentation import pixels, step_rng
from ganimation_desktop.training.config import TrainingConfig
from ganimation_desktop.training.dataset import PairData
from ganimation_desktop.training.losses import au_error, point_distance
from ganimation_desktop.training.objectives import CHECK_BATCH, N_CHECKED, Learner, StepLoss, Turn, detached
from ganimation_desktop.training.reading.batches import ReadingBatch, ReadingData, draw_reading_batch, level_batch
from ganimation_desktop.training.reading.no_faces import NoFaces

WEIGHTS = {"landmarks": 0.2, "aus": 20.0, "sided_aus": 20.0, "iris": 0.3, "iris_radius": 5.0, "gaze": 3.0, "face": 0.5}
_TRUE_RGB, _FOUND_RGB = (255, 60, 60), (60, 255, 60)
STRONG_AU_WEIGHT = 2.0
"""How much more an AU of 1 counts than one of 0: strong AUs are rare, and would be read too low."""


class ReadingObjective:
    """Landmarks and AUs of single crops; with an architecture that reads them, also both sides, irises, gaze and whether it is a face."""

    def __init__(self, config: TrainingConfig, train: PairData, held_out: PairData) -> None:
        self.config = config
        self.train, held_out = _as_reading_data(train), _as_reading_data(held_out)
        fixed = step_rng(0, 0)
        chosen = []
        for number in range(N_CHECKED):
            face = held_out.faces[number % len(held_out.faces)]
            chosen.append((face, 0 if number < N_CHECKED // 2 else int(fixed.integers(len(face.aus)))))
        size = config.image_size
        self.checked = [level_batch(held_out, chosen[i : i + CHECK_BATCH], size) for i in range(0, N_CHECKED, CHECK_BATCH)]
        self.mixed = [draw_reading_batch(held_out, CHECK_BATCH, size, config.augmentation, fixed) for _ in range(N_CHECKED // CHECK_BATCH)]

    def turns(self, networks: Mapping[Learner, nn.Module], step: int, rank: int, device: torch.device) -> Iterator[Turn]:
        """Yield the one turn of a step."""
        yield Turn("network", self.step_loss(networks["network"], step, rank, device))

    def step_loss(self, network: nn.Module, step: int, rank: int, device: torch.device) -> StepLoss:
        """Compute all terms on one batch."""
        config, rng = self.config, step_rng(self.config.seed, step, rank)
        batch = draw_reading_batch(self.train, config.batch_size, config.image_size, config.augmentation, rng).to(device)
        return loss_of(network(batch.image), batch)

    def check(self, network: nn.Module, device: torch.device) -> dict[str, float]:
        """Measure held-out faces: points and irises (shares of the eye distance), AUs, gaze, and the accuracy of the face score."""
        outputs = [(network(batch.image), batch) for batch in (checked.to(device) for checked in self.checked)]
        figures = {
            "point_error": np.mean([point_error(output.landmarks, batch.landmarks).item() for output, batch in outputs]),
            "au_mae": np.mean([(output.aus - batch.aus).abs().mean().item() for output, batch in outputs]),
            "au_correlation": np.mean([_correlation(output.aus, batch.aus) for output, batch in outputs]),
        }
        if all(output.iris is not None and batch.eyes_ok.any() for output, batch in outputs):
            figures |= {
                "iris_error": np.mean([_iris_error(output, batch) for output, batch in outputs]),
                "gaze_mae": np.mean([(output.gaze - batch.gaze)[batch.eyes_ok].abs().mean().item() for output, batch in outputs]),
            }
        mixed = [(network(batch.image).face_logit, batch.is_face) for batch in (drawn.to(device) for drawn in self.mixed)]
        if mixed[0][0] is not None:
            figures["faces_told"] = np.mean([((logit > 0) == (is_face > 0)).float().mean().item() for logit, is_face in mixed])
        return {name: float(value) for name, value in figures.items()}

    def sample(self, network: nn.Module, device: torch.device) -> NDArray[np.uint8]:
        """Draw held-out faces with true and estimated landmarks."""
        batch = self.checked[0].to(device)
        return estimator_grid(batch, network(batch.image))


def loss_of(output: EstimatorOutput, batch: ReadingBatch) -> StepLoss:
    """Weigh and add the terms of one batch."""
    terms = reading_terms(output, batch)
    total = torch.stack([WEIGHTS[name] * term for name, term in terms.items()]).sum()
    with torch.no_grad():
        seen = batch.aus_seen > 0
        stats = {"au_mae": (output.aus.float() - batch.aus)[seen].abs().mean()} if seen.any() else {}
    return StepLoss(total, detached(terms), stats)


def reading_terms(output: EstimatorOutput, batch: ReadingBatch) -> dict[str, Tensor]:
    """Compute the loss terms of an output's fields; labels not visible in a crop are ignored."""
    faces = batch.is_face
    side_seen = batch.aus_seen[:, None]
    terms = {
        "landmarks": _mean(point_distance(output.landmarks, batch.landmarks), faces[:, None]),
        "aus": _au_term(output.aus, batch.aus, batch.aus_seen),
    }
    if output.sided_aus is not None:
        terms["sided_aus"] = _au_term(output.sided_aus, batch.sided_aus, side_seen)
    if output.iris is not None and output.iris_radius is not None and output.gaze is not None:
        known = batch.eyes_ok.float()
        ratio = (output.iris_radius.float() / batch.iris_radius.clamp_min(1e-4)).clamp_min(1e-4).log()
        terms["iris"] = _mean(point_distance(output.iris, batch.iris), known)
        terms["iris_radius"] = _mean(F.smooth_l1_loss(ratio, torch.zeros_like(ratio), beta=0.2, reduction="none"), known)
        terms["gaze"] = _mean(F.smooth_l1_loss(output.gaze.float(), batch.gaze, beta=0.5, reduction="none"), known[..., None])
    if output.face_logit is not None:
        terms["face"] = F.binary_cross_entropy_with_logits(output.face_logit.float(), faces)
    return terms


def _au_term(found: Tensor, true: Tensor, seen: Tensor) -> Tensor:
    return _mean(au_error(found.float(), true), seen * (1 + STRONG_AU_WEIGHT * true))


def _mean(values: Tensor, weight: Tensor) -> Tensor:
    weight = weight.expand_as(values)
    return (values * weight).sum() / weight.sum().clamp_min(1e-6)


def _correlation(found: Tensor, true: Tensor) -> float:
    return float(torch.corrcoef(torch.stack((found.flatten(), true.flatten())))[0, 1])


def _iris_error(output: EstimatorOutput, batch: ReadingBatch) -> float:
    assert output.iris is not None
    distance = (output.iris - batch.iris).norm(dim=2) / (batch.landmarks[:, 36] - batch.landmarks[:, 45]).norm(dim=1, keepdim=True)
    return float(distance[batch.eyes_ok].mean())


def _as_reading_data(data: PairData) -> ReadingData:
    if isinstance(data, ReadingData):
        return data
    return ReadingData(data.faces, data.crop_px, {}, NoFaces(np.zeros((0, 1, 1, 3), np.uint8), np.zeros(0, np.str_)))


def point_error(prediction: Tensor, target: Tensor) -> Tensor:
    """Mean landmark distance as a share of the distance of the outer eye corners; inputs (N, 68, 2)."""
    eye_distance: Tensor = (target[:, 36] - target[:, 45]).norm(dim=1)
    distance: Tensor = (prediction - target).norm(dim=2).mean(dim=1)
    return (distance / eye_distance).mean()


def estimator_grid(batch: ReadingBatch, output: EstimatorOutput, n_columns: int = 6, zoom: int = 2) -> NDArray[np.uint8]:
    """Draw crops, enlarged, with true landmarks in red under the estimated ones in green."""
    tiles = []
    for rgb, true, found in zip(pixels(batch.image), batch.landmarks, output.landmarks, strict=True):
        side = len(rgb) * zoom
        tile = cv2.resize(rgb, (side, side), interpolation=cv2.INTER_LINEAR)
        for points, color in ((true, _TRUE_RGB), (found, _FOUND_RGB)):
            for x, y in ((points.detach().float().cpu().numpy() + 1) / 2 * side - 0.5).round().astype(int):
                cv2.circle(tile, (int(x), int(y)), 1, color, -1)
        tiles.append(np.asarray(tile, dtype=np.uint8))
    tiles = tiles[: max(1, len(tiles) // n_columns) * n_columns]
    return np.concatenate([np.concatenate(tiles[i : i + n_columns], axis=1) for i in range(0, len(tiles), min(n_columns, len(tiles)))])
