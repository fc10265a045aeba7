"""Eye contact: the gaze of a moving face is read in every frame and turned towards the camera.

The idea is that of Isikdogan et al. (2019, Eye Contact Correction using Deep Neural Networks). Small turns look natural, large
ones do not, so that the correction fades out at angles at which people look elsewhere on purpose.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import au_index
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE, Gaze
from ganimation_desktop.core.expressions.au_measuring import gaze_of
from ganimation_desktop.core.faces.face_reading import FaceReading
from ganimation_desktop.core.faces.smoothing import OneEuroFilter

COMFORTABLE_RAD, FARTHEST_RAD = math.radians(14), math.radians(26)
"""Up to the first angle from the camera the gaze is turned back wholly, from the second on not at all."""
UNNOTICED_RAD, NOTICED_RAD = math.radians(2.5), math.radians(6)
"""Below the first angle, which is as much as the reading errs, a gaze counts as contact; from the second on it is turned."""
TURN_RAD = math.radians(39)
"""Turn of an eye whose gaze changes by 1, about."""

_BLINK = au_index("AU45")
_CLOSING, _CLOSED = 0.25, 0.6
_FILTER = (0.6, 4.0)


class EyeContact:
    """Turns the eyes of one face, steadily from frame to frame."""

    def __init__(self) -> None:
        self._filter = OneEuroFilter(*_FILTER)
        self._angles: NDArray[np.float64] | None = None

    def towards_camera(self, target: FaceTarget, reading: FaceReading | None, time_s: float, strength: float) -> FaceTarget:
        """Add the turn towards the camera to the gaze of a target; parameters as of `turn`, and without a reading nothing changes."""
        if not strength or reading is None:
            return target
        right, up = self.turn(reading, time_s, strength)
        return target.with_gaze((float(np.clip(target.gaze[0] + right, -1, 1)), float(np.clip(target.gaze[1] + up, -1, 1))))

    def turn(self, reading: FaceReading, time_s: float, strength: float = 1.0) -> Gaze:
        """How the gaze has to change for contact with the camera.

        Parameters
        ----------
        reading
            The face in this frame.
        time_s
            The moment of the frame.
        strength
            How much of the way the eyes are turned, 0..1.

        Returns
        -------
        Gaze
            To the right in the picture and up, for a generator; no change while the eyes are not read, closed, or look far away.
        """
        if reading.eyes is None:
            return UNCHANGED_GAZE
        openness = 1 - _rise(float(reading.aus[_BLINK]), _CLOSING, _CLOSED)
        if openness > 0 or self._angles is None:  # what is read off a closed eye says nothing
            self._angles = self._filter(gaze_of(reading), time_s)
        aside, down = self._angles.tolist()
        angle = math.hypot(aside, down)
        share = strength * openness * _rise(angle, UNNOTICED_RAD, NOTICED_RAD) * (1 - _rise(angle, COMFORTABLE_RAD, FARTHEST_RAD))
        right, up = np.clip([-share * aside / TURN_RAD, share * down / TURN_RAD], -1, 1).tolist()
        return right, up


def _rise(value: float, low: float, high: float) -> float:
    """From 0 at `low` to 1 at `high`, level at both ends."""
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return share * share * (3 - 2 * share)
