"""What is wanted of live faces: an expression as a change of what they do by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import N_AUS, AuVector

MAX_GAIN = 2.0


class LiveMode(Enum):
    """What the sliders mean for a face that moves by itself."""

    OFFSET = "offset"
    """Add to what the face does."""
    ABSOLUTE = "absolute"
    """Hold this expression."""
    AMPLIFY = "amplify"
    """Do more, or less, of what the face does, and add to that."""


@dataclass(frozen=True, eq=False)
class Expression:
    """What is wanted of a live face.

    Attributes
    ----------
    mode
        What the values mean.
    aus
        (17,) float32: in -1..1 what OFFSET and AMPLIFY add, in 0..1 what ABSOLUTE holds.
    gain
        Of AMPLIFY, 0..2: 0 holds the face at rest, 1 changes nothing.
    only
        Of ABSOLUTE, (17,) bool: the Action Units that are held; the others stay as they are on the face. None for all.
    """

    mode: LiveMode = LiveMode.OFFSET
    aus: NDArray[np.float32] = field(default_factory=lambda: np.zeros(N_AUS, np.float32))
    gain: float = 1.0
    only: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        low = 0.0 if self.mode is LiveMode.ABSOLUTE else -1.0
        if self.aus.shape != (N_AUS,) or not bool(((self.aus >= low) & (self.aus <= 1)).all()):
            raise ValueError(f"{self.mode.value} takes {N_AUS} values in {low:g}..1, not {self.aus!r}")
        if not 0 <= self.gain <= MAX_GAIN:
            raise ValueError(f"the gain is {self.gain:g}, outside 0..{MAX_GAIN:g}")

    def target(self, source: AuVector, rest: AuVector | None = None) -> AuVector:
        """Target AUs of a face.

        Parameters
        ----------
        source
            What it shows, (17,) in 0..1.
        rest
            What it shows at rest; None for zeros.
        """
        if self.mode is LiveMode.OFFSET:
            target = source + self.aus
        elif self.mode is LiveMode.ABSOLUTE:
            target = self.aus if self.only is None else np.where(self.only, self.aus, source)
        else:
            at_rest = np.zeros(N_AUS, np.float32) if rest is None else rest
            target = at_rest + self.gain * (source - at_rest) + self.aus
        return np.asarray(np.clip(target, 0, 1), np.float32)


@dataclass(frozen=True, eq=False)
class LiveWish:
    """What is wanted of all faces.

    Attributes
    ----------
    everyone
        The expression of faces that `by_slot` does not name.
    by_slot
        The expressions of single faces, by `LiveResult.slots`.
    edit
        Whether to edit at all; off, only faces and AUs are found.
    measure
        Whether the AUs of the edited faces are wanted, a few times a second.
    """

    everyone: Expression = field(default_factory=Expression)
    by_slot: Mapping[int, Expression] = field(default_factory=dict)
    edit: bool = True
    measure: bool = False
