"""What is read when something is opened, with everything that is known about it; it runs off the GUI thread."""

from __future__ import annotations

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
from ganimation_desktop.core.imaging.frames import Photo, PhotoError, read_photo
from ganimation_desktop.core.video.reader import VideoInfo, VideoReader
from ganimation_desktop.ui.widgets.error_texts import error_text


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
    problem
        What of it could not be read, a sentence; empty for nothing.
    """

    photo: Photo
    document: Document
    remember: bool = True
    problem: str = ""


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
    return _as_left(photo, document, store, remember=remember)


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
        return OpenedPhoto(_copy(document, document.pixels, store), document, remember=False)
    return _as_left(None, document, store, remember=False)


def picture_of(document: Document, pixels: str, store: DocumentStore) -> Photo:
    """Read a picture that the history of a photo leads to.

    Parameters
    ----------
    document
        What was done to the photo.
    pixels
        Name of the copy of the picture; empty for the photo's own file.
    store
        Where copies lie.

    Raises
    ------
    PhotoError
        If it cannot be read, or the file is no longer what was opened.
    """
    path = document.source.file
    if pixels or path is None:
        return _copy(document, pixels, store)
    photo = read_photo(path)
    if photo_digest(path) != document.source.digest:
        raise PhotoError(f"{path} was changed since it was opened")
    return photo


def _copy(document: Document, pixels: str, store: DocumentStore) -> Photo:
    """A picture in the program's own folder, as one that its photo was edited to."""
    path = document.source.file
    return replace(read_photo(store.pictures / pixels), path=path, edited=path is not None)


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


def _as_left(photo: Photo | None, document: Document, store: DocumentStore, *, remember: bool) -> OpenedPhoto:
    """The result that was made the source, or the photo of the file, read unless it is given, where there is none that can be read."""
    problem = ""
    if document.pixels:
        try:
            return OpenedPhoto(_copy(document, document.pixels, store), document, remember)
        except PhotoError as error:
            document, problem = document.back_at_file(), error_text(error)
    assert document.source.file is not None
    return OpenedPhoto(read_photo(document.source.file) if photo is None else photo, document, remember, problem)
