"""What a photo is like around one face: sharpness, grain and light, a tone, glasses."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence

from numpy import uint8
from numpy.typing import NDArray

from ganimation_desktop.core.base.geometry import Affine
from ganimation_desktop.core.faces.faces import Face
from ganimation_desktop.core.faces.hidden_eyes import hidden_share
from ganimation_desktop.core.faces.rims import Rims, rims_before
from ganimation_desktop.core.imaging.surroundings import Surroundings, measure_surroundings
from ganimation_desktop.core.imaging.tone_curve import ToneCurve, fit_tone_curve

CONDITIONS_S = 0.5
"""How long grain, light and tone around moving faces count as known."""


class FaceConditions:
    """Measures the photo around a face when first asked, and remembers it.

    Live frames that follow closely share these values: they hardly change, measuring them takes time, and small differences from frame to
    frame would flicker. They may be edited at the same time: each value is measured once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tone: tuple[ToneCurve | None, ...] = ()
        self._hidden: float | None = None
        self._rims: tuple[Rims | None, ...] = ()
        self._surroundings: dict[float, Surroundings] = {}

    def tone(self, face: Face) -> ToneCurve | None:
        """The tone curve of the face's crop; None unless it is toned."""
        with self._lock:
            if not self._tone:
                self._tone = (fit_tone_curve(face.crop.rgb),)
            return self._tone[0]

    def hidden(self, face: Face) -> float:
        """How surely dark glasses hide the eyes of the face, 0..1."""
        with self._lock:
            if self._hidden is None:
                self._hidden = hidden_share(face)
            return self._hidden

    def rims(self, rgb: NDArray[uint8], face: Face) -> Rims | None:
        """The rims of glasses before the face in its frame, `rgb`; None without glasses."""
        with self._lock:
            if not self._rims:
                self._rims = (rims_before(face, rgb),)
            return self._rims[0]

    def surroundings(self, rgb: NDArray[uint8], face: Face, frame_from_crop: Affine, scale: float) -> Surroundings:
        """Sharpness, grain and light around the face in its frame at a scale, `rgb`, with the map from the pixels of its crop."""
        with self._lock:
            if scale not in self._surroundings:
                self._surroundings = {scale: measure_surroundings(rgb, frame_from_crop, face.crop.rgb)}
            return self._surroundings[scale]


class MovingConditions:
    """What the frames of a moving picture are like around each face; measured again after `CONDITIONS_S`, and in another scene."""

    def __init__(self) -> None:
        self._known: dict[int, FaceConditions] = {}
        self._since_s = -math.inf

    def of(self, numbers: Sequence[int], time_s: float, *, is_new_scene: bool) -> tuple[FaceConditions, ...]:
        """Those around the faces with these numbers in the frame of a time."""
        if is_new_scene or not 0 <= time_s - self._since_s < CONDITIONS_S:
            self._known, self._since_s = {}, time_s
        return tuple(self._known.setdefault(number, FaceConditions()) for number in numbers)
