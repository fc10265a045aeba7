"""A generator as it is loaded: on its device, with its crop geometry and its sets of teeth; it knows no frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.behind import MouthTexture
from ganimation_desktop.core.edit.conditions import FaceConditions
from ganimation_desktop.core.edit.decoding import generate_faces
from ganimation_desktop.core.edit.generation import GeneratedFace, check_teeth, mouth_textures
from ganimation_desktop.core.edit.scene import EncodedFaces, Scene, StageClock, cut_face
from ganimation_desktop.core.faces.face_search import FoundFace
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.models.checkpoint import CheckpointMetadata
from ganimation_desktop.core.models.networks import FaceEstimator, Generator, TracedGenerator
from ganimation_desktop.core.models.on_device import NetworksOnDevice


class LoadedModel:
    """A generator that encodes the faces of frames and decodes them for targets.

    Attributes
    ----------
    generator, metadata
        The network, and the metadata of its checkpoint.
    networks
        Runs the generator, and the estimator beside it, on the device.
    teeth
        The chosen set of teeth, from 1; None for the default.

    Parameters
    ----------
    files
        The checkpoints, "generator" and "estimator"; errors name them.
    """

    def __init__(
        self,
        generator: Generator,
        metadata: CheckpointMetadata,
        estimator: FaceEstimator | None,
        device: torch.device,
        files: Mapping[str, Path] | None = None,
    ) -> None:
        self.generator = generator
        self.metadata = metadata
        self.networks = NetworksOnDevice(generator, estimator, device)
        self.networks.files = files or {}
        self.teeth: int | None = None
        self._running = generator
        self._textures = mouth_textures(generator)

    @property
    def moves_gaze(self) -> bool:
        """Whether the generator has inputs for the gaze."""
        return self.generator.n_gaze > 0

    @property
    def n_teeth(self) -> int:
        """Number of sets of teeth of the generator; 0 if it has none."""
        return len(self._textures)

    @property
    def texture(self) -> MouthTexture | None:
        """The mouth texture of the chosen set of teeth; None for a generator without layers."""
        return self._textures[(self.teeth or 1) - 1] if self._textures else None

    def choose_teeth(self, number: int | None) -> None:
        """Choose a set of teeth, from 1; None for the default. Raises `ValueError` if there is no such set."""
        check_teeth(number, self.n_teeth)
        self.teeth = number

    def trace(self) -> None:
        """Have the generator run without Python between its steps from now on, where it can; the values are the same."""
        if self.generator.traceable and self._running is self.generator:
            self._running = TracedGenerator(self.generator)

    def encode(
        self, frame: Frame, found: Sequence[FoundFace], clock: StageClock, conditions: Sequence[FaceConditions | None] = ()
    ) -> Scene:
        """Crop the faces of a frame as the generator was trained, and encode them; the clock records it.

        `conditions` is what is known already of the frame around each face.
        """
        size_px, geometry = self.generator.image_size, self.metadata.crop_geometry
        faces = tuple(cut_face(frame, face.box, face.reading, size_px, geometry) for face in found)
        encoded = self.networks.run(lambda: EncodedFaces.of(faces, self._running, self.networks.device))
        clock.stop("encode")
        return Scene(frame, faces, tuple(face.reading for face in found), encoded, clock.times_ms, conditions)

    def generate(self, scene: Scene, targets: Sequence[FaceTarget]) -> dict[int, GeneratedFace]:
        """Run the decoder for the faces of a scene that change, by number; `targets` has one entry per face."""
        return self.networks.run(lambda: generate_faces(scene, targets, self._running, self.networks.device))


class ModelOwner:
    """What an animator's callers may ask about its model, and choose of it."""

    _model: LoadedModel

    @property
    def device(self) -> torch.device:
        """The device that the networks run on."""
        return self._model.networks.device

    @property
    def halves_precision(self) -> bool:
        """Whether the generator multiplies in bfloat16."""
        return self._model.networks.halves_precision

    @property
    def generator_metadata(self) -> CheckpointMetadata:
        """Metadata of the generator's checkpoint."""
        return self._model.metadata

    @property
    def moves_gaze(self) -> bool:
        """Whether the generator has inputs for the gaze."""
        return self._model.moves_gaze

    @property
    def teeth(self) -> int | None:
        """The chosen set of teeth, from 1; None for the default."""
        return self._model.teeth

    @property
    def n_teeth(self) -> int:
        """Number of sets of teeth of the generator; 0 if it has none."""
        return self._model.n_teeth

    def choose_teeth(self, number: int | None) -> None:
        """Choose the set of teeth in opened mouths, from 1; None for the default.

        Raises
        ------
        ValueError
            If the generator has no such set.
        """
        self._model.choose_teeth(number)
