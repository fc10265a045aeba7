"""The same work on many files in several processes, each with its own model; a process that dies loses only its current file."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

from ganimation_desktop.core.base.signals import TERMINATING
from ganimation_desktop.jobs.batch import FileOutcome, work_through
from ganimation_desktop.jobs.errors import error_message

T = TypeVar("T")

END_S = 5.0
"""How long a process may take to clean up before it is killed."""

_context = get_context("spawn")


def work_in_processes(
    paths: Sequence[Path],
    make_work: Callable[[], Callable[[Path], T]],
    n_processes: int,
    on_outcome: Callable[[FileOutcome[T]], object] = lambda outcome: None,
) -> list[FileOutcome[T]]:
    """Work on files in several processes.

    Parameters
    ----------
    paths
        The files.
    make_work
        Called once in each process, for example to load a model; returns what to do with a file. It is pickled, and so are results.
    n_processes
        How many processes.
    on_outcome
        Called after each file, in the order in which they are done.

    Returns
    -------
    list of FileOutcome
        One for each file, in their order.

    Raises
    ------
    ValueError
        If `make_work` fails; no file was started then.
    """
    waiting = deque(enumerate(paths))
    outcomes: dict[int, FileOutcome[T]] = {}
    threads = max(1, (os.cpu_count() or 1) // n_processes)
    workers: list[_Worker[T]] = []
    try:
        workers += [_Worker(make_work, threads) for _ in range(min(n_processes, len(paths)))]
        while len(outcomes) < len(paths):
            for worker in workers:
                if worker.task is None and waiting:
                    worker.give(*waiting.popleft())
            busy = {worker.connection: worker for worker in workers if worker.task is not None}
            for ready in connection.wait(list(busy)):
                worker = busy[ready]  # type: ignore[index]
                number, outcome = worker.take()
                outcomes[number] = outcome
                if worker.is_gone:
                    workers[workers.index(worker)] = _Worker(make_work, threads)
                on_outcome(outcome)
    finally:
        for worker in workers:
            worker.end()
    return [outcomes[number] for number in range(len(paths))]


def work_on_files(
    paths: Sequence[Path],
    make_work: Callable[[], Callable[[Path], T]],
    n_processes: int = 1,
    on_outcome: Callable[[FileOutcome[T]], object] = lambda outcome: None,
) -> list[FileOutcome[T]]:
    """Work on files in this process, or in several; see `work_in_processes`."""
    if n_processes == 1 or len(paths) < 2:
        return work_through(paths, make_work(), on_outcome) if paths else []
    return work_in_processes(paths, make_work, n_processes, on_outcome)


class _Worker(Generic[T]):
    """A process and its current file.

    Attributes
    ----------
    connection
        Where its outcomes come from.
    task
        Number and path of its file; None while idle.
    is_gone
        Whether it died.
    """

    def __init__(self, make_work: Callable[[], Callable[[Path], T]], n_threads: int) -> None:
        self.task: tuple[int, Path] | None = None
        self.is_gone = False
        self.connection, other = _context.Pipe()
        self._process = _context.Process(target=_serve, args=(other, make_work, n_threads), name="files", daemon=True)
        self._process.start()
        other.close()

    def give(self, number: int, path: Path) -> None:
        """Give it a file."""
        self.task = number, path
        try:
            self.connection.send(path)
        except OSError:  # it died; `take` reports that
            return

    def take(self) -> tuple[int, FileOutcome[T]]:
        """Return the outcome of its file. Raises `ValueError` if it could not start."""
        assert self.task is not None
        (number, path), self.task = self.task, None
        try:
            outcome = self.connection.recv()
        except (EOFError, OSError):
            self.is_gone = True
            self.end()
            return number, FileOutcome(path, problem=f"{path}: its process ended with {self._process.exitcode}")
        if isinstance(outcome, str):
            raise ValueError(outcome)
        return number, outcome

    def end(self) -> None:
        """End it; a partly written file is removed."""
        self.connection.close()
        if self.task is not None:
            self._process.terminate()
        self._process.join(END_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(own: Connection, make_work: Callable[[], Callable[[Path], T]], n_threads: int) -> None:
    """Process incoming files until there are none; a failure of `make_work` is the answer to all of them."""
    os.environ["OMP_NUM_THREADS"] = str(n_threads)  # read when torch is imported
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process gets it too
    for number in TERMINATING:
        signal.signal(number, _end_at_once)
    try:
        work = make_work()
    except (ValueError, OSError) as error:
        own.recv()
        own.send(error_message(error))
        return
    while True:
        try:
            path = own.recv()
        except EOFError:
            return
        own.send(work_through([path], work)[0])


def _end_at_once(number: int, frame: object) -> NoReturn:
    sys.exit(128 + number)
