"""The target of one face: Action Units, which may differ between the sides, and gaze.

Left and right are always the person's own: their left is right in a picture that is not mirrored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ganimation_desktop.core.base.action_units import ACTION_UNITS, AU_CODES, N_AUS, AuVector, au_index, checked_au_vector
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE, Gaze, checked_gaze


class Side(Enum):
    """A side of the face, the person's own; the value ends the code of an Action Unit on that side."""

    LEFT = "L"
    RIGHT = "R"


N_CONTROLS = 2 * N_AUS + 2
GAZE_CONTROLS = (2 * N_AUS, 2 * N_AUS + 1)
ControlVector = NDArray[np.float32]
"""Shape (36,): the 17 AUs of the left side, those of the right side, and the gaze to the right and up."""

LOWEST = np.array([0.0] * 2 * N_AUS + [-1.0] * 2, np.float32)
"""The least that each control can be; the most is 1."""


def sided_index(code: str | int) -> tuple[int, Side | None]:
    """Position of an Action Unit in an AU vector, and the side that its code names.

    Parameters
    ----------
    code
        "AU12_L" and "AU12_R" name a side, in capitals, because OpenFace's columns end in `_r`; everything that `au_index` takes names
        both, for which the side is None.

    Raises
    ------
    ValueError
        If it is none of the 17, or one that has no sides.
    """
    if not isinstance(code, str):
        return au_index(code), None
    name, underscore, end = code.strip().rpartition("_")
    if underscore and end in ("L", "R"):
        index = au_index(name)
        if not ACTION_UNITS[index].is_sided:
            raise ValueError(f"{AU_CODES[index]} has no left and right: it moves the middle of the face")
        return index, Side(end)
    if underscore and end == "l":
        raise ValueError(f"{code[:20]!r} names a side in a small letter; write {name[:18]}_L or {name[:18]}_R")
    return au_index(code), None


def controls_of(code: str | int) -> tuple[int, ...]:
    """Positions in a control vector of what a code names, one or two. Raises `ValueError` as `sided_index` does."""
    index, side = sided_index(code)
    return {None: (index, index + N_AUS), Side.LEFT: (index,), Side.RIGHT: (index + N_AUS,)}[side]


def named_controls(values: Mapping[str, float] | Mapping[int, float]) -> dict[int, float]:
    """Values by position in a control vector, from values by code; one side goes before both, in whatever order they come."""
    both: dict[int, float] = {}
    one: dict[int, float] = {}
    for code, value in values.items():
        positions = controls_of(code)
        (both if len(positions) > 1 else one).update(dict.fromkeys(positions, float(value)))
    return both | one


def codes_of(controls: Mapping[int, float]) -> dict[str, float]:
    """Intensities by code, from values by position in a control vector: "AU12" where both sides agree, else "AU12_L" and "AU12_R"."""
    named: dict[str, float] = {}
    for index, code in enumerate(AU_CODES):
        left, right = controls.get(index), controls.get(index + N_AUS)
        sides = {code: left} if left == right else {f"{code}_L": left, f"{code}_R": right}
        named |= {name: value for name, value in sides.items() if value is not None}
    return named


def ordered_aus(values: Mapping[str, float]) -> dict[str, float]:
    """Intensities under the codes that the program writes ("AU12", "AU12_L"), in checkpoint order, a side after what holds for both."""
    named = {}
    for code, value in values.items():
        index, side = sided_index(code)
        named[index, "" if side is None else f"_{side.value}"] = float(value)
    return {f"{AU_CODES[index]}{end}": named[index, end] for index, end in sorted(named)}


def mirrored_aus(values: Mapping[str, float]) -> dict[str, float]:
    """The same intensities with left and right exchanged."""
    others = {"_L": "_R", "_R": "_L"}
    return ordered_aus({f"{code[:-2]}{others[code[-2:]]}" if code[-2:] in others else code: value for code, value in values.items()})


def control_vector(values: ArrayLike) -> ControlVector:
    """A control vector of what may be one: (36,) as it is, or AUs (17,) that hold for both sides, with a gaze of 0."""
    vector = np.array(values, np.float32)
    if vector.shape == (N_AUS,):
        return np.concatenate([vector, vector, np.zeros(2, np.float32)])
    if vector.shape != (N_CONTROLS,):
        raise ValueError(f"a face has {N_AUS} Action Units, or {N_CONTROLS} controls with sides and gaze, not shape {vector.shape}")
    return vector


