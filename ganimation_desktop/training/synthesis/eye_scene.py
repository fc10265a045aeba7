"""The eyes of a photo in the re-rendering: eyeballs behind lids, lids behind glasses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.faces.eyeball import Eyeball, complete_eyeball
from ganimation_desktop.training.synthesis.brows import BrowsAboveRims
from ganimation_desktop.training.synthesis.face_model import FloatArray
from ganimation_desktop.training.synthesis.glasses import hide_eyes, rims_above, still_region, wears_glasses
from ganimation_desktop.training.synthesis.lids import Eye, LidLayers, eyes_from_landmarks, lid_skin, move_lids

_IRISES_MESH = ((468, (469, 470, 471, 472)), (473, (474, 475, 476, 477)))
"""Centre and ring of each iris in Face Mesh, in the order of `lids.eyes_from_landmarks`."""
_ROOM_BEHIND_GLASSES = 0.18
"""How far above its edge a lid's skin may stretch there, in eye widths."""


@dataclass(frozen=True)
class ShownEyes:
    """Eyes laid into a picture.

    Attributes
    ----------
    picture
        Shape (S, S, 3) float32.
    opening, shade
        Where eyeballs are seen, and the lids' shadow on them, (S, S) float32 each.
    eyeballs_rgb
        The photo with whole eyeballs in place of the lids, (S, S, 3) uint8.
    """

    picture: NDArray[np.float32]
    opening: NDArray[np.float32]
    shade: NDArray[np.float32]
    eyeballs_rgb: NDArray[np.uint8]


class EyeScene:
    """Both eyes of a photo, and the glasses before them.

    Parameters
    ----------
    image
        Shape (S, S, 3) float32, the photo.
    landmarks_px
        Shape (478, 2), Face Mesh landmarks in it.
    source_aus
        AUs of the photo.

    Attributes
    ----------
    eyes
        The eyes.
    brows
        Holds rims still; None for a face without glasses.
    image_without_rims
        The photo with skin in place of the rims close above the eyes: what lids are pulled from.
    """

    def __init__(self, image: NDArray[np.float32], landmarks_px: FloatArray, source_aus: AuVector) -> None:
        self._image, self._source_aus = image, source_aus
        size = image.shape[0]
        self.eyes = eyes_from_landmarks(landmarks_px, source_aus)
        self.brows: BrowsAboveRims | None = None
        self._hidden = False
        if wears_glasses(image, landmarks_px):
            skins = [lid_skin(image, eye) for eye in self.eyes]
            self.brows = BrowsAboveRims(image, landmarks_px, self.eyes, skins, still_region(landmarks_px, size))
            self._hidden = hide_eyes(image, landmarks_px)
            left, right = (replace(eye, lid_room_px=np.minimum(eye.lid_room_px, _ROOM_BEHIND_GLASSES * eye.width_px)) for eye in self.eyes)
            self.eyes = left, right
        self._eyeballs = [_eyeball(image, landmarks_px, eye, *iris) for eye, iris in zip(self.eyes, _IRISES_MESH, strict=True)]
        self._lid_skins = [lid_skin(image, eye) for eye in self.eyes]
        self._rims = np.zeros((size, size), np.float32)
        self.image_without_rims = image
        if self.brows is not None:
            for skin, eye in zip(self._lid_skins, self.eyes, strict=True):
                rims = rims_above(image, skin, eye)
                self.image_without_rims = self.image_without_rims + rims[..., None] * (skin - self.image_without_rims)
                self._rims = np.maximum(self._rims, rims)

    def seen_gaze(self, gaze: tuple[float, float]) -> tuple[float, float]:
        """What is seen of a gaze: nothing behind dark glasses."""
        return (0.0, 0.0) if self._hidden else gaze

    def lids_px(self, target_aus: AuVector, gaze: tuple[float, float]) -> list[tuple[FloatArray, FloatArray]]:
        """Rows of the upper and lower lid edge of each eye in the target."""
        if self._hidden:
            return self.source_lids_px()
        return [eye.edges_px(self._source_aus, target_aus, gaze[1]) for eye in self.eyes]

    def source_lids_px(self) -> list[tuple[FloatArray, FloatArray]]:
        """Rows of the upper and lower lid edge of each eye in the photo."""
        return [(eye.upper_px, eye.lower_px) for eye in self.eyes]

    def move(self, flow_px: NDArray[np.float32], lids_px: list[tuple[FloatArray, FloatArray]]) -> list[LidLayers]:
        """Put moved lids into a backward flow (S, S, 2), in place; what is to be drawn over the skin."""
        return [move_lids(flow_px, self._image, eye, *edges) for eye, edges in zip(self.eyes, lids_px, strict=True)]

    def show(self, picture: NDArray[np.float32], layers: list[LidLayers], gaze: tuple[float, float]) -> ShownEyes:
        """Lay the lids' skin, the eyeballs between the lids, and the rims over a picture (S, S, 3)."""
        balls = self._image.copy()
        for ball in self._eyeballs:
            drawn = ball.picture(gaze)
            balls[ball.top : ball.top + drawn.shape[0], ball.left : ball.left + drawn.shape[1]] = drawn
        opening, shade = np.zeros(picture.shape[:2], np.float32), np.ones(picture.shape[:2], np.float32)
        for skin, layer in zip(self._lid_skins, layers, strict=True):
            picture = layer.drawn_on(picture, skin)
            if not self._hidden:
                opening, shade = np.maximum(opening, layer.opening), shade * layer.shade
        picture = picture + self._rims[..., None] * (self._image - picture)
        seen = cv2.GaussianBlur(opening, (0, 0), 0.6) * (1 - self._rims)
        shown = picture + seen[..., None] * (balls * shade[..., None] - picture)
        return ShownEyes(
            np.asarray(shown, np.float32), np.asarray(seen, np.float32), shade, np.clip(np.round(balls), 0, 255).astype(np.uint8)
        )


def _eyeball(image: NDArray[np.float32], landmarks_px: FloatArray, eye: Eye, centre: int, ring: tuple[int, ...]) -> Eyeball:
    at = landmarks_px[centre]
    radius = float(np.median(np.linalg.norm(landmarks_px[list(ring)] - at, axis=1)))
    return complete_eyeball(image, eye.columns, eye.upper_px, eye.lower_px, (float(at[0]), float(at[1])), radius)
