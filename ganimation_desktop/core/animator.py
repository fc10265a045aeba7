"""The whole way of one frame: `set_frame` detects, crops, estimates and encodes; `animate` generates and composites.

Read this first if you read one file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector, checked_au_vector
from ganimation_desktop.core.animation import EDITED, Animation, FaceAnimation
from ganimation_desktop.core.checkpoint import BOX_CROP, CheckpointError, CheckpointMetadata, load_checkpoint
from ganimation_desktop.core.compositing import CropMasks, Patch, composite_face
from ganimation_desktop.core.devices import pick_device
from ganimation_desktop.core.face_reading import FaceReader, FaceReading, images_of, level_crop
from ganimation_desktop.core.faces import Face, FaceBox, FaceDetector, crop_from_box
from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.generation import GeneratedFace, generated_faces
from ganimation_desktop.core.geometry import compose_affine
from ganimation_desktop.core.models import default_estimator_path, default_generator_path
from ganimation_desktop.core.networks import FaceEstimator, Generator
from ganimation_desktop.core.scene import EncodedFaces, Scene, StageClock

__all__ = ["Animation", "Animator", "FaceAnimation"]

SAME_AUS = 1e-6
"""Targets that differ from the source by no more than this change nothing."""

log = logging.getLogger(__name__)

_T = TypeVar("_T")


class Animator:
    """Detection, estimation, generation and compositing behind two calls, like `set_image` and `predict` of a segmenter.

    `set_frame` does what depends on the frame alone, once; each `animate` then costs one decoder pass and the compositing.
    An animator belongs to one thread.
    """

    def __init__(
        self,
        generator: Generator,
        generator_metadata: CheckpointMetadata,
        estimator: FaceEstimator | None,
        detector: FaceDetector,
        device: str = "auto",
    ) -> None:
        self._generator = generator.eval()
        self._metadata = generator_metadata
        self._reader = None if estimator is None else FaceReader(estimator)
        self._detector = detector
        self._notices: list[str] = []
        if estimator is None:
            self._notices.append("There is no face estimator: expressions start from zero and are not measured.")
        self._scene: Scene | None = None
        self._move_to(pick_device(device))

    @classmethod
    def load(cls, model: Path | None = None, device: str = "auto") -> Animator:
        """Build an animator from a checkpoint file, by default the bundled one, and the bundled face estimator.

        Parameters
        ----------
        model
            Checkpoint of a generator.
        device
            "auto", "cpu", "cuda" or "mps".

        Raises
        ------
        CheckpointError
            If a checkpoint cannot be used.
        FileNotFoundError
            If the generator's checkpoint is missing.
        ValueError
            If there is no such device.
        """
        pick_device(device)
        path = default_generator_path() if model is None else model
        loaded = load_checkpoint(path)
        if not isinstance(loaded.network, Generator):
            raise CheckpointError(path, f"is a checkpoint of kind {loaded.metadata.kind}, not a generator")
        return cls(loaded.network, loaded.metadata, _load_estimator(default_estimator_path()), FaceDetector(), device)

    @property
    def device(self) -> torch.device:
        """Where the networks run now."""
        return self._device

    @property
    def generator_metadata(self) -> CheckpointMetadata:
        """What the generator's checkpoint says about itself."""
        return self._metadata

    @property
    def reads_faces(self) -> bool:
        """Whether there is a face estimator; without one, landmarks and AUs are not known."""
        return self._reader is not None

    def read(self, frame: Frame, boxes: Sequence[FaceBox]) -> tuple[FaceReading | None, ...]:
        """Read faces without remembering the frame; each is None without an estimator."""
        return self._guarded(lambda: self._read(frame, boxes))

    def follow(self, frame: Frame, before: Sequence[FaceReading]) -> tuple[FaceReading, ...]:
        """Read the faces of the next frame of a video, where they were a moment before, without remembering the frame."""
        reader = self._reader
        if reader is None:
            raise ValueError("there is no face estimator to follow faces with")
        return self._guarded(lambda: reader.follow(frame.rgb, before, self._device))

    def set_frame(
        self, frame: Frame, *, boxes: Sequence[FaceBox] | None = None, readings: Sequence[FaceReading | None] | None = None
    ) -> tuple[Face, ...]:
        """Find the faces of a frame and remember them, with all that does not depend on the targets.

        Parameters
        ----------
        frame
            The frame.
        boxes
            Where its faces are, if that is known; otherwise they are looked for.
        readings
            What the faces in `boxes` show, if that is known too; otherwise it is read.

        Returns
        -------
        tuple of Face
            The faces in the order of `boxes`, or the largest first; empty when there is none.
        """
        self._scene = None
        clock = StageClock()
        if boxes is None:
            boxes = self._detector.detect(frame.rgb)
        clock.stop("detect")
        readings = self.read(frame, boxes) if readings is None else tuple(readings)
        clock.stop("estimate")
        faces = tuple(self._face(frame, box, reading) for box, reading in zip(boxes, readings, strict=True))
        encoded = self._guarded(lambda: self._encode(faces))
        clock.stop("encode")
        self._scene = Scene(frame, faces, readings, encoded, clock.times_ms)
        return faces

    def animate(self, targets: Mapping[int, AuVector] | AuVector, *, scale: float = 1.0) -> Animation:
        """Change the expressions of the frame's faces.

        Parameters
        ----------
        targets
            The Action Units wanted, (17,) in 0..1: by face index, or one vector for all faces. Faces that are not named stay.
        scale
            Below 1, edit a frame reduced by this factor: what a view shows while a slider is dragged.

        Returns
        -------
        Animation
            One entry per face. A face whose targets are its own AUs is not touched.

        Raises
        ------
        ValueError
            If no frame is set, a face index or AU vector is invalid, or the scale is not in (0, 1].
        """
        scene = self._require_scene()
        if not 0 < scale <= 1:
            raise ValueError(f"the scale is {scale:g}, outside (0, 1]")
        wanted = _targets_by_face(targets, scene.faces)
        clock = StageClock(scene.take_times())
        changed = [index for index, face in enumerate(scene.faces) if np.abs(wanted[index] - face.aus).max() > SAME_AUS]
        generated = self._guarded(lambda: self._generate(scene, changed, wanted))
        clock.stop("generate")
        frame = scene.frame_at(scale)
        patches = _composite(frame, scene, {index: masks.crop_masks for index, masks in generated.items()})
        clock.stop("composite")
        faces = tuple(
            _face_animation(face, wanted[index], generated.get(index), patches.get(index)) for index, face in enumerate(scene.faces)
        )
        return Animation(frame, faces, clock.finish(), scale, tuple(self._notices))

    def measure(self, result: Animation | NDArray[np.uint8]) -> tuple[AuVector, ...]:
        """Estimate the Action Units that the frame's faces show in an edited picture.

        Parameters
        ----------
        result
            The outcome of `animate` for the frame that is set, or a picture of that frame at any size, (H, W, 3) uint8.

        Returns
        -------
        tuple of AuVector
            One vector per face; zeros without an estimator.
        """
        scene = self._require_scene()
        reader = self._reader
        if reader is None:
            return tuple(face.aus for face in scene.faces)
        picture_rgb = result.composite() if isinstance(result, Animation) else result
        picture_from_frame = scene.picture_from_frame(picture_rgb.shape)
        crops = [compose_affine(picture_from_frame, reading.crop.frame_from_crop) for reading in scene.readings if reading is not None]
        return self._guarded(lambda: reader.measure(picture_rgb, crops, self._device))

    def _require_scene(self) -> Scene:
        if self._scene is None:
            raise ValueError("no frame is set")
        return self._scene

    def _read(self, frame: Frame, boxes: Sequence[FaceBox]) -> tuple[FaceReading | None, ...]:
        if self._reader is None:
            return (None,) * len(boxes)
        return self._reader.read(frame.rgb, boxes, self._device)

    def _face(self, frame: Frame, box: FaceBox, reading: FaceReading | None) -> Face:
        """Cut a face as the generator was trained to see it."""
        size_px = self._generator.image_size
        if reading is None:
            no_aus = np.zeros(N_AUS, np.float32)
            no_aus.setflags(write=False)
            return Face(box, None, crop_from_box(frame.rgb, box, size_px), no_aus)
        if self._metadata.crop_geometry == BOX_CROP:
            crop = crop_from_box(frame.rgb, replace(box, roll_deg=0.0), size_px)
        else:
            crop = level_crop(frame.rgb, reading.landmarks_px, reading.crop, size_px)
        return Face(box, reading.landmarks_px, crop, reading.aus)

    def _encode(self, faces: Sequence[Face]) -> EncodedFaces:
        if not faces:
            return EncodedFaces(torch.empty(0), (), self._device)
        images = images_of([face.crop for face in faces], self._device)
        return EncodedFaces(images, self._generator.encode(images), self._device)

    def _generate(self, scene: Scene, changed: Sequence[int], wanted: Sequence[AuVector]) -> dict[int, GeneratedFace]:
        """Run the decoder, in one batch, for the faces that change and were not generated with these targets before."""
        known = {index: scene.generated(index, wanted[index]) for index in changed}
        for index, face in self._decode(scene, [index for index in changed if known[index] is None], wanted).items():
            scene.remember(index, wanted[index], face)
            known[index] = face
        return {index: face for index, face in known.items() if face is not None}

    def _decode(self, scene: Scene, changed: Sequence[int], wanted: Sequence[AuVector]) -> dict[int, GeneratedFace]:
        if not changed:
            return {}
        if scene.encoded.device != self._device:
            scene.encoded = self._encode(scene.faces)
        images, features = scene.encoded.images, scene.encoded.features
        if len(changed) < len(scene.faces):
            images, features = images[changed], tuple(feature[changed] for feature in features)
        sources = [scene.faces[index].aus if self._generator.conditioning == "relative" else 0.0 for index in changed]
        aus = np.stack([wanted[index] - source for index, source in zip(changed, sources, strict=True)])
        output = self._generator.decode(features, images, torch.from_numpy(aus).to(self._device))
        return dict(zip(changed, generated_faces(output, images), strict=True))

    def _guarded(self, work: Callable[[], _T]) -> _T:
        """Run networks; when the graphics memory does not suffice, run them on the CPU from now on."""
        with torch.inference_mode():
            try:
                return work()
            except RuntimeError as error:
                if self._device.type == "cpu" or "out of memory" not in str(error):
                    raise
                notice = f"The memory of the device {self._device} ran out; the program goes on with the CPU."
            log.warning(notice)
            self._notices.append(notice)
            self._move_to(torch.device("cpu"))
            return work()

    def _move_to(self, device: torch.device) -> None:
        self._device = device
        self._generator.to(device)
        if self._reader is not None:
            self._reader.to(device)


