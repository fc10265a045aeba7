"""Edit settings for a whole video: slider values or keyframes, and how they combine with the face's own expression."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import FaceTarget, control_vector
from ganimation_desktop.core.expressions.keyframes import KeyframeTrack
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode, held_expression
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection


def _zeros() -> AuVector:
    return np.zeros(N_AUS, np.float32)


@dataclass(frozen=True, eq=False)
class VideoRequest:
    """Settings for the chosen faces, the same for preview and export.

    Attributes
    ----------
    sliders
        Target for the neutral face.
    baseline
        Its neutral baseline, (17,) in 0..1.
    mode
        How these apply to a moving face: OFFSET adds the difference of the two, AMPLIFY too, ABSOLUTE holds `sliders`, but lets the face
        blink unless the blink itself was changed.
    gain
        Of AMPLIFY, 0..2.
    track
        Expressions over time, which go before `sliders` for the controls that they name.
    eye_contact
        How far the eyes are turned towards the camera, 0..1.
    protection
        What may not change of these faces.
    """

    sliders: FaceTarget = field(default_factory=lambda: FaceTarget.of(_zeros()))
    baseline: AuVector = field(default_factory=_zeros)
    mode: LiveMode = LiveMode.OFFSET
    gain: float = 1.0
    track: KeyframeTrack = field(default_factory=KeyframeTrack)
    eye_contact: float = 0.0
    protection: Protection = UNPROTECTED

    def sliders_at(self, time_s: float) -> FaceTarget:
        """Target for the neutral face at a time."""
        return self.track.target(self.sliders, time_s)

    def target(self, source: AuVector, time_s: float) -> FaceTarget:
        """Target of a face that shows `source` at a moment."""
        return self.expression(time_s).target(source, self.baseline)

    def expression(self, time_s: float) -> Expression:
        """The expression at a moment, continuous in time."""
        sliders = self.sliders_at(time_s)
        if self.mode is not LiveMode.ABSOLUTE:
            return Expression(self.mode, (sliders.vector() - control_vector(self.baseline)).clip(-1, 1), self.gain)
        return held_expression(sliders, self._changed)

    @cached_property
    def _changed(self) -> NDArray[np.bool_]:
        """Which controls ever differ from the neutral baseline, (36,)."""
        targets = [self.sliders, *(self.track.target(self.sliders, keyframe.time_s) for keyframe in self.track.keyframes)]
        return np.asarray((np.stack([target.vector() for target in targets]) != control_vector(self.baseline)).any(axis=0))
