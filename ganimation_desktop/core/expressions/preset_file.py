"""A named expression and its JSON file."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from ganimation_desktop.core.base.action_units import N_AUS, AuVector
from ganimation_desktop.core.base.face_target import FaceTarget, mirrored_aus
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.gaze import Gaze
from ganimation_desktop.core.base.json_file import aus_of, flag_of, gaze_object, gaze_of, read_object, text_of, write_object

MAX_NAME_LENGTH = 60

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LARGEST_THUMBNAIL_PX = 1024


class PresetError(ValueError):
    """A preset cannot be read, named or found; the message is one sentence."""


@dataclass(frozen=True)
class Preset:
    """A named expression.

    Attributes
    ----------
    name
        What it is called.
    aus
        Intensities in 0..1 by code ("AU12", or "AU12_L" for the person's own left), in checkpoint order.
    builtin
        Whether it comes with the program.
    keep_others
        Whether Action Units that it does not name stay as detected; otherwise they are set to 0.
    description
        A one-sentence description.
    gaze
        Where the eyes look, relative to the photo; None to leave them as they are.
    thumbnail_png
        A small picture of it, as a PNG file's bytes.
    """

    name: str
    aus: Mapping[str, float] = field(hash=False)
    builtin: bool = False
    keep_others: bool = False
    description: str = ""
    thumbnail_png: bytes | None = field(default=None, repr=False)
    gaze: Gaze | None = None

    def target(self, source: FaceTarget | AuVector) -> FaceTarget:
        """Return the target of a face that shows `source`."""
        start = FaceTarget.of(source) if self.keep_others else FaceTarget.of(np.zeros(N_AUS))
        target = start.with_aus(self.aus)
        return target if self.gaze is None else target.with_gaze(self.gaze)

    def mirrored(self) -> Preset:
        """The same with left and right exchanged."""
        gaze = None if self.gaze is None else (-self.gaze[0], self.gaze[1])
        return replace(self, aus=MappingProxyType(mirrored_aus(self.aus)), gaze=gaze)


def read_preset(path: str | Path) -> Preset:
    """Read a preset file.

    Raises
    ------
    PresetError
        If it is missing, not a preset, or has a value that is invalid.
    """
    try:
        return preset_of(read_object(Path(path)))
    except UnreadableError as error:
        raise PresetError(f"{path} {error}") from None


def preset_of(content: Mapping[str, Any]) -> Preset:
    """Make a preset from the content of its file. Raises `UnreadableError` if that is not a preset, or has a value that is invalid."""
    try:
        name = checked_name(text_of(content, "name"))
    except PresetError as error:
        raise UnreadableError(str(error)) from None
    return Preset(
        name=name,
        aus=MappingProxyType(aus_of(content, "aus")),
        keep_others=flag_of(content, "keep_others", default=False),
        description=text_of(content, "description") if content.get("description") else "",
        thumbnail_png=_thumbnail(content),
        gaze=gaze_of(content),
    )


def write_preset(path: str | Path, preset: Preset, *, overwrite: bool = False) -> None:
    """Write a preset file. Raises `ExportError` if it exists and may not be replaced, or cannot be written."""
    content: dict[str, Any] = {"name": preset.name}
    if preset.description:
        content["description"] = preset.description
    content["aus"] = {code: round(float(intensity), 4) for code, intensity in preset.aus.items()}
    if preset.gaze is not None:
        content["gaze"] = gaze_object(preset.gaze)
    if preset.keep_others:
        content["keep_others"] = True
    if preset.thumbnail_png is not None:
        content["thumbnail_png"] = base64.b64encode(preset.thumbnail_png).decode()
    write_object(Path(path), content, overwrite=overwrite)


def checked_name(name: str) -> str:
    """Return a preset's name without surrounding spaces. Raises `PresetError` if it is empty or too long."""
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME_LENGTH or not name.isprintable():
        raise PresetError(f"needs a name of 1 to {MAX_NAME_LENGTH} printable characters")
    return name


def _thumbnail(content: Mapping[str, Any]) -> bytes | None:
    if content.get("thumbnail_png") is None:
        return None
    try:
        thumbnail = base64.b64decode(text_of(content, "thumbnail_png").encode(), validate=True)
        sides_px = struct.unpack_from(">II", thumbnail, 16)
    except (ValueError, struct.error):
        thumbnail, sides_px = b"", (0, 0)
    if not thumbnail.startswith(_PNG_SIGNATURE):
        raise UnreadableError("has no PNG picture in 'thumbnail_png'")
    if max(sides_px) > _LARGEST_THUMBNAIL_PX:
        raise UnreadableError(f"has a picture of more than {_LARGEST_THUMBNAIL_PX} pixels a side in 'thumbnail_png'")
    return thumbnail
