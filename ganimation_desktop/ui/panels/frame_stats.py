"""Frame rate and latency of edits, and the slowest stage."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from statistics import median

WINDOW_S = 1.0


class FrameStats:
    """Remembers the edits of the last second.

    Attributes
    ----------
    slowest_stage
        Name of the longest stage of the newest edit and its milliseconds; None before the first.
    """

    def __init__(self) -> None:
        self.slowest_stage: tuple[str, float] | None = None
        self._shown: deque[tuple[float, float]] = deque(maxlen=240)

    def add(self, latency_s: float, timings_ms: Mapping[str, float]) -> None:
        """Record an edit that was shown `latency_s` after its request."""
        self._shown.append((time.perf_counter(), latency_s))
        stages = {name: value for name, value in timings_ms.items() if name != "total"}
        self.slowest_stage = max(stages.items(), key=lambda item: item[1]) if stages else None

    @property
    def fps(self) -> float:
        """Edits shown in the last second; 0 when nothing moves."""
        now = time.perf_counter()
        recent = [moment for moment, _ in self._shown if now - moment <= WINDOW_S]
        if len(recent) < 2:
            return 0.0
        return (len(recent) - 1) / max(recent[-1] - recent[0], 1e-6)

    @property
    def latency_ms(self) -> float | None:
        """Median latency of the edits of the last second, else of the newest one; None before the first."""
        if not self._shown:
            return None
        now = time.perf_counter()
        recent = [latency for moment, latency in self._shown if now - moment <= WINDOW_S]
        return 1000 * (median(recent) if recent else self._shown[-1][1])
