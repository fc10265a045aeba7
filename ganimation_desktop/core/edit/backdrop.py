"""What lies behind the openings of one face in a photo, measured and completed when first needed, and cached for the photo."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE, Gaze
from ganimation_desktop.core.base.geometry import Affine, affine_scale, apply_affine
from ganimation_desktop.core.edit.behind import GRAIN_PX, Behind, EyePicture, MouthTexture, grain_field
from ganimation_desktop.core.faces.eye_cutout import cut_out_eye, find_iris
from ganimation_desktop.core.faces.eyeball import Eyeball, complete_eyeball
from ganimation_desktop.core.faces.eyes import EYE_LANDMARKS, EyeReading
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.shut_eye import Lids
from ganimation_desktop.core.imaging.surroundings import Surroundings

_LESS_OPEN, _AS_OPEN = 0.75, 0.9
"""An eye that shows less of its iris, over what the other one shows, gets the other one's, wholly or in part."""
_KNOWN = 0.15
"""How much of an iris must be seen to be lent."""
_HARDLY_SEEN, _WELL_SEEN = 0.62, 0.78
"""Widths of an eye over that of the wider one: at the first, the nose or the background is beside it."""


class Backdrop:
    """The surroundings and the eyeballs of one face in a frame.

    Parameters
    ----------
    frame_rgb
        The frame, (H, W, 3) uint8, perhaps a reduced one.
    face
        The face, in pixels of the frame that it was found in.
    frame_from_found
        Map from that frame's pixels to those of `frame_rgb`.
    measure
        Measures the surroundings; called when they are first needed.
    eyes
        The irises; None if the estimator does not find them.
    """

    def __init__(
        self,
        frame_rgb: NDArray[np.uint8],
        face: Face,
        frame_from_found: Affine,
        measure: Callable[[], Surroundings],
        eyes: EyeReading | None = None,
    ) -> None:
        self._frame_rgb = frame_rgb
        self._face = face
        self._frame_from_found = frame_from_found
        self._measure = measure
        self._eyes_read = eyes
        self._pictures: tuple[Gaze, tuple[EyePicture, ...]] | None = None

    def prepare(self, *, with_eyes: bool = True) -> None:
        """Measure and complete now what is the same for every expression; `behind` does it when it is needed."""
        _ = self.surroundings
        if with_eyes:
            _ = self._eyeballs

    def behind(self, texture: MouthTexture | None, gaze: Gaze, *, with_eyes: bool) -> Behind:
        """Assemble what the openings show.

        Parameters
        ----------
        texture
            The mouth.
        gaze
            Gaze, relative to the photo.
        with_eyes
            Whether eyeballs are needed; otherwise none is completed.
        """
        return Behind(self.surroundings, texture, self._eyes(gaze) if with_eyes else ())

    @cached_property
    def surroundings(self) -> Surroundings:
        """Sharpness, grain and light of the frame around the face."""
        return self._measure()

    @cached_property
    def _eyeballs(self) -> tuple[tuple[Eyeball, Affine], ...]:
        """Completed eyeballs with the maps from the frame's pixels to theirs."""
        if self._face.landmarks_px is None:
            return ()
        landmarks_px = apply_affine(self._frame_from_found, self._face.landmarks_px)
        eyeballs = []
        for side in range(len(EYE_LANDMARKS)):
            eye = cut_out_eye(self._frame_rgb, landmarks_px, side)
            if eye is None:
                continue
            read = None
            if self._eyes_read is not None:
                centre_px = apply_affine(self._frame_from_found, self._eyes_read.iris_px[[side]])[0]
                read = eye.circle(centre_px, float(self._eyes_read.iris_radius_px[side]) * affine_scale(self._frame_from_found))
            iris = find_iris(eye, read)
            complete = partial(complete_eyeball, eye.rgb, eye.columns, eye.upper_px, eye.lower_px, (iris.x, iris.y), iris.radius)
            eyeballs.append((complete, complete(), eye.cutout_from_frame))
        completed = []
        for complete, eyeball, cutout_from_frame in eyeballs:
            lender = max((other for _, other, _ in eyeballs), key=lambda other: other.iris_seen)
            lent = (_AS_OPEN - eyeball.iris_seen / max(lender.iris_seen, 1e-3)) / (_AS_OPEN - _LESS_OPEN)
            if lender.iris_seen > _KNOWN and lent > 0:
                eyeball = complete(lender=lender, lent=min(lent, 1.0))
            completed.append((eyeball, cutout_from_frame - np.array([[0, 0, eyeball.left], [0, 0, eyeball.top]])))
        return tuple(completed)

    @cached_property
    def _closed_eyes(self) -> tuple[Callable[[], Lids], ...]:
        """Returns each closed eye, drawn once."""
        blur_px, widest_px = self.surroundings.blur_px, max((eyeball.width_px for eyeball, _ in self._eyeballs), default=1.0)
        return tuple(cache(partial(_closed_as_far_as_seen, eyeball, widest_px, blur_px)) for eyeball, _ in self._eyeballs)

    def _eyes(self, gaze: Gaze) -> tuple[EyePicture, ...]:
        """Pictures of the eyeballs; those of the last gaze are cached."""
        if self._pictures is None or self._pictures[0] != gaze:
            pictures = tuple(
                EyePicture(
                    self._grainy(eyeball, gaze),
                    eyeball.seen if gaze == UNCHANGED_GAZE else None,
                    picture_from_frame,
                    eyeball.lids,
                    closed,
                )
                for (eyeball, picture_from_frame), closed in zip(self._eyeballs, self._closed_eyes, strict=True)
            )
            self._pictures = gaze, pictures
        return self._pictures[1]

    def _grainy(self, eyeball: Eyeball, gaze: Gaze) -> NDArray[np.float32]:
        """Draw an eyeball with the photo's grain where it was completed."""
        picture, grain = eyeball.picture(gaze), grain_field(self.surroundings.noise)
        if grain is None:
            return picture
        rows, columns = (np.arange(extent) % GRAIN_PX for extent in picture.shape[:2])
        return np.asarray(picture + ((1 - eyeball.seen) * grain[np.ix_(rows, columns)])[..., None], np.float32)


def _closed_as_far_as_seen(eyeball: Eyeball, widest_px: float, blur_px: float) -> Lids:
    """The closed eye; less of it where the head is turned so far that what surrounds this eye is no skin."""
    closed = eyeball.draw_closed(blur_px)
    share = np.float32(np.clip((eyeball.width_px / widest_px - _HARDLY_SEEN) / (_WELL_SEEN - _HARDLY_SEEN), 0, 1))
    return Lids(closed.rgb, share * closed.alpha)
