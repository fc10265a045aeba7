from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from ganimation_desktop.core.base.atomic_file import ExportError
from ganimation_desktop.core.documents.content import photo_digest, video_digest
from ganimation_desktop.core.documents.document import Source
from ganimation_desktop.core.documents.document_json import document_object
from ganimation_desktop.core.documents.project import Project, ProjectError, located, read_project, write_project
from ganimation_desktop.core.edit.recipe import FaceEdit, Recipe, RecipeModel, SourcePhoto, write_recipe
from tests.core.documents.made import made_face, made_photo, made_source, made_video
from tests.core.photo_files import picture

MODEL = RecipeModel("ganimation", "ef" * 32)


@pytest.fixture
def photo(tmp_path: Path) -> Source:
    path = tmp_path / "photos" / "müller.png"
    path.parent.mkdir()
    Image.fromarray(picture()).save(path)
    return Source(path, photo_digest(path), 60, 40)


@pytest.fixture
def project(tmp_path: Path, photo: Source) -> Project:
    pasted = replace(made_photo(Source(None, "cd" * 32, 60, 40)), pixels="cdcdcdcdcdcdcdcd.png")
    pictures = tmp_path / "kept"
    pictures.mkdir()
    (pictures / pasted.pixels).write_bytes(b"picture")
    documents = made_photo(photo), made_video(made_source("clip.mp4", tmp_path)), pasted
    return Project(documents, 1, MODEL, teeth=2, pictures=pictures)


def test_a_project_comes_back_whole(tmp_path, project):
    path = tmp_path / "work.ganimation"
    write_project(path, project)
    back = read_project(path)
    assert (back.current, back.model, back.teeth) == (1, MODEL, 2)
    for document, expected in zip(back.documents, project.documents, strict=True):
        assert document_object(document, str) == document_object(expected, str)
    assert (back.pictures / "cdcdcdcdcdcdcdcd.png").read_bytes() == b"picture"


def test_files_are_named_relative_to_the_project(tmp_path, project):
    path = tmp_path / "work.ganimation"
    write_project(path, project)
    assert [document["file"] for document in json.loads(path.read_text("utf-8"))["documents"]] == ["photos/müller.png", "clip.mp4", ""]


def test_a_project_moves_with_its_files(tmp_path, project):
    (tmp_path / "before").mkdir()
    photos = tmp_path / "photos"
    write_project(tmp_path / "before" / "work.ganimation", project)
    after = tmp_path / "elsewhere" / "before"
    after.parent.mkdir()
    (tmp_path / "before").rename(after)
    photos.rename(after.parent / "photos")
    document = read_project(after / "work.ganimation").documents[0]
    assert located(document).source.file == after.parent / "photos" / "müller.png"


def test_a_project_is_not_replaced_unless_that_is_allowed(tmp_path, project):
    path = tmp_path / "work.ganimation"
    path.write_text("mine")
    with pytest.raises(ExportError, match="exists already"):
        write_project(path, project)
    assert path.read_text() == "mine"
    write_project(path, project, overwrite=True)
    assert len(read_project(path).documents) == 3


def test_a_recipe_opens_as_a_project(tmp_path, photo):
    face = made_face({"AU12": 0.9}).edit
    recipe = Recipe(SourcePhoto("müller.png", photo.digest, 60, 40), MODEL, (face,), strength=0.5, teeth=1)
    write_recipe(tmp_path / "photos" / "a.ganimation.json", recipe)
    project = read_project(tmp_path / "photos" / "a.ganimation.json")
    (document,) = project.documents
    assert (document.source, project.model, project.teeth) == (photo, MODEL, 1)
    assert document.faces[0].edit.target == face.target
    assert document.is_edited
    assert not document.is_unsaved


def test_a_recipe_without_a_file_cannot_be_opened(tmp_path):
    face = made_face({}).edit
    write_recipe(
        tmp_path / "a.ganimation.json", Recipe(SourcePhoto("", "", 60, 40), MODEL, (FaceEdit(face.box, face.source_aus, face.target),))
    )
    with pytest.raises(ProjectError, match="has no file to open"):
        read_project(tmp_path / "a.ganimation.json")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not valid JSON"),
        ('{"schema": 3}', "version 3"),
        ('{"schema": 2, "model": {"name": "a", "sha256": ""}, "documents": [], "current": 0}', "no document"),
        ('{"schema": 2, "model": {}, "documents": [{}], "current": 0}', "'kind'"),
    ],
)
def test_what_is_no_project_is_refused_with_a_reason(tmp_path, content, reason):
    path = tmp_path / "work.ganimation"
    path.write_text(content)
    with pytest.raises(ProjectError, match=reason) as error:
        read_project(path)
    assert str(path) in str(error.value)


@pytest.mark.parametrize("name", ["/etc/passwd", "C:\\a.png", "C:a.png", "\\\\host\\share\\a.png", "//host/share/a.png", "a\0.png"])
def test_a_project_names_no_file_by_an_absolute_path(tmp_path, project, name):
    path = tmp_path / "work.ganimation"
    write_project(path, project)
    content = json.loads(path.read_text("utf-8"))
    content["documents"][0]["file"] = name
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(ProjectError, match="absolute path"):
        read_project(path)


class TestLocated:
    def test_the_file_that_is_named(self, photo):
        document = made_photo(photo)
        assert located(document).source == photo

    def test_a_file_elsewhere_that_has_the_content(self, tmp_path, photo):
        (tmp_path / "other").mkdir()
        moved = photo.file.rename(tmp_path / "other" / photo.file.name)
        assert located(made_photo(photo), [tmp_path / "x.png", moved]).source == replace(photo, file=moved)

    def test_the_right_content_goes_before_the_right_place(self, tmp_path, photo):
        (tmp_path / "other").mkdir()
        moved = photo.file.rename(tmp_path / "other" / photo.file.name)
        photo.file.write_bytes(b"another picture")
        assert located(made_photo(photo), [moved]).source.file == moved

    def test_content_that_changed_is_taken_as_not_saved(self, photo):
        photo.file.write_bytes(b"another picture")
        document = located(made_photo(photo).marked_saved())
        assert document.source.digest == photo_digest(photo.file)
        assert document.is_unsaved

    def test_a_file_that_is_gone_is_named(self, photo):
        photo.file.unlink()
        with pytest.raises(ProjectError, match=r"müller\.png"):
            located(made_photo(photo))

    def test_a_pasted_picture_needs_no_file(self):
        document = made_photo(Source(None, "", 60, 40))
        assert located(document) is document


def test_digests_of_videos_see_every_part_that_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr("ganimation_desktop.core.documents.content._WHOLE_BYTES", 100)
    monkeypatch.setattr("ganimation_desktop.core.documents.content._PART_BYTES", 10)
    path = tmp_path / "clip.mp4"
    content = bytearray(range(200))
    digests = set()
    for position in (None, 0, 199, 195, 27):
        if position is not None:
            content[position] ^= 255
        path.write_bytes(content)
        digests.add(video_digest(path))
    path.write_bytes(content + b"x")
    digests.add(video_digest(path))
    assert len(digests) == 6
    path.write_bytes(content[:50])
    assert len(video_digest(path)) == 64
