"""The window says in its own language what went wrong in core and jobs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import ganimation_desktop
from ganimation_desktop.core.base.atomic_file import check_can_write
from ganimation_desktop.core.faces.face_choice import chosen_faces
from ganimation_desktop.core.imaging.frames import PhotoError, read_photo
from ganimation_desktop.core.models.checkpoint import CheckpointError, read_metadata
from ganimation_desktop.core.video.reader import read_video
from ganimation_desktop.paths import resources_dir
from ganimation_desktop.ui.widgets.error_texts import error_text, problem_text
from ganimation_desktop.ui.widgets.translation import LANGUAGES, SOURCE_LANGUAGE
from tests.ui.error_templates import error_templates

TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
PACKAGE = Path(ganimation_desktop.__path__[0])
NOT_IN_THE_WINDOW = {"synthesis", "au_labels.py", "au_pickle.py"}
"""What of training only the command does: the teacher's pairs, tables of labels."""
FIELD = re.compile(r"\{\d\}")


@pytest.fixture
def german(speak):
    speak("de")


def texts(language, part):
    return json.loads((resources_dir() / "translations" / f"errors_{language}.json").read_text("utf-8"))[part]


def expected():
    training = (path for path in (PACKAGE / "training").iterdir() if path.name not in NOT_IN_THE_WINDOW)
    return error_templates(PACKAGE / "core", PACKAGE / "jobs", PACKAGE / "ui", *training)


def test_the_source_has_the_sentences_that_are_looked_for():
    found = expected()
    assert "{0} has no frame after {1} s" in found
    assert "{0} cannot be written: {1}" in found
    assert "{0} is truncated or damaged" in found
    assert "the disk is full" in found
    assert "The {0} no longer delivers pictures. The live picture resumes as soon as it is back." in found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_left_over(language):
    found = texts(language, "sentences")
    assert sorted(expected() - {text for text, translation in found.items() if translation}) == [], "translate these"
    assert sorted(found.keys() - expected()) == [], "these are no longer in the source"


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("part", ["sentences", "parts"])
def test_translations_have_the_fields_of_the_sentence(language, part):
    for text, translation in texts(language, part).items():
        assert sorted(FIELD.findall(translation)) == sorted(FIELD.findall(text)), text


def test_each_sentence_is_recognised_with_its_values(german):
    values = [f"/home/me/a {number}.b" for number in range(6)]
    for text, translation in texts("de", "sentences").items():
        if any(letter.isalpha() for letter in FIELD.sub("", text)):
            assert problem_text(text.format(*values)) == translation.format(*values), text


def test_errors_of_the_core(german, tmp_path):
    taken, empty = tmp_path / "taken.png", tmp_path / "empty.safetensors"
    taken.touch()
    empty.touch()
    cases = [
        (lambda: check_can_write(taken, overwrite=False), f"{taken} gibt es schon und wurde nicht ersetzt"),
        (lambda: list(read_video(tmp_path / "no.mp4")), f"{tmp_path / 'no.mp4'} gibt es nicht"),
        (lambda: read_metadata(empty), f"{empty}: ist leer"),
        (lambda: chosen_faces(1, 3), "Es gibt kein Gesicht 3; gefunden: 1"),
    ]
    for fail, sentence in cases:
        with pytest.raises(ValueError) as caught:
            fail()
        assert error_text(caught.value) == sentence


def test_a_sentence_in_a_sentence(german):
    assert (
        problem_text("/a b/c.mp4 cannot be written: the disk is full") == "/a b/c.mp4 lässt sich nicht schreiben: der Datenträger ist voll"
    )
    error = CheckpointError(Path("/a/m.safetensors"), "the generator computes values that are not finite: choose another model")
    assert error_text(error).startswith("/a/m.safetensors: Das Netz (Generator) berechnet Werte")
    assert error_text(OSError(13, "Permission denied", "/a/b")) == "/a/b: Keine Berechtigung"


def test_what_nobody_translated_and_what_is_english_stays(speak, german):
    assert problem_text("FFmpeg says no") == "FFmpeg says no"
    assert problem_text("/a/b.png: odd {0} braces") == "/a/b.png: odd {0} braces"
    speak(SOURCE_LANGUAGE)
    assert problem_text("/a/b.png does not exist") == "/a/b.png does not exist"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("text.png", b"Dear diary", "ist kein Bild, das das Programm lesen kann"),
        ("clip.mp4", b"\0\0\0\x18ftypisom", "ist ein Video, kein Bild"),
        ("cut.png", None, "ist beschädigt oder abgeschnitten"),
    ],
)
def test_photos_that_cannot_be_read_say_so_in_the_users_language(german, tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes((resources_dir() / "demo_portrait.png").read_bytes()[:5000] if content is None else content)
    with pytest.raises(PhotoError) as caught:
        read_photo(path)
    assert error_text(caught.value).startswith(f"{path} {reason}")
