"""The threads between a grabber and the display of live pictures: newest frame in, newest result out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.lanes import Lanes, usable_cores
from ganimation_desktop.core.base.latest import Mailbox, MailboxClosed
from ganimation_desktop.core.base.newest_loop import NewestLoop
from ganimation_desktop.core.imaging.frames import Frame

W_contra = TypeVar("W_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
W = TypeVar("W")
E = TypeVar("E")

MOST_LANES = 2
"""Frames that are processed at the same time, at most."""


class LiveOutput(Protocol):
    """What comes of a live frame."""

    def picture(self) -> NDArray[np.uint8] | None:
        """Return what goes to a file or another program; None while there is nothing."""


R = TypeVar("R", bound=LiveOutput)


class FrameWorker(Protocol[W_contra, E, R_co]):
    """What the loop runs: `core.live.pipeline.LivePipeline` edits live faces, `core.live.drive.PhotoDriver` drives a photo with them."""

    def prepare(self, frame: Frame, request: W_contra) -> Callable[[], E]:
        """Do what must be done for one frame after the other; return the rest of the work on this frame, for any thread."""

    def prepare_again(self, request: W_contra) -> Callable[[], E] | None:
        """The same for the last frame once more, with other settings, once all work on frames has ended; None before the first."""

    def finish(self, edited: E) -> R_co:
        """Make the result of that work. Called in the order of the frames, once at a time."""

    def calibrate(self) -> None:
        """Estimate the neutral baselines of the faces again."""

    def close(self) -> None:
        """Stop what the worker started."""


class LiveEngine(Generic[W, E, R]):
    """Has a worker process the newest frames, two at a time where there are two processor cores.

    A frame is taken when a lane is free for it, so that it is as new as can be, and none waits between the stages.

    Parameters
    ----------
    worker
        Processes the frames; closed with the engine.
    calibrate
        Set it to have the neutral baselines estimated again, from the next step on.
    show
        Takes the results in the order of the frames, in any thread.
    failed
        Called with what went wrong with a frame, in any thread.
    n_lanes
        How many frames are processed at the same time.
    """

    has_idle_work = False

    def __init__(
        self,
        worker: FrameWorker[W, E, R],
        calibrate: threading.Event,
        show: Callable[[R], object],
        failed: Callable[[Exception], object],
        n_lanes: int,
    ) -> None:
        self._worker, self._calibrate = worker, calibrate
        self._lanes: Lanes[E] = Lanes(n_lanes, lambda edited: show(worker.finish(edited)), failed, "live edit")

    def step(self, request: W, frame: Frame | None = None) -> Iterable[R]:
        """Process the next frame, or the last one again; results go to `show`."""
        if self._calibrate.is_set():
            self._calibrate.clear()
            self._worker.calibrate()
        if frame is None:
            self._lanes.wait_until_idle()
        work = self._worker.prepare_again(request) if frame is None else self._worker.prepare(frame, request)
        if work is not None:
            self._lanes.start(work)
            self._lanes.wait_for_room()
        return ()

    def idle_step(self) -> R | None:
        """There is nothing to do between frames."""
        return None

    def close(self) -> None:
        """Finish the frames that are processed and stop what the worker started."""
        self._lanes.close()
        self._worker.close()


class LiveLoop(NewestLoop[Frame, W, R]):
    """The threads that process a grabber's newest frames with the current settings, and keep the newest result.

    One thread takes the frames and tracks faces in them; further ones edit them (`LiveEngine`).

    Parameters
    ----------
    frames
        A grabber's mailbox; when it is closed, the thread ends.
    make_worker
        Creates the worker, in the thread: loading a model takes seconds.
    request
        The first settings; `send` others.
    on_result
        Called in one of the threads after each result, without it. Must return at once.
    on_problem
        Called in one of the threads with an error message when a frame, or creating the worker, failed. After a frame the loop continues.
    n_lanes
        How many frames are processed at the same time; None for as many as there are processor cores, up to two.
    """

    def __init__(
        self,
        frames: Mailbox[Frame],
        make_worker: Callable[[], FrameWorker[W, E, R]],
        request: W,
        on_result: Callable[[], object] = lambda: None,
        on_problem: Callable[[str], object] = lambda message: None,
        n_lanes: int | None = None,
    ) -> None:
        calibrate = threading.Event()
        self._calibrate = calibrate
        n_used = min(usable_cores(), MOST_LANES) if n_lanes is None else n_lanes

        def make_engine() -> LiveEngine[W, E, R]:
            return LiveEngine(make_worker(), calibrate, self._show, self._frame_failed, n_used)

        super().__init__("live", make_engine, frames, on_result, lambda error: on_problem(str(error)))
        self.send(request)

    def calibrate(self) -> None:
        """Estimate the neutral baselines of the faces again, from the next frame on."""
        self._calibrate.set()

    def set_outputs(self, outputs: tuple[Callable[[LiveOutput], object], ...]) -> None:
        """Have these called in one of the threads with every result, in order; they must return at once."""
        self.outputs = outputs

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Close the frames and the results and end the threads; return whether they ended in time."""
        self.close()
        return self.join(timeout_s)

    def _frame_failed(self, error: Exception) -> None:
        if not isinstance(error, MailboxClosed):  # which only says that nobody takes results any more
            self._step_failed(error)
