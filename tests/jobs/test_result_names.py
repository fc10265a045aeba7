from datetime import date
from pathlib import Path

import pytest

from ganimation_desktop.core.imaging.resizing import Resize
from ganimation_desktop.jobs.destination import Destination
from ganimation_desktop.jobs.result_names import NameParts, NamePattern, PatternError, PatternProblem, ResultDefaults

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("pattern", "stem"),
    [
        ("{name}-edited", "photo-edited"),
        ("{name}-{preset}", "photo-gentle-smile"),
        ("{date} {count}", "2026-03-09 007"),
        ("{name}", "photo"),
        ("constant", "constant"),
    ],
)
def test_fields(pattern, stem):
    assert NamePattern(pattern).stem(NameParts("photo", "Gentle smile", 7, 120, DAY)) == stem


def test_an_expression_that_is_no_preset_has_a_name_too():
    assert NamePattern("{preset}").stem(NameParts("photo")) == "custom"


def test_a_preset_cannot_lead_into_another_folder():
    assert NamePattern("{preset}").stem(NameParts("photo", "../Joy & Fun")) == "joy-fun"


@pytest.mark.parametrize(
    ("pattern", "problem", "detail"),
    [
        ("", PatternProblem.EMPTY, ""),
        ("  ", PatternProblem.EMPTY, ""),
        ("{nam}", PatternProblem.UNKNOWN_FIELD, "{nam}"),
        ("{}", PatternProblem.UNKNOWN_FIELD, "{}"),
        ("{name", PatternProblem.UNPAIRED_BRACE, ""),
        ("{{name}}", PatternProblem.UNPAIRED_BRACE, ""),
        ("out/{name}", PatternProblem.FORBIDDEN_CHARACTER, "/"),
        ("{name}:{date}", PatternProblem.FORBIDDEN_CHARACTER, ":"),
        ("{name}\n", PatternProblem.FORBIDDEN_CHARACTER, "'\\n'"),
        (".{name}", PatternProblem.DOT, ""),
        ("x" * 130, PatternProblem.TOO_LONG, ""),
    ],
)
def test_what_names_no_file_is_reported_in_one_sentence(pattern, problem, detail):
    with pytest.raises(PatternError) as raised:
        NamePattern(pattern)
    assert (raised.value.problem, raised.value.detail) == (problem, detail)
    assert "{detail}" not in str(raised.value)


def test_names_that_are_taken_get_a_number(tmp_path):
    pattern = NamePattern("{name}-new")
    for name in ("photo-new.png", "photo-new-2.png"):
        path = pattern.free_path(tmp_path, NameParts("photo"), ".png")
        assert path == tmp_path / name
        path.touch()


def test_a_count_goes_on_where_others_ended(tmp_path):
    pattern = NamePattern("smile {count}")
    for name in ("smile 1.jpg", "smile 2.jpg", "smile 3.jpg"):
        path = pattern.free_path(tmp_path, NameParts("photo"), ".jpg")
        assert path == tmp_path / name
        path.touch()
    assert pattern.free_path(tmp_path, NameParts("photo", count=2, n_files=9), ".jpg") == tmp_path / "smile 2-2.jpg"


def test_results_go_beside_the_photo_or_into_the_folder(tmp_path):
    photo = Path("/photos/a.jpg")
    assert ResultDefaults().path_for(photo, NameParts("a"), ".jpg") == Path("/photos/a-edited.jpg")
    assert ResultDefaults(tmp_path, resize=Resize(20)).path_for(photo, NameParts("a"), ".jpg") == tmp_path / "a-edited.jpg"


def test_a_folder_of_results_is_named_by_the_pattern(tmp_path):
    files = [Path("a.jpg"), Path("b.heic")]
    destination = Destination.of(files, str(tmp_path), pattern=NamePattern("{count}-{name}-{preset}"), preset="Joy")
    assert [destination.file_for(file).name for file in files] == ["1-a-joy.jpg", "2-b-joy.jpg"]
    assert [Destination.of(files, str(tmp_path)).file_for(file).name for file in files] == ["a.jpg", "b.jpg"]


def test_files_that_would_become_one_are_named(tmp_path):
    with pytest.raises(ValueError, match=r"a\.jpg and b\.jpg would both become"):
        Destination.of([Path("a.jpg"), Path("b.jpg")], str(tmp_path), pattern=NamePattern("same"))


def test_a_pattern_needs_a_folder(tmp_path):
    with pytest.raises(ValueError, match="needs a folder"):
        Destination.of([Path("a.jpg")], str(tmp_path / "out.jpg"), pattern=NamePattern())
