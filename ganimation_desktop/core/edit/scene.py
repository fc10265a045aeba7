"""What the animator caches of a frame between calls, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.geometry import Affine, compose_affine, inverse_affine, scaling_affine
from ganimation_desktop.core.edit.animation import STAGES
from ganimation_desktop.core.edit.backdrop import Backdrop
from ganimation_desktop.core.edit.conditions import FaceConditions
from ganimation_desktop.core.edit.generation import GeneratedFace
from ganimation_desktop.core.edit.protected import ProtectedPart
from ganimation_desktop.core.faces.face_reading import FaceReading, images_of, level_crop
from ganimation_desktop.core.faces.faces import Face, FaceBox, crop_from_box
from ganimation_desktop.core.faces.hidden_eyes import hidden_eyes_map
from ganimation_desktop.core.faces.protection import Protection, ProtectionMap, crop_share, frame_from_map, merged
from ganimation_desktop.core.faces.rims import Rims
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.imaging.tone_curve import ToneCurve
from ganimation_desktop.core.models.checkpoint import BOX_CROP
from ganimation_desktop.core.models.networks import Generator

N_SCALES = 3
"""At how many scales a frame is cached: that of a view at rest, a half and a quarter of it while a slider moves."""


@dataclass(frozen=True, eq=False)
class EncodedFaces:
    """The crops of all faces and their encoded features, on one device."""

    images: Tensor
    features: tuple[Tensor, ...]
    device: torch.device

    @classmethod
    def of(cls, faces: Sequence[Face], generator: Generator, device: torch.device) -> EncodedFaces:
        """Encode the crops of faces on the generator's device."""
        if not faces:
            return cls(torch.empty(0), (), device)
        images = images_of([face.crop for face in faces], device)
        return cls(images, generator.encode(images), device)

    def batch(self, indices: Sequence[int]) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Return images and features of some of the faces; one may be named more than once."""
        if list(indices) == list(range(len(self.images))):
            return self.images, self.features
        return self.images[indices], tuple(feature[indices] for feature in self.features)

    def joined(self, others: EncodedFaces) -> EncodedFaces:
        """These faces and others, on the device of the others."""
        if not len(self.images):
            return others
        images, *features = (
            torch.cat((tensor.to(others.device), other))
            for tensor, other in zip((self.images, *self.features), (others.images, *others.features), strict=True)
        )
        return EncodedFaces(images, tuple(features), others.device)


@dataclass(eq=False)
class _AtScale:
    """What is cached of a frame at one scale: the reduced frame, and by face index what lies behind and what is protected of it."""

    frame: Frame | None = None
    backdrops: dict[int, Backdrop] = field(default_factory=dict)
    protected: dict[int, tuple[Protection, NDArray[np.uint8], ProtectedPart | None]] = field(default_factory=dict)


class Scene:
    """A frame and what is known about it.

    Attributes
    ----------
    frame, faces
        The frame and its faces.
    readings
        The estimator's reading of each face; each is None without an estimator.
    encoded
        The encoded faces.

    Parameters
    ----------
    times_ms
        How long its stages took.
    conditions
        What is known already of the frame around each face; None for nothing.
    """

    def __init__(
        self,
        frame: Frame,
        faces: tuple[Face, ...],
        readings: tuple[FaceReading | None, ...],
        encoded: EncodedFaces,
        times_ms: Mapping[str, float],
        conditions: Sequence[FaceConditions | None] = (),
    ) -> None:
        self.frame = frame
        self.faces = faces
        self.readings = readings
        self.encoded = encoded
        self._times_ms = dict(times_ms)
        self._at_scales: dict[float, _AtScale] = {}
        self._generated: dict[int, tuple[FaceTarget, GeneratedFace]] = {}
        self._conditions = dict(enumerate(conditions))
        self._hidden_eyes: dict[int, ProtectionMap | None] = {}

    def add(self, others: Scene) -> None:
        """Append the faces of another scene of the same frame."""
        self.faces += others.faces
        self.readings += others.readings
        self.encoded = self.encoded.joined(others.encoded)

    def generated(self, face_index: int, target: FaceTarget) -> GeneratedFace | None:
        """Return the cached output for a face if its target is the same: a slider moves only one of many faces."""
        known_target, known = self._generated.get(face_index, (None, None))
        return known if known_target == target else None

    def remember(self, face_index: int, target: FaceTarget, generated: GeneratedFace) -> None:
        """Cache the generator's output for a face."""
        self._generated[face_index] = (target, generated)

    def backdrop(self, face_index: int, scale: float) -> Backdrop:
        """The backdrop of a face in the frame reduced by a factor; cached for the last `N_SCALES` factors."""
        backdrops = self._at_scale(scale).backdrops
        known = backdrops.get(face_index)
        if known is None:
            rgb = self.frame_at(scale).rgb
            reading = self.readings[face_index]
            eyes = None if reading is None else reading.eyes
            face, frame_from_found = self.faces[face_index], self.picture_from_frame(rgb.shape)
            frame_from_crop = compose_affine(frame_from_found, face.crop.frame_from_crop)
            surroundings = partial(self.conditions(face_index).surroundings, rgb, face, frame_from_crop, scale)
            known = backdrops[face_index] = Backdrop(rgb, face, frame_from_found, surroundings, eyes)
        return known

    def conditions(self, face_index: int) -> FaceConditions:
        """What the frame is like around a face."""
        known = self._conditions.get(face_index)
        if known is None:
            known = self._conditions[face_index] = FaceConditions()
        return known

    def tone(self, face_index: int) -> ToneCurve | None:
        """The tone curve of a face's crop; None unless it is toned."""
        return self.conditions(face_index).tone(self.faces[face_index])

    def reading_crops(self, shape: tuple[int, ...]) -> list[Affine]:
        """Maps from the estimator's crop of each face that was read to the same picture of another size, (H, W, ...)."""
        picture_from_frame = self.picture_from_frame(shape)
        return [compose_affine(picture_from_frame, reading.crop.frame_from_crop) for reading in self.readings if reading is not None]

    def hidden_eyes(self, face_index: int) -> ProtectionMap | None:
        """What may not be edited around the eyes of a face because dark glasses hide them; None for eyes that are seen."""
        if face_index not in self._hidden_eyes:
            face = self.faces[face_index]
            self._hidden_eyes[face_index] = hidden_eyes_map(face, self.conditions(face_index).hidden(face))
        return self._hidden_eyes[face_index]

    def rims(self, face_index: int) -> Rims | None:
        """The rims of glasses before a face; None without glasses."""
        return self.conditions(face_index).rims(self.frame.rgb, self.faces[face_index])

    def protected(self, face_index: int, protection: Protection, frame_rgb: NDArray[np.uint8], scale: float) -> ProtectedPart | None:
        """What may not be edited of a face in the frame reduced by a factor, (H, W, 3), perhaps with edits; None for nothing.

        It is cached like the frame, unless the picture can change.
        """
        parts = self._at_scale(scale).protected
        known_protection, known_rgb, known = parts.get(face_index, (None, None, None))
        if known_rgb is not frame_rgb or known_protection != protection:
            face = self.faces[face_index]
            rims = self.rims(face_index)
            everything = merged(merged(protection.map_for(face), self.hidden_eyes(face_index)), None if rims is None else rims.protected)
            things = merged(protection.painted, None if rims is None else rims.covered)
            known = None
            if everything is not None:
                frame_from_protected = compose_affine(self.picture_from_frame(frame_rgb.shape), frame_from_map(face))
                known = ProtectedPart(everything, frame_from_protected, frame_rgb, things, crop_share(everything, face))
            if not frame_rgb.flags.writeable:
                parts[face_index] = protection, frame_rgb, known
        return known

    def take_times(self) -> dict[str, float]:
        """Return how long the frame took; only once."""
        times_ms, self._times_ms = self._times_ms, {}
        return times_ms

    def frame_at(self, scale: float) -> Frame:
        """Return the frame reduced by a factor; cached for the last `N_SCALES` factors."""
        if scale == 1:
            return self.frame
        cached = self._at_scale(scale)
        if cached.frame is None:
            size = (max(1, round(self.frame.width * scale)), max(1, round(self.frame.height * scale)))
            rgb = np.asarray(cv2.resize(self.frame.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
            cached.frame = replace(self.frame, rgb=rgb)
        return cached.frame

    def prepare(self, scale: float) -> Iterator[None]:
        """Make what is cached of the frame at a scale, a part in every step: the reduced frame, then what lies behind each face."""
        self.frame_at(scale)
        yield
        for index in range(len(self.faces)):
            self.tone(index)
            self.rims(index)
            self.hidden_eyes(index)
            self.backdrop(index, scale).prepare()
            yield

    def _at_scale(self, scale: float) -> _AtScale:
        """What is cached at a scale; of `N_SCALES` others the one that was not asked for longest makes room for a new one."""
        cached = self._at_scales.pop(scale, None) or _AtScale()
        while len(self._at_scales) >= N_SCALES:
            del self._at_scales[next(iter(self._at_scales))]
        self._at_scales[scale] = cached
        return cached

    def picture_from_frame(self, shape: tuple[int, ...]) -> Affine:
        """Make the map from the frame's pixels to those of the same picture of another size, (H, W, ...)."""
        return inverse_affine(scaling_affine(self.frame.width / shape[1], self.frame.height / shape[0]))


class StageClock:
    """Adds up how long the stages took."""

    def __init__(self, times_ms: Mapping[str, float] | None = None) -> None:
        self.times_ms = dict(times_ms or {})
        self._last_s = time.perf_counter()

    def stop(self, stage: str) -> None:
        """Add the time since the last stop to a stage."""
        now_s = time.perf_counter()
        self.times_ms[stage] = self.times_ms.get(stage, 0.0) + 1000 * (now_s - self._last_s)
        self._last_s = now_s

    def finish(self) -> dict[str, float]:
        """Return all stages and their total."""
        return {stage: self.times_ms.get(stage, 0.0) for stage in STAGES[:-1]} | {STAGES[-1]: sum(self.times_ms.values())}


def cut_face(frame: Frame, box: FaceBox, reading: FaceReading | None, size_px: int, crop_geometry: str) -> Face:
    """Crop a face as a generator of that crop size and geometry was trained; without a reading, from its box."""
    if reading is None:
        no_aus = np.zeros(N_AUS, np.float32)
        no_aus.setflags(write=False)
        return Face(box, None, crop_from_box(frame.rgb, box, size_px), no_aus)
    if crop_geometry == BOX_CROP:
        crop = crop_from_box(frame.rgb, replace(box, roll_deg=0.0), size_px)
    else:
        crop = level_crop(frame.rgb, reading.landmarks_px, reading.crop, size_px)
    return Face(box, reading.landmarks_px, crop, reading.aus, reading.sided_aus)
