"""The same work on many files: progress on standard error, and at the end what failed and why."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ganimation_desktop.verbs import error_sentence

T = TypeVar("T")


@dataclass(frozen=True)
class Failure:
    """A file that could not be worked on, and why in one sentence."""

    path: Path
    reason: str


@dataclass(frozen=True)
class BatchOutcome(Generic[T]):
    """What came of the files that worked, in their order, and the others."""

    results: tuple[T, ...]
    failures: tuple[Failure, ...]


def for_each_file(paths: Sequence[Path], work: Callable[[Path], T], *, done: str) -> BatchOutcome[T]:
    """Work on files one after the other; one that fails does not stop the others.

    A single file is worked on without a word, and its error passes.

    Parameters
    ----------
    paths
        The files.
    work
        What to do with one; raises `ValueError` or `OSError` when it cannot.
    done
        What was done, for the summary, such as "edited".
    """
    if len(paths) == 1:
        return BatchOutcome((work(paths[0]),), ())
    results: list[T] = []
    failures: list[Failure] = []
    started_s = time.monotonic()
    for number, path in enumerate(paths, start=1):
        try:
            results.append(work(path))
        except (ValueError, OSError) as error:
            failures.append(Failure(path, error_sentence(error)))
        state = "failed" if failures and failures[-1].path is path else done
        left_s = (time.monotonic() - started_s) / number * (len(paths) - number)
        _say(f"{number}/{len(paths)} {path}: {state}" + (f", about {left_s:.0f} s left" if left_s >= 1 else ""))
    _say(f"{len(results)} of {len(paths)} files {done}" + (f", {len(failures)} failed:" if failures else ""))
    for failure in failures:
        _say(f"  {failure.reason}")
    return BatchOutcome(tuple(results), tuple(failures))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
