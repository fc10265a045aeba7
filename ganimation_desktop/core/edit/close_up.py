"""One face of a scene in a small picture of it alone, to see many expressions on it at little cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.geometry import Affine, compose_affine, inverse_affine
from ganimation_desktop.core.edit.animation import Animation
from ganimation_desktop.core.edit.loaded_model import LoadedModel
from ganimation_desktop.core.edit.rendering import render_faces
from ganimation_desktop.core.edit.scene import EncodedFaces, Scene
from ganimation_desktop.core.edit.targets import targets_of
from ganimation_desktop.core.faces.faces import crop_by_affine
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.imaging.frames import Frame

SHOWN_SHARE = 0.84
"""Share of the crop's side that the picture shows: the face without what is around it."""


class CloseUp(Scene):
    """A level, square picture of one face, which takes the place of the frame.

    Parameters
    ----------
    scene
        The frame with its faces; it is left as it is.
    face_index
        Which face.
    side_px
        Side of the picture.
    share
        Share of the crop's side that it shows.
    """

    def __init__(self, scene: Scene, face_index: int, side_px: int, share: float = SHOWN_SHARE) -> None:
        images, features = scene.encoded.batch([face_index])
        face = scene.faces[face_index]
        super().__init__(scene.frame, (face,), (scene.readings[face_index],), EncodedFaces(images, features, scene.encoded.device), {})
        step = share * face.crop.size_px / side_px
        start = (face.crop.size_px - 1) / 2 - step * (side_px - 1) / 2
        frame_from_picture = compose_affine(face.crop.frame_from_crop, np.array([[step, 0, start], [0, step, start]]))
        self._picture = Frame(crop_by_affine(scene.frame.rgb, frame_from_picture, side_px).rgb)
        self._picture_from_frame = inverse_affine(frame_from_picture)

    def frame_at(self, scale: float) -> Frame:
        """The picture, whatever the scale."""
        return self._picture

    def picture_from_frame(self, shape: tuple[int, ...]) -> Affine:
        """Make the map from the frame's pixels to those of the picture."""
        return self._picture_from_frame


class CloseUps:
    """Pictures of one face with many expressions; the face that was shown last is kept.

    Parameters
    ----------
    model
        The generator.
    """

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        self._known: tuple[Scene, tuple[int, int], CloseUp] | None = None

    def show(
        self, scene: Scene, face_index: int, side_px: int, target: FaceTarget | AuVector, protection: Protection = UNPROTECTED
    ) -> NDArray[np.uint8]:
        """Return a picture of a face with other Action Units, (side, side, 3) uint8.

        Parameters
        ----------
        scene, face_index
            The frame, and which of its faces.
        side_px
            Side of the picture.
        target
            The target.
        protection
            What may not change.
        """
        known = self._known
        if known is None or known[0] is not scene or known[1] != (face_index, side_px):
            known = self._known = scene, (face_index, side_px), CloseUp(scene, face_index, side_px)
        close_up = known[2]
        targets = targets_of({0: target}, None, close_up.faces)
        generated = self._model.generate(close_up, targets)
        faces = render_faces(close_up, 1.0, targets, generated, self._model.texture, protections={0: protection})
        return Animation(close_up.frame_at(1.0), faces, {}).composite()
