"""Frame rate and latency of live pictures on this machine: a moving portrait in place of a camera, through the whole pipeline."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from ganimation_desktop.benchmarks.editing import networks_or_untrained, portrait_rgb
from ganimation_desktop.benchmarks.steadiness import Steadiness, measure_steadiness
from ganimation_desktop.core.base.action_units import ACTION_UNITS, N_AUS, au_vector
from ganimation_desktop.core.base.face_target import GAZE_CONTROLS, control_vector
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.expressions.live_request import Expression, LiveMode, LiveRequest
from ganimation_desktop.core.faces.detection import BackgroundDetections, InlineDetections
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.imaging.frames import Frame
from ganimation_desktop.core.live.camera import Grabber
from ganimation_desktop.core.live.capture import Picture
from ganimation_desktop.core.live.loop import LiveLoop
from ganimation_desktop.core.live.pipeline import LIVE_STAGES, LivePipeline, LiveResult
from ganimation_desktop.core.models.installed import default_generator_path
from ganimation_desktop.core.models.networks import PublishedGenerator

SOURCE_FPS = 60.0
"""Faster than the pipeline, so that its own speed is measured."""

FRAMES_PX = {"480p": (640, 480), "720p": (1280, 720)}
MAX_FACES = 3
PERCENTILES = {"p50": 50, "p90": 90, "p99": 99}

SMILE = au_vector({"AU06": 0.5, "AU12": 0.9, "AU25": 0.5})
_WARM_UP_S, _LONGEST_WARM_UP_S = 2.0, 30.0
_N_PICTURES = 45
_NOISE_LEVELS = 2.0
_N_STILL = 40
_EDITED = 0.1
_ASIDE = (0.3, 0.1)
"""Gaze of the eyes that eye contact turns."""


@dataclass(frozen=True)
class LiveRun:
    """One run.

    Attributes
    ----------
    name
        Size of the pictures, "480p" or "720p".
    n_faces
        Faces in them.
    n_found
        Faces that were followed, on average.
    fps
        Results per second.
    latency_ms
        From the arrival of a frame to its result: `PERCENTILES`.
    dropped_share
        Share of frames replaced by newer ones.
    stages_ms
        Medians by stage; "detect" runs in parallel and not for every frame.
    cpu_share
        Share of all processor cores by stage, from the time that it takes, and "all" as the system counts it.
    cpu_ms
        Processor time of the whole program per result, in milliseconds.
    """

    name: str
    n_faces: int
    n_found: float
    fps: float
    latency_ms: Mapping[str, float]
    dropped_share: float
    stages_ms: Mapping[str, float]
    cpu_share: Mapping[str, float]
    cpu_ms: float


@dataclass(frozen=True)
class Flicker:
    """Mean change from frame to frame inside the edited region of a still, noisy picture, in 8-bit levels."""

    source: float
    edited: float


@dataclass(frozen=True)
class LiveBenchResult:
    """All runs, the flicker, the steadiness, the setting, and sentences on what limits the figures.

    `published_cpu_ms` is the processor time of one pass of the published architecture, one crop in one thread: on a busy machine the
    ratio to it says more than milliseconds.
    """

    runs: tuple[LiveRun, ...]
    published_cpu_ms: float
    flicker: Flicker
    steadiness: Steadiness
    setting: Mapping[str, str]
    notes: tuple[str, ...]


def run_live_bench(
    model: Path | None = None,
    device: str = "auto",
    seconds: float = 5.0,
    sizes_px: Mapping[str, tuple[int, int]] = FRAMES_PX,
    max_faces: int = MAX_FACES,
    *,
    sides: bool = False,
    eye_contact: float = 0.0,
) -> LiveBenchResult:
    """Measure everything.

    Parameters
    ----------
    model
        Checkpoint of the generator; None for the bundled one.
    device
        Where the networks run.
    seconds
        Length of each run, after two warm-up runs.
    sizes_px
        Width and height of the pictures by name.
    max_faces
        Runs are made with one face up to this many.
    sides
        Whether only the left side smiles, so that the decoder runs for either side.
    eye_contact
        Strength of eye contact, 0..1; above 0 the eyes are turned in every frame.

    Raises
    ------
    ValueError
        If the eyes are to be turned by a generator that cannot do that.
    """
    generator, metadata, estimator, notes = networks_or_untrained(model)
    if eye_contact and not generator.n_gaze:
        raise ValueError("this model cannot turn the eyes: it has no gaze inputs")
    torch.set_num_threads(1)  # as the window does, which leaves the other cores to detection, painting and encoding
    animator = Animator(generator, metadata, estimator, FaceDetector(), device)
    request = live_request(sides=sides, eye_contact=eye_contact)
    runs = tuple(
        _run(animator, request, name, size_px, n_faces, seconds)
        for name, size_px in sizes_px.items()
        for n_faces in range(1, max_faces + 1)
    )
    setting = {
        "model": (default_generator_path() if model is None else model).stem,
        "device": str(animator.device),
        "cores": str(os.cpu_count()),
        "threads": str(torch.get_num_threads()),
        "torch": torch.__version__,
        "sides": "apart" if sides else "alike",
        "eye_contact": f"{eye_contact:g}",
    }
    steadiness = measure_steadiness(animator, portrait_rgb(*FRAMES_PX["480p"]))
    return LiveBenchResult(runs, published_cpu_ms(animator.device), measure_flicker(animator), steadiness, setting, notes)


def live_request(*, sides: bool, eye_contact: float) -> LiveRequest:
    """The edit of every run: a smile, on the left side alone with `sides`; with eye contact the eyes look a little aside, too."""
    controls = control_vector(SMILE)
    if sides:
        controls[N_AUS : 2 * N_AUS] = np.where([unit.is_sided for unit in ACTION_UNITS], 0, SMILE)
    if eye_contact:
        controls[list(GAZE_CONTROLS)] = _ASIDE
    return LiveRequest(Expression(LiveMode.OFFSET, controls), eye_contact=eye_contact)


def published_cpu_ms(device: torch.device, n_passes: int = 5) -> float:
    """Processor time of one pass of the published architecture on one crop, in milliseconds; the median of some passes."""
    published = PublishedGenerator().eval().to(device)
    image, aus = torch.zeros(1, 3, published.image_size, published.image_size, device=device), torch.zeros(1, N_AUS, device=device)
    times_s = []
    with torch.inference_mode():
        for _ in range(n_passes):
            start_s = time.process_time()
            published(image, aus)
            times_s.append(time.process_time() - start_s)
    return 1000 * float(np.median(times_s))


class LoopingPictures:
    """A camera that delivers pictures from memory, in a loop."""

    name = "stand-in"

    def __init__(self, pictures: Sequence[NDArray[np.uint8]], fps: float) -> None:
        self._pictures = pictures
        self._fps = fps
        self._index = 0

    def open(self) -> None:
        """Start with the first picture."""
        self._index = 0

    def read(self) -> Picture:
        """Return the next picture."""
        index, self._index = self._index, self._index + 1
        return Picture(self._pictures[index % len(self._pictures)], index / self._fps)

    def close(self) -> None:
        """Do nothing: no device is open."""


def moving_faces(width: int, height: int, n_faces: int, n_pictures: int = _N_PICTURES) -> list[NDArray[np.uint8]]:
    """Make pictures of portraits side by side that sway and nod; the last leads into the first."""
    side_px = min(round(0.9 * height), width // n_faces)
    head_rgb = portrait_rgb(side_px, side_px)
    pictures = []
    for index in range(n_pictures):
        picture_rgb = np.full((height, width, 3), 150, np.uint8)
        for number in range(n_faces):
            phase = 2 * np.pi * (index / n_pictures + number / n_faces)
            turn = cv2.getRotationMatrix2D((side_px / 2, side_px / 2), 5 * np.sin(phase), 0.9 + 0.04 * np.cos(phase))
            matrix = np.asarray(turn, np.float64)
            matrix[:, 2] += side_px * 0.03 * np.array([np.sin(phase), np.cos(2 * phase)])
            left = round((number + 0.5) * width / n_faces - side_px / 2)
            head = cv2.warpAffine(head_rgb, matrix, (side_px, side_px), borderMode=cv2.BORDER_REPLICATE)
            picture_rgb[(height - side_px) // 2 :, left : left + side_px][:side_px] = head
        pictures.append(picture_rgb)
    return pictures


def measure_flicker(animator: Animator) -> Flicker:
    """Edit a still picture with a camera's noise and measure how much the edit changes from frame to frame."""
    noise = np.random.default_rng(0)
    still_rgb = portrait_rgb(640, 480).astype(np.float32)
    pipeline = LivePipeline(animator, InlineDetections())
    request = LiveRequest(Expression(LiveMode.OFFSET, SMILE))
    changes: list[tuple[float, float]] = []
    before: LiveResult | None = None
    for index in range(_N_STILL):
        noisy_rgb = (still_rgb + noise.normal(0, _NOISE_LEVELS, still_rgb.shape)).clip(0, 255).astype(np.uint8)
        result = pipeline.process(Frame(noisy_rgb, index, index / 30), request)
        if before is not None and result.animation.faces and before.animation.faces:
            region = _edited_region(result)
            if index > _N_STILL // 4 and region.any():
                changes.append((_mean_change(before.frame.rgb, result.frame.rgb, region), _mean_change(before.rgb, result.rgb, region)))
        before = result
    pipeline.close()
    if not changes:
        return Flicker(0.0, 0.0)
    source, edited = np.mean(changes, axis=0).tolist()
    return Flicker(source, edited)


