from pathlib import Path

import pytest

from ganimation_desktop.jobs.batch import FileOutcome, sorted_photos, work_through

PATHS = [Path(name) for name in ("a.jpg", "b.jpg", "c.jpg")]


def failing_with(error):
    def work(path):
        if path.name == "b.jpg":
            raise error
        return path.stem

    return work


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ValueError("b.jpg: no face was found"), "b.jpg: no face was found"),
        (PermissionError(13, "Permission denied", "b.jpg"), "b.jpg: Permission denied"),
        (MemoryError(), "There is not enough memory for this."),
        (TypeError("fault"), "fault"),
    ],
)
def test_one_that_fails_does_not_stop_the_others(error, problem):
    told: list[FileOutcome[str]] = []
    outcomes = work_through(PATHS, failing_with(error), told.append)
    assert told == outcomes
    assert [(outcome.path.name, outcome.result, outcome.problem) for outcome in outcomes] == [
        ("a.jpg", "a", ""),
        ("b.jpg", None, problem),
        ("c.jpg", "c", ""),
    ]


def test_a_fault_of_the_program_is_logged_with_its_traceback(caplog):
    work_through(PATHS, failing_with(ValueError("no face")))
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    work_through(PATHS, failing_with(TypeError("fault")))
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.exc_info


def test_cancelling_leaves_the_rest():
    told: list[FileOutcome[str]] = []
    assert work_through(PATHS, failing_with(ValueError("no face")), told.append, lambda: len(told) == 2) == told
    assert [outcome.path.name for outcome in told] == ["a.jpg", "b.jpg"]


def test_photos_are_found_in_folders_and_listed_once(tmp_path):
    names = ["0.png", "1.png", "notes.txt"]
    for name in names:
        (tmp_path / name).touch()
    assert sorted_photos([tmp_path, tmp_path / "0.png"], (".png",)) == [tmp_path / "0.png", tmp_path / "1.png"]
