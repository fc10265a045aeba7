"""What is wanted of a face in a whole video: slider values, perhaps moved by keyframes, and how they meet what the face does."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector, au_index
from ganimation_desktop.core.keyframes import KeyframeTrack
from ganimation_desktop.core.live_wish import Expression, LiveMode

_BLINK = au_index("AU45")


def _zeros() -> AuVector:
    return np.zeros(N_AUS, np.float32)


@dataclass(frozen=True, eq=False)
class VideoWish:
    """What is wanted of the chosen faces, the same for the preview and for the file.

    Attributes
    ----------
    aus
        What the face is to look like at rest, (17,) in 0..1.
    rest
        What it shows at rest, (17,) in 0..1.
    mode
        How that meets a face that moves: OFFSET adds the difference of the two, AMPLIFY too, ABSOLUTE holds `aus`, but lets the face
        blink unless the blink itself was changed.
    gain
        Of AMPLIFY, 0..2.
    track
        Expressions over time, which go before `aus` for the Action Units that they name.
    """

    aus: AuVector = field(default_factory=_zeros)
    rest: AuVector = field(default_factory=_zeros)
    mode: LiveMode = LiveMode.OFFSET
    gain: float = 1.0
    track: KeyframeTrack = field(default_factory=KeyframeTrack)

    def aus_at(self, time_s: float) -> AuVector:
        """What the face is to look like at rest, at a moment, (17,)."""
        return self.track.target(self.aus, time_s)

    def target(self, source: AuVector, time_s: float) -> AuVector:
        """Target AUs, (17,), of a face that shows `source` at a moment."""
        return self.expression(time_s).target(source, self.rest)

    def expression(self, time_s: float) -> Expression:
        """The expression at a moment, continuous in time."""
        aus = self.aus_at(time_s)
        if self.mode is not LiveMode.ABSOLUTE:
            return Expression(self.mode, (aus - self.rest).clip(-1, 1), self.gain)
        changed = self._changed
        if not changed.any():
            return Expression()
        held = np.ones(N_AUS, bool)
        held[_BLINK] = changed[_BLINK]
        return Expression(LiveMode.ABSOLUTE, aus, only=held)

    @cached_property
    def _changed(self) -> NDArray[np.bool_]:
        """Which Action Units are ever wanted otherwise than at rest, (17,)."""
        wanted = [self.aus, *(self.track.target(self.aus, keyframe.time_s) for keyframe in self.track.keyframes)]
        return np.asarray((np.stack(wanted) != self.rest).any(axis=0))
