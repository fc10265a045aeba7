"""Expressions over time: keyframes with easing, interpolated in AU space without a jump; an AU table is such a track too."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.action_units import AU_CODES, AuVector, au_dict, au_index, au_vector, checked_au_vector
from ganimation_desktop.core.au_table import AuRow, AuTableError, read_au_table
from ganimation_desktop.core.json_file import JsonError, aus_of, list_of, number_of, read_object, text_of, write_object

_MAX_TIME_S = 24 * 3600.0
_OPENFACE_FPS = 30.0


class Easing(Enum):
    """How the way to the next keyframe is gone."""

    LINEAR = "linear"
    EASE = "ease"
    """Slowly off and slowly on."""
    EASE_IN = "ease-in"
    EASE_OUT = "ease-out"

    def share(self, passed: float) -> float:
        """Share of the way, 0..1, when this share of the time has passed; continuous, from 0 to 1."""
        if self is Easing.EASE:
            return passed * passed * (3 - 2 * passed)
        if self is Easing.EASE_IN:
            return passed * passed
        if self is Easing.EASE_OUT:
            return passed * (2 - passed)
        return passed


class KeyframeError(ValueError):
    """A keyframe file cannot be read: one sentence that names the file and the reason."""


@dataclass(frozen=True)
class Keyframe:
    """An expression at a moment.

    Attributes
    ----------
    time_s
        The moment, from 0.
    aus
        Intensities in 0..1 by code; Action Units that it does not name are on their way between the keyframes that do.
    easing
        How the way to the next keyframe is gone.
    """

    time_s: float
    aus: Mapping[str, float] = field(hash=False)
    easing: Easing = Easing.EASE

    def __post_init__(self) -> None:
        if not 0 <= self.time_s <= _MAX_TIME_S:
            raise ValueError(f"a keyframe is at {self.time_s:g} s, outside 0..{_MAX_TIME_S:g}")
        au_vector(self.aus)
        object.__setattr__(self, "aus", {AU_CODES[au_index(code)]: float(value) for code, value in self.aus.items()})


class KeyframeTrack:
    """Keyframes in the order of their times, one per moment. Changes make a new track.

    Attributes
    ----------
    keyframes
        The keyframes.
    """

    def __init__(self, keyframes: Sequence[Keyframe] = ()) -> None:
        by_time = {keyframe.time_s: keyframe for keyframe in keyframes}
        self.keyframes = tuple(by_time[time_s] for time_s in sorted(by_time))
        self._channels = {
            index: [keyframe for keyframe in self.keyframes if code in keyframe.aus]
            for index, code in enumerate(AU_CODES)
            if any(code in keyframe.aus for keyframe in self.keyframes)
        }
        self._times = {index: [keyframe.time_s for keyframe in channel] for index, channel in self._channels.items()}

    @property
    def named(self) -> NDArray[np.bool_]:
        """Which Action Units any keyframe names, (17,); the others stay as the face shows them."""
        return np.array([index in self._channels for index in range(len(AU_CODES))])

    @property
    def duration_s(self) -> float:
        """Time of the last keyframe."""
        return self.keyframes[-1].time_s if self.keyframes else 0.0

    def with_keyframe(self, keyframe: Keyframe) -> KeyframeTrack:
        """Add a keyframe, in place of one at the same moment."""
        return KeyframeTrack((*self.keyframes, keyframe))

    def without(self, time_s: float) -> KeyframeTrack:
        """Delete the keyframe at a moment. Raises `ValueError` if there is none."""
        self._at(time_s)
        return KeyframeTrack([keyframe for keyframe in self.keyframes if keyframe.time_s != time_s])

    def moved(self, time_s: float, to_s: float) -> KeyframeTrack:
        """Move the keyframe at a moment to another, in place of one there. Raises `ValueError` if there is none."""
        return self.without(time_s).with_keyframe(replace(self._at(time_s), time_s=to_s))

    def target(self, source: AuVector, time_s: float) -> AuVector:
        """Target AUs at a moment, (17,): before the first and after the last keyframe of an Action Unit it stays as there.

        Parameters
        ----------
        source
            What the face shows; it keeps the Action Units that no keyframe names.
        time_s
            The moment.
        """
        target = checked_au_vector(source)
        for index, channel in self._channels.items():
            target[index] = self._value(index, channel, time_s)
        return target

    def _value(self, index: int, channel: Sequence[Keyframe], time_s: float) -> float:
        code = AU_CODES[index]
        after = bisect.bisect_right(self._times[index], time_s)
        if after == 0:
            return channel[0].aus[code]
        if after == len(channel):
            return channel[-1].aus[code]
        start, end = channel[after - 1], channel[after]
        share = start.easing.share((time_s - start.time_s) / (end.time_s - start.time_s))
        return start.aus[code] + share * (end.aus[code] - start.aus[code])

    def _at(self, time_s: float) -> Keyframe:
        for keyframe in self.keyframes:
            if keyframe.time_s == time_s:
                return keyframe
        raise ValueError(f"there is no keyframe at {time_s:g} s")


def there_and_back(source: AuVector, target: AuVector, seconds: float, hold_s: float = 0.0) -> KeyframeTrack:
    """From an expression to another, hold it, and back to where it began, `seconds` in all."""
    if not 0 <= hold_s < seconds:
        raise ValueError(f"an expression cannot be held for {hold_s:g} of {seconds:g} s")
    way_s = (seconds - hold_s) / 2
    times = dict.fromkeys((way_s, way_s + hold_s))
    return KeyframeTrack(
        [Keyframe(0.0, au_dict(source)), *(Keyframe(time_s, au_dict(target)) for time_s in times), Keyframe(seconds, au_dict(source))]
    )


def through(expressions: Sequence[AuVector], seconds: float) -> KeyframeTrack:
    """From the first expression through the others to the last, at equal distances."""
    if len(expressions) < 2:
        raise ValueError("a way needs two expressions")
    steps = np.linspace(0, seconds, len(expressions)).tolist()
    return KeyframeTrack([Keyframe(time_s, au_dict(aus)) for time_s, aus in zip(steps, expressions, strict=True)])


def track_from_au_rows(rows: Sequence[AuRow]) -> KeyframeTrack:
    """Make a track of an AU table's first face; frames without a face are bridged. Without times, 30 rows make a second."""
    found = [row for row in rows if row.success]
    if not found:
        raise ValueError("there is no row with a face")
    first = min(row.face_id for row in found)
    one = [row for row in found if row.face_id == first]
    timed = any(row.time_s > 0 for row in one)
    start = one[0]
    times = [row.time_s - start.time_s if timed else (row.frame - start.frame) / _OPENFACE_FPS for row in one]
    if min(times) < 0:
        raise ValueError("the times of its rows go backwards")
    return KeyframeTrack([Keyframe(time_s, au_dict(row.aus), Easing.LINEAR) for time_s, row in zip(times, one, strict=True)])


