"""Small JSON documents that other people's programs may have touched: read with limits, checked field by field, written whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ganimation_desktop.core.action_units import AU_CODES, au_index
from ganimation_desktop.core.atomic_file import new_file

_MAX_BYTES = 4 << 20


class JsonError(ValueError):
    """A document is not what it should be. The message goes on after the file's name."""


def read_object(path: Path) -> dict[str, Any]:
    """Read a JSON file that holds one object.

    Raises
    ------
    JsonError
        If it is missing, unreadable, larger than 4 MB, no JSON or no object.
    """
    try:
        if path.is_dir():
            raise JsonError("is a folder")
        if path.stat().st_size > _MAX_BYTES:
            raise JsonError(f"is larger than {_MAX_BYTES >> 20} MB")
        content = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise JsonError("does not exist") from None
    except OSError as error:
        raise JsonError(f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise JsonError("is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise JsonError(f"is not valid JSON (line {error.lineno})") from None
    except JsonError:
        raise
    except (ValueError, RecursionError):  # numbers of thousands of digits, thousands of brackets
        raise JsonError("is not valid JSON") from None
    if not isinstance(content, dict):
        raise JsonError("does not hold a JSON object")
    return content


def write_object(path: Path, content: Mapping[str, Any], *, overwrite: bool) -> None:
    """Write a JSON file. Raises `ExportError` if it exists and may not be replaced, or cannot be written."""
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    with new_file(path, overwrite=overwrite) as file:
        file.write(text.encode())


def text_of(content: Mapping[str, Any], key: str) -> str:
    """Return a field that must be text, not empty."""
    value = content.get(key)
    if not isinstance(value, str) or not value.strip():
        raise JsonError(f"has no text in {key!r}")
    return value


def number_of(content: Mapping[str, Any], key: str, *, low: float, high: float) -> float:
    """Return a field that must be a number between two limits."""
    value = content.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise JsonError(f"has no number between {low:g} and {high:g} in {key!r}")
    return float(value)


def object_of(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a field that must be an object."""
    value = content.get(key)
    if not isinstance(value, dict):
        raise JsonError(f"has no object in {key!r}")
    return value


def list_of(content: Mapping[str, Any], key: str) -> list[Any]:
    """Return a field that must be a list."""
    value = content.get(key)
    if not isinstance(value, list):
        raise JsonError(f"has no list in {key!r}")
    return value


def aus_of(content: Mapping[str, Any], key: str) -> dict[str, float]:
    """Return a field that must map Action Units to intensities in 0..1; the result is in checkpoint order, named units only."""
    values = object_of(content, key)
    named: dict[int, float] = {}
    for name in values:
        try:
            index = au_index(name)
        except ValueError as error:
            raise JsonError(f"is wrong in {key!r}: {error}") from None
        named[index] = number_of(values, name, low=0.0, high=1.0)
    return {AU_CODES[index]: named[index] for index in sorted(named)}
