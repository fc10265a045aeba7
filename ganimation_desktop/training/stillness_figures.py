"""Figures of what lies in front of a face and must not move with it: drawn rims of glasses, and microphones."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.models.networks import Generator
from ganimation_desktop.training.augmentation import View, step_rng, to_network
from ganimation_desktop.training.dataset import FaceVariants, PairData
from ganimation_desktop.training.losses import REFERENCE_SIDE
from ganimation_desktop.training.overlays import Overlay, draw_glasses, draw_microphone

STILL_PX = 0.5
"""Movement in pixels of a crop of 128 that counts as none."""
_EDGE = 0.15
"""Slope of the opacity, per pixel, from which a pixel lies on the edge of what is drawn."""
_MOST = 95

_DRAWN: Mapping[str, Callable[[NDArray[np.float32], int, np.random.Generator], Overlay]] = {
    "rims": draw_glasses,
    "microphones": draw_microphone,
}


@dataclass(frozen=True)
class StillnessFigures:
    """How far the edges of what is drawn over faces move, in pixels of a crop of 128; NaN for a generator without flow.

    Attributes
    ----------
    rims, microphones
        95th percentile over the edges, then the median over faces and AUs, each AU alone at 1.
    rims_still, microphones_still
        Share of faces and AUs at which this percentile is `STILL_PX` at most.
    """

    rims: float
    rims_still: float
    microphones: float
    microphones_still: float


def evaluate_stillness(generator: Generator, data: PairData) -> StillnessFigures:
    """Draw rims and microphones over all faces of `data` and edit these, one AU at a time.

    Parameters
    ----------
    generator
        In evaluation mode, on the CPU.
    data
        Faces kept aside.
    """
    moved: dict[str, list[NDArray[np.float64]]] = {name: [] for name in _DRAWN}
    for number, face in enumerate(data.faces):
        for name, draw in _DRAWN.items():
            bare = View.level(face, data.crop_px, generator.image_size)
            overlay = draw(bare.landmarks(face.landmarks_px[0]), generator.image_size, step_rng(0, number))
            moved[name].append(_edge_movement(generator, face, bare.image(face, 0), overlay))

    def summary(name: str) -> tuple[float, float]:
        values = np.concatenate(moved[name])
        values = values[np.isfinite(values)]
        return (float(np.median(values)), float((values <= STILL_PX).mean())) if len(values) else (math.nan, math.nan)

    return StillnessFigures(*summary("rims"), *summary("microphones"))


def stillness_table(figures: StillnessFigures) -> str:
    """Write the figures as Markdown."""
    if math.isnan(figures.rims):
        return ""
    rows = (("rims of glasses", figures.rims, figures.rims_still), ("microphones", figures.microphones, figures.microphones_still))
    lines = [
        f"| drawn over the face, each AU alone at 1 | their edges move, px of a crop of {REFERENCE_SIDE} | by {STILL_PX} at most |",
        "|---|---|---|",
        *(f"| {what} | {moved:.2f} | {100 * still:.0f} % |" for what, moved, still in rows),
    ]
    return "\n".join(lines) + "\n"


def _edge_movement(generator: Generator, face: FaceVariants, source_rgb: NDArray[np.uint8], overlay: Overlay) -> NDArray[np.float64]:
    """How far the edges of an overlay move across themselves under each AU, (17,)."""
    opacity = overlay.opacity[..., 0]
    down, across = np.gradient(opacity)
    slope = np.hypot(across, down)
    edge = slope > _EDGE
    if not edge.any():
        return np.full(N_AUS, np.nan)
    targets = np.tile(face.aus[0], (N_AUS, 1))
    np.fill_diagonal(targets, 1.0)
    inputs = torch.from_numpy(targets - face.aus[0] if generator.conditioning == "relative" else targets)
    with torch.inference_mode():
        images = to_network([overlay.over(source_rgb)]).expand(N_AUS, -1, -1, -1)
        output = generator(images, torch.cat((inputs, inputs.new_zeros(N_AUS, generator.n_gaze)), dim=1))
    if output.flow is None:
        return np.full(N_AUS, np.nan)
    flow_px = (output.flow * (1 - output.attention)).float().numpy() * (REFERENCE_SIDE / 2)
    across_edge = np.abs(flow_px[:, 0] * across + flow_px[:, 1] * down)[:, edge] / slope[edge]
    return np.asarray(np.percentile(across_edge, _MOST, axis=1), np.float64)
