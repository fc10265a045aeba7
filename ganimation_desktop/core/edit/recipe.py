"""The sidecar recipe of an export: everything that is needed to open the photo again with the same sliders, as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ganimation_desktop import __version__
from ganimation_desktop.core.base.action_units import AU_CODES, AuVector, au_vector
from ganimation_desktop.core.base.face_target import FaceTarget
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.gaze import UNCHANGED_GAZE
from ganimation_desktop.core.base.json_file import (
    aus_of,
    gaze_object,
    gaze_of,
    list_of,
    name_of,
    number_of,
    object_of,
    read_object,
    text_of,
    write_object,
)
from ganimation_desktop.core.base.target_json import shortest_aus
from ganimation_desktop.core.faces.faces import FaceBox
from ganimation_desktop.core.faces.protection import UNPROTECTED, Protection
from ganimation_desktop.core.faces.protection_json import protection_object, read_protection
from ganimation_desktop.core.imaging.frames import Photo

SCHEMA_VERSION = 1
RECIPE_SUFFIX = ".ganimation.json"
MAX_BYTES = 32 << 20
"""What is painted on faces makes recipes larger than other JSON."""

_PROGRAM = f"GANimation Desktop {__version__}"
_MAX_PX = 1e6
_SHA256_DIGITS = 64
_MOST_TEETH = 1000


class RecipeError(ValueError):
    """A recipe cannot be read: one sentence that names the file and the reason."""


@dataclass(frozen=True)
class SourcePhoto:
    """The photo that a recipe belongs to.

    Attributes
    ----------
    file_name
        Its name without the folder; empty for one that was pasted or edited before.
    sha256
        Digest of the file in hexadecimal; empty for one that was pasted or edited before.
    width, height
        Its size when upright, in pixels.
    """

    file_name: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True)
class RecipeModel:
    """The checkpoint that made the result: its file name and digest."""

    name: str
    sha256: str


@dataclass(frozen=True, eq=False)
class FaceEdit:
    """The edit of one face.

    Attributes
    ----------
    box
        Its face box, in pixels of the upright photo.
    source_aus
        Its detected Action Units.
    target
        What was asked for.
    protection
        What may not change.
    """

    box: FaceBox
    source_aus: AuVector
    target: FaceTarget
    protection: Protection = UNPROTECTED


@dataclass(frozen=True, eq=False)
class Recipe:
    """How a result was made.

    Attributes
    ----------
    source
        The photo.
    model
        The checkpoint.
    faces
        The faces, in the order in which they were found.
    strength
        Position of the strength slider, 0..1; already part of the target AUs.
    program
        The program and version that wrote the recipe.
    teeth
        The chosen set of teeth, from 1; None for the model's default.
    """

    source: SourcePhoto
    model: RecipeModel
    faces: tuple[FaceEdit, ...]
    strength: float = 1.0
    program: str = _PROGRAM
    teeth: int | None = None

    def matches(self, photo: Photo) -> bool:
        """Whether a photo is the one that the recipe was made for, whatever its name is now."""
        source = describe_source(photo)
        return bool(source.sha256) and replace(source, file_name=self.source.file_name) == self.source


def file_sha256(path: str | Path) -> str:
    """Digest of a file's content in hexadecimal. Raises `OSError` if it cannot be read."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe_source(photo: Photo) -> SourcePhoto:
    """Name, digest and size of a photo. Raises `RecipeError` if its file cannot be read any more."""
    width, height = photo.frame.width, photo.frame.height
    if photo.file is None:
        return SourcePhoto("", "", width, height)
    try:
        return SourcePhoto(photo.file.name, file_sha256(photo.file), width, height)
    except OSError as error:
        raise RecipeError(f"{photo.file} cannot be read again: {error.strerror or error}") from None


def recipe_path(result_path: str | Path) -> Path:
    """Path of an export's recipe: photo-edited.ganimation.json for photo-edited.jpg."""
    return Path(result_path).with_suffix(RECIPE_SUFFIX)


