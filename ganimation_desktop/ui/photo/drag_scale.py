"""Scale of the edit while a slider moves, so that it stays fluid: the size of the view, or less on a slow machine."""

from __future__ import annotations

import math
from collections import deque

BUDGET_MS = 12.0
"""Share of the 33 ms between two frames for compositing; the generator needs most of the rest."""
_STEPS_PER_OCTAVE = 2
_LEAST_SHARE = 0.35
"""Of the view's resolution, what is kept however busy the machine is: below, an edit takes hardly less time, and looks blurred."""


class DragScale:
    """Learns what compositing costs on this photo and machine; the cost grows with the area, the square of the scale."""

    def __init__(self) -> None:
        self._costs_ms: deque[float] = deque(maxlen=8)
        self._held = 1.0

    def begin(self) -> None:
        """A slider begins to move. Until the next one does the scale only falls, so that the picture does not flicker."""
        self._held = 1.0

    def forget(self) -> None:
        """Reset for another photo."""
        self._costs_ms.clear()

    def learn(self, scale: float, composite_ms: float) -> None:
        """Record the time of compositing at a scale."""
        self._costs_ms.append(composite_ms / scale**2)

    def limit(self, scale: float) -> float:
        """The scale to edit at while a slider moves, `scale` or less; it changes in steps, as each new scale has to resize the photo."""
        if self._costs_ms:
            affordable = math.sqrt(BUDGET_MS / max(min(self._costs_ms), 1e-6))
            if affordable < min(scale, self._held):
                self._held = math.pow(2.0, math.floor(_STEPS_PER_OCTAVE * math.log2(affordable)) / _STEPS_PER_OCTAVE)
        return min(scale, max(self._held, _LEAST_SHARE * scale))
