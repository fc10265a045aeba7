"""`ganimation doctor`: check that everything the program needs is there and works; exit code 0 if so, else 1."""

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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ganimation_desktop.core.base.crash_reports import last_crash, place_of
from ganimation_desktop.jobs.errors import error_message

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
# Qt aborts its process if it cannot start, and listing cameras may hang, so both run in a separate process.
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
        What was checked.
    status
        "ok", "failed", or "none" for something optional that is missing.
    detail
        Versions, figures or the reason.
    public
        The detail without names of files, devices or persons; empty if the detail contains none.
    """

    name: str
    status: str
    detail: str
    public: str = field(default="", compare=False)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add `--json` and `--report`."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the findings as JSON")
    report_help = "print a text to paste into a bug report, without names of files, devices or persons"
    form.add_argument("--report", action="store_true", help=report_help)


def run(args: argparse.Namespace) -> int:
    """Run every check, print the findings, and return 0 if none failed, else 1."""
    # QtMultimedia warns about a missing PipeWire, which it does not need.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")
    findings = [
        check_program(),
        *check_libraries(),
        finding_of("devices", describe_devices),
        finding_of("detector", describe_detector),
        find_generator(args.model),
        finding_of("estimator", describe_estimator),
        finding_of("edit", lambda: describe_edit(args.model, args.device)),
        *check_display_and_cameras(),
    ]
    healthy = all(finding.status != "failed" for finding in findings)
    if args.json:
        named = [{"name": finding.name, "status": finding.status, "detail": finding.detail} for finding in findings]
        print(json.dumps({"healthy": healthy, "findings": named}, indent=2))
    elif args.report:
        print(report_of(findings, last_crash()))
    else:
        for finding in findings:
            print(f"{finding.status:<7} {finding.name:<23} {finding.detail}")
        print("healthy" if healthy else "not healthy: see what failed above")
    return 0 if healthy else 1


def report_of(findings: Sequence[Finding], crash: str | None) -> str:
    """Write the findings for a bug report, with the last crash, without names of files, devices or persons."""
    lines = [f"{finding.status:<7} {finding.name:<23} {finding.public or finding.detail}" for finding in findings]
    return "\n".join(["```", *lines, f"last crash: {crash or 'none'}", "```"])


def finding_of(name: str, describe: Callable[[], str]) -> Finding:
    """Run one check; its exception is the reason of the failure."""
    try:
        return Finding(name, "ok", describe())
    except Exception as error:
        log.info("%s failed", name, exc_info=error)
        return Finding(name, "failed", error_message(error), public=place_of(error))


def check_program() -> Finding:
    """Return versions of the program, Python and the system."""
    from ganimation_desktop import __version__, paths

    def describe() -> str:
        for folder in (paths.resources_dir(), paths.models_dir()):
            log.debug("found %s", folder)
        return f"ganimation {__version__}, Python {platform.python_version()}, {platform.platform()}"

    return finding_of("program", describe)


def check_libraries() -> list[Finding]:
    """Import every library that the program needs and return its version."""
    return [check_library(distribution, module) for distribution, module in LIBRARIES.items()]


def check_library(distribution: str, module: str) -> Finding:
    """Import a module; its distribution may be installed under another name, as dlib is if it was compiled."""

    def describe() -> str:
        imported = importlib.import_module(module)
        try:
            return version(distribution)
        except PackageNotFoundError:
            return str(getattr(imported, "__version__", "version unknown"))

    return finding_of(distribution, describe)


def describe_devices() -> str:
    """Return the devices that networks can run on."""
    import torch

    from ganimation_desktop.core.models.networks import multiplies_bfloat16

    precision = "bfloat16" if multiplies_bfloat16() else "float32"
    names = [f"cpu ({platform.machine()}, {torch.get_num_threads()} threads, decoder in {precision})"]
    if torch.cuda.is_available():
        names += [f"cuda ({torch.cuda.get_device_name(index)})" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        names.append("mps")
    return ", ".join(names)


def describe_detector() -> str:
    """Find the face of the demo portrait."""
    from ganimation_desktop.core.faces.detector import FaceDetector
    from ganimation_desktop.core.imaging.frames import read_photo
    from ganimation_desktop.paths import demo_portrait

    detector, rgb = FaceDetector(), read_photo(demo_portrait()).frame.rgb
    started = time.perf_counter()
    boxes = detector.detect(rgb)
    took_ms = 1000 * (time.perf_counter() - started)
    if len(boxes) != 1:
        raise ValueError(f"found {len(boxes)} faces instead of one in {demo_portrait()}")
    return f"found the face of the demo portrait in {took_ms:.0f} ms"


def find_generator(model: Path | None) -> Finding:
    """Load the generator; a report does not name the user's own model."""
    found = finding_of("generator", lambda: describe_generator(model))
    if model is None or found.status == "failed":
        return found
    return replace(found, public=found.detail.replace(model.name, "a model added by the user", 1))


