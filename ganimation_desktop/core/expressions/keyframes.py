"""Expressions over time: keyframes with easing, interpolated continuously in AU space; an AU table is such a track too."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import GAZE_CONTROLS, N_CONTROLS, FaceTarget, codes_of, named_controls, ordered_aus
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.gaze import Gaze, checked_gaze
from ganimation_desktop.core.base.json_file import aus_of, gaze_object, gaze_of, list_of, number_of, read_object, text_of, write_object
from ganimation_desktop.core.expressions.au_table import AuRow
from ganimation_desktop.core.expressions.au_table_reading import AuTableError, read_au_table

_MAX_TIME_S = 24 * 3600.0
_OPENFACE_FPS = 30.0


class Easing(Enum):
    """Interpolation to the next keyframe."""

    LINEAR = "linear"
    EASE = "ease"
    """Slow at both ends."""
    EASE_IN = "ease-in"
    EASE_OUT = "ease-out"

    def share(self, passed: float) -> float:
        """Share of the change, 0..1, after a share of the time; continuous, from 0 to 1."""
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
        Intensities in 0..1 by code, which may name a side ("AU12_L"); Action Units that it does not name are
        interpolated between the keyframes that do.
    easing
        Interpolation to the next keyframe.
    gaze
        Gaze relative to the photo; None if not named.
    """

    time_s: float
    aus: Mapping[str, float] = field(hash=False)
    easing: Easing = Easing.EASE
    gaze: Gaze | None = None

    @classmethod
    def of(cls, time_s: float, target: FaceTarget, easing: Easing = Easing.EASE) -> Keyframe:
        """Make a keyframe of a whole target."""
        return cls(time_s, target.named(), easing, target.gaze)

    def naming(self, controls: Mapping[int, float]) -> Keyframe:
        """The same keyframe, naming these values by position in a control vector too."""
        named = {**self.controls, **controls}
        gaze = (named.get(GAZE_CONTROLS[0], 0.0), named.get(GAZE_CONTROLS[1], 0.0)) if set(GAZE_CONTROLS) & set(named) else None
        return Keyframe(self.time_s, codes_of(named), self.easing, gaze)

    def __post_init__(self) -> None:
        if not 0 <= self.time_s <= _MAX_TIME_S:
            raise ValueError(f"a keyframe is at {self.time_s:g} s, outside 0..{_MAX_TIME_S:g}")
        FaceTarget.of(np.zeros(N_AUS)).with_aus(self.aus)
        object.__setattr__(self, "aus", ordered_aus(self.aus))
        if self.gaze is not None:
            object.__setattr__(self, "gaze", checked_gaze(self.gaze))

    @cached_property
    def controls(self) -> Mapping[int, float]:
        """What it names, by position in a control vector."""
        gaze = {} if self.gaze is None else dict(zip(GAZE_CONTROLS, self.gaze, strict=True))
        return named_controls(self.aus) | gaze


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
            index: [keyframe for keyframe in self.keyframes if index in keyframe.controls]
            for index in range(N_CONTROLS)
            if any(index in keyframe.controls for keyframe in self.keyframes)
        }
        self._times = {index: [keyframe.time_s for keyframe in channel] for index, channel in self._channels.items()}

    @property
    def named(self) -> NDArray[np.bool_]:
        """Which controls any keyframe names, (36,); the others stay as the face shows them."""
        return np.array([index in self._channels for index in range(N_CONTROLS)])

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

    def target(self, source: FaceTarget | AuVector, time_s: float) -> FaceTarget:
        """Target at a moment: before the first and after the last keyframe of a control it stays as there.

        Parameters
        ----------
        source
            What the face shows; it keeps the controls that no keyframe names.
        time_s
            The moment.
        """
        controls = FaceTarget.of(source).vector()
        for index, channel in self._channels.items():
            controls[index] = self._value(index, channel, time_s)
        return FaceTarget.from_vector(controls)

    def _value(self, index: int, channel: Sequence[Keyframe], time_s: float) -> float:
        after = bisect.bisect_right(self._times[index], time_s)
        if after == 0:
            return channel[0].controls[index]
        if after == len(channel):
            return channel[-1].controls[index]
        start, end = channel[after - 1], channel[after]
        share = start.easing.share((time_s - start.time_s) / (end.time_s - start.time_s))
        return start.controls[index] + share * (end.controls[index] - start.controls[index])

    def _at(self, time_s: float) -> Keyframe:
        for keyframe in self.keyframes:
            if keyframe.time_s == time_s:
                return keyframe
        raise ValueError(f"there is no keyframe at {time_s:g} s")


