"""The thread between a grabber and the display of live pictures: newest frame in, newest result out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ganimation_desktop.core.base.latest import Mailbox
from ganimation_desktop.core.base.newest_loop import NewestLoop
from ganimation_desktop.core.imaging.frames import Frame

W_contra = TypeVar("W_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
W = TypeVar("W")


class LiveOutput(Protocol):
    """What comes of a live frame."""

    def picture(self) -> NDArray[np.uint8] | None:
        """Return what goes to a file or another program; None while there is nothing."""


R = TypeVar("R", bound=LiveOutput)


class FrameWorker(Protocol[W_contra, R_co]):
    """What the loop runs: `core.live.pipeline.LivePipeline` edits live faces, `core.live.drive.PhotoDriver` drives a photo with them."""

    def process(self, frame: Frame, request: W_contra) -> R_co:
        """Process the next frame."""

    def reprocess(self, request: W_contra) -> R_co | None:
        """Process the last frame again, with other settings; None before the first."""

    def calibrate(self) -> None:
        """Estimate the neutral baselines of the faces again."""

    def close(self) -> None:
        """Stop what the worker started."""


class LiveEngine(Generic[W, R]):
    """Has a worker process the newest frame.

    Parameters
    ----------
    worker
        Processes the frames; closed with the engine.
    calibrate
        Set it to have the neutral baselines estimated again, from the next step on.
    """

    has_idle_work = False

    def __init__(self, worker: FrameWorker[W, R], calibrate: threading.Event) -> None:
        self._worker, self._calibrate = worker, calibrate

    def step(self, request: W, frame: Frame | None = None) -> Iterator[R]:
        """Process the next frame, or the last one again."""
        if self._calibrate.is_set():
            self._calibrate.clear()
            self._worker.calibrate()
        result = self._worker.reprocess(request) if frame is None else self._worker.process(frame, request)
        if result is not None:
            yield result

    def idle_step(self) -> R | None:
        """There is nothing to do between frames."""
        return None

    def close(self) -> None:
        """Stop what the worker started."""
        self._worker.close()


class LiveLoop(NewestLoop[Frame, W, R]):
    """The thread that processes a grabber's newest frame with the current settings, and keeps the newest result.

    Parameters
    ----------
    frames
        A grabber's mailbox; when it is closed, the thread ends.
    make_worker
        Creates the worker, in the thread: loading a model takes seconds.
    request
        The first settings; `send` others.
    on_result
        Called in the thread after each result, without it. Must return at once.
    on_problem
        Called in the thread with an error message when a frame, or creating the worker, failed. After a frame the loop continues.
    """

    def __init__(
        self,
        frames: Mailbox[Frame],
        make_worker: Callable[[], FrameWorker[W, R]],
        request: W,
        on_result: Callable[[], object] = lambda: None,
        on_problem: Callable[[str], object] = lambda message: None,
    ) -> None:
        calibrate = threading.Event()
        self._calibrate = calibrate
        super().__init__("live", lambda: LiveEngine(make_worker(), calibrate), frames, on_result, lambda error: on_problem(str(error)))
        self.send(request)

    def calibrate(self) -> None:
        """Estimate the neutral baselines of the faces again, from the next frame on."""
        self._calibrate.set()

    def set_outputs(self, outputs: tuple[Callable[[LiveOutput], object], ...]) -> None:
        """Have these called in the thread with every result; they must return at once."""
        self.outputs = outputs

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Close the frames and the results and end the thread; return whether it ended in time."""
        self.close()
        return self.join(timeout_s)
