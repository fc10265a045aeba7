"""The whole pipeline of one frame: `set_frame` detects, crops, estimates and encodes; `animate` generates and composites.

If you read only one file, read this one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.gaze import Gaze
from ganimation_desktop.core.base.geometry import Rectangle
from ganimation_desktop.core.edit.animation import Animation, FaceAnimation
from ganimation_desktop.core.edit.close_up import CloseUps
from ganimation_desktop.core.edit.conditions import FaceConditions
from ganimation_desktop.core.edit.edited_photo import EditedPhoto
from ganimation_desktop.core.edit.frame_reader import FrameReader
from ganimation_desktop.core.edit.influence import Influences
from ganimation_desktop.core.edit.loaded_model import LoadedModel, ModelOwner
from ganimation_desktop.core.edit.rendering import render_faces
from ganimation_desktop.core.edit.scene import Scene, StageClock
from ganimation_desktop.core.edit.targets import Expression, Protections, Targets, protections_of, targets_of, targets_towards
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.faces.face_choice import Search
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.face_search import FoundFace
from ganimation_desktop.core.faces.faces import Face, FaceBox
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.imaging.frames import Frame, ImageLike, Photo, photo_of
from ganimation_desktop.core.models.checkpoint import CheckpointMetadata
from ganimation_desktop.core.models.devices import pick_device
from ganimation_desktop.core.models.installed import default_estimator_path, default_generator_path, load_estimator, load_generator
from ganimation_desktop.core.models.networks import FaceEstimator, Generator

__all__ = ["Animation", "Animator", "FaceAnimation"]


class Animator(ModelOwner):
    """Detection, estimation, generation and compositing behind two calls, like `set_image` and `predict` of a segmenter.

    `set_frame` does what depends on the frame alone, once; each `animate` then costs one decoder pass and the compositing.
    `set_image` and `edit` are the same for a picture from a file or an array and single Action Units. An animator belongs to one thread.
    """

    def __init__(
        self,
        generator: Generator,
        generator_metadata: CheckpointMetadata,
        estimator: FaceEstimator | None,
        detector: FaceDetector,
        device: str = "auto",
        files: Mapping[str, Path] | None = None,
    ) -> None:
        self._model = LoadedModel(generator, generator_metadata, estimator, pick_device(device), files)
        self._reader = FrameReader(detector, estimator, self._model.networks)
        if estimator is None:
            self._model.networks.notices.append("No face estimator is installed: expressions start from zero and are not measured.")
        self._close_ups = CloseUps(self._model)
        self._influences = Influences(self._model)
        self._scene: Scene | None = None
        self._photo: Photo | None = None

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
            If a checkpoint is missing or cannot be used.
        ValueError
            If there is no such device.
        """
        pick_device(device)
        generator, metadata = load_generator(model)
        estimator = load_estimator() if default_estimator_path().is_file() else None
        files = {"generator": model or default_generator_path(), "estimator": default_estimator_path()}
        return cls(generator, metadata, estimator, FaceDetector(), device, files)

    def beside(self) -> Animator:
        """Make an animator of the same model that knows no frame yet, for another thread. Only one of the two may search for faces."""
        other = copy.copy(self)
        other._close_ups, other._influences = CloseUps(self._model), Influences(self._model)
        other._scene = other._photo = None
        return other

    def trace(self) -> None:
        """Have the networks run without Python between their steps from now on, so that other threads can; the values are the same."""
        self._model.trace()
        self._reader.trace()

    @property
    def reads_faces(self) -> bool:
        """Whether there is a face estimator; without one, landmarks and AUs are unknown."""
        return self._reader.reads_faces

    @property
    def readings(self) -> tuple[FaceReading | None, ...]:
        """The estimator's readings of the faces of the current frame, in their order; each is None without an estimator."""
        return self._require_scene().readings

    @property
    def conditions(self) -> tuple[FaceConditions, ...]:
        """What the current frame is like around each of its faces, as far as it was needed."""
        scene = self._require_scene()
        return tuple(map(scene.conditions, range(len(scene.faces))))

    def read(self, frame: Frame, boxes: Sequence[FaceBox]) -> tuple[FaceReading | None, ...]:
        """Read faces without remembering the frame; each is None without an estimator."""
        return self._reader.read(frame, boxes)

    def follow(self, frame: Frame, before: Sequence[FaceReading]) -> tuple[FaceReading, ...]:
        """Read the faces of the next frame of a video, starting from their last readings, without remembering the frame."""
        return self._reader.follow(frame, before)

    def set_frame(
        self,
        frame: Frame,
        *,
        boxes: Sequence[FaceBox] | None = None,
        readings: Sequence[FaceReading | None] | None = None,
        conditions: Sequence[FaceConditions | None] = (),
        search: Search = Search.FIRST,
    ) -> tuple[Face, ...]:
        """Find and remember the faces of a frame, with everything that does not depend on the targets.

        Parameters
        ----------
        frame
            The frame.
        boxes
            Its faces, if known; otherwise they are detected.
        readings
            Readings of the faces in `boxes`, if known too; otherwise they are read.
        conditions
            What the frame is like around each of these faces, if known from `conditions` after a frame shortly before; otherwise it is
            measured.
        search
            How thoroughly to search for faces, without `boxes`.

        Returns
        -------
        tuple of Face
            The faces in the order of `boxes`, or the largest first; empty when there is none.
        """
        if not isinstance(frame, Frame):
            raise TypeError(f"`set_frame` takes a Frame, not {type(frame).__name__}; `set_image` takes files and arrays")
        self._scene = self._photo = None
        clock = StageClock()
        if boxes is None:
            found = self._reader.find(frame, search, clock)
        else:
            known = map(FoundFace, boxes, [None] * len(boxes) if readings is None else readings)
            found = self._reader.completed(frame, tuple(known))
        clock.stop("estimate")
        self._scene = self._model.encode(frame, found, clock, conditions)
        return self._scene.faces

    def search(self) -> Iterator[tuple[Face, ...]]:
        """Search the current frame thoroughly; after every short step, return the faces that it added. Ends when another frame is set."""
        scene = self._require_scene()
        known = tuple(FoundFace(face.box, reading) for face, reading in zip(scene.faces, scene.readings, strict=True))
        for found in self._reader.search(scene.frame, known):
            if scene is not self._scene:
                return
            if found:
                scene.add(self._model.encode(scene.frame, found, StageClock()))
            yield scene.faces[-len(found) :] if found else ()

    def set_image(self, image: ImageLike) -> tuple[Face, ...]:
        """Find the faces of a still picture, the largest first, and remember them, as `set_frame` does.

        Parameters
        ----------
        image
            A path, an (H, W, 3) uint8 sRGB array, a photo or a frame.
        """
        photo = photo_of(image)
        faces = self.set_frame(photo.frame)
        self._photo = photo
        return faces

    def edit(
        self,
        expression: Expression,
        *,
        face: int | None = 0,
        strength: float = 1.0,
        gaze: Gaze | None = None,
        protect: Protections | None = None,
    ) -> EditedPhoto:
        """Change the expression in the picture given to `set_image`.

        Parameters
        ----------
        expression
            Intensities in 0..1 of single Action Units by code ("AU12"; "AU12_L" is the person's own left) or by position (8), while the
            others stay as detected; or a preset, or all 17, or a target with sides.
        face
            Which face, 0 the largest; None for all of them.
        strength
            How far to go from the detected expression to that one, 0..1.
        gaze
            Target gaze, as in `animate`.
        protect
            What may not change: a picture of the photo's size, (H, W), bool, uint8 or in 0..1, whose largest value keeps the photo's own
            pixel bit for bit; or protections.

        Raises
        ------
        ValueError
            If no image is set, it has no such face, a value is invalid, or `protect` has another size.
        """
        if self._photo is None:
            raise ValueError("no image is set: call `set_image` first")
        faces = self._require_scene().faces
        targets = targets_towards(expression, faces, face, strength)
        protections = protections_of(protect, {index: faces[index] for index in targets}, self._photo.frame)
        edit = self.animate(targets, gaze=None if gaze is None else dict.fromkeys(targets, gaze), protect=protections)
        return EditedPhoto(self._photo, edit)

    def animate(
        self,
        targets: Targets,
        *,
        gaze: Mapping[int, Gaze] | Gaze | None = None,
        scale: float = 1.0,
        visible: Rectangle | None = None,
        protect: Protections | None = None,
        draft: bool = False,
    ) -> Animation:
        """Change the expressions of the frame's faces.

        Parameters
        ----------
        targets
            By face index, or one for all faces: targets, or Action Units, (17,) in 0..1. Faces that are not named
            stay.
        gaze
            Where the eyes are to look, relative to the photo: to the right in the picture and up, each in -1..1. By face index, or one
            for all faces; by default that of the targets.
        scale
            Below 1, edit a frame reduced by this factor, as a view does while a slider is dragged.
        visible
            The part of the frame that matters, in its pixels; None for all of it.
        protect
            What may not change: of each face by its index, the same for all faces, or a picture of the frame's size as `edit` takes it.
        draft
            Composite faster and less exactly, while a slider is dragged.

        Returns
        -------
        Animation
            One entry per face. A face whose targets equal its own AUs and gaze stays unchanged.

        Raises
        ------
        ValueError
            If no frame is set, a face index, AU vector or gaze is invalid, the generator cannot move the gaze, or the scale is not in
            (0, 1].
        """
        scene = self._require_scene()
        if not 0 < scale <= 1:
            raise ValueError(f"the scale is {scale:g}, outside (0, 1]")
        by_face = targets_of(targets, gaze, scene.faces, moves_gaze=self.moves_gaze)
        clock = StageClock(scene.take_times())
        generated = self._model.generate(scene, by_face)
        clock.stop("generate")
        protections = protections_of(protect, dict(enumerate(scene.faces)), scene.frame)
        faces = render_faces(scene, scale, by_face, generated, self._model.texture, visible, protections, clock, draft=draft)
        return Animation(scene.frame_at(scale), faces, clock.finish(), scale, tuple(self._model.networks.notices), visible, draft)

    def prepare(self, scale: float) -> Iterator[None]:
        """Make what `animate` caches of the current frame at a scale, a part in every step."""
        return self._require_scene().prepare(scale)

    def close_up(
        self, face_index: int, target: FaceTarget | AuVector, side_px: int, protect: Protection = UNPROTECTED
    ) -> NDArray[np.uint8]:
        """Show one face of the frame with another expression in a small picture of it alone, (side, side, 3) uint8.

        What `animate` remembers of the frame stays.
        """
        return self._close_ups.show(self._require_scene(), face_index, side_px, target, protect)

    def explain(self, face_index: int = 0, units: Sequence[int] = range(N_AUS)) -> NDArray[np.float32]:
        """How much each pixel of a face's crop depends on Action Units, by their positions: (len(units), S, S) float32 in 0..1.

        It is the change of the pixel when one Action Unit goes to the farther end of its range, relative to the most that it changes
        anywhere in the crop. What `animate` remembers of the frame stays.

        Raises
        ------
        ValueError
            If no frame is set, or there is no such face or Action Unit.
        """
        scene = self._require_scene()
        if not 0 <= face_index < len(scene.faces):
            raise ValueError(f"there is no face {face_index} among {len(scene.faces)}")
        return np.stack([self._influences.of_unit(scene, face_index, unit) for unit in units])

    def measure(self, result: Animation | NDArray[np.uint8]) -> tuple[AuVector, ...]:
        """Estimate the Action Units of the frame's faces in an edited picture, one vector per face; as they were without an estimator.

        Parameters
        ----------
        result
            The result of `animate` for the current frame, or a picture of that frame at any size, (H, W, 3) uint8.
        """
        scene = self._require_scene()
        if not self.reads_faces:
            return tuple(face.aus for face in scene.faces)
        picture_rgb = result.composite() if isinstance(result, Animation) else result
        return self._reader.measure(picture_rgb, scene.reading_crops(picture_rgb.shape))

    def _require_scene(self) -> Scene:
        if self._scene is None:
            raise ValueError("no frame is set")
        return self._scene