def there_and_back(source: FaceTarget, target: FaceTarget, seconds: float, hold_s: float = 0.0) -> KeyframeTrack:
    """From one expression to another, hold it, and back, `seconds` in all."""
    if not 0 <= hold_s < seconds:
        raise ValueError(f"an expression cannot be held for {hold_s:g} of {seconds:g} s")
    way_s = (seconds - hold_s) / 2
    times = dict.fromkeys((way_s, way_s + hold_s))
    keyframes = [Keyframe.of(0.0, source), *(Keyframe.of(time_s, target) for time_s in times), Keyframe.of(seconds, source)]
    return KeyframeTrack(keyframes)


def through(expressions: Sequence[FaceTarget], seconds: float) -> KeyframeTrack:
    """From the first expression through the others to the last, at equal distances."""
    if len(expressions) < 2:
        raise ValueError("at least two expressions are needed")
    steps = np.linspace(0, seconds, len(expressions)).tolist()
    return KeyframeTrack([Keyframe.of(time_s, target) for time_s, target in zip(steps, expressions, strict=True)])


def track_from_au_rows(rows: Sequence[AuRow], person: int | None = None) -> KeyframeTrack:
    """Make a track of one person of an AU table; frames without the face are interpolated. Without times, there are 30 rows per second.

    Parameters
    ----------
    rows
        The table.
    person
        The person's `face_id`; None for who is in most rows.

    Raises
    ------
    ValueError
        If there is no such person, or the times of the rows go backwards.
    """
    found = [row for row in rows if row.success]
    if not found:
        raise ValueError("there is no row with a face")
    n_rows = Counter((row.file, row.face_id) for row in found)
    asked = [key for key in n_rows if person is None or key[1] == person]
    if not asked:
        known = ", ".join(map(str, sorted({row.face_id for row in found})))
        raise ValueError(f"there is no person {person}; there are {known}")
    chosen = max(asked, key=lambda key: n_rows[key])
    one = [row for row in found if (row.file, row.face_id) == chosen]
    timed = any(row.time_s > 0 for row in one)
    start = one[0]
    times = [row.time_s - start.time_s if timed else (row.frame - start.frame) / _OPENFACE_FPS for row in one]
    if min(times) < 0:
        raise ValueError("the times of its rows go backwards")
    return KeyframeTrack([Keyframe(time_s, row.target.named(), Easing.LINEAR) for time_s, row in zip(times, one, strict=True)])


def read_track(path: str | Path, person: int | None = None) -> KeyframeTrack:
    """Read a track: a JSON file of keyframes, or an AU table (.csv) of the program, OpenFace or py-feat.

    Parameters
    ----------
    path
        The file.
    person
        Whose rows of a table, as of `track_from_au_rows`.

    Raises
    ------
    KeyframeError
        If the file is missing or of another kind, has an invalid value, or no such person.
    """
    path = Path(path)
    if path.suffix.lower() == ".csv":
        try:
            return track_from_au_rows(read_au_table(path), person)
        except AuTableError as error:
            raise KeyframeError(str(error)) from None
        except ValueError as error:
            raise KeyframeError(f"{path}: {error}") from None
    if person is not None:
        raise KeyframeError(f"{path} is not an AU table, so it has no person {person}")
    try:
        content = read_object(path)
        keyframes = [read_keyframe(entry) for entry in list_of(content, "keyframes")] if "keyframes" in content else []
        if not keyframes:
            raise UnreadableError("has no keyframes")
    except ValueError as error:
        raise KeyframeError(f"{path} {error}") from None
    return KeyframeTrack(keyframes)


def write_track(path: str | Path, track: KeyframeTrack, *, overwrite: bool = False) -> None:
    """Write a track as JSON. Raises `ExportError` if the file exists and may not be replaced, or cannot be written."""
    write_object(Path(path), {"keyframes": [keyframe_object(keyframe) for keyframe in track.keyframes]}, overwrite=overwrite)


def keyframe_object(keyframe: Keyframe) -> dict[str, Any]:
    """A keyframe as JSON."""
    entry = {"time_s": keyframe.time_s, "easing": keyframe.easing.value, "aus": dict(keyframe.aus)}
    return entry if keyframe.gaze is None else entry | {"gaze": gaze_object(keyframe.gaze)}


def read_keyframe(entry: object) -> Keyframe:
    """Read what `keyframe_object` wrote. Raises `UnreadableError`."""
    if not isinstance(entry, dict):
        raise UnreadableError("has an entry that is not an object in 'keyframes'")
    name = text_of(entry, "easing") if "easing" in entry else Easing.EASE.value
    if name not in {easing.value for easing in Easing}:
        raise UnreadableError(f"has the easing {name!r}; there are {', '.join(easing.value for easing in Easing)}")
    return Keyframe(number_of(entry, "time_s", low=0.0, high=_MAX_TIME_S), aus_of(entry, "aus"), Easing(name), gaze_of(entry))
