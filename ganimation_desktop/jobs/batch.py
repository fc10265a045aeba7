"""The same work on many files, one after the other; a failure does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ganimation_desktop.jobs.errors import error_message

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class FileOutcome(Generic[T]):
    """The outcome of one file.

    Attributes
    ----------
    path
        The file.
    result
        The result; None if it failed.
    problem
        Why it failed, one sentence; empty if it did not.
    """

    path: Path
    result: T | None = None
    problem: str = ""


def work_through(
    paths: Sequence[Path],
    work: Callable[[Path], T],
    on_outcome: Callable[[FileOutcome[T]], object] = lambda outcome: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> list[FileOutcome[T]]:
    """Work on files one after the other.

    Parameters
    ----------
    paths
        The files.
    work
        What to do with one.
    on_outcome
        Called after each file.
    is_cancelled
        Called before each file; the current one is finished.

    Returns
    -------
    list of FileOutcome
        One per file that was started.
    """
    outcomes = []
    for path in paths:
        if is_cancelled():
            break
        try:
            outcome = FileOutcome(path, work(path))
        except (ValueError, OSError) as error:
            log.info("%s failed", path, exc_info=True)
            outcome = FileOutcome(path, problem=error_message(error))
        except Exception as error:  # a bug with one file: log the traceback and continue with the next file
            log.exception("%s failed", path)
            outcome = FileOutcome(path, problem=error_message(error))
        outcomes.append(outcome)
        on_outcome(outcome)
    return outcomes


def sorted_photos(paths: Sequence[Path], suffixes: Sequence[str]) -> list[Path]:
    """Photos among files and, one level deep, folders, in order of their names, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found |= {file.absolute(): None for file in inside if file.is_file() and file.suffix.lower() in suffixes}
    return list(found)
