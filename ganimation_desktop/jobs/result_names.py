"""How the files of results are named, and in which folder and size they are written unless something else is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from ganimation_desktop.core.edit.export import free_path
from ganimation_desktop.core.imaging.resizing import Resize

EDITED_PATTERN = "{name}-edited"
"""Of results that may lie beside their photos: the window's default."""
OWN_NAME_PATTERN = "{name}"
"""Of results in a folder of their own: the command's default."""
NO_PRESET = "custom"
"""Stands for {preset} where the expression is no preset."""

FIELDS = ("name", "preset", "date", "count")
_FIELD = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
_LONGEST_BYTES = 120


class PatternProblem(Enum):
    """What is wrong with a name pattern."""

    EMPTY = "the name pattern is empty"
    UNPAIRED_BRACE = "the name pattern has a brace without its partner"
    UNKNOWN_FIELD = "the name pattern has an unknown field: {detail}; there are {{name}}, {{preset}}, {{date}} and {{count}}"
    FORBIDDEN_CHARACTER = "a file name cannot contain {detail}"
    DOT = "a file name should not begin or end with a dot"
    TOO_LONG = "the name pattern is too long"


class PatternError(ValueError):
    """A name pattern is invalid.

    Attributes
    ----------
    problem
        What is wrong.
    detail
        The part that is wrong; empty where it is the whole.
    """

    def __init__(self, problem: PatternProblem, detail: str = "") -> None:
        super().__init__(problem.value.format(detail=detail))
        self.problem, self.detail = problem, detail


@dataclass(frozen=True)
class NameParts:
    """What the fields of a pattern stand for in one file.

    Attributes
    ----------
    name
        Name of the photo or video, without its ending.
    preset
        Name of the expression; empty if it is no preset.
    count
        Its number, from 1.
    n_files
        How many files are numbered together.
    day
        The date.
    """

    name: str
    preset: str = ""
    count: int = 1
    n_files: int = 1
    day: date = field(default_factory=date.today)


@dataclass(frozen=True)
class NamePattern:
    """How results are named, without the ending of the file.

    {name} is the name of the photo, {preset} that of the expression, {date} the day, such as 2026-03-09, and {count} a number, with
    leading zeros where many files are numbered together.

    Raises
    ------
    PatternError
        If no file could be named by it.
    """

    text: str = EDITED_PATTERN

    def __post_init__(self) -> None:
        _check(self.text)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that it has."""
        return frozenset(_FIELD.findall(self.text))

    def stem(self, parts: NameParts) -> str:
        """Return the name of a file without its ending."""
        values = {
            "name": parts.name,
            "preset": _as_file_name(parts.preset) or NO_PRESET,
            "date": parts.day.isoformat(),
            "count": f"{parts.count:0{len(str(parts.n_files))}d}",
        }
        return _FIELD.sub(lambda found: values[found[1]], self.text)

    def free_path(self, folder: Path, parts: NameParts, suffix: str, *, also_taken: Callable[[Path], bool] = lambda path: False) -> Path:
        """Return the path of a new file in a folder: counted on where a single file is numbered, else with a number behind its name.

        Parameters
        ----------
        folder
            The folder.
        parts
            What the fields stand for.
        suffix
            The ending of the file, with its dot.
        also_taken
            Whether a path that no file has will soon have one.
        """
        path = folder / f"{self.stem(parts)}{suffix}"
        if "count" not in self.fields or parts.n_files > 1:
            return free_path(path, also_taken=also_taken)
        count = parts.count
        while path.exists() or also_taken(path):
            count += 1
            path = folder / f"{self.stem(NameParts(parts.name, parts.preset, count, 1, parts.day))}{suffix}"
        return path


@dataclass(frozen=True)
class ResultDefaults:
    """What holds for results unless something else is asked for.

    Attributes
    ----------
    folder
        Where they are written; None for beside their photo or video.
    pattern
        How they are named.
    resize
        The size of edited photos; None for that of the photo.
    """

    folder: Path | None = None
    pattern: NamePattern = field(default_factory=NamePattern)
    resize: Resize | None = None

    def path_for(self, source: Path, parts: NameParts, suffix: str, *, also_taken: Callable[[Path], bool] = lambda path: False) -> Path:
        """Return the path of a new result of a photo or video; parameters as in `NamePattern.free_path`."""
        return self.pattern.free_path(self.folder or source.parent, parts, suffix, also_taken=also_taken)


def _check(text: str) -> None:
    if not text.strip():
        raise PatternError(PatternProblem.EMPTY)
    for found in _FIELD.findall(text):
        if found not in FIELDS:
            raise PatternError(PatternProblem.UNKNOWN_FIELD, f"{{{found}}}")
    literal = _FIELD.sub("", text)
    if "{" in literal or "}" in literal:
        raise PatternError(PatternProblem.UNPAIRED_BRACE)
    if forbidden := _FORBIDDEN.search(literal):
        raise PatternError(PatternProblem.FORBIDDEN_CHARACTER, forbidden[0] if forbidden[0].isprintable() else repr(forbidden[0]))
    if text.strip().startswith(".") or text.strip().endswith("."):
        raise PatternError(PatternProblem.DOT)
    if len(text.encode(errors="surrogatepass")) > _LONGEST_BYTES:
        raise PatternError(PatternProblem.TOO_LONG)


def _as_file_name(preset: str) -> str:
    """Name of a preset in small letters, with hyphens for all that is neither letter nor digit."""
    return "-".join(re.findall(r"\w+", preset.casefold()))
