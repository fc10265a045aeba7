"""What is read when something is opened, with everything that is known about it; it runs off the GUI thread."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ganimation_desktop.core.base.foreign_file import UnreadableError
from ganimation_desktop.core.base.json_file import read_object
from ganimation_desktop.core.documents.content import photo_digest, video_digest
from ganimation_desktop.core.documents.document import Document, Source, VideoState
from ganimation_desktop.core.documents.project import Project, ProjectError, located, pictures_folder, read_project
from ganimation_desktop.core.documents.store import DocumentStore, new_digest
from ganimation_desktop.core.expressions.presets import Preset, read_preset
from ganimation_desktop.core.imaging.frames import Photo, read_photo
from ganimation_desktop.core.video.reader import VideoInfo, VideoReader


@dataclass(frozen=True, eq=False)
class OpenedPhoto:
    """A photo with what is known about it.

    Attributes
    ----------
    photo
        The photo as it was left: a result that was made the new source is that result.
    document
        What was done to it.
    remember
        Whether it belongs into the list of recent files.
    """

    photo: Photo
    document: Document
    remember: bool = True


@dataclass(frozen=True, eq=False)
class OpenedVideo:
    """A video with what is known about it; `known` says whether it was ever open."""

    info: VideoInfo
    document: Document
    known: bool


@dataclass(frozen=True, eq=False)
class OpenedProject:
    """A project or recipe whose files were found.

    Attributes
    ----------
    path
        The file.
    project
        The project, without the documents whose files were not found.
    problems
        A sentence for each of those.
    """

    path: Path
    project: Project
    problems: tuple[str, ...]


@dataclass(frozen=True)
class KeyframesFile:
    """A file with keyframes, which belong to a video."""

    path: Path


def open_photo(path: Path, store: DocumentStore, *, remember: bool = True) -> OpenedPhoto:
    """Read a photo and what was done to it. Raises `PhotoError` if it cannot be read."""
    photo = read_photo(path)
    source = Source(path.absolute(), photo_digest(path), photo.frame.width, photo.frame.height)
    document = store.find(source) or Document(source)
    return OpenedPhoto(_with_own_pixels(photo, document, store), document, remember)


def pasted_photo(photo: Photo) -> OpenedPhoto:
    """A photo that has no file."""
    return OpenedPhoto(photo, Document(Source(None, new_digest(), photo.frame.width, photo.frame.height)), remember=False)


def open_video(path: Path, store: DocumentStore) -> OpenedVideo:
    """Open a video far enough to know what it is, and find its edit of another time. Raises `VideoError` if it cannot be read."""
    with VideoReader(path) as reader:
        info = reader.info
    try:
        digest = video_digest(path)
    except UnreadableError:  # something that FFmpeg can open and that is no file
        digest = ""
    source = Source(path.absolute(), digest, info.width, info.height)
    document = store.find(source)
    return OpenedVideo(info, document or Document(source, video=VideoState()), document is not None)


def open_document(document: Document, store: DocumentStore) -> OpenedPhoto | OpenedVideo:
    """Read the photo or video of a document again. Raises `PhotoError` or `VideoError` if it cannot be read."""
    path = document.source.file
    if document.video is not None:
        assert path is not None
        return replace(open_video(path, store), document=document, known=True)
    if path is None:
        photo = read_photo(store.pictures / document.pixels)
        return OpenedPhoto(replace(photo, path=None), document, remember=False)
    if document.pixels:
        photo = replace(read_photo(store.pictures / document.pixels), path=path, edited=True)
        return OpenedPhoto(photo, document, remember=False)
    return OpenedPhoto(read_photo(path), document, remember=False)


def read_json(path: Path, candidates: Sequence[Path], store: DocumentStore) -> OpenedProject | Preset | KeyframesFile:
    """Read a JSON file of the program, whichever it is.

    Parameters
    ----------
    path
        The file.
    candidates
        Where its photos may be, besides the folder that they are named in.
    store
        Where pictures without a file are kept.

    Raises
    ------
    ProjectError, PresetError
        If it is none, or one that cannot be read.
    """
    try:
        project = read_project(path)
    except ProjectError:
        try:
            content = read_object(path)
        except UnreadableError:
            content = {"schema": None}
        if "schema" in content:
            raise
        if "keyframes" in content:
            return KeyframesFile(path)
        if "aus" in content:
            return read_preset(path)
        raise ProjectError(f"{path} is neither a project or recipe of the program nor a preset or keyframes") from None
    return _found(path, project, candidates, store)


def _found(path: Path, project: Project, candidates: Sequence[Path], store: DocumentStore) -> OpenedProject:
    documents: list[Document] = []
    problems: list[str] = []
    current = 0
    for number, document in enumerate(project.documents):
        try:
            found = located(document, candidates)
            if document.pixels:
                store.take_picture(pictures_folder(path) / document.pixels)
        except (ProjectError, OSError):
            name = document.pixels if document.source.file is None else document.source.file.name
            problems.append(f"{path} belongs to {name}, which is not next to it: put both into one folder")
            continue
        if number <= project.current:
            current = len(documents)
        documents.append(found)
    if not documents:
        raise ProjectError(problems[0])
    return OpenedProject(path, replace(project, documents=tuple(documents), current=current), tuple(problems))


def _with_own_pixels(photo: Photo, document: Document, store: DocumentStore) -> Photo:
    """The photo, or the result that was made its source; the photo itself if that no longer exists."""
    if document.pixels:
        with contextlib.suppress(ValueError):
            return replace(read_photo(store.pictures / document.pixels), path=photo.path, edited=True)
    return photo
