"""What is wanted of a face in a whole video: one expression for every frame, or keyframes; the same for the preview and for the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from ganimation_desktop.core.action_units import AuVector
from ganimation_desktop.core.keyframes import KeyframeTrack
from ganimation_desktop.core.live_wish import Expression


@dataclass(frozen=True, eq=False)
class VideoWish:
    """What is wanted of the chosen faces.

    Attributes
    ----------
    expression
        For every frame, while there are no keyframes.
    track
        Expressions over time; where it has keyframes, they go before `expression`.
    rest
        What the face shows at rest, (17,), which amplifying goes out from; None for zeros.
    """

    expression: Expression = field(default_factory=Expression)
    track: KeyframeTrack = field(default_factory=KeyframeTrack)
    rest: AuVector | None = None

    def target(self, source: AuVector, time_s: float) -> AuVector:
        """Target AUs, (17,), of a face that shows `source` at a moment."""
        if self.track.keyframes:
            return self.track.target(source, time_s)
        return self.expression.target(source, self.rest)
