"""`ganimation aus`: the Action Units of every face in photos and videos, as a table with OpenFace's columns."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ganimation_desktop.verbs.batch import for_each_file

if TYPE_CHECKING:
    from ganimation_desktop.core.au_table import AuRow
    from ganimation_desktop.core.frames import Frame

NAME = "aus"
HELP = "measure the Action Units in photos and videos"

EXIT_SOME_FAILED = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="photo or video; --model names a face estimator here")
    parser.add_argument("-o", "--output", type=Path, metavar="CSV", help="file to write (default: standard output)")
    parser.add_argument("--overwrite", action="store_true", help="replace the file if it exists")


def run(args: argparse.Namespace) -> int:
    """Write the table and return 0, or 2 when some of several files failed."""
    from ganimation_desktop.core.atomic_file import check_can_write
    from ganimation_desktop.core.au_table import format_au_table, write_au_table

    if args.output is not None:
        check_can_write(args.output, overwrite=args.overwrite)
    measure = _measurer(args.model, args.device)
    outcome = for_each_file(args.files, lambda path: _rows_of(path, measure), done="measured")
    rows = [row for rows in outcome.results for row in rows]
    if args.output is None:
        sys.stdout.write(format_au_table(rows))
    elif rows:
        write_au_table(args.output, rows, overwrite=args.overwrite)
    return EXIT_SOME_FAILED if outcome.failures else 0


_Measure = Callable[["Frame", str], "list[AuRow]"]


def _measurer(model: Path | None, device_name: str) -> _Measure:
    """Load detector and estimator; return what measures one frame of a file of the given name."""
    import numpy as np
    import torch

    from ganimation_desktop.core.action_units import N_AUS
    from ganimation_desktop.core.au_table import AuRow
    from ganimation_desktop.core.checkpoint import CheckpointError, load_checkpoint
    from ganimation_desktop.core.devices import pick_device
    from ganimation_desktop.core.face_reading import FaceReader
    from ganimation_desktop.core.faces import FaceDetector
    from ganimation_desktop.core.models import default_estimator_path
    from ganimation_desktop.core.networks import FaceEstimator

    device = pick_device(device_name)
    path = default_estimator_path() if model is None else model
    checkpoint = load_checkpoint(path)
    if not isinstance(checkpoint.network, FaceEstimator):
        raise CheckpointError(path, f"is a checkpoint of kind {checkpoint.metadata.kind}, not a face estimator")
    detector, reader = FaceDetector(), FaceReader(checkpoint.network)
    reader.to(device)

    def measure(frame: Frame, name: str) -> list[AuRow]:
        boxes = detector.detect(frame.rgb)
        if not boxes:
            return [AuRow(np.zeros(N_AUS, np.float32), name, frame.index + 1, 0, frame.time_s, 0.0, success=False)]
        with torch.inference_mode():
            readings = reader.read(frame.rgb, boxes, device)
        return [
            AuRow(reading.aus, name, frame.index + 1, face_id, frame.time_s, min(max(box.score, 0.0), 1.0))
            for face_id, (box, reading) in enumerate(zip(boxes, readings, strict=True))
        ]

    return measure


def _rows_of(path: Path, measure: _Measure) -> list[AuRow]:
    from ganimation_desktop.core.frames import read_photo
    from ganimation_desktop.core.video import VIDEO_SUFFIXES, read_video

    if path.suffix.lower() in VIDEO_SUFFIXES:
        return [row for frame in read_video(path) for row in measure(frame, str(path))]
    return measure(read_photo(path).frame, str(path))
