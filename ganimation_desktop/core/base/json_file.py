"""Small JSON documents that other programs may have edited: read with limits, checked field by field, written atomically."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.core.base.face_target import ordered_aus
from ganimation_desktop.core.base.foreign_file import UnreadableError, check_size, read_foreign_text
from ganimation_desktop.core.base.gaze import Gaze

MAX_BYTES: Final = 4 << 20
MAX_DEPTH: Final = 16
"""Maximum nesting of lists and objects; the deepest of the program's own documents, a checkpoint's record, has 5."""


def read_object(path: Path, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Read a JSON file that holds one object.

    Raises
    ------
    UnreadableError
        If it is missing, unreadable, larger than 4 MB or the given limit, not JSON, not an object, or nested more than 16 deep.
    """
    return parse_object(read_foreign_text(path, max_bytes), max_bytes)


def parse_object(text: str | bytes, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> dict[str, Any]:
    """Parse a JSON text that holds one object. Raises `UnreadableError` as `read_object` does."""
    check_size(len(text), max_bytes)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"is not valid JSON (line {error.lineno})") from None
    except (ValueError, RecursionError):  # invalid UTF-8, numbers of thousands of digits, thousands of brackets
        raise UnreadableError("is not valid JSON") from None
    if not isinstance(content, dict):
        raise UnreadableError("does not hold a JSON object")
    _check_depth(content, max_depth)
    return content


def _check_depth(content: object, max_depth: int) -> None:
    level = [content]
    for _ in range(max_depth):
        level = [inner for each in level if isinstance(each, dict | list) for inner in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return
    if any(isinstance(each, dict | list) for each in level):
        raise UnreadableError(f"is nested more than {max_depth} deep")


def write_object(path: Path, content: Mapping[str, Any], *, overwrite: bool, compact: bool = False) -> None:
    """Write a JSON file. Raises `ExportError` if it exists and may not be replaced, or cannot be written.

    A compact file, on one line and without waiting for the disk, is for the program's own frequent writes.
    """
    text = json.dumps(content, indent=None if compact else 2, ensure_ascii=False) + "\n"
    with new_file(path, overwrite=overwrite, durable=not compact) as file:
        # A file name that is no text keeps its bytes in lone surrogates, which JSON escapes.
        file.write(text.encode(errors="backslashreplace"))


def text_of(content: Mapping[str, Any], key: str) -> str:
    """Return a field that must be text, not empty."""
    value = name_of(content, key)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UnreadableError(f"has invalid Unicode in {key!r}") from None
    return value


def name_of(content: Mapping[str, Any], key: str) -> str:
    """Return a field that must be a file name, not empty; unlike text, it may contain bytes that are not Unicode."""
    value = content.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UnreadableError(f"has no text in {key!r}")
    return value


def flag_of(content: Mapping[str, Any], key: str, *, default: bool) -> bool:
    """Return a field that must be true or false, or its default where it is missing."""
    value = content.get(key, default)
    if not isinstance(value, bool):
        raise UnreadableError(f"has neither true nor false in {key!r}")
    return value


def number_of(content: Mapping[str, Any], key: str, *, low: float, high: float) -> float:
    """Return a field that must be a number between two limits."""
    value = content.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise UnreadableError(f"needs a number between {low:g} and {high:g} in {key!r}")
    return float(value)


def object_of(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a field that must be an object."""
    value = content.get(key)
    if not isinstance(value, dict):
        raise UnreadableError(f"has no JSON object in {key!r}")
    return value


def list_of(content: Mapping[str, Any], key: str) -> list[Any]:
    """Return a field that must be a list."""
    value = content.get(key)
    if not isinstance(value, list):
        raise UnreadableError(f"has no list in {key!r}")
    return value


def gaze_object(gaze: Gaze) -> dict[str, float]:
    """The field that `gaze_of` reads."""
    return {"x": gaze[0], "y": gaze[1]}


def gaze_of(content: Mapping[str, Any]) -> Gaze | None:
    """Return the field "gaze", to the right in the picture and up, each in -1..1; None where it is missing."""
    if "gaze" not in content:
        return None
    gaze = object_of(content, "gaze")
    return number_of(gaze, "x", low=-1, high=1), number_of(gaze, "y", low=-1, high=1)


def aus_of(content: Mapping[str, Any], key: str) -> dict[str, float]:
    """Return a field that must map Action Units, or sides of them, to intensities in 0..1, in checkpoint order, named ones only."""
    return aus_in(object_of(content, key))


def aus_in(values: Mapping[str, Any]) -> dict[str, float]:
    """Check an object that maps Action Units to intensities, as `aus_of` does."""
    named = {name: number_of(values, name, low=0.0, high=1.0) for name in values}
    try:
        return ordered_aus(named)
    except ValueError as error:
        raise UnreadableError(f"is wrong: {error}") from None
