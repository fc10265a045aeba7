"""The one-place, latest-wins mailbox between two threads: what is not taken in time is replaced, so that nothing piles up."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class MailboxClosed(Exception):
    """The mailbox was closed: no item comes any more."""


class Mailbox(Generic[T]):
    """A place for one item. Every method may be called from any thread.

    Attributes
    ----------
    closed
        Whether `close` was called.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._items: list[T] = []
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        with self._changed:
            return self._closed

    def put(self, item: T) -> None:
        """Leave an item, in place of one that was not taken yet. Never blocks; a closed mailbox drops the item."""
        with self._changed:
            if not self._closed:
                self._items[:] = [item]
                self._changed.notify()

    def take(self, timeout_s: float | None = None) -> T:
        """Remove and return the newest item; wait for one where there is none.

        Parameters
        ----------
        timeout_s
            The longest wait in seconds; 0 does not wait, None waits for ever.

        Raises
        ------
        MailboxClosed
            If the mailbox is closed or is closed during the wait, also with an item in it.
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

    def close(self) -> None:
        """Drop the item and wake every waiting taker with `MailboxClosed`. Closing twice is allowed."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._changed.notify_all()
