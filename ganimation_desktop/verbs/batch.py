"""The same work on many files: progress on standard error, and at the end one summary of what failed and why."""

from __future__ import annotations

import contextlib
import itertools
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ganimation_desktop.jobs.batch import FileOutcome
from ganimation_desktop.jobs.processes import work_on_files
from ganimation_desktop.verbs.many_files import FileSelection
from ganimation_desktop.verbs.terminal import plain_terminal, quiet_libraries, set_up_logging

T = TypeVar("T")

_of_this_process = contextlib.ExitStack()
"""Contexts that a worker process has entered, kept until its end."""


def for_each_file(files: FileSelection, make_work: Callable[[], Callable[[Path], T]], *, done: str) -> list[FileOutcome[T]]:
    """Work on files, in one process or several; one that fails does not stop the others.

    A single file is processed silently, and its error propagates.

    Parameters
    ----------
    files
        The files.
    make_work
        Called once in each process; returns what to do with a file there. It is pickled, and so are results, where there are several.
    done
        Past participle for the summary, such as "edited".
    """
    if files.is_single:
        work = make_work()
        return [FileOutcome(path, work(path)) for path in files.paths]
    started_s = time.monotonic()
    numbers, n_files = itertools.count(1), len(files.paths)

    def report(outcome: FileOutcome[T]) -> None:
        number = next(numbers)
        left_s = (time.monotonic() - started_s) / number * (n_files - number)
        state = "failed" if outcome.problem else done
        _say(f"{number}/{n_files} {outcome.path}: {state}" + (f", about {left_s:.0f} s left" if left_s >= 1 else ""))

    n_processes = min(files.n_processes, n_files)
    making = _InProcess(make_work, files.verbose) if n_processes > 1 else make_work
    outcomes = work_on_files(files.paths, making, n_processes, report)
    problems = [outcome.problem for outcome in outcomes if outcome.problem]
    skipped = f", {files.n_skipped} existed already" if files.n_skipped else ""
    _say(f"{n_files - len(problems)} of {n_files} files {done}{skipped}" + (f", {len(problems)} failed:" if problems else ""))
    for problem in problems:
        _say(f"  {problem}")
    return outcomes


@dataclass(frozen=True)
class _InProcess(Generic[T]):
    """Creates the work in another process, with output and log set up as in this one."""

    make_work: Callable[[], Callable[[Path], T]]
    verbose: int

    def __call__(self) -> Callable[[Path], T]:
        if not self.verbose:
            _of_this_process.enter_context(quiet_libraries())
        _of_this_process.enter_context(plain_terminal())
        set_up_logging(self.verbose)
        return self.make_work()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
