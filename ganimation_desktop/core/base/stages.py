"""Stages of a job on threads of their own, one after the other or side by side, with short queues in between; items keep their order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


def side_by_side(
    tasks: Iterable[Callable[[], T]], n_threads: int, name: str, begin: Callable[[], object] = lambda: None
) -> Generator[T, None, None]:
    """Work on tasks in several threads; yield their results in the order of the tasks. Close it to end the threads.

    An exception of a task is raised in place of its result.

    Parameters
    ----------
    tasks
        Taken one by one in the caller's thread, so many ahead that each thread has one and one more waits.
    n_threads
        How many threads; 1 works in the caller's.
    name
        Of the threads.
    begin
        Called first in each thread.
    """
    if n_threads == 1:
        for task in tasks:
            yield task()
        return
    begun: deque[Future[T]] = deque()
    pool = ThreadPoolExecutor(n_threads, name, begin)
    try:
        for task in tasks:
            begun.append(pool.submit(task))
            if len(begun) > n_threads:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


class _QueueClosed(Exception):
    """The other side has ended."""


class _Queue(Generic[T]):
    """A few items in order between two threads. Both sides wait: the one for room, the other for an item."""

    def __init__(self, n_most: int) -> None:
        self._n_most = n_most
        self._changed = threading.Condition()
        self._items: deque[T] = deque()
        self._is_ended = False

    def put(self, item: T) -> None:
        """Append an item; wait for room. Raises `_QueueClosed` once the queue has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_ended or len(self._items) < self._n_most)
            if self._is_ended:
                raise _QueueClosed
            self._items.append(item)
            self._changed.notify_all()

    def take(self) -> T:
        """Remove the first item; wait for one. Raises `_QueueClosed` once the queue has ended and is empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_ended or len(self._items) > 0)
            if not self._items:
                raise _QueueClosed
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def end(self, *, drop: bool = False) -> None:
        """Take no more items; with `drop`, forget those that wait."""
        with self._changed:
            self._is_ended = True
            if drop:
                self._items.clear()
            self._changed.notify_all()


class ReadAhead(AbstractContextManager["ReadAhead[T]"], Iterator[T]):
    """Runs an iterator in a thread of its own, a few items ahead. Leaving the block ends the thread and closes the iterator.

    An exception of the iterator is raised by `next`, after the items before it.

    Parameters
    ----------
    items
        A generator; only the thread touches it from now on.
    n_ahead
        How many finished items may wait.
    name
        Of the thread.
    """

    def __init__(self, items: Iterator[T], n_ahead: int, name: str) -> None:
        self._items = items
        self._queue: _Queue[T] = _Queue(n_ahead)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def __next__(self) -> T:
        """Return the next item, or raise what ended the iterator."""
        try:
            return self._queue.take()
        except _QueueClosed:
            if self._error is not None:
                raise self._error from None
            raise StopIteration from None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._queue.end(drop=True)
        self._thread.join()

    def _run(self) -> None:
        try:
            for item in self._items:
                self._queue.put(item)
        except _QueueClosed:
            pass
        except BaseException as error:  # raised again by `__next__`
            self._error = error
        finally:
            close = getattr(self._items, "close", None)
            if close is not None:
                close()
            self._queue.end()


class WorkBehind(AbstractContextManager["WorkBehind[T]"]):
    """Has a thread of its own work on items, in order, while the caller makes the next ones.

    At the end of the block the remaining items are worked on; after an exception in it they are dropped. Either way the thread has ended
    then.

    Parameters
    ----------
    work
        Called in the thread with each item. Its first exception ends the work, and is raised by the next `put` or at the end of the block.
    n_behind
        How many items may wait.
    name
        Of the thread.
    """

    def __init__(self, work: Callable[[T], object], n_behind: int, name: str) -> None:
        self._work = work
        self._queue: _Queue[T] = _Queue(n_behind)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def put(self, item: T) -> None:
        """Hand over the next item; wait while too many wait already."""
        try:
            self._queue.put(item)
        except _QueueClosed:
            assert self._error is not None  # only a failure ends the queue before the block does
            raise self._error from None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._queue.end(drop=error is not None)
        self._thread.join()
        if error is None and self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            while True:
                self._work(self._queue.take())
        except _QueueClosed:
            pass
        except BaseException as error:  # raised again in the caller's thread
            self._error = error
            self._queue.end(drop=True)
