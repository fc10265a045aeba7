"""The thread between a grabber and whoever shows live pictures: newest frame in, newest result out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from ganimation_desktop.core.frames import Frame
from ganimation_desktop.core.latest import Mailbox, MailboxClosed

IDLE_S = 0.1
"""How long to wait for a frame before a new wish is applied to the last one: a camera may be silent for long."""

W_contra = TypeVar("W_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
W = TypeVar("W")
R = TypeVar("R")

log = logging.getLogger(__name__)


class FrameWorker(Protocol[W_contra, R_co]):
    """What the loop runs: `core.live.LivePipeline` edits live faces, `core.drive.PhotoDriver` drives a photo with them."""

    def process(self, frame: Frame, wish: W_contra) -> R_co:
        """Work on the next frame."""

    def again(self, wish: W_contra) -> R_co | None:
        """Work on the last frame once more, with another wish; None before the first."""

    def calibrate(self) -> None:
        """Learn anew what the faces show at rest."""

    def close(self) -> None:
        """End what the worker started."""


class LiveLoop(Generic[W, R]):
    """The thread that takes a grabber's newest frame, works on it as is wished at that moment, and keeps the newest result.

    Attributes
    ----------
    results
        Where the newest result lies; closed by `stop`. A result that nobody took is replaced.
    outputs
        Called in the thread with each result, in order; replace the tuple from any thread. They must return at once.
    failed
        Whether the worker could not be made, so that nothing comes any more.

    Parameters
    ----------
    frames
        A grabber's mailbox; when it is closed, the thread ends.
    make_worker
        Makes the worker, in the thread: loading a model takes seconds.
    wish
        What is wanted at first.
    on_result
        Called in the thread after each result, without it. Must return at once.
    on_problem
        Called in the thread with a sentence when a frame, or making the worker, failed. After a frame the loop goes on.
    """

    def __init__(
        self,
        frames: Mailbox[Frame],
        make_worker: Callable[[], FrameWorker[W, R]],
        wish: W,
        on_result: Callable[[], object] = lambda: None,
        on_problem: Callable[[str], object] = lambda sentence: None,
    ) -> None:
        self.results: Mailbox[R] = Mailbox()
        self.outputs: tuple[Callable[[R], object], ...] = ()
        self.failed = False
        self._wish = wish
        self._frames = frames
        self._make_worker = make_worker
        self._on_result = on_result
        self._on_problem = on_problem
        self._calibrate = threading.Event()
        self._frozen = threading.Event()
        self._changed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)

    @property
    def wish(self) -> W:
        """What is wanted. Set it from any thread: it holds from the next frame on, and for the last one where none comes."""
        return self._wish

    @wish.setter
    def wish(self, wish: W) -> None:
        self._wish = wish
        self._changed.set()

    @property
    def frozen(self) -> bool:
        """Whether the last frame stays, and only wishes make new results; set it from any thread."""
        return self._frozen.is_set()

    @frozen.setter
    def frozen(self, frozen: bool) -> None:
        if frozen:
            self._frozen.set()
        else:
            self._frozen.clear()
        self._changed.set()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def calibrate(self) -> None:
        """Learn anew what the faces show at rest, from the next frame on."""
        self._calibrate.set()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Close the frames and the results and end the thread; return whether it ended within the time."""
        self._frames.close()
        self.results.close()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            worker = self._make_worker()
        except Exception as error:  # told as a sentence; the thread has nothing else to do
            log.info("live pictures cannot begin", exc_info=True)
            self.failed = True
            self._on_problem(str(error))
            return
        try:
            self._work(worker)
        except MailboxClosed:
            pass
        finally:
            worker.close()

    def _work(self, worker: FrameWorker[W, R]) -> None:
        applied: W | None = None
        while True:
            frame = self._next_frame(begun=applied is not None)
            wish = self._wish
            if frame is None and (applied is None or wish is applied):
                continue
            if self._calibrate.is_set():
                self._calibrate.clear()
                worker.calibrate()
            applied = wish
            try:
                result = worker.again(wish) if frame is None else worker.process(frame, wish)
                if self.results.closed:
                    return
                if result is not None:
                    self.results.put(result)
                    try:
                        for output in self.outputs:
                            output(result)
                    finally:
                        self._on_result()
            except Exception as error:  # the thread must outlive any frame
                log.exception("a live frame failed")
                self._on_problem(str(error))

    def _next_frame(self, *, begun: bool) -> Frame | None:
        """Wait for a frame; None when the picture is frozen, or no frame came for a while."""
        if begun and self._frozen.is_set():
            self._changed.wait(IDLE_S)
            self._changed.clear()
            if self._frames.closed:
                raise MailboxClosed
            return None
        try:
            frame = self._frames.take(IDLE_S)
        except TimeoutError:
            return None
        return None if begun and self._frozen.is_set() else frame
