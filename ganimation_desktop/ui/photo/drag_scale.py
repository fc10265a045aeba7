"""Scale of the edit while a slider moves, so that it stays fluid: the size of the view, or a half or a quarter of it."""

from __future__ import annotations

import math
from collections import deque

BUDGET_MS = 12.0
"""Share of the 33 ms between two frames for compositing; the generator needs most of the rest."""
GENERATOR_SHARE = 0.8
"""Compositing may also take this share of what the generator takes: less of it blurs the picture and is hardly faster."""
_SHARES = (1.0, 0.5, 0.25)
_LEAST_GENERATE_MS = 1.0
"""In less the generator has not run: its output for the same targets was known."""
_N_TO_JUDGE, _N_REMEMBERED = 3, 6


def drag_scales(view_scale: float) -> tuple[float, ...]:
    """The scales at which a slider may be followed in a view of a scale, the largest first."""
    return tuple(view_scale * share for share in _SHARES)


class DragScale:
    """Learns what compositing costs on this photo and machine; the cost grows at most with the area, the square of the scale."""

    def __init__(self) -> None:
        self._costs_ms: dict[float, deque[float]] = {}
        self._generate_ms: deque[float] = deque(maxlen=_N_REMEMBERED)
        self._held = math.inf

    def begin(self) -> None:
        """A slider begins to move. Until the next one does the scale only falls, so that the picture does not flicker.

        What was learnt of the smaller scales fades from slider to slider, so that one that was too slow once is tried again; the
        largest is learnt whenever a slider rests.
        """
        self._held = math.inf
        largest = max(self._costs_ms, default=0.0)
        for scale in [scale for scale in self._costs_ms if scale < largest]:
            self._costs_ms[scale].popleft()
            if not self._costs_ms[scale]:
                del self._costs_ms[scale]

    def forget(self) -> None:
        """Reset for another photo, or another view of it."""
        self._costs_ms.clear()
        self._held = math.inf

    def learn(self, scale: float, composite_ms: float, generate_ms: float = 0.0) -> None:
        """Record the times of compositing at a scale, without what is cached there, and of the generator, which need not have run."""
        self._costs_ms.setdefault(scale, deque(maxlen=_N_REMEMBERED)).append(composite_ms)
        if generate_ms > _LEAST_GENERATE_MS:
            self._generate_ms.append(generate_ms)

    def limit(self, view_scale: float) -> float:
        """The scale to edit at while a slider moves: the largest of `drag_scales` that is fast enough, else the smallest."""
        scales = [scale for scale in drag_scales(view_scale) if scale <= self._held] or [drag_scales(view_scale)[-1]]
        budget_ms = max(BUDGET_MS, GENERATOR_SHARE * min(self._generate_ms, default=0.0))
        self._held = next((scale for scale in scales if self._expected_ms(scale) <= budget_ms), scales[-1])
        return self._held

    def _expected_ms(self, scale: float) -> float:
        """The least that compositing took at a scale lately, or may take judged by the scale that is nearest; 0 when nothing is known."""
        least_ms = {known: min(costs_ms) for known, costs_ms in self._costs_ms.items() if len(costs_ms) >= _N_TO_JUDGE}
        if not least_ms:
            return 0.0
        nearest = min(least_ms, key=lambda known: abs(math.log(known / scale)))
        return least_ms[nearest] * (scale / nearest) ** 2
