"""Targets and control vectors as JSON: intensities by code in one object, and the gaze among them if it is not that of the photo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS
from ganimation_desktop.core.base.face_target import GAZE_CONTROLS, N_CONTROLS, FaceTarget, codes_of, named_controls
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE
from ganimation_desktop.core.base.json_file import aus_in, gaze_object, gaze_of, number_of, object_of

_GAZE = "gaze"


def shortest_aus(target: FaceTarget) -> dict[str, float]:
    """Intensities by code, in the fewest digits that give the same float32 again."""
    return {code: float(str(np.float32(value))) for code, value in target.named().items()}


def target_object(target: FaceTarget) -> dict[str, Any]:
    """A target as JSON, exact."""
    return shortest_aus(target) | ({} if target.gaze == UNCHANGED_GAZE else {_GAZE: gaze_object(target.gaze)})


def read_target(content: Mapping[str, Any]) -> FaceTarget:
    """Read what `target_object` wrote; what is not named is 0. Raises `UnreadableError`."""
    aus = aus_in({code: value for code, value in content.items() if code != _GAZE})
    return FaceTarget.of(np.zeros(N_AUS), gaze_of(content) or UNCHANGED_GAZE).with_aus(aus)


def controls_object(controls: NDArray[np.float64]) -> dict[str, Any]:
    """Any values by position in a control vector, (36,), as JSON."""
    values: dict[str, Any] = codes_of(dict(enumerate(controls.tolist())))
    right, up = (float(controls[index]) for index in GAZE_CONTROLS)
    return values | ({_GAZE: {"x": right, "y": up}} if (right, up) != UNCHANGED_GAZE else {})


def read_controls(content: Mapping[str, Any], most: float) -> NDArray[np.float64]:
    """Read what `controls_object` wrote, (36,). Raises `UnreadableError`, also for values beyond `most`."""
    values = {code: number_of(content, code, low=-most, high=most) for code in content if code != _GAZE}
    controls = np.zeros(N_CONTROLS)
    try:
        named = named_controls(values)
    except ValueError as error:
        raise UnreadableError(f"is wrong: {error}") from None
    controls[list(named)] = list(named.values())
    if _GAZE in content:
        gaze = object_of(content, _GAZE)
        controls[list(GAZE_CONTROLS)] = [number_of(gaze, axis, low=-most, high=most) for axis in ("x", "y")]
    return controls
