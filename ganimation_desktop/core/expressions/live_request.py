"""Settings for live faces: an expression as a change of what the faces do by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import LOWEST, N_CONTROLS, ControlVector, FaceTarget, control_vector, controls_of
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection

MAX_GAIN = 2.0
BLINKS = list(controls_of("AU45"))
"""Where a control vector has the blink of either eye."""


class LiveMode(Enum):
    """How the sliders apply to a moving face."""

    OFFSET = "offset"
    """Add to the face's own expression."""
    ABSOLUTE = "absolute"
    """Hold this expression."""
    AMPLIFY = "amplify"
    """Scale the face's own expression, and add to that."""


@dataclass(frozen=True, eq=False)
class Expression:
    """The expression of one live face.

    Attributes
    ----------
    mode
        What the values mean.
    controls
        (36,) float32: in -1..1 what OFFSET and AMPLIFY add, or what ABSOLUTE holds; AUs, (17,), hold for both sides.
    gain
        Of AMPLIFY, 0..2: 0 holds the neutral baseline, 1 changes nothing.
    only
        Of ABSOLUTE, (36,) bool: the controls that are held; the others stay as on the face. None for all.
    """

    mode: LiveMode = LiveMode.OFFSET
    controls: ControlVector = field(default_factory=lambda: np.zeros(N_CONTROLS, np.float32))
    gain: float = 1.0
    only: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        controls = control_vector(self.controls)
        lowest = LOWEST if self.mode is LiveMode.ABSOLUTE else -1.0
        if not bool(((controls >= lowest) & (controls <= 1)).all()):
            raise ValueError(f"{self.mode.value} takes values in {0 if self.mode is LiveMode.ABSOLUTE else -1}..1, not {self.controls!r}")
        object.__setattr__(self, "controls", controls)
        if not 0 <= self.gain <= MAX_GAIN:
            raise ValueError(f"the gain is {self.gain:g}, outside 0..{MAX_GAIN:g}")

    def target(self, source: AuVector, baseline: AuVector | None = None) -> FaceTarget:
        """Target of a face.

        Parameters
        ----------
        source
            What it shows, (17,) in 0..1.
        baseline
            Its neutral baseline; None for zeros.
        """
        shown = control_vector(source)
        if self.mode is LiveMode.OFFSET:
            target = shown + self.controls
        elif self.mode is LiveMode.ABSOLUTE:
            target = self.controls if self.only is None else np.where(self.only, self.controls, shown)
        else:
            neutral = control_vector(np.zeros(N_AUS) if baseline is None else baseline)
            target = neutral + self.gain * (shown - neutral) + self.controls
        return FaceTarget.from_vector(target)


def held_expression(target: FaceTarget, changed: NDArray[np.bool_]) -> Expression:
    """Hold an expression on a moving face.

    Parameters
    ----------
    target
        The expression.
    changed
        Which controls differ from the neutral baseline, (36,). Without any the face is unchanged, and an eye whose blink is not among them
        may blink.
    """
    if not changed.any():
        return Expression()
    held = np.ones(N_CONTROLS, bool)
    held[BLINKS] = changed[BLINKS]
    return Expression(LiveMode.ABSOLUTE, target.vector(), only=held)


@dataclass(frozen=True, eq=False)
class LiveRequest:
    """Settings for all faces.

    Attributes
    ----------
    everyone
        The expression of faces that `by_slot` does not name.
    by_slot
        The expressions of single faces, by `LiveResult.slots`.
    edit
        Whether to edit at all; otherwise faces and AUs are only measured.
    measure
        Whether to measure the AUs of the edited faces, a few times per second.
    eye_contact
        How far the eyes are turned towards the camera, 0..1.
    protection
        What may not change of faces that `protections` does not name.
    protections
        What may not change of single faces, by `LiveResult.slots`.
    """

    everyone: Expression = field(default_factory=Expression)
    by_slot: Mapping[int, Expression] = field(default_factory=dict)
    edit: bool = True
    measure: bool = False
    eye_contact: float = 0.0
    protection: Protection = UNPROTECTED
    protections: Mapping[int, Protection] = field(default_factory=dict)