def read_track(path: str | Path) -> KeyframeTrack:
    """Read a track: a JSON file of keyframes, or an AU table (.csv) of OpenFace or the program.

    Raises
    ------
    KeyframeError
        If the file is missing or no such file, or has a value that cannot be.
    """
    path = Path(path)
    if path.suffix.lower() == ".csv":
        try:
            return track_from_au_rows(read_au_table(path))
        except AuTableError as error:
            raise KeyframeError(str(error)) from None
        except ValueError as error:
            raise KeyframeError(f"{path}: {error}") from None
    try:
        content = read_object(path)
        keyframes = [_read_keyframe(entry) for entry in list_of(content, "keyframes")]
        if not keyframes:
            raise JsonError("has no keyframe")
    except ValueError as error:
        raise KeyframeError(f"{path} {error}") from None
    return KeyframeTrack(keyframes)


def write_track(path: str | Path, track: KeyframeTrack, *, overwrite: bool = False) -> None:
    """Write a track as JSON. Raises `ExportError` if the file exists and may not be replaced, or cannot be written."""
    entries = [{"time_s": keyframe.time_s, "easing": keyframe.easing.value, "aus": dict(keyframe.aus)} for keyframe in track.keyframes]
    write_object(Path(path), {"keyframes": entries}, overwrite=overwrite)


def _read_keyframe(entry: object) -> Keyframe:
    if not isinstance(entry, dict):
        raise JsonError("has something else than objects in 'keyframes'")
    name = text_of(entry, "easing") if "easing" in entry else Easing.EASE.value
    if name not in {easing.value for easing in Easing}:
        raise JsonError(f"has the easing {name!r}; there are {', '.join(easing.value for easing in Easing)}")
    return Keyframe(number_of(entry, "time_s", low=0.0, high=_MAX_TIME_S), aus_of(entry, "aus"), Easing(name))
