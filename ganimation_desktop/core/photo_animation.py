"""A photo that moves: the way that each face goes, and the picture at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.animator import Animator
from ganimation_desktop.core.faces import Face
from ganimation_desktop.core.keyframes import KeyframeTrack, there_and_back, through
from ganimation_desktop.core.presets import Preset

SECONDS_BACK_AND_FORTH = 2.0
SECONDS_A_PRESET = 1.5


def way_to(start: AuVector, target: AuVector, seconds: float | None = None, hold_s: float = 0.0) -> KeyframeTrack:
    """From an expression to another and back, by default in two seconds and the time that it is held."""
    return there_and_back(start, target, SECONDS_BACK_AND_FORTH + hold_s if seconds is None else seconds, hold_s)


def way_through(start: AuVector, presets: Sequence[Preset], source: AuVector, seconds: float | None = None) -> KeyframeTrack:
    """From an expression through presets and back to where it began, by default in one and a half seconds each.

    Parameters
    ----------
    start
        Where the way begins and ends, (17,).
    presets
        The presets.
    source
        What the face shows in the photo, for presets that leave some Action Units as they are.
    seconds
        Length.
    """
    length_s = SECONDS_A_PRESET * (len(presets) + 1) if seconds is None else seconds
    return through([start, *(preset.target(source) for preset in presets), start], length_s)


class PhotoAnimation:
    """The frame that an animator holds, with faces on their ways.

    Attributes
    ----------
    seconds
        Length.

    Parameters
    ----------
    animator
        Holds the frame.
    faces
        The frame's faces.
    tracks
        The way of each face that moves, by its index.
    seconds
        Length, to which the ways are stretched; None for that of the longest way.
    """

    def __init__(
        self, animator: Animator, faces: Sequence[Face], tracks: Mapping[int, KeyframeTrack], seconds: float | None = None
    ) -> None:
        self._animator, self._faces, self._tracks = animator, faces, tracks
        longest_s = max((track.duration_s for track in tracks.values()), default=0.0)
        self.seconds = seconds or longest_s
        self._stretch = longest_s / self.seconds if self.seconds else 0.0

    def picture_at(self, time_s: float) -> NDArray[np.uint8]:
        """Make the picture at a moment, (H, W, 3) uint8."""
        targets = {index: track.target(self._faces[index].aus, time_s * self._stretch) for index, track in self._tracks.items()}
        return self._animator.animate(targets).composite()
