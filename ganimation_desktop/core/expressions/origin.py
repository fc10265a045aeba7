"""Origin of target AUs: the expression at full strength, the strength, and the last random seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.face_target import SAME_AUS, FaceTarget


@dataclass(frozen=True, eq=False)
class ExpressionOrigin:
    """What the target of a face was made from.

    Attributes
    ----------
    full
        (36,) float64, the expression at strength 1, as a control vector. It may leave the ranges, so that it comes back whole when the
        strength goes down and up again.
    strength
        How much of it is applied, 0..1.
    seed
        Seed of the random expression that was drawn last.
    """

    full: NDArray[np.float64]
    strength: float = 1.0
    seed: int = 0

    def target(self, detected: FaceTarget) -> FaceTarget:
        """Return the target of a face that shows `detected`."""
        start = detected.vector()
        change = self.strength * (self.full - start.astype(np.float64))
        return FaceTarget.from_vector(start + change)

    def explains(self, detected: FaceTarget, target: FaceTarget) -> bool:
        """Whether the target is what this origin gives."""
        return bool(np.allclose(self.target(detected).vector(), target.vector(), rtol=0, atol=SAME_AUS))
