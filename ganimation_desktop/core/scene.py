"""What the animator remembers of a frame between two calls, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch
from torch import Tensor

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.animation import STAGES
from ganimation_desktop.core.face_reading import FaceReading
from ganimation_desktop.core.faces import Face
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.generation import GeneratedFace
from ganimation_desktop.core.geometry import Affine, inverse_affine, scaling_affine


@dataclass(frozen=True, eq=False)
class EncodedFaces:
    """The crops of all faces and what the generator's encoder made of them, on one device."""

    images: Tensor
    features: tuple[Tensor, ...]
    device: torch.device


class Scene:
    """A frame and what is known about it.

    Attributes
    ----------
    frame, faces
        The frame and its faces.
    readings
        What the estimator read off each face; None for each without an estimator.
    encoded
        What the generator's encoder made of the faces.
    """

    def __init__(
        self,
        frame: Frame,
        faces: tuple[Face, ...],
        readings: tuple[FaceReading | None, ...],
        encoded: EncodedFaces,
        times_ms: Mapping[str, float],
    ) -> None:
        self.frame = frame
        self.faces = faces
        self.readings = readings
        self.encoded = encoded
        self._times_ms = dict(times_ms)
        self._reduced = (1.0, frame)
        self._generated: dict[int, tuple[AuVector, GeneratedFace]] = {}

    def generated(self, face_index: int, aus: AuVector) -> GeneratedFace | None:
        """Return what the generator made of a face last time, if that was for the same targets: a slider moves one face of many."""
        known_aus, known = self._generated.get(face_index, (None, None))
        return known if known_aus is not None and np.array_equal(known_aus, aus) else None

    def remember(self, face_index: int, aus: AuVector, generated: GeneratedFace) -> None:
        """Keep what the generator made of a face."""
        self._generated[face_index] = (aus, generated)

    def take_times(self) -> dict[str, float]:
        """Hand out, once, how long the frame took."""
        times_ms, self._times_ms = self._times_ms, {}
        return times_ms

    def frame_at(self, scale: float) -> Frame:
        """Return the frame reduced by a factor; the last one is kept."""
        if scale == 1:
            return self.frame
        if self._reduced[0] != scale:
            size = (max(1, round(self.frame.width * scale)), max(1, round(self.frame.height * scale)))
            rgb = np.asarray(cv2.resize(self.frame.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
            self._reduced = (scale, replace(self.frame, rgb=rgb))
        return self._reduced[1]

    def picture_from_frame(self, shape: tuple[int, ...]) -> Affine:
        """Make the map from the frame's pixels to those of the same picture of another size, (H, W, ...)."""
        return inverse_affine(scaling_affine(self.frame.width / shape[1], self.frame.height / shape[0]))


class StageClock:
    """Adds up how long the stages took."""

    def __init__(self, times_ms: Mapping[str, float] | None = None) -> None:
        self.times_ms = dict(times_ms or {})
        self._last_s = time.perf_counter()

    def stop(self, stage: str) -> None:
        """Count the time since the last stop for a stage."""
        now_s = time.perf_counter()
        self.times_ms[stage] = self.times_ms.get(stage, 0.0) + 1000 * (now_s - self._last_s)
        self._last_s = now_s

    def finish(self) -> dict[str, float]:
        """Return all stages and their total."""
        return {stage: self.times_ms.get(stage, 0.0) for stage in STAGES[:-1]} | {STAGES[-1]: sum(self.times_ms.values())}
