"""A named expression and the JSON file that it lies in."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ganimation_desktop.core.action_units import AuVector, au_index, checked_au_vector
from ganimation_desktop.core.json_file import JsonError, aus_of, read_object, text_of, write_object

MAX_NAME_LENGTH = 60

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class PresetError(ValueError):
    """A preset cannot be read, named or found: one sentence."""


@dataclass(frozen=True)
class Preset:
    """A named expression.

    Attributes
    ----------
    name
        What it is called.
    aus
        Intensities in 0..1 by code ("AU12"), in checkpoint order.
    builtin
        Whether it comes with the program.
    keep_others
        Whether Action Units that it does not name stay as they are on the face; else they go to 0.
    description
        A sentence on what it is.
    thumbnail_png
        A small picture of it, as a PNG file's bytes.
    """

    name: str
    aus: Mapping[str, float] = field(hash=False)
    builtin: bool = False
    keep_others: bool = False
    description: str = ""
    thumbnail_png: bytes | None = field(default=None, repr=False)

    def target(self, source: AuVector) -> AuVector:
        """Return the target AUs of a face that shows `source`, (17,) float32."""
        target = checked_au_vector(source)
        if not self.keep_others:
            target[:] = 0.0
        for code, intensity in self.aus.items():
            target[au_index(code)] = intensity
        return checked_au_vector(target)


def read_preset(path: str | Path) -> Preset:
    """Read a preset file, one of a user's own or one that somebody gave away.

    Raises
    ------
    PresetError
        If it is missing, no preset, or has a value that cannot be.
    """
    path = Path(path)
    try:
        content = read_object(path)
        keep_others = content.get("keep_others", False)
        description = content.get("description", "")
        if not isinstance(keep_others, bool) or not isinstance(description, str):
            raise JsonError("has a 'keep_others' that is not true or false, or a 'description' that is no text")
        return Preset(
            name=checked_name(text_of(content, "name")),
            aus=MappingProxyType(aus_of(content, "aus")),
            keep_others=keep_others,
            description=description,
            thumbnail_png=_thumbnail(content),
        )
    except (JsonError, PresetError) as error:
        raise PresetError(f"{path} {error}") from None


def write_preset(path: str | Path, preset: Preset, *, overwrite: bool = False) -> None:
    """Write a preset file. Raises `ExportError` if it exists and may not be replaced, or cannot be written."""
    content: dict[str, Any] = {"name": preset.name}
    if preset.description:
        content["description"] = preset.description
    content["aus"] = {code: round(float(intensity), 4) for code, intensity in preset.aus.items()}
    if preset.keep_others:
        content["keep_others"] = True
    if preset.thumbnail_png is not None:
        content["thumbnail_png"] = base64.b64encode(preset.thumbnail_png).decode()
    write_object(Path(path), content, overwrite=overwrite)


def checked_name(name: str) -> str:
    """Return a preset's name without spaces around it. Raises `PresetError` if nothing is left or it is too long."""
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME_LENGTH or not name.isprintable():
        raise PresetError(f"has no name of 1 to {MAX_NAME_LENGTH} printable characters")
    return name


def _thumbnail(content: Mapping[str, Any]) -> bytes | None:
    if content.get("thumbnail_png") is None:
        return None
    try:
        thumbnail = base64.b64decode(text_of(content, "thumbnail_png"), validate=True)
    except binascii.Error:
        thumbnail = b""
    if not thumbnail.startswith(_PNG_SIGNATURE):
        raise JsonError("has no PNG picture in 'thumbnail_png'")
    return thumbnail
