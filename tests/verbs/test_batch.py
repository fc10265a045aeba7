from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ganimation_desktop.verbs.batch import for_each_file
from ganimation_desktop.verbs.many_files import FileSelection

PATHS = tuple(Path(name) for name in ("a.jpg", "b.jpg", "c.jpg"))


@dataclass(frozen=True)
class FailingOn:
    names: tuple[str, ...] = ()

    def __call__(self) -> Callable[[Path], str]:
        return self.work

    def work(self, path: Path) -> str:
        if path.name in self.names:
            raise ValueError(f"{path}: no face was found")
        return path.stem


@pytest.mark.parametrize("n_processes", [1, 2])
def test_one_that_fails_does_not_stop_the_others(n_processes, capsys):
    outcomes = for_each_file(FileSelection(PATHS, n_processes=n_processes), FailingOn(("b.jpg",)), done="edited")
    assert [outcome.result for outcome in outcomes] == ["a", None, "c"]
    assert [outcome.problem for outcome in outcomes] == ["", "b.jpg: no face was found", ""]
    out, err = capsys.readouterr()
    assert out == ""
    *told, summary, problem = err.splitlines()
    states = [line.partition(" ")[2].partition(", about")[0] for line in told]
    assert sorted(states) == ["a.jpg: edited", "b.jpg: failed", "c.jpg: edited"]
    assert [line.partition(" ")[0] for line in told] == ["1/3", "2/3", "3/3"]
    assert (summary, problem) == ("2 of 3 files edited, 1 failed:", "  b.jpg: no face was found")


def test_all_good(capsys):
    for_each_file(FileSelection(PATHS), FailingOn(), done="edited")
    assert capsys.readouterr().err.splitlines()[-1] == "3 of 3 files edited"


def test_those_that_are_done_are_counted(capsys):
    assert for_each_file(FileSelection((), n_skipped=4), FailingOn(), done="edited") == []
    assert capsys.readouterr().err == "0 of 0 files edited, 4 existed already\n"


def test_a_single_file_is_silent_and_its_error_passes(capsys):
    (outcome,) = for_each_file(FileSelection(PATHS[:1], is_single=True), FailingOn(), done="edited")
    assert outcome.result == "a"
    with pytest.raises(ValueError, match="no face"):
        for_each_file(FileSelection(PATHS[:1], is_single=True), FailingOn(("a.jpg",)), done="edited")
    assert capsys.readouterr() == ("", "")
