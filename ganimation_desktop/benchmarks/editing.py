"""Speed of the parts of an edit on this machine, compared with the published architecture in the same run."""

from __future__ import annotations

import copy
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganimation_desktop.core.base.action_units import N_AUS, au_vector
from ganimation_desktop.core.edit.animator import Animator
from ganimation_desktop.core.edit.export import export_photo
from ganimation_desktop.core.faces.detector import FaceDetector
from ganimation_desktop.core.imaging.frames import Frame, photo_from_rgb, read_photo
from ganimation_desktop.core.models.checkpoint import CheckpointMetadata, describe
from ganimation_desktop.core.models.installed import default_estimator_path, default_generator_path, load_estimator, load_generator
from ganimation_desktop.core.models.networks import FaceEstimator, FlowGenerator, Generator, PublishedGenerator
from ganimation_desktop.paths import demo_portrait

NetworkT = TypeVar("NetworkT", bound=torch.nn.Module)

GENERATOR = "generator"
DECODER = "generator, slider moved"
SINGLE_PRECISION = "generator in float32"
PUBLISHED = "published generator"
WHOLE_EDIT = "12 MP: edit, file to file"

_SMILE = {"AU06": 0.6, "AU12": 1.0, "AU25": 0.6}
_FRAMES_PX = {"640x480": (640, 480), "12 MP": (4000, 3000)}
_HEAD = (slice(30, 220), slice(127, 317))


@dataclass(frozen=True)
class BenchResult:
    """Medians over interleaved rounds, after one warm-up round.

    Attributes
    ----------
    times_ms
        What was measured, in milliseconds: the generators on one crop, then for a frame of each size the stages of an edit as
        `Animation.timings_ms` has them, and the whole edit of a JPEG of 12 megapixels from file to file.
    generator_speedup
        Time of the published architecture's forward pass divided by that of this model.
    slider_speedup
        The same for a moved slider, for which this model runs only its decoder.
    setting
        Model, device, threads, versions.
    notes
        Messages on what limits the figures.
    """

    times_ms: Mapping[str, float]
    generator_speedup: float
    slider_speedup: float
    setting: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def edit_12mp_s(self) -> float:
        """Seconds for the edit of a 12-megapixel JPEG: reading, detection, edit, writing."""
        return self.times_ms[WHOLE_EDIT] / 1000


def run_bench(model: Path | None = None, device: str = "auto", n_rounds: int = 11) -> BenchResult:
    """Measure everything, in some ten seconds on a processor of two cores.

    Parameters
    ----------
    model
        Checkpoint of the generator; None for the bundled one. If it is missing, untrained weights are used.
    device
        Where the networks run.
    n_rounds
        Rounds; each measures every part once, so that a slow moment of the machine affects all of them.

    Raises
    ------
    CheckpointError
        If the model cannot be used.
    """
    generator, metadata, estimator, notes = networks_or_untrained(model)
    single = copy.deepcopy(generator)
    animator = Animator(generator, metadata, estimator, FaceDetector(), device)
    parts = _generator_parts(generator, animator.device)
    if animator.halves_precision:
        parts |= _timed(SINGLE_PRECISION, _forward(single, animator.device), animator.device, _WINDOW_THREADS)
    for name, (width, height) in _FRAMES_PX.items():
        parts |= _frame_part(name, animator, Frame(portrait_rgb(width, height)))
    with tempfile.TemporaryDirectory(prefix="ganimation-bench-") as folder:
        parts |= _file_part(animator, Path(folder))
        times_ms = _median_times_ms(parts, n_rounds)
    setting = {
        "model": (default_generator_path() if model is None else model).stem,
        "device": str(animator.device),
        "threads": f"{_WINDOW_THREADS} for a generator alone and {torch.get_num_threads()} for the rest",
        "networks": "bfloat16" if animator.halves_precision else "float32",
        "torch": torch.__version__,
        "opencv": cv2.__version__,
    }
    published_ms = times_ms[PUBLISHED]
    return BenchResult(times_ms, published_ms / times_ms[GENERATOR], published_ms / times_ms[DECODER], setting, notes)


def portrait_rgb(width: int, height: int) -> NDArray[np.uint8]:
    """Make a picture of the demo portrait's head, (height, width, 3), mirrored outwards to its sides."""
    head_rgb = read_photo(demo_portrait()).frame.rgb[_HEAD]
    side_px = min(width, height)
    head_rgb = np.asarray(cv2.resize(head_rgb, (side_px, side_px), interpolation=cv2.INTER_CUBIC), np.uint8)
    left, top = (width - side_px) // 2, (height - side_px) // 2
    right, bottom = width - side_px - left, height - side_px - top
    return np.asarray(cv2.copyMakeBorder(head_rgb, top, bottom, left, right, cv2.BORDER_REFLECT_101), np.uint8)