def describe_generator(model: Path | None) -> str:
    """Load the generator and time one forward pass."""
    import torch

    from ganimation_desktop.core.base.action_units import N_AUS
    from ganimation_desktop.core.models.installed import default_generator_path, load_generator

    path = model or default_generator_path()
    generator, metadata = load_generator(path)
    side = generator.image_size
    image, aus = torch.zeros(1, 3, side, side), torch.full((1, N_AUS + generator.n_gaze), 0.5)
    with torch.inference_mode():
        generator(image, aus)
        started = time.perf_counter()
        output = generator(image, aus)
        took_ms = 1000 * (time.perf_counter() - started)
    if not torch.isfinite(output.composite(image)).all():
        raise ValueError(f"{path}: one forward pass gives numbers that are not finite")
    return f"{path.name}, {metadata.architecture}, {side} px, one forward pass on the CPU in {took_ms:.0f} ms"


def describe_estimator() -> str:
    """Load the landmark and AU estimator and time one forward pass."""
    import torch

    from ganimation_desktop.core.models.checkpoint import load_checkpoint
    from ganimation_desktop.core.models.installed import default_estimator_path

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
    from ganimation_desktop.core.base.action_units import au_vector
    from ganimation_desktop.core.edit.animator import Animator
    from ganimation_desktop.core.imaging.frames import read_photo
    from ganimation_desktop.paths import demo_portrait

    animator = Animator.load(model, device)
    frame = read_photo(demo_portrait()).frame
    started = time.perf_counter()
    animator.set_frame(frame)
    animation = animator.animate(au_vector({"AU12": 1.0, "AU25": 0.6}))
    edited_rgb = animation.composite()
    took_ms = 1000 * (time.perf_counter() - started)
    if edited_rgb.shape != frame.rgb.shape or (edited_rgb == frame.rgb).all():
        raise ValueError(f"the edit did not change {demo_portrait()}")
    return f"changed the demo portrait on {animator.device} in {took_ms:.0f} ms"


def check_display_and_cameras() -> list[Finding]:
    """Check whether a window can open, and list cameras; both may be missing."""
    from ganimation_desktop.display import display_problem

    if getattr(sys, "frozen", False):
        return []  # a frozen app has no interpreter for the probe, and it shows both in its window
    problem = display_problem()
    answers, complaint = probe_qt(offscreen=problem is not None)
    if problem:
        display = Finding("display", "none", problem, public="no display")
    elif answers:
        display = Finding("display", "ok", answers[0])
    else:
        display = Finding("display", "failed", complaint, public="Qt cannot start")
    if len(answers) < 2:
        return [display, Finding("cameras", "none", f"could not be listed: {complaint}", public="could not be listed")]
    cameras = ", ".join(answers[1])
    return [
        display,
        Finding("cameras", "ok" if cameras else "none", cameras or "no camera is connected", public=f"{len(answers[1])} connected"),
    ]


def probe_qt(*, offscreen: bool) -> tuple[list[Any], str]:
    """Start Qt in a separate process.

    Returns
    -------
    tuple of (list, str)
        The probe's answers, in order: the display, the names of the cameras. And its last error line.
    """
    command = [sys.executable, "-c", PROBE, *(["-platform", "offscreen"] if offscreen else [])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return [], f"no answer within {PROBE_TIMEOUT_S:.0f} s"
    complaint = done.stderr.strip().splitlines() or ["Qt ended without a message"]
    return [json.loads(line) for line in done.stdout.splitlines()], complaint[-1]