def _load_estimator(path: Path) -> FaceEstimator | None:
    if not path.is_file():
        return None
    network = load_checkpoint(path).network
    if not isinstance(network, FaceEstimator):
        raise CheckpointError(path, "is not a checkpoint of the face estimator")
    return network


def _targets_by_face(targets: Mapping[int, AuVector] | AuVector, faces: Sequence[Face]) -> list[AuVector]:
    """Checked targets for every face; a face that is not named keeps its AUs."""
    if not isinstance(targets, Mapping):
        targets = dict.fromkeys(range(len(faces)), targets)
    beyond = sorted(set(targets) - set(range(len(faces))))
    if beyond:
        raise ValueError(f"there is no face {beyond[0]} among {len(faces)}")
    wanted = [checked_au_vector(targets[index]) if index in targets else face.aus for index, face in enumerate(faces)]
    for vector in wanted:
        vector.setflags(write=False)
    return wanted


def _composite(frame: Frame, scene: Scene, masks: Mapping[int, CropMasks]) -> dict[int, Patch | None]:
    """Composite face after face, each onto the patches before it that it overlaps, so that none undoes another."""
    frame_from_scene = scene.picture_from_frame(frame.rgb.shape)
    canvas_rgb = frame.rgb
    patches: dict[int, Patch | None] = {}
    for number, (index, crop_masks) in enumerate(masks.items(), start=1):
        frame_from_crop = compose_affine(frame_from_scene, scene.faces[index].crop.frame_from_crop)
        patch = composite_face(canvas_rgb, frame_from_crop, crop_masks)
        patches[index] = patch
        if patch is not None and number < len(masks):
            canvas_rgb = canvas_rgb if canvas_rgb.flags.writeable else canvas_rgb.copy()
            patch.paste_into(canvas_rgb)
    return patches


def _face_animation(face: Face, target_aus: AuVector, generated: GeneratedFace | None, patch: Patch | None) -> FaceAnimation:
    if generated is None:
        attention = np.ones((face.crop.size_px, face.crop.size_px), np.float32)
        attention.setflags(write=False)
        return FaceAnimation(face, target_aus, attention, face.crop.rgb, None, None, 0.0)
    masks = generated.crop_masks
    share_edited = float((1 - masks.attention > EDITED).mean())
    return FaceAnimation(face, target_aus, masks.attention, generated.color_rgb, masks.flow, patch, share_edited)
