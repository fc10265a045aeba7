"""The arithmetic behind the AU panel: detected expression, target, and the strength between the two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector, checked_au_vector
from ganimation_desktop.core.base.face_target import N_CONTROLS, FaceTarget
from ganimation_desktop.core.expressions.origin import ExpressionOrigin


class ExpressionState:
    """The target as `detected + strength * (full - detected)`, cut off at the ranges of its controls.

    `full` is the expression at strength 1. It is not cut off, so that lowering the strength and raising it again gives the
    same expression back. A target that comes from outside is taken as it is, at the present strength.

    Attributes
    ----------
    detected
        AUs measured on the face, shape (17,).
    target
        The target, exactly as set.
    strength
        How much of the expression is applied, 0..1.
    """

    def __init__(self) -> None:
        self.detected: AuVector = np.zeros(N_AUS, np.float32)
        self.target = FaceTarget.of(self.detected)
        self.strength = 1.0
        self._full: NDArray[np.float64] = np.zeros(N_CONTROLS)

    def set_detected(self, aus: AuVector) -> None:
        """Take another face, or another measurement of it."""
        detected = checked_au_vector(aus)
        if not np.array_equal(detected, self.detected):
            self.detected = detected
            self._rebase()

    def set_target(self, target: FaceTarget | AuVector) -> None:
        """Set the target; AUs, (17,), hold for both sides."""
        target = FaceTarget.of(target)
        if target != self.target:
            self.target = target
            self._rebase()

    def origin(self, seed: int) -> ExpressionOrigin:
        """Return what the target is made from."""
        return ExpressionOrigin(self._full.copy(), self.strength, seed)

    def set_origin(self, origin: ExpressionOrigin) -> None:
        """Take the strength of an origin, and its full expression if the target is what it gives."""
        self.strength = origin.strength
        if origin.explains(FaceTarget.of(self.detected), self.target):
            self._full = origin.full.copy()
        else:
            self._rebase()

    def apply(self, expression: FaceTarget | AuVector) -> None:
        """Set the full expression at the current strength, or at full strength if that is 0."""
        self._full = FaceTarget.of(expression).vector().astype(np.float64)
        self.set_strength(self.strength or 1.0)

    def set_strength(self, strength: float) -> None:
        """Set the strength."""
        self.strength = min(max(strength, 0.0), 1.0)
        self.target = ExpressionOrigin(self._full, self.strength).target(FaceTarget.of(self.detected))

    def _rebase(self) -> None:
        """Find the expression of which the present target is the present share."""
        detected = FaceTarget.of(self.detected).vector()
        change = self.target.vector().astype(np.float64) - detected
        if self.strength == 0.0 and change.any():
            self.strength = 1.0
        self._full = detected + (change / self.strength if self.strength > 0.0 else change)
