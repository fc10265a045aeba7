"""What a worker does is said by names of files, because it runs in a process of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ganimation_desktop.core.base.atomic_file import new_file
from ganimation_desktop.jobs.batch import FileOutcome
from ganimation_desktop.jobs.processes import work_in_processes

PATHS = [Path(name) for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg")]


@dataclass(frozen=True)
class Makes:
    """Answers with the number of its process; `fails`, `dies` and `begins` say what goes wrong where."""

    fails: str = ""
    dies: str = ""
    begins: bool = True

    def __call__(self) -> Callable[[Path], int]:
        if not self.begins:
            raise ValueError("model.safetensors is damaged")
        return self.work

    def work(self, path: Path) -> int:
        if path.name == self.fails:
            raise ValueError(f"{path}: no face was found")
        if path.name == self.dies:
            os._exit(9)
        return os.getpid()


def test_files_are_divided_among_processes_and_their_order_is_kept():
    told: list[FileOutcome[int]] = []
    outcomes = work_in_processes(PATHS, Makes(), 2, told.append)
    assert [outcome.path for outcome in outcomes] == PATHS
    assert len({outcome.result for outcome in outcomes} - {os.getpid()}) == 2
    assert sorted(told, key=lambda outcome: outcome.path) == outcomes


def test_one_that_fails_and_one_whose_process_dies_do_not_stop_the_others():
    outcomes = work_in_processes(PATHS, Makes(fails="a.jpg", dies="b.jpg"), 2)
    assert [outcome.problem for outcome in outcomes] == [
        "a.jpg: no face was found",
        "b.jpg: its process ended with 9",
        "",
        "",
    ]


def test_a_model_that_cannot_be_loaded_is_reported_once():
    with pytest.raises(ValueError, match=r"^model\.safetensors is damaged$"):
        work_in_processes(PATHS, Makes(begins=False), 2)


@dataclass(frozen=True)
class Writes:
    """Writes a file without end beside the one it is given."""

    def __call__(self) -> Callable[[Path], None]:
        return self.work

    def work(self, path: Path) -> None:
        with new_file(path.with_suffix(".out")) as file:
            path.with_suffix(".begun").touch()
            while True:
                file.write(b"part")
                time.sleep(0.01)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="Windows interrupts otherwise")
def test_interrupting_ends_the_processes_and_leaves_no_partial_file(tmp_path):
    paths = [tmp_path / "a.jpg", tmp_path / "b.jpg"]

    def interrupt_once_begun(number, frame):
        if all(path.with_suffix(".begun").exists() for path in paths):
            raise KeyboardInterrupt
        signal.setitimer(signal.ITIMER_REAL, 0.05)

    previous = signal.signal(signal.SIGALRM, interrupt_once_begun)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with pytest.raises(KeyboardInterrupt):
            work_in_processes(paths, Writes(), 2)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.begun", "b.begun"]