def write_recipe(path: str | Path, recipe: Recipe, *, overwrite: bool = False) -> None:
    """Write a recipe. Raises `ExportError` if the file exists and may not be replaced, or cannot be written."""
    content = {
        "schema": SCHEMA_VERSION,
        "program": recipe.program,
        "source": {
            "file": recipe.source.file_name,
            "sha256": recipe.source.sha256,
            "width": recipe.source.width,
            "height": recipe.source.height,
        },
        "model": {"name": recipe.model.name, "sha256": recipe.model.sha256},
        "strength": recipe.strength,
        "faces": [face_object(face) for face in recipe.faces],
    } | ({} if recipe.teeth is None else {"teeth": recipe.teeth})
    write_object(Path(path), content, overwrite=overwrite)


def read_recipe(path: str | Path) -> Recipe:
    """Read a recipe.

    Raises
    ------
    RecipeError
        If the file is missing, not a recipe, of a newer version of the program, or has an invalid value.
    """
    path = Path(path)
    try:
        content = read_object(path, MAX_BYTES)
        schema = number_of(content, "schema", low=1, high=1_000_000)
        if schema != SCHEMA_VERSION:
            raise UnreadableError(f"is a recipe of version {schema:g}; this program knows version {SCHEMA_VERSION}")
        source, model = object_of(content, "source"), object_of(content, "model")
        width, height = (number_of(source, side, low=1, high=_MAX_PX) for side in ("width", "height"))
        return Recipe(
            source=SourcePhoto(_file_name(source), read_digest(source), int(width), int(height)),
            model=RecipeModel(text_of(model, "name"), read_digest(model)),
            faces=tuple(read_face(face) for face in list_of(content, "faces")),
            strength=number_of(content, "strength", low=0.0, high=1.0),
            program=text_of(content, "program"),
            teeth=int(number_of(content, "teeth", low=1, high=_MOST_TEETH)) if "teeth" in content else None,
        )
    except UnreadableError as error:
        raise RecipeError(f"{path} {error}") from None


def face_object(face: FaceEdit) -> dict[str, Any]:
    """A face as JSON."""
    box = face.box
    content: dict[str, Any] = {
        "box": {side: round(float(getattr(box, side)), 2) for side in ("left", "top", "right", "bottom", "score", "roll_deg")},
        "source_aus": shortest_aus(FaceTarget.of(face.source_aus)),
        "target_aus": shortest_aus(face.target),
    }
    if face.target.gaze != UNCHANGED_GAZE:
        content["gaze"] = gaze_object(face.target.gaze)
    if face.protection:
        content["protection"] = protection_object(face.protection)
    return content


def read_face(content: object) -> FaceEdit:
    """Read what `face_object` wrote. Raises `UnreadableError`."""
    if not isinstance(content, dict):
        raise UnreadableError("has an entry that is not an object in 'faces'")
    sides = object_of(content, "box")
    left, top, right, bottom = (number_of(sides, side, low=-_MAX_PX, high=_MAX_PX) for side in ("left", "top", "right", "bottom"))
    if left >= right or top >= bottom:
        raise UnreadableError("has a face box without an area")
    box = FaceBox(
        left, top, right, bottom, number_of(sides, "score", low=-_MAX_PX, high=_MAX_PX), number_of(sides, "roll_deg", low=-360, high=360)
    )
    source_aus = aus_of(content, "source_aus")
    if not set(source_aus) <= set(AU_CODES):
        raise UnreadableError("has a side in 'source_aus', where both sides are one")
    target = FaceTarget.of(au_vector({})).with_aus(aus_of(content, "target_aus"))
    protection = read_protection(object_of(content, "protection")) if "protection" in content else UNPROTECTED
    return FaceEdit(box, au_vector(source_aus), target.with_gaze(gaze_of(content) or UNCHANGED_GAZE), protection)


def _optional_text(content: Mapping[str, Any], key: str) -> str:
    return "" if content.get(key) == "" else text_of(content, key)


def _file_name(content: Mapping[str, Any]) -> str:
    """Name of the photo, which lies next to the recipe: a foreign recipe must not make the program open any other file."""
    name = "" if content.get("file") == "" else name_of(content, "file")
    if name and (Path(name).name != name or name in (".", "..") or "\0" in name):
        raise UnreadableError("names a photo in another folder in 'file'")
    return name


def read_digest(content: Mapping[str, Any]) -> str:
    """Read a SHA-256 digest in hexadecimal, or empty text. Raises `UnreadableError`."""
    digest = _optional_text(content, "sha256").lower()
    if digest and (len(digest) != _SHA256_DIGITS or set(digest) - set("0123456789abcdef")):
        raise UnreadableError("has no SHA-256 digest in 'sha256'")
    return digest
