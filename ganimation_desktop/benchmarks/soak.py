"""Whether memory, handles and threads stay what they are while live pictures and photos are edited for a long time."""

from __future__ import annotations

import gc
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from ganimation_desktop.benchmarks.editing import networks_or_untrained, portrait_rgb
from ganimation_desktop.benchmarks.live import SMILE, SOURCE_FPS, LoopingPictures, moving_faces
from ganimation_desktop.core.base.action_units import AU_CODES
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.edit.edited_photo import save_photo
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode, LiveRequest
from ganimation_desktop.core.faces.detection import BackgroundDetections
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.imaging.frames import photo_from_rgb
from ganimation_desktop.core.live.camera import Grabber
from ganimation_desktop.core.live.loop import LiveLoop
from ganimation_desktop.core.live.pipeline import LivePipeline, LiveResult
from ganimation_desktop.core.models.installed import default_generator_path

ROUND_S = 20.0
"""Length of a round: half of it live, half of it photos."""
MIN_ROUNDS = 3
_SIZE_PX = (640, 480)
_N_FACES = 2
_PROCESS = Path("/proc/self")


@dataclass(frozen=True)
class SoakSample:
    """What the process held after a round, when everything that the round started had ended.

    Attributes
    ----------
    after_s
        Seconds since the beginning.
    memory_mb
        Resident memory; None if the system does not report it (other than Linux).
    n_handles
        Open files, sockets and pipes; None as well.
    n_threads
        Threads of the process; if the system does not report them, those of Python.
    """

    after_s: float
    memory_mb: float | None
    n_handles: int | None
    n_threads: int


@dataclass(frozen=True)
class SoakResult:
    """One sample a round, at least `MIN_ROUNDS` of them, and what was done in between.

    Attributes
    ----------
    samples
        In order of time.
    n_live
        Live pictures that were edited.
    n_edits
        Photos that were read, edited and written.
    setting
        Model, device, versions.
    notes
        Sentences on what limits the figures.
    """

    samples: tuple[SoakSample, ...]
    n_live: int
    n_edits: int
    setting: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def by_name(self) -> dict[str, SoakSample]:
        """The samples after the first, the middle and the last round."""
        return {"first": self.samples[0], "middle": self.samples[len(self.samples) // 2], "last": self.samples[-1]}


def run_soak(
    model: Path | None = None,
    device: str = "auto",
    minutes: float = 5.0,
    on_sample: Callable[[SoakSample], object] = lambda sample: None,
) -> SoakResult:
    """Edit live pictures and photos in turn until the time is over.

    Each round starts a camera and its threads and ends them again, then reads a photo from its file, edits it by other Action Units each
    time, and writes it.

    Parameters
    ----------
    model
        Checkpoint of the generator; None for the bundled one. Where that is missing, untrained weights take its place.
    device
        Where the networks run.
    minutes
        How long; a slow machine takes longer, for `MIN_ROUNDS` rounds of a few pictures each.
    on_sample
        Called after each round.

    Raises
    ------
    CheckpointError
        If the model cannot be used.
    """
    generator, metadata, estimator, notes = networks_or_untrained(model)
    torch.set_num_threads(1)  # as the window does
    animator = Animator(generator, metadata, estimator, FaceDetector(), device)
    total_s = 60 * minutes
    part_s = min(ROUND_S, total_s / MIN_ROUNDS) / 2
    samples: list[SoakSample] = []
    n_live = n_edits = 0
    begin_s = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="ganimation-soak-") as folder:
        while len(samples) < MIN_ROUNDS or time.perf_counter() - begin_s < total_s:
            n_live += _live(animator, part_s)
            n_edits += _edits(animator, Path(folder), part_s, n_edits)
            samples.append(_sample(begin_s))
            on_sample(samples[-1])
    setting = {
        "model": (default_generator_path() if model is None else model).stem,
        "device": str(animator.device),
        "cores": str(os.cpu_count()),
        "torch": torch.__version__,
    }
    return SoakResult(tuple(samples), n_live, n_edits, setting, notes)


def _live(animator: Animator, seconds: float) -> int:
    """Run the camera's threads for a time; return how many pictures were edited."""
    grabber = Grabber(LoopingPictures(moving_faces(*_SIZE_PX, _N_FACES), SOURCE_FPS))
    loop: LiveLoop[LiveRequest, LiveResult] = LiveLoop(
        grabber.frames, lambda: LivePipeline(animator, BackgroundDetections()), LiveRequest(Expression(LiveMode.OFFSET, SMILE))
    )
    grabber.start()
    loop.start()
    n_results = 0
    try:
        end_s = time.perf_counter() + seconds
        while n_results == 0 or time.perf_counter() < end_s:
            loop.results.take(60.0).animation.composite()
            n_results += 1
    finally:
        loop.stop()
        grabber.stop()
    return n_results


def _edits(animator: Animator, folder: Path, seconds: float, n_before: int) -> int:
    """Edit a photo from file to file for a time; return how often."""
    source, edited = folder / "photo.jpg", folder / "edited.jpg"
    if not source.exists():
        save_photo(source, photo_from_rgb(portrait_rgb(*_SIZE_PX)))
    n_edits = 0
    end_s = time.perf_counter() + seconds
    while n_edits == 0 or time.perf_counter() < end_s:
        animator.set_image(source)
        code = AU_CODES[(n_before + n_edits) % len(AU_CODES)]
        animator.edit({code: 1.0}, face=None).save(edited, overwrite=True)
        n_edits += 1
    return n_edits


def _sample(begin_s: float) -> SoakSample:
    gc.collect()
    after_s = time.perf_counter() - begin_s
    if not _PROCESS.is_dir():
        return SoakSample(after_s, None, None, threading.active_count())
    status = dict(re.findall(r"^(\w+):\s+(\d+)", (_PROCESS / "status").read_text(encoding="ascii", errors="replace"), re.MULTILINE))
    n_handles = len(list((_PROCESS / "fd").iterdir())) - 1  # one of them is this folder
    return SoakSample(after_s, int(status["VmRSS"]) / 1024, n_handles, int(status["Threads"]))
