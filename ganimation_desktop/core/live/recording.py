"""Recording live pictures: a video of constant frame rate, with sound if there is any, in its own thread."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from ganimation_desktop.core.live.virtual_camera import fitted
from ganimation_desktop.core.video.writer import VideoRecorder

FPS = 30.0
_MOST_WAITING, _MOST_PICTURES = 60, 20
_SOUND_BIT_RATE = 128_000

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SoundFormat:
    """Sound as a microphone delivers it: 16-bit samples, interleaved."""

    rate_hz: int = 48_000
    n_channels: int = 1


class SoundRecorder(VideoRecorder):
    """A `VideoRecorder` with a sound track; parameters other than `sound` are those of `VideoRecorder`."""

    def __init__(self, path: Path, size_px: tuple[int, int], fps: float, sound: SoundFormat | None) -> None:
        super().__init__(path, size_px, fps, hardware=True)
        self._sound = sound
        self._n_samples = 0

    def __enter__(self) -> SoundRecorder:
        super().__enter__()
        if self._sound is not None:
            track = self._container.add_stream("aac", rate=self._sound.rate_hz)
            assert isinstance(track, AudioStream)
            track.layout = "mono" if self._sound.n_channels == 1 else "stereo"
            track.bit_rate = _SOUND_BIT_RATE
            self._track = track
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if error is None and self._sound is not None:
            self._container.mux(self._track.encode(None))
        super().__exit__(kind, error, traceback)

    def add_sound(self, samples: NDArray[np.int16]) -> None:
        """Write the next sound samples, (N,) interleaved."""
        if self._sound is None or not len(samples):
            return
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout=self._track.layout.name)
        frame.sample_rate = self._sound.rate_hz
        frame.pts = self._n_samples
        self._n_samples += len(samples) // self._sound.n_channels
        self._container.mux(self._track.encode(frame))


class LiveRecorder:
    """Writes pictures and sound in its own thread. `show` and `add_sound` never wait: what cannot be written in time is dropped.

    Attributes
    ----------
    path
        The file, which is complete after `finish`.

    Parameters
    ----------
    path
        Where to write, .mp4.
    sound
        Format of the sound; None for a video without.
    fps
        Frame rate of the file, whatever that of the pictures is.
    on_problem
        Called in the thread with a message when writing failed; nothing is written after that.
    """

    def __init__(
        self,
        path: Path,
        sound: SoundFormat | None = None,
        fps: float = FPS,
        on_problem: Callable[[str], object] = lambda sentence: None,
    ) -> None:
        self.path = path
        self._sound = sound
        self._fps = fps
        self._on_problem = on_problem
        self._started_s = time.perf_counter()
        self._waiting: queue.Queue[Callable[[SoundRecorder], object] | None] = queue.Queue(_MOST_WAITING)
        self._size_px: tuple[int, int] | None = None
        self._last: NDArray[np.uint8] | None = None
        self._ended_s = 0.0
        self._failed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    @property
    def seconds(self) -> float:
        """Length of the recording so far."""
        return time.perf_counter() - self._started_s

    @property
    def failed(self) -> bool:
        """Whether writing failed, as reported to `on_problem`."""
        return self._failed.is_set()

    def show(self, rgb: NDArray[np.uint8]) -> None:
        """Record a picture, (H, W, 3) uint8, which must not change afterwards. The first one sets the size; others are fitted into it."""
        if self._failed.is_set():
            return
        if self._size_px is None:
            self._size_px = max(2, rgb.shape[1] // 2 * 2), max(2, rgb.shape[0] // 2 * 2)
        time_s = self.seconds
        if self._waiting.qsize() < _MOST_PICTURES:
            self._put(lambda recorder: recorder.add_at(self._fitted(rgb), time_s))

    def add_sound(self, samples: NDArray[np.int16]) -> None:
        """Record sound, (N,) int16, interleaved; sound before the first picture is dropped."""
        if self._size_px is not None and not self._failed.is_set():
            self._put(lambda recorder: recorder.add_sound(samples))

    def finish(self) -> bool:
        """Write everything that is waiting and close the file; return whether there is one."""
        self._ended_s = self.seconds
        self._waiting.put(None)
        self._thread.join()
        return self._last is not None and not self._failed.is_set()

    def _put(self, job: Callable[[SoundRecorder], object]) -> None:
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            log.info("the recorder cannot keep up")

    def _fitted(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        assert self._size_px is not None
        width, height = self._size_px
        self._last = rgb if rgb.shape[:2] == (height, width) else fitted(rgb, self._size_px)
        return self._last

    def _run(self) -> None:
        job = self._waiting.get()
        if job is None or self._size_px is None:
            return
        try:
            with SoundRecorder(self.path, self._size_px, self._fps, self._sound) as recorder:
                while job is not None:
                    job(recorder)
                    job = self._waiting.get()
                if self._last is not None:
                    recorder.add_at(self._last, self._ended_s)
        except Exception as error:  # an encoder may raise anything; `finish` must not wait for a dead thread
            self._failed.set()
            log.info("recording failed", exc_info=True)
            self._on_problem(str(error))
            while job is not None:
                job = self._waiting.get()