_WINDOW_THREADS = 1
"""Torch's threads of the window, which leaves the other cores to detection, painting and encoding."""

_Part = Callable[[], Mapping[str, float]]
"""Does something and returns the times of its stages, in milliseconds."""


def _median_times_ms(parts: Mapping[str, _Part], n_rounds: int) -> dict[str, float]:
    times_ms: dict[str, list[float]] = {}
    for round_number in range(n_rounds + 1):
        for part in parts.values():
            for name, time_ms in part().items():
                times_ms.setdefault(name, [])
                if round_number:
                    times_ms[name].append(time_ms)
    return {name: statistics.median(values) for name, values in times_ms.items()}


def _timed(name: str, work: Callable[[], object], device: torch.device, n_threads: int | None = None) -> dict[str, _Part]:
    """Time some work, with a number of torch's threads of its own if one is given."""

    def part() -> dict[str, float]:
        usual = torch.get_num_threads()
        torch.set_num_threads(n_threads or usual)
        started_s = time.perf_counter()
        with torch.inference_mode():
            work()
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        time_ms = 1000 * (time.perf_counter() - started_s)
        torch.set_num_threads(usual)
        return {name: time_ms}

    return {name: part}


def _generator_parts(generator: Generator, device: torch.device) -> dict[str, _Part]:
    """One crop through this model, and through the published architecture as its own code runs it: eager, NCHW; in one thread each."""
    image, controls = _inputs(generator, device)
    with torch.inference_mode():
        features = generator.encode(image)
    published = PublishedGenerator().eval().to(device)
    return (
        _timed(GENERATOR, _forward(generator, device), device, _WINDOW_THREADS)
        | _timed(DECODER, lambda: generator.decode(features, image, controls), device, _WINDOW_THREADS)
        | _timed(PUBLISHED, _forward(published, device, torch.contiguous_format), device, _WINDOW_THREADS)
    )


def _forward(generator: Generator, device: torch.device, layout: torch.memory_format = torch.channels_last) -> Callable[[], object]:
    """One forward pass of a generator."""
    image, controls = _inputs(generator, device)
    image = image.contiguous(memory_format=layout)
    return lambda: generator(image, controls)


def _inputs(generator: Generator, device: torch.device) -> tuple[Tensor, Tensor]:
    """A random crop and controls."""
    side = generator.image_size
    image = torch.linspace(-1, 1, 3 * side**2, device=device).reshape(1, 3, side, side)
    return image.contiguous(memory_format=torch.channels_last), torch.linspace(0, 0.5, N_AUS + generator.n_gaze, device=device)[None]


def _frame_part(name: str, animator: Animator, frame: Frame) -> dict[str, _Part]:
    """The edit of a new frame."""

    def part() -> dict[str, float]:
        if not animator.set_frame(frame):
            raise ValueError(f"no face was found in the demo portrait at {name}")
        times_ms = animator.animate(au_vector(_SMILE)).timings_ms
        return {f"{name}: {stage}": time_ms for stage, time_ms in times_ms.items()}

    return {name: part}


def _file_part(animator: Animator, folder: Path) -> dict[str, _Part]:
    """The edit of a photo from file to file."""
    photo_path, edited_path = folder / "photo.jpg", folder / "edited.jpg"
    export_photo(photo_path, photo_from_rgb(portrait_rgb(*_FRAMES_PX["12 MP"])), quality=92)

    def edit() -> None:
        photo = read_photo(photo_path)
        animator.set_frame(photo.frame)
        export_photo(edited_path, photo, animator.animate(au_vector(_SMILE)), overwrite=True)

    return _timed(WHOLE_EDIT, edit, animator.device)


def networks_or_untrained(model: Path | None) -> tuple[Generator, CheckpointMetadata, FaceEstimator, tuple[str, ...]]:
    """Load the model and the estimator; untrained weights replace missing bundled ones."""
    notes: list[str] = []
    generator: Generator
    if model is not None or default_generator_path().is_file():
        generator, metadata = load_generator(model)
    else:
        generator = _untrained(FlowGenerator())
        metadata = describe(generator, training={})
        notes.append("No default generator is installed: untrained weights were used.")
    if default_estimator_path().is_file():
        estimator = load_estimator()
    else:
        estimator = _untrained(FaceEstimator())
        notes.append("No default face estimator is installed: untrained weights were used.")
    return generator, metadata, estimator, tuple(notes)


def _untrained(network: NetworkT) -> NetworkT:
    """Random weights throughout: heads that start at zero would leave compositing nothing to do."""
    noise = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=noise), alpha=0.01)
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
