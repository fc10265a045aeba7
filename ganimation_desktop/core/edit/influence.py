"""Which Action Unit changes which pixel of a face: the generator runs for each of them alone, and the changes are compared.

An Action Unit that opens the jaw changes many pixels much, one that tightens a lid few pixels a little. What each changes is therefore
taken relative to the most that it changes anywhere: at the corner of the lips that is little for the jaw drop and much for the lip corner
puller.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.edit.animation import Animation
from ganimation_desktop.core.edit.close_up import CloseUp
from ganimation_desktop.core.edit.loaded_model import LoadedModel
from ganimation_desktop.core.edit.rendering import render_faces
from ganimation_desktop.core.edit.scene import Scene

LEAST: Final = 0.25
"""Influence below which a pixel belongs to no Action Unit."""

_LEAST_CHANGE: Final = 0.03
"""Of the brightest range: an Action Unit that changes less than this anywhere has little influence everywhere."""
_BLUR_SHARE: Final = 0.016
"""Standard deviation of the blur of what changes, as a share of the crop's side: single pores count together."""

FloatArray = NDArray[np.float32]


class Influences:
    """Influences of Action Units on one face; the face that was asked for last is kept.

    Parameters
    ----------
    model
        The generator.
    """

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        self._known: tuple[Scene, int, CloseUp] | None = None

    def of_unit(self, scene: Scene, face_index: int, unit: int) -> FloatArray:
        """The influence of one Action Unit on the pixels of a face's crop.

        Parameters
        ----------
        scene, face_index
            The frame, and which of its faces.
        unit
            Position of the Action Unit, 0..16.

        Returns
        -------
        NDArray
            (S, S) float32 in 0..1, read-only: how much a pixel changes when the Action Unit goes from what the face shows to the farther
            end of its range, relative to the most that any pixel changes.
        """
        if not 0 <= unit < N_AUS:
            raise ValueError(f"there is no Action Unit {unit} among {N_AUS}")
        if self._known is None or self._known[0] is not scene or self._known[1] != face_index:
            size_px = scene.faces[face_index].crop.size_px
            self._known = scene, face_index, CloseUp(scene, face_index, size_px, share=1.0)
        close_up = self._known[2]
        shown = close_up.faces[0].aus
        end = 1.0 if shown[unit] < 0.5 else 0.0
        targets = (FaceTarget.of(shown).with_aus({unit: end}),)
        before = close_up.frame_at(1.0)
        faces = render_faces(close_up, 1.0, targets, self._model.generate(close_up, targets), self._model.texture)
        edited_rgb = Animation(before, faces, {}).composite()
        change = np.abs(edited_rgb.astype(np.float32) - before.rgb).mean(axis=2) / (255 * abs(end - float(shown[unit])))
        change = np.asarray(cv2.GaussianBlur(change, (0, 0), _BLUR_SHARE * change.shape[0]), np.float32)
        influence = np.clip(change / max(float(change.max()), _LEAST_CHANGE), 0, 1).astype(np.float32)
        influence.setflags(write=False)
        return influence


def dominant_units(influences: FloatArray, enlargement: int = 1) -> tuple[NDArray[np.int8], FloatArray]:
    """The Action Unit that each pixel depends on most.

    Parameters
    ----------
    influences
        (17, S, S), as `Animator.explain` returns them.
    enlargement
        Factor by which the maps are enlarged before, for smooth borders between the regions.

    Returns
    -------
    tuple of NDArray
        Positions of Action Units, (S', S') int8, -1 where every influence is below `LEAST`; and the influence there, (S', S') float32.
    """
    size = influences.shape[2] * enlargement, influences.shape[1] * enlargement
    best = np.full(size[::-1], -1, np.int8)
    most = np.full(size[::-1], LEAST, np.float32)
    for unit, influence in enumerate(influences):
        enlarged = np.asarray(cv2.resize(influence, size, interpolation=cv2.INTER_LINEAR), np.float32)
        higher = enlarged > most
        best[higher] = unit
        most = np.maximum(most, enlarged)
    return best, np.where(best >= 0, most, 0).astype(np.float32)
