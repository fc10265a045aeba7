"""Small networks with a known answer, a detector that is told where the faces are, and an animator made of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.base.action_units import N_AUS, au_index
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.geometry import Affine
from ganimation_desktop.core.edit.animator import Animation, Animator
from ganimation_desktop.core.expressions.au_measuring import GAZE_UNIT_RAD
from ganimation_desktop.core.faces.crop_template import STABLE_POINTS, TEMPLATE_UNIT
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.models.checkpoint import BOX_CROP, LEVEL_CROP, CheckpointMetadata
from ganimation_desktop.core.models.networks import Conditioning, EstimatorOutput, FaceEstimator, FaceView, Generator, GeneratorOutput, warp

JAW_FLOW = 0.25
"""Half crop sides by which AU26 = 1 moves every pixel up."""
BOX = FaceBox(100, 80, 300, 280, 2.0)
LEFT, RIGHT = FaceBox(60, 100, 160, 200, 2.0), FaceBox(150, 110, 250, 210, 2.0)
FAR = FaceBox(300, 300, 360, 360, 2.0)
"""Boxes in `textured_frame`: one alone, two whose crops overlap, and a small one apart."""


class FakeGenerator(Generator):
    """AU26 moves the whole crop, AU25 reddens it, AU12 paints its middle green; attention is 0 inside the middle, 0.2 around it.

    With `with_flow` off, AU26 does nothing and the color mask is the painted image, as a published generator would say it.
    """

    def __init__(self, image_size: int = 128, conditioning: Conditioning = "relative", *, with_flow: bool = True) -> None:
        super().__init__()
        self.image_size = image_size
        self.conditioning = conditioning
        self.with_flow = with_flow
        self.encoded_batches: list[int] = []
        self.decoded_aus: list[Tensor] = []

    def encode(self, image: Tensor) -> tuple[Tensor, ...]:
        self.encoded_batches.append(len(image))
        return (image.mean(dim=(1, 2, 3)),)

    def decode(self, features: tuple[Tensor, ...], image: Tensor, aus: Tensor) -> GeneratorOutput:
        assert len(features[0]) == len(image) == len(aus)
        self.decoded_aus.append(aus)
        n, size = len(image), self.image_size
        middle = torch.zeros(1, 1, size, size)
        middle[..., size // 4 : -size // 4, size // 4 : -size // 4] = 1
        red, green = torch.zeros(2, 1, 3, 1, 1)
        red[:, 0] = green[:, 1] = 1
        amount = {code: aus[:, au_index(code)].reshape(n, 1, 1, 1) for code in ("AU12", "AU25", "AU26")}
        residual = amount["AU25"] * red.expand(n, 3, size, size) + amount["AU12"] * green * middle
        attention = (0.2 * (1 - middle)).expand(n, 1, size, size)
        if not self.with_flow:
            return GeneratorOutput(attention, image + residual)
        flow = torch.cat((torch.zeros(n, 1, size, size), (JAW_FLOW * amount["AU26"]).expand(n, 1, size, size)), dim=1)
        return GeneratorOutput(attention, warp(image, flow) + residual, flow, residual)


class FakeEstimator(FaceEstimator):
    """Says that the face sits on the crop template (shifted by `shift` crop sides) and that AU25 is the mean redness of the crop."""

    def __init__(self, shift: tuple[float, float] = (0.0, 0.0)) -> None:
        super().__init__()
        landmarks = np.full((68, 2), 0.5)
        landmarks[list(STABLE_POINTS)] = TEMPLATE_UNIT
        self.points = torch.from_numpy(2 * (landmarks + shift) - 1).float()
        self.batches: list[int] = []

    def forward(self, image: Tensor, view: FaceView | None = None) -> EstimatorOutput:
        landmarks = self.find_landmarks(image)
        aus = torch.zeros(len(image), N_AUS)
        aus[:, au_index("AU25")] = (image[:, 0].mean(dim=(1, 2)) + 1) / 2
        return EstimatorOutput(landmarks, aus, face_logit=torch.full((len(image),), 5.0))

    def find_landmarks(self, image: Tensor) -> Tensor:
        self.batches.append(len(image))
        return self.points.expand(len(image), -1, -1)


class GazeEstimator(FakeEstimator):
    """Reads eyes that look ten degrees to the right in the picture."""

    def forward(self, image: Tensor, view: FaceView | None = None) -> EstimatorOutput:
        output, n = super().forward(image, view), len(image)
        gaze = torch.zeros(n, 2, 2)
        gaze[..., 0] = math.radians(10) / GAZE_UNIT_RAD
        return output._replace(iris=torch.zeros(n, 2, 2), iris_radius=torch.full((n, 2), 0.05), gaze=gaze)


class FakeDetector(FaceDetector):
    """Finds boxes in every picture, and others in its copies when it is upright."""

    def __init__(self, boxes: Sequence[FaceBox], scanned: Sequence[FaceBox] = ()) -> None:
        self.boxes = tuple(boxes)
        self.scanned = list(scanned)
        self.n_calls = 0

    def detect(self, rgb: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        self.n_calls += 1
        return self.boxes

    def scan(self, rgb: NDArray[np.uint8], frame_from_rgb: Affine, roll_deg: float = 0.0, *, min_score: float = 0.0) -> list[FaceBox]:
        return self.scanned if roll_deg == 0 else []


def fake_metadata(generator: Generator) -> CheckpointMetadata:
    return CheckpointMetadata(
        kind="generator",
        architecture="fake",
        image_size=generator.image_size,
        conditioning=generator.conditioning,
        crop_geometry=LEVEL_CROP if generator.conditioning == "relative" else BOX_CROP,
    )


def fake_animator(
    boxes: Sequence[FaceBox],
    *,
    generator: Generator | None = None,
    estimator: FaceEstimator | None = None,
    device: str = "cpu",
    scanned: Sequence[FaceBox] = (),
) -> Animator:
    """An animator of fakes; without `estimator` it has none. `scanned` is what only a search finds."""
    generator = generator or FakeGenerator()
    return Animator(generator, fake_metadata(generator), estimator, FakeDetector(boxes, scanned), device)


def textured_frame(height: int = 400, width: int = 420) -> Frame:
    """A frame of which no two places look alike."""
    return Frame(np.random.default_rng(0).integers(20, 200, (height, width, 3), np.uint8))


def before_each_edit(animator: Animator, monkeypatch: pytest.MonkeyPatch, call: Callable[[Mapping[int, FaceTarget]], object]) -> None:
    """Call a function with the targets before an animator, or one beside it, edits a frame."""
    beside = animator.beside

    def watched() -> Animator:
        other = beside()
        animate = other.animate

        def noted(targets: Mapping[int, FaceTarget], **options: Any) -> Animation:
            call(targets)
            return animate(targets, **options)

        monkeypatch.setattr(other, "animate", noted)
        return other

    monkeypatch.setattr(animator, "beside", watched)
