from pathlib import Path

import pytest

from ganimation_desktop.verbs.batch import for_each_file

PATHS = [Path(name) for name in ("a.jpg", "b.jpg", "c.jpg")]


def failing_on(names):
    def work(path):
        if path.name in names:
            raise ValueError(f"{path}: no face was found")
        return path.stem

    return work


def test_one_that_fails_does_not_stop_the_others(capsys):
    outcome = for_each_file(PATHS, failing_on(["b.jpg"]), done="edited")
    assert outcome.results == ("a", "c")
    assert [(failure.path.name, failure.reason) for failure in outcome.failures] == [("b.jpg", "b.jpg: no face was found")]
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "1/3 a.jpg: edited",
        "2/3 b.jpg: failed",
        "3/3 c.jpg: edited",
        "2 of 3 files edited, 1 failed:",
        "  b.jpg: no face was found",
    ]


def test_all_good(capsys):
    assert for_each_file(PATHS, failing_on([]), done="edited").failures == ()
    assert capsys.readouterr().err.splitlines()[-1] == "3 of 3 files edited"


def test_a_single_file_is_silent_and_its_error_passes(capsys):
    assert for_each_file(PATHS[:1], failing_on([]), done="edited").results == ("a",)
    with pytest.raises(ValueError, match="no face"):
        for_each_file(PATHS[:1], failing_on(["a.jpg"]), done="edited")
    assert capsys.readouterr() == ("", "")


def test_errors_of_the_system_name_file_and_reason():
    def work(path):
        raise PermissionError(13, "Permission denied", str(path))

    outcome = for_each_file(PATHS, work, done="edited")
    assert outcome.failures[0].reason == "a.jpg: Permission denied"


def test_a_fault_of_the_program_is_no_failed_file():
    def work(path):
        raise TypeError("fault")

    with pytest.raises(TypeError):
        for_each_file(PATHS, work, done="edited")
