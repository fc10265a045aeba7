"""A one-place, latest-wins mailbox between two threads: an item not taken in time is replaced, so that nothing queues up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class MailboxClosed(Exception):
    """The mailbox is closed; no more items will come."""


class Mailbox(Generic[T]):
    """Holds one item. Every method may be called from any thread.

    Attributes
    ----------
    closed
        Whether `close` was called.
    on_change
        Called after each `put` and `close`, in the thread that called it. Must return at once.
    """

    def __init__(self) -> None:
        self.on_change: Callable[[], object] = lambda: None
        self._changed = threading.Condition()
        self._items: list[T] = []
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        with self._changed:
            return self._closed

    def put(self, item: T) -> None:
        """Put an item, replacing one that was not taken yet. Never blocks; a closed mailbox drops the item."""
        with self._changed:
            if not self._closed:
                self._items[:] = [item]
                self._changed.notify()
        self.on_change()

    def take(self, timeout_s: float | None = None) -> T:
        """Remove and return the newest item; wait if there is none.

        Parameters
        ----------
        timeout_s
            Longest wait in seconds; 0 does not wait, None waits without limit.

        Raises
        ------
        MailboxClosed
            If the mailbox is or becomes closed, even with an item in it.
        TimeoutError
            If no item came in time.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or bool(self._items), timeout_s)
            if self._closed:
                raise MailboxClosed
            if not self._items:
                raise TimeoutError(f"no item came within {timeout_s} s")
            return self._items.pop()

    def poll(self) -> T | None:
        """Remove and return the newest item, without waiting; None when there is none."""
        with self._changed:
            return self._items.pop() if self._items else None

    def close(self) -> None:
        """Drop the item and wake every waiting taker with `MailboxClosed`. Closing twice is allowed."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._changed.notify_all()
        self.on_change()
