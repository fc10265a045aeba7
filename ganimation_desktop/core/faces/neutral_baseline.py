"""The neutral baseline of a face, estimated over its first frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEARN_S = 1.0
"""Time over which the median is taken."""


class NeutralBaseline:
    """Estimates the neutral baseline of one face.

    Attributes
    ----------
    aus
        The baseline, float32 read-only, of the shape of what is learnt; None while it is being estimated.
    """

    def __init__(self) -> None:
        self.aus: NDArray[np.float32] | None = None
        self._seen: list[tuple[float, NDArray[np.floating]]] = []

    def learn(self, aus: NDArray[np.floating], time_s: float) -> NDArray[np.float32] | None:
        """Add the AUs of a frame, (17,), or (2, 17) by side, and return `aus`."""
        if self.aus is None:
            self._seen.append((time_s, aus))
            if time_s - self._seen[0][0] >= LEARN_S:
                median = np.median([seen for _, seen in self._seen], axis=0).astype(np.float32)
                median.setflags(write=False)
                self.aus = median
                self._seen.clear()
        return self.aus

    def forget(self) -> None:
        """Start over."""
        self.aus = None
        self._seen.clear()
