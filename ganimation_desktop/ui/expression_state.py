"""The arithmetic behind the AU panel: what is detected, what is wanted, and how strength lies between the two."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector, checked_au_vector

_N_REMEMBERED = 64


class ExpressionState:
    """Wanted AUs as `detected + strength * (full - detected)`, clipped to 0..1.

    `full` is the expression at strength 1. It is not clipped, so that lowering the strength and raising it again gives the
    same expression back. Wanted AUs that come from outside (undo, another face) are taken as they are, at the present
    strength, unless they were shown a short while ago: then they come back with the strength they had.

    Attributes
    ----------
    detected
        AUs measured on the face, shape (17,).
    targets
        AUs wanted, shape (17,), exactly as they were set.
    strength
        How much of the expression is applied, 0..1.
    """

    def __init__(self) -> None:
        self.detected: AuVector = np.zeros(N_AUS, np.float32)
        self.targets: AuVector = np.zeros(N_AUS, np.float32)
        self.strength = 1.0
        self._full: NDArray[np.float64] = np.zeros(N_AUS)
        self._remembered: OrderedDict[bytes, tuple[float, NDArray[np.float64]]] = OrderedDict()

    def set_detected(self, aus: AuVector) -> None:
        """Take another face, or another measurement of it."""
        detected = checked_au_vector(aus)
        if not np.array_equal(detected, self.detected):
            self.detected = detected
            self._remembered.clear()
            self._rebase()

    def set_targets(self, aus: AuVector) -> None:
        """Want exactly these AUs."""
        targets = checked_au_vector(aus)
        if np.array_equal(targets, self.targets):
            return
        self.targets = targets
        remembered = self._remembered.get(targets.tobytes())
        if remembered is None:
            self._rebase()
        else:
            self.strength, self._full = remembered[0], remembered[1].copy()

    def apply(self, expression: AuVector) -> None:
        """Want an expression at the present strength, or at full strength if that is 0."""
        self._full = checked_au_vector(expression).astype(np.float64)
        self.set_strength(self.strength or 1.0)

    def set_strength(self, strength: float) -> None:
        """Want more or less of the present expression."""
        self.strength = min(max(strength, 0.0), 1.0)
        detected = self.detected.astype(np.float64)
        self.targets = np.clip(detected + self.strength * (self._full - detected), 0.0, 1.0).astype(np.float32)

    def remember(self) -> None:
        """Keep the strength of the present AUs, for when they come back."""
        key = self.targets.tobytes()
        self._remembered[key] = (self.strength, self._full.copy())
        self._remembered.move_to_end(key)
        if len(self._remembered) > _N_REMEMBERED:
            self._remembered.popitem(last=False)

    def _rebase(self) -> None:
        """Find the expression of which the present AUs are the present share."""
        change = self.targets.astype(np.float64) - self.detected
        if self.strength == 0.0 and change.any():
            self.strength = 1.0
        self._full = self.detected + (change / self.strength if self.strength > 0.0 else change)
