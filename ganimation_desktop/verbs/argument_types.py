"""Types of arguments: numbers, and names of files; argparse adds the name of the argument to the message."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.core.base.gaze import Gaze, checked_gaze

if TYPE_CHECKING:
    from ganimation_desktop.core.imaging.resizing import Resize
    from ganimation_desktop.jobs.result_names import NamePattern

_MOST_DIGITS = 20


def real_number(low: float = 0.0, high: float = math.inf, *, above: bool = False, of: str = "") -> Callable[[str], float]:
    """Make the type of a finite number.

    Parameters
    ----------
    low, high
        The range, ends included.
    above
        Whether `low` itself is outside.
    of
        The unit, such as "seconds".
    """

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if low <= value <= high and math.isfinite(value) and not (above and value == low):
            return value
        named = f"a number of {of}" if of else "a number"
        raise argparse.ArgumentTypeError(f"{text!r} is not {named} {_range(low, high, above=above)}")

    return read


def whole_number(low: int = 0, high: int | None = None) -> Callable[[str], int]:
    """Make the type of a whole number from `low` to `high`, ends included; None for no end."""

    def read(text: str) -> int:
        if text.isdecimal() and len(text) < _MOST_DIGITS and low <= int(text) and (high is None or int(text) <= high):
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number {_range(low, math.inf if high is None else high)}")

    return read


def gaze(text: str) -> Gaze:
    """Read two numbers from -1 to 1, such as 0.5,-0.2."""
    try:
        return checked_gaze([float(part) for part in text.split(",")])
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not two numbers from -1 to 1, to the right and up, such as 0.5,-0.2") from None


def teeth(text: str) -> int | None:
    """Read the number of a set of teeth, from 1; None for "auto"."""
    if text == "auto":
        return None
    if text.isdecimal() and len(text) < _MOST_DIGITS and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is neither auto nor a number from 1")


def size(text: str) -> Resize:
    """Read the size of a result: a longest side in pixels, such as 2048, or a percentage, such as 50%."""
    from ganimation_desktop.core.imaging.resizing import Resize  # brings OpenCV

    try:
        return Resize.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def name_pattern(text: str) -> NamePattern:
    """Read how files are named, such as {name}-{preset}."""
    from ganimation_desktop.jobs.result_names import NamePattern  # brings OpenCV

    try:
        return NamePattern(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from None


def file_name(text: str) -> str:
    """Check the name of a file or folder; an empty one, as from an unset shell variable, is refused."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the file is empty")
    return text


def file_path(text: str) -> Path:
    """Check as `file_name` does."""
    return Path(file_name(text))


def _range(low: float, high: float, *, above: bool = False) -> str:
    if above:
        return f"above {low:g}" if math.isinf(high) else f"above {low:g} and up to {high:g}"
    return f"from {low:g} on" if math.isinf(high) else f"from {low:g} to {high:g}"
