"""Projects: several documents in one file beside the photos and videos that they are about. A recipe opens as a project of one photo."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from ganimation_desktop import __version__
from ganimation_desktop.core.base.atomic_file import ExportError, check_can_write, new_file
from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import list_of, number_of, object_of, read_object, text_of, write_object
from ganimation_desktop.core.documents.content import photo_digest, video_digest
from ganimation_desktop.core.documents.document import Document, DocumentFace, Source
from ganimation_desktop.core.documents.document_json import document_object, read_document
from ganimation_desktop.core.edit.recipe import SCHEMA_VERSION as RECIPE_VERSION
from ganimation_desktop.core.edit.recipe import RecipeModel, read_digest, read_recipe

PROJECT_SUFFIX: Final = ".ganimation"
PROJECT_VERSION: Final = 2
"""Version 1 are recipes."""

MAX_BYTES: Final = 64 << 20
_PROGRAM: Final = f"GANimation Desktop {__version__}"
_MOST_TEETH: Final = 1000


class ProjectError(ValueError):
    """A project cannot be read: one sentence that names the file and the reason."""


@dataclass(frozen=True, eq=False)
class Project:
    """Documents that belong together.

    Attributes
    ----------
    documents
        The documents, in the order in which they are shown.
    current
        Index of the one that was worked on.
    model
        The checkpoint that they were made with.
    teeth
        The set of teeth that was chosen, from 1; None for the model's usual one.
    pictures
        The folder of pictures that have no file of their own.
    """

    documents: tuple[Document, ...]
    current: int
    model: RecipeModel
    teeth: int | None = None
    pictures: Path = Path()


def pictures_folder(project_path: Path) -> Path:
    """The folder next to a project for pictures without a file."""
    return project_path.with_name(f"{project_path.stem}-pictures")


def write_project(path: str | Path, project: Project, *, overwrite: bool = False) -> None:
    """Write a project; pictures without a file are copied next to it.

    Raises
    ------
    ExportError
        If the file exists and may not be replaced, or something cannot be written.
    """
    path = Path(path)
    check_can_write(path, overwrite=overwrite)
    folder = pictures_folder(path)
    for name in {document.pixels for document in project.documents if document.pixels}:
        _copy_picture(project.pictures / name, folder / name)

    def place_of(file: Path) -> str:
        try:
            return Path(os.path.relpath(file, path.absolute().parent)).as_posix()
        except ValueError:  # another drive
            return file.name

    content = {
        "schema": PROJECT_VERSION,
        "program": _PROGRAM,
        "model": {"name": project.model.name, "sha256": project.model.sha256},
        "current": project.current,
        "documents": [document_object(document, place_of) for document in project.documents],
    } | ({} if project.teeth is None else {"teeth": project.teeth})
    write_object(path, content, overwrite=overwrite)


def read_project(path: str | Path) -> Project:
    """Read a project, or a recipe as a project of one photo.

    Raises
    ------
    ProjectError
        If the file is missing, no project, of a newer version of the program, or has a value that cannot be.
    """
    path = Path(path).absolute()
    try:
        content = read_object(path, MAX_BYTES)
        schema = number_of(content, "schema", low=1, high=1_000_000)
        if schema == RECIPE_VERSION:
            return _of_recipe(path)
        if schema != PROJECT_VERSION:
            raise UnreadableError(f"is a project of version {schema:g}; this program knows version {PROJECT_VERSION}")
        model = object_of(content, "model")
        documents = tuple(read_document(document, lambda name: _beside(path, name)) for document in list_of(content, "documents"))
        if not documents:
            raise UnreadableError("has no document")
        return Project(
            documents=documents,
            current=int(number_of(content, "current", low=0, high=len(documents) - 1)),
            model=RecipeModel(text_of(model, "name"), read_digest(model)),
            teeth=_read_teeth(content),
            pictures=pictures_folder(path),
        )
    except UnreadableError as error:
        raise ProjectError(f"{path} {error}") from None


def located(document: Document, candidates: Sequence[Path] = ()) -> Document:
    """Find the file of a document that was read from elsewhere.

    Parameters
    ----------
    document
        The document.
    candidates
        Where a file of that name may be, besides the place that the document names.

    Returns
    -------
    Document
        The document with the file that holds its content, else with one of that name whose content has changed.

    Raises
    ------
    ProjectError
        If there is none.
    """
    source = document.source
    if source.file is None:
        return document
    digest_of = photo_digest if document.video is None else video_digest
    changed: Source | None = None
    for place in (source.file, *(other for other in candidates if other.name == source.file.name)):
        if not os.path.isfile(place):  # noqa: PTH113 (Path.is_file raises for names that no file can have)
            continue
        try:
            digest = digest_of(place)
        except (OSError, UnreadableError):
            continue
        if digest == source.digest:
            return replace(document, source=replace(source, file=place))
        changed = changed or replace(source, file=place, digest=digest)
    if changed is None:
        raise ProjectError(f"{source.file} is not there")
    return replace(document, source=changed, saved=())


def _of_recipe(path: Path) -> Project:
    recipe = read_recipe(path)
    source = recipe.source
    if not source.file_name:
        raise ProjectError(f"{path} belongs to a picture that was pasted or edited before and has no file to open")
    faces = tuple(DocumentFace(face) for face in recipe.faces)
    document = Document(Source(path.parent / source.file_name, source.sha256, source.width, source.height), faces, searched=True)
    return Project((document.marked_saved(),), 0, recipe.model, recipe.teeth)


def _beside(path: Path, name: str) -> Path:
    """The file that a project names relative to its folder: one from elsewhere must not send the program to a network or a device."""
    windows = PureWindowsPath(name)
    if "\0" in name or windows.drive or windows.root or PurePosixPath(name).is_absolute():
        raise UnreadableError("names a file by an absolute path in 'file'")
    return Path(os.path.normpath(path.parent / name))


def _read_teeth(content: Mapping[str, Any]) -> int | None:
    return int(number_of(content, "teeth", low=1, high=_MOST_TEETH)) if "teeth" in content else None


def _copy_picture(source: Path, place: Path) -> None:
    """Copy a picture with a content-based name, unless it is there already."""
    if place.exists():
        return
    try:
        place.parent.mkdir(exist_ok=True)
        with source.open("rb") as picture, new_file(place, overwrite=True) as file:
            shutil.copyfileobj(picture, file)
    except OSError as error:
        raise ExportError(f"{place} cannot be written: {error.strerror or error}") from None
