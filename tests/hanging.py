"""Something that does not answer until a test lets it: what was not held up by it has returned while it still hangs."""

import threading

from tests.patience import WAIT_S


class Hang:
    """Call it where a device or a file would be asked.

    Attributes
    ----------
    begun
        Set once somebody waits.
    """

    def __init__(self) -> None:
        self.begun = threading.Event()
        self._answer, self._over = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.begun.set()
        answered = self._answer.wait(WAIT_S)
        self._over.set()
        assert answered, "nothing let it go"

    @property
    def goes_on(self) -> bool:
        """Whether nobody can have waited for its answer."""
        return self.begun.is_set() and not self._over.is_set()

    def end(self) -> None:
        """Let it answer."""
        self._answer.set()