def _edited_region(result: LiveResult) -> NDArray[np.bool_]:
    """Where in the frame the attention lets the generator paint, (H, W)."""
    face = result.animation.faces[0]
    size = (result.frame.width, result.frame.height)
    flags = cv2.INTER_LINEAR
    edited = cv2.warpAffine(1 - face.attention, face.face.crop.frame_from_crop, size, flags=flags, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(edited > _EDITED)


def _mean_change(before_rgb: NDArray[np.uint8], after_rgb: NDArray[np.uint8], region: NDArray[np.bool_]) -> float:
    return float(np.asarray(cv2.absdiff(before_rgb, after_rgb))[region].mean())


def _run(animator: Animator, request: LiveRequest, name: str, size_px: tuple[int, int], n_faces: int, seconds: float) -> LiveRun:
    grabber = Grabber(LoopingPictures(moving_faces(*size_px, n_faces), SOURCE_FPS))
    loop: LiveLoop[LiveRequest, LiveResult] = LiveLoop(grabber.frames, lambda: LivePipeline(animator, BackgroundDetections()), request)
    grabber.start()
    loop.start()
    try:
        _warm_up(loop, n_faces)
        cpu_s, wall_s = time.process_time(), time.perf_counter()
        results = _collect(loop, seconds)
        cpu_s, wall_s = time.process_time() - cpu_s, time.perf_counter() - wall_s
    finally:
        loop.stop()
        grabber.stop()
    return _summary(name, n_faces, results, cpu_s, wall_s)


def _warm_up(loop: LiveLoop[LiveRequest, LiveResult], n_faces: int) -> None:
    """Run for a moment, and until the faces are followed: on a busy machine their detection takes seconds."""
    latest_s = time.perf_counter() + _LONGEST_WARM_UP_S
    results = _collect(loop, _WARM_UP_S)
    while len(results[-1].tracked) < n_faces and time.perf_counter() < latest_s:
        results.append(loop.results.take(60.0))


def _collect(loop: LiveLoop[LiveRequest, LiveResult], seconds: float) -> list[LiveResult]:
    """Take results as a window would, for a time; at least two."""
    results: list[LiveResult] = []
    end_s = time.perf_counter() + seconds
    while time.perf_counter() < end_s or len(results) < 2:
        results.append(loop.results.take(60.0))
    return results


def _summary(name: str, n_faces: int, results: Sequence[LiveResult], cpu_s: float, wall_s: float) -> LiveRun:
    fps = len(results) / wall_s
    latencies_ms = [1000 * result.latency_s for result in results]
    n_cores = os.cpu_count() or 1
    stages_ms = {stage: float(np.median([result.timings_ms[stage] for result in results])) for stage in (*LIVE_STAGES, "detect")}
    cpu_share = {stage: sum(result.timings_ms[stage] for result in results) / 1000 / wall_s / n_cores for stage in LIVE_STAGES}
    looks = [time_ms for time_ms, _ in itertools.groupby(result.timings_ms["detect"] for result in results)]
    cpu_share |= {"detect": sum(looks) / 1000 / wall_s / n_cores, "all": cpu_s / wall_s / n_cores}
    n_dropped = results[-1].n_dropped - results[0].n_dropped
    return LiveRun(
        name=name,
        n_faces=n_faces,
        n_found=float(np.mean([len(result.tracked) for result in results])),
        fps=fps,
        latency_ms={label: float(np.percentile(latencies_ms, percent)) for label, percent in PERCENTILES.items()},
        dropped_share=n_dropped / max(1, n_dropped + len(results) - 1),
        stages_ms=stages_ms,
        cpu_share=cpu_share,
        cpu_ms=1000 * cpu_s / len(results),
    )
