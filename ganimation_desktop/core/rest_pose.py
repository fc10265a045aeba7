"""What a face shows at rest, learnt while it is watched."""

from __future__ import annotations

import numpy as np

from ganimation_desktop.core.action_units import AuVector

LEARN_S = 1.0
"""How long a face is watched for its pose at rest: the median of that time."""


class RestPose:
    """Learns the pose of one face at rest.

    Attributes
    ----------
    aus
        What the face shows at rest, (17,) float32 read-only; None while it is being learnt.
    """

    def __init__(self) -> None:
        self.aus: AuVector | None = None
        self._seen: list[tuple[float, AuVector]] = []

    def learn(self, aus: AuVector, time_s: float) -> AuVector | None:
        """Take note of what the face shows at a moment, and return `aus`."""
        if self.aus is None:
            self._seen.append((time_s, aus))
            if time_s - self._seen[0][0] >= LEARN_S:
                median = np.median([seen for _, seen in self._seen], axis=0).astype(np.float32)
                median.setflags(write=False)
                self.aus = median
                self._seen.clear()
        return self.aus

    def forget(self) -> None:
        """Learn anew."""
        self.aus = None
        self._seen.clear()
