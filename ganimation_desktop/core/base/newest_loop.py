"""The thread of everything interactive: the newest frame and the newest request in, the newest result out, nothing queued.

What is not taken in time is replaced, so that results never lag behind. `core/live/loop.py` runs it on a camera, the window on the open
photo and on the video that plays.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from ganimation_desktop.core.base.latest import Mailbox, MailboxClosed

F = TypeVar("F")
Q = TypeVar("Q")
R = TypeVar("R")
F_contra = TypeVar("F_contra", contravariant=True)
Q_contra = TypeVar("Q_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)

log = logging.getLogger(__name__)


class Engine(Protocol[F_contra, Q_contra, R_co]):
    """What the thread runs; it belongs to the thread, which makes it."""

    @property
    def has_idle_work(self) -> bool:
        """Whether there is something to do while nothing is requested."""

    def step(self, request: Q_contra, frame: F_contra | None = None) -> Iterable[R_co]:
        """Do what is requested of the next frame, or of the last one once more where none came; results follow as they are known."""

    def idle_step(self) -> R_co | None:
        """Do one short thing that nobody waits for; None when it brings no result."""

    def close(self) -> None:
        """End what the engine started."""


class NewestLoop(Generic[F, Q, R]):
    """A thread with an engine. Every method may be called from any thread.

    Attributes
    ----------
    results
        Where the newest result lies; closed by `close`. A result that nobody took is replaced.
    outputs
        Called in the thread with each result, in order; replace the tuple from any thread. They must return at once.
    failed
        Whether the engine could not be made, so that nothing comes any more.

    Parameters
    ----------
    name
        Of the thread.
    make_engine
        Makes the engine, in the thread: loading a model takes seconds.
    frames
        Where frames come from; when it is closed, the thread ends. None for an engine that works on requests alone.
    on_result
        Called in the thread after each result, without it. Must return at once.
    on_problem
        Called in the thread with the exception when a step, or making the engine, failed. After a failed step the loop continues.
    """

    def __init__(
        self,
        name: str,
        make_engine: Callable[[], Engine[F, Q, R]],
        frames: Mailbox[F] | None = None,
        on_result: Callable[[], object] = lambda: None,
        on_problem: Callable[[Exception], object] = lambda error: None,
    ) -> None:
        self.results: Mailbox[R] = Mailbox()
        self.outputs: tuple[Callable[[R], object], ...] = ()
        self.failed = False
        self._make_engine = make_engine
        self._on_result, self._on_problem = on_result, on_problem
        self._frames: Mailbox[F] = Mailbox() if frames is None else frames
        self._frames.on_change = self._wake
        self._request: Q | None = None
        self._frozen = False
        self._woken: Mailbox[None] = Mailbox()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._wake()

    def send(self, request: Q) -> None:
        """Request something, in place of what was requested before: it holds from the next frame on, and for the last one at once."""
        self._request = request
        self._wake()

    @property
    def request(self) -> Q | None:
        """What is requested now; None before the first."""
        return self._request

    @property
    def frozen(self) -> bool:
        """Whether the last frame stays, and only requests bring new results."""
        return self._frozen

    @frozen.setter
    def frozen(self, frozen: bool) -> None:
        self._frozen = frozen
        self._wake()

    @property
    def running(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def close(self) -> None:
        """End the thread after the result that it is at, without waiting for it; no result comes any more."""
        self.results.close()
        self._frames.close()
        self._woken.close()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the end of a closed thread, None for however long it takes; return whether it has ended."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # -- the thread

    def _wake(self) -> None:
        if self._frames.closed:
            self._woken.close()
        else:
            self._woken.put(None)

    def _run(self) -> None:
        try:
            engine = self._make_engine()
        except Exception as error:  # the thread has nothing else to do
            log.info("%s cannot begin", self._thread.name, exc_info=True)
            self.failed = True
            self._on_problem(error)
            return
        try:
            self._work(engine)
        except MailboxClosed:
            pass
        finally:
            engine.close()

    def _work(self, engine: Engine[F, Q, R]) -> None:
        answered: Q | None = None
        has_frame = False
        while True:
            try:
                self._woken.take(0 if engine.has_idle_work else None)
            except TimeoutError:
                self._show(engine.idle_step())
                continue
            request = self._request
            frame = None if self._frozen and has_frame else self._frames.poll()
            if request is None or (frame is None and request is answered):
                continue
            has_frame, answered = has_frame or frame is not None, request
            try:
                for result in engine.step(request, frame):
                    self._show(result)
            except MailboxClosed:
                raise
            except Exception as error:  # the thread must outlive any frame
                self._step_failed(error)

    def _step_failed(self, error: Exception) -> None:
        log.error("%s failed", self._thread.name, exc_info=error)
        self._on_problem(error)

    def _show(self, result: R | None) -> None:
        if self.results.closed:
            raise MailboxClosed
        if result is None:
            return
        self.results.put(result)
        try:
            for output in self.outputs:
                output(result)
        finally:
            self._on_result()
