"""The 17 Action Units, in the order that every checkpoint, slider and table of the program uses.

Numbers and names follow the Facial Action Coding System (Ekman, Friesen, Hager 2002); the choice of 17 is that of
OpenFace (Baltrusaitis et al. 2018), whose CSV columns GANimation was trained on.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

AuVector = NDArray[np.float32]
"""AU intensities, shape (17,), each in 0..1, in the order of `AU_CODES`."""


_IN_THE_MIDDLE = (17, 25, 26)


class Region(Enum):
    """The part of the face that an Action Unit moves."""

    BROW = "Brow"
    EYES = "Eyes"
    NOSE_CHEEKS = "Nose and cheeks"
    MOUTH = "Mouth"
    JAW = "Jaw"


@dataclass(frozen=True)
class ActionUnit:
    """One Action Unit of the Facial Action Coding System.

    Attributes
    ----------
    number
        FACS number, for example 12.
    name
        FACS name, for example "Lip corner puller".
    region
        Where on the face it acts.
    description
        What it does, in plain words.
    """

    number: int
    name: str
    region: Region
    description: str

    @property
    def code(self) -> str:
        """The code used in tables and on the command line, for example "AU12"."""
        return f"AU{self.number:02d}"

    @property
    def is_sided(self) -> bool:
        """Whether its muscle lies on both sides of the face, so that one side can do it without the other."""
        return self.number not in _IN_THE_MIDDLE

    @property
    def title(self) -> str:
        """Number and name as a slider shows them, for example "12 - Lip corner puller"."""
        return f"{self.number:02d} - {self.name}"


ACTION_UNITS: tuple[ActionUnit, ...] = (
    ActionUnit(1, "Inner brow raiser", Region.BROW, "Lifts the inner ends of the eyebrows, as in sadness or worry."),
    ActionUnit(2, "Outer brow raiser", Region.BROW, "Lifts the outer ends of the eyebrows into an arch."),
    ActionUnit(4, "Brow lowerer", Region.BROW, "Pulls the eyebrows down and together: a frown."),
    ActionUnit(5, "Upper lid raiser", Region.EYES, "Opens the eyes wide, so that more of the white shows."),
    ActionUnit(6, "Cheek raiser", Region.NOSE_CHEEKS, "Lifts the cheeks and narrows the eyes, as in a real smile."),
    ActionUnit(7, "Lid tightener", Region.EYES, "Tightens the eyelids into a squint."),
    ActionUnit(9, "Nose wrinkler", Region.NOSE_CHEEKS, "Wrinkles the nose and lifts the nostrils, as in disgust."),
    ActionUnit(10, "Upper lip raiser", Region.MOUTH, "Lifts the middle of the upper lip."),
    ActionUnit(12, "Lip corner puller", Region.MOUTH, "Pulls the corners of the mouth up and out: a smile."),
    ActionUnit(14, "Dimpler", Region.MOUTH, "Tightens the corners of the mouth inwards, making dimples."),
    ActionUnit(15, "Lip corner depressor", Region.MOUTH, "Pulls the corners of the mouth down."),
    ActionUnit(17, "Chin raiser", Region.JAW, "Pushes the chin and the lower lip up."),
    ActionUnit(20, "Lip stretcher", Region.MOUTH, "Stretches the mouth sideways, as in fear."),
    ActionUnit(23, "Lip tightener", Region.MOUTH, "Tightens and narrows the lips, as in anger."),
    ActionUnit(25, "Lips part", Region.MOUTH, "Parts the lips."),
    ActionUnit(26, "Jaw drop", Region.JAW, "Drops the jaw, so that the mouth falls open."),
    ActionUnit(45, "Blink", Region.EYES, "Closes both eyes."),
)
AU_CODES: tuple[str, ...] = tuple(unit.code for unit in ACTION_UNITS)
N_AUS = len(ACTION_UNITS)

_INDEX_BY_NUMBER = {unit.number: index for index, unit in enumerate(ACTION_UNITS)}


def au_index(code: str | int) -> int:
    """Position of an Action Unit in an AU vector.

    Parameters
    ----------
    code
        "AU12", "au12", "AU12_r" (OpenFace's column name) or "12"; a whole number is the position itself, 0..16.

    Raises
    ------
    ValueError
        If it is none of the 17.
    """
    if not isinstance(code, str):
        position = operator.index(code)
        if 0 <= position < N_AUS:
            return position
        raise ValueError(f"there is no Action Unit at position {position} of 0..{N_AUS - 1}; by number it is {f'AU{position:02d}'!r}")
    digits = code.strip().removesuffix("_r").lower().removeprefix("au")
    if len(digits) <= 2 and digits.isdecimal() and int(digits) in _INDEX_BY_NUMBER:
        return _INDEX_BY_NUMBER[int(digits)]
    raise ValueError(f"{code[:20]!r} is not one of the Action Units {', '.join(AU_CODES)}")


def au_vector(values: Mapping[str, float] | Mapping[int, float], others: ArrayLike | None = None) -> AuVector:
    """AU vector with the given intensities.

    Parameters
    ----------
    values
        Intensities in 0..1, by code or by position, as `au_index` takes them.
    others
        Intensities of the Action Units that are not named, (17,); None for zero.

    Raises
    ------
    ValueError
        For an unknown code, or a value outside 0..1.
    """
    vector = np.zeros(N_AUS, np.float32) if others is None else checked_au_vector(others)
    for code, value in values.items():
        vector[au_index(code)] = value
    return checked_au_vector(vector)


def au_dict(vector: ArrayLike) -> dict[str, float]:
    """The intensities of an AU vector by code, in checkpoint order."""
    return {code: float(value) for code, value in zip(AU_CODES, checked_au_vector(vector), strict=True)}


def checked_au_vector(vector: ArrayLike) -> AuVector:
    """A float32 copy of an AU vector.

    Raises
    ------
    ValueError
        If the shape is not (17,) or a value is not finite or outside 0..1.
    """
    checked = np.array(vector, np.float32)
    if checked.shape != (N_AUS,):
        raise ValueError(f"an AU vector has {N_AUS} values, not shape {checked.shape}")
    outside = ~((checked >= 0.0) & (checked <= 1.0))
    if outside.any():
        index = int(np.flatnonzero(outside)[0])
        raise ValueError(f"{AU_CODES[index]} is {checked[index]:g}, outside 0..1")
    return checked
