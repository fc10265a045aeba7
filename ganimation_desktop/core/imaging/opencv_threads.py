"""How many threads OpenCV uses; it has one number for the whole process."""

from __future__ import annotations

import threading

import cv2


class SingleThreaded:
    """OpenCV works in the calling thread alone, from when the first of these is made until the last is closed.

    A live frame takes a hundred small steps of OpenCV: waking other threads for each costs more than they save.
    """

    _lock = threading.Lock()
    _n_open = 0
    _n_before = 1

    def __init__(self) -> None:
        kind = type(self)
        with kind._lock:
            if kind._n_open == 0:
                kind._n_before = cv2.getNumThreads()
                cv2.setNumThreads(1)
            kind._n_open += 1
        self._open = True

    def close(self) -> None:
        """Let OpenCV use as many threads as before, unless others are open."""
        kind = type(self)
        with kind._lock:
            if self._open:
                self._open = False
                kind._n_open -= 1
                if kind._n_open == 0:
                    cv2.setNumThreads(kind._n_before)
