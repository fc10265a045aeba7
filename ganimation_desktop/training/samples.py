"""Pictures of what a network does on fixed held-out faces, to be looked at during and after training."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.networks import EstimatorOutput, GeneratorOutput
from ganimation_desktop.training.augmentation import FaceBatch, PairBatch

N_ROWS = 8
_TRUE_RGB, _FOUND_RGB = (255, 60, 60), (60, 255, 60)


def generator_grid(batch: PairBatch, output: GeneratorOutput, n_rows: int = N_ROWS) -> NDArray[np.uint8]:
    """Draw rows of source, teacher's picture, result, color mask and edited share (bright = edited), twice side by side."""
    edited = (1 - output.attention).expand(-1, 3, -1, -1) * 2 - 1
    columns = torch.cat((batch.source, batch.target, output.composite(batch.source), output.color, edited), dim=3)
    rows = pixels(columns)[: 2 * n_rows]
    half = (len(rows) + 1) // 2
    left = np.concatenate(list(rows[:half]))
    right = np.zeros_like(left)
    if half < len(rows):
        stacked = np.concatenate(list(rows[half:]))
        right[: len(stacked)] = stacked
    return np.concatenate((left, right), axis=1)


def estimator_grid(batch: FaceBatch, output: EstimatorOutput, n_columns: int = 6, zoom: int = 2) -> NDArray[np.uint8]:
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


def pixels(images: Tensor) -> NDArray[np.uint8]:
    """Turn images (N, 3, H, W) in [-1, 1] into (N, H, W, 3) uint8."""
    scaled = ((images.detach().float().clamp(-1, 1) + 1) * 127.5).round()
    return scaled.permute(0, 2, 3, 1).to("cpu", torch.uint8).numpy()


def encode_png(rgb: NDArray[np.uint8]) -> bytes:
    """Encode (H, W, 3) uint8 RGB as PNG."""
    _, data = cv2.imencode(".png", rgb[..., ::-1])
    return data.tobytes()
