"""The sidecar recipe of an export: everything that is needed to open the photo again with the same sliders, as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ganimation_desktop import __version__
from ganimation_desktop.core.action_units import AU_CODES, AuVector, au_vector, checked_au_vector
from ganimation_desktop.core.faces import FaceBox
from ganimation_desktop.core.frames import Photo
from ganimation_desktop.core.json_file import JsonError, aus_of, list_of, number_of, object_of, read_object, text_of, write_object

SCHEMA_VERSION = 1
RECIPE_SUFFIX = ".ganimation.json"

_PROGRAM = f"GANimation Desktop {__version__}"
_MAX_PX = 1e6
_SHA256_DIGITS = 64


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
    """What was wanted of one face.

    Attributes
    ----------
    box
        Its face box, in pixels of the upright photo.
    source_aus
        The Action Units that it showed.
    target_aus
        The Action Units that were asked for.
    """

    box: FaceBox
    source_aus: AuVector
    target_aus: AuVector


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
        Where the strength control stood, 0..1; the target AUs have it in them already.
    program
        The program and version that wrote the recipe.
    """

    source: SourcePhoto
    model: RecipeModel
    faces: tuple[FaceEdit, ...]
    strength: float = 1.0
    program: str = _PROGRAM

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
    """Where the recipe of an export lies: photo-edited.jpg has photo-edited.ganimation.json."""
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
        "faces": [_face_object(face) for face in recipe.faces],
    }
    write_object(Path(path), content, overwrite=overwrite)


def read_recipe(path: str | Path) -> Recipe:
    """Read a recipe.

    Raises
    ------
    RecipeError
        If the file is missing, no recipe, of a newer version of the program, or has a value that cannot be.
    """
    path = Path(path)
    try:
        content = read_object(path)
        schema = number_of(content, "schema", low=1, high=1_000_000)
        if schema != SCHEMA_VERSION:
            raise JsonError(f"is a recipe of version {schema:g}; this program knows version {SCHEMA_VERSION}")
        source, model = object_of(content, "source"), object_of(content, "model")
        width, height = (number_of(source, side, low=1, high=_MAX_PX) for side in ("width", "height"))
        return Recipe(
            source=SourcePhoto(_optional_text(source, "file"), _digest(source), int(width), int(height)),
            model=RecipeModel(text_of(model, "name"), _digest(model)),
            faces=tuple(_read_face(face) for face in list_of(content, "faces")),
            strength=number_of(content, "strength", low=0.0, high=1.0),
            program=text_of(content, "program"),
        )
    except JsonError as error:
        raise RecipeError(f"{path} {error}") from None


def _face_object(face: FaceEdit) -> dict[str, Any]:
    box = face.box
    return {
        "box": {side: round(float(getattr(box, side)), 2) for side in ("left", "top", "right", "bottom", "score", "roll_deg")},
        "source_aus": _shortest(face.source_aus),
        "target_aus": _shortest(face.target_aus),
    }


def _shortest(aus: AuVector) -> dict[str, float]:
    """Intensities by code, in the fewest digits that give the same float32 again."""
    return {code: float(str(value)) for code, value in zip(AU_CODES, checked_au_vector(aus), strict=True)}


def _read_face(content: object) -> FaceEdit:
    if not isinstance(content, dict):
        raise JsonError("has something else than objects in 'faces'")
    sides = object_of(content, "box")
    left, top, right, bottom = (number_of(sides, side, low=-_MAX_PX, high=_MAX_PX) for side in ("left", "top", "right", "bottom"))
    if left >= right or top >= bottom:
        raise JsonError("has a face box without an area")
    box = FaceBox(
        left, top, right, bottom, number_of(sides, "score", low=-_MAX_PX, high=_MAX_PX), number_of(sides, "roll_deg", low=-360, high=360)
    )
    return FaceEdit(box, au_vector(aus_of(content, "source_aus")), au_vector(aus_of(content, "target_aus")))


def _optional_text(content: Mapping[str, Any], key: str) -> str:
    return "" if content.get(key) == "" else text_of(content, key)


def _digest(content: Mapping[str, Any]) -> str:
    digest = _optional_text(content, "sha256").lower()
    if digest and (len(digest) != _SHA256_DIGITS or set(digest) - set("0123456789abcdef")):
        raise JsonError("has no SHA-256 digest in 'sha256'")
    return digest
