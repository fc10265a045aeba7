"""`ganimation doctor`: is everything here that the program needs, and does it work? Exit code 0 says yes, 1 no."""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ganimation_desktop.verbs import error_sentence

NAME = "doctor"
HELP = "check versions, devices, the detector, the default model, one edit, the display and cameras"

LIBRARIES = {
    "torch": "torch",
    "numpy": "numpy",
    "opencv-python-headless": "cv2",
    "dlib-bin": "dlib",
    "pillow": "PIL",
    "pillow-heif": "pillow_heif",
    "av": "av",
    "safetensors": "safetensors",
    "platformdirs": "platformdirs",
    "PySide6-Essentials": "PySide6.QtWidgets",
    "PySide6-Addons": "PySide6.QtMultimedia",
    "qimage2ndarray": "qimage2ndarray",
}
"""Distributions that the program needs, with a module of each to import."""

PROBE_TIMEOUT_S = 30.0
# Qt ends its process where it cannot start, and looking for cameras may hang, so both happen in a process of their own.
PROBE = """
import json, sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
size = application.primaryScreen().size()
print(json.dumps(f"{application.platformName()}, {size.width()}x{size.height()}"), flush=True)
from PySide6.QtMultimedia import QMediaDevices
print(json.dumps([camera.description() for camera in QMediaDevices.videoInputs()]), flush=True)
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """The outcome of one check.

    Attributes
    ----------
    name
        What was looked at.
    status
        "ok", "failed", or "none" for something that may be missing and is.
    detail
        Versions, figures or the reason.
    """

    name: str
    status: str
    detail: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Make every check, print the findings, and return 0 when none failed, else 1."""
    # QtMultimedia complains about a missing PipeWire, which it can do without.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")
    findings = [
        check_program(),
        *check_libraries(),
        finding_of("devices", describe_devices),
        finding_of("detector", describe_detector),
        finding_of("generator", lambda: describe_generator(args.model)),
        finding_of("estimator", describe_estimator),
        finding_of("edit", lambda: describe_edit(args.model, args.device)),
        *check_display_and_cameras(),
    ]
    healthy = all(finding.status != "failed" for finding in findings)
    if args.json:
        print(json.dumps({"healthy": healthy, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            print(f"{finding.status:<7} {finding.name:<23} {finding.detail}")
        print("healthy" if healthy else "not healthy: see what failed above")
    return 0 if healthy else 1


def finding_of(name: str, describe: Callable[[], str]) -> Finding:
    """Run one check; whatever it raises is the reason why it failed."""
    try:
        return Finding(name, "ok", describe())
    except Exception as error:
        log.info("%s failed", name, exc_info=error)
        return Finding(name, "failed", error_sentence(error))


def check_program() -> Finding:
    """Name the program's version, Python and the system."""
    from ganimation_desktop import __version__, paths

    def describe() -> str:
        for folder in (paths.resources_dir(), paths.models_dir()):
            log.debug("found %s", folder)
        return f"ganimation {__version__}, Python {platform.python_version()}, {platform.platform()}"

    return finding_of("program", describe)


def check_libraries() -> list[Finding]:
    """Import every library that the program needs and name its version."""
    return [check_library(distribution, module) for distribution, module in LIBRARIES.items()]


def check_library(distribution: str, module: str) -> Finding:
    """Import a module; its distribution may be installed under another name, as dlib is where it was compiled."""

    def describe() -> str:
        imported = importlib.import_module(module)
        try:
            return version(distribution)
        except PackageNotFoundError:
            return str(getattr(imported, "__version__", "version unknown"))

    return finding_of(distribution, describe)


def describe_devices() -> str:
    """Name the devices that networks can run on."""
    import torch

    names = [f"cpu ({platform.machine()}, {torch.get_num_threads()} threads)"]
    if torch.cuda.is_available():
        names += [f"cuda ({torch.cuda.get_device_name(index)})" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        names.append("mps")
    return ", ".join(names)


def describe_detector() -> str:
    """Find the face of the demo portrait."""
    from ganimation_desktop.core.faces import FaceDetector
    from ganimation_desktop.core.frames import read_photo
    from ganimation_desktop.paths import demo_portrait

    detector, rgb = FaceDetector(), read_photo(demo_portrait()).frame.rgb
    started = time.perf_counter()
    boxes = detector.detect(rgb)
    took_ms = 1000 * (time.perf_counter() - started)
    if len(boxes) != 1:
        raise ValueError(f"found {len(boxes)} faces instead of one in {demo_portrait()}")
    return f"found the face of the demo portrait in {took_ms:.0f} ms"


def describe_generator(model: Path | None) -> str:
    """Load the generator and time one forward pass."""
    import torch

    from ganimation_desktop.core.action_units import N_AUS
    from ganimation_desktop.core.checkpoint import load_checkpoint
    from ganimation_desktop.core.models import default_generator_path
    from ganimation_desktop.core.networks import Generator

    path = model or default_generator_path()
    checkpoint = load_checkpoint(path)
    if not isinstance(checkpoint.network, Generator):
        raise ValueError(f"{path}: is a checkpoint of kind {checkpoint.metadata.kind}, not a generator")
    side = checkpoint.network.image_size
    image, aus = torch.zeros(1, 3, side, side), torch.full((1, N_AUS), 0.5)
    with torch.inference_mode():
        checkpoint.network(image, aus)
        started = time.perf_counter()
        output = checkpoint.network(image, aus)
        took_ms = 1000 * (time.perf_counter() - started)
    if not torch.isfinite(output.composite(image)).all():
        raise ValueError(f"{path}: one forward pass gives numbers that are not finite")
    return f"{path.name}, {checkpoint.metadata.architecture}, {side} px, one forward pass on the CPU in {took_ms:.0f} ms"


def describe_estimator() -> str:
    """Load the landmark and AU estimator and time one forward pass."""
    import torch

    from ganimation_desktop.core.checkpoint import load_checkpoint
    from ganimation_desktop.core.models import default_estimator_path

    path = default_estimator_path()
    checkpoint = load_checkpoint(path)
    side = checkpoint.metadata.image_size
    with torch.inference_mode():
        started = time.perf_counter()
        output = checkpoint.network(torch.zeros(1, 3, side, side))
        took_ms = 1000 * (time.perf_counter() - started)
    if not torch.isfinite(output.landmarks).all():
        raise ValueError(f"{path}: one forward pass gives numbers that are not finite")
    return f"{path.name}, {checkpoint.metadata.architecture}, one forward pass on the CPU in {took_ms:.0f} ms"


def describe_edit(model: Path | None, device: str) -> str:
    """Make the demo portrait smile, from detection to the composite."""
    from ganimation_desktop.core.action_units import au_vector
    from ganimation_desktop.core.animator import Animator
    from ganimation_desktop.core.frames import read_photo
    from ganimation_desktop.paths import demo_portrait

    animator = Animator.load(model, device)
    frame = read_photo(demo_portrait()).frame
    started = time.perf_counter()
    animator.set_frame(frame)
    animation = animator.animate(au_vector({"AU12": 1.0, "AU25": 0.6}))
    edited_rgb = animation.composite()
    took_ms = 1000 * (time.perf_counter() - started)
    if edited_rgb.shape != frame.rgb.shape or (edited_rgb == frame.rgb).all():
        raise ValueError(f"the edit left {demo_portrait()} as it was")
    return f"changed the demo portrait on {animator.device} in {took_ms:.0f} ms"


def check_display_and_cameras() -> list[Finding]:
    """Say whether a window can open and which cameras there are; both may be missing."""
    from ganimation_desktop.display import display_problem

    if getattr(sys, "frozen", False):
        return []  # a frozen app has no interpreter for the probe, and it shows both in its window
    problem = display_problem()
    answers, complaint = probe_qt(offscreen=problem is not None)
    if problem:
        display = Finding("display", "none", problem)
    elif answers:
        display = Finding("display", "ok", answers[0])
    else:
        display = Finding("display", "failed", complaint)
    if len(answers) < 2:
        return [display, Finding("cameras", "none", f"could not be listed: {complaint}")]
    cameras = ", ".join(answers[1])
    return [display, Finding("cameras", "ok" if cameras else "none", cameras or "no camera is connected")]


def probe_qt(*, offscreen: bool) -> tuple[list[Any], str]:
    """Start Qt in a process of its own.

    Returns
    -------
    tuple of (list, str)
        What the probe could answer, in order: the display in words, the names of the cameras. And its last complaint.
    """
    command = [sys.executable, "-c", PROBE, *(["-platform", "offscreen"] if offscreen else [])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return [], f"no answer within {PROBE_TIMEOUT_S:.0f} s"
    complaint = done.stderr.strip().splitlines() or ["Qt ended without a word"]
    return [json.loads(line) for line in done.stdout.splitlines()], complaint[-1]
