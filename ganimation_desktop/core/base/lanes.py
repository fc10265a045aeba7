"""Work on several items at the same time, each in a thread of its own, with the results in the order of the items.

Where one item goes through several stages, lanes keep all processor cores busy whatever each stage takes; a thread per stage would wait for
the slowest one.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")


def usable_cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Lanes(Generic[T]):
    """Threads that each work on one item. One thread, the owner, calls the methods.

    Parameters
    ----------
    n_lanes
        How many items are worked on at the same time; with one, the owner's thread works on them itself.
    finish
        Called with the outcome of each item, in the order in which the items were started, one call at a time.
    failed
        Called instead, in the same order, with what the work raised; also with what `finish` raised.
    name
        Of the threads.
    """

    def __init__(self, n_lanes: int, finish: Callable[[T], object], failed: Callable[[Exception], object], name: str) -> None:
        self._finish, self._failed = finish, failed
        self._changed = threading.Condition()
        self._waiting: deque[tuple[int, Callable[[], T]]] = deque()
        self._n_started = self._n_finished = 0
        self._closed = False
        numbers = range(1, n_lanes + 1) if n_lanes > 1 else ()
        self._threads = [threading.Thread(target=self._run, name=f"{name} {number}", daemon=True) for number in numbers]
        for thread in self._threads:
            thread.start()

    def start(self, work: Callable[[], T]) -> None:
        """Work on the next item; wait for a free lane."""
        if not self._threads:
            self._worked(work)()
            return
        self.wait_for_room()
        with self._changed:
            self._waiting.append((self._n_started, work))
            self._n_started += 1
            self._changed.notify_all()

    def wait_for_room(self) -> None:
        """Wait until a lane is free."""
        with self._changed:
            self._changed.wait_for(lambda: self._n_started - self._n_finished < max(1, len(self._threads)))

    def wait_until_idle(self) -> None:
        """Wait until everything that was started is finished."""
        with self._changed:
            self._changed.wait_for(lambda: self._n_started == self._n_finished)

    def close(self) -> None:
        """Finish what was started and end the threads."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    # -- the threads

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or len(self._waiting) > 0)
                if not self._waiting:
                    return
                number, work = self._waiting.popleft()
            pass_on = self._worked(work)
            self._wait_for_turn(number)
            try:
                pass_on()
            finally:
                with self._changed:
                    self._n_finished += 1
                    self._changed.notify_all()

    def _wait_for_turn(self, number: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._n_finished == number)

    def _worked(self, work: Callable[[], T]) -> Callable[[], object]:
        """Work on an item and return how its outcome is passed on."""
        try:
            outcome = work()
        except Exception as error:  # the owner's business; the thread must outlive it
            return partial(self._failed, error)
        return partial(self._pass_on, outcome)

    def _pass_on(self, outcome: T) -> None:
        try:
            self._finish(outcome)
        except Exception as error:
            self._failed(error)
