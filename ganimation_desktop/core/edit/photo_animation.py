"""An animated photo: the expression track of each face, and the picture at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import AuVector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack, there_and_back, through
from ganimation_desktop.core.expressions.presets import Preset
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.protection import Protection
from ganimation_desktop.core.imaging.frames import Frame

if TYPE_CHECKING:
    from ganimation_desktop.core.edit.animator import Animator

SECONDS_BACK_AND_FORTH = 2.0
SECONDS_A_PRESET = 1.5


def way_to(start: FaceTarget, target: FaceTarget, seconds: float | None = None, hold_s: float = 0.0) -> KeyframeTrack:
    """From one expression to another and back, by default in two seconds plus the hold."""
    return there_and_back(start, target, SECONDS_BACK_AND_FORTH + hold_s if seconds is None else seconds, hold_s)


def way_through(start: FaceTarget, presets: Sequence[Preset], source: AuVector, seconds: float | None = None) -> KeyframeTrack:
    """From one expression through presets and back, by default in one and a half seconds each.

    Parameters
    ----------
    start
        Where the way begins and ends.
    presets
        The presets.
    source
        The face's own expression, for presets that leave some Action Units unchanged.
    seconds
        Length.
    """
    length_s = SECONDS_A_PRESET * (len(presets) + 1) if seconds is None else seconds
    return through([start, *(preset.target(source) for preset in presets), start], length_s)


class PhotoAnimation:
    """A frame set in an animator, with a track for each moving face.

    Attributes
    ----------
    frame
        The frame.
    seconds
        Length.
    n_moving
        Faces that move.

    Parameters
    ----------
    animator
        An animator with this frame set.
    frame
        The frame.
    faces
        The frame's faces.
    tracks
        The track of each moving face, by its index.
    seconds
        Length, to which the tracks are stretched; None for the longest.
    protections
        What may not change of a face, by its index.
    """

    def __init__(
        self,
        animator: Animator,
        frame: Frame,
        faces: Sequence[Face],
        tracks: Mapping[int, KeyframeTrack],
        seconds: float | None = None,
        protections: Mapping[int, Protection] | None = None,
    ) -> None:
        self.frame, self.n_moving = frame, len(tracks)
        self._animator, self._faces, self._tracks = animator, faces, tracks
        self._protections = protections or {}
        longest_s = max((track.duration_s for track in tracks.values()), default=0.0)
        self.seconds = seconds or longest_s
        self._stretch = longest_s / self.seconds if self.seconds else 0.0

    def picture_at(self, time_s: float) -> NDArray[np.uint8]:
        """Make the picture at a moment, (H, W, 3) uint8."""
        targets = {index: track.target(self._faces[index].aus, time_s * self._stretch) for index, track in self._tracks.items()}
        return self._animator.animate(targets, protect=self._protections).composite()