@dataclass(frozen=True, eq=False)
class FaceTarget:
    """The target of one face. Targets are equal if all values are.

    Attributes
    ----------
    left, right
        The Action Units of the person's left and right side, (17,) float32 in 0..1, read-only; the same array where no side differs.
    gaze
        The target gaze, relative to the photo.

    Raises
    ------
    ValueError
        If a value is invalid, or an Action Unit without sides differs from side to side.
    """

    left: AuVector
    right: AuVector
    gaze: Gaze = UNCHANGED_GAZE

    def __post_init__(self) -> None:
        left = _read_only(self.left)
        right = left if self.right is self.left or np.array_equal(self.left, self.right) else _read_only(self.right)
        for unit, on_left, on_right in zip(ACTION_UNITS, left, right, strict=True):
            if on_left != on_right and not unit.is_sided:
                raise ValueError(f"{unit.code} has no left and right: it moves the middle of the face")
        object.__setattr__(self, "left", left)
        object.__setattr__(self, "right", right)
        object.__setattr__(self, "gaze", checked_gaze(self.gaze))

    @classmethod
    def of(cls, aus: FaceTarget | ArrayLike, gaze: Gaze = UNCHANGED_GAZE) -> FaceTarget:
        """A target from AUs that hold for both sides, (17,); one that is a target already is returned as it is."""
        if isinstance(aus, FaceTarget):
            return aus
        vector = checked_au_vector(aus)
        return cls(vector, vector, gaze)

    @classmethod
    def from_vector(cls, controls: ArrayLike) -> FaceTarget:
        """A target from a control vector, (36,); what lies outside the ranges is cut off."""
        values = np.clip(np.asarray(controls), LOWEST, 1.0).astype(np.float32)
        return cls(values[:N_AUS], values[N_AUS : 2 * N_AUS], (float(values[-2]), float(values[-1])))

    def vector(self) -> ControlVector:
        """The same as a control vector, (36,), to reckon with."""
        return np.concatenate([self.left, self.right, np.array(self.gaze, np.float32)])

    @property
    def is_split(self) -> bool:
        """Whether a side differs from the other."""
        return self.left is not self.right

    @property
    def aus(self) -> AuVector:
        """The Action Units of the whole face, (17,): the mean of its sides, read-only."""
        return _read_only((self.left + self.right) / 2) if self.is_split else self.left

    def side(self, side: Side) -> AuVector:
        """The Action Units of one side, (17,), read-only."""
        return self.left if side is Side.LEFT else self.right

    def changes(self, aus: AuVector) -> bool:
        """Which Action Units are above the face's own, (17,)."""
        return self.gaze != UNCHANGED_GAZE or differs(self.left, aus) or (self.is_split and differs(self.right, aus))

    def with_aus(self, values: Mapping[str, float] | Mapping[int, float]) -> FaceTarget:
        """The same with other intensities, by code or position; the code of a side ("AU12_L") goes before that of both, in any order."""
        vector = self.vector()
        for index, value in named_controls(values).items():
            vector[index] = value
        return FaceTarget(vector[:N_AUS], vector[N_AUS : 2 * N_AUS], self.gaze)

    def with_gaze(self, gaze: Gaze) -> FaceTarget:
        """The same with the eyes looking elsewhere."""
        return replace(self, gaze=gaze)

    def mirrored(self) -> FaceTarget:
        """The same with left and right exchanged."""
        return FaceTarget(self.right, self.left, (-self.gaze[0], self.gaze[1]))

    def named(self) -> dict[str, float]:
        """All intensities by code: "AU12" where both sides agree, "AU12_L" and "AU12_R" where they differ."""
        return codes_of(dict(enumerate(self.vector().tolist())))

    def named_beside(self, aus: AuVector) -> dict[str, float]:
        """The intensities, by code, that differ from what a face shows, (17,)."""
        shown = FaceTarget.of(aus).vector()
        return codes_of({index: value for index, value in enumerate(self.vector().tolist()) if value != shown[index]})

    @property
    def named_gaze(self) -> Gaze | None:
        """The gaze; None where it is that of the photo."""
        return None if self.gaze == UNCHANGED_GAZE else self.gaze

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FaceTarget):
            return NotImplemented
        return self.gaze == other.gaze and np.array_equal(self.left, other.left) and np.array_equal(self.right, other.right)

    __hash__ = None  # type: ignore[assignment]


SAME_AUS = 1e-6
"""Intensities that differ by no more than this are the same."""


def differs(aus: AuVector, other: AuVector) -> bool:
    """Whether two AU vectors differ by more than rounding."""
    return bool(np.abs(aus - other).max() > SAME_AUS)


def blend(source: FaceTarget | AuVector, target: FaceTarget | AuVector, strength: float) -> FaceTarget:
    """Go a part of the way from an expression to another.

    Parameters
    ----------
    source, target
        Expressions; AUs, (17,), hold for both sides.
    strength
        0 is the source, 1 the target; beyond 1 exaggerates, below 0 goes the other way. Results are cut off at their ranges.
    """
    source, target = FaceTarget.of(source), FaceTarget.of(target)
    if strength == 1.0:
        return target
    start = source.vector()
    return FaceTarget.from_vector(start + strength * (target.vector() - start))


def _read_only(values: ArrayLike) -> AuVector:
    vector = checked_au_vector(values)
    vector.setflags(write=False)
    return vector
